"""« À défendre et faire grandir »: what is strong here, what France sells of it, and what threatens it."""

from typing import Annotated

import numpy as np
import polars as pl

from ancrage.domain.described import Record, born, field, number, text
from ancrage.domain.measure import Status
from ancrage.domain.standing import standing
from ancrage.domain.units import JOBS, QUOTIENT, RANK, SHARE, SITES
from ancrage.domain.wording import NBSP, count, decimal, euros, lower_first, percent, times
from ancrage.methods import location_quotient
from ancrage.steps.advice.bring_back import Foothold
from ancrage.steps.advice.foothold import NAMED, Stand
from ancrage.steps.class_links import OWN, why
from ancrage.steps.local import Local
from ancrage.steps.national import Floats, national
from ancrage.steps.targets.values import candidates
from ancrage.warehouse.edition import Edition, derived

SHOWN = 10
# strong: this many times the national share, and this many jobs or this share of the jobs observed
LEAST_QUOTIENT, LEAST_JOBS, LEAST_SHARE = 1.2, 100, 0.02
# threats: share of one employer, fall of French production (%), tension on the scale 1 to 5 of the Dares, share of the
# inputs of the branch bought outside the EU
ONE_EMPLOYER, FALL_PCT, TENSE, DEPENDENT = 0.6, -20.0, 3.5, 0.2
REGISTER = ("establishments",)
BOTH = ("establishments", "jobs_territory_class")
PUB = Status.PUBLISHED


class Defend(Record):
    """An activity to defend. Trade is that of France."""

    rank: Annotated[int, number("Rang", RANK)] = field(name="rang")
    activity: Annotated[str, text("Activité (NAF)", kind="code")] = field(name="activite")
    label: Annotated[str, text("Libellé")] = field(name="libelle")
    jobs: Annotated[int, number("Emplois", JOBS, of=REGISTER)] = field(name="emplois")
    establishments: Annotated[int, number("Établissements", SITES, of=REGISTER, status=PUB)] = field(
        name="etablissements"
    )
    share: Annotated[float, number("Part des emplois observés ici", SHARE, of=REGISTER)] = field(name="part")
    national_share: Annotated[float, number("Part en France", SHARE, of=("jobs_territory_class",))] = field(
        name="part_france"
    )
    quotient: Annotated[float, number("Fois la part nationale", QUOTIENT, of=BOTH)]
    exports_eur: Annotated[
        float | None, born("trade_class.export_eur", "Exportations françaises", head="Exportations (€)")
    ] = field(name="exportations_eur")
    balance_eur: Annotated[float | None, born("trade_class.balance_eur", "Solde français", head="Solde (€)")] = field(
        name="solde_eur"
    )
    top_share: Annotated[
        float, number("Part du premier employeur dans l'activité ici", SHARE, of=REGISTER, head="Premier employeur")
    ] = field(name="part_premier")
    employers: Annotated[tuple[Foothold, ...], text("Premiers employeurs")] = field(name="employeurs")
    threats: Annotated[tuple[str, ...], text("Ce qui la menace", kind="prose")] = field(name="menaces")
    reason: Annotated[str, text("Pourquoi", kind="prose")] = field(name="raison")


@derived
def _tensions(edition: Edition) -> dict[tuple[str, str], float]:
    """By class and département, the mean tension of the occupations of the class, weighed by hirings."""
    rows = (
        edition.table("naf_occupation")
        .join(edition.table("rome_fap"), on="rome")
        .join(edition.table("labour_tension").drop_nulls("tension_level"), on="fap")
        .group_by("class", "departement")
        .agg(level=(pl.col("tension_level") * pl.col("share")).sum() / pl.col("share").sum())
    )
    return {(activity, departement): level for activity, departement, level in rows.iter_rows()}


@derived
def _trade(edition: Edition) -> dict[str, tuple[float, float]]:
    rows = edition.table("trade_class").select("class", "export_eur", "balance_eur")
    return {activity: (sold, balance) for activity, sold, balance in rows.iter_rows()}


@derived
def _falls(edition: Edition) -> dict[str, tuple[float, int]]:
    """By class, the change of French production (%) and since when, where it fell far."""
    rows = edition.table("production_change").filter(pl.col("change_pct") <= FALL_PCT)
    return {
        activity: (change, year) for activity, change, year in rows["class", "change_pct", "first_year"].iter_rows()
    }


def defend(local: Local, here: Stand) -> tuple[Defend, ...]:
    """Manufacturing classes well above their national share, most jobs above it first (ties by code)."""
    country = local.country
    if not local.jobs.any():
        return ()
    share, national_share = local.jobs / local.jobs.sum(), country.jobs / country.jobs.sum()
    quotient = location_quotient(local.jobs, e_i=country.jobs)
    excess = local.jobs - national_share * local.jobs.sum()
    strong = (
        country.is_manufacturing
        & (np.nan_to_num(quotient) >= LEAST_QUOTIENT)
        & ((local.jobs >= LEAST_JOBS) | (share >= LEAST_SHARE))
    )
    codes = country.codes()
    order = sorted(np.flatnonzero(strong).tolist(), key=lambda i: (-excess[i], codes[i]))[:SHOWN]
    return tuple(
        _row(
            local,
            here,
            rank,
            i,
            share=float(share[i]),
            national_share=float(national_share[i]),
            quotient=float(quotient[i]),
        )
        for rank, i in enumerate(order, start=1)
    )


def _row(
    local: Local, here: Stand, rank: int, i: int, *, share: float, national_share: float, quotient: float
) -> Defend:
    country, edition = local.country, local.edition
    activity = country.codes()[i]
    label, jobs = country.labels[activity], int(local.jobs[i])
    firms: dict[str, int] = {}
    for siret, size in local.register.filter(local.at == i).select("siret", "jobs").iter_rows():
        firms[siret[:9]] = firms.get(siret[:9], 0) + size
    first = min(firms, key=lambda siren: (-firms[siren], siren))
    top, sites = firms[first] / jobs, int(local.establishments[i])
    employers = tuple(
        Foothold(row["siret"], row["name"], standing(row), why(edition, activity, activity, OWN))
        for row in here.rows.filter(here.at == i).head(NAMED).iter_rows(named=True)
    )
    name = next((employer.name for employer in employers if employer.siret.startswith(first)), "")
    sold, balance = _trade(edition).get(activity, (None, None))
    threats = _threats(local, activity, i, top=top, firms=len(firms), name=name)
    held = f"{count(jobs, 'emploi')} (estimation) dans {count(sites, 'établissement')}"
    sales = f" ; la France en exporte pour {euros(sold)} par an" if sold else ""
    return Defend(
        rank=rank,
        activity=activity,
        label=label,
        jobs=jobs,
        establishments=sites,
        share=share,
        national_share=national_share,
        quotient=quotient,
        exports_eur=sold,
        balance_eur=balance,
        top_share=top,
        employers=employers,
        threats=threats,
        reason=f"{held}, {times(quotient)} la part nationale{sales}. {_threat_words(threats)}",
    )


def _threat_words(threats: tuple[str, ...]) -> str:
    if not threats:
        return "Les données ne montrent pas de menace : à demander aux entreprises."
    told = " ; ".join(lower_first(threat) for threat in threats)
    return f"Ce qui la menace : {told}."


def _threats(local: Local, activity: str, i: int, *, top: float, firms: int, name: str) -> tuple[str, ...]:
    edition = local.edition
    found = []
    if firms == 1:
        found.append(f"Un seul employeur la tient{f' ({name})' if name else ''}")
    elif top >= ONE_EMPLOYER:
        found.append(f"Un employeur en tient {percent(top)}{f' ({name})' if name else ''}")
    if activity in _falls(edition):
        change, year = _falls(edition)[activity]
        found.append(f"La production française a baissé de {decimal(-change, 0)}{NBSP}% depuis {year}")
    if _tensions(edition).get((activity, local.departement), 0.0) >= TENSE:
        found.append("Ses métiers sont difficiles à recruter dans le département")
    if (outside := _bought_outside(edition)[i]) >= DEPENDENT:
        found.append(f"Sa branche achète hors de l'Union européenne {percent(float(outside))} de ce qu'elle consomme")
    return tuple(found)


@derived
def _bought_outside(edition: Edition) -> Floats:
    """By class, the share of the inputs of its branch that come from outside the EU; 0 where unknown."""
    chosen = candidates(edition)
    out = np.zeros(len(national(edition).index))
    out[chosen.at] = np.nan_to_num(chosen.values["branche_hors_ue"])
    return out
