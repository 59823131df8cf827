"""Counting ranks over many draws of scores: the engine of rank acceptability."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from ancrage.methods.arrays import ROUNDING
from ancrage.methods.decision import Array

_SORTED, _RANKS = 2**16, 64  # numbers sorted, ranks counted at once: they stay in the cache


def slices(n: int, size: int) -> Iterator[slice]:
    """Consecutive slices of `size` (at least 1) that cover n."""
    return (slice(start, min(start + size, n)) for start in range(0, n, max(1, size)))


def count_ranks(
    blocks: Iterator[tuple[Array, Array, Array]], n_alt: int, n_crit: int, kept: int, pairwise: bool
) -> tuple[Array, ...]:
    """Sums over draws: whole ranks (kept x n_alternatives), what ties change in them (as differences along the ranks),
    positions (when `kept` does not hold them all), scores, weights that put first, times first, duels won."""
    counts, shared = np.zeros((kept, n_alt), dtype=np.int64), np.zeros((n_alt, kept + 1))
    rank_sum, value_sum, first = np.zeros((3, n_alt))
    weight_sum = np.zeros((n_alt, n_crit))
    wins = np.zeros((n_alt, n_alt) if pairwise else (0, 0), dtype=np.int64)
    for weights, scores, sizes in blocks:
        ordered, tied = _order(scores, sizes)
        by_rank = np.ascontiguousarray(ordered[:, :kept].T)
        for some in slices(kept, _RANKS):
            cells = by_rank[some] + n_alt * np.arange(some.stop - some.start)[:, None]
            counts[some] += np.bincount(cells.ravel(), minlength=len(cells) * n_alt).reshape(-1, n_alt)
        place = np.broadcast_to(np.arange(n_alt, dtype=np.float64), scores.shape)
        leaders = np.ones(len(scores), dtype=np.intp)
        if tied.any():
            start, end = _tie_groups(tied)
            _share_ranks(shared, ordered, start, end)
            place, leaders = (start + end) / 2, end[:, 0].astype(np.intp) + 1
        if kept < n_alt:
            rank_sum += np.bincount(ordered.ravel(), weights=place.ravel(), minlength=n_alt)
        value_sum += scores.sum(axis=0)
        for p in range(leaders.max()):
            ahead = leaders > p
            np.add.at(weight_sum, ordered[ahead, p], weights[ahead] / leaders[ahead, None])
            np.add.at(first, ordered[ahead, p], 1 / leaders[ahead])
        if pairwise:
            _count_wins(wins, scores, sizes)
    return counts.astype(np.float64), shared, rank_sum, value_sum, weight_sum, first, wins.astype(np.float64)


def _order(scores: Array, sizes: Array) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    """Alternatives from best to worst in each row, and whether each ties with the next.

    `sizes`: of what the scores of a row are sums of. One integer holds the gap to the best score (a small part of the
    rounding allowed) and, in its last bits, the alternative: sorting integers in place is faster than sorting indices.
    Two scores tie when they differ by no more than the rounding of their size, as in `_count_wins`.
    """
    n, n_alt = scores.shape
    ordered, tied = np.empty((n, n_alt), dtype=np.int32), np.empty((n, n_alt - 1), dtype=np.bool_)
    bits = max(n_alt - 1, 1).bit_length()
    last, steps = (1 << bits) - 1, 2.0 ** min(46, 61 - bits)
    equal = max(1, int(ROUNDING * steps))
    for rows in slices(n, _SORTED // n_alt):
        gap = scores[rows].max(axis=1, keepdims=True) - scores[rows]
        size = sizes[rows, None]
        gap *= steps / np.where(size > 0, size, 1)
        key = np.rint(gap, out=gap).astype(np.int64)
        key <<= bits
        key |= np.arange(n_alt)
        key.sort(axis=1)
        ordered[rows] = key & last
        key >>= bits
        tied[rows] = np.diff(key, axis=1) <= equal
    return ordered, tied


def _tie_groups(tied: NDArray[np.bool_]) -> tuple[Array, Array]:
    """First and last position of the tie group each position belongs to (tied[:, p]: p and p + 1 are equal)."""
    n_rows, n_alt = tied.shape[0], tied.shape[1] + 1
    place = np.arange(n_alt, dtype=np.float64)
    edge = np.ones((n_rows, 1), dtype=bool)
    start = np.maximum.accumulate(np.where(np.hstack([edge, ~tied]), place, 0), axis=1)
    end = np.where(np.hstack([~tied, edge]), place, n_alt)
    return start, np.minimum.accumulate(end[:, ::-1], axis=1)[:, ::-1]


def _share_ranks(shared: Array, ordered: NDArray[np.int32], start: Array, end: Array) -> None:
    """Replace, for tied alternatives, one whole position by an equal part of each position of their group."""
    kept = shared.shape[1] - 1
    rows, place = np.nonzero((end > start) & (start < kept))
    who = ordered[rows, place]
    first, last = start[rows, place].astype(np.intp), end[rows, place].astype(np.intp)
    part = 1 / (last - first + 1)
    np.add.at(shared, (who, first), part)
    np.add.at(shared, (who, np.minimum(last + 1, kept)), -part)
    np.add.at(shared, (who, np.minimum(place, kept)), -1)
    np.add.at(shared, (who, np.minimum(place + 1, kept)), 1)


def _count_wins(wins: NDArray[np.int64], scores: Array, sizes: Array) -> None:
    by_alternative = np.ascontiguousarray(scores.T)
    for i, own in enumerate(by_alternative):
        wins[i] += np.count_nonzero(own - ROUNDING * sizes > by_alternative, axis=1)
