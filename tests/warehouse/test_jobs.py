from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage.domain.errors import AncrageError
from ancrage.warehouse.table import Inputs
from ancrage.warehouse.tables.establishments import ESTABLISHMENTS, REGISTER_CORRECTIONS
from ancrage.warehouse.tables.geography import COMMUNES
from ancrage.warehouse.tables.jobs import DEPARTEMENT_CLASS, DEPARTEMENT_NAF, TERRITORY_CLASS
from ancrage.warehouse.tables.nomenclature import CLASSES, NAF
from tests.tiny import FILES, write_sources
from tests.warehouse.conftest import build_all

REGISTER = (COMMUNES, NAF, CLASSES, REGISTER_CORRECTIONS, ESTABLISHMENTS, TERRITORY_CLASS)


def test_jobs_of_a_territory_and_the_weight_of_its_first_employer(inputs):
    rows = build_all(inputs, *REGISTER).tables["jobs_territory_class"]
    zone = rows.filter(level="zone_emploi", code="8414").row(0, named=True)
    assert (zone["class"], zone["jobs"], zone["establishments"]) == ("25.62", 185, 2)
    assert zone["employers_max_share"] == pytest.approx(150 / 185)


def test_every_covering_level_counts_every_job_once(inputs):
    rows = build_all(inputs, *REGISTER).tables["jobs_territory_class"]
    assert TERRITORY_CLASS.check(rows, inputs) == []
    assert TERRITORY_CLASS.check(rows.filter(pl.col("code") != "8414"), inputs)


communes = st.sampled_from(["a", "b", "c", "d"])
staff = st.lists(
    st.tuples(communes, st.sampled_from(["25.62", "24.51"]), st.integers(1, 5000)), min_size=1, max_size=30
)


@given(staff)
def test_jobs_by_territory_add_up_whatever_the_register(register):
    known = pl.DataFrame(
        {
            "commune": list("abcd"),
            "zone_emploi": ["1", "1", "2", "2"],
            "epci": ["e", "e", "f", None],
            "departement": ["1", "1", "1", "2"],
            "region": ["1"] * 4,
            "territoire_industrie": ["ti", None, None, None],
        }
    )
    rows = pl.DataFrame(register, schema=["commune", "class", "jobs"], orient="row")
    inputs = Inputs(Path(), tables={"communes": known, "establishments": rows})
    built = TERRITORY_CLASS.schema().validate(TERRITORY_CLASS.build(inputs))
    assert TERRITORY_CLASS.check(built, inputs) == []
    assert built["employers_max_share"].is_between(0, 1).all()
    assert (built["jobs"] > 0).all()


def test_departement_jobs_are_establishments_times_the_middle_of_their_size(inputs):
    tables = build_all(inputs, COMMUNES, NAF, CLASSES, DEPARTEMENT_NAF, DEPARTEMENT_CLASS).tables
    machining = tables["jobs_departement_class"].filter(pl.col("class") == "25.62", departement="74")
    assert machining.select("establishments", "jobs").row(0) == (5, 3 * 14 + 2 * 35)


def test_an_unknown_departement_stops_the_build(tmp_path):
    text = FILES["sirene_departements"] + "2018,99,25.62A,11,1\n"
    inputs = Inputs(write_sources(tmp_path, sirene_departements=text))
    with pytest.raises(AncrageError, match="département"):
        build_all(inputs, COMMUNES, NAF, DEPARTEMENT_NAF)
