"""French imports of raw materials (HS6) by exporter."""

from pathlib import Path

import polars as pl

from ancrage.sources.countries import to_iso3


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


def tidy(raw: pl.DataFrame) -> pl.DataFrame:
    """code, country (supplier), year, value ($: the source counts in thousands)."""
    return raw.select(
        code="k",
        country=to_iso3(raw["exporter"], "baci_crm"),
        year=pl.col("t").cast(pl.Int64),
        value=pl.col("v").cast(pl.Float64) * 1000,
    ).sort("code", "country", "year")
