"""What draws say: an eight-in-ten range around a median, and how often something happens."""

import numpy as np
from numpy.typing import ArrayLike

from ancrage.domain.described import Range


def spread(draws: ArrayLike) -> Range:
    low, median, high = np.quantile(np.asarray(draws, dtype=np.float64), [0.1, 0.5, 0.9])
    return Range(float(low), float(median), float(high))


def probability(happens: ArrayLike) -> tuple[float, float]:
    """Share of draws, and three standard errors of it."""
    draws = np.asarray(happens, dtype=np.float64)
    share = float(draws.mean())
    return share, 3 * float(np.sqrt(share * (1 - share) / draws.size))
