"""A vintage that the data contradict is refused, in French."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage.domain.errors import AncrageError
from ancrage.sources.declaration import declared_sources, load_declaration
from ancrage.sources.expectations import CHECKS, contradictions, refuse_contradiction

REGISTER = "sirene_etablissements"


@pytest.mark.parametrize("source", declared_sources())
def test_every_source_says_how_its_vintage_was_established(source):
    declared = load_declaration(source)
    assert declared.evidence.endswith(".")
    for checks in declared.expected.values():
        assert {check["check"] for check in checks} <= set(CHECKS)


def sirens(*blocks):
    return pl.DataFrame({"siret": [f"{block}00000000000" for block in blocks]})


def contradicted(rows):
    declared = load_declaration(REGISTER)
    return contradictions(declared, declared.default_vintage, rows, only="running_siren")


def test_numbers_of_before_the_running_series_prove_nothing():
    assert contradicted(sirens(340, 847, 854, 877, 885, 998)) == []


@pytest.mark.parametrize("block", [848, 853, 880, 894])
def test_a_firm_born_later_contradicts_the_end_of_the_register(block):
    (said,) = contradicted(sirens(340, 847, block))
    assert "SIREN attribué" in said
    assert str(block) in said


def test_an_older_register_is_noticed_too():
    assert "s'arrête à 801" in contradicted(sirens(340, 801, 954))[0]


@given(st.integers(1990, 2030), st.integers(1990, 2030))
def test_years_outside_the_declared_ones_are_refused(first, last):
    declared = load_declaration("insee_ipi")
    rows = pl.DataFrame({"year": [min(first, last), max(first, last)]})
    good = (min(first, last), max(first, last)) == (1990, 2023)
    if good:
        refuse_contradiction(declared, "1990-2023", rows)
    else:
        with pytest.raises(AncrageError, match="contredit par ses données"):
            refuse_contradiction(declared, "1990-2023", rows)


def test_a_table_of_communes_of_another_year_is_refused():
    declared = load_declaration("cog_communes")
    kept = next(c for c in declared.expected["2024"] if c["check"] == "holds")["codes"]
    gone = next(c for c in declared.expected["2024"] if c["check"] == "lacks")["codes"]
    assert contradictions(declared, "2024", pl.DataFrame({"commune": kept})) == []
    assert "n'existait plus" in contradictions(declared, "2024", pl.DataFrame({"commune": kept + gone}))[0]
    assert "devrait y être" in contradictions(declared, "2024", pl.DataFrame({"commune": ["01001"]}))[0]


def test_a_year_of_trade_counted_by_half_is_noticed():
    declared = load_declaration("customs_nc8")
    flows = {f"{flow}_{part}_eur": [100e9] for flow in ("import", "export") for part in ("before", "during")}
    said = contradictions(declared, declared.default_vintage, pl.DataFrame({"nc8": ["84807100"], **flows}))
    assert len(said) == 3
