"""Official tables that hold one column a year."""

from collections.abc import Sequence

import polars as pl


def years_as_rows(raw: pl.DataFrame, keys: Sequence[str], prefix: str) -> pl.DataFrame:
    """Keys, year, jobs, from the columns "<prefix><year>" of a table read as text; an empty cell stays null."""
    years = [name for name in raw.columns if name.startswith(prefix) and name.removeprefix(prefix).isdigit()]
    return (
        raw.unpivot(years, index=keys, variable_name="year", value_name="jobs")
        .with_columns(pl.col("year").str.strip_prefix(prefix).cast(pl.Int64), pl.col("jobs").cast(pl.Int64))
        .sort(*keys, "year")
    )
