"""Harmonised System, from one edition to the next, at six digits."""

from pathlib import Path

import polars as pl


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


def tidy(raw: pl.DataFrame) -> pl.DataFrame:
    """before, after: pairs that differ."""
    pairs = raw.select(before=raw.columns[0], after=raw.columns[1])
    return pairs.filter(pl.col("before") != pl.col("after")).unique().sort("before", "after")
