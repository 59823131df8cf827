"""What a typical project of an activity needs: jobs, land, power, water, regime. The unknown stays unknown."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from statistics import median
from typing import Annotated

import numpy as np
import polars as pl

from ancrage.domain.described import Range, Record, field, number, text
from ancrage.domain.limits import in_sector
from ancrage.domain.measure import Status
from ancrage.domain.units import HA, JOBS, M3, MW, SITES
from ancrage.domain.wording import NBSP, count, decimal, figure, integer, listing
from ancrage.reference import read_reference
from ancrage.steps.cases import case_base
from ancrage.steps.national import sizes as counted
from ancrage.warehouse.edition import Edition, derived

LAND, POWER, WATER = "m2_terrain_par_emploi", "mw_par_emploi", "m3_par_jour_par_emploi"
EVERY = "toutes"
SIZES = ("establishments",)
M2_PER_HA = 1e4
QUARTILES = (0.25, 0.5, 0.75)
CONFIDENT, TO_CHECK = "S", "à vérifier"
YES, DEPENDS, NO = "oui", "selon le produit", "non"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A published ratio per job; `source` is an address, `date` when it was true, `note` what weakens it."""

    value: float
    date: str
    label: str
    source: str
    confidence: str
    note: str | None


@dataclass(frozen=True, slots=True)
class Regime:
    """Environmental regime (ICPE) of the products followed in the class, from the lightest to the heaviest (NC, D, E,
    A); `seveso`: YES when most of these products usually fall under it, DEPENDS when some may, else NO."""

    products: int
    lightest: str
    heaviest: str
    seveso: str
    seveso_products: str | None
    heavy_power: bool
    heavy_water: bool
    confidence: str


@dataclass(frozen=True, slots=True)
class Need:
    """Of one typical project. None: no sourced ratio, so nothing is said. `jobs`: quartiles of the sizes of
    `establishments` known in France (for a service: of the mean sizes by département). Power is the mean drawn, from
    continuous running (lowest) to one shift (highest): the subscribed peak is higher."""

    activity: str
    jobs: Range | None
    establishments: int
    land_ha: Range | None
    land_evidence: tuple[Evidence, ...]
    power_mw: Range | None
    power_evidence: tuple[Evidence, ...]
    water_m3_per_day: Range | None
    water_evidence: tuple[Evidence, ...]
    regime: Regime | None
    sentence: str

    def told(self) -> "ProjectNeed":
        """What the study tells of it."""
        evidence = (*self.land_evidence, *self.power_evidence, *self.water_evidence)
        return ProjectNeed(
            sentence=self.sentence,
            establishments=self.establishments,
            jobs=self.jobs,
            land_ha=self.land_ha,
            power_mw=self.power_mw,
            water_m3_per_day=self.water_m3_per_day,
            seveso=self.regime.seveso if self.regime else None,
            sources=tuple(sorted({e.source for e in evidence})),
        )


class ProjectNeed(Record):
    """What a typical project asks for; None where no sourced ratio says it."""

    sentence: Annotated[str, text("Ce que demande un projet courant", kind="prose")] = field(name="phrase")
    establishments: Annotated[
        int,
        number(
            "Établissements qui donnent la taille courante",
            SITES,
            of=SIZES,
            status=Status.PUBLISHED,
            head="Établissements qui donnent la taille",
        ),
    ] = field(name="etablissements")
    jobs: Annotated[Range | None, number("Emplois d'un projet courant", JOBS, of=SIZES, head="Emplois")] = field(
        name="emplois"
    )
    land_ha: Annotated[Range | None, number("Terrain d'un projet courant", HA, of=SIZES, head="Terrain en ha")] = field(
        name="foncier_ha"
    )
    power_mw: Annotated[
        Range | None,
        number("Puissance moyenne d'un projet courant", MW, of=SIZES, head="Puissance en MW"),
    ] = field(name="puissance_mw")
    water_m3_per_day: Annotated[
        Range | None, number("Eau d'un projet courant", M3, of=SIZES, head="Eau en m³ par jour")
    ] = field(name="eau_m3_par_jour")
    seveso: Annotated[str | None, text("Seveso")]
    sources: Annotated[tuple[str, ...], text("Où les ratios sont lus")]


@derived
def resources(edition: Edition, activity: str) -> Need:
    """Need of a typical project of a NAF class: size of its establishments x published ratios per job.

    A range goes from (first quartile of jobs x smallest ratio) to (third quartile x largest); its centre is median x
    median. Ratios are those whose sector contains the class, the general ones included: they show how far known cases
    lie from each other. A class without establishments, or a need without ratio, is None.
    """
    jobs, establishments = _sizes(edition).get(activity, (None, 0))
    return _need_of(edition, activity, jobs, establishments)


def resources_for(edition: Edition, activity: str, jobs: float) -> Need:
    """Need of a project of that many jobs in a NAF class: its size is told, not read from the establishments."""
    return _need_of(edition, activity, Range(jobs, jobs, jobs), 0)


def _need_of(edition: Edition, activity: str, jobs: Range | None, establishments: int) -> Need:
    land, power, water = (_evidence(edition, ratio, activity) for ratio in (LAND, POWER, WATER))
    needs = {
        "land_ha": _need(jobs, land, M2_PER_HA),
        "power_mw": _need(jobs, power),
        "water_m3_per_day": _need(jobs, water),
    }
    regime = _regimes().get(activity)
    return Need(
        activity=activity,
        jobs=jobs,
        establishments=establishments,
        land_evidence=land,
        power_evidence=power,
        water_evidence=water,
        regime=regime,
        sentence=_sentence(jobs, establishments, needs, regime),
        **needs,
    )


@derived
def _sizes(edition: Edition) -> dict[str, tuple[Range, int]]:
    """Quartiles of the sizes in jobs, and the number of establishments, by class."""
    register = counted(edition).select("class", size=pl.col("jobs").cast(pl.Float64), weight="establishments")
    services = (
        edition.table("jobs_departement_class")
        .filter(pl.col("establishments") > 0)
        .join(edition.table("naf_classes").filter("is_named_service").select("class"), on="class", how="semi")
        .select("class", size=pl.col("jobs") / pl.col("establishments"), weight=pl.col("establishments"))
    )
    quartiles = [pl.col("size").quantile(q, "linear").alias(str(q)) for q in QUARTILES]
    means = services.group_by("class").agg(*quartiles, pl.col("weight").sum())
    rows = [*means.iter_rows(), *_quartiles(register)]
    # the register comes last: where both exist it is finer
    return {code: (Range(low, central, high), int(total)) for code, low, central, high, total in rows}


def _quartiles(counts: pl.DataFrame) -> Iterator[tuple[str, float, float, float, int]]:
    """(class, quartiles, number) of values counted: `weight` times `size` in each `class`. Linear between two values.

    The register has ten sizes: counting them says as much as reading forty million rows again."""
    counts = counts.sort("class", "size")
    size, last = counts["size"].to_numpy(), counts["weight"].cast(pl.Int64).cum_sum().to_numpy()
    totals = counts.group_by("class", maintain_order=True).agg(pl.col("weight").cast(pl.Int64).sum())
    start = 0
    for code, total in totals.iter_rows():
        at = start + np.array(QUARTILES) * (total - 1)
        below, above = (size[np.searchsorted(last, edge(at), side="right")] for edge in (np.floor, np.ceil))
        low, central, high = (below + (above - below) * (at - np.floor(at))).tolist()
        yield code, low, central, high, total
        start += total


def _evidence(edition: Edition, ratio: str, activity: str) -> tuple[Evidence, ...]:
    known = _ratios(edition.day).get(ratio, ())
    return tuple(e for sector, e in known if sector == EVERY or in_sector(activity, sector))


@lru_cache(maxsize=8)
def _ratios(on: date) -> dict[str, list[tuple[str, Evidence]]]:
    """By quantity; a case without news on that day measures nothing any more."""
    silent = {case.id for case in case_base(on) if case.silent}
    found: dict[str, list[tuple[str, Evidence]]] = {}
    for r in read_reference("besoins_sites.csv").iter_rows(named=True):
        if r["cas"] in silent:
            continue
        ratio = Evidence(float(r["valeur"]), r["date"], r["libelle"], r["source"], r["confiance"], r["note"])
        found.setdefault(r["grandeur"], []).append((r["naf"], ratio))
    return found


def _need(jobs: Range | None, evidence: tuple[Evidence, ...], per_unit: float = 1.0) -> Range | None:
    if jobs is None or not evidence:
        return None
    ratios = [e.value / per_unit for e in evidence]
    return Range(jobs.low * min(ratios), jobs.central * median(ratios), jobs.high * max(ratios))


@cache
def _regimes() -> dict[str, Regime]:
    found = {}
    for row in read_reference("contraintes_classes.csv").iter_rows(named=True):
        products, seveso, possible, power, water = (
            int(row[key])
            for key in ("produits", "produits_seveso", "produits_seveso_possible", "produits_energie", "produits_eau")
        )
        found[row["classe"]] = Regime(
            products=products,
            lightest=row["regime_min"],
            heaviest=row["regime_max"],
            seveso=YES if 2 * seveso > products else DEPENDS if seveso + possible else NO,
            seveso_products=row["note"],
            heavy_power=2 * power > products,
            heavy_water=2 * water > products,
            confidence=row["confiance"],
        )
    return found


def _sentence(jobs: Range | None, establishments: int, needs: dict[str, Range | None], regime: Regime | None) -> str:
    if jobs is None:
        return "Aucun établissement de cette activité n'est connu en France : son besoin ne peut pas être estimé."
    known = [
        f"{span(need, area if name == 'land_ha' else plain_number)}{NBSP}{unit}"
        for name, unit in (
            ("land_ha", "ha de terrain"),
            ("power_mw", "MW (moyenne de branche)"),
            ("water_m3_per_day", "m³ d'eau par jour"),
        )
        if (need := needs[name])
    ]
    unknown = [word for name, word in (("power_mw", "la puissance"), ("water_m3_per_day", "l'eau")) if not needs[name]]
    size = (
        f"Un projet typique compte {span(jobs, integer)}{NBSP}emplois (quartiles de "
        f"{count(establishments, 'établissement')} en France)"
        if establishments
        else f"Le projet compte {count(jobs.central, 'emploi')}"
    )
    parts = [size + (f" et demande {listing(known)}" * bool(known))]
    if unknown:
        parts.append(f"aucun ratio sourcé pour {' ni pour '.join(unknown)}")
    return " ; ".join([*parts, *_regime_words(regime)]) + "."


def _regime_words(regime: Regime | None) -> list[str]:
    if regime is None:
        return ["régime environnemental non renseigné"]
    doubt = "" if regime.confidence == CONFIDENT else f" ({TO_CHECK})"
    light, heavy = regime.lightest, regime.heaviest
    words = [f"régime ICPE indicatif : {light if light == heavy else f'{light} à {heavy}'}{doubt}"]
    if regime.seveso != NO:
        words.append(f"Seveso : {regime.seveso}{doubt}")
    heavy_uses = [word for word, found in (("d'énergie", regime.heavy_power), ("d'eau", regime.heavy_water)) if found]
    if heavy_uses:
        words.append(f"forte consommation {' et '.join(heavy_uses)}{doubt}")
    return words


def area(hectares: float, theirs: bool = False) -> str:
    """Hectares: « 2,3 », « 14 »; « 12,5 » as it is when the territory said it."""
    return figure(hectares) if theirs else decimal(hectares, 0 if hectares >= 9.95 else 1)


def plain_number(value: float) -> str:
    """Two significant figures are enough for an order of magnitude: « 0,45 », « 3,2 », « 120 »."""
    return decimal(value, 0 if value >= 9.95 else 1 if value >= 0.995 else 2)


def span(need: Range, form: Callable[[float], str]) -> str:
    """« 2 à 9 », or one number when both ends read the same."""
    low, high = form(need.low), form(need.high)
    return low if low == high else f"{low} à {high}"
