"""World trade: market indices by hand, mistaken declarations left out, then the known truths of the edition."""

import polars as pl
import pytest

from ancrage.warehouse.tables import trade
from ancrage.warehouse.tables.world_trade import TABLES, check_scale
from tests.tiny_trade import trade_inputs
from tests.warehouse.conftest import build_all


@pytest.fixture
def tables(tmp_path):
    return build_all(trade_inputs(tmp_path), *trade.TABLES, *TABLES).tables


def product(tables, hs4):
    return tables["world_hs4"].filter(hs4=hs4).row(0, named=True)


def test_concentration_and_place_of_france_by_hand(tables):
    row = product(tables, "8802")
    assert row["hhi"] == pytest.approx(0.4**2 + 0.6**2)
    assert (row["top_country"], row["top_share"]) == ("USA", pytest.approx(0.6))
    assert row["france_share"] == pytest.approx(0.4)
    # France exports 5 of 21.5 billion, and 4 of the 10 of aircraft (the tiny exporter weighs nothing)
    assert row["france_rca"] == pytest.approx((4 / 5) / (10 / 21.5))
    assert product(tables, "8507")["france_share"] == 0
    assert product(tables, "8507")["france_rca"] == 0


def test_a_flow_ten_times_the_world_market_is_left_out(tables):
    row = product(tables, "0706")
    assert row["top_country"] == "FRA"
    assert row["france_share"] == pytest.approx(2 / 3)


def test_unspecified_commodities_are_no_product(tables):
    assert set(tables["world_hs4"]["hs4"]) == {"0706", "8507", "8802"}


def test_the_weight_of_a_product_is_its_part_of_the_other_source_the_same_year(tables):
    assert product(tables, "8507")["world_share"] == pytest.approx(8 / 18.5)
    assert product(tables, "8507")["label_en"] == "Electric accumulators"


def test_a_class_weighs_its_products_by_french_imports(tables):
    row = tables["world_class"].filter(pl.col("class") == "30.30").row(0, named=True)
    assert row["hhi"] == pytest.approx(product(tables, "8802")["hhi"])
    assert "13.92" not in tables["world_class"]["class"].to_list()


def test_an_index_that_is_not_standardised_is_noticed(tables):
    rows = tables["world_hs4"]
    assert check_scale(rows, None) == []
    assert check_scale(rows.with_columns(pl.col("pci") + 1), None)
    assert check_scale(rows.with_columns(hhi=pl.lit(3.0)), None)


def test_what_france_is_known_for(edition):
    rca = dict(edition.table("world_hs4").select("hs4", "france_rca").iter_rows())
    for product_known in ("2204", "3303", "8802"):  # wine, perfume, aircraft
        assert rca[product_known] > 5
    assert rca["8517"] < 1


def test_machines_are_complex_and_raw_materials_are_not(edition):
    pci = dict(edition.table("world_hs4").select("hs4", "pci").iter_rows())
    assert min(pci[p] for p in ("8457", "8486", "9012")) > 1.5
    assert max(pci[p] for p in ("1801", "2709", "5201")) < -2
    classes = dict(edition.table("world_class").select("class", "pci").iter_rows())
    assert classes["28.41"] > classes["14.13"]


def test_the_world_market_of_carrots_is_not_syrian(edition):
    assert edition.table("world_hs4").filter(hs4="0706")["top_country"].item() == "CHN"


def test_shares_of_the_edition_keep_their_bounds(edition):
    rows = edition.table("world_hs4")
    assert rows.height > 1_200
    assert check_scale(rows, None) == []
    assert rows["france_share"].is_between(0, 1).all()
    assert (rows["top_share"] >= rows["france_share"] - 1e-9).all()
    assert set(rows["top_country"]) <= set(edition.table("countries")["iso3"])
