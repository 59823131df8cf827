"""The actor query written by hand in Polars, on the same files: nothing of Ancrage in it."""

import math

import numpy as np
import polars as pl


def prepare(inputs):
    worth = {str(code): float(value) for code, value in zip(inputs["classes"], inputs["worth"], strict=True)}
    return {**{name: inputs[name] for name in inputs}, "worth": worth}


def compute(q):
    west, south, east, north = map(float, q["box"])
    lon, lat, worth = float(q["lon"]), float(q["lat"]), q["worth"]
    files = [str(f) for f in q["files"]]
    x, y = pl.col("lon").radians(), pl.col("lat").radians()
    half = ((y - math.radians(lat)) / 2).sin() ** 2 + math.cos(math.radians(lat)) * y.cos() * (
        (x - math.radians(lon)) / 2
    ).sin() ** 2
    here = pl.col("commune").is_in([str(c) for c in q["communes"]])
    found = (
        pl.scan_parquet(files)
        .filter(
            pl.col("class").is_in(list(worth)),
            pl.col("lon").is_between(west, east) & pl.col("lat").is_between(south, north),
        )
        .with_columns(here=here, d=2 * 6371.0088 * half.sqrt().arcsin())
        .filter(pl.col("here") | (pl.col("d") <= float(q["radius_km"])))
        .with_columns(
            score=pl.col("class").replace_strict(worth, return_dtype=pl.Float64)
            * (pl.when("here").then(0.0).otherwise("d") * (math.log(0.5) / 50)).exp()
            * (1 + 0.1 * pl.col("jobs").log())
        )
        .sort(["score", "siret"], descending=[True, False])
        .head(int(q["count"]))
        .collect(engine="streaming")
    )
    return {"siret": np.array(found["siret"].to_list()), "score": found["score"].to_numpy()}
