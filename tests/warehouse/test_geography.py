import json

import polars as pl
import pytest

from ancrage.domain.errors import AncrageError
from ancrage.warehouse.table import Inputs
from ancrage.warehouse.tables.geography import COMMUNES, OUTLINES, TERRITORIES, by_level
from tests.tiny import FILES, write_sources
from tests.warehouse.conftest import build_all


@pytest.fixture
def country(inputs):
    return build_all(inputs, COMMUNES, TERRITORIES, OUTLINES).tables


def row(rows: pl.DataFrame, **key: str) -> dict:
    return rows.filter(**key).row(0, named=True)


def test_a_merged_commune_brings_its_territoire_industrie_to_its_successor(country):
    assert row(country["communes"], commune="95169")["territoire_industrie"] == "ti-1102"


@pytest.mark.parametrize(
    ("commune", "origin", "lon", "lat"),
    [
        ("74001", "établissements", 6.51, 46.01),
        ("74003", "friches", 6.11, 46.11),
        ("74002", "epci", 6.5, 46.4),
        ("95170", "departement", 2.0, 49.0),
    ],
)
def test_a_commune_is_placed_by_the_best_thing_known_of_it(country, commune, origin, lon, lat):
    found = row(country["communes"], commune=commune)
    assert found["position_from"] == origin
    assert (found["lon"], found["lat"]) == pytest.approx((lon, lat))


def test_a_brownfield_far_from_the_epci_does_not_place_its_commune(tmp_path):
    header = FILES["cartofriches"].split("longitude,latitude")[0] + "longitude,latitude\n"
    folder = write_sources(
        tmp_path, cartofriches=header + "a,inconnu,friche sans projet,74003,,inconnu,,inconnu,,,,DDT,2.0,48.0\n"
    )
    tables = build_all(Inputs(folder), COMMUNES).tables
    assert row(tables["communes"], commune="74003")["position_from"] == "epci"


def test_a_territory_sums_its_communes_and_sits_where_people_live(country):
    zone = row(country["territories"], code="8414")
    assert (zone["communes"], zone["population"], zone["jobs"], zone["establishments"]) == (2, 1000, 185, 2)
    # 900 people at 6.51, 100 at the centre of the EPCI
    assert zone["lon"] == pytest.approx(0.9 * 6.51 + 0.1 * 6.5)


def test_one_commune_without_population_leaves_its_territories_without(country):
    rows = country["territories"]
    assert row(rows, code="95")["population"] is None
    assert row(rows, code="ti-1102")["population"] == 653


def test_a_territory_without_establishment_has_zero_jobs(country):
    assert row(country["territories"], code="8401")["jobs"] == 0


def test_the_island_is_in_no_epci(country):
    levels = by_level(country["communes"]).filter(commune="95170")["level"].to_list()
    assert sorted(levels) == ["departement", "region", "zone_emploi"]


def test_outlines_are_geojson_and_leave_out_the_absence_of_epci(country):
    epci = country["outlines"].filter(level="epci")
    assert epci["code"].to_list() == ["EPCI00001", "EPCI00002"]
    assert json.loads(epci["geometry"][0])["type"] == "Polygon"


def test_an_unknown_commune_of_a_territoire_industrie_stops_the_build(tmp_path):
    groups = "id_ti,lib_ti,com,lib_com\nti-1,Nulle part,99999,Néant\n"
    with pytest.raises(AncrageError, match="99999"):
        COMMUNES.build(Inputs(write_sources(tmp_path, territoires_industrie=groups)))
