"""Which sub-classes of the NAF 2025 hold something of each sub-class of the NAF rév. 2."""

from pathlib import Path

import polars as pl


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


def tidy(raw: pl.DataFrame) -> pl.DataFrame:
    """naf, naf_2025, main (the official text says « tout », or « à l'exception de »)."""
    return raw.select("naf_2025", naf="naf_rev2", main=pl.col("cible_principale").fill_null("0") == "1").sort(
        "naf_2025", "naf"
    )
