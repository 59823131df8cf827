import polars as pl
import pytest

from ancrage.domain.errors import AncrageError
from ancrage.reference import read_reference
from ancrage.sources.codes import current_communes, refuse_unknown


def test_a_merged_commune_becomes_its_successor():
    assert current_communes(pl.Series(["95282", "95169"]), ["95169"], "essai").to_list() == ["95169", "95169"]


def test_an_unknown_commune_stops_the_build_and_says_where_to_add_it():
    with pytest.raises(AncrageError, match="99999") as error:
        current_communes(pl.Series(["95169", "99999"]), ["95169"], "essai")
    assert "corrections_communes.csv" in error.value.next_step


def test_many_unknown_codes_are_counted_not_listed():
    with pytest.raises(AncrageError, match="et 3 autres"):
        refuse_unknown(pl.Series([str(i) for i in range(8)]), [], "code", "essai", "")


def test_a_missing_code_is_not_an_unknown_one():
    refuse_unknown(pl.Series([None, "a"], dtype=pl.String), ["a"], "code", "essai", "")


def test_no_correction_sends_to_a_commune_that_is_itself_corrected():
    rows = read_reference("corrections_communes.csv")
    assert not set(rows["successeur"]) & set(rows["commune"])
    assert rows["commune"].is_unique().all()
