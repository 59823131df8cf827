"""SMAA: closed form, ties, uncertain values, invariances."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from ancrage.methods import rank_acceptability, weighted_sum

CLOSED = np.array([[0.4, 0.1, 0.5], [0.4, 0.1, 0.5], [0.2, 0.8, 0]])
TRIANGLE = [[1, 0], [0, 1], [0.6, 0.6]]


def test_random_draws_reach_the_closed_form_within_the_monte_carlo_error() -> None:
    r = rank_acceptability(TRIANGLE, n_draws=20_000, pairwise=True)
    assert (abs(r.rank_acceptability - CLOSED) <= r.error + 1e-12).all()
    assert r.central_weights == pytest.approx(np.array([[0.8, 0.2], [0.2, 0.8], [0.5, 0.5]]), abs=0.01)
    assert r.confidence_factors.tolist() == [1, 1, 1]
    assert r.top[1].tolist() == r.rank_acceptability[:, 0].tolist()
    assert r.top_error(1) == pytest.approx(3 * np.sqrt(r.top[1] * (1 - r.top[1]) / 20_000))


@settings(max_examples=30, deadline=None)
@given(
    hnp.arrays(np.int64, st.tuples(st.integers(1, 9), st.integers(1, 3)), elements=st.integers(0, 3)),
    st.integers(0, 9),
)
def test_rows_and_columns_sum_to_one_ties_included(x: np.ndarray, seed: int) -> None:
    r = rank_acceptability(x, n_draws=40, seed=seed, pairwise=True)
    assert r.rank_acceptability.sum(axis=0) == pytest.approx(1)
    assert r.rank_acceptability.sum(axis=1) == pytest.approx(1)
    assert r.mean_rank == pytest.approx(r.rank_acceptability @ np.arange(1, len(x) + 1))
    duel = r.pairwise_winning
    assert duel is not None
    assert (duel + duel.T)[~np.eye(len(x), dtype=bool)] == pytest.approx(1)
    order = np.random.default_rng(seed).permutation(len(x))
    again = rank_acceptability(x[order], n_draws=40, seed=seed)
    assert again.rank_acceptability == pytest.approx(r.rank_acceptability[order])
    short = rank_acceptability(x, n_draws=40, seed=seed, max_rank=2)
    assert short.rank_acceptability == pytest.approx(r.rank_acceptability[:, :2])
    assert short.mean_rank == pytest.approx(r.mean_rank)


def test_identical_alternatives_share_their_ranks_equally() -> None:
    r = rank_acceptability([[1, 1], [0, 0], [1, 1], [0, 0], [0, 0]], n_draws=50)
    half, third = [0.5, 0.5, 0, 0, 0], [0, 0, 1 / 3, 1 / 3, 1 / 3]
    assert r.rank_acceptability == pytest.approx(np.array([half, third, half, third, third]))
    assert r.confidence_factors == pytest.approx([0.5, 0, 0.5, 0, 0])
    assert np.isnan(r.central_weights[1]).all()
    assert r.winner_entropy_bits == pytest.approx(1)


def test_dominance_is_certain() -> None:
    r = rank_acceptability([[0.2, 0.3], [0.9, 0.8], [0.5, 0.5]], n_draws=200)
    assert r.rank_acceptability.tolist() == [[0, 0, 1], [1, 0, 0], [0, 1, 0]]
    assert r.winner_entropy_bits == 0
    assert r.error.max() == 0
    assert r.top[1].tolist() == [0, 1, 0]
    assert r.top[20].tolist() == [1, 1, 1]
    assert list(rank_acceptability([[1], [2], [3]], n_draws=2, max_rank=2, top=(1, 2, 3)).top) == [1, 2]


def test_a_better_value_never_lowers_the_first_rank() -> None:
    x = np.random.default_rng(0).random((6, 3))
    better = x.copy()
    better[2, 1] += 0.2
    before, after = rank_acceptability(x, n_draws=500), rank_acceptability(better, n_draws=500)
    assert after.top[1][2] >= before.top[1][2]
    assert after.mean_rank[2] <= before.mean_rank[2]


def test_uncertain_values_as_draws_or_as_a_function_agree() -> None:
    x = np.random.default_rng(0).random((5, 3))

    def sampler(rng: np.random.Generator, size: int) -> np.ndarray:
        return x + 0.1 * rng.standard_normal((size, 5, 3))

    drawn = sampler(np.random.default_rng([7, 1]), 3000)
    one = rank_acceptability(drawn, n_draws=1, seed=7)
    two = rank_acceptability(sampler, n_draws=3000, seed=7)
    assert one.n_draws == two.n_draws == 3000
    assert (one.rank_acceptability == two.rank_acceptability).all()
    assert two.confidence_factors == pytest.approx(one.confidence_factors)
    assert 0 < one.confidence_factors.max() < 1


def test_blocks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    x = np.random.default_rng(0).random((40, 4))
    whole = rank_acceptability(x, n_draws=300)
    monkeypatch.setattr("ancrage.methods.robustness._BLOCK", 400)
    assert (rank_acceptability(x, n_draws=300).rank_acceptability == whole.rank_acceptability).all()


def test_missing_values_leave_their_weight_to_the_others() -> None:
    nan = np.nan
    table = [[0.9, nan], [0.2, 0.95], [nan, 0.1], [0.9, nan]]
    draws = np.array([[0.9, 0.1], [0.1, 0.9], [0.5, 0.5]])
    r = rank_acceptability(table, draws, missing="renormalise")
    # by hand: rows 0 and 3 score 0.9 always, row 1 0.275, 0.875, 0.575, row 2 0.1
    assert r.rank_acceptability == pytest.approx(
        np.array([[0.5, 0.5, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1], [0.5, 0.5, 0, 0]])
    )
    scores = [weighted_sum(table, w, normalisation="none", missing="renormalise") for w in draws]
    assert r.mean_value == pytest.approx(np.mean(scores, axis=0))
    assert r.confidence_factors == pytest.approx([0.5, 0, 0, 0.5])
    with pytest.raises(ValueError, match="manquante"):
        rank_acceptability(table, draws)
    with pytest.raises(ValueError, match="aucune valeur connue"):
        rank_acceptability(table, [1, 0], missing="renormalise", n_draws=1)


def test_knowing_more_about_the_weights_changes_the_answer() -> None:
    assert rank_acceptability(TRIANGLE, n_draws=100, order=[0, 1]).top[1][1] == 0
    assert rank_acceptability(TRIANGLE, [0.9, 0.1], n_draws=100).top[1].tolist() == [1, 0, 0]
    assert rank_acceptability(TRIANGLE, [0.9, 0.1], n_draws=500, concentration=50).top[1][0] > 0.9
    assert rank_acceptability(TRIANGLE, n_draws=100, lower=[0.45, 0.45]).top[1].tolist() == [0, 0, 1]


@pytest.mark.parametrize(
    ("values", "options", "said"),
    [
        ([[1, float("nan")]], {}, "manquante"),
        (np.full((2, 2, 2), np.nan), {}, "manquante"),
        ([1, 2], {}, "deux dimensions"),
        (TRIANGLE, {"weights": "égal"}, "uniform"),
        (TRIANGLE, {"weights": [1, 2, 3]}, "2 poids"),
        (TRIANGLE, {"weights": [[1, 2, 3]]}, "2 poids"),
        (TRIANGLE, {"weights": [[0, 0]]}, "nulle"),
        (np.ones((3, 2, 2)), {"weights": [[0.5, 0.5]]}, "1 tirages"),
        (TRIANGLE, {"max_rank": 0}, "max_rank"),
        (TRIANGLE, {"missing": "zero"}, "missing"),
    ],
)
def test_bad_arguments_are_named(values: object, options: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        rank_acceptability(values, **options)  # type: ignore[arg-type]
