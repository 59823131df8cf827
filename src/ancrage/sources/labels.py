"""Labels damaged on their way: letters of Windows-1252 read as controls of Latin-1."""

import polars as pl

# "oe\x9c" is an œ written twice by a first repair
DAMAGED = {"oe\x9c": "œ", "\x9c": "œ", "\x8c": "Œ", "\x92": "’", "\x91": "‘", "\x93": "«", "\x94": "»", "\x96": "–"}


def repaired(column: str) -> pl.Expr:
    return pl.col(column).str.replace_many(list(DAMAGED), list(DAMAGED.values()), leftmost=True)
