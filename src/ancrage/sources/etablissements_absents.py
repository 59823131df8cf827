"""Industrial sites known alive and absent from the register. Their size is not known."""

from pathlib import Path

import polars as pl

ID = "etablissements_absents"
INDUSTRY = "industrie"
# rows under a licence that spreads to what holds them
OPEN_STREET_MAP = "OpenStreetMap"


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


def tidy(raw: pl.DataFrame) -> pl.DataFrame:
    """siret (nullable), name, naf (sub-class, nullable), commune (nullable), lon, lat, date (ISO), source.

    Only sites of industry that no row of the register may already stand for; those of OpenStreetMap are left out."""
    kept = raw.filter(
        pl.col("type") == INDUSTRY,
        pl.col("siret_possible_du_registre").is_null(),
        ~pl.col("source").str.starts_with(OPEN_STREET_MAP),
    )
    return kept.select(
        "siret",
        name=pl.col("raison_sociale").str.replace_all(r"\s+", " ").str.strip_chars(),
        naf=pl.when(pl.col("naf").str.contains(r"^\d{2}\.\d{2}[A-Z]$")).then("naf"),
        commune="com",
        lon=pl.col("lon").cast(pl.Float64),
        lat=pl.col("lat").cast(pl.Float64),
        date="date_preuve",
        source=pl.col("source").str.split(" : ").list.first(),
    ).sort("name", "commune", "siret", nulls_last=True)
