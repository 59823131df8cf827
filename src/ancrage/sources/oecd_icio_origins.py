"""What each French sector buys from each sector of each country."""

from pathlib import Path

import polars as pl

from ancrage.reference import read_reference
from ancrage.sources.codes import refuse_unknown
from ancrage.sources.countries import to_iso3
from ancrage.sources.oecd_icio_domestic import REMEDY


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


def tidy(raw: pl.DataFrame) -> pl.DataFrame:
    """supplier, country (ISO3, France included), buyer, flow_musd; zero flows are left out."""
    rows = (
        raw.with_columns(country=to_iso3(raw["origin_country"], "oecd_icio_origins"))
        .drop("origin_country")
        .rename({"origin_sector": "supplier"})
        .unpivot(index=["supplier", "country"], variable_name="buyer", value_name="flow_musd")
        .with_columns(pl.col("flow_musd").cast(pl.Float64))
    )
    sectors = read_reference("icio_secteurs.csv")["secteur"]
    for column in ("supplier", "buyer"):
        refuse_unknown(rows[column], sectors, "secteur", "oecd_icio_origins", REMEDY)
    return rows.filter(pl.col("flow_musd") != 0).sort("supplier", "country", "buyer")
