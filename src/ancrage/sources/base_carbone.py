"""Monetary emission factors: what a thousand euros bought from a branch emits, upstream included."""

from pathlib import Path

import polars as pl

CATEGORY = "Ratios monétaires"


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


def tidy(raw: pl.DataFrame) -> pl.DataFrame:
    """item, year (of the euros), kg_per_keur (kg CO2e per k€ before tax), uncertainty_pct. Monetary factors only."""
    name, unit = pl.col("Nom base français"), pl.col("Unité français")
    return (
        raw.filter(pl.col("Code de la catégorie").str.contains(CATEGORY, literal=True))
        .select(
            item=name.str.replace(r"\s*[-–]\s*\d{4}$", "").str.replace_all(r"\s+", " ").str.replace_all("'", "’"),
            year=unit.str.extract(r"\((\d{4})\)").cast(pl.Int64),
            kg_per_keur=pl.col("Total poste non décomposé").cast(pl.Float64),
            uncertainty_pct=pl.col("Incertitude").cast(pl.Float64),
        )
        .sort("item", "year")
    )
