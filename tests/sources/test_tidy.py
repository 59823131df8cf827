"""What each reader makes of a file in the official schema."""

import polars as pl
import pytest

from ancrage.domain.errors import AncrageError
from ancrage.reference import read_reference
from ancrage.sources import cog_communes, naf_rev2, sirene_etablissements
from ancrage.warehouse.table import Inputs
from tests.tiny import FILES, write_sources


@pytest.fixture
def tiny(tmp_path):
    return Inputs(write_sources(tmp_path))


def raw(source: str) -> pl.DataFrame:
    return pl.read_csv(FILES[source].encode(), infer_schema=False)


def test_a_commune_without_population_or_epci_has_none_of_them(tiny):
    rows = tiny.source("cog_communes")
    assert rows.height == 6
    assert rows.filter(commune="97601")["population"].to_list() == [None]
    assert rows.filter(commune="95170")["epci"].to_list() == [None]


def test_a_second_blank_row_of_communes_is_a_damaged_file():
    rows = raw("cog_communes")
    with pytest.raises(AncrageError, match="2 lignes vides"):
        cog_communes.tidy(pl.concat([rows, rows.tail(1)]))


def test_the_lost_letter_of_the_nomenclature_is_back():
    assert "gros œuvre" in naf_rev2.tidy(raw("naf_rev2")).filter(naf="43.99C")["label"].item()


def test_only_the_listed_establishments_may_lack_a_commune():
    rows = raw("sirene_etablissements")
    assert sirene_etablissements.tidy(rows).height == rows.height - 1
    unlisted = rows.with_columns(com2024=pl.lit(None, pl.String))
    with pytest.raises(AncrageError, match="11111111100011") as error:
        sirene_etablissements.tidy(unlisted)
    assert "corrections_registre.csv" in error.value.next_step


def test_an_unknown_size_is_refused():
    rows = raw("sirene_etablissements").with_columns(effectif_milieu_tranche=pl.lit("42"))
    with pytest.raises(AncrageError, match=r"tranches_effectif\.csv"):
        sirene_etablissements.tidy(rows)


def test_the_size_class_is_written_in_french(tiny):
    sizes = dict(tiny.source("sirene_etablissements").select("siret", "size_class").iter_rows())
    assert sizes["11111111100011"] == "100 à 199 salariés"


def test_size_classes_grow_with_their_code():
    bands = read_reference("tranches_effectif.csv").select(pl.all().exclude("libelle").cast(pl.Int64))
    assert bands["code"].is_sorted()
    assert bands["milieu"].is_sorted()


def test_labour_tension_keeps_france_and_departements_at_the_finest_level(tiny):
    rows = tiny.source("dares_tensions")
    assert rows["departement"].to_list() == ["74", "FR"]
    assert rows.filter(departement="74")["tension_level"].to_list() == [None]


def test_the_windows_encoding_of_the_crosswalk_is_read(tiny):
    assert tiny.source("dares_fap_rome").filter(rome="M1607")["label"].item() == "Secrétariat, accueil – œuvres"


def test_an_activity_code_gets_its_full_stop(tiny):
    assert set(tiny.source("rome_embauches")["naf"]) == {"25.62A", "25.62B"}


def test_a_vintage_that_does_not_exist_lists_the_known_ones(tmp_path):
    with pytest.raises(AncrageError, match="2024"):
        Inputs(tmp_path, {"cog_communes": "1999"}).path("cog_communes")


def test_a_missing_source_file_is_named(tmp_path):
    with pytest.raises(AncrageError, match="cog2024_communes"):
        Inputs(tmp_path).source("cog_communes")
