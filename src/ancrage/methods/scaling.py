"""One scale for all criteria: more is better, no unit."""

from collections.abc import Callable
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from ancrage.domain.card import Card
from ancrage.methods.arguments import checked
from ancrage.methods.arrays import above, numbers, settled
from ancrage.methods.decision import Array, as_table, as_types

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
    x = settled(x)
    low, high = np.nanmin(x), np.nanmax(x)
    return (x - low) / (high - low) if high > low else np.where(np.isnan(x), np.nan, 0.5)


def _percentile(x: Array) -> Array:
    """Mean rank of ties from 0 (lowest) to 1 (highest); 0.5 for all when constant or alone."""
    x = settled(x)
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


@checked
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
    cost = cost or ("inverse" if normalisation == "sum" else "complement")
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


@checked
def value_function(
    x: ArrayLike,
    cutoffs: ArrayLike,
    values: ArrayLike,
    outside: Literal["clip", "interpolate", "error"] = "clip",
) -> Array:
    """Piecewise-linear value of a measure, through the points (cutoffs, values).

    x: any shape, unit of the cutoffs, NaN kept; cutoffs: 2 or more, strictly increasing; values: as many.
    outside: beyond the cutoffs, keep the end value (clip), prolong the end segment (interpolate), or refuse (error).
    Returns the shape of x. Raises ValueError: points, outside.
    Source: Tervonen & Lahdelma 2007, doi:10.1016/j.ejor.2005.12.037.
    """
    at = numbers(x, "x", negative=True, missing=True)
    points, level = numbers(cutoffs, "cutoffs", negative=True), numbers(values, "values", negative=True)
    if points.ndim != 1 or len(points) < 2 or points.shape != level.shape:
        raise ValueError("« cutoffs » et « values » doivent compter le même nombre de points, deux au moins.")
    if not (np.diff(points) > 0).all():
        raise ValueError("« cutoffs » doit être strictement croissant.")
    span = np.abs(points).max()
    if outside == "error" and (above(points[0], at, span) | above(at, points[-1], span)).any():
        raise ValueError(f"« x » sort de l'intervalle [{points[0]:g} ; {points[-1]:g}].")
    if outside != "interpolate":
        return np.asarray(np.interp(at, points, level))
    left = np.clip(np.searchsorted(points, at, side="right") - 1, 0, len(points) - 2)
    slope = np.diff(level) / np.diff(points)
    return np.asarray(level[left] + slope[left] * (at - points[left]))


CARDS = (
    Card(
        id="normalise",
        label="Mise à l'échelle des critères",
        formula="somme : x / Σx ; min-max : (x - min) / (max - min) ; vecteur : x / √Σx² ; rang : (rang - 1) / (n - 1)",
        unit="sans unité",
        range="0 à 1 (min-max, rang, somme) ; -1 à 1 (vecteur), 0 à 2 pour un coût, qui en est le complément à 1",
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
        id="value_function",
        label="Fonction de valeur linéaire par morceaux",
        formula="v(x) = interpolation linéaire entre les points (seuil, valeur)",
        unit="sans unité",
        range="celle des valeurs données aux seuils",
        neutral="celle que fixent les points choisis",
        reading="Traduit une mesure (hectares, euros) en satisfaction, selon des points que l'on peut discuter.",
        conventions=("Au-delà des seuils : valeur de l'extrémité par défaut ; prolongement ou refus sur demande.",),
        references=(
            "Tervonen T., Lahdelma R., 2007, Implementing stochastic multicriteria acceptability analysis, European "
            "Journal of Operational Research 178(2), doi:10.1016/j.ejor.2005.12.037",
        ),
    ),
)
