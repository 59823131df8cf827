"""Known truths of the embedded edition: counts, totals, and places everybody in the field recognises."""

import polars as pl
import pytest

from ancrage.sources.person_names import is_withheld, legal_names, says_person
from ancrage.warehouse.register import as_published

COUNTS = {"zone_emploi": 306, "epci": 1255, "departement": 101, "region": 18, "territoire_industrie": 183}
# the three largest surpluses of jobs of places known for one craft
KNOWN = [
    ("La Vallée de l'Arve", "25.62", 5_875, 1),
    ("Oyonnax", "22.29", 2_115, 1),
    ("La Vallée de la Bresle-Vimeu", "23.13", 3_020, 1),
    ("La Vallée de la Bresle-Vimeu", "25.72", 970, 2),
]


def test_territories_are_all_there(edition):
    counted = dict(edition.table("territories").group_by("level").len().iter_rows())
    assert counted == COUNTS
    assert edition.table("communes").height == 34_935


def test_the_population_is_that_of_france_without_mayotte(edition):
    people = edition.table("communes")["population"].sum()
    assert 67_000_000 < people < 68_000_000


def test_manufacturing_jobs_of_the_register_and_of_the_departements(edition):
    classes = edition.table("naf_classes").filter("is_manufacturing").select("class")
    register = edition.table("establishments").join(classes, on="class")
    assert register["jobs"].sum() == pytest.approx(2_279_000, rel=0.001)
    published = as_published(edition).join(classes, on="class")
    assert published["jobs"].sum() == pytest.approx(2_305_000, rel=0.001)
    assert published.height == 20_919
    departements = edition.table("jobs_departement_class").join(classes, on="class")
    assert departements["jobs"].sum() == pytest.approx(2_630_000, rel=0.001)


@pytest.mark.parametrize(("label", "code", "jobs", "rank"), KNOWN)
def test_places_known_for_a_craft(edition, label, code, jobs, rank):
    zone = edition.table("territories").filter(level="zone_emploi", label=label)["code"].item()
    rows = edition.table("specialisation_zone_class").filter(zone_emploi=zone).sort("excess_jobs", descending=True)
    assert rows.row(rank - 1, named=True)["class"] == code
    assert rows.row(rank - 1, named=True)["jobs"] == jobs


def test_every_level_counts_the_same_jobs(edition):
    rows = edition.table("jobs_territory_class")
    totals = rows.group_by("level").agg(pl.col("jobs").sum())
    france = totals.filter(level="france")["jobs"].item()
    assert set(totals.filter(pl.col("level").is_in(["zone_emploi", "departement", "region"]))["jobs"]) == {france}
    assert edition.table("establishments")["jobs"].sum() == france


def test_every_code_is_known(edition):
    communes = edition.table("communes")
    classes = edition.table("naf_classes")["class"]
    for table in ("establishments", "brownfields"):
        assert set(edition.table(table)["commune"]) <= set(communes["commune"]), table
    for table in ("establishments", "jobs_territory_class", "jobs_departement_class", "naf_occupation"):
        assert set(edition.table(table)["class"]) <= set(classes), table
    places = edition.table("territories").select("level", "code")
    used = edition.table("jobs_territory_class").filter(pl.col("level") != "france").select("level", "code").unique()
    assert used.join(places, on=["level", "code"], how="anti").is_empty()


def test_no_establishment_bears_what_may_be_a_persons_name(edition):
    every = as_published(edition)
    rows = every.select("siret", "name", "jobs").filter(pl.col("name").is_not_null())
    assert legal_names(rows).null_count() == 0
    assert 0.98 < rows.height / every.height < 1
    usual = edition.table("establishments")["usual_name"].drop_nulls()
    assert [name for name in usual if says_person(name) or is_withheld(name)] == []


def test_every_position_is_on_french_ground(edition):
    overseas = ["971", "972", "973", "974", "976"]
    rows = edition.table("communes").filter(~pl.col("departement").is_in(overseas))
    assert rows["lon"].is_between(-5.2, 9.6).all()
    assert rows["lat"].is_between(41.3, 51.1).all()


def test_neighbouring_crafts_are_closer_than_strangers(edition):
    near = {(a, b): p for a, b, p in edition.table("proximity_class").iter_rows()}
    assert near[("25.50", "25.62")] > near.get(("01.22", "25.62"), 0.0)
    assert all(0 < p <= 1 for p in near.values())
    assert all(a < b for a, b in near)


def test_complexity_sets_toulouse_and_grenoble_apart_from_briancon(edition):
    labels = edition.table("territories").filter(level="zone_emploi").select(zone_emploi="code", label="label")
    rows = edition.table("complexity_zone").join(labels, on="zone_emploi")
    index = dict(rows.select("label", "eci").iter_rows())
    assert min(index["Toulouse"], index["Grenoble"]) > 1
    assert index["Briançon"] < -1


def test_bar_turning_hires_machinists(edition):
    rows = edition.table("naf_occupation").filter(pl.col("class") == "25.62").sort("share", descending=True)
    labels = dict(edition.table("occupations").iter_rows())
    assert labels[rows["rome"][0]] == "Conduite d'équipement d'usinage"


def test_the_edition_is_small_enough_to_clone(edition):
    assert sum(path.stat().st_size for path in edition.folder.iterdir() if path.is_file()) < 20_000_000
