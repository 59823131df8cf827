"""Official salaried jobs, public and private, by employment zone and branch (A38)."""

from pathlib import Path

import polars as pl

from ancrage.sources.years import years_as_rows

YEARS = "flores_"


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


def tidy(raw: pl.DataFrame) -> pl.DataFrame:
    """zone_emploi, a38, year, jobs (null: not published, or none)."""
    return years_as_rows(raw.rename({"ze2020": "zone_emploi"}), ("zone_emploi", "a38"), YEARS)
