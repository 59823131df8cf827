"""French labels of the combined nomenclature of recent years."""

from pathlib import Path

import polars as pl


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


def tidy(raw: pl.DataFrame) -> pl.DataFrame:
    """nc8, label: self-explanatory when the source has one, else the end of its path."""
    path = pl.col("libelle_complet").str.split(" > ").list.tail(2).list.join(", ")
    return raw.select("nc8", label=pl.coalesce("libelle_explicite_2023", path).str.replace_all("'", "’")).sort("nc8")
