"""Step 4, Acteurs, first form: for each target, the establishments here and around that are nearest to making it."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from ancrage.domain.wording import decimal, lower_first
from ancrage.methods import distance_km
from ancrage.steps.local import Local
from ancrage.steps.national import Floats, positions

RADIUS_KM = 50.0
TARGETS, SHOWN = 10, 15
LEAST_PROXIMITY = 0.25
ROLE = "producteur possible"
STRONG, FAIR, WEAK = "forte", "moyenne", "faible"


@dataclass(frozen=True, slots=True)
class Actor:
    """`proximity` 0-1 between its activity and the target's; `distance_km` as the crow flies from the centre."""

    target: str
    rank: int
    siret: str
    name: str | None
    activity: str
    activity_label: str
    role: str
    commune: str
    commune_label: str
    here: bool
    distance_km: float
    size_class: str
    jobs: int
    proximity: float
    reason: str
    confidence: str
    lon: float
    lat: float


def neighbourhood(local: Local, radius_km: float = RADIUS_KM) -> pl.DataFrame:
    """Establishments of the territory, and others within `radius_km` of its centre, with `distance_km` and `here`."""
    rows = local.edition.table("establishments")
    away = distance_km(local.territory.lon, local.territory.lat, rows["lon"].to_numpy(), rows["lat"].to_numpy())
    inside = pl.col("commune").is_in(pl.Series(local.territory.communes).implode())
    kept = rows.with_columns(distance_km=pl.Series(away), here=inside).filter(
        pl.col("here") | (pl.col("distance_km") <= radius_km)
    )
    names = local.edition.table("communes").select("commune", commune_label="label")
    return kept.join(names, on="commune", how="left", maintain_order="left")


def actors(local: Local, activities: list[str], shown: int = SHOWN) -> tuple[Actor, ...]:
    """Possible makers of each activity, best first: same activity, then nearest activities; near, then large."""
    around = neighbourhood(local)
    if around.is_empty():
        return ()
    at = positions(around["class"], local.country.index)
    found: list[Actor] = []
    for target in activities:
        close = local.country.proximity[local.country.index[target]][at]
        score = _score(close, around)
        order = [int(i) for i in np.lexsort((around["siret"].to_numpy(), -score)) if close[i] >= LEAST_PROXIMITY]
        for place, i in enumerate(order[:shown]):
            row = around.row(i, named=True)
            found.append(_actor(local, target, place + 1, row, float(close[i])))
    return tuple(found)


def _score(close: Floats, around: pl.DataFrame) -> Floats:
    """Nearness of activity first; halved at RADIUS_KM outside the territory; size counts by its logarithm."""
    distance = np.where(around["here"].to_numpy(), 0.0, around["distance_km"].to_numpy())
    size = np.log(around["jobs"].to_numpy())
    return np.asarray(close * 0.5 ** (distance / RADIUS_KM) * (1 + 0.1 * size))


def _actor(local: Local, target: str, rank: int, row: dict[str, Any], close: float) -> Actor:
    labels, activity = local.country.labels, row["class"]
    where = "sur place" if row["here"] else f"à {decimal(float(row['distance_km']), 0)} km"
    size = row["size_class"]
    if activity == target:
        reason, confidence = f"Fait déjà cette activité, {where}, {size}.", STRONG
    else:
        link = f"son activité ({lower_first(labels[activity])}) se trouve souvent aux mêmes endroits"
        same_group = activity[:4] == target[:4]
        if same_group:
            link = f"activité du même groupe ({lower_first(labels[activity])})"
        reason = f"{link[:1].upper()}{link[1:]} (proximité {decimal(close, 2)}), {where}, {size}."
        confidence = FAIR if same_group or close >= 0.5 else WEAK
    return Actor(
        target=target,
        rank=rank,
        siret=row["siret"],
        name=row["name"],
        activity=activity,
        activity_label=labels[activity],
        role=ROLE,
        commune=row["commune"],
        commune_label=row["commune_label"],
        here=row["here"],
        distance_km=row["distance_km"],
        size_class=size,
        jobs=row["jobs"],
        proximity=close,
        reason=reason,
        confidence=confidence,
        lon=row["lon"],
        lat=row["lat"],
    )
