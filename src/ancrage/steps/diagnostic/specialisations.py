"""What the territory is good at: classes ordered by jobs above what the national share would give."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
import polars as pl

from ancrage.domain.territory import Level
from ancrage.domain.wording import count, times_range
from ancrage.methods import excess_jobs, location_quotient, shrunk_location_quotient
from ancrage.steps.local import Local
from ancrage.steps.national import Floats, level_jobs, national, positions
from ancrage.warehouse.edition import Edition, derived

# below, the spread of the quotients is that of the country, not of the few establishments here
LEAST_FOR_PRIOR = 40


@dataclass(frozen=True, slots=True)
class SubActivity:
    code: str
    label: str
    jobs: int


@dataclass(frozen=True, slots=True)
class Specialisation:
    """One NAF class present here. Shares are of the jobs of the register; `low`, `high` bound `shrunk_quotient`."""

    activity: str
    label: str
    jobs: int
    establishments: int
    share: float
    national_share: float
    excess_jobs: float
    quotient: float
    shrunk_quotient: float
    low: float
    high: float
    quality: str
    is_manufacturing: bool
    sentence: str
    sub_activities: tuple[SubActivity, ...]


def specialisations(local: Local) -> tuple[Specialisation, ...]:
    """Every class with at least one establishment of 20 employees here, largest excess first (ties by code)."""
    country = local.country
    if not local.jobs.any():
        return ()
    quotient = location_quotient(local.jobs, e_i=country.jobs)
    excess = excess_jobs(local.jobs, e_i=country.jobs)
    shrunk = shrunk_location_quotient(
        local.jobs,
        local.establishments,
        e_i=country.jobs,
        national_establishments=country.establishments,
        effective_count=_effective_count(local),
        prior_strength=None if local.register.height >= LEAST_FOR_PRIOR else usual_prior_strength(local.edition),
    )
    total, national_total = local.jobs.sum(), country.jobs.sum()
    details = _sub_activities(local)
    codes = country.codes()
    order = sorted(np.flatnonzero(local.jobs), key=lambda i: (-excess[i], codes[i]))
    return tuple(
        Specialisation(
            activity=codes[i],
            label=country.labels[codes[i]],
            jobs=int(local.jobs[i]),
            establishments=int(local.establishments[i]),
            share=float(local.jobs[i] / total),
            national_share=float(country.jobs[i] / national_total),
            excess_jobs=float(excess[i]),
            quotient=float(quotient[i]),
            shrunk_quotient=float(shrunk.estimate[i]),
            low=float(shrunk.low[i]),
            high=float(shrunk.high[i]),
            quality=str(shrunk.quality[i]),
            is_manufacturing=bool(country.is_manufacturing[i]),
            sentence=_sentence(local.jobs[i], local.establishments[i], float(shrunk.low[i]), float(shrunk.high[i])),
            sub_activities=details.get(codes[i], ()),
        )
        for i in order
    )


@derived
def usual_prior_strength(edition: Edition) -> float:
    """Median over activities of the prior strength that the zones d'emploi show (establishment-equivalents).

    A handful of establishments cannot tell how much quotients vary: estimated on them alone the prior hits its cap,
    and the interval would claim to know that nothing here differs from the country.
    """
    territories, jobs = level_jobs(edition, Level.ZONE_EMPLOI)
    rows = edition.table("jobs_territory_class").filter(pl.col("level") == Level.ZONE_EMPLOI.value)
    at = {code: i for i, code in enumerate(territories["code"])}
    establishments = np.zeros_like(jobs)
    where = positions(rows["code"], at), positions(rows["class"], national(edition).index)
    establishments[where] = rows["establishments"].to_numpy()
    held = jobs.any(axis=0)
    found = shrunk_location_quotient(jobs[:, held], establishments[:, held])
    return float(np.median(np.broadcast_to(found.prior_strength, found.estimate.shape)[0]))


def _effective_count(local: Local) -> Floats:
    """Establishments as observations: one large and nine small ones tell little more than one (1 / sum of shares²)."""
    sizes = local.register["jobs"].cast(pl.Float64).to_numpy()
    squares = local.by_class(sizes**2)
    return np.divide(local.jobs**2, squares, out=np.zeros_like(local.jobs), where=squares > 0)


@derived
def _divided(edition: Edition) -> dict[str, tuple[str, str]]:
    """Class and label of the sub-classes (732) of the classes that have several of them."""
    naf = edition.table("naf").select("naf", "class", "label").rows()
    times = Counter(activity for _, activity, _ in naf)
    return {code: (activity, label) for code, activity, label in naf if times[activity] > 1}


def _sub_activities(local: Local) -> dict[str, tuple[SubActivity, ...]]:
    """Sub-classes of each class that has several of them nationally, largest first."""
    known = _divided(local.edition)
    jobs: dict[str, int] = {}
    for code, held in local.register.select("naf", "jobs").iter_rows():
        if code in known:
            jobs[code] = jobs.get(code, 0) + held
    found: dict[str, tuple[SubActivity, ...]] = {}
    for code in sorted(jobs, key=lambda code: (-jobs[code], code)):
        activity, label = known[code]
        found[activity] = (*found.get(activity, ()), SubActivity(code, label, jobs[code]))
    return found


def _sentence(jobs: float, establishments: float, low: float, high: float) -> str:
    """The interval rather than the quotient: two large plants give a huge quotient and prove little."""
    held = f"{count(jobs, 'emploi')} dans {count(establishments, 'établissement')} de 20 salariés et plus"
    if low >= 1:
        return f"{held} : {times_range(low, high)} le poids que cette activité a en France."
    if high <= 1:
        return f"{held} : moins que le poids de cette activité en France."
    return f"{held} : on ne peut pas dire si c'est plus ou moins que son poids en France."
