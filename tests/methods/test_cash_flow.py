"""Value and return of flows: published series, one identity, refusals."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage import methods as m


def test_value_matches_the_published_series() -> None:
    assert m.npv(0.08, [-40_000, 5_000, 8_000, 12_000, 30_000]) == pytest.approx(3065.22267, abs=6e-6)


@pytest.mark.parametrize(
    ("flows", "rate", "changes"),
    [
        ([-100, 39, 59, 55, 20], 0.28095, 1),
        ([-100, 0, 0, 74], -0.0955, 1),
        ([-100, 100, 0, -7], -0.0833, 2),
        ([-100, 100, 0, 7], 0.06206, 1),
        ([-5, 10.5, 1, -8, 1], 0.0886, 3),
    ],
)
def test_returns_match_the_published_series(flows: list[float], rate: float, changes: int) -> None:
    assert m.irr(flows) == pytest.approx(rate, abs=6e-5)
    assert m.sign_changes(flows) == changes


@given(st.floats(1, 1e6), st.lists(st.floats(1, 1e6), min_size=1, max_size=12))
def test_value_is_zero_at_the_internal_rate(outlay: float, income: list[float]) -> None:
    flows = [-outlay, *income]
    rate = m.irr(flows)
    assert m.npv(rate, flows) == pytest.approx(0, abs=1e-6 * sum(np.abs(flows)) / min(1, 1 + rate) ** len(income))


@given(st.floats(0, 0.5), st.floats(0, 0.5))
def test_a_higher_rate_lowers_the_value_of_later_income(one: float, two: float) -> None:
    low, high = sorted((one, two))
    assert m.npv(low, [-100, 60, 60]) >= m.npv(high, [-100, 60, 60])


def test_draws_of_series_and_rates() -> None:
    draws = [[-100, 120], [-100, 90]]
    assert m.npv(0.0, draws).tolist() == [20, -10]
    assert m.npv([0.0, 0.5], draws).tolist() == pytest.approx([20, -40])


def test_modified_rate_is_the_growth_of_what_is_reinvested() -> None:
    # 100 spent; 60 reinvested one period at 10 % and 66 at the end: 132 after two periods
    assert m.mirr([-100, 60, 66], finance_rate=0.05, reinvest_rate=0.1) == pytest.approx(1.32**0.5 - 1)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: m.irr([100, 20]), "même signe"),
        (lambda: m.irr([0, 0]), "même signe"),
        (lambda: m.irr([-1, 2, -1.5]), "aucun taux"),
        (lambda: m.irr([[-1, 2]]), "une seule suite"),
        (lambda: m.mirr([1, 2], 0.1, 0.1), "un flux négatif"),
        (lambda: m.mirr([-1, 2], -1, 0.1), "finance_rate"),
        (lambda: m.npv(-1, [1]), "rate"),
        (lambda: m.npv(0.1, []), "cashflows"),
        (lambda: m.npv(0.1, [np.nan]), "cashflows"),
    ],
)
def test_series_without_an_answer_are_explained(call: object, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        call()  # type: ignore[operator]
