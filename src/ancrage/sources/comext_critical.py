"""Imports of 66 critical CN8 products by member state of the Union and partner."""

from pathlib import Path

import polars as pl

from ancrage.sources.countries import to_iso3


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


def tidy(raw: pl.DataFrame) -> pl.DataFrame:
    """code, importer, country (supplier), year, value (€). An origin left blank or unspecified is left out."""
    rows = raw.with_columns(country=to_iso3(raw["partner"], "comext_critical"))
    return (
        rows.filter(pl.col("country").is_not_null())
        .select(
            code="cn8",
            importer=to_iso3(rows.filter(pl.col("country").is_not_null())["declarant"], "comext_critical"),
            country="country",
            year=pl.col("year").cast(pl.Int64),
            value=pl.col("value_eur").cast(pl.Float64),
        )
        .sort("code", "importer", "country", "year")
    )
