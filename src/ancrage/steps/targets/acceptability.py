"""Probability of being among the first, when both the weights and the data may be otherwise (SMAA)."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ancrage.methods.simplex import draw_weights
from ancrage.steps.national import Floats

DRAWS = 10_000
# Dirichlet concentration: a weight of 0.4 then varies by about 0.14 (one standard deviation)
CONCENTRATION = 12.0
SEED = 20
TOP = (5, 10, 20)
BLOCK = 500  # draws at once: their scores stay in the processor's cache

Singles = NDArray[np.float32]


def top_probabilities(
    table: Floats,
    noise: Floats,
    weights: Floats,
    *,
    draws: int = DRAWS,
    seed: int = SEED,
    concentration: float = CONCENTRATION,
    top: Sequence[int] = TOP,
) -> dict[int, Floats]:
    """Share of the draws that put each candidate among the first k, for each k of `top`.

    table, noise: mean and standard deviation of the groups' notes, candidates x groups; weights: (groups,) sum 1.
    A draw takes w ~ Dirichlet(concentration x weights) and v_i = sum_g w_g x_ig + sqrt(sum_g w_g^2 s_ig^2) z_i with z
    standard normal: the law of a weighted sum of independent normal errors, with one draw a candidate. Equal scores
    share the places left. Same arguments, same result: single precision, but sums in a fixed order.
    Source: Lahdelma & Salminen 2001, doi:10.1287/opre.49.3.444.11220.
    """
    n = len(table)
    sizes = sorted({min(k, n) for k in top})
    w = _weights(tuple(weights.tolist()), draws, seed, concentration)
    mean, variance = table.T.astype(np.float32), (noise.T**2).astype(np.float32)
    normal = _normal(draws, n, seed)
    found = {k: np.zeros(n) for k in sizes}
    scores, level, part = np.empty((3, BLOCK, n), dtype=np.float32)
    for start in range(0, draws, BLOCK):
        drawn, z = w[start : start + BLOCK], normal[start : start + BLOCK]
        scores, level, part = scores[: len(z)], level[: len(z)], part[: len(z)]
        _product(drawn**2, variance, scores, part)
        np.sqrt(scores, out=scores)
        scores *= z
        _product(drawn, mean, level, part)
        scores += level
        # one more than wanted, to see equal scores on the border
        seen = min(sizes[-1] + 1, n)
        # sorting whole rows of single precision takes less time than looking for their ends
        leaders = np.sort(scores, axis=1)[:, n - seen :]
        for k in sizes:
            found[k] += _inside(scores, leaders, k)
    return {k: found[min(k, n)] / draws for k in top}


# territories of one strategy share their draws: same seed, same law
@lru_cache(maxsize=2)
def _weights(central: tuple[float, ...], draws: int, seed: int, concentration: float) -> Singles:
    drawn = draw_weights(len(central), draws, seed=seed, central=np.array(central), concentration=concentration)
    return drawn.astype(np.float32)


@lru_cache(maxsize=2)
def _normal(draws: int, n: int, seed: int) -> Singles:
    return np.random.default_rng([seed, 1]).standard_normal((draws, n), dtype=np.float32)


def _product(weights: Singles, values: Singles, total: Singles, part: Singles) -> None:
    """Matrix product in `total` as a sum in a fixed order: a library's own may round equal rows differently."""
    np.multiply(weights[:, :1], values[0], out=total)
    for g in range(1, len(values)):
        np.multiply(weights[:, g, None], values[g], out=part)
        total += part


def _inside(scores: Singles, leaders: Singles, k: int) -> Floats:
    """How often each candidate is among the first k; leaders: the best scores of each draw, in increasing order."""
    least = leaders[:, -k, None]
    inside = scores >= least
    # bytes added as short numbers: a block has fewer draws than these can count
    counts: Floats = np.add.reduce(inside.view(np.uint8), axis=0, dtype=np.uint16).astype(np.float64)
    if k < leaders.shape[1]:
        crowded = np.flatnonzero(leaders[:, -k - 1] == leaders[:, -k])
        ahead, level = scores[crowded] > least[crowded], scores[crowded] == least[crowded]
        places = k - ahead.sum(axis=1, keepdims=True)
        counts -= (level * (1 - places / level.sum(axis=1, keepdims=True))).sum(axis=0)
    return counts


def monte_carlo_error(probability: Floats | float, draws: int = DRAWS) -> Floats:
    """Three standard errors of a probability estimated by draws: 3 sqrt(p (1 - p) / n)."""
    p = np.asarray(probability)
    return np.asarray(3 * np.sqrt(p * (1 - p) / draws))
