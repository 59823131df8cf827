"""Sub-classes of the NAF 2025 and their labels."""

from pathlib import Path

import polars as pl


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


def tidy(raw: pl.DataFrame) -> pl.DataFrame:
    """naf_2025, label."""
    return raw.select("naf_2025", label=pl.col("libelle").str.replace_all("'", "’")).sort("naf_2025")
