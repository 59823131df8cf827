"""Ranking alternatives on several criteria: weighted sum, closeness to an ideal, compromise."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ancrage.domain.card import Card
from ancrage.methods.arguments import checked
from ancrage.methods.arrays import ROUNDING, above, at_least, number, settled
from ancrage.methods.decision import Array, as_table, as_types, as_weights
from ancrage.methods.scaling import Cost, Normalisation, normalise


@checked
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


@checked
def topsis(
    matrix: ArrayLike,
    weights: ArrayLike,
    types: ArrayLike | None = None,
    normalisation: Normalisation = "vector",
    *,
    cost: Cost | None = None,
) -> Array:
    """Closeness to the ideal: C = d- / (d+ + d-), Euclidean distances to the best and worst weighted values met.

    matrix: n_alternatives x n_criteria; weights, types, normalisation, cost: see `weighted_sum`.
    Returns n_alternatives values in [0, 1], 1 for an alternative best on every criterion; 0.5 for all when nothing
    separates them. Raises ValueError: NaN, shapes, weights, scaling.
    Source: Hwang & Yoon 1981, doi:10.1007/978-3-642-48318-9.
    """
    table = as_table(matrix)
    v = normalise(table, types, normalisation, cost=cost) * as_weights(weights, table.shape[1])
    to_best = np.sqrt(((v - v.max(axis=0)) ** 2).sum(axis=1))
    to_worst = np.sqrt(((v - v.min(axis=0)) ** 2).sum(axis=1))
    closeness, both = np.full(len(v), 0.5), to_best + to_worst
    np.divide(to_worst, both, out=closeness, where=both > 0)
    return closeness


@dataclass(frozen=True, slots=True)
class Vikor:
    """Result of `vikor`: group utility S, individual regret R, index Q (all: lower is better), ranking by Q (row
    numbers, best first), the compromise set (row numbers) and whether each condition holds."""

    S: Array
    R: Array
    Q: Array
    ranking: NDArray[np.intp]
    compromise: NDArray[np.intp]
    acceptable_advantage: bool
    acceptable_stability: bool


@checked
def vikor(matrix: ArrayLike, weights: ArrayLike, types: ArrayLike | None = None, v: float = 0.5) -> Vikor:
    """Compromise ranking: S = sum_j w_j (f*_j - f_j) / (f*_j - f-_j), R = the largest of these terms,
    Q = v (S - S*) / (S- - S*) + (1 - v) (R - R*) / (R- - R*); a term whose denominator is 0 counts 0.

    The best by Q is proposed alone if it leads by 1 / (m - 1) or more (advantage) and is also best by S or R
    (stability). Without stability the second joins it; without advantage, all those closer than 1 / (m - 1).

    matrix: m x n_criteria; weights: n_criteria, rescaled to sum to one; types: 1 gain, -1 cost; v in [0, 1]: weight
    of the majority against the individual veto. No unit. Raises ValueError: NaN, shapes, weights, v.
    Source: Opricovic & Tzeng 2004, doi:10.1016/S0377-2217(03)00020-1; 2007, doi:10.1016/j.ejor.2006.01.020.
    """
    table = as_table(matrix)
    m, n = table.shape
    number(v, "v", low=0, high=1)
    table = table * as_types(types, n)
    regret = as_weights(weights, n) * _from_best(-table)
    S, R = regret.sum(axis=1), regret.max(axis=1)
    Q = v * _from_best(S) + (1 - v) * _from_best(R)
    # scores of the size of one, equal but for rounding, are equal: Q then S then the row decide
    ranking = np.lexsort((settled(S, 1.0), settled(Q, 1.0)))
    best, step = ranking[0], 1 / (m - 1) if m > 1 else 0.0
    far = at_least(Q - Q[best], step, 1.0)
    advantage = m == 1 or bool(far[ranking[1]])
    stability = not above(S[best], S.min(), 1.0) or not above(R[best], R.min(), 1.0)
    near = ranking[~far[ranking]] if not advantage else ranking[: 1 if stability else 2]
    return Vikor(S, R, Q, ranking, near, advantage, stability)


def _from_best(x: Array) -> Array:
    """(x - min) / (max - min) a column; 0 where all are equal."""
    low, span = x.min(axis=0), np.ptp(x, axis=0)
    part = np.zeros_like(x)
    np.divide(x - low, span, out=part, where=span > ROUNDING * np.abs(x).max(axis=0))
    return part


CARDS = (
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
    Card(
        id="topsis",
        label="Proximité à l'idéal (TOPSIS)",
        formula="C = d- / (d+ + d-), distances euclidiennes au meilleur et au pire des valeurs pondérées",
        unit="sans unité",
        range="0 à 1",
        neutral="0,5 : aussi loin du meilleur que du pire",
        reading="À 0,8, l'alternative est bien plus proche du meilleur que du pire sur l'ensemble des critères.",
        conventions=(
            "Échelle vectorielle par défaut, celle des auteurs ; d'autres outils prennent le min-max et le premier du "
            "classement peut alors changer.",
            "Alternatives toutes égales : 0,5 pour toutes.",
            "Ajouter une alternative peut inverser l'ordre de deux autres.",
        ),
        references=(
            "Hwang C.-L., Yoon K., 1981, Multiple Attribute Decision Making, Springer, doi:10.1007/978-3-642-48318-9",
            "Opricovic S., Tzeng G.-H., 2004, Compromise solution by MCDM methods, European Journal of Operational "
            "Research 156(2), doi:10.1016/S0377-2217(03)00020-1",
        ),
    ),
    Card(
        id="vikor",
        label="Compromis (VIKOR)",
        formula="Q = v (S - S*) / (S- - S*) + (1 - v) (R - R*) / (R- - R*) ; S somme et R maximum des regrets pondérés",
        unit="sans unité",
        range="0 (meilleur) à 1",
        neutral="aucune valeur neutre : Q se lit par comparaison",
        reading="Q faible : bon pour la majorité des critères sans être très mauvais sur aucun.",
        conventions=(
            "v = 0,5 par défaut : majorité et veto pèsent autant.",
            "Quand toutes les valeurs d'un terme sont égales (division par zéro), le terme vaut 0.",
            "Ensemble de compromis : le premier seul s'il devance le deuxième d'au moins 1/(m-1) et s'il est aussi "
            "premier selon S ou R ; sinon tous ceux que cette règle ne sépare pas.",
            "Égalité de Q : départage par S.",
        ),
        references=(
            "Opricovic S., Tzeng G.-H., 2004, Compromise solution by MCDM methods, European Journal of Operational "
            "Research 156(2), doi:10.1016/S0377-2217(03)00020-1",
            "Opricovic S., Tzeng G.-H., 2007, Extended VIKOR method in comparison with outranking methods, European "
            "Journal of Operational Research 178(2), doi:10.1016/j.ejor.2006.01.020",
        ),
    ),
)
