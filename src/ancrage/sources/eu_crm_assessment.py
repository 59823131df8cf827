"""European assessments of raw materials: supply risk and economic importance."""

from pathlib import Path

import polars as pl


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False, encoding="windows-1252")


def tidy(raw: pl.DataFrame) -> pl.DataFrame:
    """evaluation (English name), year, supply_risk, economic_importance. A dash (not assessed) leaves no row."""
    number = {name: pl.col(source).cast(pl.Float64, strict=False) for name, source in _SCORES.items()}
    return (
        raw.select(
            evaluation=pl.col("Material").str.replace_all(r"\s+", " "), year=pl.col("Year").cast(pl.Int64), **number
        )
        .drop_nulls()
        .sort("evaluation", "year")
    )


_SCORES = {"supply_risk": "SR", "economic_importance": "EI"}
