"""Communes, municipal arrondissements and overseas collectivities of the newest official code, with postcodes."""

from pathlib import Path

import polars as pl


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


def tidy(raw: pl.DataFrame) -> pl.DataFrame:
    """code, label, type (COM or ARM), departement, parent (commune of an arrondissement), postcodes (list)."""
    return raw.select(
        "code",
        "type",
        label="libelle",
        departement="dep",
        parent="commune_parente",
        postcodes=pl.col("codes_postaux").fill_null("").str.extract_all(r"\d{5}"),
    ).sort("code")
