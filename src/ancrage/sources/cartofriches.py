"""Brownfields, one row a site."""

from pathlib import Path

import polars as pl

POLLUTED = ("pollution avérée", "pollution supposée")


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


def tidy(raw: pl.DataFrame) -> pl.DataFrame:
    """site, status, commune (as published), area_m2 (nullable), polluted (soil, known or supposed), lon, lat."""
    return raw.select(
        site="site_id",
        status="site_statut",
        commune="comm_insee",
        area_m2=pl.col("unite_fonciere_surface").cast(pl.Float64),
        polluted=pl.col("sol_pollution_existe").is_in(POLLUTED),
        lon=pl.col("longitude").cast(pl.Float64),
        lat=pl.col("latitude").cast(pl.Float64),
    ).sort("site")
