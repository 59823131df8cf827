"""Step 2, Enjeux: which stakes an activity serves, through its products and the families that contain it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from ancrage.domain.described import Record, field, number, text
from ancrage.domain.strategy import Strategy
from ancrage.domain.units import INDEX
from ancrage.reference import read_reference

Floats = NDArray[np.float64]
Served = dict[str, tuple[float, str]]  # by stake: how much it is served (0-1), and why
# sums equal on paper may differ by the order of their additions: beyond this digit they are equal
DIGITS = 12
INHERITED = 0.5  # what only its family says of a product counts half: a lamp is not a chip
CLASS = 5  # characters of « 26.11 »


class ServedStake(Record):
    """`weight`: how much the products of a class or of a family serve the stake (0-1), as the reference base says."""

    code: Annotated[str, text("Enjeu", kind="code")]
    hashtag: Annotated[str, text("Étiquette")]
    weight: Annotated[float, number("Force du lien entre l'activité et l'enjeu", INDEX)] = field(name="poids")
    reason: Annotated[str, text("Pourquoi")] = field(name="raison")


@dataclass(frozen=True, eq=False)
class Profiles:
    """What serves the stakes: classes known by their products or by facts of their own, then families of products.

    `prefixes` of the classes of each; `service` (profiles, stakes): how much each serves each stake, 0-1; `reasons`:
    why, by (profile, stake); `stakes`: the codes, in the order of the columns; `own`: classes that have a profile of
    their own, which no family speaks for.
    """

    prefixes: tuple[tuple[str, ...], ...]
    stakes: tuple[str, ...]
    service: Floats
    reasons: dict[tuple[int, str], str]
    own: frozenset[str]

    def shares(self, strategy: Strategy) -> Floats:
        """Share of each stake in the strategy, in the order of `stakes`."""
        given = strategy.shares()
        return np.array([given.get(code, 0.0) for code in self.stakes])


@cache
def profiles() -> Profiles:
    """Of the reference base.

    A product serves the stakes that a fact or a published list ties it to (`enjeux_produits.csv`), or its own row
    (`produits.csv`), the strongest of both; on the others, by half what its family does. A class serves the mean of
    its products, save where a fact of its own says otherwise; a class without product, by half what its families do.
    """
    stakes = tuple(read_reference("enjeux.csv")["code"])
    families, facts = _families(), _facts()
    made = _made_by(facts)
    rows: list[tuple[tuple[str, ...], Served]] = []
    for code in sorted({*made, *(thing for thing in facts if thing[2:3] == ".")}):
        bases = [_mean(made[code])] if code in made else [served for held, served in families if code.startswith(held)]
        rows += [((code,), base | facts.get(code, {})) for base in bases or [{}]]
    own = frozenset(code for (code,), _ in rows)
    rows += families
    return Profiles(
        prefixes=tuple(prefixes for prefixes, _ in rows),
        stakes=stakes,
        service=np.array([[served.get(s, (0.0, ""))[0] for s in stakes] for _, served in rows]),
        reasons={(i, s): why for i, (_, served) in enumerate(rows) for s, (force, why) in served.items() if force > 0},
        own=own,
    )


def _linked() -> dict[str, Served]:
    """What a product serves for being of a family, by half; a family without links takes its parent's."""
    rows = {f["code"]: f for f in read_reference("familles.csv").iter_rows(named=True)}
    own: dict[str, Served] = {}
    for row in read_reference("enjeux_familles.csv").iter_rows(named=True):
        reason = f"{rows[row['famille']]['libelle']} : {row['raison']}"
        own.setdefault(row["famille"], {})[row["enjeu"]] = (INHERITED * float(row["poids"]), reason)
    return {code: own.get(code) or own.get(row["parent"], {}) for code, row in rows.items()}


def _families() -> list[tuple[tuple[str, ...], Served]]:
    """(prefixes of classes, service) of each family that covers some, in the order of the base."""
    linked = _linked()
    # "10.xx" -> "10.", "24.4x" -> "24.4", "32.50A" -> class "32.50"
    return [
        (tuple(w.rstrip("x")[:CLASS] for w in row["naf_classes"].split(";")), linked[row["code"]])
        for row in read_reference("familles.csv").iter_rows(named=True)
        if row["naf_classes"]
    ]


def _facts() -> dict[str, Served]:
    """Sourced strengths by what they bear on: a product, a class, or a published list."""
    found: dict[str, Served] = {}
    for row in read_reference("enjeux_produits.csv").iter_rows(named=True):
        found.setdefault(row["objet"], {})[row["enjeu"]] = (float(row["force"]), row["raison"])
    return found


def _made_by(facts: dict[str, Served]) -> dict[str, list[Served]]:
    """What each product that a class makes serves, by class."""
    linked = _linked()
    found: dict[str, list[Served]] = {}
    for row in read_reference("produits.csv").fill_null("").iter_rows(named=True):
        served = linked[row["sous_famille"] or row["famille"]] | _own(row, facts)
        for code in dict.fromkeys(naf[:CLASS] for naf in row["naf"].split(";")):
            found.setdefault(code, []).append(served)
    return found


@cache
def product_service() -> tuple[dict[str, Floats], dict[str, dict[str, str]]]:
    """By product of the base: how much it serves each stake, (stakes,) 0-1 in the order of the base; and why, by
    stake."""
    linked, facts = _linked(), _facts()
    stakes = read_reference("enjeux.csv")["code"]
    service: dict[str, Floats] = {}
    reasons: dict[str, dict[str, str]] = {}
    for row in read_reference("produits.csv").fill_null("").iter_rows(named=True):
        served = linked[row["sous_famille"] or row["famille"]] | _own(row, facts)
        service[row["id"]] = np.array([served.get(s, (0.0, ""))[0] for s in stakes])
        reasons[row["id"]] = {s: why for s, (force, why) in served.items() if force > 0}
    return service, reasons


def _own(row: dict[str, str], facts: dict[str, Served]) -> Served:
    """Stakes that a product serves by itself: said of it, else the strongest of its lists and of its row."""
    ties = [
        (stake, float(force), f"{row['libelle']} : {row['raison']}")
        for stake, force in (part.split(":") for part in row["enjeux"].split(";"))
    ]
    ties += [
        (stake, force, f"{row['libelle']} : {why}")
        for name in row["listes_lues"].split(";")
        for stake, (force, why) in facts.get(name, {}).items()
    ]
    found: Served = {}
    for stake, force, why in ties:
        if force >= found.get(stake, (0.0, ""))[0]:  # a list, which has a source, wins over the same strength
            found[stake] = (force, why)
    return found | {s: (force, f"{row['libelle']} : {why}") for s, (force, why) in facts.get(row["id"], {}).items()}


def _mean(products: Sequence[Served]) -> Served:
    """Mean strength on each stake, with the reason of the product that serves it most."""
    stakes = dict.fromkeys(stake for served in products for stake in served)
    return {
        s: (
            sum(served.get(s, (0.0, ""))[0] for served in products) / len(products),
            max((served[s] for served in products if s in served), key=lambda tie: tie[0])[1],
        )
        for s in stakes
    }


@cache
def _members(activities: tuple[str, ...]) -> NDArray[np.bool_]:
    """Which profiles speak for each class: (classes, profiles)."""
    known = profiles()

    def speaks(code: str) -> Iterator[bool]:
        return ((p == (code,)) if code in known.own else code.startswith(p) for p in known.prefixes)

    return np.array([list(speaks(code)) for code in activities], dtype=bool)


def stakes_scores(activities: Sequence[str], shares: Floats) -> Floats:
    """Sum over stakes of (share of the stake) x (how much the class's best profile serves it), 0-1.

    One profile, not a patchwork of the best of each: an activity named in many families would otherwise seem to serve
    every stake at once. activities: classes; shares: (stakes,) in the order of `profiles().stakes`, or
    (stakes, strategies). Returns (classes,) or (classes, strategies); 0 for a class of no family.
    """
    worth = np.round(profiles().service @ shares, DIGITS)
    inside = _members(tuple(activities))
    if worth.ndim == 1:
        return np.asarray(np.where(inside, worth, 0.0).max(axis=1, initial=0.0))
    return np.asarray(np.where(inside[:, :, None], worth, 0.0).max(axis=1, initial=0.0))


def stakes_score(activity: str, strategy: Strategy) -> float:
    """`stakes_scores` of one class under a strategy."""
    return float(stakes_scores([activity], profiles().shares(strategy))[0])


def served_stakes(activity: str, strategy: Strategy) -> tuple[ServedStake, ...]:
    """Stakes of the strategy that the class serves, those that count most for the territory first."""
    return served_by_all([activity], strategy)[0]


def served_by_all(activities: Sequence[str], strategy: Strategy) -> list[tuple[ServedStake, ...]]:
    """`served_stakes` of many classes."""
    known, best = profiles(), best_profiles(activities, strategy)
    serving = {p: _served(known, p, strategy) for p in set(best) if p is not None}
    return [() if p is None else serving[p] for p in best]


def strengths(activities: Sequence[str], strategy: Strategy) -> list[dict[str, float]]:
    """How much each class serves each stake that weighs in the strategy, 0-1, by code."""
    known, given = profiles(), strategy.shares()
    at = [(s.code, known.stakes.index(s.code)) for s in strategy.stakes if given[s.code] > 0]
    service = known.service.tolist()
    best = best_profiles(activities, strategy)
    return [{code: 0.0 if p is None else service[p][k] for code, k in at} for p in best]


def best_profiles(activities: Sequence[str], strategy: Strategy) -> list[int | None]:
    """The profile of each class that serves the strategy most, the first of equal ones; None where there is none."""
    known, inside = profiles(), _members(tuple(activities))
    worth = np.round(known.service @ known.shares(strategy), DIGITS)
    best = np.where(inside, worth, -1.0).argmax(axis=1).tolist()
    return [p if belongs else None for p, belongs in zip(best, np.any(inside, axis=1), strict=True)]


def _served(known: Profiles, profile: int, strategy: Strategy) -> tuple[ServedStake, ...]:
    given = strategy.shares()
    weight = dict(zip(known.stakes, known.service[profile].tolist(), strict=True))
    found = [s for s in strategy.stakes if (profile, s.code) in known.reasons and given[s.code] > 0]
    found.sort(key=lambda s: (-given[s.code] * weight[s.code], s.code))
    return tuple(ServedStake(s.code, s.hashtag, weight[s.code], known.reasons[profile, s.code]) for s in found)
