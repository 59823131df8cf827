"""The most similar territories: those whose jobs are spread over the same classes."""

from typing import Annotated

import numpy as np
import polars as pl

from ancrage.domain.described import Record, field, number, text
from ancrage.domain.territory import Level
from ancrage.domain.units import JOBS, SHARE
from ancrage.methods import krugman_index
from ancrage.steps.local import Local
from ancrage.steps.national import level_jobs

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


def peers(local: Local) -> tuple[Peer, ...]:
    """Up to PEERS territories of the same level (a hand-made perimeter is compared with intercommunalities)."""
    if local.register.height < LEAST_ESTABLISHMENTS:
        return ()
    territory = local.territory
    level = Level.EPCI if territory.level is Level.COMMUNES else territory.level
    territories, jobs = level_jobs(local.edition, level)
    kept = (territories["establishments"] >= LEAST_ESTABLISHMENTS) & (territories["code"] != territory.code)
    others, jobs = territories.filter(kept), jobs[kept.to_numpy()]
    if not len(jobs):
        return ()
    here = local.jobs / local.jobs.sum()
    there = jobs / jobs.sum(axis=1, keepdims=True)
    similarity = 1 - krugman_index(there, here) / 2
    labels = list(local.country.labels.values())
    found = []
    for i in np.argsort(-similarity, kind="stable")[:PEERS]:
        shared = np.minimum(here, there[i])
        common = tuple(labels[c] for c in np.argsort(-shared, kind="stable")[:COMMON] if shared[c] > 0)
        code, label, total = others.select("code", "label", pl.col("jobs")).row(int(i))
        found.append(Peer(code, label, level.value, float(similarity[i]), int(total), common))
    return tuple(found)
