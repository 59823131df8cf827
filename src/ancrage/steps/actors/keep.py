"""Whom to keep: the establishments here that hold a know-how at risk on which the target could rest."""

from collections.abc import Sequence

import numpy as np

from ancrage.domain.wording import lower_first
from ancrage.steps.actors.actor import FAIR, INFERRED, KEEP, WEAK, Actor, Around, actor, place
from ancrage.steps.actors.producers import activity_strength
from ancrage.steps.actors.wanted import Wanted
from ancrage.steps.diagnostic.know_how import RareActivity

LEAST_LINK = 0.1


def to_keep(found: Around, wanted: Wanted, at_risk: Sequence[RareActivity], shown: int) -> list[Actor]:
    """Holders, here, of an activity at risk that is the target's own or a neighbour of it."""
    country, risk = found.local.country, {r.activity: r for r in at_risk}
    strength = activity_strength(found.local.edition, wanted)
    held = np.zeros(len(country.index))
    held[[country.index[code] for code in risk]] = 1.0
    strength = (strength * held)[found.at] * found.here
    rows = [(i, found.row(i)) for i in found.best(strength, LEAST_LINK, shown)]
    return [
        actor(
            found,
            row,
            target=wanted.key,
            rank=rank,
            role=KEEP,
            proximity=float(country.proximity[country.index[wanted.main], found.at[i]]),
            reason=(
                f"Tient un savoir-faire à surveiller ({lower_first(country.labels[row['class']])}) : "
                f"{lower_first(risk[row['class']].reasons[0])} ; {place(row)}."
            ),
            confidence=FAIR if risk[row["class"]].watch == "haute" else WEAK,
            proof=INFERRED,
        )
        for rank, (i, row) in enumerate(rows, start=1)
    ]
