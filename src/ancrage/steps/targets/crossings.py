"""The smallest change of one weight that moves a target out of the first ones, or into them. Exact, without draws."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from ancrage.domain.described import Record, field, number, text
from ancrage.domain.strategy import GROUPS
from ancrage.domain.units import POINTS, SHARE
from ancrage.domain.wording import percent
from ancrage.steps.national import Floats
from ancrage.steps.targets.ranking import FIRST, LEADING, Ranking

OUTSIDE = 5
# a change of weight smaller than this would read the same before and after
LEAST_TOLD = 0.001


class WeightChange(Record):
    """What would move a target across the border of the first ones.

    `group`: whose weight changes, from `weight` to `new_weight` (shares of the total, the others keep their
    proportions), a change of `points` (percentage points); `other`: the activity that takes or leaves the place. All
    None when no change of a single weight does it.
    """

    group: Annotated[str | None, text("Groupe qui la fait basculer", kind="code")] = field(name="groupe")
    weight: Annotated[float | None, number("Poids actuel du groupe", SHARE, head="Poids actuel")] = field(name="poids")
    new_weight: Annotated[
        float | None, number("Poids du groupe qui la fait basculer", SHARE, head="Poids de bascule")
    ] = field(name="nouveau_poids")
    points: Annotated[float | None, number("Changement de poids", POINTS, head="Changement (points)")]
    other: Annotated[str | None, text("Prendrait ou laisserait la place", kind="code")] = field(name="activite")
    sentence: Annotated[str, text("En une phrase", kind="prose")] = field(name="phrase")


@dataclass(frozen=True, slots=True)
class Crossing:
    """A target and what would move it. `inside`: it is among the first LEADING now."""

    activity: str
    rank: int
    inside: bool
    change: WeightChange


def weight_changes(ranking: Ranking, labels: dict[str, str]) -> tuple[Crossing, ...]:
    """For each of the first LEADING, what pushes it out; for the OUTSIDE next, what lets it in."""
    size = min(LEADING, len(ranking.codes))
    who = ranking.order[: size + OUTSIDE]
    steps, others = smallest_steps(ranking.table, ranking.shares, ranking.order, len(who), size)
    found = []
    for rank, (i, step, other) in enumerate(zip(who, steps, others, strict=True), start=1):
        inside, activity = rank <= size, ranking.codes[i]
        if np.isnan(step).all():
            way = f"ne l'écarte des {FIRST}" if inside else f"ne la fait entrer dans les {FIRST}"
            sentence = f"Aucun changement d'un seul poids {way}."
            found.append(Crossing(activity, rank, inside, WeightChange(None, None, None, None, None, sentence)))
            continue
        g = int(np.nanargmin(np.abs(step)))
        group, weight, new = ranking.informed[g], float(ranking.shares[g]), float(ranking.shares[g] + step[g])
        met = ranking.codes[other[g]]
        sentence = _sentence(inside, group, weight, new, labels[met])
        change = WeightChange(group, weight, new, (new - weight) * 100, met, sentence)
        found.append(Crossing(activity, rank, inside, change))
    return tuple(found)


def _sentence(inside: bool, group: str, weight: float, new: float, met: str) -> str:
    if abs(new - weight) < LEAST_TOLD:
        return f"À égalité ou presque avec « {met} » au bord des {FIRST} : le moindre changement de poids décide."
    digits = 0 if abs(new - weight) >= 0.015 else 1
    border, passing = ("Sort des", "prend sa place") if inside else ("Entre dans les", "lui laisse la place")
    return (
        f"{border} {FIRST} si « {GROUPS[group]} » pèse {percent(new, digits)} du total au lieu de "
        f"{percent(weight, digits)} : « {met} » {passing}."
    )


def smallest_steps(
    table: Floats, shares: Floats, order: list[int], count: int, size: int
) -> tuple[Floats, NDArray[np.intp]]:
    """For each of the first `count` of `order` and each weight, the signed step nearest to zero that makes it cross
    the border between the first `size` and the others; NaN if none does. And the row it crosses there, -1 if none.

    Weight j goes from w_j to w_j + d and the others keep their proportions (equal ones if w_j = 1): each score is a
    line in d, so the number of rows ahead changes only where two lines cross. Shapes (count, weights).
    Source: Triantaphyllou & Sanchez 1997, doi:10.1111/j.1540-5915.1997.tb01306.x.
    """
    who = np.array(order[:count])
    ahead = np.arange(len(order))[None, :] < np.arange(count)[:, None]  # in `order`: those before me lead me
    steps = np.full((count, len(shares)), np.nan)
    others = np.full((count, len(shares)), -1, dtype=np.intp)
    score = table @ shares
    for j, weight in enumerate(shares) if len(shares) > 1 else ():
        slope = table[:, j] - _rest(table, shares, j)
        gap, turn = score[who, None] - score[order], slope[who, None] - slope[order]
        for side, room in ((-1.0, float(weight)), (1.0, 1.0 - float(weight))):
            step, row = _first_crossing(gap, turn * side, ahead, size)
            nearer = (step <= room) & ~(step >= np.abs(steps[:, j]))
            steps[nearer, j] = step[nearer] * side
            others[nearer, j] = np.array(order)[row[nearer]]
    return steps, others


def _rest(table: Floats, shares: Floats, j: int) -> Floats:
    """Scores when weight j is nil and the others keep their proportions."""
    others = np.delete(shares, j)
    kept = others / others.sum() if others.sum() > 0 else np.full(len(others), 1 / len(others))
    return np.asarray(np.delete(table, j, axis=1) @ kept)


def _first_crossing(gap: Floats, turn: Floats, ahead: NDArray[np.bool_], size: int) -> tuple[Floats, NDArray[np.intp]]:
    """First step at which each row (a target) has `size` others ahead, if it has fewer now, or fewer, if it has more.

    gap + turn x step is its lead on each other (columns). Returns the steps (inf if never) and the columns met."""
    rounding = 1e-12
    falls, passes = ahead & (turn > rounding), ~ahead & (turn < -rounding)
    meets = falls | passes
    step = np.where(meets, np.abs(gap), np.inf)
    np.divide(step, np.abs(turn), out=step, where=meets)
    change = np.where(passes, 1, np.where(falls, -1, 0))
    inside = ahead.sum(axis=1, keepdims=True) < size
    # at one same step, first what works against crossing: a border only touched is not crossed
    sequence = np.lexsort((np.where(inside, change, -change), step), axis=-1)
    count = ahead.sum(axis=1, keepdims=True) + np.cumsum(np.take_along_axis(change, sequence, 1), axis=1)
    crossed = np.where(inside, count >= size, count < size)
    first = crossed.argmax(axis=1)[:, None]
    column = np.take_along_axis(sequence, first, 1)
    found = np.where(crossed.any(axis=1), np.take_along_axis(step, column, 1)[:, 0], np.inf)
    return found, column[:, 0]
