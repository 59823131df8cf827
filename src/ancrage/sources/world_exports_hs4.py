"""World exports by country and HS4 product, one year."""

from pathlib import Path

import polars as pl

from ancrage.sources.countries import to_iso3


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


def tidy(raw: pl.DataFrame) -> pl.DataFrame:
    """hs4, country (ISO3), export_usd (about 13 % too high in level: use as shares)."""
    return (
        raw.select(
            "hs4",
            country=to_iso3(raw["country"], "world_exports_hs4"),
            export_usd=pl.col("export_usd").cast(pl.Float64),
        )
        .filter(pl.col("export_usd") > 0)
        .sort("hs4", "country")
    )
