"""How precise a number of a document is."""

from typing import overload


@overload
def rounded(value: float) -> float: ...
@overload
def rounded(value: None) -> None: ...
def rounded(value: float | None) -> float | None:
    """Six significant digits, never a negative zero; None (not known) stays None."""
    return None if value is None else float(f"{value:.6g}") + 0.0
