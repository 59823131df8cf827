"""PRODY and EXPY."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from ancrage.methods import expy, prody
from tests.methods.matrices import jobs


@given(jobs(least=1), st.integers(1, 30))
def test_levels_stay_between_the_incomes(X, factor):
    income = np.linspace(1000, 9000, len(X))
    level = prody(X, income)
    assert (level >= 1000 - 1e-6).all()
    assert (level <= 9000 + 1e-6).all()
    np.testing.assert_allclose(prody(X * factor, income), level)
    np.testing.assert_allclose(prody(csr_array(X), income), level)
    assert (expy(X, level) <= level.max() + 1e-6).all()
    np.testing.assert_allclose(expy(csr_array(X), level), expy(X, level))


def test_prody_is_the_weighted_income():
    level = prody([[1, 1], [0, 2]], [100, 300])
    assert level[0] == 100
    assert level[1] == pytest.approx((0.5 * 100 + 1 * 300) / 1.5)


def test_unknown_income_or_level_is_left_out():
    X = [[1, 1, 0], [0, 2, 0], [5, 5, 5]]
    np.testing.assert_allclose(prody(X, [100, 300, np.nan])[:2], prody(X[:2], [100, 300])[:2])
    assert np.isnan(prody(X, [100, 300, np.nan])[2])
    assert expy(X, [10, 30, np.nan])[2] == 20
    assert np.isnan(expy([[0, 0]], [1, 2])[0])


def test_wrong_lengths_are_refused():
    with pytest.raises(ValueError, match="income"):
        prody([[1, 2]], [1, 2])
    with pytest.raises(ValueError, match="prody"):
        expy([[1, 2]], [1])
