"""Location quotients, regional tables and missing inputs: properties, batches, degenerate territories."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ancrage.methods import (
    aflq,
    cilq,
    flq,
    import_propensity,
    input_gaps,
    leontief_inverse,
    multipliers,
    regional_multipliers,
    regionalise,
    rlq,
    slq,
    two_dimensional_lq,
)

METHODS = ("slq", "cilq", "rlq", "flq", "aflq", "2dlq")
NATIONAL = np.array([1000.0, 2000, 3000])
A = np.array([[0.2, 0.1, 0.05], [0.1, 0.3, 0.1], [0.15, 0.1, 0.2]])
TERRITORY = st.lists(st.integers(0, 1000), min_size=3, max_size=3).map(lambda x: np.array(x, float))


@given(TERRITORY, st.sampled_from(METHODS), st.floats(1e-3, 1e3))
def test_a_territory_never_buys_more_at_home_than_the_nation(x, method, unit):
    a = regionalise(A, x, NATIONAL, method)
    assert ((a >= 0) & (a <= A)).all()
    np.testing.assert_allclose(regionalise(A, x * unit, NATIONAL * unit, method), a, rtol=1e-9, atol=1e-15)
    m = regional_multipliers(A, x, NATIONAL, method=method)
    assert ((m >= 1 - 1e-12) & (m <= multipliers(A) + 1e-12)).all()


@given(TERRITORY, st.permutations(range(3)), st.sampled_from(METHODS))
def test_the_order_of_the_sectors_does_not_matter(x, order, method):
    plain = regional_multipliers(A, x, NATIONAL, method=method)
    moved = regional_multipliers(A[np.ix_(order, order)], x[order], NATIONAL[order], method=method)
    np.testing.assert_allclose(plain[order], moved, rtol=1e-12)


@given(TERRITORY, st.floats(0, 0.99))
def test_flq_shrinks_with_delta_and_aflq_is_above_it(x, delta):
    quotient = flq(x, NATIONAL, delta)
    assert (quotient <= cilq(x, NATIONAL, slq_diagonal=True) + 1e-12).all()
    assert (aflq(x, NATIONAL, delta) >= quotient - 1e-12).all()
    specialised = slq(x, NATIONAL) > 1
    np.testing.assert_allclose(aflq(x, NATIONAL, delta)[:, ~specialised], quotient[:, ~specialised])


def test_the_whole_nation_keeps_its_own_table():
    for method in METHODS:
        np.testing.assert_allclose(regionalise(A, NATIONAL, NATIONAL, method), A)


def test_many_territories_at_once_are_each_on_its_own(monkeypatch):
    rng = np.random.default_rng(3)
    many = rng.uniform(0, 1000, (7, 3)) * (rng.random((7, 3)) < 0.7)
    contents = np.array([[1.0, 1, 1], [10, 0, 4]])
    monkeypatch.setattr("ancrage.methods.regionalisation.BLOCK_BYTES", 2 * 3 * 3 * 8)
    for method in METHODS:
        tables = regionalise(A, many, NATIONAL, method)
        got = regional_multipliers(A, many, NATIONAL, contents, method)
        assert tables.shape == (7, 3, 3)
        assert got.shape == (7, 2, 3)
        for x, table, m in zip(many, tables, got, strict=True):
            np.testing.assert_allclose(table, regionalise(A, x, NATIONAL, method))
            np.testing.assert_allclose(m, contents @ leontief_inverse(table), rtol=1e-12)
    assert regional_multipliers(A, many, NATIONAL).shape == (7, 3)
    assert regional_multipliers(A, many[0], NATIONAL, contents).shape == (2, 3)
    assert regional_multipliers(A, many[:0], NATIONAL).shape == (0, 3)


def test_an_empty_territory_buys_nothing_at_home():
    empty = np.zeros(3)
    assert slq(empty, NATIONAL).tolist() == [0, 0, 0]
    for quotient in (cilq, rlq, flq, aflq, two_dimensional_lq):
        assert not quotient(empty, NATIONAL).any()
    assert regional_multipliers(A, empty, NATIONAL).tolist() == [1, 1, 1]
    assert not slq([0, 0], [0, 0]).any()


def test_an_absent_buyer_has_a_zero_column_unless_it_is_to_come():
    x = np.array([100.0, 0, 100])
    absent = flq(x, NATIONAL)
    assert not absent[:, 1].any()
    assert regional_multipliers(A, x, NATIONAL)[1] == 1
    coming = flq(x, NATIONAL, absent_slq=1)
    np.testing.assert_allclose(coming[[0, 2]][:, 1], np.diag(absent)[[0, 2]])
    np.testing.assert_allclose(coming[:, [0, 2]], absent[:, [0, 2]])
    assert regional_multipliers(A, x, NATIONAL, absent_slq=1)[1] > 1


def test_a_sector_absent_from_the_nation_is_defined():
    got = regionalise(np.pad(A, (0, 1)), [10, 20, 30, 0], [*NATIONAL, 0])
    assert np.isfinite(got).all()
    assert not got[3].any()


@pytest.mark.parametrize(
    ("x", "national", "said"),
    [
        ([1, np.nan, 1], NATIONAL, "manquante"),
        ([1, -1, 1], NATIONAL, "négative"),
        ([1, 1], NATIONAL, "une par secteur"),
        ([5000, 5000, 5000], NATIONAL, "contenir"),
        ([1, 1, 1], [0, 10, 10], "nul"),
    ],
)
def test_bad_territories_are_refused_in_french(x, national, said):
    for function in (slq, flq, two_dimensional_lq):
        with pytest.raises(ValueError, match=said):
            function(x, national)


def test_bad_parameters_are_refused_in_french():
    with pytest.raises(ValueError, match="delta"):
        flq([1, 1, 1], NATIONAL, 1.0)
    with pytest.raises(ValueError, match="alpha"):
        two_dimensional_lq([1, 1, 1], NATIONAL, -1)
    with pytest.raises(ValueError, match="method"):
        regionalise(A, [1, 1, 1], NATIONAL, "ras")
    with pytest.raises(ValueError, match="productive"):
        regional_multipliers(A * 4, NATIONAL, NATIONAL)


@settings(max_examples=50)
@given(st.lists(TERRITORY, min_size=1, max_size=4))
def test_input_gaps_balance(territories):
    x = np.array(territories)
    imported = A / 4
    got = input_gaps(A, imported, x)
    np.testing.assert_allclose(got.need.sum(axis=1), x @ (A + imported).sum(axis=0))
    np.testing.assert_allclose(got.gap, np.maximum(0, got.need - got.supply))
    np.testing.assert_allclose(got.need * got.coverage + got.gap, np.where(got.need > 0, got.need, 0), atol=1e-9)
    assert ((got.coverage >= 0) & (got.coverage <= 1)).all()


def test_input_gaps_by_hand():
    got = input_gaps([[0, 0.5], [0, 0]], [[0, 0.1], [0, 0]], [10, 100])
    assert got.need.tolist() == pytest.approx([60, 0])
    assert got.gap.tolist() == pytest.approx([50, 0])
    assert got.coverage.tolist() == pytest.approx([1 / 6, 1])


@given(st.lists(TERRITORY, min_size=1, max_size=4), st.sampled_from(METHODS))
def test_leakage_is_a_share_and_one_when_nothing_is_found_at_home(territories, method):
    x = np.array(territories)
    leak = import_propensity(regionalise(A, x, NATIONAL, method), A, x)
    assert ((leak >= -1e-12) & (leak <= 1)).all()
    assert import_propensity(A, A, NATIONAL) == 0
    assert import_propensity(A * 0, A, NATIONAL) == 1
    assert import_propensity(A * 0, A, [0, 0, 0]) == 0
    half = A.copy()
    half[:, 0] /= 2
    assert import_propensity(half, A, [2, 0, 0]) == pytest.approx(0.5)
    with pytest.raises(ValueError, match="nationaux"):
        import_propensity(A * 2, A, NATIONAL)
