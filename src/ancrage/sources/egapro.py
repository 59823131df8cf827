"""Firms that declared the gender-equality index: the name under which they are known, by SIREN."""

from pathlib import Path

import polars as pl

ID = "egapro"


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


def tidy(raw: pl.DataFrame) -> pl.DataFrame:
    """siren, name, year (of the last declaration). A group that declares together bears another name: left out."""
    return (
        raw.filter(pl.col("structure") != "UES", pl.col("raison_sociale").is_not_null())
        .select(
            "siren",
            name=pl.col("raison_sociale").str.replace_all(r"\s+", " ").str.strip_chars(),
            year=pl.col("derniere_annee").cast(pl.Int64),
        )
        .sort("siren")
    )
