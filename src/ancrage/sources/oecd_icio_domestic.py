"""What each French sector sells to each French sector."""

from pathlib import Path

import polars as pl

from ancrage.reference import read_reference
from ancrage.sources.codes import refuse_unknown

REMEDY = "Ajoutez le secteur et ses classes à reference/icio_secteurs.csv."


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


def tidy(raw: pl.DataFrame) -> pl.DataFrame:
    """supplier, buyer, flow_musd: every pair of sectors, zero flows included."""
    rows = raw.rename({raw.columns[0]: "supplier"}).unpivot(
        index="supplier", variable_name="buyer", value_name="flow_musd"
    )
    sectors = read_reference("icio_secteurs.csv")["secteur"]
    for column in ("supplier", "buyer"):
        refuse_unknown(rows[column], sectors, "secteur", "oecd_icio_domestic", REMEDY)
    return rows.with_columns(pl.col("flow_musd").cast(pl.Float64)).sort("supplier", "buyer")
