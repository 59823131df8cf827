"""Weights from data: published examples, degenerate columns."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from ancrage import methods as m


def test_critic_matches_the_published_firms() -> None:
    """Diakoulaki, Mavrotas & Papayannakis 1995."""
    firms = [
        [61, 1.08, 4.33],
        [20.7, 0.26, 4.34],
        [16.3, 1.98, 2.53],
        [9, 3.29, 1.65],
        [5.4, 2.77, 2.33],
        [4, 4.12, 1.21],
        [-6.1, 3.52, 2.10],
        [-34.6, 3.31, 0.98],
    ]
    assert m.critic_weights(firms).tolist() == pytest.approx([0.20222554, 0.48090173, 0.31687273], abs=1e-8)


def test_merec_matches_the_published_example() -> None:
    """Keshavarz-Ghorabaee et al. 2021."""
    table = [[450, 8000, 54, 145], [10, 9100, 2, 160], [100, 8200, 31, 153], [220, 9300, 1, 162], [5, 8400, 23, 158]]
    assert m.merec_weights(table, [1, 1, -1, -1]).tolist() == pytest.approx([0.5752, 0.0141, 0.4016, 0.0091], abs=6e-5)


@given(hnp.arrays(np.float64, st.tuples(st.integers(2, 8), st.integers(1, 4)), elements=st.floats(0.1, 1e4)))
def test_weights_sum_to_one_and_follow_the_columns(x: np.ndarray) -> None:
    x[0] = x[1] * 2 + 1  # every criterion separates something
    for method in (m.entropy_weights, m.critic_weights, m.merec_weights):
        try:
            w = method(x)
        except ValueError as error:
            # two criteria that agree perfectly carry no conflict
            assert method is m.critic_weights
            assert "indéterminés" in str(error)
            continue
        assert w.sum() == pytest.approx(1)
        assert (w >= 0).all()
        assert method(x[:, ::-1]) == pytest.approx(w[::-1], abs=1e-6)


@pytest.mark.parametrize("method", [m.entropy_weights, m.critic_weights, m.merec_weights])
def test_a_constant_criterion_weighs_nothing(method: object) -> None:
    assert method([[1, 5], [3, 5], [2, 5]]).tolist() == [1, 0]  # type: ignore[operator]


@pytest.mark.parametrize("method", [m.entropy_weights, m.critic_weights, m.merec_weights])
@pytest.mark.parametrize(
    ("table", "said"),
    [([[1, 2]], "deux alternatives"), ([[1, 2], [1, 2]], "indéterminés"), ([[1, np.nan], [2, 3]], "manquante")],
)
def test_tables_that_say_nothing_are_refused(method: object, table: object, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        method(table)  # type: ignore[operator]


def test_zeros_and_negatives() -> None:
    assert m.entropy_weights([[0, 1], [4, 2]])[0] > 0.5
    with pytest.raises(ValueError, match="valeurs positives"):
        m.entropy_weights([[-1, 1], [4, 2]])
    with pytest.raises(ValueError, match="entièrement nul"):
        m.entropy_weights([[0, 1], [0, 2]])
    with pytest.raises(ValueError, match="strictement positives"):
        m.merec_weights([[0, 1], [4, 2]])
