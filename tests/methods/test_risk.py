"""Three-point laws and simulation: exact moments, reproducible draws, correlation."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage import methods as m

DRIVERS = {"prix": (80.0, 100.0, 150.0), "coût": (60.0, 90.0, 100.0)}


def margin(x: dict[str, np.ndarray]) -> np.ndarray:
    return x["prix"] - x["coût"]


def test_draws_have_the_exact_moments() -> None:
    r = m.monte_carlo(margin, DRIVERS, n_draws=50_000)
    law = m.pert_moments(*np.transpose(list(DRIVERS.values())))
    for k, name in enumerate(DRIVERS):
        assert r.drivers[name].mean() == pytest.approx(law.mean[k], abs=3 * np.sqrt(law.variance[k] / 50_000))
        assert r.drivers[name].var() == pytest.approx(law.variance[k], rel=0.03)
        assert DRIVERS[name][0] <= r.drivers[name].min()
        assert r.drivers[name].max() <= DRIVERS[name][2]
    assert r.outcomes.var() == pytest.approx(law.variance.sum(), rel=0.03)
    assert r.p10 < r.p50 < r.p90


def test_a_seed_repeats_and_another_does_not() -> None:
    one, two, three = (m.monte_carlo(margin, DRIVERS, n_draws=50, seed=s).outcomes for s in (1, 1, 2))
    assert (one == two).all()
    assert (one != three).any()


@pytest.mark.parametrize("r", [-1.0, -0.5, 0.0, 0.8, 1.0])
def test_rank_correlation_is_the_one_of_the_copula(r: float) -> None:
    s = m.monte_carlo(margin, DRIVERS, [[1, r], [r, 1]], n_draws=20_000)
    got = m.rank_agreement([s.drivers["prix"], s.drivers["coût"]])[0, 1]
    assert got == pytest.approx(6 / np.pi * np.arcsin(r / 2), abs=0.02)


def test_probability_of_loss_and_tornado() -> None:
    r = m.monte_carlo(lambda x: x["a"] + 10 * x["b"], {"a": (-1, 0, 1), "b": (-1, 0, 1), "c": (2, 2, 2)}, n_draws=4000)
    assert abs(r.p_negative - 0.5) <= r.p_negative_error
    assert list(r.tornado) == ["b", "a", "c"]
    assert r.tornado["b"][0] == pytest.approx(-r.tornado["b"][1])
    assert r.tornado["c"][0] == r.tornado["c"][1] == pytest.approx(0)
    assert (r.drivers["c"] == 2).all()


@given(st.floats(-1e6, 1e6), st.floats(0, 1e6), st.floats(0, 1e6))
def test_moments_lie_within_the_bounds(a: float, up: float, more: float) -> None:
    for law in (m.pert_moments(a, a + up, a + up + more), m.triangular_moments(a, a + up, a + up + more)):
        assert a - 1e-6 <= law.mean <= a + up + more + 1e-6
        assert 0 <= law.variance <= (up + more) ** 2 / 4


def test_a_certain_value_has_no_variance() -> None:
    law = m.pert_moments(3, 3, 3)
    assert (law.mean, law.variance, law.alpha, law.beta) == (3, 0, 3, 3)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: m.pert_moments(2, 1, 3), "minimum <= plus probable"),
        (lambda: m.triangular_moments(np.nan, 1, 3), "« a » contient une valeur manquante"),
        (lambda: m.monte_carlo(margin, {}), "au moins une"),
        (lambda: m.monte_carlo(margin, {"x": (1, 2)}), "trois valeurs"),
        (lambda: m.monte_carlo(margin, {"x": (3, 2, 1)}), "« drivers », x"),
        (lambda: m.monte_carlo(margin, DRIVERS, [[1, 2], [2, 1]]), "« correlation » doit être compris"),
        (lambda: m.monte_carlo(margin, DRIVERS, [[1]]), "taille 2"),
        (lambda: m.monte_carlo(lambda x: 1.0, DRIVERS), "« model »"),
    ],
)
def test_bad_arguments_are_named(call: object, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        call()  # type: ignore[operator]
