"""Branch coefficients: exchange rate, the range of jobs per million euros, and what Base Carbone does not know."""

from pathlib import Path

import polars as pl
import pytest

from ancrage.domain.errors import AncrageError
from ancrage.warehouse.table import Inputs
from ancrage.warehouse.tables.branches import TABLES, check_order, usd_per_eur
from tests.warehouse.conftest import build_all

RATE = usd_per_eur(2022)


class Made(Inputs):
    """Inputs whose sources are given as tidy rows."""

    def source(self, source_id):
        return SOURCES[source_id]


SOURCES = {
    "threeme": pl.DataFrame(
        {
            "branch": ["scgo", "scon", "sfoo"],
            "output_meur": [100.0, 200.0, 50.0],
            "value_added_meur": [40.0, 80.0, 10.0],
            "jobs": [600.0, 1300.0, 200.0],
            "ghg_t": [3000.0, 6000.0, 4000.0],
        }
    )
}


@pytest.fixture
def built(monkeypatch):
    from ancrage.warehouse.tables import branches

    names = {"C21": ("scgo", "Produits pharmaceutiques"), "C13T15": ("scgo", None), "F": ("scon", "Travaux;Chantiers")}
    reference = pl.DataFrame(
        {
            "secteur": list(names),
            "branches_threeme": [b for b, _ in names.values()],
            "postes_base_carbone": [p for _, p in names.values()],
            "correspondance_carbone": ["directe"] * 3,
        }
    )
    rates = branches.read_reference("parametres.csv")
    monkeypatch.setattr(branches, "read_reference", lambda name: rates if name == "parametres.csv" else reference)
    factors = {"item": ["Produits pharmaceutiques", "Travaux", "Chantiers"], "kg_per_keur": [208.0, 200.0, 300.0]}
    monkeypatch.setitem(SOURCES, "base_carbone", pl.DataFrame(factors).with_columns(year=2022))
    sectors = {"sector": ["C13T15", "C21", "F"], "output_musd": [20 * RATE, 50 * RATE, 300 * RATE]}
    classes = {"class": ["14.13", "21.20", "41.20"], "icio": ["C13T15", "C21", "F"]}
    tables = {
        "icio_sectors": pl.DataFrame(sectors).with_columns(value_added_musd=pl.col("output_musd") / 2),
        "naf_classes": pl.DataFrame(classes),
        "jobs_departement_class": pl.DataFrame({"class": classes["class"], "jobs": [100, 200, 600]}),
        "jobs_territory_class": pl.DataFrame(
            {"class": classes["class"], "jobs": [80, 150, 500], "level": ["france"] * 3}
        ),
    }
    rows = build_all(Made(Path(), tables=tables), *TABLES).tables["branch_coefficients"]
    return {row["sector"]: row for row in rows.iter_rows(named=True)}


def test_jobs_of_an_industry_are_those_of_establishments_of_ten_staff_between_extremes(built):
    # 200 jobs for 50 M€; 150 in the register; two thirds of the 600 jobs of the branch; 6 a M€ in the branch
    row = built["C21"]
    assert row["jobs_per_meur"] == pytest.approx(4)
    assert row["jobs_per_meur_low"] == pytest.approx(3)
    assert row["jobs_per_meur_high"] == pytest.approx(400 / 50)


def test_jobs_elsewhere_are_the_median_of_three_measures(built):
    # 2, 1300 / 300 and 6.5: the register of 20 staff, which leaves services out, does not count
    row = built["F"]
    assert row["jobs_per_meur"] == pytest.approx(1300 / 300)
    assert (row["jobs_per_meur_low"], row["jobs_per_meur_high"]) == (pytest.approx(2), pytest.approx(6.5))


def test_footprint_is_the_mean_of_the_items_and_absent_without_one(built):
    assert built["F"]["co2_kg_per_keur"] == 250
    assert built["C13T15"]["co2_kg_per_keur"] is None
    assert "absente" in built["C13T15"]["origin"]
    assert built["C21"]["direct_co2_kg_per_keur"] == 30


def test_a_year_without_exchange_rate_is_named():
    with pytest.raises(AncrageError, match="1789") as error:
        usd_per_eur(1789)
    assert "parametres.csv" in error.value.next_step


def test_every_sector_but_households_has_coefficients_in_order(edition):
    rows = edition.table("branch_coefficients")
    assert set(edition.table("icio_sectors")["sector"]) - set(rows["sector"]) == {"T"}
    assert check_order(rows, None) == []


def test_orders_of_magnitude_of_the_edition(edition):
    rows = {row["sector"]: row for row in edition.table("branch_coefficients").iter_rows(named=True)}
    assert 2 < rows["C10T12"]["jobs_per_meur"] < 4
    assert 3.5 < rows["C25"]["jobs_per_meur"] < 6
    assert rows["C19"]["jobs_per_meur"] < 0.5
    assert rows["C23"]["co2_kg_per_keur"] > rows["C26"]["co2_kg_per_keur"]
    assert rows["C19"]["co2_kg_per_keur"] is None
    assert "voisine" in rows["C29"]["origin"]


def test_manufacturing_jobs_come_back_from_output_and_coefficients(edition):
    sectors = edition.table("icio_sectors").join(edition.table("branch_coefficients"), on="sector")
    industry = sectors.filter(pl.col("sector").str.starts_with("C"))
    jobs = (industry["output_musd"] / RATE * industry["jobs_per_meur"]).sum()
    assert jobs == pytest.approx(2_630_000, rel=0.01)
