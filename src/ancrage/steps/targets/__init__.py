"""Step 3, Cibles: which activities and products, ranked by need, fit, gain and stakes, each with its reasons."""

from collections.abc import Collection
from dataclasses import dataclass
from math import isnan

import numpy as np

from ancrage.domain.strategy import Strategy
from ancrage.steps.diagnostic.specialisations import Specialisation, specialisations
from ancrage.steps.local import Local
from ancrage.steps.national import Floats
from ancrage.steps.stakes import ServedStake, served_by_all
from ancrage.steps.targets.criteria import CRITERIA
from ancrage.steps.targets.kinship import Kinship, kinship_sentence, kinships
from ancrage.steps.targets.postures import CLOSE, DENSITY, postures
from ancrage.steps.targets.products import Product, products
from ancrage.steps.targets.ranking import Ranking, rank
from ancrage.steps.targets.reasons import Facts, reasons, reserves
from ancrage.steps.targets.values import Candidates, LocalValues, candidates, local_values, occupations

# targets told in full; the others keep their rank, scores and criteria
DETAILED = 30
GOOD, SERVICE = "bien", "service"
PRESENT, NEAR, FAR = "présent", "proche", "éloigné"


@dataclass(frozen=True, slots=True)
class CriterionValue:
    """`note`: 0-1 on the scale of the criterion; value and note None when the data do not say."""

    code: str
    value: float | None
    note: float | None
    weight: float


@dataclass(frozen=True, slots=True)
class Target:
    """`top5`, `top10`: share of the draws of weights and data that put it among the first 5, 10.

    `position`: is it here, or near what is; `posture`: what it asks of the territory (see `postures`)."""

    rank: int
    activity: str
    label: str
    kind: str
    score: float
    top5: float
    top10: float
    groups: dict[str, float | None]
    known_share: float
    criteria: tuple[CriterionValue, ...]
    position: str
    posture: str
    detailed: bool
    kinship: tuple[Kinship, ...]
    outlook_gain: float | None
    jobs_here: int | None
    establishments_here: int | None
    reasons: tuple[str, ...]
    reserves: tuple[str, ...]
    stakes: tuple[ServedStake, ...]
    products: tuple[Product, ...]


@dataclass(frozen=True, eq=False)
class Ranked:
    """The ranking of the candidates of a territory, and the values it was made from."""

    chosen: Candidates
    here: LocalValues
    values: dict[str, Floats]
    ranking: Ranking


def rank_candidates(local: Local, strategy: Strategy) -> Ranked:
    chosen, here = candidates(local.edition), local_values(local, strategy)
    values = chosen.values | here.values
    return Ranked(chosen, here, values, rank(values, chosen.codes, strategy, here.establishments, chosen.is_service))


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
    near, opening = kinships(local)
    codes = [c.code for c in CRITERIA]
    table = np.column_stack([values[code] for code in codes]).tolist()
    notes, weights = ranking.notes.tolist(), [ranking.weights[code] for code in codes]
    found, told = [], 0
    for place, i in enumerate(ranking.order):
        activity, is_service, stakes = chosen.codes[i], bool(chosen.is_service[i]), served[i]
        facts = Facts(
                activity, is_service, here.jobs[i], here.establishments[i], float(ranking.known[i]), stakes,
                kinship_sentence(near[i]), hirings,
            )  # fmt: skip
        value = dict(zip(codes, table[i], strict=True))
        detailed = told < DETAILED and activity not in set_apart
        told += detailed
        found.append(
            Target(
                rank=place + 1,
                activity=activity,
                label=labels[activity],
                kind=SERVICE if is_service else GOOD,
                score=float(ranking.score[i]),
                top5=float(ranking.top[5][i]),
                top10=float(ranking.top[10][i]),
                groups={g: _known(x[i]) for g, x in ranking.groups.items()},
                known_share=float(ranking.known[i]),
                criteria=tuple(map(_criterion, codes, table[i], notes[i], weights)),
                position=_position(ranking, here.establishments[i], i),
                posture=posture[i],
                detailed=detailed,
                kinship=near[i],
                outlook_gain=_known(opening[i]),
                jobs_here=None if blind or np.isnan(here.jobs[i]) else round(here.jobs[i]),
                establishments_here=None if blind or is_service else int(here.establishments[i]),
                reasons=reasons(local, facts, value) if detailed else (),
                reserves=reserves(local, facts, value) if detailed else (),
                stakes=stakes,
                products=products(local.edition, activity) if detailed and not is_service else (),
            )
        )
    return tuple(found)


def _criterion(code: str, value: float, note: float, weight: float) -> CriterionValue:
    return CriterionValue(code, _known(value), _known(note), weight)


def _position(ranking: Ranking, establishments: float, i: int) -> str:
    if establishments >= 1:
        return PRESENT
    return NEAR if ranking.notes[i, DENSITY] >= CLOSE else FAR


def _known(x: float) -> float | None:
    return None if isnan(x) else float(x)
