"""What a territory wants: the default strategy, strategy files and their template.

Plain studies need only the default: what reads files (pydantic) is imported when one is read.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from ancrage.domain.strategy import Strategy
from ancrage.inputs.strategy.default import default_strategy
from ancrage.inputs.strategy.template import strategy_template

if TYPE_CHECKING:
    from ancrage.inputs.reading import Reading
    from ancrage.warehouse.edition import Edition

__all__ = ["check_codes", "default_strategy", "load_strategy", "strategy_template"]


def load_strategy(path: Path) -> Strategy:
    """Read a strategy file. Whatever is wrong with it is an AncrageError that lists every problem of the file, each
    with its line and its remedy. `check_codes` then compares its sectors with an edition."""
    from ancrage.inputs.strategy.read import read_strategy

    return read_strategy(path)


def check_codes(strategy: Strategy, edition: "Edition") -> "Reading[Strategy]":
    """The strategy with its sectors as the edition writes them. Raises AncrageError: those that exist nowhere."""
    from ancrage.inputs.strategy.codes import check_codes as checked

    return checked(strategy, edition)
