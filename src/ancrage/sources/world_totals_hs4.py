"""World total of exports by HS4 product, year by year, with English labels."""

from pathlib import Path

import polars as pl


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


def tidy(raw: pl.DataFrame) -> pl.DataFrame:
    """hs4, label_en, year, export_usd (the source counts in thousands; years without a figure are left out)."""
    return (
        raw.unpivot(index=["hs4", "label"], variable_name="year", value_name="kusd")
        .with_columns(pl.col("kusd").cast(pl.Float64))
        .filter(pl.col("kusd").is_not_null())
        .select("hs4", label_en="label", year=pl.col("year").cast(pl.Int64), export_usd=pl.col("kusd") * 1000)
        .sort("hs4", "year")
    )
