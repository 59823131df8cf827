"""Many comparisons at once: the same draws for all, each hypothesis scaled to its own range."""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

import numpy as np

from ancrage.methods.cost import Number
from ancrage.methods.decision import Array
from ancrage.methods.risk import pert_moments, symmetric_root
from ancrage.steps.costs.estimates import Estimate
from ancrage.steps.costs.links import correlation

GRID = np.linspace(-4.5, 4.5, 181)  # of the normal: between two of its points a PERT quantile is nearly straight
DIGITS = 3

Cases = Sequence[Mapping[str, Estimate]]


def keys_of(cases: Cases) -> list[str]:
    return sorted({key for case in cases for key in case})


def bounds(cases: Cases, keys: Sequence[str]) -> Array:
    """(3, keys, cases): low, central and high values of the cases; 0 where a case has none."""
    table = np.zeros((3, len(keys), len(cases)))
    for at, case in enumerate(cases):
        for row, key in enumerate(keys):
            if key in case:
                table[:, row, at] = case[key].points
    return table


def draw_all(keys: Sequence[str], table: Array, draws: int, seed: int) -> dict[str, Number]:
    """By key, (cases, draws): PERT laws joined by the authored correlations. A case alone has the same draws as among
    others; ranges of the same shape share their quantiles."""
    low, central, high = table
    normal = _normal(tuple(keys), draws, seed)
    span = high - low
    position = np.round(np.divide(central - low, span, out=np.full(span.shape, 0.5), where=span > 0), DIGITS)
    shapes, which = np.unique(position, return_inverse=True)
    quantiles = [_quantiles(float(shape)) for shape in shapes]
    which = which.reshape(position.shape)
    found: dict[str, Number] = {}
    for row, key in enumerate(keys):
        drawn = {shape: np.interp(normal[:, row], GRID, quantiles[shape]) for shape in np.unique(which[row])}
        unit = np.stack([drawn[shape] for shape in which[row]])
        found[key] = low[row][:, None] + span[row][:, None] * unit
    return found


@lru_cache(maxsize=4)
def _normal(keys: tuple[str, ...], draws: int, seed: int) -> Array:
    """(draws, keys): normal draws joined by the authored correlations."""
    root = symmetric_root(correlation(keys), len(keys))
    return np.asarray(np.random.default_rng(seed).standard_normal((draws, len(keys))) @ root)


@cache
def _quantiles(shape: float) -> Array:
    """At the points of GRID, quantiles of the PERT law from 0 to 1 whose likeliest value is `shape` (DIGITS digits: a
    thousand of them)."""
    from scipy.special import betaincinv, ndtr

    law = pert_moments(np.zeros(1), np.full(1, shape), np.ones(1))
    return np.asarray(betaincinv(law.alpha, law.beta, ndtr(GRID)))


def means(table: Array) -> Array:
    """(keys, cases): mean of each PERT law."""
    return np.asarray((table[0] + 4 * table[1] + table[2]) / 6)


def ends(keys: Sequence[str], table: Array) -> dict[str, Number]:
    """By key, (cases, 2 x keys): means, each key in its turn at its low then its high end."""
    low, _, high = table
    mean = means(table)
    found: dict[str, Number] = {}
    for row, key in enumerate(keys):
        values = np.repeat(mean[row][:, None], 2 * len(keys), axis=1)
        values[:, 2 * row], values[:, 2 * row + 1] = low[row], high[row]
        found[key] = values
    return found
