import pytest

from ancrage.domain.errors import AncrageError
from ancrage.warehouse.table import Inputs
from ancrage.warehouse.tables.establishments import ESTABLISHMENTS
from ancrage.warehouse.tables.geography import COMMUNES
from ancrage.warehouse.tables.nomenclature import CLASSES, NAF
from tests.tiny import FILES, write_sources
from tests.warehouse.conftest import build_all


def test_firms_keep_their_name_and_persons_do_not(inputs):
    rows = build_all(inputs, COMMUNES, NAF, CLASSES, ESTABLISHMENTS).tables["establishments"]
    names = dict(rows.select("siret", "name").iter_rows())
    assert names["11111111100011"] == "DECOLLETAGE DU BOURG"
    assert names["22222222200011"] is None


def test_the_establishment_placed_abroad_is_left_out(inputs):
    rows = build_all(inputs, COMMUNES, NAF, CLASSES, ESTABLISHMENTS).tables["establishments"]
    assert rows.height == 3
    assert rows["class"].to_list() == ["25.62", "25.62", "24.51"]


@pytest.mark.parametrize(("old", "new"), [("25.62B", "25.62Q"), ("95169,Commeny", "99999,Néant")])
def test_an_unknown_code_stops_the_build(tmp_path, old, new):
    text = FILES["sirene_etablissements"].replace(old, new)
    with pytest.raises(AncrageError, match=new.split(",", maxsplit=1)[0]):
        build_all(Inputs(write_sources(tmp_path, sirene_etablissements=text)), COMMUNES, NAF, CLASSES, ESTABLISHMENTS)


def test_too_few_manufacturing_jobs_are_noticed(inputs):
    rows = build_all(inputs, COMMUNES, NAF, CLASSES, ESTABLISHMENTS).tables["establishments"]
    assert "260 emplois manufacturiers" in ESTABLISHMENTS.check(rows, inputs)[0]
