"""COI, COG and the suite in one pass: the same numbers as each function, dense and sparse."""

import numpy as np
import pytest
from hypothesis import given
from scipy.sparse import csr_array

from ancrage.methods import (
    complexity_outlook_gain,
    complexity_outlook_index,
    complexity_suite,
    density,
    eci_pci,
    presence,
    proximity,
    rca,
)
from tests.methods.matrices import jobs

RNG = np.random.default_rng(5)
X = np.where(RNG.random((300, 40)) < 0.3, RNG.lognormal(size=(300, 40)), 0.0) + np.eye(300, 40)


def by_hand(M, pci, phi):
    """The published sums, written out."""
    absent, around = 1 - M, phi.sum(axis=1)
    coi = [(d * a) @ pci for d, a in zip(M @ phi / around, absent, strict=True)]
    source = absent * ((absent * pci) @ (phi / around[:, None]))
    target = absent * ((absent * pci) @ phi) / around
    return np.array(coi), source, target


def test_outlook_is_the_published_sum():
    M = presence(rca(X)).astype(float)
    pci, phi = eci_pci(M).pci, proximity(M)
    coi, source, target = by_hand(M, pci, phi)
    for given_M in (M, csr_array(M)):
        np.testing.assert_allclose(complexity_outlook_index(given_M, pci), coi, atol=1e-12)
        np.testing.assert_allclose(complexity_outlook_gain(given_M, pci), source, atol=1e-12)
        np.testing.assert_allclose(complexity_outlook_gain(given_M, pci, phi, normalise="target"), target, atol=1e-12)
    standard = complexity_outlook_index(M, pci, standardised=True, ddof=0)
    np.testing.assert_allclose(standard, (coi - coi.mean()) / coi.std(), atol=1e-10)


def test_a_gain_is_the_change_of_outlook():
    M = presence(rca(X)).astype(float)
    pci, phi = eci_pci(M).pci, proximity(M)
    gain = complexity_outlook_gain(M, pci, phi)[0]
    before = density(M, phi)[0]
    p = int(np.flatnonzero(M[0] == 0)[0])
    M[0, p] = 1
    # densities of what was missing, p included, go up by phi_pq / sum phi
    moved = (density(M, phi)[0] - before) * pci
    missing = [*np.flatnonzero(M[0] == 0), p]
    assert moved[missing].sum() == pytest.approx(gain[p])


@pytest.mark.parametrize("make", [np.asarray, csr_array])
def test_the_suite_gives_what_each_function_gives(make):
    suite = complexity_suite(make(X))
    M = presence(rca(X))
    indices = eci_pci(M)
    found = suite.presence if make is np.asarray else suite.presence.toarray()
    np.testing.assert_array_equal(found, M)
    np.testing.assert_allclose(suite.eci, indices.eci, atol=1e-10)
    np.testing.assert_allclose(suite.pci, indices.pci, atol=1e-10)
    np.testing.assert_allclose(suite.proximity, proximity(M), atol=1e-14)
    np.testing.assert_allclose(suite.density, density(M), atol=1e-12)
    np.testing.assert_allclose(suite.coi, complexity_outlook_index(M, indices.pci), atol=1e-10)
    np.testing.assert_allclose(suite.cog, complexity_outlook_gain(M, indices.pci), atol=1e-10)


@pytest.mark.parametrize("make", [np.asarray, csr_array])
def test_the_suite_in_other_conventions(make):
    suite = complexity_suite(make(X), keep_diagonal=False, normalise="target", ddof=0)
    M = presence(rca(X)).astype(float)
    phi = proximity(M, keep_diagonal=False)
    pci = eci_pci(M, ddof=0).pci
    np.testing.assert_allclose(suite.density, density(M, keep_diagonal=False), atol=1e-12)
    np.testing.assert_allclose(suite.cog, by_hand(M, pci, phi)[2], atol=1e-10)


@given(jobs())
def test_no_data_makes_the_suite_infinite_or_nan_beyond_the_empty_lines(values):
    suite = complexity_suite(values)
    for name in ("proximity", "density", "coi", "cog"):
        assert np.isfinite(getattr(suite, name)).all()
    sparse = complexity_suite(csr_array(values))
    np.testing.assert_allclose(sparse.density, suite.density, atol=1e-12)
    assert sparse.components == suite.components


def test_an_activity_present_nowhere_and_an_empty_territory():
    values = np.insert(np.insert(X, 4, 0, axis=0), 7, 0, axis=1)
    found, alone = complexity_suite(values), complexity_suite(X)
    assert (found.density[4] == 0).all()
    assert (found.cog[:, 7] == 0).all()
    np.testing.assert_allclose(np.delete(np.delete(found.cog, 4, 0), 7, 1), alone.cog, atol=1e-10)


def test_bad_lengths_are_refused():
    with pytest.raises(ValueError, match="pci"):
        complexity_outlook_index([[1, 0]], [1.0])
    with pytest.raises(ValueError, match="phi"):
        complexity_outlook_gain([[1, 0]], [1.0, 2.0], [[1.0]])
