"""Who extracts or processes raw materials in the world."""

from pathlib import Path

import polars as pl

from ancrage.reference import read_reference
from ancrage.sources.codes import refuse_unknown


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False, encoding="windows-1252")


def tidy(raw: pl.DataFrame) -> pl.DataFrame:
    """material, stage (E, P), country (ISO3), share (0-1): the first producer of each material and stage.

    Only the first is kept: the names of its country are those that `pays_matieres.csv` knows.
    """
    rows = (
        raw.with_columns(share=pl.col("Share").str.extract(r"(\d+(?:\.\d+)?)").cast(pl.Float64) / 100)
        .sort("share", "Country", descending=[True, False])
        .group_by(material="Material", stage="Stage", maintain_order=True)
        .agg(pl.col("Country", "share").first())
    )
    names = dict(read_reference("pays_matieres.csv").rows())
    remedy = "Ajoutez le nom du pays à reference/pays_matieres.csv."
    refuse_unknown(rows["Country"], names, "pays", "eu_crm_supply", remedy)
    return rows.select(
        "material", "stage", country=pl.col("Country").replace_strict(names, return_dtype=pl.String), share="share"
    ).sort("material", "stage")
