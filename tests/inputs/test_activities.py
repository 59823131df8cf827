"""What people type of an activity: any level, any writing, the nomenclature of today and the next one."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ancrage.domain.errors import AncrageError
from ancrage.inputs.activities import Activity, read_activities, read_activity
from ancrage.reference import read_reference
from ancrage.warehouse.edition import open_edition

EDITION = open_edition()
NAFS = EDITION.table("naf")["naf"].to_list()
NEXT = EDITION.table("naf_2025")
REFERENCE = date.fromisoformat(read_reference("nomenclatures.csv")["de_reference_le"][1])

READ = {
    "25.62A": ({"25.62A"}, ""),
    "2562A": ({"25.62A"}, ""),
    "25.62 a": ({"25.62A"}, ""),
    "25.62Z": ({"25.62A", "25.62B"}, ""),
    "2562Z": ({"25.62A", "25.62B"}, ""),
    "C25.73": ({"25.73A", "25.73B"}, ""),
    "25,73": ({"25.73A", "25.73B"}, ""),
    "256": ({"25.61Z", "25.62A", "25.62B"}, ""),
    "décolletage": ({"25.62A"}, ""),
    "1.11": ({"01.11Z"}, "1.11 est lu 01.11 : un zéro du début s'était perdu."),
    "111Z": ({"01.11Z"}, "111Z est lu 01.11Z"),
    "25.53Y": ({"25.62A", "25.62B"}, "25.53Y est un code de la NAF 2025 : 25.62 en NAF rév. 2."),
    "2553Y": ({"25.62A", "25.62B"}, "25.53Y est un code de la NAF 2025 : 25.62 en NAF rév. 2."),
    "25.62Y": ({"25.72Z"}, "25.62Y est un code de la NAF 2025 : 25.72 en NAF rév. 2."),
    "25.62": (
        {"25.62A", "25.62B"},
        "25.62 est lu en NAF rév. 2 ; en NAF 2025 ce code veut dire « fabrication de serrures",
    ),
    "NAF 2025 25.62": ({"25.72Z"}, "25.72 en NAF rév. 2."),
    "naf rév. 2 : 25.62": ({"25.62A", "25.62B"}, ""),
}


@pytest.mark.parametrize(("text", "expected"), READ.items())
def test_an_activity_is_read_and_what_is_not_literal_is_told(text: str, expected: tuple[set[str], str]) -> None:
    nafs, told = expected
    reading = read_activities(EDITION, text)
    assert set(reading.value.nafs) == nafs
    assert told in reading.note.replace("\u00a0", " ") and bool(told) == bool(reading.note)


def test_a_lost_zero_is_never_another_division() -> None:
    assert {naf[:4] for naf in read_activities(EDITION, "1.1").value.nafs} == {"01.1"}
    assert {naf[:2] for naf in read_activities(EDITION, "C25").value.nafs} == {"25"}
    assert {naf[:2] for naf in read_activities(EDITION, "1").value.nafs} == {"01"}
    with pytest.raises(AncrageError):
        read_activities(EDITION, "A25")


def test_a_bare_code_changes_meaning_on_the_day_of_the_next_nomenclature() -> None:
    before = date.fromordinal(REFERENCE.toordinal() - 1)
    assert read_activity(EDITION, "25.62", before).value == Activity("25.62")
    assert read_activity(EDITION, "25.62", REFERENCE).value == Activity("25.72")
    assert read_activity(EDITION, "25.62A", REFERENCE).value == Activity("25.62", "25.62A")
    assert read_activity(EDITION, "25.73", REFERENCE).value == Activity("25.73")


def test_one_class_is_asked_for_when_several_answer() -> None:
    assert read_activity(EDITION, "10.51C").value == Activity("10.51", "10.51C")
    assert read_activity(EDITION, "vis").value == Activity("25.94")
    for text, told in (("25", "17"), ("textile", "13.92 "), ("C", "230"), ("46.89Y", "NAF 2025 sans équivalent")):
        with pytest.raises(AncrageError) as caught:
            read_activity(EDITION, text)
        assert told in str(caught.value) or text == "46.89Y"
    with pytest.raises(AncrageError, match="sans équivalent en NAF rév"):
        read_activities(EDITION, "46.89Y")


@pytest.mark.parametrize("text", ["", " ", "!!", "V", "99.99", "25.62Q", "25.73'; DROP TABLE", "٢٥.٦٢", "25.6Z"])
def test_what_is_no_activity_is_one_sentence(text: str) -> None:
    for reader in (read_activities, read_activity):
        with pytest.raises(AncrageError) as caught:
            reader(EDITION, text)
        assert caught.value.next_step


@given(st.sampled_from(NAFS))
def test_every_subclass_is_itself_with_or_without_point(naf: str) -> None:
    assert read_activities(EDITION, naf).value.nafs == (naf,)
    assert read_activities(EDITION, naf.replace(".", "")).value.nafs == (naf,)
    if naf.startswith("0"):
        assert read_activities(EDITION, naf.replace(".", "")[1:]).value.nafs == (naf,)


@given(st.sampled_from(NEXT.drop_nulls("naf")["naf_2025"].unique().sort().to_list()))
@settings(max_examples=60)
def test_every_code_of_the_next_nomenclature_is_read_and_told(code: str) -> None:
    reading = read_activities(EDITION, code)
    origins = set(NEXT.filter(naf_2025=code)["naf"])
    assert reading.value.nafs and set(reading.value.nafs) <= origins
    assert reading.note.startswith(f"{code} est un code de la NAF 2025")
