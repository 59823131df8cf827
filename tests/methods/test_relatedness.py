"""Proximity, density, relatedness from other sources, productive jumps."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.sparse import csr_array

from ancrage.methods import (
    colocation_relatedness,
    cooccurrence_relatedness,
    density,
    io_relatedness,
    jump_score,
    occupation_relatedness,
    proximity,
    skill_relatedness,
)
from tests.methods.matrices import jobs, nested, presences

FLOWS = arrays(np.int64, (4, 4), elements=st.integers(0, 50))


@given(presences())
def test_proximity_is_the_least_conditional_probability(M):
    phi = proximity(M)
    np.testing.assert_array_equal(phi, phi.T)
    assert (phi >= 0).all()
    assert (phi <= 1).all()
    ubiquity = M.sum(axis=0)
    np.testing.assert_array_equal(np.diag(phi), (ubiquity > 0).astype(float))
    together = M.T @ M
    for p, q in np.argwhere(np.minimum.outer(ubiquity, ubiquity) > 0):
        assert phi[p, q] == pytest.approx(min(together[p, q] / ubiquity[p], together[p, q] / ubiquity[q]))


@given(presences())
def test_sparse_and_other_axis(M):
    np.testing.assert_array_equal(proximity(csr_array(M)), proximity(M))
    np.testing.assert_array_equal(proximity(M, axis=0), proximity(M.T))
    assert (np.diag(proximity(M, keep_diagonal=False)) == 0).all()


def test_proximity_over_several_blocks():
    M = nested(60, 600)
    ubiquity = M.sum(axis=0)
    expected = M.T.copy() @ M / np.maximum.outer(np.maximum(ubiquity, 1), np.maximum(ubiquity, 1))
    np.testing.assert_allclose(proximity(M), expected, atol=1e-15)


@given(presences())
def test_density_is_a_share_and_grows_with_what_is_present(M):
    found = density(M)
    assert (found >= 0).all()
    assert (found <= 1 + 1e-12).all()
    np.testing.assert_allclose(density(csr_array(M)), found, atol=1e-12)
    phi = proximity(M)
    more = M.copy()
    more[0] = 1
    assert (density(more, phi)[0] >= found[0] - 1e-12).all()
    np.testing.assert_allclose(density(more, phi)[0], (phi.sum(axis=0) > 0).astype(float), atol=1e-12)


def test_density_reads_the_row_of_an_asymmetric_proximity():
    assert density([[1, 0]], [[0, 3], [1, 1]]).tolist() == [[0, 0.5]]


def test_bad_presence_or_proximity_is_refused():
    with pytest.raises(ValueError, match="« M »"):
        proximity([[2, 0]])
    with pytest.raises(ValueError, match="phi"):
        density([[1, 0]], [[1.0]])


@given(FLOWS)
def test_cooccurrence_ignores_scale_and_diagonal(flows):
    counts = flows + flows.T
    for method in ("association", "cosine", "jaccard", "probability"):
        found = cooccurrence_relatedness(counts, method)
        np.testing.assert_allclose(cooccurrence_relatedness(counts * 7, method), found)
        np.testing.assert_allclose(cooccurrence_relatedness(counts + np.diag([9, 0, 3, 1]), method), found)
        np.testing.assert_allclose(found, found.T)
        assert np.isfinite(found).all()
        assert (np.diag(found) == 0).all()
    assert (cooccurrence_relatedness(counts, "cosine") <= 1 + 1e-12).all()
    assert (cooccurrence_relatedness(counts, "jaccard") <= 1 + 1e-12).all()


def test_probability_is_written_as_published():
    C = np.array([[0, 2, 1], [2, 0, 3], [1, 3, 0]])
    s, T = C.sum(axis=1), C.sum()
    by_hand = 2 / ((s[0] / T * s[1] / (T - s[0]) + s[1] / T * s[0] / (T - s[1])) * T / 2)
    assert cooccurrence_relatedness(C, "probability")[0, 1] == pytest.approx(by_hand)
    assert cooccurrence_relatedness(C, minimum_count=2)[0, 2] == 0


@pytest.mark.parametrize("C", [[[0, 1], [2, 0]], [[0, 1, 2]], [[0, -1], [-1, 0]], [[0, np.nan], [np.nan, 0]]])
def test_bad_counts_are_refused(C):
    with pytest.raises(ValueError, match="« C »"):
        cooccurrence_relatedness(C)


@given(jobs(min_side=3, least=1))
def test_correlations_are_correlations(matrix):
    found = colocation_relatedness(matrix)
    varied = matrix.std(axis=0) > 0
    expected = np.corrcoef(matrix[:, varied].T).reshape(varied.sum(), varied.sum()) if varied.any() else []
    np.testing.assert_allclose(found[varied][:, varied].ravel(), np.ravel(expected), atol=1e-9)
    assert (found[~varied] == 0).all()


def test_occupations_compare_shares_not_sizes():
    found = occupation_relatedness([[10, 5, 1], [1000, 500, 100], [1, 5, 10], [0, 0, 0]])
    assert found[0, 1] == pytest.approx(1)
    assert found[0, 2] < 0
    assert (found[3] == 0).all()


@given(FLOWS)
def test_io_relatedness_is_a_symmetric_share(flows):
    found = io_relatedness(flows)
    np.testing.assert_array_equal(found, found.T)
    assert (found >= 0).all()
    assert (found <= 1).all()


def test_io_relatedness_takes_the_largest_of_four_shares():
    found = io_relatedness([[0, 8], [2, 0]], output=[100, 4], inputs=[40, 80])
    assert found[0, 1] == pytest.approx(max(8 / 80, 2 / 40, 8 / 100, 2 / 4))


@given(arrays(np.int64, (4, 4), elements=st.integers(1, 50)))
def test_skill_relatedness_is_bounded_and_scale_free(moves):
    found = skill_relatedness(moves)
    np.testing.assert_allclose(found, found.T)
    assert (np.abs(found) < 1).all()
    np.testing.assert_allclose(skill_relatedness(moves * 3), found)
    one_way = skill_relatedness(moves, symmetric="no")
    np.testing.assert_allclose(skill_relatedness(moves, symmetric="after"), (one_way + one_way.T) / 2)


def test_moves_at_random_are_unrelated():
    moves = np.outer([1, 2, 3], [4, 5, 6])
    np.testing.assert_allclose(skill_relatedness(moves), 0, atol=1e-12)
    assert skill_relatedness([[0, 0], [0, 5]])[0, 1] == -1


@given(st.lists(st.floats(0, 1), min_size=3, max_size=8), st.floats(0, 1))
def test_a_jump_must_be_absent_and_close(densities, least):
    rca = [0.5] * (len(densities) - 1) + [1.5]
    found = jump_score(rca, densities, min_density=least)
    assert not found.eligible[-1]
    assert set(found.ranking) == {i for i, d in enumerate(densities[:-1]) if d >= least}
    assert (np.diff(found.score[found.ranking]) <= 0).all()
    assert (found.score >= 0).all()
    assert (found.score <= 1 + 1e-12).all()


def test_jump_refuses_unknown_or_empty_weights():
    for weights in ({"prix": 1}, {"pci": 1}, {"density": -1}):
        with pytest.raises(ValueError, match="weights"):
            jump_score([0.5, 0.5], [0.1, 0.4], weights=weights)
    with pytest.raises(ValueError, match="forme"):
        jump_score([0.5], [0.1, 0.4])
