"""Trade elasticities by HS6 product."""

from pathlib import Path

import polars as pl


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


def tidy(raw: pl.DataFrame) -> pl.DataFrame:
    """hs6, sigma (negative; null when the source has none)."""
    return raw.select(hs6="HS6", sigma=pl.col("sigma").cast(pl.Float64)).sort("hs6")
