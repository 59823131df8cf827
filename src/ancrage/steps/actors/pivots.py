"""Pivots: firms that do something else, in an activity from which the target is a short step."""

import numpy as np

from ancrage.domain.wording import decimal, listing, lower_first
from ancrage.steps.actors.actor import FAIR, INFERRED, PIVOT, WEAK, Actor, Around, actor, place
from ancrage.steps.actors.wanted import Wanted
from ancrage.steps.targets.kinship import relatedness

LEAST_PIVOT, FAIR_PIVOT = 0.25, 0.45


def pivots(found: Around, wanted: Wanted, shown: int, apart: frozenset[str]) -> list[Actor]:
    """Establishments outside the activities that make it, nearest by places and occupations (mean of the two)."""
    country = found.local.country
    kinds = relatedness(found.local.edition)
    target = country.index[wanted.main]
    places, trades = kinds["lieux"][target], kinds["metiers"][target]
    near = np.where(country.is_manufacturing, (places + trades) / 2, 0.0)
    near[[country.index[c] for c in wanted.classes]] = 0.0
    rows = [(i, found.row(i)) for i in found.best(near[found.at], LEAST_PIVOT, shown, apart)]
    return [
        actor(
            found,
            row,
            target=wanted.key,
            rank=rank,
            role=PIVOT,
            proximity=float(places[found.at[i]]),
            reason=(
                f"Pourrait s'y tourner : {lower_first(country.labels[row['class']])}, "
                f"{_kinship(float(places[found.at[i]]), float(trades[found.at[i]]))} ; {place(row)}."
            ),
            confidence=FAIR if near[found.at[i]] >= FAIR_PIVOT else WEAK,
            proof=INFERRED,
        )
        for rank, (i, row) in enumerate(rows, start=1)
    ]


def _kinship(places: float, trades: float) -> str:
    """Only what is near is told."""
    told = []
    if trades >= LEAST_PIVOT:
        told.append(f"mêmes métiers (ressemblance {decimal(trades, 2)})")
    if places >= LEAST_PIVOT:
        told.append(f"souvent aux mêmes lieux (proximité {decimal(places, 2)})")
    return listing(told)
