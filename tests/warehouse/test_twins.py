"""One plant listed twice counts once; real neighbours count twice."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage.warehouse.twins import kin, twins

SCHEMA = ["siret", "name", "naf", "jobs", "commune", "lon", "lat"]


def row(siren, name, jobs=375, *, naf="24.10Z", commune="57283", lon=6.17, lat=49.24):
    return (f"{siren}00011", name, naf, jobs, commune, lon, lat)


def found(*rows, rank=None):
    return dict(twins(pl.DataFrame(list(rows), schema=SCHEMA, orient="row"), rank or {}).iter_rows())


HOLDER, HEIR = row("802634840", "ASCOMETAL"), row("834895013", "ASCOMETAL HAGONDANGE SAS")


def test_a_holder_and_the_firm_that_took_it_over_are_one_plant_held_by_the_younger():
    assert found(HOLDER, HEIR) == {"80263484000011": "83489501300011"}


def test_the_surest_to_be_alive_is_kept():
    assert found(HOLDER, HEIR, rank={"80263484000011": 2}) == {"83489501300011": "80263484000011"}


def test_a_number_of_before_the_running_series_is_an_old_firm():
    old = row("954503439", "ASCOMETAL")
    assert found(old, HEIR) == {"95450343900011": "83489501300011"}


@pytest.mark.parametrize(
    "neighbour",
    [
        row("501651616", "APERAM STAINLESS FRANCE"),  # same place, trade and size, other name
        row("834895013", "ASCOMETAL HAGONDANGE SAS", jobs=150),  # a part of it in another company
        row("834895013", "ASCOMETAL HAGONDANGE SAS", naf="24.20Z"),
        row("834895013", "ASCOMETAL HAGONDANGE SAS", lon=6.18),  # 700 metres away
        ("80263484000029", "ASCOMETAL", "24.10Z", 375, "57283", 6.17, 49.24),  # two rows of one firm
    ],
)
def test_real_neighbours_count_twice(neighbour):
    assert found(HOLDER, neighbour) == {}


def test_two_firms_that_meet_in_two_communes_are_one_and_its_heir():
    pairs = [
        row(siren, name, jobs, naf="25.30Z", commune=commune, lon=lon, lat=45.0)
        for commune, lon, jobs in (("69123", 4.8, 1500), ("71445", 4.9, 750))
        for siren, name in (("379041395", "FRAMATOME"), ("428764500", "AREVA NP"))
    ]
    other_size = [
        row("379041395", "FRAMATOME", 375, naf="28.13Z", commune="59324", lon=4.1, lat=50.3),
        row("428764500", "AREVA NP", 225, naf="28.13Z", commune="59324", lon=4.1, lat=50.3),
    ]
    pairs = [(f"{r[0][:12]}{i:02d}", *r[1:]) for i, r in enumerate(pairs + other_size)]
    assert len(found(*pairs)) == 3
    assert found(*pairs[:2]) == {}


@given(st.text(max_size=20), st.text(max_size=20))
def test_kinship_of_names_has_no_order(a, b):
    assert kin(a, b) == kin(b, a)


def test_doubles_of_the_edition_are_counted_once(edition):
    alive = set(edition.table("establishments")["siret"])
    gone = edition.table("closed_establishments").filter(pl.col("state") == "doublon")
    assert gone.height >= 26
    assert gone["jobs"].sum() > 8_000
    assert not set(gone["siret"]) & alive
    # the plant itself stays, unless a source says it closed
    closed = set(edition.table("closed_establishments")["siret"])
    assert set(gone["replaced_by"]) <= alive | closed
    rows = edition.table("establishments").filter(pl.col("class") == "25.30", pl.col("commune") == "71445")
    assert [name for name in rows["name"] if name in ("AREVA NP", "FRAMATOME")] == ["FRAMATOME"]
