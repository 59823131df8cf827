"""Code lists refuse the unknown: known corrections are applied, anything else stops the build."""

from collections.abc import Iterable

import polars as pl

from ancrage.domain.errors import AncrageError


def refuse_unknown(codes: pl.Series, known: Iterable[str], what: str, source: str, remedy: str) -> None:
    """Raise AncrageError when `codes` (nulls aside) holds one outside `known`; `remedy` says where to add it."""
    unknown = sorted(set(codes.drop_nulls()) - set(known))
    if unknown:
        shown = ", ".join(unknown[:5]) + (f" et {len(unknown) - 5} autres" if len(unknown) > 5 else "")
        raise AncrageError(f"La source « {source} » porte un code inconnu ({what}) : {shown}.", remedy)
