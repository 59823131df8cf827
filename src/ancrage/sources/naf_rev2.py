"""The 732 sous-classes of the NAF and every level above them."""

from pathlib import Path

import polars as pl


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


def tidy(raw: pl.DataFrame) -> pl.DataFrame:
    """naf, label, class, group, a129, division, a64, a38, a21, a10. A lost « œ » is put back."""
    lost_oe = "\x9c"
    return raw.select(
        naf="a732",
        label=pl.col("libelle").str.replace_all(lost_oe, "œ", literal=True),
        **{"class": "a615"},
        group="a272",
        a129="a129",
        division="a88",
        a64="a64",
        a38="a38",
        a21="a21",
        a10="a10",
    ).sort("naf")
