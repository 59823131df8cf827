"""Supplier countries: shares and concentration by hand on one item, then the known truths of the edition."""

import polars as pl
import pytest

from ancrage.warehouse.tables.suppliers import TABLES, check_bounds, check_shares
from tests.tiny_trade import trade_inputs
from tests.warehouse.conftest import build_all


@pytest.fixture
def tables(tmp_path):
    return build_all(trade_inputs(tmp_path), *TABLES).tables


def exact(tables, **where):
    return tables["supplier_exact"].filter(**where).row(0, named=True)


def test_shares_are_those_of_the_mean_year(tables):
    shares = {c: (v, s) for _, c, v, s in tables["supplier_shares"].iter_rows()}
    assert shares["CHN"] == (45, pytest.approx(0.45))
    assert shares["GBR"] == (15, pytest.approx(0.15))


def test_concentration_of_a_year_by_hand(tables):
    row = tables["supplier_concentration"].filter(importer="FRA", item="C27", year=2022).row(0, named=True)
    assert row["hhi"] == pytest.approx(0.3**2 + 0.3**2 + 0.4**2)
    assert row["hhi_extra_eu"] == pytest.approx(0.5)
    assert row["extra_eu_share"] == pytest.approx(0.6)
    assert (row["top_country"], row["top_share"]) == ("DEU", pytest.approx(0.4))
    assert row["top_country_extra_eu"] == "CHN"
    assert row["china_share"] == pytest.approx(0.3)
    assert row["suppliers"] == 3


def test_a_comparator_that_only_buys_in_the_union_has_no_extra_eu_concentration(tables):
    row = tables["supplier_concentration"].filter(importer="DEU").row(0, named=True)
    assert row["hhi_extra_eu"] is None
    assert row["top_country_extra_eu"] is None
    assert row["extra_eu_share"] == 0


def test_the_union_adds_its_members_and_france_is_apart(tables):
    union = exact(tables, code="28461000", scope="UE27")
    assert (union["value"], union["currency"]) == (250, "€")
    assert union["top_share"] == pytest.approx(160 / 250)
    assert exact(tables, code="28461000", scope="France")["value"] == 100


def test_only_recent_years_are_kept(tables):
    assert set(tables["supplier_exact"]["year"]) == {2024}


def test_the_first_source_that_knows_a_code_wins(tables):
    assert tables["supplier_exact"].filter(code="260300")["source"].to_list() == ["baci_crm"]
    assert exact(tables, code="260300")["top_country"] == "TWN"


def test_values_of_comtrade_are_not_passed_on(tables):
    row = exact(tables, code="850760")
    assert row["source"] == "comtrade_battery"
    assert row["value"] is None
    assert row["currency"] is None
    assert row["top_share"] == pytest.approx(0.9)


def test_the_world_market_is_told_where_it_is_known(tables):
    row = exact(tables, code="260300")
    assert row["world_hhi"] == pytest.approx(0.75**2 + 0.25**2)
    assert row["world_top_country"] == "CHL"
    assert exact(tables, code="850760")["world_hhi"] is None


def test_labels_come_from_the_only_product_below_the_code_or_from_us(tables):
    assert exact(tables, code="850760")["label"] == "Accumulateurs au lithium-ion"
    assert exact(tables, code="811292")["label"].startswith("Gallium, germanium")
    assert exact(tables, code="260300")["label"] is None


def test_impossible_concentrations_are_noticed(tables):
    rows = tables["supplier_concentration"]
    assert check_bounds(rows, None) == []
    assert check_bounds(rows.with_columns(hhi=pl.lit(1.2)), None)
    assert check_bounds(rows.with_columns(hhi=pl.lit(0.01)), None)
    shares = tables["supplier_shares"]
    assert check_shares(shares, None) == []
    assert check_shares(shares.with_columns(pl.col("share") * 2), None)


def test_shares_of_every_item_make_one(edition):
    shares = edition.table("supplier_shares")
    totals = shares.group_by("item").agg(pl.col("share").sum())
    assert set(totals["item"]) == set(edition.table("cpa_items")["item"])
    assert ((totals["share"] - 1).abs() < 1e-9).all()
    assert set(shares["country"]) <= set(edition.table("countries")["iso3"])
    assert "FRA" not in set(shares["country"])


def test_every_manufactured_class_has_an_item_and_no_item_is_a_sum(edition):
    classes = edition.table("naf_classes").filter("is_manufacturing")
    without = classes.filter(pl.col("cpa_item").is_null())
    # repair and installation (division 33) is no product
    assert set(without["division"]) == {"33"}
    assert set(classes["cpa_item"].drop_nulls()) <= set(edition.table("cpa_items")["item"])


def test_france_and_eight_comparators_over_three_years(edition):
    rows = edition.table("supplier_concentration")
    assert rows["importer"].n_unique() == 9
    assert rows["year"].n_unique() == 3
    assert rows.filter(importer="FRA").height == 3 * rows.filter(importer="FRA")["item"].n_unique()
    assert check_bounds(rows, None) == []


def test_who_supplies_france_with_what(edition):
    rows = edition.table("supplier_concentration").filter(importer="FRA").sort("year").group_by("item").last()
    leaders = dict(rows.select("item", "top_country_extra_eu").iter_rows())
    assert leaders["C14"] == "CHN"
    assert leaders["C303"] == "USA"
    assert leaders["C21"] == "CHE"
    china = dict(rows.select("item", "china_share").iter_rows())
    assert china["C264"] > china["C28"] > china["C11"]


def test_exact_codes_of_critical_inputs(edition):
    rows = edition.table("supplier_exact")
    assert rows["code"].n_unique() > 150
    assert rows["label"].null_count() == 0
    assert check_bounds(rows, None) == []
    assert rows.filter(source="comtrade_battery")["value"].null_count() == rows.filter(source="comtrade_battery").height
    latest = rows["year"].max()
    magnets = rows.filter(code="850511", year=latest).row(0, named=True)
    assert magnets["top_country"] == "CHN"
    assert magnets["extra_eu_share"] > 0.5
    cells = rows.filter(code="850760", year=latest).row(0, named=True)
    assert cells["suppliers"] > 20


def test_the_union_has_27_members_in_the_list_of_countries(edition):
    rows = edition.table("countries")
    assert rows["eu"].sum() == 27
    assert rows["iso2"].is_unique().all()
    assert rows.filter(iso3="GBR")["label"].item() == "Royaume-Uni"


def test_mirror_flows_follow_those_of_customs(edition):
    """Two independent sources, other years and currencies: the sizes of items must still agree."""
    customs = (
        edition.table("trade_class")
        .join(edition.table("naf_classes").filter("is_manufacturing"), on="class")
        .group_by("cpa_item")
        .agg(pl.col("import_eur").sum())
    )
    mirror = edition.table("supplier_shares").group_by("item").agg(pl.col("value_kusd").sum())
    both = customs.join(mirror, left_on="cpa_item", right_on="item")
    assert both.height == 35
    assert both.select(pl.corr("import_eur", "value_kusd")).item() > 0.97
