"""RCA, presence, ECI/PCI, reflections, fitness: invariances, degenerate networks, dense against sparse."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import block_diag, csr_array

from ancrage.methods import eci_pci, fitness, presence, rca, reflections
from tests.methods.matrices import jobs, nested, presences


@given(jobs(), st.integers(1, 100))
def test_rca_ignores_the_unit_and_keeps_exact_ties(X, factor):
    np.testing.assert_array_equal(rca(X), rca(X * factor))
    same = np.outer(np.arange(1, 4), [3, 7, 11])
    assert presence(rca(same)).all()


@given(jobs())
def test_sparse_rca_is_the_dense_one(X):
    np.testing.assert_allclose(rca(csr_array(X)).toarray(), rca(X), rtol=1e-14)
    np.testing.assert_array_equal(presence(rca(csr_array(X))).toarray(), presence(rca(X)))


def test_rca_of_empty_lines_is_zero_and_leaves_the_input_alone():
    X = csr_array(np.array([[1.0, 0, 3], [0, 0, 0], [2, 0, 1]]))
    before = X.toarray()
    found = rca(X).toarray()
    assert (found[1] == 0).all()
    assert (found[:, 1] == 0).all()
    np.testing.assert_array_equal(X.toarray(), before)


@pytest.mark.parametrize("X", [[[0.0, 0]], [[1.0, -1]], [[1.0, np.nan]], [1.0, 2.0], [["a", "b"]]])
def test_bad_values_are_refused(X):
    with pytest.raises(ValueError, match="« X »"):
        rca(X)
    with pytest.raises(ValueError, match="threshold"):
        presence([[1.0]], threshold=0)
    with pytest.raises(ValueError, match="presence"):
        eci_pci([[0.5, 2.0]])


def test_eci_solves_its_equation():
    M = nested()
    eci, pci = eci_pci(M, pci_scale="eci", ddof=0)
    np.testing.assert_allclose((M @ pci) / M.sum(axis=1), eci, atol=1e-10)
    assert np.corrcoef(eci, M.sum(axis=1))[0, 1] > 0
    assert eci.std() == pytest.approx(1)
    own = eci_pci(M)
    assert own.pci.std(ddof=1) == pytest.approx(1)
    assert own.pci.mean() == pytest.approx(0, abs=1e-12)
    np.testing.assert_allclose(own.pci_uncentred - own.pci_uncentred.mean(), own.pci, atol=1e-10)


def test_lanczos_agrees_with_a_full_decomposition_on_both_sides():
    for M in (nested(150, 90), nested(90, 150)):
        found = eci_pci(M)
        values, vectors = np.linalg.eig(M / M.sum(axis=1, keepdims=True) @ (M / M.sum(axis=0)).T)
        second = np.argsort(values.real)[-2]
        vector = vectors[:, second].real
        vector = (vector - vector.mean()) / vector.std(ddof=1)
        vector *= np.sign(vector @ found.eci)
        np.testing.assert_allclose(found.eci, vector, atol=1e-10)
        assert found.eigenvalue == pytest.approx(values[second].real)


@given(st.randoms())
def test_complexity_follows_a_permutation(random):
    M = nested()
    rows, columns = list(range(M.shape[0])), list(range(M.shape[1]))
    random.shuffle(rows)
    random.shuffle(columns)
    moved, still = eci_pci(M[rows][:, columns]), eci_pci(M)
    np.testing.assert_allclose(moved.eci, still.eci[rows], atol=1e-9)
    np.testing.assert_allclose(moved.pci, still.pci[columns], atol=1e-9)


@pytest.mark.parametrize("size", [(30, 25), (200, 120)])
def test_sparse_agrees_with_dense(size):
    M = nested(*size)
    np.testing.assert_allclose(eci_pci(csr_array(M)).eci, eci_pci(M).eci, atol=1e-10)
    np.testing.assert_allclose(eci_pci(csr_array(M)).pci, eci_pci(M).pci, atol=1e-10)


def test_empty_rows_and_columns_are_nan_and_change_nothing_else():
    M = nested()
    wide = np.insert(np.insert(M, 3, 0, axis=0), 5, 0, axis=1)
    found, alone = eci_pci(wide), eci_pci(M)
    assert found.components == 1
    assert np.flatnonzero(np.isnan(found.eci)).tolist() == [3]
    assert np.flatnonzero(np.isnan(found.pci)).tolist() == [5]
    np.testing.assert_allclose(np.delete(found.eci, 3), alone.eci, atol=1e-10)
    np.testing.assert_allclose(np.delete(found.pci, 5), alone.pci, atol=1e-10)


@pytest.mark.parametrize("make", [np.asarray, csr_array])
def test_a_network_in_two_blocks_is_reported_and_the_largest_read(make):
    large, small = nested(40, 30), np.array([[1, 1, 0], [0, 1, 1]])
    found = eci_pci(make(block_diag([large, small]).toarray()))
    assert found.components == 2
    np.testing.assert_allclose(found.eci[:40], eci_pci(large).eci, atol=1e-10)
    assert np.isnan(found.eci[40:]).all()
    assert np.isnan(found.pci[30:]).all()
    assert found.eigenvalue < 1 - 1e-6


def test_an_identity_has_as_many_blocks_as_lines():
    found = eci_pci(np.eye(4))
    assert found.components == 4
    assert np.isnan(found.eci).all()


@pytest.mark.parametrize("M", [np.ones((1, 5)), np.ones((5, 1)), np.ones((4, 6)), np.zeros((3, 4)), np.ones((100, 90))])
def test_without_a_second_eigenvector_everything_is_nan(M):
    found = eci_pci(M)
    assert np.isnan(found.eci).all()
    assert np.isnan(found.pci).all()


@given(presences())
def test_any_network_gives_numbers_or_nan_never_infinity(M):
    found = eci_pci(M)
    assert not np.isinf(found.eci).any()
    assert np.isnan(found.eci[M.sum(axis=1) == 0]).all()
    assert np.isnan(found.pci[M.sum(axis=0) == 0]).all()


def test_reflections_tend_to_the_eigenvector():
    M = nested()
    # higher orders lose what they say to rounding: one reason to prefer the eigenvector
    far = [np.corrcoef(reflections(M, n).standardised()[0], eci_pci(M).eci)[0, 1] for n in (1, 3, 7, 11)]
    assert far == sorted(far)
    assert far[-1] > 0.98


def test_reflections_keep_empty_lines_apart():
    M = np.array([[1, 1, 0], [0, 1, 0], [0, 0, 0]])
    found = reflections(M, 2)
    assert found.kc[0].tolist() == [2, 1, 0]
    assert np.isnan(found.kc[1:, 2]).all()
    assert not np.isnan(found.kc[:, :2]).any()
    with pytest.raises(ValueError, match="itération"):
        reflections(M, 0).standardised()
    with pytest.raises(ValueError, match="« n »"):
        reflections(M, -1)


def test_fitness_has_mean_one_and_rewards_what_few_can_do():
    M = np.array([[1, 1, 1], [1, 1, 0], [1, 0, 0]])
    found = fitness(M, iterations=10, tolerance=None)
    assert found.iterations == 10
    assert found.fitness.mean() == pytest.approx(1)
    assert (np.diff(found.fitness) < 0).all()
    assert (np.diff(found.product_fitness) > 0).all()


def test_fitness_stops_when_it_has_converged_and_skips_empty_lines():
    M = np.insert(nested(), 2, 0, axis=0)
    of_territories, of_activities = found = fitness(M, iterations=5000)
    assert found.iterations < 5000
    assert np.flatnonzero(np.isnan(of_territories)).tolist() == [2]
    np.testing.assert_allclose(np.delete(of_territories, 2), fitness(nested(), 5000).fitness, rtol=1e-6)
    np.testing.assert_allclose(fitness(csr_array(M), 5000).product_fitness, of_activities)
    with pytest.raises(ValueError, match="« M »"):
        fitness([[0, 0]])


def test_a_vanishing_fitness_stays_a_number():
    found = fitness([[1, 1, 1, 1], [0, 0, 0, 1]], iterations=3000, tolerance=None)
    assert np.isfinite(found.fitness).all()
    assert np.isfinite(found.product_fitness).all()
