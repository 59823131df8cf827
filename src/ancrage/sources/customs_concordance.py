"""NC8 products with their French label, their CPF group and the years they were in use."""

from pathlib import Path

import polars as pl

from ancrage.sources.labels import repaired


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


def tidy(raw: pl.DataFrame) -> pl.DataFrame:
    """nc8, label, cpf4 (CPF rév. 2.1, four digits), valid_from, valid_to (years).

    Revision 2.1 is the one trade figures are published in. A mark such as "[2019]" before the label of a retired
    product is dropped: `valid_to` says it.
    """
    return raw.select(
        "nc8",
        label=repaired("Libelle").str.replace(r"^\[\d{4}\]\s*", "").str.replace_all("'", "’"),
        cpf4="CF4 rév. 2.1",
        valid_from=pl.col("Début").cast(pl.Int64),
        valid_to=pl.col("Fin").cast(pl.Int64),
    ).sort("nc8")
