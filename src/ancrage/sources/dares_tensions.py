"""Labour market tension by occupation (225 families), for France and by département."""

from pathlib import Path

import polars as pl

DETAIL = "fap 225"
AREAS = ("nat", "dep")


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


def tidy(raw: pl.DataFrame) -> pl.DataFrame:
    """fap, departement ("FR" for France), tension, four levels from 1 to 5, jobs; regions left out."""
    level = {
        "tension_level": "Catégorie Tension",
        "hiring_intensity": "Intensité d'embauches",
        "training_link": "Lien formation-emploi",
        "workforce_lack": "Manque de main-d'œuvre disponible",
    }
    return (
        raw.filter(pl.col("niveau_fap") == DETAIL, pl.col("niveau_geo").is_in(AREAS))
        .select(
            "fap",
            departement=pl.when(pl.col("niveau_geo") == "nat").then(pl.lit("FR")).otherwise("dep"),
            tension=pl.col("Tension ").cast(pl.Float64),
            **{name: pl.col(header).cast(pl.Float64).cast(pl.Int8) for name, header in level.items()},
            jobs=pl.col("Emploi moyen").cast(pl.Int64),
        )
        .sort("fap", "departement")
    )
