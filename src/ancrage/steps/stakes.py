"""Step 2, Enjeux: which stakes an activity serves, through the product families that contain it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ancrage.domain.strategy import Strategy
from ancrage.reference import read_reference

Floats = NDArray[np.float64]
# sums equal on paper may differ by the order of their additions: beyond this digit they are equal
DIGITS = 12


@dataclass(frozen=True, slots=True)
class ServedStake:
    """`weight`: how much the activity serves the stake (0-1), as proposed by the reference base."""

    code: str
    hashtag: str
    weight: float
    reason: str


@dataclass(frozen=True, eq=False)
class Families:
    """Families of products that cover some classes, in the order of the reference base.

    `prefixes` of the classes of each; `service` (families, stakes): how much each serves each stake, 0-1;
    `reasons`: why, by (family, stake); `stakes`: the codes, in the order of the columns.
    """

    prefixes: tuple[tuple[str, ...], ...]
    stakes: tuple[str, ...]
    service: Floats
    reasons: dict[tuple[int, str], str]

    def shares(self, strategy: Strategy) -> Floats:
        """Share of each stake in the strategy, in the order of `stakes`."""
        given = strategy.shares()
        return np.array([given.get(code, 0.0) for code in self.stakes])


@cache
def families() -> Families:
    """Families of the reference base; one without links of its own takes its parent's."""
    rows = {f["code"]: f for f in read_reference("familles.csv").iter_rows(named=True)}
    stakes = tuple(read_reference("enjeux.csv")["code"])
    own: dict[str, dict[str, tuple[float, str]]] = {}
    for row in read_reference("enjeux_familles.csv").iter_rows(named=True):
        reason = f"{rows[row['famille']]['libelle']} : {row['raison']}"
        own.setdefault(row["famille"], {})[row["enjeu"]] = (float(row["poids"]), reason)
    kept = [code for code, family in rows.items() if family["naf_classes"]]
    links = [own.get(code) or own.get(rows[code]["parent"], {}) for code in kept]
    return Families(
        # "10.xx" -> "10.", "24.4x" -> "24.4", "32.50A" -> class "32.50"
        prefixes=tuple(tuple(w.rstrip("x")[:5] for w in rows[code]["naf_classes"].split(";")) for code in kept),
        stakes=stakes,
        service=np.array([[served.get(s, (0.0, ""))[0] for s in stakes] for served in links]),
        reasons={(i, s): reason for i, served in enumerate(links) for s, (_, reason) in served.items()},
    )


@cache
def _members(activities: tuple[str, ...]) -> NDArray[np.bool_]:
    """Which families contain each class: (classes, families)."""
    prefixes = families().prefixes
    return np.array([[code.startswith(p) for p in prefixes] for code in activities], dtype=bool)


def stakes_scores(activities: Sequence[str], shares: Floats) -> Floats:
    """Sum over stakes of (share of the stake) x (how much the class's best family serves it), 0-1.

    One family, not a patchwork of the best of each: an activity named in many families would otherwise seem to serve
    every stake at once. activities: classes; shares: (stakes,) in the order of `families().stakes`, or
    (stakes, strategies). Returns (classes,) or (classes, strategies); 0 for a class of no family.
    """
    worth = np.round(families().service @ shares, DIGITS)
    inside = _members(tuple(activities))
    if worth.ndim == 1:
        return np.asarray(np.where(inside, worth, 0.0).max(axis=1, initial=0.0))
    return np.asarray(np.where(inside[:, :, None], worth, 0.0).max(axis=1, initial=0.0))


def stakes_score(activity: str, strategy: Strategy) -> float:
    """`stakes_scores` of one class under a strategy."""
    return float(stakes_scores([activity], families().shares(strategy))[0])


def served_stakes(activity: str, strategy: Strategy) -> tuple[ServedStake, ...]:
    """Stakes of the strategy that the class serves, those that count most for the territory first."""
    return served_by_all([activity], strategy)[0]


def served_by_all(activities: Sequence[str], strategy: Strategy) -> list[tuple[ServedStake, ...]]:
    """`served_stakes` of many classes: through the first family that serves the strategy most."""
    known, inside = families(), _members(tuple(activities))
    worth = np.round(known.service @ known.shares(strategy), DIGITS)
    best = np.where(inside, worth, -1.0).argmax(axis=1)
    of_family = {f: _served(known, f, strategy) for f in set(best.tolist())}
    return [of_family[f] if belongs.any() else () for f, belongs in zip(best, inside, strict=True)]


def _served(known: Families, family: int, strategy: Strategy) -> tuple[ServedStake, ...]:
    given = strategy.shares()
    weight = dict(zip(known.stakes, known.service[family].tolist(), strict=True))
    found = [s for s in strategy.stakes if (family, s.code) in known.reasons and given[s.code] > 0]
    found.sort(key=lambda s: (-given[s.code] * weight[s.code], s.code))
    return tuple(ServedStake(s.code, s.hashtag, weight[s.code], known.reasons[family, s.code]) for s in found)
