import polars as pl
import pytest

from ancrage.domain.errors import AncrageError
from ancrage.reference import read_reference
from ancrage.warehouse.table import Inputs
from ancrage.warehouse.tables.nomenclature import CLASSES, NAF, classes_of
from tests.tiny import FILES, write_sources
from tests.warehouse.conftest import build_all


@pytest.fixture
def classes(inputs):
    return build_all(inputs, NAF, CLASSES).tables["naf_classes"].rows_by_key("class", named=True, unique=True)


def test_a_class_of_several_sous_classes_has_its_own_label(classes):
    assert classes["25.62"]["label"] == "Usinage"


def test_a_class_of_one_sous_classe_shares_its_label(classes):
    assert classes["63.11"]["label"] == "Traitement de données"


def test_a_class_knows_its_sector_item_and_labels(classes):
    found = classes["24.51"]
    assert (found["icio"], found["cpa_item"]) == ("C24A", "C24FER")
    assert (found["division_label"], found["section_label"]) == ("Métallurgie", "Industrie manufacturière")


def test_manufacturing_and_named_services_are_told_apart(classes):
    assert [c for c, row in sorted(classes.items()) if row["is_manufacturing"]] == ["10.71", "24.51", "25.62"]
    assert [c for c, row in classes.items() if row["is_named_service"]] == ["63.11"]


def test_the_longest_prefix_wins():
    prefixes = pl.DataFrame({"code": ["large", "étroit"], "classes": ["25", "25.4"]})
    assert classes_of(prefixes, pl.Series(["25.40", "25.62"]), "code") == {"25.40": "étroit", "25.62": "large"}


def test_a_class_without_label_stops_the_build(tmp_path):
    text = FILES["naf_rev2"] + "".join(f"99.98{x},Rien,99.98,99.9,U99Z,99,UZ0,UZ,U,OQ\n" for x in "AB")
    with pytest.raises(AncrageError, match=r"99\.98") as error:
        build_all(Inputs(write_sources(tmp_path, naf_rev2=text)), NAF, CLASSES)
    assert "naf_libelles.csv" in error.value.next_step


def test_authored_labels_cover_each_level_once():
    rows = read_reference("naf_libelles.csv")
    assert not rows.select(pl.struct("niveau", "code").is_duplicated().any()).item()
    assert dict(rows.group_by("niveau").len().iter_rows())["section"] == 21
    assert dict(rows.group_by("niveau").len().iter_rows())["division"] == 88
    assert rows.null_count().sum_horizontal().item() == 0
