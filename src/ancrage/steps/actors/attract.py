"""Whom to attract: groups that make it elsewhere, on sites of the right size, cramped or already on several sites."""

from collections.abc import Collection
from functools import cache
from typing import Any

import numpy as np
import polars as pl

from ancrage.domain.wording import count, decimal, listing
from ancrage.reference import read_reference
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
from ancrage.steps.advice.goods import unwelcome
from ancrage.steps.establishments import Establishments, columns, with_siren
from ancrage.steps.local import Local
from ancrage.steps.national import national
from ancrage.steps.resources import resources
from ancrage.warehouse.edition import Edition, derived
from ancrage.warehouse.register import TABLE, among, engine, within_classes

SEVERAL_SITES, RIGHT_SIZE, CRAMPED = 0.4, 0.2, 0.3
LEAST_QUOTIENT = 2.0
MOST_SITES = 5  # beyond, one more site says nothing more
NEAR_TRADE = 0.3  # strength of an activity that may stand for one nobody declares
TENSE = 3.5  # on the scale 1 to 5 of the Dares
NEIGHBOUR_KM, FAR_KM = 120.0, 1500.0


def _ordered(edition: Edition, rows: pl.DataFrame, main: str) -> Establishments:
    """Establishments that declare an activity, the likeliest to be attracted first, wherever they stand.

    Adds `alike` (how many of them the firm has), `sites` (in the whole register), `fits` (of the size of a typical
    project), `tight` (in a département where the activity is cramped)."""
    size = resources(edition, main).jobs
    communes = edition.table("communes").filter(among("departement", cramped(edition, main)))["commune"]
    firms = (
        with_siren(edition.scan(TABLE).select("siret"))
        .filter(pl.col("siren").is_in(rows["siren"].unique().implode()))
        .group_by("siren")
        .agg(sites=pl.len())
        .collect(engine=engine(edition))
    )
    rows = rows.join(firms, on="siren", how="left", maintain_order="left").with_columns(
        pl.col("sites").fill_null(1),
        alike=pl.len().over("siren"),
        fits=pl.col("jobs").is_between(size.low, size.high) if size else pl.lit(False),
        tight=pl.col("commune").is_in(communes.implode()),
    )
    many = np.minimum(rows["alike"].cast(pl.Int64).to_numpy() - 1, MOST_SITES) / MOST_SITES
    score = SEVERAL_SITES * many + RIGHT_SIZE * rows["fits"].to_numpy() + CRAMPED * rows["tight"].to_numpy()
    score = score + 0.05 * np.log(rows["jobs"].to_numpy())
    order = np.lexsort((rows["siret"].to_numpy(), -score))
    return columns(edition, rows[order])


def _declaring(rows: pl.LazyFrame, activities: Collection[str], edition: Edition) -> pl.DataFrame:
    return with_siren(rows.filter(within_classes(activities))).collect(engine=engine(edition))


@derived
def _national_makers(edition: Edition, main: str, activities: frozenset[str]) -> Establishments:
    return _ordered(edition, _declaring(edition.scan(TABLE), activities, edition), main)


def makers(local: Local, main: str, activities: Collection[str]) -> Establishments:
    """Every establishment of the country that declares one of the classes, as the territory corrected the register."""
    if not local.corrections:
        return _national_makers(local.edition, main, frozenset(activities))
    return _ordered(local.edition, _declaring(local.scan(TABLE), activities, local.edition), main)


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
    """One site a firm, out of reach of the territory, with a reason to come: several sites of the trade, or a place
    where hands are short. None for an activity that no new plant serves or that follows its deposit: such a plant
    does not move. Beyond FAR_KM nobody is near enough to be asked (an island has its own market)."""
    local, place, country = found.local, found.local.territory, found.local.country
    if immovable(wanted.main):
        return []
    zones = zone_names(local.edition)
    same = makers(local, wanted.main, wanted.classes)
    nearest = same.rows.is_empty()
    if nearest:
        # nobody makes it in France: the nearest trades stand for it
        same = makers(local, wanted.main, _nearest(local.edition, wanted))
    away = same.distance_km(place.lon, place.lat, np.arange(same.rows.height))
    inside, firms = frozenset(place.communes), set(found.firms_here)
    sirens, communes = same.rows["siren"], same.rows["commune"]
    told: list[Actor] = []
    reasons = (same.rows["alike"] > 1).to_numpy() | same.rows["tight"].to_numpy()
    for i in np.flatnonzero(reasons & (away > RADIUS_KM) & (away <= FAR_KM)).tolist():
        if len(told) == shown:
            break
        if sirens[i] in firms or communes[i] in inside:
            continue
        firms.add(sirens[i])
        row = same.rows.row(i, named=True) | {"distance_km": float(away[i]), "here": False}
        told.append(
            actor(
                found,
                row,
                target=wanted.key,
                rank=len(told) + 1,
                role=ATTRACT,
                proximity=float(country.proximity[country.index[wanted.main], country.index[row["class"]]]),
                reason=_reason(row, "un métier voisin" if nearest else "cette activité", zones.get(communes[i], "")),
                confidence=FAIR if not nearest and (row["alike"] > 1 or row["tight"]) else WEAK,
                proof=INFERRED,
            )
        )
    return told


def _nearest(edition: Edition, wanted: Wanted) -> list[str]:
    strength = activity_strength(edition, wanted)
    codes = national(edition).codes()
    return [codes[int(i)] for i in np.flatnonzero(strength >= NEAR_TRADE) if codes[int(i)] not in wanted.classes]


@cache
def immovable(activity: str) -> bool:
    """Whether a plant of this class stays where it is: no new plant serves it, or it follows a deposit, a port or a
    network."""
    rooted = read_reference("activites_non_hebergeables.csv")["prefixe"].to_list()
    return activity.startswith(tuple(rooted)) or activity in unwelcome()


@derived
def zone_names(edition: Edition) -> dict[str, str]:
    """Name of the zone d'emploi of each commune."""
    zones = edition.table("territories").filter(pl.col("level") == "zone_emploi").select("code", zone="label")
    rows = edition.table("communes").join(zones, left_on="zone_emploi", right_on="code")
    return dict(rows.select("commune", "zone").iter_rows())


def _reason(row: dict[str, Any], what: str, zone: str) -> str:
    """Whose employer it is, and why it might come."""
    whose = (
        "employeur du territoire voisin" if row["distance_km"] <= NEIGHBOUR_KM else "employeur d'un autre territoire"
    )
    clues = []
    if row["alike"] > 1:
        clues.append(f"{count(row['alike'], 'site')} de ce métier en France")
    if row["tight"]:
        clues.append("département où l'activité est dense et ses métiers rares")
    if row["fits"]:
        clues.append("taille courante d'un projet")
    told = f"Déclare {what} à {decimal(row['distance_km'], 0)} km, {whose}{f' ({zone})' if zone else ''}"
    return f"{told} : {listing(clues)} ; à sonder pour une extension, non pour un déménagement."
