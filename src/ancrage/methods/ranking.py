"""Ranking alternatives on several criteria: scaling, weighted sum, TOPSIS, VIKOR, value functions."""

from collections.abc import Callable
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from ancrage.domain.card import Card
from ancrage.methods.decision import Array, as_table, as_types, as_weights

Normalisation = Literal["sum", "minmax", "vector", "rank", "none"]
Cost = Literal["inverse", "reflect", "complement"]


def _share(x: Array) -> Array:
    if np.nanmin(x) < 0:
        raise ValueError("« matrix » : la normalisation « sum » demande des valeurs positives ou nulles.")
    return _ratio(x, np.nansum(x))


def _ratio(x: Array, total: float) -> Array:
    """x / total; 0 everywhere when the total is 0 (all values are 0)."""
    return x / total if total > 0 else np.where(np.isnan(x), np.nan, 0.0)


def _minmax(x: Array) -> Array:
    """From 0 (lowest) to 1 (highest); a constant criterion, which says nothing, is 0.5 for all."""
    low, high = np.nanmin(x), np.nanmax(x)
    return (x - low) / (high - low) if high > low else np.where(np.isnan(x), np.nan, 0.5)


def _percentile(x: Array) -> Array:
    """Mean rank of ties from 0 (lowest) to 1 (highest); 0.5 for all when constant or alone."""
    known = np.sort(x[~np.isnan(x)])
    below, upto = np.searchsorted(known, x, "left"), np.searchsorted(known, x, "right")
    rank = (below + upto - 1) / 2
    share = rank / (len(known) - 1) if len(known) > 1 else np.full(len(x), 0.5)
    return np.where(np.isnan(x), np.nan, share)


_SCALES: dict[str, Callable[[Array], Array]] = {
    "sum": _share,
    "minmax": _minmax,
    "vector": lambda x: _ratio(x, float(np.sqrt(np.nansum(x**2)))),
    "rank": _percentile,
    "none": lambda x: x,
}


def _benefit(x: Array, cost: Cost) -> Array:
    """A cost turned into a benefit before scaling."""
    if cost == "reflect":
        return np.asarray(np.nanmax(x) - x)
    if np.nanmin(x) <= 0:
        raise ValueError("« matrix » : un coût inversé (1/x) demande des valeurs strictement positives.")
    return 1 / x


def normalise(
    matrix: ArrayLike,
    types: ArrayLike | None = None,
    normalisation: Normalisation = "minmax",
    *,
    cost: Cost | None = None,
) -> Array:
    """Put criteria on one scale, more being better for all.

    Formulas: sum x / sum x; minmax (x - min) / (max - min); vector x / sqrt(sum x^2); rank (rank - 1) / (n - 1),
    ties at their mean rank; none: as given. `cost` says how a cost (type -1) becomes a benefit: "inverse" 1/x or
    "reflect" max - x before scaling, "complement" 1 - scaled after. Default: inverse for sum (as published),
    complement otherwise (with "none" the values are taken to lie in [0, 1]).

    matrix: n_alternatives x n_criteria, NaN allowed and kept; types: n_criteria of 1 or -1 (default all 1).
    Returns the same shape, no unit. A constant criterion gives 0.5 (minmax, rank).
    Raises ValueError: shapes, infinite values, negatives with "sum", non-positive costs with "inverse".
    Source: Jahan & Edwards 2015, doi:10.1016/j.matdes.2014.09.022.
    """
    table = as_table(matrix, missing=True)
    t = as_types(types, table.shape[1])
    if normalisation not in _SCALES:
        raise ValueError(f"« normalisation » doit être l'une de : {', '.join(_SCALES)} (reçu : {normalisation}).")
    cost = cost or ("inverse" if normalisation == "sum" else "complement")
    if cost not in ("inverse", "reflect", "complement"):
        raise ValueError(f"« cost » doit être inverse, reflect ou complement (reçu : {cost}).")
    scaled = np.full_like(table, np.nan)
    for j, x in enumerate(table.T):
        if np.isnan(x).all():
            continue
        if t[j] < 0 and cost != "complement":
            scaled[:, j] = _SCALES[normalisation](_benefit(x, cost))
        else:
            y = _SCALES[normalisation](x)
            scaled[:, j] = y if t[j] > 0 else 1 - y
    return scaled


def weighted_sum(
    matrix: ArrayLike,
    weights: ArrayLike,
    types: ArrayLike | None = None,
    normalisation: Normalisation = "minmax",
    *,
    cost: Cost | None = None,
    missing: Literal["error", "renormalise"] = "error",
) -> Array:
    """Score of each alternative: v_a = sum_j w_j n_aj, weights rescaled to sum to one.

    matrix: n_alternatives x n_criteria; weights: n_criteria, >= 0; types, normalisation, cost: see `normalise`.
    missing: "error" refuses NaN; "renormalise" spreads the weight of absent criteria over those present, in
    proportion (`weight_present` says how much weight that leaves; an alternative with none scores NaN).
    Returns n_alternatives scores, higher is better, in [0, 1] for minmax and rank.
    Raises ValueError: see `normalise`; weights negative or all zero; NaN with "error".
    Source: Fishburn 1967, doi:10.1287/opre.15.3.537.
    """
    if missing not in ("error", "renormalise"):
        raise ValueError(f"« missing » doit être error ou renormalise (reçu : {missing}).")
    table = as_table(matrix, missing=missing == "renormalise")
    w = as_weights(weights, table.shape[1])
    scaled = normalise(table, types, normalisation, cost=cost)
    if missing == "error":
        return np.asarray(scaled @ w)
    present = weight_present(table, w)
    score = np.full(len(table), np.nan)
    np.divide(np.nan_to_num(scaled) @ w, present, out=score, where=present > 0)
    return score


def weight_present(matrix: ArrayLike, weights: ArrayLike) -> Array:
    """Share of the weight carried by criteria that are known, for each alternative: sum of w_j where x_aj is not NaN.

    matrix: n_alternatives x n_criteria; weights: n_criteria. Returns n_alternatives shares in [0, 1].
    Raises ValueError as `weighted_sum`. Source: own definition, companion of `weighted_sum`.
    """
    table = as_table(matrix, missing=True)
    known: Array = (~np.isnan(table)).astype(np.float64)
    return known @ as_weights(weights, table.shape[1])


CARDS = (
    Card(
        id="normalise",
        label="Mise à l'échelle des critères",
        formula="somme : x / Σx ; min-max : (x - min) / (max - min) ; vecteur : x / √Σx² ; rang : (rang - 1) / (n - 1)",
        unit="sans unité",
        range="0 à 1 (min-max, rang, somme) ; -1 à 1 (vecteur)",
        neutral="0,5 pour un critère constant (min-max, rang)",
        reading="Ramène des euros, des emplois ou des indices sur une échelle commune où plus est toujours mieux.",
        conventions=(
            "Min-max par défaut ; l'échelle peut changer le classement, elle est donc toujours affichée.",
            "Coût : 1/x avant la somme (comme dans les publications), complément à 1 ailleurs ; max - x possible.",
            "Ex æquo : rang moyen. Critère constant : 0,5 pour tous, il ne départage rien.",
            "Une valeur manquante reste manquante.",
        ),
        references=(
            "Jahan A., Edwards K. L., 2015, A state-of-the-art survey on the influence of normalization techniques in "
            "ranking, Materials & Design 65, doi:10.1016/j.matdes.2014.09.022",
        ),
    ),
    Card(
        id="weighted_sum",
        label="Somme pondérée",
        formula="v(a) = Σ w(j) n(a, j), avec Σ w(j) = 1 et n la valeur mise à l'échelle",
        unit="sans unité",
        range="0 à 1 avec les échelles min-max et rang",
        neutral="0,5 si l'alternative est au milieu de l'échelle sur chaque critère",
        reading="Plus le score est élevé, mieux l'alternative sert l'ensemble des critères ; un point fort peut "
        "compenser un point faible.",
        conventions=(
            "Les poids sont ramenés à une somme de 1.",
            "Valeur manquante : refusée par défaut ; sur demande, le poids des critères absents est réparti entre les "
            "critères présents et la part du poids présente est donnée à côté.",
            "Échelle min-max par défaut (voir « Mise à l'échelle des critères »).",
        ),
        references=(
            "Fishburn P. C., 1967, Additive utilities with incomplete product sets, Operations Research 15(3), "
            "doi:10.1287/opre.15.3.537",
        ),
    ),
    Card(
        id="weight_present",
        label="Part du poids renseignée",
        formula="p(a) = Σ w(j) sur les critères j connus pour a",
        unit="part du poids total",
        range="0 à 1",
        neutral="1 quand tous les critères sont connus",
        reading="À 0,6, quatre dixièmes du poids portent sur des données absentes : le score est à lire avec prudence.",
        conventions=("Un zéro est une valeur connue ; seule une valeur manquante retire du poids.",),
        references=("Définition propre à Ancrage, complément de la somme pondérée.",),
    ),
)
