"""The same table ranked by three methods: a place that hangs on the method is told as such."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from ancrage.domain.described import Record, field, number, text
from ancrage.domain.units import CORRELATION, RANK, TARGETS
from ancrage.domain.wording import count, decimal
from ancrage.methods import promethee_ii, topsis
from ancrage.methods.sensitivity import rank_agreement
from ancrage.steps.targets.ranking import FIRST, LEADING, Ranking, best_first, places

# notes 5 points apart are not told apart (the usual error of a note); from 30 points on, one is wholly preferred
PREFERENCE = {"kind": "linear", "q": 0.05, "p": 0.30}
# correlation of ranks above which two methods tell the same story
ALIKE = 0.8
METHODS = {"somme_ponderee": "Somme pondérée", "promethee_ii": "PROMETHEE II", "topsis": "TOPSIS"}


class MethodRanks(Record):
    """Rank of a target by each method."""

    weighted_sum: Annotated[int, number("Rang par la somme pondérée", RANK, head="Rang : somme pondérée")] = field(
        name="somme_ponderee"
    )
    promethee_ii: Annotated[int, number("Rang par PROMETHEE II", RANK, head="Rang : PROMETHEE II")]
    topsis: Annotated[int, number("Rang par TOPSIS", RANK, head="Rang : TOPSIS")]


class Correlation(Record):
    """Spearman's correlation of the ranks two methods give, -1 to 1."""

    first: Annotated[str, text("Méthode", kind="code")] = field(name="methode")
    second: Annotated[str, text("Autre méthode", kind="code")] = field(name="autre")
    spearman: Annotated[float, number("Corrélation des rangs (Spearman)", CORRELATION)]


class Agreement(Record):
    """How far three methods of ranking tell the same story."""

    common: Annotated[int, number("Cibles que les trois méthodes placent dans les dix premières", TARGETS)] = field(
        name="communes"
    )
    correlations: Annotated[tuple[Correlation, ...], text("Corrélations des rangs", in_columns=True)]
    sentence: Annotated[str, text("En une phrase", kind="prose")] = field(name="phrase")


@dataclass(frozen=True, slots=True)
class Ranks:
    """Ranks of a target by the three methods; `agree`: all three put it among the first LEADING, or none does."""

    activity: str
    by_method: MethodRanks
    agree: bool


def compare_methods(ranking: Ranking) -> tuple[Agreement, tuple[Ranks, ...]]:
    """The agreement of the methods, and the ranks of every candidate, best first by weighted sum.

    Weighted sum (which ranks), PROMETHEE II (linear preference, thresholds PREFERENCE) and TOPSIS (notes as they
    are), all on the notes of the groups of criteria and their shares in the strategy."""
    table, shares = ranking.table, ranking.shares
    flows = promethee_ii(table, shares, functions=PREFERENCE)
    closeness = topsis(table, shares, normalisation="none")
    orders = [ranking.order, best_first(flows.phi, ranking.codes), best_first(closeness, ranking.codes)]
    by_method = np.array([places(order) for order in orders])
    leading = by_method <= LEADING
    together = np.isin(leading.sum(axis=0), (0, len(METHODS)))
    rows = by_method.T.tolist()
    ranks = tuple(Ranks(ranking.codes[i], MethodRanks(*rows[i]), bool(together[i])) for i in ranking.order)
    common = int(leading.all(axis=0).sum())
    rho = rank_agreement(-by_method)
    names = list(METHODS)
    pairs = tuple(
        Correlation(names[a], names[b], float(rho[a, b])) for a in range(len(names)) for b in range(a + 1, len(names))
    )
    sentence = _sentence(common, min(pair.spearman for pair in pairs))
    return Agreement(common, pairs, sentence), ranks


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
