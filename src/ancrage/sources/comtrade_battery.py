"""French imports of the battery and electric vehicle chain (HS6) by exporter."""

from pathlib import Path

import polars as pl

from ancrage.sources.countries import to_iso3


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


def tidy(raw: pl.DataFrame) -> pl.DataFrame:
    """code, country (supplier), year, value ($). Unspecified origins and re-imports from France are left out."""
    rows = raw.with_columns(country=to_iso3(raw["exporter"], "comtrade_battery"))
    return (
        rows.filter(pl.col("country").is_not_null() & (pl.col("country") != "FRA"))
        .select("country", code="hs6", year=pl.col("year").cast(pl.Int64), value=pl.col("value_usd").cast(pl.Float64))
        .select("code", "country", "year", "value")
        .sort("code", "country", "year")
    )
