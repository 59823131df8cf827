"""The communes of each Territoire d'industrie."""

from pathlib import Path

import polars as pl


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


def tidy(raw: pl.DataFrame) -> pl.DataFrame:
    """territoire_industrie, label, commune (as published: some have merged since)."""
    return raw.select(territoire_industrie="id_ti", label="lib_ti", commune="com").sort("commune")
