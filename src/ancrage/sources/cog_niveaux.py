"""The article that goes with the name of a département or a region."""

from pathlib import Path

import polars as pl

# INSEE's "type de nom en clair": none, none before a vowel, then the articles
ARTICLES = {"0": "", "1": "", "2": "le", "3": "la", "4": "les", "5": "l'"}


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


def tidy(raw: pl.DataFrame) -> pl.DataFrame:
    """level, code, article (« la », « l' », "" when the name takes none) of départements and regions."""
    rows = raw.filter(pl.col("niveau").is_in(["departement", "region"]))
    return rows.select("code", level="niveau", article=pl.col("tncc").replace_strict(ARTICLES)).sort("level", "code")
