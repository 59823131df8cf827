"""Input-output: coefficients, origins and multipliers by hand on two sectors, then on the edition."""

import numpy as np
import polars as pl
import pytest

from ancrage.methods import leontief_inverse
from ancrage.warehouse.tables.input_output import TABLES, check_domestic, check_sectors, coefficient_matrix
from tests.tiny_trade import trade_inputs
from tests.warehouse.conftest import build_all


@pytest.fixture
def inputs(tmp_path):
    return build_all(trade_inputs(tmp_path), *TABLES)


@pytest.fixture
def tables(inputs):
    return inputs.tables


def test_a_coefficient_is_what_is_bought_per_unit_made(tables):
    found = {(s, b): c for s, b, _, c in tables["icio_domestic"].iter_rows()}
    assert found[("A01", "C10T12")] == 0.2
    assert found[("C10T12", "A01")] == 0.2
    assert found[("T", "T")] == 0


def test_imports_are_told_by_zone_and_france_is_not_abroad(tables):
    row = tables["icio_imported"].filter(supplier="C10T12", buyer="C10T12").row(0, named=True)
    assert (row["eu_musd"], row["non_eu_musd"], row["china_musd"]) == (0, 50, 30)
    assert row["coefficient"] == 0.25
    assert "FRA" not in tables["icio_origins"]["country"].to_list()


def test_multipliers_and_shares_by_hand(tables):
    rows = {row["sector"]: row for row in tables["icio_sectors"].iter_rows(named=True)}
    # A = [[.1, .2], [.2, .3]]: column sums of the inverse are (.7 + .2) / .59 and (.2 + .9) / .59
    assert rows["A01"]["output_multiplier"] == pytest.approx(0.9 / 0.59)
    assert rows["C10T12"]["output_multiplier"] == pytest.approx(1.1 / 0.59)
    assert rows["C10T12"]["imported_share"] == pytest.approx(60 / 160)
    assert rows["C10T12"]["china_share"] == pytest.approx(30 / 160)
    assert rows["T"]["imported_share"] is None


def test_a_multiplier_far_from_the_published_one_is_noticed(inputs):
    # the made-up summary rounds the multiplier of C10T12 to 1.8
    assert check_sectors(inputs.tables["icio_sectors"], inputs) == [
        "« output_multiplier » s'écarte de la source de 0.0644"
    ]


def test_a_sector_that_buys_more_than_it_makes_is_noticed():
    assert check_domestic(pl.DataFrame({"buyer": ["A01", "A01"], "coefficient": [0.6, 0.5]}), None)


@pytest.fixture(scope="module")
def national(edition):
    sectors = edition.table("icio_sectors")
    return sectors, coefficient_matrix(edition.table("icio_domestic"), sectors["sector"].to_list())


def test_fifty_sectors_buy_less_than_they_make(edition, national):
    sectors, coefficients = national
    assert coefficients.shape == (50, 50)
    imported = edition.table("icio_imported").group_by("buyer").agg(pl.col("coefficient").sum())
    bought = dict(imported.iter_rows())
    for sector, home in zip(sectors["sector"], coefficients.sum(axis=0), strict=True):
        assert home + bought.get(sector, 0.0) < 1, sector


def test_multipliers_are_those_the_source_publishes(national):
    # read in the summary of the source, three decimals
    published = {"A01": 1.809, "C10T12": 2.160, "C25": 1.7145, "C26": 1.548, "C29": 1.869, "D": 2.557, "T": 1.0}
    sectors, coefficients = national
    found = dict(sectors.select("sector", "output_multiplier").iter_rows())
    for sector, multiplier in published.items():
        assert found[sector] == pytest.approx(multiplier, abs=6e-4), sector
    total = leontief_inverse(coefficients).sum(axis=0)
    assert np.allclose(total, sectors["output_multiplier"].to_numpy(), atol=1e-9)


def test_output_is_what_is_sold_to_sectors_and_to_final_use(edition, national):
    sectors, _ = national
    sold = edition.table("icio_domestic").group_by("supplier").agg(pl.col("flow_musd").sum())
    rows = sectors.join(sold, left_on="sector", right_on="supplier")
    gap = (rows["flow_musd"] + rows["final_use_musd"] - rows["output_musd"]).abs() / rows["output_musd"]
    # what other countries' sectors buy is exported by these two totals' difference
    assert (rows["flow_musd"] + rows["final_use_musd"] <= rows["output_musd"] * 1.001).all()
    assert gap.median() < 0.5


def test_refining_is_the_sector_that_depends_most_on_the_rest_of_the_world(national):
    sectors, _ = national
    assert sectors.sort("non_eu_share", descending=True, nulls_last=True)["sector"][0] == "C19"
    assert sectors["label"].null_count() == 0


def test_origins_add_up_to_imports(edition):
    origins = edition.table("icio_origins")["flow_musd"].sum()
    imported = edition.table("icio_imported").select(pl.col("eu_musd") + pl.col("non_eu_musd")).to_series().sum()
    assert origins == pytest.approx(imported)
    assert set(edition.table("icio_origins")["country"]) <= set(edition.table("countries")["iso3"])
