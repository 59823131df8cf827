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
    own = [str(c) for c in q["own"]]
    siren = pl.col("siret").str.slice(0, 9)
    firms = pl.scan_parquet([str(f) for f in q["every_file"]]).filter(pl.col("class").is_in(own)).select(siren=siren)
    elsewhere = siren.is_in(firms.unique().collect(engine="streaming")["siren"].implode())
    name, named = pl.col("name"), pl.lit(0.0)
    for pattern, value in zip(q["patterns"], q["pattern_worth"], strict=True):
        named = pl.when(name.str.contains(str(pattern))).then(float(value)).otherwise(named)
    named = named * pl.when(pl.col("class").is_in([str(c) for c in q["factories"]])).then(1.0).otherwise(q["outside"])
    declares = pl.col("class").is_in(own)
    clues = (
        pl.col("class").replace_strict(worth, default=0.0, return_dtype=pl.Float64),
        pl.when(declares).then(0.0).otherwise(named),
        pl.when(elsewhere & ~declares).then(float(q["elsewhere"])).otherwise(0.0),
    )
    found = (
        pl.scan_parquet(files)
        .filter(pl.col("lon").is_between(west, east) & pl.col("lat").is_between(south, north))
        .with_columns(here=here, d=2 * 6371.0088 * half.sqrt().arcsin())
        .filter(pl.col("here") | (pl.col("d") <= float(q["radius_km"])))
        .with_columns(evidence=1 - (1 - clues[0]) * (1 - clues[1]) * (1 - clues[2]))
        .filter(pl.col("evidence") >= float(q["least"]))
        .with_columns(
            score=pl.col("evidence")
            * (pl.when("here").then(0.0).otherwise("d") * (math.log(0.5) / 50)).exp()
            * (1 + 0.2 * pl.col("jobs").log())
        )
        .sort(["score", "siret"], descending=[True, False])
        .head(int(q["count"]))
        .collect(engine="streaming")
    )
    return {"siret": np.array(found["siret"].to_list()), "score": found["score"].to_numpy()}
