"""Value added of manufacturing and of industry, and gross domestic product, by country and year."""

from pathlib import Path

import polars as pl


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


def tidy(raw: pl.DataFrame) -> pl.DataFrame:
    """iso3, year, gdp, value_added, manufacturing, industry: millions of national currency, current prices.

    `industry` holds mining, energy, water and waste beside manufacturing.
    """
    amounts = {
        "gdp": "pib", "value_added": "va_totale", "manufacturing": "va_manufacturiere", "industry": "va_industrie",
    }  # fmt: skip
    return raw.select(
        "iso3",
        year=pl.col("annee").cast(pl.Int64),
        **{name: pl.col(header).cast(pl.Float64) for name, header in amounts.items()},
    ).sort("iso3", "year")
