"""Economic base, LM3, commuting closure, labour market areas."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage.methods import commuting_closure, economic_base, labour_market_validity, lm3, location_quotient
from tests.methods.matrices import jobs


@given(jobs(least=1))
def test_basic_jobs_are_the_positive_excess(matrix):
    quotients = location_quotient(matrix)
    basic = economic_base(matrix[0], quotients[0]).basic
    expected = np.maximum(matrix[0] - matrix[0].sum() * matrix.sum(axis=0) / matrix.sum(), 0)
    np.testing.assert_allclose(basic, expected, atol=1e-6)


def test_no_base_no_multiplier():
    found = economic_base([10, 20], [1.0, np.nan])
    assert found.basic.tolist() == [0, 0]
    assert np.isnan(found.multiplier)


@given(st.floats(1, 1e6), st.floats(0, 1), st.floats(0, 1))
def test_lm3_is_between_one_and_three(budget, second, third):
    assert 1 <= lm3([budget, budget * second, budget * second * third]) <= 3


@pytest.mark.parametrize("rounds", [[1, 2], [0, 1, 1], [1, -1, 0], [1, np.nan, 0]])
def test_lm3_refuses_what_is_not_three_rounds(rounds):
    with pytest.raises(ValueError, match="rounds"):
        lm3(rounds)


@given(jobs(min_side=4, max_side=4, least=1))
def test_jobs_weighted_closures_meet(od):
    found = commuting_closure(od)
    live_and_work = np.diag(od)
    np.testing.assert_allclose(found.supply_self_containment * od.sum(axis=1), live_and_work)
    np.testing.assert_allclose(found.demand_self_containment * od.sum(axis=0), live_and_work)


def test_an_empty_territory_spoils_no_other():
    found = commuting_closure([[9, 1, 0], [1, 9, 0], [0, 0, 0]])
    assert found.ttwa_ok.tolist() == [True, True, False]
    assert np.isnan(found.job_ratio[2])
    with pytest.raises(ValueError, match="carrée"):
        commuting_closure([[1, 2, 3], [4, 5, 6]])


@given(st.floats(0.1, 0.99), st.floats(500, 20_000))
def test_validity_grows_with_size_and_closure(closed, size):
    here = labour_market_validity(size, closed).validity
    assert labour_market_validity(size + 100, closed).validity >= here
    assert labour_market_validity(size, min(closed + 0.005, 0.999)).validity >= here


def test_validity_rules():
    assert labour_market_validity(10, 1.0).valid
    assert labour_market_validity(10_000, 0.6667).validity == pytest.approx(1)
    assert labour_market_validity(1000, 0.75).validity == pytest.approx(1)
    with pytest.raises(ValueError, match="cibles"):
        labour_market_validity(10, 0.5, target_size=500)
