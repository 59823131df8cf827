"""Inequality of a quantity between people, territories or groups."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ancrage.domain.card import Card
from ancrage.methods.arguments import checked
from ancrage.methods.arrays import Floats, categories, numbers, ratio, same_shape


@dataclass(frozen=True, slots=True)
class TheilParts:
    """Theil index and its two parts: `total` = `between` groups + `within` groups."""

    total: float
    between: float
    within: float


@checked
def gini(values: ArrayLike, weights: ArrayLike | None = None, *, normalised: bool = False) -> float:
    """Gini index of a vector: G = 1 - sum_k w_k (Y_k-1 + Y_k) over the cumulated shares, sorted ascending.

    `weights` are sizes of classes (persons, jobs), `values` what each member of the class has; without weights each
    value counts for 1/n. `normalised` divides by 1 - w of the smallest class (n / (n - 1) without weights), so that
    everything held by that class gives 1. Without unit, from 0 (equality) to 1. NaN when everything is zero.
    Raises ValueError on NaN, negatives or shapes that differ.
    Source: Gini 1912; Lorenz 1905, doi:10.2307/2276207.
    """
    amounts = numbers(values, "values", 1)
    sizes = np.ones_like(amounts) if weights is None else numbers(weights, "weights", 1)
    same_shape(values=amounts, weights=sizes)
    order = np.argsort(amounts, kind="stable")
    amounts, sizes = amounts[order], ratio(sizes[order], sizes.sum())
    held = np.cumsum(amounts * sizes)
    cumulated = ratio(held, held[-1]) if held.size else held
    index = 1 - float(sizes @ (cumulated + np.concatenate([[0.0], cumulated[:-1]]))) if held.size else np.nan
    if normalised:
        smallest = sizes[sizes > 0].min(initial=1.0)
        index = min(index / (1 - smallest), 1.0) if smallest < 1 else np.nan
    return float(index)


def _sizes(values: ArrayLike, population: ArrayLike | None) -> tuple[Floats, Floats]:
    """Values relative to their mean, and the weight of each."""
    amounts = numbers(values, "values", 1)
    persons = np.ones_like(amounts) if population is None else numbers(population, "population", 1)
    same_shape(values=amounts, population=persons)
    if not (amounts @ persons > 0):
        raise ValueError("« values » est entièrement nul ou vide : l'inégalité n'a pas de sens.")
    weights = persons / persons.sum()
    return amounts / (weights @ amounts), weights


def theil(values: ArrayLike, population: ArrayLike | None = None) -> float:
    """Theil index T, GE(1): T = mean of (x/mu) ln(x/mu). Not the mean log deviation, which some packages give instead.

    `values` a vector (income, jobs a head...), weighted by `population` if given. Without unit, from 0 to ln n; a
    value of 0 counts for 0. Raises ValueError on NaN, negatives, or a zero total. Source: Theil 1967.
    """
    x, weights = _sizes(values, population)
    return float(weights @ (x * np.log(np.where(x > 0, x, 1.0))))


def mean_log_deviation(values: ArrayLike, population: ArrayLike | None = None) -> float:
    """Mean log deviation, GE(0) or Theil L: mean of ln(mu/x). What R's REAT calls "theil".

    Arguments and errors as in `theil`. Without unit, from 0; infinite when a value is 0.
    Source: Theil 1967; Shorrocks 1980, doi:10.2307/1913126.
    """
    x, weights = _sizes(values, population)
    counted = weights > 0
    if (x[counted] == 0).any():
        return float("inf")
    return float(-(weights[counted] @ np.log(x[counted])))


def theil_decomposition(values: ArrayLike, groups: Sequence[object], population: ArrayLike | None = None) -> TheilParts:
    """Theil T between and within groups: T = sum_g Y_g ln(Y_g / P_g) + sum_g Y_g T_g.

    `groups` one label a value; Y_g and P_g are the shares of group g in the amounts and in the population.
    Without unit; the two parts add up to `theil`. Raises ValueError as `theil`, or when lengths differ.
    Source: Theil 1967; Shorrocks 1980, doi:10.2307/1913126.
    """
    x, weights = _sizes(values, population)
    of = categories(groups, "groups", len(x))
    amount, persons = np.bincount(of, x * weights), np.bincount(of, weights)
    filled = amount > 0
    between = float(amount[filled] @ np.log(amount[filled] / persons[filled]))
    total = theil(values, population)
    return TheilParts(total=total, between=between, within=total - between)


CARDS = (
    Card(
        id="gini",
        label="Indice de Gini",
        formula="G = 1 − Σ w_k (Y_k−1 + Y_k), parts cumulées dans l'ordre croissant",
        unit="sans unité",
        range="de 0 à 1 − 1/n (à 1 dans la forme normalisée)",
        neutral="0 : égalité parfaite",
        reading="0,5 : la répartition est à mi-chemin entre l'égalité et la possession par un seul.",
        conventions=(
            "Poids 1/n, ou la taille des classes.",
            "La forme normalisée divise par 1 − la plus petite classe : n / (n − 1) sans poids.",
        ),
        references=(
            "Gini C., 1912, Variabilità e mutabilità, Bologna.",
            "Lorenz M. O., 1905, Publications of the ASA 9(70), doi:10.2307/2276207.",
        ),
    ),
    Card(
        id="theil",
        label="Indice de Theil (T)",
        formula="T = moyenne de (x/μ) ln(x/μ)",
        unit="sans unité",
        range="de 0 à ln n",
        neutral="0 : égalité parfaite",
        reading="0,25 : inégalité modérée ; l'indice est plus sensible au haut de la distribution.",
        conventions=(
            "Logarithme naturel.",
            "À ne pas confondre avec l'écart logarithmique moyen, que certains logiciels (REAT) appellent Theil.",
        ),
        references=("Theil H., 1967, Economics and Information Theory, North-Holland.",),
    ),
    Card(
        id="mean_log_deviation",
        label="Écart logarithmique moyen (Theil L)",
        formula="L = moyenne de ln(μ/x)",
        unit="sans unité",
        range="de 0 à l'infini",
        neutral="0 : égalité parfaite",
        reading="0,23 : inégalité modérée ; l'indice est plus sensible au bas de la distribution.",
        conventions=("Infini dès qu'une valeur est nulle.", "C'est ce que REAT nomme « theil »."),
        references=("Shorrocks A., 1980, Econometrica 48(3), doi:10.2307/1913126.",),
    ),
    Card(
        id="theil_decomposition",
        label="Theil entre et dans les groupes",
        formula="T = Σ_g Y_g ln(Y_g / P_g) + Σ_g Y_g T_g",
        unit="sans unité",
        range="chaque part de 0 au total",
        neutral="0 entre les groupes : groupes de même moyenne",
        reading="0,10 entre et 0,15 dans les groupes : 40 % de l'inégalité tient à l'écart entre les groupes.",
        conventions=("Pondérée par la population si elle est donnée ; la part interne est le reste exact.",),
        references=("Shorrocks A., 1980, Econometrica 48(3), doi:10.2307/1913126.",),
    ),
)
