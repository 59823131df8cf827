"""Which occupations (ROME) make each occupation family (FAP)."""

from pathlib import Path

import polars as pl

NONE = "NA"


def read(path: Path) -> pl.DataFrame:
    """The file is encoded in Windows-1252, separated by semicolons."""
    return pl.read_csv(path, infer_schema=False, separator=";", encoding="cp1252")


def tidy(raw: pl.DataFrame) -> pl.DataFrame:
    """fap, rome, label; families without occupation left out."""
    rows = raw.filter(pl.col("Rome") != NONE)
    return (
        rows.select(fap="Fap", rome="Rome", label="intitule_rome")
        .unique(["fap", "rome"], keep="first")
        .sort("rome", "fap")
    )
