"""Authored facts that travel with the program: dated, sourced, readable by hand."""

import csv
from functools import cache
from importlib.resources import files


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Rows of `reference/<name>.csv`, all text; an empty cell is "not found", never a guess."""
    with (files(__name__) / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
