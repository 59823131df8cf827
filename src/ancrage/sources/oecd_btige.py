"""Imports of France and eight comparators by CPA item and supplier country."""

from pathlib import Path

import polars as pl

from ancrage.reference import read_reference
from ancrage.sources.codes import refuse_unknown
from ancrage.sources.countries import to_iso3


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


def tidy(raw: pl.DataFrame) -> pl.DataFrame:
    """importer, item, year, country (supplier), value_kusd. Only the finest items: the file also holds their sums."""
    items = read_reference("cpa_postes.csv")
    remedy = "Ajoutez le poste et ses classes à reference/cpa_postes.csv."
    refuse_unknown(raw["cpa"], items["poste"], "poste CPA", "oecd_btige", remedy)
    finest = items.filter(pl.col("poste_fin") == "oui")["poste"]
    rows = raw.filter(pl.col("cpa").is_in(finest.to_list()))
    return rows.select(
        importer=to_iso3(rows["importer"], "oecd_btige"),
        item="cpa",
        year=pl.col("year").cast(pl.Int64),
        country=to_iso3(rows["exporter"], "oecd_btige"),
        value_kusd=pl.col("value_kusd").cast(pl.Float64),
    ).sort("importer", "item", "year", "country")
