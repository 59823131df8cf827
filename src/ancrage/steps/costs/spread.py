"""What draws say: an eight-in-ten range around a median, and how often something happens."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike


@dataclass(frozen=True, slots=True)
class Spread:
    """P10, median and P90 of draws."""

    low: float
    median: float
    high: float


def spread(draws: ArrayLike) -> Spread:
    low, median, high = np.quantile(np.asarray(draws, dtype=np.float64), [0.1, 0.5, 0.9])
    return Spread(float(low), float(median), float(high))


def probability(happens: ArrayLike) -> tuple[float, float]:
    """Share of draws, and three standard errors of it."""
    draws = np.asarray(happens, dtype=np.float64)
    share = float(draws.mean())
    return share, 3 * float(np.sqrt(share * (1 - share) / draws.size))
