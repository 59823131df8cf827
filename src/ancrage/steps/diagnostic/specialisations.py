"""What the territory is good at: classes ordered by jobs above what the national share would give."""

from collections import Counter
from typing import Annotated

import numpy as np
import polars as pl

from ancrage.domain.described import Record, field, number, text
from ancrage.domain.measure import Status
from ancrage.domain.territory import Level
from ancrage.domain.units import JOBS, QUOTIENT, SHARE, SITES
from ancrage.domain.wording import count, times_range
from ancrage.methods import excess_jobs, location_quotient, shrunk_location_quotient
from ancrage.steps.local import Local
from ancrage.steps.national import Floats, level_jobs, national, positions
from ancrage.warehouse.edition import Edition, derived

# below, the spread of the quotients is that of the country, not of the few establishments here
LEAST_FOR_PRIOR = 40
REGISTER, BOTH = ("establishments",), ("establishments", "jobs_territory_class")
PUB = Status.PUBLISHED


class SubActivity(Record):
    """A sub-class of a speciality."""

    code: Annotated[str, text("Code", kind="code")]
    label: Annotated[str, text("Libellé")] = field(name="libelle")
    jobs: Annotated[int, number("Emplois de la sous-classe", JOBS, of=REGISTER, head="Emplois")] = field(name="emplois")


class Interval(Record):
    """Bounds of a smoothed quotient, nine times in ten."""

    low: Annotated[
        float, number("Quotient lissé, borne basse (90 %)", QUOTIENT, of=BOTH, head="Quotient lissé : borne basse")
    ] = field(name="bas")
    high: Annotated[
        float, number("Quotient lissé, borne haute (90 %)", QUOTIENT, of=BOTH, head="Quotient lissé : borne haute")
    ] = field(name="haut")


class Specialisation(Record):
    """One NAF class present here. Shares are of the jobs of the register."""

    activity: Annotated[str, text("Activité (NAF)", kind="code")] = field(name="activite")
    label: Annotated[str, text("Libellé")] = field(name="libelle")
    jobs: Annotated[int, number("Emplois", JOBS, of=REGISTER)] = field(name="emplois")
    establishments: Annotated[int, number("Établissements", SITES, of=REGISTER, status=PUB)] = field(
        name="etablissements"
    )
    share: Annotated[
        float, number("Part des emplois observés ici", SHARE, of=REGISTER, head="Part des emplois d'ici")
    ] = field(name="part")
    national_share: Annotated[
        float, number("Part en France", SHARE, of=("jobs_territory_class",), head="Part des emplois en France")
    ] = field(name="part_france")
    excess_jobs: Annotated[
        float,
        number("Emplois au-dessus de la part nationale", JOBS, of=BOTH, head="Emplois au-delà de la part nationale"),
    ] = field(name="emplois_excedentaires")
    quotient: Annotated[float, number("Quotient de localisation", QUOTIENT, of=BOTH, head="Quotient brut")]
    shrunk_quotient: Annotated[
        float, number("Quotient lissé pour les petits nombres", QUOTIENT, of=BOTH, head="Quotient lissé")
    ] = field(name="quotient_lisse")
    interval: Annotated[Interval, text("Intervalle du quotient lissé")] = field(name="intervalle")
    quality: Annotated[str, text("Qualité (A à D)", kind="code")] = field(name="qualite")
    is_manufacturing: Annotated[bool, text("Industrie", kind="flag")] = field(name="industrie")
    sentence: Annotated[str, text("En une phrase", kind="prose")] = field(name="phrase")
    sub_activities: Annotated[tuple[SubActivity, ...], text("Sous-activités")] = field(name="sous_activites")

    @property
    def low(self) -> float:
        return self.interval.low

    @property
    def high(self) -> float:
        return self.interval.high


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
            interval=Interval(float(shrunk.low[i]), float(shrunk.high[i])),
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
