"""Hypothesis strategies for the families: whole-number jobs and 0/1 matrices (whole numbers keep ties exact)."""

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays


def jobs(min_side: int = 2, max_side: int = 7, least: int = 0) -> st.SearchStrategy[np.ndarray]:
    """Territories x activities, at least one job."""
    shapes = array_shapes(min_dims=2, max_dims=2, min_side=min_side, max_side=max_side)
    return arrays(np.int64, shapes, elements=st.integers(least, 500)).filter(lambda x: x.sum() > 0)


def presences(min_side: int = 2, max_side: int = 8) -> st.SearchStrategy[np.ndarray]:
    shapes = array_shapes(min_dims=2, max_dims=2, min_side=min_side, max_side=max_side)
    return arrays(np.int64, shapes, elements=st.integers(0, 1))


def nested(territories: int = 40, activities: int = 30, seed: int = 1) -> np.ndarray:
    """A connected presence matrix with the shape of real ones."""
    rng = np.random.default_rng(seed)
    chance = (
        rng.normal(size=(territories, 1)) - rng.normal(size=activities) + rng.gumbel(size=(territories, activities))
    )
    M = (chance > np.quantile(chance, 0.7)).astype(float)
    M[0], M[:, 0] = 1, 1
    return M
