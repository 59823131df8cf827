"""How precise a number of a document is."""

from typing import overload


@overload
def rounded(value: float) -> float: ...
@overload
def rounded(value: None) -> None: ...
def rounded(value: float | None) -> float | None:
    """Six significant digits, never a negative zero; None (not known) stays None.

    Twelve first: a tie that the last digits of a sum break, one way here and the other elsewhere, is a tie again.
    """
    return None if value is None else float(f"{float(f'{value:.12g}'):.6g}") + 0.0
