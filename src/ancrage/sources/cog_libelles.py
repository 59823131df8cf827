"""Labels of the territories communes belong to."""

from pathlib import Path

import polars as pl

from ancrage.sources.cog_communes import NO_EPCI

LEVELS = {"ZE2020": "zone_emploi", "EPCI": "epci", "DEP": "departement", "REG": "region"}


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


def tidy(raw: pl.DataFrame) -> pl.DataFrame:
    """level, code, label of the levels a study may take; urban areas and living basins are left out."""
    return (
        raw.filter(pl.col("NIVGEO").is_in(list(LEVELS)), pl.col("CODGEO") != NO_EPCI)
        .select(level=pl.col("NIVGEO").replace_strict(LEVELS), code="CODGEO", label="LIBGEO")
        .sort("level", "code")
    )
