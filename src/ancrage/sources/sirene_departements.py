"""Number of establishments of 10 staff and more by département, sous-classe and size class."""

from pathlib import Path

import polars as pl

from ancrage.reference import read_reference
from ancrage.sources.codes import refuse_unknown


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


def tidy(raw: pl.DataFrame) -> pl.DataFrame:
    """departement, naf, size_code, establishments, jobs (establishments times the middle of the size class)."""
    bands = read_reference("tranches_effectif.csv")
    refuse_unknown(
        raw["taille"], bands["code"], "tranche d'effectif", "sirene_departements",
        "Ajoutez-la à reference/tranches_effectif.csv.",
    )  # fmt: skip
    middle = pl.col("taille").replace_strict(bands["code"], bands["milieu"]).cast(pl.Int64)
    return (
        raw.with_columns(establishments=pl.col("nombre").cast(pl.Int64), middle=middle)
        .select(
            "departement",
            "naf",
            size_code="taille",
            establishments="establishments",
            jobs=pl.col("establishments") * pl.col("middle"),
        )
        .sort("departement", "naf", "size_code")
    )
