"""The one wording table: a JSON or column name to its French heading and the kind of its values.

`headings.csv` beside this file is the table; every page and export takes its headings there.
"""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Heading:
    """`kind` chooses how values are written: code, text, flag, range, rank, or a kind of number."""

    name: str
    heading: str
    kind: str


@cache
def _table() -> dict[str, Heading]:
    text = (files("ancrage.present") / "headings.csv").read_text(encoding="utf-8")
    return {row["name"]: Heading(**row) for row in csv.DictReader(text.splitlines(), strict=True)}


def heading(name: str) -> Heading:
    """Heading of a column. A name without a French heading is a KeyError: add it to the table."""
    return _table()[name]


def all_headings() -> dict[str, Heading]:
    return dict(_table())
