"""Choosing projects under rules: the integer programme, and the limits to blame when nothing fits."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations
from typing import Any

import numpy as np

from ancrage.domain.described import Range
from ancrage.domain.limits import Limits, in_sector
from ancrage.domain.wording import NBSP, figure
from ancrage.steps.limits_check import QUANTITIES, limits_check
from ancrage.steps.national import Floats
from ancrage.steps.resources import Need, resources
from ancrage.steps.targets import Target
from ancrage.warehouse.edition import Edition

AMOUNTS = tuple(QUANTITIES)
# needs are orders of magnitude: counted at the precision shown (decimals), which also lets the solver prove its optimum
DECIMALS = {"jobs": 0, "land_ha": 1, "power_mw": 1, "water_m3_per_day": 0}
# never reached in practice; beyond, the gap is reported instead of zero
NODES = 5000
# one project kept counts for more than ten scores; between equal sets, near the best is good enough
TIES, ENOUGH = 10.0, 0.01
# the first targets, and all those of a required sector
CONSIDERED = 60


@dataclass(frozen=True, slots=True)
class Project:
    """One typical project of a target. `score`: 0-1; `stakes`: how much it serves the stakes of the strategy, 0-1."""

    activity: str
    label: str
    score: float
    stakes: float
    need: Need


@dataclass(frozen=True, slots=True)
class Rules:
    """`projects`, `per_division`: how many at most, in all and in one NAF division; `goal`: score, emplois, enjeux."""

    limits: Limits
    projects: int
    per_division: int
    goal: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A set of projects, its value in units of the goal and the proven relative gap to the optimum."""

    projects: tuple[Project, ...]
    value: float
    gap: float

    @property
    def activities(self) -> frozenset[str]:
        return frozenset(p.activity for p in self.projects)


def project(target: Target, need: Need) -> Project:
    """A target and its need as a candidate of the portfolio."""
    return Project(target.activity, target.label, target.score, target.groups.stakes or 0.0, need)


def projects_of(edition: Edition, targets: Sequence[Target], limits: Limits) -> tuple[Project, ...]:
    """Candidates of the portfolio: the CONSIDERED first targets, and every target of a required sector."""
    return tuple(
        project(t, resources(edition, t.activity))
        for t in targets
        if t.rank <= CONSIDERED or any(in_sector(t.activity, sector) for sector in limits.required)
    )


def central(need: Need, name: str) -> float:
    """Central need at the precision shown; 0 when unknown (the caller says so)."""
    found: Range | None = getattr(need, name)
    return 0.0 if found is None else round(found.central, DECIMALS[name])


def total(projects: Sequence[Project], name: str) -> float:
    """Sum of the central needs `name` (jobs, land_ha...)."""
    return sum(central(p.need, name) for p in projects)


def value(project: Project, goal: str) -> float:
    """What a project brings to the goal."""
    return {"score": project.score, "enjeux": project.stakes}.get(goal, central(project.need, "jobs"))


def choose_first(
    projects: Sequence[Project],
    rules: Rules,
    unlike: Sequence[frozenset[str]] = (),
    near: frozenset[str] = frozenset(),
) -> Choice | None:
    """Best set; among equal ones, that which keeps most of `near`, then of highest score: jobs and stakes make ties."""
    best = choose(projects, rules, unlike)
    if best is None or rules.goal == "score":
        return best
    floor = np.array([value(p, rules.goal) for p in projects]), best.value * (1 - 1e-9), np.inf
    kept = tuple(replace(p, score=p.score + TIES * (p.activity in near)) for p in projects)
    tied = choose(kept, replace(rules, goal="score"), unlike, also=(floor,), gap=ENOUGH)
    if tied is None:
        return best
    return Choice(tuple(p for p in projects if p.activity in tied.activities), best.value, best.gap)


def choose(
    projects: Sequence[Project],
    rules: Rules,
    unlike: Sequence[frozenset[str]] = (),
    also: Sequence[tuple[Floats, float, float]] = (),
    gap: float = 0.0,
) -> Choice | None:
    """Best set; it holds a project absent from each set of `unlike`, and meets the constraints `also` (coefficients,
    low, high). None when nothing meets the rules.

    max sum v_j x_j, x binary: sum need_kj x_j <= limit_k, sum x_j <= projects, sum over a division <= per_division,
    sum over a required sector >= 1, x_j = 0 when project j breaks a hard limit alone.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    if not projects:
        return None if rules.limits.required or unlike else Choice((), 0.0, 0.0)
    values = np.array([value(p, rules.goal) for p in projects])
    allowed = np.array([float(not limits_check(p.need, rules.limits).set_apart) for p in projects])
    rows, low, high = zip(*_rows(projects, rules, unlike), *also, strict=True)
    found = milp(
        -values,
        integrality=np.ones(len(projects), dtype=np.int64),
        bounds=Bounds(0, allowed),
        constraints=LinearConstraint(np.array(rows), np.array(low), np.array(high)),
        options={"mip_rel_gap": gap, "node_limit": NODES},
    )
    if found.x is None:
        return None
    chosen = tuple(p for p, x in zip(projects, found.x, strict=True) if x > 0.5)
    return Choice(chosen, sum(value(p, rules.goal) for p in chosen), float(found.mip_gap or 0.0))


def _rows(
    projects: Sequence[Project], rules: Rules, unlike: Sequence[frozenset[str]]
) -> Iterator[tuple[Floats, float, float]]:
    """Constraints: coefficients, low, high."""
    limits, none = rules.limits, -np.inf
    everyone = np.ones(len(projects))
    yield everyone, none, float(rules.projects)
    for name in AMOUNTS:
        if (cap := getattr(limits, name)) is not None:
            yield np.array([central(p.need, name) for p in projects]), none, cap
    divisions = np.array([p.activity[:2] for p in projects])
    for division in sorted(set(divisions.tolist())):
        yield (divisions == division).astype(float), none, float(rules.per_division)
    for sector in limits.required:
        yield np.array([float(in_sector(p.activity, sector)) for p in projects]), 1.0, np.inf
    for activities in unlike:
        yield np.array([float(p.activity not in activities) for p in projects]), 1.0, np.inf


def culprits(projects: Sequence[Project], rules: Rules) -> list[tuple[str, ...]]:
    """Smallest sets of limits whose removal makes a choice possible: all those of one limit, else all pairs.

    Each limit is a French noun phrase. Empty when no pair is enough.
    """
    limits = list(_removable(projects, rules))
    for size in (1, 2):
        sets = []
        for some in combinations(limits, size):
            lifted = rules
            for _, lift in some:
                lifted = lift(lifted)
            if choose(projects, lifted) is not None:
                sets.append(tuple(name for name, _ in some))
        if sets:
            return sets
    return []


def _removable(projects: Sequence[Project], rules: Rules) -> Iterator[tuple[str, Callable[[Rules], Rules]]]:
    """Every limit in force, in words, and how to lift it."""
    limits = rules.limits
    for name, (word, unit) in QUANTITIES.items():
        if (cap := getattr(limits, name)) is not None:
            amount = f"{figure(cap)}{NBSP}{unit}"
            yield f"la limite de {word} ({amount})", partial(_lift, name=name, to=None)
    yield f"le nombre de projets ({rules.projects} au plus)", partial(replace, projects=len(projects))
    if not limits.seveso_allowed:
        yield "le refus de Seveso", partial(_lift, name="seveso_allowed", to=True)
    for sector in limits.excluded:
        yield f"l'exclusion du secteur {sector}", partial(_drop, name="excluded", sector=sector)
    for sector in limits.required:
        known = any(in_sector(p.activity, sector) for p in projects)
        why = "" if known else " (aucune cible n'en fait partie)"
        yield f"l'exigence du secteur {sector}{why}", partial(_drop, name="required", sector=sector)
    yield (
        f"la diversité ({rules.per_division} par division au plus)",
        partial(replace, per_division=len(projects)),
    )


def _lift(rules: Rules, name: str, to: Any) -> Rules:
    return replace(rules, limits=replace(rules.limits, **{name: to}))


def _drop(rules: Rules, name: str, sector: str) -> Rules:
    return _lift(rules, name, tuple(s for s in getattr(rules.limits, name) if s != sector))
