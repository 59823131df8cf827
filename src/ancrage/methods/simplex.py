"""Drawing criterion weights: what is not known about preferences, as points of the simplex."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from ancrage.domain.card import Card
from ancrage.methods.arguments import checked
from ancrage.methods.arrays import above, at_least, numbers, whole
from ancrage.methods.decision import Array, as_weights

_TRIALS = 500  # candidates tried for each draw wanted before the constraints are called too narrow


@checked
def draw_weights(
    n_criteria: int,
    n_draws: int = 10_000,
    *,
    seed: int = 0,
    central: ArrayLike | None = None,
    concentration: float | None = None,
    order: Sequence[int] | None = None,
    lower: ArrayLike | None = None,
    upper: ArrayLike | None = None,
) -> Array:
    """Random weight vectors, each non-negative and summing to one.

    Without `central`: uniform on the simplex, Dirichlet(1, ..., 1). With it: Dirichlet(concentration x central),
    of mean `central` and variance w(1-w)/(concentration+1). Constraints, exact (the same law given that they hold):
    order: criteria from the most to the least important, those not named are free;
    lower, upper: bounds of each weight, in [0, 1] (a number or n_criteria).

    Returns n_draws x n_criteria. Raises ValueError: contradictory bounds or order, constraints so narrow that
    fewer than one candidate in 500 satisfies them.
    Source: Tervonen & Lahdelma 2007, doi:10.1016/j.ejor.2005.12.037.
    """
    if n_criteria < 1 or n_draws < 1 or seed < 0:
        raise ValueError("« n_criteria » et « n_draws » doivent valoir au moins 1, « seed » au moins 0.")
    low, high = _bounds(lower, upper, n_criteria)
    ranked = _order(order, n_criteria)
    alpha = _alpha(central, concentration, n_criteria)
    # uniform draws may be moved instead of rejected: sorting keeps the law under an order, a shift under lower bounds
    uniform = central is None
    shift = low if uniform and not len(ranked) else np.zeros(n_criteria)
    rng = np.random.default_rng(seed)
    kept: list[Array] = []
    found = 0
    for _ in range(_TRIALS):
        w = shift + max(1 - shift.sum(), 0.0) * rng.dirichlet(alpha, n_draws)
        if uniform and len(ranked):
            w[:, ranked] = -np.sort(-w[:, ranked], axis=1)
        ok = ((w >= low) & (w <= high)).all(axis=1) & (np.diff(w[:, ranked], axis=1) <= 0).all(axis=1)
        kept.append(w[ok])
        found += int(ok.sum())
        if found >= n_draws:
            return np.concatenate(kept)[:n_draws]
    raise ValueError(
        "« order », « lower », « upper » : contraintes contradictoires ou trop étroites, "
        f"{found} tirage(s) acceptable(s) sur {_TRIALS * n_draws}."
    )


def _bounds(lower: ArrayLike | None, upper: ArrayLike | None, n: int) -> tuple[Array, Array]:
    bounds = [
        numbers(default if given is None else given, name, low=0, high=1)
        for name, given, default in (("lower", lower, 0.0), ("upper", upper, 1.0))
    ]
    if any(bound.shape not in ((), (n,)) for bound in bounds):
        raise ValueError(f"« lower » et « upper » doivent être un nombre, ou {n} nombres, un par critère.")
    low, high = (np.zeros(n) + bound for bound in bounds)
    if (low > high).any():
        raise ValueError("« lower » et « upper » doivent vérifier 0 <= lower <= upper <= 1 pour chaque critère.")
    # bounds that sum to one exactly leave one point: rounding must not take it away
    if above(low.sum(), 1.0) or not at_least(high.sum(), 1.0):
        raise ValueError("« lower », « upper » : aucune pondération de somme 1 ne respecte ces bornes.")
    return low, high


def _order(order: Sequence[int] | None, n: int) -> list[int]:
    ranked: list[int] = [] if order is None else whole(order, "order", 1, high=n - 1).tolist()
    if len(set(ranked)) != len(ranked):
        raise ValueError(f"« order » doit citer des critères distincts, de 0 à {n - 1}.")
    return ranked


def _alpha(central: ArrayLike | None, concentration: float | None, n: int) -> Array:
    if central is None:
        if concentration is not None:
            raise ValueError("« concentration » demande des poids centraux.")
        return np.ones(n)
    if concentration is None or not np.isfinite(concentration) or concentration <= 0:
        raise ValueError("« concentration » doit être un nombre strictement positif avec des poids centraux.")
    # Dirichlet needs every parameter above 0: a weight of zero stays, for practical purposes, zero
    return np.maximum(concentration * as_weights(central, n, "central"), 1e-9)


CARDS = (
    Card(
        id="draw_weights",
        label="Tirage de poids",
        formula="w ~ Dirichlet(1, ..., 1), ou Dirichlet(concentration × poids centraux), sachant les contraintes",
        unit="part du poids total",
        range="0 à 1 ; chaque tirage somme à 1",
        neutral="moyenne 1/n pour n critères sans préférence ni contrainte",
        reading="Chaque tirage est une pondération possible ; leur ensemble représente ce que l'on ignore des "
        "préférences.",
        conventions=(
            "Sans poids centraux, la loi est uniforme sur le simplexe.",
            "L'ordre et les bornes conditionnent la loi, sans la déformer : tri (ordre), translation (bornes "
            "basses), puis rejet des tirages hors contraintes.",
            "Concentration : la variance d'un poids vaut w(1-w)/(concentration+1).",
        ),
        references=(
            "Tervonen T., Lahdelma R., 2007, Implementing stochastic multicriteria acceptability analysis, European "
            "Journal of Operational Research 178(2), doi:10.1016/j.ejor.2005.12.037",
        ),
    ),
)
