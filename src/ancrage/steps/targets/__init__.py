"""Step 3, Cibles: which activities and products, ranked by need, fit, gain and stakes, each with its reasons."""

from collections.abc import Collection
from dataclasses import dataclass
from math import isnan

import numpy as np

from ancrage.domain.described import columns, replace
from ancrage.domain.strategy import Strategy
from ancrage.steps.diagnostic.specialisations import Specialisation, specialisations
from ancrage.steps.local import Local
from ancrage.steps.national import Floats
from ancrage.steps.stakes import served_by_all, strengths
from ancrage.steps.targets.criteria import CRITERIA
from ancrage.steps.targets.kinship import kinship_sentence, kinships
from ancrage.steps.targets.postures import CLOSE, DENSITY, postures
from ancrage.steps.targets.products import products
from ancrage.steps.targets.ranking import Ranking, rank
from ancrage.steps.targets.reasons import Facts, reasons, reserves
from ancrage.steps.targets.target import Chances, CriterionValues, GroupScores, Kinship, Target
from ancrage.steps.targets.values import Candidates, LocalValues, candidates, local_values, occupations

__all__ = [
    "DETAILED", "FAR", "GOOD", "NEAR", "PRESENT", "SERVICE", "Ranked", "Target", "criterion_values", "rank_candidates",
    "target_postures", "targets",
]  # fmt: skip

# targets told in full; the others keep their rank, scores and criteria
DETAILED = 30
GOOD, SERVICE = "bien", "service"
PRESENT, NEAR, FAR = "présent", "proche", "éloigné"


@dataclass(frozen=True, eq=False)
class Ranked:
    """The ranking of the candidates of a territory, and the values it was made from; `near`, `opening`: see
    `kinships`."""

    chosen: Candidates
    here: LocalValues
    values: dict[str, Floats]
    ranking: Ranking
    near: list[Kinship]
    opening: Floats


def rank_candidates(local: Local, strategy: Strategy) -> Ranked:
    chosen, here = candidates(local.edition), local_values(local, strategy)
    values = chosen.values | here.values
    ranking = rank(values, chosen.codes, strategy, here.establishments, chosen.is_service)
    return Ranked(chosen, here, values, ranking, *kinships(local))


def target_postures(local: Local, ranked: Ranked, specialised: tuple[Specialisation, ...] | None = None) -> list[str]:
    """Posture of each candidate. `specialised`: those of the diagnosis, when the caller has them."""
    found = {s.activity: s for s in (specialisations(local) if specialised is None else specialised)}
    observed = [
        None if is_service else found.get(code)
        for code, is_service in zip(ranked.chosen.codes, ranked.chosen.is_service, strict=True)
    ]
    quotient = np.array([s.shrunk_quotient if s else np.nan for s in observed])
    low = np.array([s.low if s else np.nan for s in observed])
    return postures(ranked.ranking, ranked.here.establishments, quotient, low)


def targets(
    local: Local,
    strategy: Strategy,
    ranked: Ranked | None = None,
    posture: list[str] | None = None,
    set_apart: Collection[str] = (),
) -> tuple[Target, ...]:
    """Every candidate activity, best first; the first DETAILED that no limit sets apart with reasons and products.

    `ranked`, `posture`: what `rank_candidates` and `target_postures` give, when the caller has them; `set_apart`:
    activities that break a limit of the strategy.
    """
    ranked = ranked or rank_candidates(local, strategy)
    posture = posture or target_postures(local, ranked)
    chosen, here, values, ranking = ranked.chosen, ranked.here, ranked.values, ranked.ranking
    labels = local.country.labels
    blind, hirings = not local.jobs.any(), local.jobs @ occupations(local.edition)[1]
    served = served_by_all(chosen.codes, strategy)
    near, opening = ranked.near, ranked.opening
    found, told = [], 0
    for place, i in enumerate(ranking.order):
        activity, is_service = chosen.codes[i], bool(chosen.is_service[i])
        detailed = told < DETAILED and activity not in set_apart
        target = Target(
            rank=place + 1,
            activity=activity,
            label=labels[activity],
            kind=SERVICE if is_service else GOOD,
            score=float(ranking.score[i]),
            chances=Chances(float(ranking.top[5][i]), float(ranking.top[10][i])),
            groups=GroupScores(*(_known(ranking.groups[group][i]) for group in columns(GroupScores))),
            known_share=float(ranking.known[i]),
            position=_position(ranking, here.establishments[i], i),
            posture=posture[i],
            outlook_gain=_known(opening[i]),
            jobs_here=None if blind or np.isnan(here.jobs[i]) else round(here.jobs[i]),
            establishments_here=None if blind or is_service else int(here.establishments[i]),
        )
        if detailed:
            told += 1
            facts = Facts(
                activity, is_service, here.jobs[i], here.establishments[i], float(ranking.known[i]), served[i],
                kinship_sentence(near[i]), hirings,
            )  # fmt: skip
            value = {c.code: float(values[c.code][i]) for c in CRITERIA}
            target = replace(
                target,
                detailed=True,
                reasons=reasons(local, facts, value),
                reserves=reserves(local, facts, value),
                stakes=served[i],
                products=() if is_service else products(local.edition, activity),
            )
        found.append(target)
    return tuple(found)


def criterion_values(ranked: Ranked, strategy: Strategy) -> tuple[CriterionValues, ...]:
    """Value and note of each criterion for every candidate, best first, the stakes it serves, and its kinship with what
    is done here."""
    codes = [c.code for c in CRITERIA]
    values = _rows(np.column_stack([ranked.values[code] for code in codes]))
    notes = _rows(ranked.ranking.notes)
    served = strengths(ranked.chosen.codes, strategy)
    return tuple(
        CriterionValues(
            ranked.chosen.codes[i],
            dict(zip(codes, values[i], strict=True)),
            dict(zip(codes, notes[i], strict=True)),
            served[i],
            ranked.near[i],
        )
        for i in ranked.ranking.order
    )


def _rows(table: Floats) -> list[list[float | None]]:
    """A table as lists, None where it is NaN."""
    return [[None if isnan(x) else x for x in row] for row in table.tolist()]


def _position(ranking: Ranking, establishments: float, i: int) -> str:
    if establishments >= 1:
        return PRESENT
    return NEAR if ranking.notes[i, DENSITY] >= CLOSE else FAR


def _known(x: float) -> float | None:
    return None if isnan(x) else float(x)
