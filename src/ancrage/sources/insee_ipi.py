"""Industrial production index of France by NAF class, yearly."""

from pathlib import Path

import polars as pl

from ancrage.domain.errors import AncrageError

# building and civil engineering are published as whole divisions
NOT_CLASSES = ("E4100Y1", "E4200Y1", "E4300Y1")


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


def tidy(raw: pl.DataFrame) -> pl.DataFrame:
    """class, year, index (base year = 100). The three series of construction are not classes: left out."""
    rows = raw.filter(~pl.col("naf4").is_in(NOT_CLASSES))
    strange = rows.filter(~pl.col("naf4").str.contains(r"^\d{2}\.\d{2}$"))["naf4"].unique().sort()
    if len(strange):
        raise AncrageError(
            f"La source « insee_ipi » porte une série qui n'est pas une classe : {strange[0]}.",
            "Ajoutez-la à NOT_CLASSES dans sources/insee_ipi.py si elle doit être laissée de côté.",
        )
    return rows.select(
        pl.col("naf4").alias("class"), year=pl.col("year").cast(pl.Int64), index=pl.col("ipi").cast(pl.Float64)
    ).sort("class", "year")
