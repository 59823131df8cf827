"""Codes of the combined nomenclature that became others, from each year to the next."""

from pathlib import Path

import polars as pl


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


def tidy(raw: pl.DataFrame) -> pl.DataFrame:
    """year (first year of the code after), before, after. A code that is not there did not change."""
    return raw.select(year=pl.col("annee_apres").cast(pl.Int64), before="nc8_avant", after="nc8_apres").sort(
        "year", "before", "after"
    )
