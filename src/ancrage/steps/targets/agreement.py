"""The same table ranked by three methods: a place that hangs on the method is told as such."""

from dataclasses import dataclass

import numpy as np

from ancrage.domain.wording import count, decimal
from ancrage.methods import promethee_ii, topsis
from ancrage.methods.sensitivity import rank_agreement
from ancrage.steps.targets.ranking import FIRST, LEADING, Ranking, best_first, places

# notes 5 points apart are not told apart (the usual error of a note); from 30 points on, one is wholly preferred
PREFERENCE = {"kind": "linear", "q": 0.05, "p": 0.30}
# correlation of ranks above which two methods tell the same story
ALIKE = 0.8
METHODS = {"somme_ponderee": "Somme pondérée", "promethee_ii": "PROMETHEE II", "topsis": "TOPSIS"}


@dataclass(frozen=True, slots=True)
class MethodRanks:
    """Rank of a target by each method; `agree`: all three put it among the first LEADING, or none does."""

    activity: str
    weighted_sum: int
    promethee_ii: int
    topsis: int
    agree: bool


@dataclass(frozen=True, slots=True)
class Correlation:
    """Spearman's correlation of the ranks two methods give, -1 to 1."""

    first: str
    second: str
    spearman: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """`ranks` of every candidate, best first by weighted sum; `common`: how many all three put among the first."""

    ranks: tuple[MethodRanks, ...]
    correlations: tuple[Correlation, ...]
    common: int
    sentence: str


def compare_methods(ranking: Ranking) -> Agreement:
    """Weighted sum (which ranks), PROMETHEE II (linear preference, thresholds PREFERENCE) and TOPSIS (notes as they
    are), all on the notes of the groups of criteria and their shares in the strategy."""
    table, shares = ranking.table, ranking.shares
    flows = promethee_ii(table, shares, functions=PREFERENCE)
    closeness = topsis(table, shares, normalisation="none")
    orders = [ranking.order, best_first(flows.phi, ranking.codes), best_first(closeness, ranking.codes)]
    by_method = np.array([places(order) for order in orders])
    leading = by_method <= LEADING
    together = np.isin(leading.sum(axis=0), (0, len(METHODS)))
    rows = by_method.T.tolist()
    ranks = tuple(
        MethodRanks(ranking.codes[i], rows[i][0], rows[i][1], rows[i][2], bool(together[i])) for i in ranking.order
    )
    common = int(leading.all(axis=0).sum())
    rho = rank_agreement(-by_method)
    names = list(METHODS)
    pairs = tuple(
        Correlation(names[a], names[b], float(rho[a, b])) for a in range(len(names)) for b in range(a + 1, len(names))
    )
    return Agreement(ranks, pairs, common, _sentence(common, min(pair.spearman for pair in pairs)))


def _sentence(common: int, least: float) -> str:
    named = "trois méthodes de classement (somme pondérée, PROMETHEE II, TOPSIS)"
    same = (
        f"Les {FIRST} sont les mêmes avec {named}"
        if common == LEADING
        else f"Avec {named}, {count(common, 'cible')} {'sont' if common > 1 else 'est'} toujours parmi les {FIRST}"
    )
    if least >= ALIKE:
        return f"{same} ; leurs rangs se ressemblent (corrélation d'au moins {decimal(least, 2)})."
    return f"{same} ; leurs rangs s'écartent (corrélation de {decimal(least, 2)} au plus bas) : la méthode compte."
