"""Leontief, Ghosh, multipliers, the closed model and linkages: published numbers, properties, degenerate tables."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage.methods import (
    closed_coefficients,
    closed_model,
    ghosh_inverse,
    leontief_inverse,
    linkages,
    multipliers,
    technical_coefficients,
)

# Miller & Blair, chapters 2 and 6
FLOWS, OUTPUT = np.array([[150.0, 500], [200, 100]]), np.array([1000.0, 2000])
A = [[0.15, 0.25], [0.2, 0.05]]
INCOME, CONSUMPTION, HOUSEHOLD = [0.3, 0.25], [0.05, 0.4], 0.05


@st.composite
def tables(draw, sectors=4):
    """Flows and output of an economy that sells something to final users in every sector."""
    cells = st.integers(0, 100)
    flows = np.array(draw(st.lists(cells, min_size=sectors**2, max_size=sectors**2)), float).reshape(sectors, sectors)
    margin = np.array(draw(st.lists(st.integers(1, 200), min_size=sectors, max_size=sectors)), float)
    return flows, np.maximum(flows.sum(axis=1), flows.sum(axis=0)) + margin


def test_closed_model_gives_the_textbook_multipliers():
    got = closed_model(A, INCOME, CONSUMPTION, HOUSEHOLD)
    assert got.output_truncated == pytest.approx([1.892, 1.773], abs=6e-4)
    assert got.income_simple == pytest.approx([0.442, 0.380], abs=6e-4)
    assert got.type_one == pytest.approx([1.474, 1.518], abs=6e-4)
    assert got.type_two == pytest.approx([1.900, 1.956], abs=6e-4)
    assert got.type_two / got.type_one == pytest.approx([1.2885, 1.2885], abs=6e-5)


def test_closed_coefficients_give_the_induced_effects_of_any_content():
    closed = closed_coefficients(A, INCOME, CONSUMPTION, HOUSEHOLD)
    jobs = np.array([10.0, 5, 0])
    expected = jobs @ closed_model(A, INCOME, CONSUMPTION, HOUSEHOLD).inverse
    np.testing.assert_allclose(multipliers(closed, jobs), expected)
    assert (multipliers(closed, jobs)[:2] > multipliers(A, jobs[:2])).all()
    stack = closed_coefficients([A, A], [INCOME, [0, 0]], [CONSUMPTION, CONSUMPTION])
    assert multipliers(stack, jobs)[1, :2] == pytest.approx(multipliers(A, jobs[:2]))


def test_a_sector_that_pays_no_income_has_no_type():
    got = closed_model(A, [0.3, 0], CONSUMPTION)
    assert np.isnan(got.type_one[1])
    assert got.type_one[0] > 1


def test_multipliers_take_several_contents_and_a_ratio():
    contents = [[10, 5], [0.4, 0]]
    got = multipliers(A, contents)
    np.testing.assert_allclose(got, np.array(contents) @ leontief_inverse(A))
    np.testing.assert_allclose(multipliers(A, contents[0], relative=True), got[0] / contents[0])
    assert np.isnan(multipliers(A, contents, relative=True)[1, 1])


@given(tables())
def test_properties_of_the_two_inverses(table):
    flows, output = table
    a = technical_coefficients(flows, output)
    inverse, ghosh = leontief_inverse(a), ghosh_inverse(flows, output)
    assert (inverse >= np.eye(4) - 1e-12).all()
    np.testing.assert_allclose(inverse @ (output - flows.sum(axis=1)), output, rtol=1e-9)
    np.testing.assert_allclose((output - flows.sum(axis=0)) @ ghosh, output, rtol=1e-9)
    np.testing.assert_allclose(ghosh, inverse * output / output[:, None], rtol=1e-8, atol=1e-10)
    np.testing.assert_allclose(multipliers(a), inverse.sum(axis=0), rtol=1e-9)
    # value added embodied in a unit of final use of a closed economy is the unit itself
    np.testing.assert_allclose(multipliers(a, 1 - a.sum(axis=0)), 1, rtol=1e-9)


@given(tables(), st.permutations(range(4)), st.floats(1e-3, 1e3))
def test_linkages_follow_the_sectors_and_ignore_the_currency(table, order, unit):
    flows, output = table
    plain = linkages(flows, output)
    moved = linkages(flows[np.ix_(order, order)] * unit, output[order] * unit)
    for name in plain.__slots__:
        np.testing.assert_allclose(getattr(plain, name)[order], getattr(moved, name), rtol=1e-8, atol=1e-10)
    for name in ("power_of_dispersion", "sensitivity_of_dispersion", "sensitivity_ghosh"):
        assert getattr(plain, name).mean() == pytest.approx(1)
    assert (plain.backward >= 1 - 1e-12).all()
    assert (plain.forward >= 1 - 1e-12).all()


def test_spread_is_read_down_the_buying_column():
    got = linkages(FLOWS, OUTPUT)
    inverse = leontief_inverse(A)
    np.testing.assert_allclose(got.spread, inverse.std(axis=0, ddof=1) / inverse.mean(axis=0))


def test_sectors_without_output_are_defined_when_they_trade_nothing():
    flows = np.pad(FLOWS, (0, 1))
    a = technical_coefficients(flows, [1000, 2000, 0])
    assert multipliers(a).tolist() == pytest.approx([1.51815, 1.45215, 1], abs=1e-5)
    assert ghosh_inverse(flows, [1000, 2000, 0])[2].tolist() == [0, 0, 1]
    flows[0, 2] = 1
    with pytest.raises(ValueError, match="output"):
        technical_coefficients(flows, [1000, 2000, 0])
    with pytest.raises(ValueError, match="output"):
        ghosh_inverse(flows.T, [1000, 2000, 0])


@pytest.mark.parametrize(
    "matrix",
    [
        [[0.5, 0.5], [0.5, 0.5]],
        [[1, 0], [0, 0.2]],
        [[0.9, 0.9], [0.9, 0.9]],
        [[0.1, 2.0], [2.0, 0.1]],
        # two blocks, the second beyond 1: the first alone would hide it
        [[0.1, 0, 0], [0, 1.2, 0], [0, 0, 0.3]],
    ],
)
def test_unproductive_matrices_are_refused(matrix):
    with pytest.raises(ValueError, match="productive"):
        leontief_inverse(matrix)
    with pytest.raises(ValueError, match="productive"):
        multipliers(matrix, np.zeros(len(matrix)))


@given(st.integers(2, 8), st.integers(0, 10**6))
def test_an_economy_that_consumes_all_it_makes_is_refused(n, seed):
    a = np.random.default_rng(seed).random((n, n))
    # columns sum to 1 up to rounding: the solution may be negative, huge, or not exist
    with pytest.raises(ValueError, match="productive"):
        leontief_inverse(a / a.sum(axis=0))


def test_one_bad_matrix_of_a_stack_is_refused():
    with pytest.raises(ValueError, match="productive"):
        multipliers([A, [[0.9, 0.9], [0.9, 0.9]]])


@pytest.mark.parametrize(
    ("matrix", "said"),
    [([[0.1, np.nan], [0, 0]], "manquante"), ([[0.1, -0.1], [0, 0]], "négative"), ([[1, 2]], "carrée")],
)
def test_bad_coefficients_are_refused_in_french(matrix, said):
    with pytest.raises(ValueError, match=said):
        leontief_inverse(matrix)


def test_contents_must_match_the_sectors():
    with pytest.raises(ValueError, match="une par secteur"):
        multipliers(A, [1, 2, 3])
    with pytest.raises(ValueError, match="une par secteur"):
        technical_coefficients(FLOWS, [1, 2, 3])
