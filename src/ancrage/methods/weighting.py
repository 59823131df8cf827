"""Weights from judgements: pairwise comparisons (AHP), best-worst method."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from ancrage.domain.card import Card
from ancrage.methods.arguments import checked
from ancrage.methods.arrays import ROUNDING, numbers
from ancrage.methods.decision import Array

# mean consistency index of random matrices of order 1 to 10 (Saaty 1980)
SAATY_RANDOM_INDEX = (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49)


@dataclass(frozen=True, slots=True)
class Pairwise:
    """Result of `ahp_weights`: weights, principal eigenvalue, consistency index and ratio (accept below 0.1)."""

    weights: Array
    lambda_max: float
    ci: float
    cr: float


def ahp_weights(matrix: ArrayLike, ri: float | Sequence[float] = SAATY_RANDOM_INDEX) -> Pairwise:
    """Weights from pairwise comparisons: principal eigenvector; CI = (lambda - n) / (n - 1), CR = CI / RI(n).

    matrix: n x n, a_ij = how many times i matters more than j, a_ji = 1 / a_ij (to 2 %, judgements are rounded);
    or k x n x n for k people, whose judgements are combined by their geometric mean.
    ri: random index of order n, or the table by order (default Saaty's). Orders 1 and 2 are always consistent.
    Weights sum to one, no unit. Raises ValueError: not square, positive, reciprocal; order beyond the table.
    Source: Saaty 1977, doi:10.1016/0022-2496(77)90033-5; groups: Aczel & Saaty 1983.
    """
    a = numbers(matrix, "matrix", low=0)
    if a.ndim == 3 and len(a):
        a = np.exp(np.log([_reciprocal(one) for one in a]).mean(axis=0))
    a = _reciprocal(a)
    n = len(a)
    values, vectors = np.linalg.eig(a)
    principal = int(np.argmax(values.real))
    weights = np.abs(vectors[:, principal].real)
    lambda_max = float(values[principal].real)
    ci = max((lambda_max - n) / (n - 1), 0.0) if n > 2 else 0.0
    return Pairwise(weights / weights.sum(), lambda_max, ci, ci / _random_index(ri, n) if ci else 0.0)


def ahp_scores(criteria: ArrayLike, alternatives: Sequence[ArrayLike]) -> Array:
    """Scores of alternatives in a two-level hierarchy: sum over criteria of weight x local priority.

    criteria: n x n comparisons of criteria; alternatives: n matrices m x m comparing alternatives on each criterion.
    Returns m scores that sum to one. Raises ValueError as `ahp_weights`, and when a criterion has no matrix.
    Source: Saaty 1980, The Analytic Hierarchy Process.
    """
    weights = ahp_weights(criteria).weights
    if not isinstance(alternatives, Sequence | np.ndarray) or len(alternatives) != len(weights):
        raise ValueError(f"« alternatives » doit compter {len(weights)} matrices, une par critère.")
    local = [ahp_weights(matrix).weights for matrix in alternatives]
    if len({len(p) for p in local}) > 1:
        raise ValueError("« alternatives » : les matrices n'ont pas toutes le même nombre d'alternatives.")
    return np.asarray(weights @ np.array(local))


def _reciprocal(a: Array) -> Array:
    if a.ndim != 2 or a.shape[0] != a.shape[1] or not len(a):
        raise ValueError("« matrix » doit être une matrice carrée de comparaisons, non vide.")
    if (a <= 0).any():
        raise ValueError("« matrix » : chaque comparaison doit être un nombre strictement positif.")
    wrong = np.argwhere(abs(a * a.T - 1) > 0.02)
    if len(wrong):
        i, j = wrong[0]
        raise ValueError(f"« matrix » : la comparaison ({j}, {i}) n'est pas l'inverse de la comparaison ({i}, {j}).")
    return a


def _random_index(ri: float | Sequence[float], n: int) -> float:
    known = np.atleast_1d(numbers(ri, "ri"))
    if known.ndim > 1 or (np.ndim(ri) and n > len(known)):
        raise ValueError(f"« ri » ne donne pas d'indice aléatoire pour {n} critères ; donner la valeur.")
    value = float(known[n - 1] if np.ndim(ri) else known[0])
    if not value > 0:
        raise ValueError("« ri » doit être strictement positif.")
    return value


@dataclass(frozen=True, slots=True)
class BestWorst:
    """Result of `bwm_weights`: weights, xi (0 when judgements agree), cr = xi / consistency index for the nonlinear
    model (the linear one reads xi itself), and the interval of each weight among the optima."""

    weights: Array
    xi: float
    cr: float
    lower: Array
    upper: Array


@checked
def bwm_weights(
    best_to_others: ArrayLike,
    others_to_worst: ArrayLike,
    model: Literal["linear", "nonlinear"] = "linear",
) -> BestWorst:
    """Weights from 2n - 3 judgements: how much the best criterion outweighs each, and each outweighs the worst.

    linear: min xi, |w_B - a_Bj w_j| <= xi, |w_j - a_jW w_W| <= xi; nonlinear: the same with ratios,
    |w_B / w_j - a_Bj| <= xi, |w_j / w_W - a_jW| <= xi, whose optima form intervals: their centre is returned.
    best_to_others, others_to_worst: n numbers >= 1 (scale 1 to 9); the best is where the first is 1, the worst where
    the second is 1, and both must say the same of the best against the worst.
    Weights sum to one, no unit. Raises ValueError: lengths, numbers below 1, no best or worst, contradiction.
    Source: Rezaei 2015, doi:10.1016/j.omega.2014.11.009; 2016, doi:10.1016/j.omega.2015.12.001.
    """
    to_others = numbers(best_to_others, "best_to_others", 1, low=1)
    to_worst = numbers(others_to_worst, "others_to_worst", 1, low=1)
    if to_others.shape != to_worst.shape or not len(to_others):
        raise ValueError("« best_to_others » et « others_to_worst » doivent compter une valeur par critère.")
    if to_others.min() > 1 or to_worst.min() > 1:
        raise ValueError("« best_to_others », « others_to_worst » : 1 doit désigner le meilleur et le pire critère.")
    best = int(np.argmax(np.where(to_others == 1, to_worst, 0)))
    worst = int(np.argmax(np.where(to_worst == 1, to_others, 0)))
    if not np.isclose(to_others[worst], to_worst[best], rtol=ROUNDING, atol=0):
        raise ValueError("« best_to_others », « others_to_worst » se contredisent sur le meilleur face au pire.")
    if model == "linear":
        return _linear(to_others, to_worst, best, worst)
    if model == "nonlinear":
        return _nonlinear(to_others, to_worst, best, worst)
    raise ValueError(f"« model » doit être linear ou nonlinear (reçu : {model}).")


def _gaps(to_others: Array, to_worst: Array, best: int, worst: int) -> Array:
    """Rows of w_B - a_Bj w_j, then of w_j - a_jW w_W."""
    n = len(to_others)
    first, second = -np.diag(to_others), np.eye(n)
    first[:, best] += 1
    second[:, worst] -= to_worst
    return np.vstack([first, second])


def _smallest(cost: Array, rows: Array, ones: Array) -> Array:
    """The point minimising `cost` where rows @ x <= 0, ones @ x = 1, x >= 0."""
    from scipy.optimize import linprog

    return np.asarray(linprog(cost, A_ub=rows, b_ub=np.zeros(len(rows)), A_eq=ones[None], b_eq=[1.0]).x)


def _linear(to_others: Array, to_worst: Array, best: int, worst: int) -> BestWorst:
    gaps = _gaps(to_others, to_worst, best, worst)
    n = len(to_others)
    last = np.eye(n + 1)[n]
    found = _smallest(last, np.hstack([np.vstack([gaps, -gaps]), -np.ones((4 * n, 1))]), 1 - last)
    weights, xi = found[:n], float(found[n])
    return BestWorst(weights, xi, xi, weights, weights)


def _nonlinear(to_others: Array, to_worst: Array, best: int, worst: int) -> BestWorst:
    ratio = to_others[worst]
    low, high = 0.0, 0.0 if _feasible(to_others, to_worst, ratio, 1e-12) else float(ratio)
    while high - low > 1e-13 * ratio:
        middle = (low + high) / 2
        low, high = (low, middle) if _feasible(to_others, to_worst, ratio, middle) else (middle, high)
    n, xi = len(to_others), high
    gaps = _gaps(to_others, to_worst, best, worst)
    slack = (xi + 1e-10) * np.vstack([np.eye(n), np.outer(np.ones(n), np.eye(n)[worst])])
    rows = np.vstack([gaps - slack, -gaps - slack])
    ends = [(_smallest(c, rows, np.ones(n)) @ c, _smallest(-c, rows, np.ones(n)) @ c) for c in np.eye(n)]
    lower, upper = np.array(ends).T
    centre = (lower + upper) / 2
    index = (1 + 2 * ratio - np.sqrt(1 + 8 * ratio)) / 2
    return BestWorst(centre / centre.sum(), xi, float(xi / index) if index else 0.0, lower, upper)


def _feasible(to_others: Array, to_worst: Array, ratio: float, xi: float) -> bool:
    """Some w_B / w_W suits every criterion: each allows an interval of it, and intervals that all meet share a "
    "point."""
    low = np.maximum(to_others - xi, 0) * np.maximum(to_worst - xi, 0)
    high = (to_others + xi) * (to_worst + xi)
    return bool(max(low.max(), ratio - xi) <= min(high.min(), ratio + xi))


CARDS = (
    Card(
        id="ahp_weights",
        label="Poids par comparaisons deux à deux (AHP)",
        formula="A w = λ w ; CI = (λ - n) / (n - 1) ; CR = CI / RI(n)",
        unit="part du poids total",
        range="0 à 1, somme 1",
        neutral="1/n quand tous les critères comptent autant",
        reading="Un rapport de cohérence CR sous 0,1 : les jugements se tiennent ; au-delà, il faut en revoir.",
        conventions=(
            "Indice aléatoire RI de Saaty : 0 ; 0 ; 0,58 ; 0,90 ; 1,12 ; 1,24 ; 1,32 ; 1,41 ; 1,45 ; 1,49 pour 1 à 10 "
            "critères. D'autres tables existent (0,52 pour 3 critères) et peuvent être données.",
            "Plusieurs personnes : moyenne géométrique des jugements.",
            "Un ou deux critères : toujours cohérent, CR = 0.",
            "Jugements réciproques à 2 % près, pour accepter 0,33 face à 3.",
        ),
        references=(
            "Saaty T. L., 1977, A scaling method for priorities in hierarchical structures, Journal of Mathematical "
            "Psychology 15(3), doi:10.1016/0022-2496(77)90033-5",
            "Aczel J., Saaty T. L., 1983, Procedures for synthesizing ratio judgements, Journal of Mathematical "
            "Psychology 27(1), doi:10.1016/0022-2496(83)90028-7",
        ),
    ),
    Card(
        id="ahp_scores",
        label="Score hiérarchique (AHP)",
        formula="s(a) = Σ_j w(j) p(a, j), w poids des critères, p priorité de a sur le critère j",
        unit="part du total",
        range="0 à 1, somme 1",
        neutral="1/m pour m alternatives équivalentes",
        reading="Part de la préférence globale qui revient à chaque alternative.",
        conventions=("Synthèse distributive : les priorités locales somment à 1 sur chaque critère.",),
        references=("Saaty T. L., 1980, The Analytic Hierarchy Process, McGraw-Hill",),
    ),
    Card(
        id="bwm_weights",
        label="Poids par le meilleur et le pire critère (BWM)",
        formula="min ξ sous |w(B) - a(B,j) w(j)| ≤ ξ et |w(j) - a(j,W) w(W)| ≤ ξ, Σ w = 1",
        unit="part du poids total",
        range="0 à 1, somme 1",
        neutral="1/n quand tous les critères comptent autant",
        reading="ξ proche de 0 : les comparaisons au meilleur et au pire disent la même chose.",
        conventions=(
            "Modèle linéaire par défaut : solution unique. Modèle non linéaire (rapports) : centre des intervalles "
            "optimaux, ramené à une somme de 1, et CR = ξ / indice de cohérence.",
            "Indice de cohérence calculé : (1 + 2a - √(1 + 8a)) / 2, a étant le meilleur face au pire.",
        ),
        references=(
            "Rezaei J., 2015, Best-worst multi-criteria decision-making method, Omega 53, "
            "doi:10.1016/j.omega.2014.11.009",
            "Rezaei J., 2016, Best-worst multi-criteria decision-making method: some properties and a linear model, "
            "Omega 64, doi:10.1016/j.omega.2015.12.001",
        ),
    ),
)
