"""Figures of `impact`. Each takes the study (plain dict) and returns a `Figure`, drawn or not."""

from collections.abc import Callable

from ancrage.present.credits import Study
from ancrage.present.figure import Figure

FIGURES: tuple[Callable[[Study], Figure], ...] = ()
