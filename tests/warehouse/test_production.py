"""Production index: first, last and highest year; what France has lost."""

import polars as pl
import pytest

from ancrage.domain.errors import AncrageError
from ancrage.warehouse.tables.production import TABLES
from tests.tiny_trade import FILES, trade_inputs
from tests.warehouse.conftest import build_all


@pytest.fixture
def tables(tmp_path):
    return build_all(trade_inputs(tmp_path), *TABLES).tables


def change(tables, code):
    return tables["production_change"].filter(pl.col("class") == code).row(0, named=True)


def test_the_change_of_a_class_by_hand(tables):
    row = change(tables, "27.20")
    assert (row["first_year"], row["last_year"], row["peak_year"]) == (1990, 2023, 1990)
    assert row["change_pct"] == pytest.approx(-75)
    assert row["peak_index"] == 200


def test_a_class_that_starts_at_zero_has_no_change(tables):
    assert change(tables, "14.14")["change_pct"] is None


def test_construction_is_no_class(tables):
    assert set(tables["production_index"]["class"]) == {"14.14", "27.20"}


def test_a_series_of_no_known_class_stops_the_build(tmp_path):
    inputs = trade_inputs(tmp_path, insee_ipi=FILES["insee_ipi"] + "99.98,1990,5\n")
    with pytest.raises(AncrageError, match=r"99\.98"):
        build_all(inputs, *TABLES)


def test_what_france_has_lost_and_gained(edition):
    rows = edition.table("production_change")
    change = dict(rows.select("class", "change_pct").iter_rows())
    assert rows.height == 209
    assert change["14.14"] < -95  # underwear
    assert change["15.20"] < -90  # shoes
    assert change["30.30"] > 20  # aircraft
    assert set(change) <= set(edition.table("naf_classes")["class"])


def test_every_class_has_every_year(edition):
    years = edition.table("production_index").group_by("class").len()["len"]
    assert set(years) == {34}
