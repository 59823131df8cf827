"""Labels of the 225 occupation families, read from the table of their employing sectors."""

from pathlib import Path

import polars as pl

from ancrage.sources.labels import repaired

DETAILED_CODE = 5


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


def tidy(raw: pl.DataFrame) -> pl.DataFrame:
    """fap, fap_label."""
    rows = raw.filter(pl.col("Fap").str.len_chars() == DETAILED_CODE)
    return rows.select(fap="Fap", fap_label=repaired("libelle")).unique().sort("fap")
