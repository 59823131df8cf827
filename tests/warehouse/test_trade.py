"""Foreign trade: products to classes, twelve months, Covid flag; then the known truths of the edition."""

import polars as pl
import pytest

from ancrage.domain.errors import AncrageError
from ancrage.warehouse.tables.trade import DEFLATED, INFLATED, PROTECTION, TABLES
from tests.tiny_trade import FILES, trade_inputs
from tests.warehouse.conftest import build_all


@pytest.fixture
def tables(tmp_path):
    return build_all(trade_inputs(tmp_path), *TABLES).tables


def product(tables, nc8):
    return tables["trade_product"].filter(nc8=nc8).row(0, named=True)


def test_a_product_goes_to_the_class_of_its_cpf_number(tables):
    links = tables["product_class"].filter(nc8="63079098")
    assert links.select("class", "share").rows() == [("13.92", 1.0)]


def test_seats_are_shared_by_the_national_jobs_of_the_classes_that_make_them(tables):
    links = tables["product_class"].filter(nc8="94016100")
    assert links.select("class", "share").rows() == [("31.01", 0.25), ("31.09", 0.75)]
    assert product(tables, "94016100")["class"] == "31.09"


def test_a_cpf_group_of_no_class_stops_the_build(tmp_path):
    renamed = FILES["customs_concordance"].replace("2512,251210,1993", "4799,251210,1993")
    inputs = trade_inputs(tmp_path, customs_concordance=renamed)
    with pytest.raises(AncrageError, match=r"47\.99") as error:
        build_all(inputs, *TABLES)
    assert "cpf4_classes.csv" in error.value.next_step


def test_a_traded_product_without_class_stops_the_build(tmp_path):
    inputs = trade_inputs(tmp_path, customs_nc8=FILES["customs_nc8"] + "2020,1,C,12345678,5,5\n")
    with pytest.raises(AncrageError, match="12345678"):
        build_all(inputs, *TABLES)


def test_a_year_is_the_sum_of_its_two_parts(tables):
    row = product(tables, "63079098")
    assert (row["import_eur"], row["export_eur"]) == (100e6, 2e6)
    assert row["balance_eur"] == -98e6
    assert row["coverage"] == pytest.approx(0.02)


def test_the_crisis_inflates_masks_and_deflates_aircraft(tables):
    assert product(tables, "63079098")["covid_flag"] == PROTECTION
    assert product(tables, "88024000")["covid_flag"] == DEFLATED
    assert product(tables, "85076000")["covid_flag"] is None


def test_a_code_opened_or_closed_in_the_window_has_no_flag(tables):
    assert product(tables, "85183095")["covid_flag"] is None
    assert product(tables, "85183000")["covid_flag"] is None


def test_a_small_flow_has_no_flag(tables):
    assert product(tables, "73083000")["covid_flag"] is None


def test_an_absent_duty_or_elasticity_stays_absent(tables):
    assert product(tables, "94016100")["duty_pct"] is None
    assert product(tables, "85076000")["sigma"] is None
    assert product(tables, "63079098")["sigma"] == -2.5


def test_a_class_adds_its_parts_of_products(tables):
    row = tables["trade_class"].filter(pl.col("class") == "31.09").row(0, named=True)
    assert row["import_eur"] == pytest.approx(60e6)
    assert row["duty_pct"] is None
    masks = tables["trade_class"].filter(pl.col("class") == "13.92").row(0, named=True)
    assert masks["covid_share"] == 1
    assert masks["duty_pct"] == pytest.approx(6.3)


def test_exports_and_imports_of_france(edition):
    rows = edition.table("trade_product")
    assert rows["export_eur"].sum() / 1e9 == pytest.approx(462, abs=0.5)
    assert rows["import_eur"].sum() / 1e9 == pytest.approx(551, abs=0.5)
    classes = edition.table("trade_class")
    assert classes["import_eur"].sum() == pytest.approx(rows["import_eur"].sum())
    assert classes["export_eur"].sum() == pytest.approx(rows["export_eur"].sum())


def test_masks_are_flagged_inflated_and_aircraft_deflated(edition):
    flags = dict(edition.table("trade_product").select("nc8", "covid_flag").iter_rows())
    assert flags["63079098"] == PROTECTION
    assert flags["88024000"] == DEFLATED
    assert flags["30049000"] is None
    assert sum(flag in (INFLATED, DEFLATED, PROTECTION) for flag in flags.values()) < 0.1 * len(flags)


def test_every_product_belongs_to_known_classes_in_parts_that_make_one(edition):
    links = edition.table("product_class")
    shares = links.group_by("nc8").agg(pl.col("share").sum())["share"]
    assert ((shares - 1).abs() < 1e-9).all()
    assert set(links["class"]) <= set(edition.table("naf_classes")["class"])
    assert set(edition.table("trade_product")["nc8"]) <= set(links["nc8"])


def test_france_sells_aircraft_and_buys_phones(edition):
    balance = dict(edition.table("trade_class").select("class", "balance_eur").iter_rows())
    assert balance["30.30"] > 15e9
    assert balance["26.30"] < -5e9


def test_duties_are_those_of_the_tariff(edition):
    duty = dict(edition.table("trade_product").select("nc8", "duty_pct").iter_rows())
    assert duty["63079098"] == 6.3
    assert duty["30049000"] == 0
