"""PROMETHEE II: the sorted algorithm against the definition, pair by pair."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from ancrage.methods import promethee_ii

DEFINITION = {
    "usual": lambda d, q, p, s: d > 0,
    "u_shape": lambda d, q, p, s: d > q,
    "v_shape": lambda d, q, p, s: np.clip(d / p, 0, 1),
    "level": lambda d, q, p, s: np.where(d > p, 1, np.where(d > q, 0.5, 0)),
    "linear": lambda d, q, p, s: np.clip((d - q) / (p - q), 0, 1),
    "gaussian": lambda d, q, p, s: np.where(d > 0, 1 - np.exp(-(d**2) / (2 * s**2)), 0),
}


def pairwise(x: np.ndarray, w: np.ndarray, t: np.ndarray, kind: str, **threshold: float) -> tuple[np.ndarray, ...]:
    d = (x[:, None, :] - x[None, :, :]) * t
    preference = (DEFINITION[kind](d, **threshold) * w / w.sum()).sum(axis=2)
    return preference.sum(axis=1) / (len(x) - 1), preference.sum(axis=0) / (len(x) - 1)


@pytest.mark.parametrize("kind", DEFINITION)
@settings(max_examples=40, deadline=None)
@given(
    x=hnp.arrays(np.int64, st.tuples(st.integers(2, 12), st.integers(1, 3)), elements=st.integers(-20, 20)),
    offset=st.sampled_from([0.0, 1e6]),
)
def test_each_preference_matches_its_definition(kind: str, x: np.ndarray, offset: float) -> None:
    w, t = np.arange(1.0, x.shape[1] + 1), np.where(np.arange(x.shape[1]) % 2, -1, 1)
    threshold = {"q": 2, "p": 7, "s": 3}
    flows = promethee_ii(x + offset, w, t, {"kind": kind, **threshold})
    plus, minus = pairwise(x.astype(float), w, t, kind, **threshold)
    assert flows.phi_plus == pytest.approx(plus, abs=1e-9)
    assert flows.phi_minus == pytest.approx(minus, abs=1e-9)
    assert flows.phi.sum() == pytest.approx(0, abs=1e-9)


def test_gaussian_blocks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    x = np.random.default_rng(0).random((50, 2))
    whole = promethee_ii(x, [1, 1], functions={"kind": "gaussian", "s": 0.2})
    monkeypatch.setattr("ancrage.methods.outranking._BLOCK", 120)
    assert promethee_ii(x, [1, 1], functions={"kind": "gaussian", "s": 0.2}).phi == pytest.approx(whole.phi)


def test_a_gap_equal_to_the_threshold_is_not_beyond_it_in_decimals_either() -> None:
    assert promethee_ii([[1.3], [1.0]], [1], functions={"kind": "u_shape", "q": 0.3}).phi.tolist() == [0, 0]


def test_equal_thresholds_make_a_linear_preference_a_step() -> None:
    x = [[0], [1], [5]]
    step = promethee_ii(x, [1], functions={"kind": "linear", "q": 2, "p": 2})
    assert step.phi.tolist() == promethee_ii(x, [1], functions={"kind": "u", "q": 2}).phi.tolist() == [-0.5, -0.5, 1]


def test_alone_or_all_equal_the_flows_are_zero() -> None:
    assert promethee_ii([[3, 4]], [1, 1]).phi.tolist() == [0]
    assert promethee_ii([[3, 4], [3, 4]], [1, 1]).phi.tolist() == [0, 0]


def test_a_function_for_each_criterion() -> None:
    flows = promethee_ii([[0, 0], [1, 10]], [1, 1], functions=["usual", {"kind": "V", "p": 20}])
    assert flows.phi_plus.tolist() == [0, 0.75]


@pytest.mark.parametrize(
    ("functions", "said"),
    [
        ("sigmoid", "inconnue"),
        ({}, "sans « kind »"),
        ({"kind": "linear", "q": 3, "p": 2}, "dépasse"),
        ({"kind": "linear", "q": 3}, "« p »"),
        ({"kind": "gaussian", "s": 0}, "« s »"),
        ({"kind": "u_shape", "q": -1}, "« q »"),
        (["usual", "usual"], "1 fonctions"),
    ],
)
def test_bad_preferences_are_named(functions: object, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        promethee_ii([[1], [2]], [1], functions=functions)  # type: ignore[arg-type]
