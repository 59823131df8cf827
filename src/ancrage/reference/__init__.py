"""Authored facts that travel with the program: dated, sourced, readable by hand."""

from importlib.resources import files

import polars as pl


def read_reference(name: str) -> pl.DataFrame:
    """Rows of the authored file `name` (a CSV of this folder), all text; an empty cell is null."""
    with (files("ancrage.reference") / name).open("rb") as content:
        return pl.read_csv(content.read(), infer_schema=False)
