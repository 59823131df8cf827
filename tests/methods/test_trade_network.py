"""Centrality, single points of failure and upstreamness: hand cases, bounds, degenerate data."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage.methods import centrality, ghosh_inverse, single_point_of_failure, upstreamness

# one country sells 90 % of the world's exports to everybody; every other sells to two
STAR = np.array([[0, 30, 30, 30], [1, 0, 2, 0], [0, 2, 0, 2], [1, 2, 0, 0]], dtype=float)


def test_a_dominated_market():
    got = centrality(STAR)
    assert got.out_strength.tolist() == pytest.approx([0.9, 0.03, 0.04, 0.03])
    assert got.out_strength_sd == pytest.approx(0.375300, abs=1e-6)
    assert got.hhi == pytest.approx(0.8134)
    assert got.freeman == pytest.approx(1 / 3)
    assert single_point_of_failure(STAR.sum(axis=1), STAR.sum(axis=0), threshold=0.7)


def test_star_ring_and_complete_graphs():
    star, complete = np.zeros((5, 5)), np.ones((5, 5))
    star[0, 1:] = 1
    ring = np.roll(np.eye(5), 1, axis=1)
    got = centrality(np.stack([star, ring, complete, np.zeros((5, 5))]))
    assert got.freeman.tolist() == pytest.approx([1, 0, 0, 0])
    assert got.clustering.tolist() == pytest.approx([0, 0, 1, 0])
    assert got.hhi.tolist() == pytest.approx([1, 0.2, 0.2, 0])


def test_single_point_of_failure_needs_dominance_and_dependence_of_the_rest():
    exports = [[90, 10, 0], [90, 10, 0], [50, 50, 0], [0, 0, 0]]
    imports = [[0, 50, 50], [95, 5, 0], [0, 50, 50], [0, 0, 0]]
    # second: the giant buys back more than it sells, the rest serve themselves; third: 0.5 is not above 0.5
    assert single_point_of_failure(exports, imports).tolist() == [True, False, False, False]
    # the others sell exactly what the others buy: they can serve themselves
    assert not single_point_of_failure([90, 10, 0], [90, 0, 10])
    with pytest.raises(ValueError, match="même forme"):
        single_point_of_failure([1, 2], [1])


def test_upstreamness_is_the_row_sum_of_the_ghosh_inverse():
    flows, output = [[150, 500], [200, 100]], [1000, 2000]
    np.testing.assert_allclose(upstreamness(flows, output), ghosh_inverse(flows, output).sum(axis=1))
    # a chain: mine -> steel -> car -> final use
    chain = np.zeros((3, 3))
    chain[0, 1] = chain[1, 2] = 10
    assert upstreamness(chain, [10, 10, 20]).tolist() == pytest.approx([3, 2, 1])
    assert upstreamness(np.zeros((2, 2)), [5, 0]).tolist() == [1, 1]


def test_sales_that_never_reach_final_use_are_refused():
    with pytest.raises(ValueError, match="productive"):
        upstreamness([[0, 10], [10, 0]], [10, 10])
    with pytest.raises(ValueError, match="output"):
        upstreamness([[0, 10], [0, 0]], [0, 10])


@given(
    st.lists(st.lists(st.integers(0, 50), min_size=4, max_size=4), min_size=4, max_size=4), st.permutations(range(4))
)
def test_centrality_follows_the_countries_and_stays_in_bounds(rows, order):
    flows = np.array(rows, dtype=float)
    plain, moved = centrality(flows), centrality(flows[np.ix_(order, order)] * 3)
    np.testing.assert_allclose(plain.out_strength[order], moved.out_strength)
    for name in ("out_strength_sd", "hhi", "freeman", "clustering"):
        assert getattr(plain, name) == pytest.approx(getattr(moved, name), abs=1e-12)
        assert 0 <= getattr(plain, name) <= 1
