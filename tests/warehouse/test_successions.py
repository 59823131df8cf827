"""Codes of other years in the sources: read as the edition knows them, or refused by name."""

import polars as pl
import pytest

from ancrage.domain.errors import AncrageError
from ancrage.warehouse.successions import current_activities, current_communes
from ancrage.warehouse.table import Inputs
from ancrage.warehouse.tables.codes import COMMUNE_NAMES, NAF_2025, POSTCODES
from ancrage.warehouse.tables.establishments import ESTABLISHMENTS, REGISTER_CORRECTIONS
from ancrage.warehouse.tables.geography import COMMUNES
from ancrage.warehouse.tables.nomenclature import CLASSES, NAF
from tests.tiny import FILES, write_sources
from tests.warehouse.conftest import build_all


def test_a_commune_of_before_is_followed_to_the_one_of_the_edition(inputs):
    codes = pl.Series(["95282", "95281", "78281", "95169", None])
    assert current_communes(inputs, codes, "essai").to_list() == ["95169"] * 4 + [None]


@pytest.mark.parametrize("code", ["99999", "74005", "97127"])
def test_a_commune_unknown_or_shared_out_stops_the_build(inputs, code):
    with pytest.raises(AncrageError, match=code) as caught:
        current_communes(inputs, pl.Series([code]), "essai")
    assert caught.value.next_step


def test_an_activity_of_the_next_nomenclature_is_the_most_common_of_its_origins(inputs):
    build_all(inputs, NAF)
    codes = pl.Series(["25.53Y", "24.51Z"])
    assert current_activities(inputs, codes, "essai").to_list() == ["25.62A", "24.51Z"]
    with pytest.raises(AncrageError, match=r"99\.99Y"):
        current_activities(inputs, pl.Series(["99.99Y"]), "essai")


def test_a_register_with_codes_of_other_years_is_built(tmp_path):
    text = (
        FILES["sirene_etablissements"].replace("25.62A,150", "25.53Y,150").replace("95169,Commeny", "95282,Gouzangrez")
    )
    inputs = Inputs(write_sources(tmp_path, sirene_etablissements=text))
    rows = build_all(inputs, COMMUNES, NAF, CLASSES, REGISTER_CORRECTIONS, ESTABLISHMENTS).tables["establishments"]
    assert rows["class"].to_list().count("25.62") == 2 and set(rows["commune"]) == {"74001", "95169"}


def test_older_and_newer_names_lead_to_a_commune_of_the_edition(inputs):
    rows = build_all(inputs, COMMUNES, COMMUNE_NAMES).tables["commune_names"]
    found = {(code, label): (commune, kind) for code, label, commune, _, kind in rows.rows()}
    assert found[("74003", "La Friche")] == ("74003", "renommée")
    assert found[("95282", "Gouzangrez")] == ("95169", "réunie")
    assert found[("78281", "Gouzangrez-le-Vieux")] == ("95169", "recodée")
    assert found[("74002", "Hameau-le-Neuf")] == ("74002", "plus récente")
    assert found[("74201", "Bourg 1er Arrondissement")] == ("74001", "arrondissement")
    assert found[("97801", "Saint-Martin")] == found[("97127", "Saint-Martin")] == (None, "outre-mer")
    assert rows.filter(code="74005")["commune"].to_list() == ["74001", "74002"]


def test_postcodes_are_those_of_the_communes_of_the_edition(inputs):
    rows = build_all(inputs, COMMUNES, POSTCODES).tables["commune_postcodes"]
    assert rows.filter(postcode="74300")["commune"].to_list() == ["74001", "74002"]
    assert rows.filter(postcode="74301")["commune"].to_list() == ["74001"]
    assert rows.filter(commune="95169")["postcode"].to_list() == ["95450"]


def test_a_code_of_the_next_nomenclature_keeps_all_its_origins(inputs):
    rows = build_all(inputs, NAF_2025).tables["naf_2025"]
    assert rows.select("naf", "main").rows() == [("24.51Z", False), ("25.62A", True), ("25.62B", True)]
