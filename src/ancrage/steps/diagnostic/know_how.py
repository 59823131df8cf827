"""Know-how at risk: what few firms still hold, here and in the country, and what weakens their hold.

A list to watch, never a verdict on a firm: each row says what is seen, and what nobody told.
"""

from dataclasses import dataclass
from typing import Annotated

import numpy as np
import polars as pl

from ancrage.domain.described import Record, field, number, replace, text
from ancrage.domain.knowledge import Signal
from ancrage.domain.measure import Status
from ancrage.domain.units import CHANGE, FIRMS, INDEX, JOBS, RANK, SHARE, SITES, YEAR, Unit
from ancrage.domain.wording import count, integer, listing, percent
from ancrage.methods import herfindahl, product_at_risk
from ancrage.steps.local import Local
from ancrage.steps.national import Floats, national, positions, sizes
from ancrage.warehouse.edition import Edition, derived
from ancrage.warehouse.register import by_firms, engine

LAST_HOLDERS = 2
LEAST_NATIONAL_SHARE = 0.10
RARE_NATIONALLY = 5
ONE_EMPLOYER = 0.8
CONCENTRATED = 0.25
TENSE = 3.5  # mean on the scale 1 to 5 of the Dares
LOST_HALF = -0.5
FOREIGN = "contrôle étranger"
SHOWN = 15
HIGH, MEDIUM, LOW = "haute", "moyenne", "basse"
WATCHES = ((6, HIGH), (4, MEDIUM), (0, LOW))


REGISTER, PUB = ("establishments",), Status.PUBLISHED
TENSION = Unit("niveau de 1 à 5", "decimal1")


class RareActivity(Record):
    """An activity that few hold. Concentration: 1 when one firm has all the jobs. None when no data exist.

    `watch`: how closely to watch; `reasons`: why, the first one first."""

    activity: Annotated[str, text("Activité (NAF)", kind="code")] = field(name="activite")
    label: Annotated[str, text("Libellé")] = field(name="libelle")
    watch: Annotated[str, text("Veille")] = field(name="veille")
    establishments_here: Annotated[int, number("Établissements ici", SITES, of=REGISTER, status=PUB)] = field(
        name="etablissements_ici"
    )
    establishments_in_france: Annotated[
        int, number("Établissements en France", SITES, of=("jobs_territory_class",), status=PUB)
    ] = field(name="etablissements_france")
    firms_here: Annotated[int, number("Entreprises ici", FIRMS, of=REGISTER, status=PUB)] = field(
        name="entreprises_ici"
    )
    firms_in_france: Annotated[int, number("Entreprises en France", FIRMS, of=REGISTER, status=PUB)] = field(
        name="entreprises_france"
    )
    jobs: Annotated[int, number("Emplois ici", JOBS, of=REGISTER, head="Emplois")] = field(name="emplois")
    national_share: Annotated[
        float,
        number(
            "Part des emplois du pays",
            SHARE,
            of=("establishments", "jobs_territory_class"),
            head="Part des emplois français",
        ),
    ] = field(name="part_france")
    largest_rank: Annotated[
        int | None,
        number(
            "Rang en France du plus grand établissement d'ici",
            RANK,
            of=REGISTER,
            head="Rang en France du plus grand d'ici",
        ),
    ] = field(name="rang_du_premier")
    hhi_here: Annotated[
        float | None,
        number(
            "Concentration des employeurs ici (Herfindahl)",
            INDEX,
            of=REGISTER,
            head="Concentration des employeurs ici (0 à 1)",
        ),
    ] = field(name="concentration_ici")
    hhi_france: Annotated[
        float | None,
        number(
            "Concentration des employeurs en France (Herfindahl)",
            INDEX,
            of=REGISTER,
            head="Concentration des employeurs en France (0 à 1)",
        ),
    ] = field(name="concentration_france")
    top_employer_share: Annotated[float | None, number("Part du premier employeur ici", SHARE, of=REGISTER)] = field(
        name="part_premier_employeur"
    )
    tension: Annotated[
        float | None,
        number(
            "Tension moyenne des métiers dans le département",
            TENSION,
            of=("labour_tension", "naf_occupation", "rome_fap"),
            head="Tension des métiers (1 à 5)",
        ),
    ] = field(name="tension_metiers")
    change: Annotated[
        float | None,
        number(
            "Production nationale depuis son sommet (changement relatif)",
            CHANGE,
            of=("production_change",),
            head="Production nationale depuis son sommet",
        ),
    ] = field(name="recul_production")
    peak_year: Annotated[
        int | None,
        number(
            "Année du sommet de la production nationale",
            YEAR,
            of=("production_change",),
            status=PUB,
            head="Année du sommet",
        ),
    ] = field(name="annee_sommet")
    hangs_by_a_thread: Annotated[bool, text("Tient à un fil", kind="flag")] = field(name="tient_a_un_fil")
    holders: Annotated[tuple[str, ...], text("Entreprises d'ici")] = field(name="detenteurs")
    signals: Annotated[tuple[str, ...], text("Signalé par le territoire")] = field(name="signaux")
    reasons: Annotated[tuple[str, ...], text("Pourquoi")] = field(name="raisons")
    sentence: Annotated[str, text("En une phrase", kind="prose")] = field(name="phrase")


@dataclass(frozen=True, eq=False)
class Holders:
    """Of the country, by class: number of firms, and concentration of the jobs among them (0 without any)."""

    firms: Floats
    hhi: Floats


@derived
def national_holders(edition: Edition) -> Holders:
    index = national(edition).index
    firms, jobs, squares = np.zeros((3, len(index)))
    for some in by_firms(edition):
        held = some.group_by("class", "siren").agg(pl.col("jobs").sum()).group_by("class")
        sums = (pl.len().alias("firms"), pl.col("jobs").sum(), (pl.col("jobs") ** 2).sum().alias("squares"))
        rows = held.agg(*sums).collect(engine=engine(edition))
        at = positions(rows["class"], index)
        for total, column in ((firms, "firms"), (jobs, "jobs"), (squares, "squares")):
            total[at] += rows[column].to_numpy()
    return Holders(firms, np.divide(squares, jobs**2, out=np.zeros_like(jobs), where=jobs > 0))


@derived
def mean_tension(edition: Edition, departement: str) -> dict[str, float]:
    """Mean tension of the occupations that each class hires, weighed by hirings, in a département (1 to 5)."""
    rows = (
        edition.table("labour_tension")
        .filter(pl.col("departement") == departement)
        .drop_nulls("tension_level")
        .join(edition.table("rome_fap"), on="fap")
        .join(edition.table("naf_occupation"), on="rome")
        .group_by("class")
        .agg(level=(pl.col("tension_level") * pl.col("share")).sum() / pl.col("share").sum())
    )
    return dict(rows.iter_rows())


@derived
def _since_peak(edition: Edition) -> dict[str, tuple[float, int]]:
    rows = edition.table("production_change").filter(pl.col("peak_index") > 0)
    change = pl.col("last_index") / pl.col("peak_index") - 1
    return {c: (x, int(y)) for c, x, y in rows.select("class", change, "peak_year").iter_rows()}


@dataclass(slots=True)
class _Firm:
    """What a firm has of a class here; `largest`: jobs of its largest establishment."""

    siren: str
    name: str | None
    jobs: int = 0
    largest: int = 0


def _firms(local: Local, classes: set[str]) -> dict[str, list[_Firm]]:
    """By class, the firms here, the largest first."""
    found: dict[str, dict[str, _Firm]] = {code: {} for code in classes}
    for siret, name, code, jobs in local.register.select("siret", "name", "class", "jobs").iter_rows():
        if code in classes:
            firm = found[code].setdefault(siret[:9], _Firm(siret[:9], None))
            firm.name = firm.name if firm.name is not None else name
            firm.jobs, firm.largest = firm.jobs + jobs, max(firm.largest, jobs)
    return {code: sorted(firms.values(), key=lambda firm: (-firm.jobs, firm.siren)) for code, firms in found.items()}


def know_how_at_risk(local: Local, signals: tuple[Signal, ...] = ()) -> tuple[RareActivity, ...]:
    """Manufacturing classes held here by at most two establishments that weigh in the country or are rare in it, and
    those of whose holders the territory tells a signal; the most fragile first."""
    country, national_side = local.country, national_holders(local.edition)
    share = np.divide(local.jobs, country.jobs, out=np.zeros_like(local.jobs), where=country.jobs > 0)
    few = (local.establishments > 0) & (local.establishments <= LAST_HOLDERS)
    rare = few & ((share >= LEAST_NATIONAL_SHARE) | (country.establishments <= RARE_NATIONALLY))
    told = _signals_by_class(local, signals)
    watched = (rare | np.isin(country.codes(), list(told))) & country.is_manufacturing
    codes = country.codes()
    firms = _firms(local, {codes[i] for i in np.flatnonzero(watched)})
    tension, change = mean_tension(local.edition, local.departement), _since_peak(local.edition)
    found = []
    for i in np.flatnonzero(watched):
        code = codes[i]
        mine = firms[code]
        held = np.array([firm.jobs for firm in mine], dtype=float)
        peak = change.get(code)
        row = RareActivity(
            activity=code,
            label=country.labels[code],
            establishments_here=int(local.establishments[i]),
            establishments_in_france=max(int(country.establishments[i]), int(local.establishments[i])),
            jobs=int(local.jobs[i]),
            national_share=float(min(share[i], 1.0)),
            firms_here=len(mine),
            firms_in_france=max(int(national_side.firms[i]), len(mine)),
            largest_rank=_rank(local.edition, code, max(firm.largest for firm in mine)),
            hhi_here=float(herfindahl(held)),
            hhi_france=float(national_side.hhi[i]) or None,
            top_employer_share=float(held[0] / held.sum()),
            tension=tension.get(code),
            change=peak[0] if peak else None,
            peak_year=peak[1] if peak else None,
            signals=tuple(f"{s.kind} (source : {s.source})" for s in told.get(code, ())),
            holders=tuple(firm.name for firm in mine if firm.name)[:3],
            watch=LOW,
            hangs_by_a_thread=False,
            reasons=(),
            sentence="",
        )
        found.append((_points(row), _explained(row, told.get(code, ()))))
    found.sort(key=lambda pair: (-pair[0], -pair[1].national_share, pair[1].activity))
    return tuple(row for _, row in found[:SHOWN])


def _signals_by_class(local: Local, signals: tuple[Signal, ...]) -> dict[str, tuple[Signal, ...]]:
    """Signals of the establishments here, by the class these declare."""
    if not signals:
        return {}
    activity = dict(local.register.select("siret", "class").iter_rows())
    found: dict[str, tuple[Signal, ...]] = {}
    for signal in signals:
        if signal.siret in activity:
            code = activity[signal.siret]
            found[code] = (*found.get(code, ()), signal)
    return found


def _rank(edition: Edition, code: str, jobs: int) -> int:
    """Rank in France of an establishment of that size in its class (1: none is larger)."""
    return 1 + sum(establishments for size, establishments in _sizes_of(edition).get(code, ()) if size > jobs)


@derived
def _sizes_of(edition: Edition) -> dict[str, list[tuple[int, int]]]:
    """By class: jobs of an establishment, and how many have them."""
    found: dict[str, list[tuple[int, int]]] = {}
    for code, jobs, establishments in sizes(edition).select("class", "jobs", "establishments").iter_rows():
        found.setdefault(code, []).append((jobs, establishments))
    return found


def _points(row: RareActivity) -> int:
    """What is seen counts, what is unknown does not: rarity first, then the hold, then the trade and the market."""
    france = row.establishments_in_france
    points = 3 if france <= row.establishments_here else 2 if france <= RARE_NATIONALLY else 0
    points += row.national_share >= LEAST_NATIONAL_SHARE
    points += row.establishments_here == 1
    points += (row.hhi_france or 0) >= CONCENTRATED
    points += (row.top_employer_share or 0) >= ONE_EMPLOYER and row.firms_here <= LAST_HOLDERS
    points += row.tension is not None and row.tension >= TENSE
    points += row.change is not None and row.change <= LOST_HALF
    return int(points + 2 * min(len(row.signals), 2))


def _explained(row: RareActivity, told: tuple[Signal, ...]) -> RareActivity:
    """The row with its watch, reasons and sentence."""
    here, france = row.establishments_here, row.establishments_in_france
    only = "le seul établissement de France" if france == 1 else f"{count(here, 'établissement')} ici, aucun ailleurs"
    reasons = [
        f"{only[:1].upper()}{only[1:]} (20 salariés et plus)"
        if france <= here
        else f"{count(here, 'établissement')} ici sur {integer(france)} en France (20 salariés et plus)"
    ]
    if row.national_share >= LEAST_NATIONAL_SHARE:
        reasons.append(f"{percent(row.national_share)} des emplois du pays dans cette activité")
    if row.firms_here == 1:
        reasons.append("Un seul employeur ici")
    elif (row.top_employer_share or 0) >= ONE_EMPLOYER:
        reasons.append(f"Un employeur en tient {percent(row.top_employer_share or 0)} ici")
    if row.tension is not None and row.tension >= TENSE:
        reasons.append("Ses métiers manquent dans le département")
    if row.change is not None and row.change <= LOST_HALF:
        reasons.append(f"Production nationale en recul de {percent(-row.change)} depuis {row.peak_year}")
    reasons += [f"Signalé par le territoire : {s.kind}" for s in dict.fromkeys(told)]
    foreign = len({s.siret for s in told if s.kind == FOREIGN})
    # neither the age of the workers nor the accounts of the firms are in the data: unknown lights no alarm
    thread = bool(product_at_risk(france, min(foreign, france), np.nan, np.nan))
    watch = next(word for least, word in WATCHES if _points(row) >= least)
    lowered = [reasons[0], *(r[:1].lower() + r[1:] for r in reasons[1:])]
    sentence = f"{listing(lowered)} : à surveiller, un départ serait difficile à remplacer."
    return replace(row, watch=watch, reasons=tuple(reasons), sentence=sentence, hangs_by_a_thread=thread)
