"""Authored facts that travel with the program: dated, sourced, readable by hand."""

import csv
import io
from functools import cache
from importlib.resources import files


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Rows of `reference/<name>.csv`, all text; an empty cell is "not found", never a guess."""
    text = (files(__name__) / f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(io.StringIO(text)))
