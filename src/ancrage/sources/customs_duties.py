"""Common external tariff of the European Union by product."""

from pathlib import Path

import polars as pl


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


def tidy(raw: pl.DataFrame) -> pl.DataFrame:
    """nc8, duty_pct (ad valorem; null when the duty is specific or mixed: no percentage is published)."""
    return raw.select("nc8", duty_pct=pl.col("droit_advalorem_pct").cast(pl.Float64)).sort("nc8")
