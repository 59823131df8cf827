"""Scaling and aggregation of criteria: definitions, invariances, degenerate tables."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from ancrage import methods as m

NAN = float("nan")
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


@given(tables, st.randoms(use_true_random=False))
def test_weighted_sum_follows_a_permutation_of_the_alternatives(x: np.ndarray, random: object) -> None:
    order = np.random.default_rng(random.randint(0, 99)).permutation(len(x))  # type: ignore[attr-defined]
    w = np.arange(1, x.shape[1] + 1)
    assert np.allclose(m.weighted_sum(x[order], w), m.weighted_sum(x, w)[order])


def test_weights_count_only_in_proportion() -> None:
    x = [[1, 5, 2], [3, 1, 4], [2, 2, 9]]
    assert m.weighted_sum(x, [1, 2, 3]) == pytest.approx(m.weighted_sum(x, [10, 20, 30]))


def test_missing_values_are_refused_or_their_weight_is_spread() -> None:
    x = [[1, 0], [NAN, 1], [0, 0.5], [NAN, NAN]]
    with pytest.raises(ValueError, match="valeur manquante"):
        m.weighted_sum(x, [3, 1], normalisation="none")
    score = m.weighted_sum(x, [3, 1], normalisation="none", missing="renormalise")
    assert score[:3] == pytest.approx([0.75, 1, 0.125])
    assert np.isnan(score[3])
    assert m.weight_present(x, [3, 1]).tolist() == [1, 0.25, 1, 0]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (([[1, 2]], [0, 0]), "somme des poids est nulle"),
        (([[1, 2]], [-1, 2]), "positifs"),
        (([[1, 2]], [1]), "2 poids"),
        (([1, 2], [1]), "deux dimensions"),
        (([[1, 2]], [1, 1], [1, 0]), "types"),
        (([[1, np.inf]], [1, 1]), "infinie"),
        (([[-1, 2]], [1, 1], [1, 1], "sum"), "positives"),
        (([[0, 2]], [1, 1], [-1, 1], "sum"), "strictement positives"),
        (([[0, 2]], [1, 1], [1, 1], "mean"), "normalisation"),
    ],
)
def test_bad_arguments_are_named(arguments: tuple[object, ...], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        m.weighted_sum(*arguments)
