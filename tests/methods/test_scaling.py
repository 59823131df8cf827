"""One scale for all criteria: definitions, bounds, degenerate columns, value functions."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from ancrage import methods as m

tables = hnp.arrays(
    np.float64,
    st.tuples(st.integers(1, 8), st.integers(1, 4)),
    elements=st.floats(-1e6, 1e6, allow_subnormal=False),
)


def test_minmax_goes_from_worst_to_best_and_turns_costs() -> None:
    assert m.normalise([[1, 10], [3, 30], [2, 20]], [1, -1]).tolist() == [[0, 1], [1, 0], [0.5, 0.5]]


def test_percentile_gives_ties_their_mean_rank() -> None:
    assert m.normalise([[5], [1], [5], [9]], normalisation="rank")[:, 0].tolist() == [0.5, 0, 0.5, 1]


@pytest.mark.parametrize("normalisation", ["minmax", "rank"])
def test_a_constant_criterion_and_a_single_alternative_say_nothing(normalisation: str) -> None:
    assert m.normalise([[4, 1], [4, 2]], normalisation=normalisation)[:, 0].tolist() == [0.5, 0.5]
    assert m.weighted_sum([[4, 1]], [1, 3], normalisation=normalisation).tolist() == [0.5]


def test_all_zero_columns_stay_zero() -> None:
    assert m.normalise([[0], [0]], normalisation="sum").tolist() == [[0], [0]]
    assert m.normalise([[0], [0]], normalisation="vector").tolist() == [[0], [0]]


def test_costs_by_inverse_and_by_reflection() -> None:
    assert m.normalise([[1], [4]], [-1], "sum")[:, 0] == pytest.approx([0.8, 0.2])
    assert m.normalise([[1], [4]], [-1], "sum", cost="reflect")[:, 0] == pytest.approx([1, 0])
    assert m.normalise([[3], [4]], [-1], "vector")[:, 0] == pytest.approx([0.4, 0.2])


@given(tables)
def test_minmax_and_rank_stay_between_zero_and_one(x: np.ndarray) -> None:
    for normalisation in ("minmax", "rank"):
        y = m.normalise(x, normalisation=normalisation)
        assert ((y >= 0) & (y <= 1)).all()


def test_missing_values_stay_missing() -> None:
    y = m.normalise([[1, np.nan], [3, np.nan]])
    assert y[:, 0].tolist() == [0, 1]
    assert np.isnan(y[:, 1]).all()


def test_value_function_refuses_or_keeps_what_is_outside() -> None:
    assert m.value_function([[0, 5], [10, 20]], [0, 10], [0, 1]).tolist() == [[0, 0.5], [1, 1]]
    assert np.isnan(m.value_function([np.nan], [0, 10], [0, 1])).all()
    with pytest.raises(ValueError, match="intervalle"):
        m.value_function([11], [0, 10], [0, 1], "error")


@given(st.lists(st.floats(-50, 150), min_size=2, max_size=20))
def test_an_increasing_value_function_keeps_the_order(x: list[float]) -> None:
    for outside in ("clip", "interpolate"):
        v = m.value_function(np.sort(x), [0, 30, 100], [0, 0.8, 1], outside)
        assert (np.diff(v) >= 0).all()


@pytest.mark.parametrize(("cutoffs", "values"), [([0], [1]), ([0, 0], [1, 2]), ([0, 1], [1]), ([0, np.inf], [1, 2])])
def test_bad_points_are_refused(cutoffs: list[float], values: list[float]) -> None:
    with pytest.raises(ValueError, match="cutoffs"):
        m.value_function([1], cutoffs, values)
