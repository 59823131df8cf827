"""National matrices: their numbers on a matrix small enough to check by hand."""

from pathlib import Path

import polars as pl
import pytest

from ancrage.warehouse.table import Inputs
from ancrage.warehouse.tables import complexity
from ancrage.warehouse.tables.complexity import (
    COMPLEXITY_CLASS,
    COMPLEXITY_ZONE,
    DENSITY,
    PROXIMITY,
    PROXIMITY_SERVICE,
    SPECIALISATION,
)
from tests.warehouse.conftest import build_all

# three zones with jobs and one without; presence (quotient >= 1): 1 has a and b, 2 has a and c, 3 has c
JOBS = [("1", "a", 50), ("1", "b", 50), ("2", "a", 50), ("2", "c", 50), ("3", "c", 100)]


@pytest.fixture
def tables(monkeypatch):
    monkeypatch.setattr(complexity, "MIN_ZONES", 1)
    jobs = pl.DataFrame(JOBS, schema=["code", "class", "jobs"], orient="row").with_columns(level=pl.lit("zone_emploi"))
    zones = pl.DataFrame({"zone_emploi": ["1", "2", "3", "4"]})
    classes = pl.DataFrame({"class": ["a", "b", "c"], "is_manufacturing": [True] * 3})
    inputs = Inputs(Path(), tables={"communes": zones, "jobs_territory_class": jobs, "naf_classes": classes})
    return build_all(inputs, SPECIALISATION, PROXIMITY, DENSITY, COMPLEXITY_CLASS, COMPLEXITY_ZONE).tables


def test_specialisation_is_the_share_here_over_the_share_in_france(tables):
    found = tables["specialisation_zone_class"].filter(pl.col("class") == "b").row(0, named=True)
    assert found["quotient"] == pytest.approx((50 / 100) / (50 / 300))
    assert found["excess_jobs"] == pytest.approx(50 - 100 * 50 / 300)


def test_only_cells_with_jobs_have_a_specialisation(tables):
    assert tables["specialisation_zone_class"].height == len(JOBS)


def test_each_pair_of_classes_is_given_once(tables):
    rows = tables["proximity_class"]
    # a is in zones 1 and 2, b in 1, c in 2 and 3 (its share in 2 is exactly the national one)
    assert {(r[0], r[1]): r[2] for r in rows.iter_rows()} == {("a", "b"): 0.5, ("a", "c"): 0.5}


def test_density_leaves_the_class_itself_out(tables):
    near = {(r[0], r[1]): r[2] for r in tables["density_zone_class"].iter_rows()}
    assert near[("3", "a")] == pytest.approx(0.5)  # of b and c, equally close, zone 3 has c
    assert near[("3", "c")] == 0  # c is only close to a, which zone 3 has not
    assert near[("2", "b")] == pytest.approx(1)
    assert near[("4", "a")] == 0


def test_a_zone_without_establishment_has_no_complexity(tables):
    found = tables["complexity_zone"].filter(zone_emploi="4").row(0, named=True)
    assert (found["eci"], found["diversity"], found["coi"]) == (None, 0, None)


def test_complexity_is_standardised_and_counts_presence(tables):
    rows = tables["complexity_class"]
    assert rows["pci"].mean() == pytest.approx(0, abs=1e-6)
    assert rows["pci"].std() == pytest.approx(1, abs=1e-5)
    assert rows["ubiquity"].to_list() == [2, 1, 2]


def test_a_class_of_few_zones_or_outside_manufacturing_has_no_index(monkeypatch):
    monkeypatch.setattr(complexity, "MIN_ZONES", 2)
    rows = [(str(z), c, 10) for z, held in enumerate(["ad", "ab", "bd", "abc"]) for c in held]
    jobs = pl.DataFrame(rows, schema=["code", "class", "jobs"], orient="row").with_columns(level=pl.lit("zone_emploi"))
    zones = pl.DataFrame({"zone_emploi": ["0", "1", "2", "3"]})
    classes = pl.DataFrame({"class": ["a", "b", "c", "d"], "is_manufacturing": [True, True, True, False]})
    inputs = Inputs(Path(), tables={"communes": zones, "jobs_territory_class": jobs, "naf_classes": classes})
    index = dict(build_all(inputs, COMPLEXITY_CLASS).tables["complexity_class"].select("class", "pci").iter_rows())
    assert [name for name, pci in index.items() if pci is None] == ["c", "d"]


def test_services_are_compared_by_departement_and_never_with_themselves():
    jobs = pl.DataFrame(
        [("74", "25.62", 50), ("74", "63.11", 50), ("95", "24.51", 100)],
        schema=["departement", "class", "jobs"],
        orient="row",
    )
    classes = pl.DataFrame({"class": ["24.51", "25.62", "63.11"], "is_named_service": [False, False, True]})
    inputs = Inputs(Path(), tables={"jobs_departement_class": jobs, "naf_classes": classes})
    rows = build_all(inputs, PROXIMITY_SERVICE).tables["proximity_service"]
    assert rows.rows() == [("63.11", "25.62", 1.0)]
