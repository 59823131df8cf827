"""Clues that add up, and what distance and size make of them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage.methods import joint_evidence, proximity_weight

shares = st.floats(0, 1)


def test_two_clues_say_more_than_the_stronger_one() -> None:
    assert joint_evidence(0.6, 0.5) == pytest.approx(0.8)
    assert joint_evidence([0.6, 0.0, 1.0], 0.5).tolist() == pytest.approx([0.8, 0.5, 1.0])


def test_noisy_or_of_the_textbook() -> None:
    """Fever from cold, flu, malaria with inhibitions 0.6, 0.2, 0.1 (Russell & Norvig): P(fever | all) = 0.988."""
    assert joint_evidence(0.4, 0.8, 0.9) == pytest.approx(0.988)
    assert joint_evidence(0.4, 0.8) == pytest.approx(0.88)


@given(st.lists(shares, min_size=1, max_size=6))
def test_between_the_strongest_clue_and_their_sum_in_any_order(clues: list[float]) -> None:
    found = float(joint_evidence(*clues))
    assert max(clues) - 1e-12 <= found <= min(1.0, sum(clues)) + 1e-12
    assert found == pytest.approx(float(joint_evidence(*reversed(clues))))


@pytest.mark.parametrize("wrong", [-0.1, 1.1, np.nan, np.inf])
def test_a_clue_is_a_share(wrong: float) -> None:
    with pytest.raises(ValueError, match="« clues »"):
        joint_evidence(0.5, wrong)
    with pytest.raises(ValueError, match="indice"):
        joint_evidence()


def test_half_at_fifty_kilometres() -> None:
    assert proximity_weight([0, 50, 100], 1).tolist() == pytest.approx([1, 0.5, 0.25])
    assert proximity_weight(0, np.e, size_gain=0.1) == pytest.approx(1.1)


@given(st.floats(0, 2000), st.floats(0, 2000), st.integers(1, 20_000))
def test_nearer_and_larger_never_weigh_less(a: float, b: float, jobs: int) -> None:
    near, far = sorted((a, b))
    assert proximity_weight(near, jobs) >= proximity_weight(far, jobs) >= 0
    assert proximity_weight(near, jobs + 1) >= proximity_weight(near, jobs)


@pytest.mark.parametrize(("distance", "jobs"), [(-1, 10), (np.nan, 10), (np.inf, 10), (1, 0), (1, np.nan), (1, np.inf)])
def test_unknown_or_impossible_is_refused(distance: float, jobs: float) -> None:
    with pytest.raises(ValueError, match=r"« (distance_km|jobs) »"):
        proximity_weight(distance, jobs)
    with pytest.raises(ValueError, match="half_distance_km"):
        proximity_weight(1, 10, half_distance_km=0)
