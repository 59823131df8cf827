"""Outranking: alternatives compared two by two, criterion by criterion (PROMETHEE II)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ancrage.domain.card import Card
from ancrage.methods.arrays import number, settled
from ancrage.methods.decision import Array, as_table, as_types, as_weights

Preference = Mapping[str, str | float]
_BLOCK = 2**20  # pairs compared at once by the Gaussian preference


@dataclass(frozen=True, slots=True)
class Flows:
    """Outranking flows of each alternative: leaving `phi_plus`, entering `phi_minus`, net `phi` (they sum to 0)."""

    phi: Array
    phi_plus: Array
    phi_minus: Array


def promethee_ii(
    matrix: ArrayLike,
    weights: ArrayLike,
    types: ArrayLike | None = None,
    functions: Sequence[Preference | str] | Preference | str = "usual",
) -> Flows:
    """Net flows: how much each alternative is preferred to the others, less how much they are preferred to it.

    pi(a, b) = sum_k w_k P_k(d), d = x_ak - x_bk (reversed for costs); phi+ = sum_b pi(a, b) / (m - 1),
    phi- = sum_b pi(b, a) / (m - 1), phi = phi+ - phi-. P(d) is 0 for d <= 0, else by kind:
    usual 1; u_shape 1 if d > q; v_shape min(d / p, 1); level 0.5 if q < d <= p, 1 beyond; linear from 0 at q to 1
    at p; gaussian 1 - exp(-d^2 / 2 s^2). Thresholds q, p, s are in the unit of the criterion.

    matrix: m x n_criteria; weights: n_criteria, rescaled to sum to one; types: 1 gain, -1 cost; functions: one for
    all or one a criterion, a kind or {"kind": ..., "q": ..., "p": ..., "s": ...}.
    Time O(m log m) a criterion by sorting, except gaussian: the square of the number of distinct values, by blocks.
    A single alternative has flows 0. Raises ValueError: NaN, shapes, unknown kind, missing or inverted thresholds.
    Source: Brans & Vincke 1985, doi:10.1287/mnsc.31.6.647.
    """
    table = as_table(matrix)
    m, n = table.shape
    w = as_weights(weights, n)
    t = as_types(types, n)
    if isinstance(functions, str | Mapping):
        functions = [functions] * n
    if not isinstance(functions, Sequence) or len(functions) != n:
        raise ValueError(f"« functions » doit compter {n} fonctions de préférence, une par critère (ou une seule).")
    plus, minus = np.zeros(m), np.zeros(m)
    for j, function in enumerate(functions):
        above, below = _criterion_flows(settled(table[:, j] * t[j]), function, j)
        plus += w[j] * above
        minus += w[j] * below
    plus, minus = plus / max(m - 1, 1), minus / max(m - 1, 1)
    return Flows(plus - minus, plus, minus)


def _criterion_flows(x: Array, function: Preference | str, j: int) -> tuple[Array, Array]:
    """Sums over the other alternatives of P(x_a - x_b) and of P(x_b - x_a), for one criterion."""
    spec: Preference = {"kind": function} if isinstance(function, str) else function
    if not isinstance(spec, Mapping):
        raise ValueError(f"« functions », critère {j} : donnez un nom de fonction, ou {{« kind » : ..., seuils}}.")
    kind = str(spec.get("kind", "")).lower()
    if kind == "usual":
        return _beyond(x, 0), _beyond(-x, 0)
    if kind in ("u_shape", "u"):
        q = _threshold(spec, "q", j)
        return _beyond(x, q), _beyond(-x, q)
    if kind in ("v_shape", "v"):
        p = _threshold(spec, "p", j)
        return _ramp(x, 0, p), _ramp(-x, 0, p)
    if kind in ("level", "linear"):
        q, p = _threshold(spec, "q", j), _threshold(spec, "p", j)
        if q > p:
            raise ValueError(f"« functions », critère {j} : le seuil q ({q}) dépasse le seuil p ({p}).")
        if kind == "linear":
            return _ramp(x, q, p), _ramp(-x, q, p)
        return (_beyond(x, q) + _beyond(x, p)) / 2, (_beyond(-x, q) + _beyond(-x, p)) / 2
    if kind == "gaussian":
        return _gaussian(x, _threshold(spec, "s", j))
    raise ValueError(
        f"« functions », critère {j} : fonction inconnue ({kind or 'sans « kind »'}) ; "
        "choix : usual, u_shape, v_shape, level, linear, gaussian."
    )


def _threshold(spec: Preference, name: str, j: int) -> float:
    try:
        value = number(spec.get(name, np.nan), name, low=0, strict=name == "s")
    except ValueError:
        raise ValueError(f"« functions », critère {j} : le seuil « {name} » manque ou n'est pas positif.") from None
    return value


def _beyond(x: Array, q: float) -> Array:
    """For each value, how many others lie more than q below it."""
    # 1.3 - 1.0 must not exceed a threshold of 0.3; equal values need no such margin
    margin = 1e-12 * np.abs(x).max() if q else 0.0
    return np.searchsorted(np.sort(x), x - q - margin, side="left").astype(np.float64)


def _ramp(x: Array, q: float, p: float) -> Array:
    """For each value, sum over those below it of a preference rising from 0 (q below) to 1 (p below or more)."""
    if p == q:
        return _beyond(x, q)
    x = x - np.median(x)  # prefix sums lose digits far from zero
    ordered = np.sort(x)
    sums = np.concatenate([[0.0], np.cumsum(ordered)])
    full = np.searchsorted(ordered, x - p, side="left")
    some = np.searchsorted(ordered, x - q, side="left")
    partial = ((x - q) * (some - full) - (sums[some] - sums[full])) / (p - q)
    return np.asarray(full + partial)


def _gaussian(x: Array, s: float) -> tuple[Array, Array]:
    """Pair by pair over distinct values: this preference has no prefix sum."""
    distinct, which, count = np.unique(x, return_inverse=True, return_counts=True)
    above, below = np.zeros(len(distinct)), np.zeros(len(distinct))
    size = max(1, _BLOCK // len(distinct))
    for start in range(0, len(distinct), size):
        rows = slice(start, start + size)
        d = np.maximum(distinct[rows, None] - distinct, 0) / s
        preference = -np.expm1(-(d**2) / 2)
        above[rows] = preference @ count
        below += count[rows] @ preference
    return above[which], below[which]


CARDS = (
    Card(
        id="promethee_ii",
        label="Flux nets de surclassement (PROMETHEE II)",
        formula="φ(a) = Σ_b [π(a, b) - π(b, a)] / (m - 1), avec π(a, b) = Σ_k w(k) P_k(x(a, k) - x(b, k))",
        unit="sans unité",
        range="-1 à 1 ; la somme des flux est nulle",
        neutral="0 : préférée aux autres autant que les autres lui sont préférées",
        reading="Un flux de 0,4 : en moyenne, l'alternative l'emporte sur les autres de 40 points de pourcentage de "
        "préférence.",
        conventions=(
            "Fonction de préférence « usual » par défaut : toute différence compte entièrement. Les six fonctions de "
            "Brans et Vincke sont proposées, seuils dans l'unité du critère.",
            "Seuils atteints exactement : un écart égal à q ne donne aucune préférence, un écart égal à p donne 0,5 "
            "(level) ou 1 (linear, v_shape).",
            "Les poids sont ramenés à une somme de 1 ; une alternative seule a un flux nul.",
            "Ajouter une alternative peut inverser l'ordre de deux autres.",
        ),
        references=(
            "Brans J.-P., Vincke P., 1985, A preference ranking organisation method, Management Science 31(6), "
            "doi:10.1287/mnsc.31.6.647",
        ),
    ),
)
