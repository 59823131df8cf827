"""Official jobs: their totals, their files read line by line, and a check that two files of one producer agree."""

from pathlib import Path

import polars as pl
import pytest

from ancrage.sources import insee_flores, onu_comptes, urssaf_communes
from ancrage.warehouse.edition import Edition
from ancrage.warehouse.table import Inputs
from ancrage.warehouse.tables.official import TABLES

CHECKS = {table.name: table.check for table in TABLES}


def test_published_totals(edition: Edition) -> None:
    made = pl.col("a38").str.starts_with("C")
    salaried = edition.table("salaried_jobs_zone").filter(made).group_by("year").agg(pl.col("jobs").sum())
    assert dict(salaried.iter_rows()) == {2022: 2_820_942, 2023: 2_850_145}
    private = edition.table("private_jobs_zone").filter(made).group_by("year").agg(pl.col("jobs").sum())
    assert {2019: 2_744_185, 2024: 2_805_329}.items() <= dict(private.iter_rows()).items()
    communes = edition.table("private_jobs_commune").group_by("year").agg(pl.col("jobs").sum())
    assert {2014: 17_614_085, 2019: 18_748_962, 2024: 19_995_376}.items() <= dict(communes.iter_rows()).items()


def test_every_place_is_known_and_only_mayotte_is_missing(edition: Edition) -> None:
    communes = edition.table("communes")
    assert set(edition.table("private_jobs_commune")["commune"]) <= set(communes["commune"])
    for name in ("salaried_jobs_zone", "private_jobs_zone"):
        assert set(communes["zone_emploi"]) - set(edition.table(name)["zone_emploi"]) == {"0601"}


def test_an_empty_cell_is_not_zero() -> None:
    raw = pl.DataFrame(
        {
            "ze2020": ["0051"],
            "a21": ["C"],
            "a38": ["CD"],
            "libelle_a38": ["x"],
            "flores_2022": ["0"],
            "flores_2023": [None],
        }
    )
    assert insee_flores.tidy(raw).rows() == [("0051", "CD", 2022, 0), ("0051", "CD", 2023, None)]


def test_arrondissements_are_their_city_and_what_is_empty_has_no_row() -> None:
    raw = pl.DataFrame(
        {"code": ["13055", "13201", "13216", "69381", "69389", "75101", "75120", "01001"],
         "2014": ["1", "2", "3", "4", None, "5", "6", None]}
    )  # fmt: skip
    assert urssaf_communes.tidy(raw).rows() == [("13055", 2014, 6), ("69123", 2014, 4), ("75056", 2014, 11)]


def test_accounts_are_read_as_numbers() -> None:
    raw = pl.DataFrame(
        {"iso3": ["FRA"], "annee": ["1975"], "pib": ["200"], "va_totale": ["180"], "va_manufacturiere": ["36"],
         "va_industrie": [None]}
    )  # fmt: skip
    assert onu_comptes.tidy(raw).rows() == [("FRA", 1975, 200.0, 180.0, 36.0, None)]


@pytest.mark.parametrize(("jobs", "problems"), [(100_000, 0), (100_009, 0), (99_000, 1)])
def test_a_zone_is_the_sum_of_its_communes(tmp_path: Path, jobs: int, problems: int) -> None:
    inputs = Inputs(
        tmp_path,
        tables={
            "communes": pl.DataFrame({"commune": ["a", "b"], "zone_emploi": ["z", "z"]}),
            "private_jobs_commune": pl.DataFrame(
                {"commune": ["a", "b"], "year": [2019, 2019], "jobs": [60_000, 40_000]}
            ),
        },
    )
    rows = pl.DataFrame({"zone_emploi": ["z"], "a38": ["CA"], "year": [2019], "jobs": [jobs]})
    assert len(CHECKS["private_jobs_zone"](rows, inputs)) == problems


def test_industry_never_weighs_less_than_its_manufacturing(edition: Edition, tmp_path: Path) -> None:
    rows, check = edition.table("manufacturing_weight"), CHECKS["manufacturing_weight"]
    assert check(rows, Inputs(tmp_path)) == []
    assert len(check(rows.with_columns(industry_share=pl.lit(0.0)), Inputs(tmp_path))) == 1
    assert len(check(rows.filter(pl.col("iso3") != "ITA"), Inputs(tmp_path))) == 1
