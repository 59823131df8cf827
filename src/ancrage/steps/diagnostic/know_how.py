"""Know-how at risk: what few firms still hold, here and in the country, and what weakens their hold.

A list to watch, never a verdict on a firm: each row says what is seen, and what nobody told.
"""

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from ancrage.domain.knowledge import Signal
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


@dataclass(frozen=True, slots=True)
class RareActivity:
    """`national_share`: of the jobs of the country in this activity. `largest_rank`: rank in France, by jobs, of the
    largest holder here; `hhi_here`, `hhi_france`: concentration of the jobs of the activity among firms (1: only one).
    `tension`: 1 to 5, mean of its occupations in the département; `change`: of national production since its peak.
    None when no data exist. `watch`: how closely to watch; `reasons`: why, the first one first."""

    activity: str
    label: str
    establishments_here: int
    establishments_in_france: int
    jobs: int
    national_share: float
    sentence: str
    firms_here: int = 0
    firms_in_france: int = 0
    largest_rank: int | None = None
    hhi_here: float | None = None
    hhi_france: float | None = None
    top_employer_share: float | None = None
    tension: float | None = None
    change: float | None = None
    peak_year: int | None = None
    hangs_by_a_thread: bool = False
    watch: str = LOW
    reasons: tuple[str, ...] = ()
    signals: tuple[str, ...] = ()
    holders: tuple[str, ...] = ()


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
            sentence="",
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
