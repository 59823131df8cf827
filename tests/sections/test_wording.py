"""French wording: what a reader sees for a number, with the spaces that must not break."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage.sections import wording as w

finite = st.floats(-1e13, 1e13, allow_nan=False)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (w.number(5900), "5\u202f900"),
        (w.number(-0.4), "0"),
        (w.number(-0.44, 1), "\u22120,4"),
        (w.euros(8.4e9), "8,4\u00a0Md€"),
        (w.euros(462e6), "462\u00a0M€"),
        (w.euros(462e9), "462\u00a0Md€"),
        (w.euros(35_400), "35\u00a0k€"),
        (w.euros(-4.74e9), "\u22124,7\u00a0Md€"),
        (w.percent(0.22), "22\u00a0%"),
        (w.percent(0.034), "3,4\u00a0%"),
        (w.percent(0.0), "0\u00a0%"),
        (w.percent(0.0001), "moins de 0,1\u00a0%"),
        (w.times(22.2), "×22"),
        (w.times(2.41), "×2,4"),
        (w.between(3, 7, w.number), "de 3 à 7"),
        (w.kilometres(3.21), "3,2\u00a0km"),
        (w.quantity(0.31, "part (0-1)"), "31\u00a0%"),
        (w.quantity(1.86, "emplois par emploi"), "1,86\u00a0emplois par emploi"),
        (w.quantity(1425.0, "emplois"), "1\u202f425\u00a0emplois"),
        (w.quantity(2.7, "% ad valorem"), "2,7\u00a0%"),
        (w.short_name("Communauté de communes du Sud"), "CC du Sud"),
        (w.confidence(0.8), "solide"),
        (w.confidence(0.49), "fragile"),
    ],
)
def test_written_as_french_readers_expect(said: str, expected: str) -> None:
    assert said == expected


@pytest.mark.parametrize("form", [w.number, w.short, w.euros, w.percent, w.times, w.kilometres])
def test_absent_is_written_and_never_zero(form) -> None:
    assert form(None) == w.ABSENT
    assert "absent" in w.ABSENT


def test_absent_with_any_unit_and_range() -> None:
    assert w.quantity(None, "€") == w.ABSENT
    assert w.between(None, 3.0) == w.ABSENT
    assert w.number(math.nan) == w.ABSENT


@given(finite)
def test_euros_never_carry_more_digits_than_one_can_compare(value: float) -> None:
    text = w.euros(value)
    assert sum(c.isdigit() for c in text) <= 6
    assert "." not in text and " " not in text  # a plain space would let the line break inside the number


@given(finite)
def test_a_negative_number_keeps_its_sign(value: float) -> None:
    assert w.number(value, 2).startswith("−") == (round(value, 2) < 0)
