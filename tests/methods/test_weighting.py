"""Weights from judgements: published examples, consistency, contradictions."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage import methods as m

# Wang & Chin 2011, doi:10.1016/j.ins.2011.06.013
SIX = [
    [1, 4, 3, 1, 3, 4],
    [1 / 4, 1, 7, 3, 1 / 5, 1],
    [1 / 3, 1 / 7, 1, 1 / 5, 1 / 5, 1 / 6],
    [1, 1 / 3, 5, 1, 1, 1 / 3],
    [1 / 3, 5, 5, 1, 1, 3],
    [1 / 4, 1, 6, 3, 1 / 3, 1],
]


def test_ahp_matches_six_published_weights() -> None:
    r = m.ahp_weights(SIX)
    assert r.weights.tolist() == pytest.approx([0.3208, 0.1395, 0.0348, 0.1285, 0.2374, 0.1391], abs=6e-5)
    assert r.cr == pytest.approx(r.ci / 1.24)


def test_saaty_random_index_is_the_default() -> None:
    judgements = [[1, 1 / 3, 5], [3, 1, 7], [1 / 5, 1 / 7, 1]]
    assert m.ahp_weights(judgements).cr == pytest.approx(0.0559, abs=5e-5)
    assert m.ahp_weights(judgements).lambda_max == pytest.approx(3.064888, abs=1e-6)
    assert m.ahp_weights(judgements, ri=0.52).cr == pytest.approx(0.0623919, abs=1e-6)


positive = st.lists(st.floats(0.1, 10), min_size=1, max_size=9)


@given(positive)
def test_consistent_judgements_give_back_the_weights(importance: list[float]) -> None:
    w = np.array(importance) / sum(importance)
    r = m.ahp_weights(np.outer(w, 1 / w))
    assert r.weights == pytest.approx(w)
    assert r.cr == pytest.approx(0, abs=1e-9)


def test_a_group_that_disagrees_symmetrically_is_neutral() -> None:
    one = np.array([[1, 4], [1 / 4, 1]])
    assert m.ahp_weights([one, one.T]).weights == pytest.approx([0.5, 0.5])


@pytest.mark.parametrize(
    ("matrix", "said"),
    [
        ([[1, 2, 3]], "carrée"),
        ([[1, 0], [2, 1]], "strictement positif"),
        ([[1, 3], [3, 1]], r"comparaison \(1, 0\)"),
        ([[1, np.nan], [1, 1]], "manquante"),
        (np.ones((11, 11)) + np.triu(np.ones((11, 11)), 1) - 0.5 * np.tril(np.ones((11, 11)), -1), "11 critères"),
    ],
)
def test_bad_comparisons_are_refused(matrix: object, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        m.ahp_weights(matrix)  # type: ignore[arg-type]


def test_a_hierarchy_needs_a_matrix_for_each_criterion() -> None:
    with pytest.raises(ValueError, match="2 matrices"):
        m.ahp_scores([[1, 1], [1, 1]], [[[1]]])
    with pytest.raises(ValueError, match="même nombre"):
        m.ahp_scores([[1, 1], [1, 1]], [[[1]], [[1, 1], [1, 1]]])


@pytest.mark.parametrize("model", ["linear", "nonlinear"])
def test_bwm_matches_the_consistent_car(model: str) -> None:
    r = m.bwm_weights([2, 1, 4, 2, 8], [4, 8, 2, 4, 1], model)
    assert r.weights.tolist() == pytest.approx([0.2105, 0.4211, 0.1053, 0.2105, 0.0526], abs=6e-5)
    assert r.xi == pytest.approx(0, abs=1e-9)


def test_bwm_matches_the_transport_example_in_both_models() -> None:
    linear = m.bwm_weights([8, 2, 1], [1, 5, 8])
    assert linear.weights.tolist() == pytest.approx([0.0714, 0.3214, 0.6071], abs=6e-5)
    assert linear.xi == pytest.approx(0.0357, abs=6e-5)
    ratio = m.bwm_weights([8, 2, 1], [1, 5, 8], "nonlinear")
    assert ratio.weights.tolist() == pytest.approx([0.0714, 0.3387, 0.5899], abs=6e-5)
    assert ratio.xi == pytest.approx(4 - np.sqrt(14))
    assert ratio.cr == pytest.approx(0.058, abs=5e-4)


def test_nonlinear_optima_meet_every_ratio_within_xi() -> None:
    to_others, to_worst = np.array([1, 2, 3, 7, 9]), np.array([9, 6, 2, 2, 1])
    r = m.bwm_weights(to_others, to_worst, "nonlinear")
    assert r.xi > 0
    assert (r.upper - r.lower).max() > 1e-3  # several optima: an interval a criterion
    assert ((r.lower - 1e-9 <= r.weights) & (r.weights <= r.upper + 1e-9)).all()
    # an optimum found by bisection must not improve: slightly below xi, no weights exist
    from ancrage.methods.weighting import _feasible

    assert not _feasible(to_others, to_worst, 9, r.xi * 0.999)


@given(st.lists(st.integers(1, 9), min_size=1, max_size=6))
def test_bwm_recovers_consistent_weights(multiples: list[int]) -> None:
    w = np.array([1, *multiples], dtype=float)
    r = m.bwm_weights(w.max() / w, w / w.min())
    assert r.weights == pytest.approx(w / w.sum())
    assert r.xi == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(
    ("best", "worst", "said"),
    [
        ([1, 2], [2], "une valeur par critère"),
        ([1, 0.5], [2, 1], "au moins 1"),
        ([2, 2], [2, 1], "meilleur et le pire"),
        ([1, 3], [2, 1], "se contredisent"),
    ],
)
def test_bad_judgements_are_refused(best: list[float], worst: list[float], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        m.bwm_weights(best, worst)
