"""What a territory wants: the default strategy, strategy files and their template.

Plain studies need only the default: what reads files (pydantic) is imported when one is read.
"""

from pathlib import Path

from ancrage.domain.strategy import Strategy
from ancrage.inputs.strategy.codes import check_codes
from ancrage.inputs.strategy.default import default_strategy
from ancrage.inputs.strategy.template import strategy_template

__all__ = ["check_codes", "default_strategy", "load_strategy", "strategy_template"]


def load_strategy(path: Path) -> Strategy:
    """Read a strategy file. Whatever is wrong with it is an AncrageError that lists every problem of the file, each
    with its line and its remedy. `check_codes` then compares its sectors with an edition."""
    from ancrage.inputs.strategy.read import read_strategy

    return read_strategy(path)
