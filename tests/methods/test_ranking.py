"""Weighted sum, TOPSIS, VIKOR: published numbers, invariances, degenerate tables."""

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
        (([[1, 2]], [-1, 2]), "« weights »"),
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


# Opricovic & Tzeng 2007: six reservoirs, eight criteria, equal weights
RESERVOIRS = [
    [4184.3, 2914.0, 407.2, 251.0, 195, 244, 15, 2.41],
    [5211.9, 3630.0, 501.7, 308.3, 282, 346, 21, 1.41],
    [5021.3, 3920.5, 504.0, 278.6, 12, 56, 3, 4.42],
    [5566.1, 3957.9, 559.5, 335.3, 167, 268, 16, 3.36],
    [5060.5, 3293.5, 514.1, 284.2, 69, 90, 7, 4.04],
    [4317.9, 2925.9, 432.8, 239.3, 12, 55, 3, 4.36],
]
TYPES = [1, -1, 1, 1, -1, -1, -1, 1]


def test_vikor_matches_the_published_reservoirs() -> None:
    r = m.vikor(RESERVOIRS, [1] * 8, TYPES)
    assert r.Q.tolist() == pytest.approx([0.991, 1, 0.473, 0.670, 0, 0.578], abs=6e-4)
    assert r.ranking.tolist() == [4, 2, 5, 3, 0, 1]
    assert r.acceptable_advantage
    assert r.acceptable_stability
    assert r.compromise.tolist() == [4]


def test_vikor_keeps_a_compromise_set_when_the_lead_is_thin() -> None:
    thin = m.vikor([[1, 0.9], [0.98, 0.92], [0, 0], [0.5, 0.5]], [1, 1])
    assert not thin.acceptable_advantage
    assert sorted(thin.compromise.tolist()) == [0, 1]


def test_vikor_without_stability_adds_the_second() -> None:
    unstable = m.vikor([[9, 3, 0], [1, 10, 3], [2, 4, 10], [4, 4, 4]], [1, 1, 1])
    assert unstable.acceptable_advantage
    assert not unstable.acceptable_stability
    assert unstable.compromise.tolist() == [2, 1]


def test_vikor_counts_zero_for_a_term_that_separates_nothing() -> None:
    same = m.vikor([[1, 2], [1, 2]], [1, 1])
    assert same.Q.tolist() == [0, 0]
    assert sorted(same.compromise.tolist()) == [0, 1]
    assert m.vikor([[1, 2]], [1, 1]).compromise.tolist() == [0]


@given(tables, st.integers(0, 99))
def test_topsis_and_vikor_follow_a_permutation(x: np.ndarray, seed: int) -> None:
    order = np.random.default_rng(seed).permutation(len(x))
    w = np.arange(1, x.shape[1] + 1)
    # sums of squares add in another order: nearly equal columns only agree to a few digits of their spread
    assert np.allclose(m.topsis(x[order], w, normalisation="minmax"), m.topsis(x, w, normalisation="minmax")[order])
    assert np.allclose(m.vikor(x[order], w).Q, m.vikor(x, w).Q[order])


def test_topsis_matches_three_published_cars() -> None:
    """R package MCDA, tests: price to minimise, economy, aerodynamics and boot to maximise."""
    cars = [[5490, 51.4, 8.5, 285], [6500, 70.6, 7, 288], [6489, 54.3, 7.5, 290]]
    closeness = m.topsis(cars, [0.35, 0.25, 0.25, 0.15], [-1, 1, 1, 1])
    assert closeness.tolist() == pytest.approx([0.4817, 0.5182, 0.1780], abs=6e-5)


def test_topsis_extremes_and_indifference() -> None:
    assert m.topsis([[2, 1], [1, 2], [0, 3]], [1, 1], [1, -1]).tolist() == pytest.approx([1, 0.5, 0], abs=0.05)
    assert m.topsis([[2, 1], [2, 1]], [1, 1]).tolist() == [0.5, 0.5]
    assert m.topsis([[0, 0]], [1, 1]).tolist() == [0.5]


@given(tables)
def test_topsis_stays_between_zero_and_one(x: np.ndarray) -> None:
    c = m.topsis(x, np.ones(x.shape[1]))
    assert ((c >= 0) & (c <= 1)).all()


@pytest.mark.parametrize("method", [m.topsis, m.vikor, m.promethee_ii])
def test_missing_values_and_bad_weights_are_refused(method: object) -> None:
    with pytest.raises(ValueError, match="manquante"):
        method([[1, NAN]], [1, 1])  # type: ignore[operator]
    with pytest.raises(ValueError, match="nulle"):
        method([[1, 2]], [0, 0])  # type: ignore[operator]


def test_vikor_needs_v_between_zero_and_one() -> None:
    with pytest.raises(ValueError, match="« v »"):
        m.vikor([[1, 2]], [1, 1], v=2)
