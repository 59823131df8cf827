"""Supplier concentration: hand cases, properties, degenerate data."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage.methods import supplier_concentration

# partners: 0 China, 1 Türkiye, 2 Tunisia, 3 Germany (inside)
IS_EU = [False, False, False, True]
FLOWS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3), st.floats(0.01, 1e6)), min_size=1, max_size=40)


def test_supplier_concentration_by_hand():
    got = supplier_concentration([0, 0, 0, 0, 2], [0, 1, 2, 3, 3], [70, 20, 10, 60, 4], IS_EU, n_products=4)
    assert got.hhi_extra_eu[0] == pytest.approx(0.54)
    assert got.extra_eu_share[0] == pytest.approx(0.625)
    assert got.hhi[0] == pytest.approx((70**2 + 20**2 + 10**2 + 60**2) / 160**2)
    assert got.top_supplier.tolist() == [0, -1, 3, -1]
    assert got.top_supplier_extra_eu.tolist() == [0, -1, -1, -1]
    assert got.suppliers.tolist() == [4, 0, 1, 0]
    assert np.isnan(got.hhi[[1, 3]]).all()
    assert np.isnan(got.hhi_extra_eu[2])
    assert got.extra_eu_share[2] == 0


def test_a_partner_that_sells_nothing_is_not_a_supplier():
    got = supplier_concentration([0, 0, 1], [0, 1, 2], [5, 0, 0], IS_EU)
    assert got.suppliers.tolist() == [1, 0]
    assert got.top_supplier.tolist() == [0, -1]


def test_no_rows_at_all_is_defined():
    got = supplier_concentration([], [], [], [], n_products=2)
    assert got.total_imports.tolist() == [0.0, 0.0]
    assert got.top_supplier.tolist() == [-1, -1]


def test_rows_of_one_pair_are_added_up_and_ties_take_the_lowest_code():
    got = supplier_concentration([0, 0, 0], [1, 0, 1], [20, 50, 30], IS_EU)
    assert got.hhi[0] == pytest.approx(0.5)
    assert got.top_supplier[0] == 0
    assert got.suppliers[0] == 2


@given(FLOWS, st.randoms(use_true_random=False), st.floats(1e-3, 1e3))
def test_order_of_rows_and_unit_do_not_matter(rows, random, unit):
    shuffled = list(rows)
    random.shuffle(shuffled)
    a = supplier_concentration(*map(list, zip(*rows, strict=True)), IS_EU, 6)
    product, partner, value = map(list, zip(*shuffled, strict=True))
    b = supplier_concentration(product, partner, np.array(value) * unit, IS_EU, 6)
    for name in ("hhi", "hhi_extra_eu", "extra_eu_share", "top_share", "suppliers"):
        np.testing.assert_allclose(getattr(a, name), getattr(b, name), rtol=1e-9)
    assert (a.hhi[a.suppliers > 0] >= 1 / a.suppliers[a.suppliers > 0] - 1e-12).all()
    assert (np.nan_to_num(a.top_share) >= np.nan_to_num(a.hhi) - 1e-12).all()


def test_bad_arrays_are_refused_in_french():
    with pytest.raises(ValueError, match="manquante"):
        supplier_concentration([0], [0], [np.nan], IS_EU)
    with pytest.raises(ValueError, match="négative"):
        supplier_concentration([0], [0], [-1], IS_EU)
    with pytest.raises(ValueError, match="même longueur"):
        supplier_concentration([0, 1], [0], [1], IS_EU)
    with pytest.raises(ValueError, match="is_eu"):
        supplier_concentration([0], [4], [1], IS_EU)
    with pytest.raises(ValueError, match="product"):
        supplier_concentration([3], [0], [1], IS_EU, n_products=2)
