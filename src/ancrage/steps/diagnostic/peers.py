"""The most similar territories: those whose jobs are spread over the same classes."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from ancrage.domain.described import Record, field, number, text
from ancrage.domain.territory import Level
from ancrage.domain.units import JOBS, SHARE
from ancrage.methods import krugman_index
from ancrage.steps.local import Local
from ancrage.steps.national import Floats, level_jobs
from ancrage.warehouse.edition import Edition, derived

PEERS = 5
COMMON = 3
# below, one or two establishments make the whole profile and any likeness is chance
LEAST_ESTABLISHMENTS = 5


class Peer(Record):
    """`similarity` is 1 - K/2 (K Krugman index on classes): the share of jobs in common, 0 to 1."""

    code: Annotated[str, text("Code", kind="code")]
    label: Annotated[str, text("Nom")] = field(name="nom")
    level: Annotated[str, text("Niveau")] = field(name="niveau")
    similarity: Annotated[
        float,
        number(
            "Part de structure commune (1 - indice de Krugman / 2)",
            SHARE,
            of=("jobs_territory_class",),
            head="Part de structure commune",
        ),
    ] = field(name="similarite")
    jobs: Annotated[int, number("Emplois observés", JOBS, of=("jobs_territory_class",), head="Emplois")] = field(
        name="emplois"
    )
    common: Annotated[tuple[str, ...], text("Points communs")] = field(name="points_communs")


@dataclass(frozen=True, eq=False)
class _Comparable:
    """Territories of a level with enough establishments. `shares` (territories, classes) of their jobs."""

    codes: list[str]
    labels: list[str]
    jobs: list[int]
    shares: Floats


@derived
def _comparable(edition: Edition, level: Level) -> _Comparable:
    territories, jobs = level_jobs(edition, level)
    kept = territories["establishments"] >= LEAST_ESTABLISHMENTS
    others, jobs = territories.filter(kept), jobs[kept.to_numpy()]
    return _Comparable(
        others["code"].to_list(), others["label"].to_list(), others["jobs"].to_list(), jobs / jobs.sum(1, keepdims=True)
    )


def peers(local: Local) -> tuple[Peer, ...]:
    """Up to PEERS territories of the same level (a hand-made perimeter is compared with intercommunalities)."""
    if local.register.height < LEAST_ESTABLISHMENTS:
        return ()
    territory = local.territory
    level = Level.EPCI if territory.level is Level.COMMUNES else territory.level
    others = _comparable(local.edition, level)
    apart = np.array([code != territory.code for code in others.codes], dtype=bool)
    if not apart.any():
        return ()
    here, there = local.jobs / local.jobs.sum(), others.shares
    similarity = np.where(apart, 1 - krugman_index(there, here) / 2, -np.inf)
    labels = list(local.country.labels.values())
    found = []
    for i in np.argsort(-similarity, kind="stable")[: min(PEERS, int(apart.sum()))].tolist():
        shared = np.minimum(here, there[i])
        common = tuple(labels[c] for c in np.argsort(-shared, kind="stable")[:COMMON] if shared[c] > 0)
        found.append(Peer(others.codes[i], others.labels[i], level.value, float(similarity[i]), others.jobs[i], common))
    return tuple(found)
