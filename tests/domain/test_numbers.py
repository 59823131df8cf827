"""How precise a number of a document is."""

import math

from hypothesis import given
from hypothesis import strategies as st

from ancrage.domain.numbers import rounded


def test_a_tie_is_the_same_on_every_processor() -> None:
    tie = 0.3046875  # exact in binary: the last digits of a sum fall on either side
    assert {rounded(x) for x in (math.nextafter(tie, 0), tie, math.nextafter(tie, 1))} == {0.304688}


@given(st.integers(100_000, 999_999), st.integers(-12, 12), st.integers(-4, 4))
def test_the_last_digits_of_a_sum_never_show(digits: int, power: int, steps: int) -> None:
    tie = float(f"{digits}.5e{power}")
    near = tie
    for _ in range(abs(steps)):
        near = math.nextafter(near, math.inf if steps > 0 else 0.0)
    assert rounded(near) == rounded(tie)


def test_what_is_not_known_stays_unknown_and_zero_has_no_sign() -> None:
    assert rounded(None) is None
    assert str(rounded(-0.0)) == "0.0"
