"""Each harm done to a source file is told apart: file, line, column, what to do."""

import gzip

import pytest

from ancrage.domain.errors import AncrageError
from ancrage.warehouse.build import verify
from ancrage.warehouse.table import Inputs
from ancrage.warehouse.tables.establishments import ESTABLISHMENTS, REGISTER_CORRECTIONS
from ancrage.warehouse.tables.geography import COMMUNES
from ancrage.warehouse.tables.nomenclature import CLASSES, NAF
from tests.tiny import FILES, write_sources
from tests.warehouse.conftest import build_all

TEXT = FILES["sirene_etablissements"]
NAME = "etablissements_20plus_geo.csv.gz"


def packed(text, encoding="utf-8"):
    return gzip.compress(text.encode(encoding))


HARMS = {
    "séparé par « ; »": packed(TEXT.replace(",", ";")),
    "n'est pas écrit en UTF-8 (ligne 2": packed(TEXT.replace("DECOLLETAGE", "DÉCOLLETAGE"), "cp1252"),
    "n'a pas, à la ligne 1, la colonne « lon »": packed(TEXT.replace("lon,", "longitude,")),
    "la fin de l'archive manque": packed(TEXT)[:-30],
    "est vide": packed(""),
    "à la ligne 3, colonne « lat », « quarante-six »": packed(TEXT.replace("46.02", "quarante-six")),
}


@pytest.mark.parametrize("said", HARMS)
def test_a_harmed_file_says_what_and_where(tmp_path, said):
    (write_sources(tmp_path) / NAME).write_bytes(HARMS[said])
    with pytest.raises(AncrageError) as error:
        Inputs(tmp_path).source("sirene_etablissements")
    assert NAME in str(error.value)
    assert said in str(error.value)
    assert error.value.next_step


def test_a_file_cut_in_the_middle_of_a_row(tmp_path):
    text = FILES["cog_communes"]
    (write_sources(tmp_path) / "cog2024_communes.csv.gz").write_bytes(packed(text[: len(text) // 2] + ',"'))
    with pytest.raises(AncrageError, match=r"est coupé : sa dernière ligne \(\d+\)"):
        Inputs(tmp_path).source("cog_communes")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("46.02,6.52,", "46.02,,", ["lon", "est vide", "22222222200011", "ligne 3"]),
        ("22222222200011", "11111111100011", ["siret", "en double", "11111111100011", "lignes 2 et 3"]),
    ],
)
def test_an_empty_position_and_a_double_key_name_their_lines(tmp_path, old, new, said):
    inputs = Inputs(write_sources(tmp_path, sirene_etablissements=TEXT.replace(old, new)))
    build_all(inputs, COMMUNES, NAF, CLASSES, REGISTER_CORRECTIONS)
    with pytest.raises(AncrageError) as error:
        verify(ESTABLISHMENTS, ESTABLISHMENTS.build(inputs), inputs)
    for words in (*said, NAME):
        assert words in str(error.value)
    assert "SCHEMA" not in str(error.value)
