"""Whom to attract: groups that make it elsewhere, on sites of the right size, cramped or already on several sites."""

from collections.abc import Collection, Iterable

import numpy as np
import polars as pl

from ancrage.domain.wording import count, decimal, listing
from ancrage.steps.actors.actor import (
    ATTRACT,
    FAIR,
    INFERRED,
    RADIUS_KM,
    WEAK,
    Actor,
    Around,
    actor,
)
from ancrage.steps.actors.producers import activity_strength
from ancrage.steps.actors.wanted import Wanted
from ancrage.steps.local import Local
from ancrage.steps.national import national
from ancrage.steps.resources import resources
from ancrage.warehouse.edition import Edition, derived
from ancrage.warehouse.register import TABLE, among, distance_km, engine, within_classes

SEVERAL_SITES, RIGHT_SIZE, CRAMPED = 0.4, 0.2, 0.3
LEAST_QUOTIENT = 2.0
MOST_SITES = 5  # beyond, one more site says nothing more
NEAR_TRADE = 0.3  # strength of an activity that may stand for one nobody declares
TENSE = 3.5  # on the scale 1 to 5 of the Dares


def firm_sites(edition: Edition, sirens: Iterable[str]) -> dict[str, int]:
    """Establishments in the country of each of these firms."""
    rows = edition.scan(TABLE).select(siren=pl.col("siret").str.slice(0, 9)).filter(among("siren", sirens))
    return dict(rows.group_by("siren").len().collect(engine=engine(edition)).iter_rows())


def declared(local: Local, activities: Collection[str]) -> pl.DataFrame:
    """Every establishment of the country that declares one of the classes, with `distance_km`, `here`, `siren`."""
    place = local.territory
    rows = local.scan(TABLE).filter(within_classes(activities))
    return rows.with_columns(
        distance_km=distance_km(place.lon, place.lat),
        here=among("commune", place.communes),
        siren=pl.col("siret").str.slice(0, 9),
    ).collect(engine=engine(local.edition))


@derived
def _totals(edition: Edition) -> pl.DataFrame:
    """(level, code, total): jobs of the départements and of France."""
    jobs = edition.table("jobs_territory_class").filter(pl.col("level").is_in(["departement", "france"]))
    return jobs.group_by("level", "code").agg(total=pl.col("jobs").sum())


@derived
def cramped(edition: Edition, activity: str) -> frozenset[str]:
    """Départements where an activity is both concentrated (quotient of at least LEAST_QUOTIENT) and short of hands
    (mean tension of its occupations, weighed by hirings, of at least TENSE on 5)."""
    own = edition.table("jobs_territory_class").filter(pl.col("class") == activity).select("level", "code", own="jobs")
    totals = _totals(edition).join(own, on=["level", "code"])
    nation = totals.filter(pl.col("level") == "france")
    if nation.is_empty():
        return frozenset()
    national_share = nation["own"][0] / nation["total"][0]
    dense = totals.filter(
        (pl.col("level") == "departement") & (pl.col("own") / pl.col("total") >= LEAST_QUOTIENT * national_share)
    )["code"]
    tension = (
        edition.table("naf_occupation")
        .filter(pl.col("class") == activity)
        .join(edition.table("rome_fap"), on="rome")
        .join(edition.table("labour_tension").drop_nulls("tension_level"), on="fap")
        .group_by("departement")
        .agg(level=(pl.col("tension_level") * pl.col("share")).sum() / pl.col("share").sum())
    )
    tense = tension.filter(pl.col("level") >= TENSE)["departement"]
    return frozenset(dense) & frozenset(tense)


def to_attract(found: Around, wanted: Wanted, shown: int) -> list[Actor]:
    """One site a firm, out of reach of the territory; its clues add up, distance counts little."""
    edition = found.local.edition
    here = set(found.local.register["siret"].str.slice(0, 9))
    same = declared(found.local, wanted.classes)
    nearest = same.is_empty()
    if nearest:
        # nobody makes it in France: the nearest trades stand for it
        same = declared(found.local, _nearest(edition, wanted))
    own = same.filter(~pl.col("here"), pl.col("distance_km") > RADIUS_KM)
    if own.is_empty():
        return []
    alike = same.group_by("siren").agg(alike=pl.len())
    own = own.join(alike, on="siren", how="left", maintain_order="left")
    size = resources(edition, wanted.main).jobs
    full = cramped(edition, wanted.main)
    fits = own["jobs"].is_between(size.low, size.high).to_numpy() if size else np.zeros(own.height, dtype=bool)
    communes = edition.table("communes").filter(among("departement", full))["commune"]
    tight = own["commune"].is_in(communes.implode()).to_numpy()
    many = np.minimum(own["alike"].to_numpy() - 1, MOST_SITES) / MOST_SITES
    score = SEVERAL_SITES * many + RIGHT_SIZE * fits + CRAMPED * tight + 0.05 * np.log(own["jobs"].to_numpy())
    order = np.lexsort((own["siret"].to_numpy(), -score))
    best: list[int] = []
    firms: set[str] = set()
    for i in order:
        siren = own["siren"][int(i)]
        if siren not in firms and siren not in here:
            firms.add(siren)
            best.append(int(i))
        if len(best) == shown:
            break
    rows = own[best].to_dicts()
    sites = firm_sites(edition, {row["siren"] for row in rows})
    return [
        actor(
            found,
            row,
            target=wanted.key,
            rank=rank,
            role=ATTRACT,
            proximity=float(
                found.local.country.proximity[
                    found.local.country.index[wanted.main], found.local.country.index[row["class"]]
                ]
            ),
            reason=_reason(
                row,
                sites.get(row["siren"], 1),
                bool(fits[i]),
                bool(tight[i]),
                "un métier voisin" if nearest else "cette activité",
            ),
            confidence=FAIR if not nearest and (row["alike"] > 1 or tight[i]) else WEAK,
            proof=INFERRED,
        )
        for rank, (i, row) in enumerate(zip(best, rows, strict=True), start=1)
    ]


def _nearest(edition: Edition, wanted: Wanted) -> list[str]:
    strength = activity_strength(edition, wanted)
    codes = national(edition).codes()
    return [codes[int(i)] for i in np.flatnonzero(strength >= NEAR_TRADE) if codes[int(i)] not in wanted.classes]


def _reason(row: dict[str, object], sites: int, fits: bool, tight: bool, what: str) -> str:
    alike = int(str(row["alike"]))
    clues = []
    if alike > 1:
        clues.append(f"{count(alike, 'site')} de ce métier en France")
    elif sites > 1:
        clues.append(f"{count(sites, 'site')} en France")
    if fits:
        clues.append("taille courante d'un projet")
    if tight:
        clues.append("département où l'activité est dense et ses métiers rares")
    told = f" : {listing(clues)}" if clues else ""
    return f"Déclare {what} à {decimal(float(str(row['distance_km'])), 0)} km{told} ; à sonder."
