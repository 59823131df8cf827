"""Code lists refuse the unknown: known corrections are applied, anything else stops the build."""

from collections.abc import Iterable

import polars as pl

from ancrage.domain.errors import AncrageError
from ancrage.reference import read_reference


def refuse_unknown(codes: pl.Series, known: Iterable[str], what: str, source: str, remedy: str) -> None:
    """Raise AncrageError when `codes` (nulls aside) holds one outside `known`; `remedy` says where to add it."""
    unknown = sorted(set(codes.drop_nulls()) - set(known))
    if unknown:
        shown = ", ".join(unknown[:5]) + (f" et {len(unknown) - 5} autres" if len(unknown) > 5 else "")
        raise AncrageError(f"La source « {source} » porte un code inconnu ({what}) : {shown}.", remedy)


def current_communes(codes: pl.Series, communes: Iterable[str], source: str) -> pl.Series:
    """Commune codes of the current vintage: merged communes become their successor, the unknown is refused."""
    merged = read_reference("corrections_communes.csv")
    current = codes.replace(merged["commune"], merged["successeur"])
    remedy = "Ajoutez la commune et celle qui lui succède à reference/corrections_communes.csv."
    refuse_unknown(current, communes, "commune", source, remedy)
    return current
