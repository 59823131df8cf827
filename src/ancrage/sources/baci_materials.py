"""French imports of critical materials (HS6) by exporter."""

from pathlib import Path

import polars as pl

from ancrage.sources.countries import to_iso3


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


def tidy(raw: pl.DataFrame) -> pl.DataFrame:
    """code, country (supplier), year, value ($). A code that holds two materials is kept once."""
    rows = raw.with_columns(country=to_iso3(raw["exporter"], "baci_materials"))
    return (
        rows.select(
            "country",
            code="hs6",
            year=pl.col("year").cast(pl.Int64),
            value=pl.col("value_usd").cast(pl.Float64),
        )
        .unique(["code", "country", "year"], keep="first", maintain_order=True)
        .select("code", "country", "year", "value")
        .sort("code", "country", "year")
    )
