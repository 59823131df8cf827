"""Pivots: firms that do something else, with machines or rare trades that the target needs."""

from typing import Any

import numpy as np

from ancrage.steps.actors.actor import FAIR, INFERRED, PIVOT, WEAK, Actor, Around, actor, place
from ancrage.steps.actors.wanted import Wanted
from ancrage.steps.class_links import KINDS, TURNS, links, why

LEAST_PIVOT, FAIR_PIVOT = 0.25, 0.45
MOST_SITES = 5  # of one firm around, beyond which others may be missed


def _one_a_firm(found: Around, order: list[int]) -> list[tuple[int, dict[str, Any]]]:
    rows = [(i, found.row(i)) for i in order]
    first = {row["siren"]: i for i, row in reversed(rows)}
    return [(i, row) for i, row in rows if first[row["siren"]] == i]


def pivots(found: Around, wanted: Wanted, shown: int, apart: frozenset[str]) -> list[Actor]:
    """Establishments outside the activities that make it: the same firms do both in France, the same family of
    machines, or the same rare trades. Occupations that everybody hires count for nothing."""
    edition, country = found.local.edition, found.local.country
    known, target = links(edition), country.index[wanted.main]
    turns = known.worth[[KINDS.index(kind) for kind in TURNS], target]
    near, kind = turns.max(axis=0), turns.argmax(axis=0)
    near[[country.index[c] for c in wanted.classes]] = 0.0
    places = country.proximity[target]
    rows = _one_a_firm(found, found.best(np.asarray(near[found.at]), LEAST_PIVOT, MOST_SITES * shown, apart))[:shown]
    return [
        actor(
            found,
            row,
            target=wanted.key,
            rank=rank,
            role=PIVOT,
            proximity=float(places[found.at[i]]),
            reason=(
                f"Pourrait s'y tourner : {why(edition, wanted.main, row['class'], TURNS[kind[found.at[i]]])} ; "
                f"{place(row)}."
            ),
            confidence=FAIR if near[found.at[i]] >= FAIR_PIVOT else WEAK,
            proof=INFERRED,
        )
        for rank, (i, row) in enumerate(rows, start=1)
    ]
