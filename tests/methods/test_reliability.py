"""Discrimination and calibration: counted by hand, invariances, refusals."""

import numpy as np
import pytest

from ancrage.methods import calibration


def test_area_counts_the_pairs_in_the_right_order() -> None:
    r = calibration([0.9, 0.4, 0.4, 0.1], [1, 1, 0, 0], groups=2)
    assert r.auc == pytest.approx((1 + 1 + 1 + 0.5) / 4)
    assert r.brier == pytest.approx((0.01 + 0.36 + 0.16 + 0.01) / 4)
    assert r.announced == pytest.approx([0.25, 0.65])
    assert r.observed == pytest.approx([0.5, 0.5])


def test_area_depends_on_order_alone_and_reverses() -> None:
    rng = np.random.default_rng(0)
    p = rng.random(200)
    y = rng.random(200) < p
    assert calibration(p**3, y).auc == pytest.approx(calibration(p, y).auc)
    assert calibration(1 - p, y).auc == pytest.approx(1 - calibration(p, y).auc)
    assert calibration(p, y).auc > 0.7
    assert calibration([0.5] * 200, y).auc == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("p", "y", "groups", "said"),
    [
        ([0.5], [1, 0], 1, "même longueur"),
        ([1.5, 0], [1, 0], 1, "entre 0 et 1"),
        ([0.5, np.nan], [1, 0], 1, "« probabilities »"),
        ([0.5, 0.2], [1, 1], 1, "non survenu"),
        ([0.5, 0.2], [1, 0], 3, "groups"),
    ],
)
def test_bad_arguments_are_named(p: list[float], y: list[int], groups: int, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        calibration(p, y, groups)
