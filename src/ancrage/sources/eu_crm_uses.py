"""What raw materials are used for in the European Union, by division of the NACE."""

from pathlib import Path

import polars as pl


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False, encoding="windows-1252")


def tidy(raw: pl.DataFrame) -> pl.DataFrame:
    """material (English name), division (2 digits; null for unspecified uses), share (0-1).

    A line written twice is one use. « >0% » counts for nothing.
    """
    return (
        raw.select("Material", "Application", "Share", "NACE sector")
        .unique(maintain_order=True)
        .group_by(material="Material", division=pl.col("NACE sector").str.extract(r"^[A-Z](\d\d)\b"))
        .agg(share=pl.col("Share").str.extract(r"(\d+(?:\.\d+)?)").cast(pl.Float64).sum() / 100)
        .sort("material", "division")
    )
