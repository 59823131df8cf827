"""Draws of weights: the right law, the right constraints, a clear refusal."""

import numpy as np
import pytest

from ancrage.methods import draw_weights


def test_draws_are_weights_and_repeat_with_the_seed() -> None:
    w = draw_weights(4, 1000, seed=3)
    assert w.shape == (1000, 4)
    assert np.allclose(w.sum(axis=1), 1)
    assert (w >= 0).all()
    assert (w == draw_weights(4, 1000, seed=3)).all()
    assert (w != draw_weights(4, 1000, seed=4)).any()


def test_a_complete_order_has_the_rank_order_centroid_as_mean() -> None:
    w = draw_weights(3, 40_000, order=[2, 0, 1])
    assert (w[:, 2] >= w[:, 0]).all()
    assert (w[:, 0] >= w[:, 1]).all()
    assert w.mean(axis=0) == pytest.approx([5 / 18, 2 / 18, 11 / 18], abs=0.004)


def test_bounds_keep_the_uniform_law() -> None:
    """Moving draws under lower bounds must give the same law as throwing away those below them."""
    lower, upper = np.array([0.1, 0.2, 0]), np.array([0.6, 0.9, 0.3])
    moved = draw_weights(3, 40_000, lower=lower, upper=upper)
    free = draw_weights(3, 200_000, seed=1)
    kept = free[((free >= lower) & (free <= upper)).all(axis=1)]
    assert moved.mean(axis=0) == pytest.approx(kept.mean(axis=0), abs=0.004)
    assert moved.std(axis=0) == pytest.approx(kept.std(axis=0), abs=0.004)


def test_a_partial_order_with_bounds_holds() -> None:
    w = draw_weights(5, 500, order=[4, 1], lower=[0.05] * 5, upper=0.5)
    assert (w[:, 4] >= w[:, 1]).all()
    assert ((w >= 0.05) & (w <= 0.5)).all()


def test_a_concentration_sets_mean_and_variance() -> None:
    central = np.array([0.5, 0.3, 0.2, 0])
    w = draw_weights(4, 40_000, central=central * 10, concentration=30)
    assert w.mean(axis=0) == pytest.approx(central, abs=0.002)
    assert w.var(axis=0) == pytest.approx(central * (1 - central) / 31, abs=2e-4)


def test_narrow_bounds_around_central_weights_are_reached() -> None:
    central = np.full(12, 1 / 12)
    w = draw_weights(12, 2000, lower=0.8 * central, upper=1.2 * central)
    assert ((w >= 0.8 * central) & (w <= 1.2 * central)).all()


def test_one_criterion_has_all_the_weight() -> None:
    assert draw_weights(1, 3).tolist() == [[1], [1], [1]]


@pytest.mark.parametrize(
    ("law", "said"),
    [
        ({"lower": [0.6, 0.6, 0]}, "aucune pondération"),
        ({"upper": 0.3}, "aucune pondération"),
        ({"lower": 0.5, "upper": 0.4}, "lower <= upper"),
        ({"order": [0, 0]}, "« order »"),
        ({"order": [3]}, "« order »"),
        ({"order": [0, 1], "upper": [0.1, 1, 1], "lower": [0, 0.2, 0]}, "contraintes contradictoires"),
        ({"central": [1, 1, 1]}, "concentration"),
        ({"concentration": 3}, "poids centraux"),
        ({"n_draws": 0}, "n_draws"),
    ],
)
def test_impossible_requests_are_explained(law: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        draw_weights(3, **{"n_draws": 10, **law})  # type: ignore[arg-type]
