"""How much each criterion holds a target where it is: its weight halved, doubled, or the criterion left out."""

from typing import Annotated

import numpy as np

from ancrage.domain.described import Record, field, number, text
from ancrage.domain.strategy import GROUPS, Strategy
from ancrage.domain.units import INDEX, RANK, SHARE
from ancrage.steps.national import Floats
from ancrage.steps.targets.criteria import CRITERIA
from ancrage.steps.targets.ranking import LEADING, Ranking, places_of

FACTORS = (0.5, 2.0, 0.0)  # halved, doubled, left out


class Bar(Record):
    """One criterion: changes of the score (0-1) and ranks reached. None when nothing else would be left to weigh."""

    criterion: Annotated[str, text("Critère (code)", kind="code")] = field(name="critere")
    label: Annotated[str, text("Critère")] = field(name="libelle")
    weight: Annotated[float, number("Poids du critère", SHARE, head="Poids")] = field(name="poids")
    halved: Annotated[
        float | None,
        number("Changement du score, critère à moitié poids", INDEX, head="Score, moitié poids", kind="number"),
    ] = field(name="moitie")
    doubled: Annotated[
        float | None,
        number("Changement du score, critère à double poids", INDEX, head="Score, poids double", kind="number"),
    ] = field(name="double")
    left_out: Annotated[
        float | None, number("Changement du score sans le critère", INDEX, head="Score sans le critère", kind="number")
    ] = field(name="sans")
    rank_halved: Annotated[int | None, number("Rang, critère à moitié poids", RANK, head="Rang, moitié poids")] = field(
        name="rang_moitie"
    )
    rank_doubled: Annotated[int | None, number("Rang, critère à double poids", RANK, head="Rang, poids double")] = (
        field(name="rang_double")
    )
    rank_left_out: Annotated[int | None, number("Rang sans le critère", RANK)] = field(name="rang_sans")


class Tornado(Record):
    """`bars`: what moves the score most first. `best_rank`, `worst_rank`: over weights halved and doubled."""

    best_rank: Annotated[int, number("Meilleur rang quand un critère pèse moitié ou double", RANK)] = field(
        name="meilleur_rang"
    )
    worst_rank: Annotated[int, number("Pire rang quand un critère pèse moitié ou double", RANK)] = field(
        name="pire_rang"
    )
    bars: Annotated[tuple[Bar, ...], text("Effet de chaque critère", in_columns=True)] = field(name="barres")


def tornados(ranking: Ranking, strategy: Strategy) -> dict[str, Tornado]:
    """One for each of the first LEADING targets, by activity."""
    scores = criterion_scores(ranking, strategy)
    flat = scores.reshape(len(scores), -1)
    ranks = places_of(flat, ranking.codes).reshape(scores.shape)
    return {
        ranking.codes[i]: _tornado(ranking, scores[i], ranks[i], i, rank)
        for rank, i in enumerate(ranking.order[:LEADING], 1)
    }


def _tornado(ranking: Ranking, scores: Floats, ranks: np.ndarray, i: int, rank: int) -> Tornado:
    bars = []
    for k, c in enumerate(CRITERIA):
        halved, doubled, left_out = (None if np.isnan(s) else float(s - ranking.score[i]) for s in scores[k])
        places = [None if np.isnan(s) else int(r) for s, r in zip(scores[k], ranks[k], strict=True)]
        bars.append(Bar(c.code, c.label, ranking.weights[c.code], halved, doubled, left_out, *places))
    bars.sort(key=lambda b: (-max(abs(b.halved or 0.0), abs(b.doubled or 0.0)), b.criterion))
    reached = [rank] + [r for b in bars for r in (b.rank_halved, b.rank_doubled) if r is not None]
    return Tornado(min(reached), max(reached), tuple(bars))


def criterion_scores(ranking: Ranking, strategy: Strategy) -> Floats:
    """Scores when the weight of one criterion is multiplied by each of FACTORS: (candidates, criteria, factors).

    The weight that a criterion gains or loses, its group gains or loses: within group g of share W_g, criterion k of
    weight w_k comes to f w_k, and the group to W_g (1 + (f - 1) w_k); scores are renormalised as in `rank`.
    """
    given = strategy.group_shares()
    share = np.array([given[g] for g in GROUPS])
    notes = np.column_stack([ranking.groups[g] for g in GROUPS])
    known = ~np.isnan(notes)
    total = (np.nan_to_num(notes) * share).sum(axis=1)
    present = (known * share).sum(axis=1)
    found = np.full((len(notes), len(CRITERIA), len(FACTORS)), np.nan)
    names = list(GROUPS)
    for g, group in enumerate(names):
        at = [k for k, c in enumerate(CRITERIA) if c.group == group]
        weights = np.array([CRITERIA[k].weight for k in at])
        told = ~np.isnan(ranking.notes[:, at])
        carried, worth = told * weights, np.nan_to_num(ranking.notes[:, at]) * weights
        for p, k in enumerate(at):
            for f, factor in enumerate(FACTORS):
                left = carried.sum(axis=1) + (factor - 1) * carried[:, p]
                sum_of = worth.sum(axis=1) + (factor - 1) * worth[:, p]
                still = left > 1e-12
                note = np.divide(sum_of, left, out=np.zeros(len(notes)), where=still)
                new_share = share[g] * (1 + (factor - 1) * weights[p])
                score = total - share[g] * np.nan_to_num(notes[:, g]) + new_share * note * still
                weight = present - share[g] * known[:, g] + new_share * still
                np.divide(score, weight, out=found[:, k, f], where=weight > 1e-12)
    return found
