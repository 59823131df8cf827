"""Critical weights: exact crossings, checked by walking the weight there and back."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from ancrage import methods as m


def moved(w: np.ndarray, j: int, d: float) -> np.ndarray:
    other = np.delete(w, j)
    share = other / other.sum() if other.sum() > 0 else np.full(len(other), 1 / len(other))
    return np.insert(share * (1 - w[j] - d), j, w[j] + d)


def test_two_alternatives_cross_where_algebra_says() -> None:
    """v_A = w1, v_B = 1 - w1: equal at w1 = 0.5, whatever the side."""
    r = m.weight_sensitivity([[1, 0], [0, 1]], [0.7, 0.3])
    assert r.members.tolist() == [0]
    assert r.decrease[0, 0] == pytest.approx(-0.2)
    assert r.increase[0, 1] == pytest.approx(0.2)
    assert np.isnan(r.increase[0, 0])
    assert np.isnan(r.decrease[0, 1])
    assert r.decrease_by.tolist() == [[1, -1]]
    assert r.without.tolist() == [[1], [0]]
    assert r.critical == pytest.approx([0.2])


@settings(max_examples=60, deadline=None)
@given(
    hnp.arrays(np.int64, st.tuples(st.integers(2, 8), st.integers(2, 4)), elements=st.integers(0, 10)),
    st.integers(1, 3),
    st.integers(0, 50),
)
def test_the_member_stays_before_the_change_and_leaves_after(x: np.ndarray, top: int, seed: int) -> None:
    top = min(top, len(x))
    w = np.random.default_rng(seed).dirichlet(np.ones(x.shape[1]))
    r = m.weight_sensitivity(x, w, top)

    def ahead(i: int, j: int, d: float, margin: float) -> int:
        v = x @ moved(w, j, d)
        return int((v > v[i] + margin).sum())

    for side, changes in ((-1, r.decrease), (1, r.increase)):
        for i, member in enumerate(r.members):
            for j in range(x.shape[1]):
                d, room = changes[i, j], (w[j] if side < 0 else 1 - w[j])
                for share in (0.1, 0.5, 0.9, 1.0):
                    step = side * room * share if np.isnan(d) else d * share
                    assert ahead(member, j, step, 1e-9) < top
                beyond = d + side * 1e-6
                if not np.isnan(d) and 0 <= w[j] + beyond <= 1:
                    assert ahead(member, j, beyond, 0) >= top


def test_a_dominant_alternative_never_leaves() -> None:
    r = m.weight_sensitivity([[2, 2], [1, 1]], [1, 1])
    assert np.isinf(r.critical).all()
    assert (r.increase_by == -1).all()


def test_a_single_alternative_or_criterion_has_nothing_to_change() -> None:
    assert np.isinf(m.weight_sensitivity([[1, 2]], [1, 1]).critical).all()
    assert np.isinf(m.weight_sensitivity([[1], [2]], [1]).critical).all()


def test_all_the_weight_on_one_criterion_is_taken_over_equally() -> None:
    r = m.weight_sensitivity([[1, 0, 0], [0, 1, 1]], [1, 0, 0])
    assert r.decrease[0, 0] == pytest.approx(-0.5)


def test_agreement_of_rankings() -> None:
    scores = [[1, 2, 3, 4], [10, 20, 30, 40], [4, 3, 2, 1], [1, 2, 4, 3]]
    spearman, kendall = m.rank_agreement(scores), m.rank_agreement(scores, "kendall")
    assert spearman[0] == pytest.approx([1, 1, -1, 0.8])
    assert kendall[0] == pytest.approx([1, 1, -1, 2 / 3])
    assert (spearman == spearman.T).all()


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: m.weight_sensitivity([[1, 2]], [1, 1], top=2), "« top »"),
        (lambda: m.weight_sensitivity([[1, np.nan]], [1, 1]), "manquante"),
        (lambda: m.rank_agreement([[1, 1], [1, 2]]), "même score"),
        (lambda: m.rank_agreement([[1, 2], [1, 2]], "pearson"), "« kind »"),
    ],
)
def test_bad_arguments_are_named(call: object, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        call()  # type: ignore[operator]
