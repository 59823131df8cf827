"""Gini, Theil, mean log deviation, and their decomposition."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage.methods import gini, mean_log_deviation, theil, theil_decomposition

AMOUNTS = st.lists(st.integers(1, 1000), min_size=2, max_size=12)


@given(AMOUNTS, st.integers(1, 50))
def test_indices_ignore_unit_order_and_copies(values, factor):
    for index in (gini, theil, mean_log_deviation):
        expected = pytest.approx(index(values), abs=1e-12)
        assert index(np.array(values) * factor) == expected
        assert index(values[::-1]) == expected
        assert index(values * 3) == expected
        assert index(values) >= -1e-12


@given(AMOUNTS)
def test_weights_are_copies(values):
    weights = [1 + i % 3 for i in range(len(values))]
    copied = np.repeat(values, weights)
    assert gini(values, weights) == pytest.approx(gini(copied), abs=1e-12)
    assert theil(values, weights) == pytest.approx(theil(copied), abs=1e-12)
    assert mean_log_deviation(values, weights) == pytest.approx(mean_log_deviation(copied), abs=1e-12)


def test_bounds():
    assert gini([5, 5, 5]) == pytest.approx(0)
    assert gini([0, 0, 9], normalised=True) == pytest.approx(1)
    assert theil([0, 0, 9]) == pytest.approx(math.log(3))
    assert mean_log_deviation([0, 1]) == math.inf
    assert math.isnan(gini([0, 0]))
    assert math.isnan(gini([4], normalised=True))


@given(AMOUNTS)
def test_theil_adds_up_between_and_within(values):
    groups = ["a" if i % 2 else "b" for i in range(len(values))]
    parts = theil_decomposition(values, groups)
    shares = {g: sum(v for v, h in zip(values, groups, strict=True) if h == g) / sum(values) for g in "ab"}
    inside = sum(shares[g] * theil([v for v, h in zip(values, groups, strict=True) if h == g]) for g in "ab")
    assert parts.total == pytest.approx(theil(values))
    assert parts.within == pytest.approx(inside, abs=1e-9)
    assert parts.between >= -1e-12


@pytest.mark.parametrize("values", [[1, math.nan], [-1, 2], [0, 0]])
def test_bad_amounts_are_refused(values):
    with pytest.raises(ValueError, match="values"):
        theil(values)
