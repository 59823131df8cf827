"""Who could make something around a territory, in a register too large to hold in memory: scored while it is read."""

import math
from collections.abc import Mapping

import polars as pl

from ancrage.steps.local import Local
from ancrage.warehouse.register import around, the_rows

# an establishment counts half at this distance outside the territory, and is not looked for beyond
RADIUS_KM = 50.0
LEAST_PROXIMITY = 0.25
SIZE_GAIN = 0.1


def possible_makers(local: Local, activity: str, count: int, radius_km: float = RADIUS_KM) -> pl.DataFrame:
    """The `count` best establishments for an activity: classes weighed by their proximity with it (see `best_around`).

    A class the edition does not know is a KeyError.
    """
    close = local.country.proximity[local.country.index[activity]]
    worth = {code: float(close[i]) for code, i in local.country.index.items() if close[i] >= LEAST_PROXIMITY}
    return best_around(local, worth, count, radius_km)


def best_around(local: Local, worth: Mapping[str, float], count: int, radius_km: float = RADIUS_KM) -> pl.DataFrame:
    """The `count` best establishments of the territory and within `radius_km` of its centre, best first.

    worth : what each NAF class is worth (> 0); a class left out is not looked for. Score: worth x 0.5^(distance /
    RADIUS_KM), distance 0 inside the territory, x (1 + 0.1 ln jobs). Ties: by SIRET. Returns rows of the register with
    `distance_km`, `here`, `worth` and `score`. Only the parts of the register nearby are opened, only the best kept.
    """
    place = local.territory
    distance = pl.when("here").then(0.0).otherwise("distance_km")
    size = 1 + SIZE_GAIN * pl.col("jobs").cast(pl.Float64).log()
    known = pl.col("class").replace_strict(list(worth), list(worth.values()), return_dtype=pl.Float64)
    best = (
        around(local.edition, place.lon, place.lat, radius_km, communes=place.communes, classes=worth.keys())
        .with_columns(worth=known if worth else pl.lit(0.0))
        .with_columns(score=pl.col("worth") * (distance * (math.log(0.5) / RADIUS_KM)).exp() * size)
        # what the score needs, no more: names and the rest are read for the best alone
        .select("siret", "class", "lon", "lat", "distance_km", "here", "worth", "score")
        .sort(["score", "siret"], descending=[True, False])
        .head(count)
        .collect(engine="streaming")
    )
    added = best.select("siret", "distance_km", "here", "worth", "score")
    return added.join(the_rows(local.edition, best), on="siret", how="left", maintain_order="left")
