"""Communes and every territory they belong to."""

from pathlib import Path

import polars as pl

from ancrage.domain.errors import AncrageError

NO_EPCI = "ZZZZZZZZZ"
MAX_BLANK_ROWS = 1


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


def tidy(raw: pl.DataFrame) -> pl.DataFrame:
    """commune, label, population (habitants, nullable), departement, region, epci (nullable), zone_emploi.

    The file ends on one row with no value at all: it is skipped. More of them would mean a truncated file.
    """
    rows = raw.filter(pl.any_horizontal(pl.all().is_not_null()))
    blank = raw.height - rows.height
    if blank > MAX_BLANK_ROWS:
        raise AncrageError(
            f"Le fichier des communes a {blank} lignes vides : il est sans doute abîmé.", "Téléchargez-le à nouveau."
        )
    return rows.select(
        commune="CODGEO",
        label="LIBGEO",
        population=pl.col("POP").cast(pl.Float64).cast(pl.Int64),
        departement="DEP",
        region="REG",
        epci=pl.when(pl.col("EPCI") != NO_EPCI).then("EPCI"),
        zone_emploi="ZE2020",
    ).sort("commune")
