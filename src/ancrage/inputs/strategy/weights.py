"""Weights of stakes from what people find easier to say than a number: a ranking, or pairwise judgements."""

from collections.abc import Sequence
from dataclasses import dataclass

ACCEPTED_RATIO = 0.10
Judgements = dict[tuple[str, str], float]


@dataclass(frozen=True, slots=True)
class Compared:
    """Weights (sum 1), Saaty's consistency ratio (None: no judgement is there twice, by itself and by a path), and
    the judgements farthest from what the weights say, as (first, second, judged, w_first / w_second)."""

    weights: dict[str, float]
    ratio: float | None
    farthest: tuple[tuple[str, str, float, float], ...]


def ranked_weights(ranking: Sequence[Sequence[str]]) -> dict[str, float]:
    """Rank-order centroid: w_k = (1/n) sum_{j=k}^{n} 1/j for rank k of n; ties share the mean of their ranks.

    ranking: most important first, each place one code or several tied. Weights sum to one.
    Source: Barron & Barrett 1996, doi:10.1287/mnsc.42.11.1515.
    """
    n = sum(len(place) for place in ranking)
    centroid = [sum(1 / j for j in range(k, n + 1)) / n for k in range(1, n + 1)]
    weights: dict[str, float] = {}
    for place in ranking:
        first = len(weights)
        share = sum(centroid[first : first + len(place)]) / len(place)
        weights |= dict.fromkeys(place, share)
    return weights


def unlinked(codes: Sequence[str], pairs: Sequence[tuple[str, str]]) -> tuple[str, str] | None:
    """A pair of codes that no chain of comparisons links (the first code with the first out of its reach)."""
    reached = {codes[0]}
    while more := {c for pair in pairs if reached & set(pair) for c in pair} - reached:
        reached |= more
    return next(((codes[0], code) for code in codes if code not in reached), None)


def compared_weights(codes: Sequence[str], judgements: Judgements) -> Compared:
    """Weights from pairwise judgements, all or enough of them that a chain links every code to every other.

    A missing comparison is completed by the ratio of the logarithmic least-squares weights, which is the geometric
    mean over all the trees of known comparisons (Bozóki & Tsyganok 2019, doi:10.1080/03081079.2019.1585432); then
    the principal eigenvector (ahp_weights). The random index shrinks with the m missing comparisons:
    RI x (1 - 2m / ((n - 1)(n - 2))) (Ágoston & Csató 2022, doi:10.1016/j.omega.2021.102576, who complete by the
    smallest eigenvalue: the ratio here is never below theirs).
    """
    import numpy as np

    from ancrage.methods.weighting import ahp_weights

    n, at = len(codes), {code: i for i, code in enumerate(codes)}
    design = np.array([np.eye(n)[at[i]] - np.eye(n)[at[j]] for i, j in judgements])
    said = np.log(list(judgements.values()))
    logs = np.linalg.lstsq(design, said, rcond=None)[0]
    matrix = np.exp(logs[:, None] - logs[None, :])
    for (i, j), value in judgements.items():
        matrix[at[i], at[j]], matrix[at[j], at[i]] = value, 1 / value
    weights = ahp_weights(matrix, _random_index(n))
    missing = n * (n - 1) // 2 - len(judgements)
    spare = len(judgements) - (n - 1)  # comparisons beyond a tree: without any, nothing can contradict
    shrink = 1 - 2 * missing / ((n - 1) * (n - 2)) if spare else 1.0
    ratio = weights.cr / shrink if spare or n <= 2 else None
    away = {
        (i, j): (value, float(weights.weights[at[i]] / weights.weights[at[j]])) for (i, j), value in judgements.items()
    }
    gap = {pair: abs(float(np.log(value / fitted))) for pair, (value, fitted) in away.items()}
    largest = max(gap.values())
    farthest = tuple((*pair, *away[pair]) for pair in judgements if gap[pair] > largest - 1e-6)
    return Compared(dict(zip(codes, map(float, weights.weights), strict=True)), ratio, farthest)


def _random_index(n: int) -> float | tuple[float, ...]:
    """Saaty's table, and beyond its order the line fitted to the mean eigenvalue of random matrices,
    2.7699 n - 4.3513 (Alonso & Lamata 2006, doi:10.1142/S0218488506004114)."""
    from ancrage.methods.weighting import SAATY_RANDOM_INDEX

    return SAATY_RANDOM_INDEX if n <= len(SAATY_RANDOM_INDEX) else (2.7699 * n - 4.3513 - n) / (n - 1)
