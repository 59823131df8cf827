"""Who could make something around a territory, in a register too large to hold: the score of the actors, while reading."""

import math

import polars as pl

from ancrage.steps.actors import LEAST_PROXIMITY, RADIUS_KM
from ancrage.steps.local import Local
from ancrage.warehouse.register import around


def possible_makers(local: Local, activity: str, count: int, radius_km: float = RADIUS_KM) -> pl.DataFrame:
    """The `count` best establishments for an activity, best first: rows of the register with `distance_km`, `here`,
    `proximity` (0-1) and `score`. Same score and same order as `steps.actors`, which holds its rows in memory."""
    close = local.country.proximity[local.country.index[activity]]
    near = {code: float(close[i]) for code, i in local.country.index.items() if close[i] >= LEAST_PROXIMITY}
    place = local.territory
    distance = pl.when("here").then(0.0).otherwise("distance_km")
    return (
        around(local.edition, place.lon, place.lat, radius_km, place.communes, near)
        .with_columns(proximity=pl.col("class").replace_strict(list(near), list(near.values()), return_dtype=pl.Float64))
        .with_columns(
            score=pl.col("proximity")
            * (distance * (math.log(0.5) / RADIUS_KM)).exp()
            * (1 + 0.1 * pl.col("jobs").cast(pl.Float64).log())
        )
        .sort(["score", "siret"], descending=[True, False])
        .head(count)
        .collect(engine="streaming")
    )
