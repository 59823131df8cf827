"""Know-how at risk, first form: rare activities held here by one or two establishments. A list to watch, no verdict."""

from dataclasses import dataclass

import numpy as np

from ancrage.domain.wording import count, percent
from ancrage.steps.local import Local

LAST_HOLDERS = 2
LEAST_NATIONAL_SHARE = 0.10
RARE_NATIONALLY = 5
SHOWN = 15


@dataclass(frozen=True, slots=True)
class RareActivity:
    activity: str
    label: str
    establishments_here: int
    establishments_in_france: int
    jobs: int
    national_share: float
    sentence: str


def know_how_at_risk(local: Local) -> tuple[RareActivity, ...]:
    """Manufacturing classes with at most two establishments here, that weigh in the country or are rare in it."""
    country = local.country
    share = np.divide(local.jobs, country.jobs, out=np.zeros_like(local.jobs), where=country.jobs > 0)
    few = (local.establishments > 0) & (local.establishments <= LAST_HOLDERS) & country.is_manufacturing
    rare = few & ((share >= LEAST_NATIONAL_SHARE) | (country.establishments <= RARE_NATIONALLY))
    codes = country.codes()
    found = []
    for i in sorted(np.flatnonzero(rare), key=lambda i: (-share[i], codes[i]))[:SHOWN]:
        here, there = int(local.establishments[i]), int(country.establishments[i])
        sentence = (
            f"{count(here, 'établissement')} ici sur {count(there, 'établissement')} de 20 salariés et plus en France, "
            f"{percent(share[i])} des emplois du pays dans cette activité : un départ serait difficile à remplacer."
        )
        found.append(
            RareActivity(codes[i], country.labels[codes[i]], here, there, int(local.jobs[i]), float(share[i]), sentence)
        )
    return tuple(found)
