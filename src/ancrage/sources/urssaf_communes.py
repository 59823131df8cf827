"""Official private jobs by commune, all activities together, year by year."""

from pathlib import Path

import polars as pl

from ancrage.sources.years import years_as_rows

# the three communes that are published by municipal arrondissement
ARRONDISSEMENTS = {"751": "75056", "6938": "69123", "132": "13055"}


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


def tidy(raw: pl.DataFrame) -> pl.DataFrame:
    """commune (as published that year, arrondissements together), year, jobs; no row where nothing is published."""
    commune = pl.col("code")
    for prefix, city in ARRONDISSEMENTS.items():
        commune = pl.when(pl.col("code").str.starts_with(prefix)).then(pl.lit(city)).otherwise(commune)
    rows = years_as_rows(raw.with_columns(commune=commune), ("commune",), "").drop_nulls()
    return rows.group_by("commune", "year").agg(pl.col("jobs").sum()).sort("commune", "year")
