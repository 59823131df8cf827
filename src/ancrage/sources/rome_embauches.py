"""Hirings by occupation (ROME) and activity (NAF)."""

from pathlib import Path

import polars as pl


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


def tidy(raw: pl.DataFrame) -> pl.DataFrame:
    """rome, label, naf (written 25.62A), hirings."""
    return raw.select(
        rome="rome_id",
        label="rome_label",
        naf=pl.concat_str(pl.col("naf_id").str.head(2), pl.lit("."), pl.col("naf_id").str.tail(-2)),
        hirings=pl.col("hirings").cast(pl.Int64),
    ).sort("naf", "rome")
