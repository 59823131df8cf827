"""The rules of dependence: hand cases at the edge of each threshold, conventions, degenerate data."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from ancrage.methods import (
    dependency_cae,
    dependency_customs2022,
    dependency_eu2021,
    dependency_geodep,
    dependency_tresor,
    supplier_concentration,
)

AMOUNTS = st.lists(st.integers(0, 10**6), min_size=4, max_size=4)


def test_eu_rule_for_one_product_given_as_a_list():
    got = dependency_eu2021([70, 20, 10], 60, 80)
    assert (got.cdi1, got.cdi2, got.cdi3) == pytest.approx((0.54, 0.625, 1.25))
    assert got.dependent
    assert got.passes.tolist() == [True, True, True]


def test_thresholds_are_strict():
    assert dependency_eu2021([6, 1, 1, 1, 1], 0, 1).cdi1 == 0.4
    assert not dependency_eu2021([6, 1, 1, 1, 1], 0, 1).dependent
    assert not dependency_eu2021([100], 100, 1).dependent
    assert not dependency_eu2021([100], 0, 100).dependent
    assert dependency_eu2021([6, 1, 1, 1, 1], 0, 1, hhi_threshold=0.39).dependent


def test_no_exports_and_no_imports_are_defined():
    got = dependency_eu2021([[100, 0], [0, 0], [0, 0]], [0, 5, 0], [0, 0, 0])
    assert got.cdi3.tolist() == [np.inf, 0, 0]
    assert got.dependent.tolist() == [True, False, False]
    assert dependency_eu2021([100], 0, 0, no_export_ratio=9999).cdi3 == 9999
    assert got.cdi1[1:].tolist() == got.cdi2[1:].tolist() == [0, 0]


def test_the_rule_reads_long_arrays_sparse_matrices_and_ready_made_indices_alike():
    flows = np.array([[70.0, 20, 10, 60], [40, 30, 30, 20], [0, 0, 0, 9]])
    product, partner = np.nonzero(flows)
    known = supplier_concentration(product, partner, flows[product, partner], [False, False, False, True])
    exports = [80, 50, 3]
    dense = dependency_eu2021(flows[:, :3], flows[:, 3], exports)
    lean = dependency_eu2021(sparse.csr_array(flows[:, :3]), flows[:, 3], exports)
    index = dependency_eu2021(flows[:, :3].sum(axis=1), flows[:, 3], exports, hhi=known.hhi_extra_eu)
    for other in (lean, index):
        np.testing.assert_allclose(other.cdi1, dense.cdi1)
        assert other.dependent.tolist() == dense.dependent.tolist() == [True, False, False]


def test_geodep_needs_two_years_out_of_three():
    imports = [[[90, 10]], [[90, 10]], [[50, 50]]]
    world = [[[80, 20]], [[80, 20]], [[80, 20]]]
    got = dependency_geodep(imports, world, [[50], [100], [0]])
    # second year: imports = exports, not above; third: 0.5 > 0.4, no exports
    assert got.ratio[:, 0].tolist() == [2, 1, 9999]
    assert got.dependent_years[:, 0].tolist() == [True, False, True]
    assert got.dependent.tolist() == [True]
    assert not dependency_geodep(imports, world, [[50], [100], [0]], years_required=3).dependent.any()
    alone = dependency_geodep([100, 100, 100], None, [50, 50, 500], hhi_imports=[0.5] * 3, hhi_world_exports=[0.5] * 3)
    assert alone.dependent
    with pytest.raises(ValueError, match="années"):
        dependency_geodep([100], [[3, 1]], [50], hhi_imports=[0.5])


def test_customs_rule_needs_the_same_country_twice():
    imports = [[60, 40], [60, 40], [50, 50], [0, 0]]
    world = [[70, 30], [30, 70], [70, 30], [70, 30]]
    got = dependency_customs2022(imports, world)
    assert got.dependent.tolist() == [True, False, False, False]
    assert got.top_supplier.tolist() == [0, 0, 0, -1]
    assert got.world_share[:2].tolist() == [0.7, 0.3]
    with pytest.raises(ValueError, match="mêmes pays"):
        dependency_customs2022([[1, 2]], [[1, 2, 3]])


def test_tresor_cascade_stops_at_the_first_failure():
    extra = [[80, 10], [80, 10], [40, 40, 40], [30, 0]]
    intra = [20, 20, 20, 70]
    got = dependency_tresor(extra, intra, [[90, 10], [25, 25, 25, 25], [90, 10], [90, 10]])
    assert got.stage.tolist() == [3, 2, 1, 0]
    assert got.low_diversification.tolist() == [True, False, False, False]
    made = dependency_tresor(extra, intra, [[90, 10]] * 4, production=[200, 50, 50, 50], demand=[100] * 4)
    assert made.stage.tolist() == [0, 3, 1, 0]
    with pytest.raises(ValueError, match="demand"):
        dependency_tresor(extra, intra, [[90, 10]] * 4, production=[1] * 4)


def test_cae_counts_the_largest_suppliers_and_the_firms():
    extra = [[30, 20, 10, 5, 5], [10, 10, 10, 10, 10]]
    got = dependency_cae(extra, [30, 50], [3, 3])
    assert got.largest_share.tolist() == [0.6, 0.3]
    assert got.vulnerable.tolist() == got.reinforced.tolist() == [True, False]
    assert not dependency_cae(extra, [30, 50]).reinforced.any()
    assert not dependency_cae(extra, [30, 50], [6, 6]).reinforced.any()
    assert dependency_cae(extra, [30, 50], [5, 5]).reinforced.tolist() == [True, False]


@given(st.lists(AMOUNTS, min_size=1, max_size=6), st.floats(1e-3, 1e3), st.permutations(range(4)))
def test_verdicts_do_not_depend_on_unit_or_order_of_countries(rows, unit, order):
    flows = np.array(rows, dtype=float)
    intra, exports = flows[:, 0] + 1, flows[:, 1] + 1
    plain = dependency_eu2021(flows, intra, exports)
    moved = dependency_eu2021(flows[:, order] * unit, intra * unit, exports * unit)
    np.testing.assert_allclose(plain.cdi1, moved.cdi1, rtol=1e-9)
    np.testing.assert_allclose(plain.cdi3, moved.cdi3, rtol=1e-9)
    some = plain.cdi1 > 0
    assert ((plain.cdi1[some] >= 0.25 - 1e-12) & (plain.cdi1[some] <= 1 + 1e-12)).all()


def test_arrays_of_different_lengths_are_refused_in_french():
    with pytest.raises(ValueError, match="même forme"):
        dependency_eu2021([[1, 2], [3, 4]], [1], [1, 1])
    with pytest.raises(ValueError, match="même forme"):
        dependency_geodep([[[3, 1]], [[3, 1]]], [[[3, 1]], [[3, 1]]], [[1]])
    with pytest.raises(ValueError, match="même forme"):
        dependency_tresor([[1, 2], [3, 4]], [1, 1], [[1, 2]])
    with pytest.raises(ValueError, match="même forme"):
        dependency_cae([[1, 2], [3, 4]], [1])
    with pytest.raises(ValueError, match="partenaire"):
        dependency_eu2021(5, 1, 1)
    ragged = [np.array([70.0, 20, 10]), np.array([100.0])]
    assert dependency_eu2021(ragged, [60, 0], [80, 0]).dependent.all()


def test_bad_values_are_refused_in_french():
    for bad in ([[np.nan, 1]], [[-1, 2]], [["a", "b"]]):
        with pytest.raises(ValueError, match="extra_eu_imports"):
            dependency_eu2021(bad, [1], [1])
