"""What a spreadsheet does to a text: it runs one that begins like a formula."""

from typing import TypeVar

T = TypeVar("T")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def harmless(cell: T) -> T | str:
    """A text of a CSV that a spreadsheet would compute, with an apostrophe before it; anything else as it is."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell
