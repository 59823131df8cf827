"""Quotients, their shrinkage and grades, excess jobs, Krugman index."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage.methods import excess_jobs, krugman_index, location_quotient, quality_grade, shrunk_location_quotient
from tests.methods.matrices import jobs


@given(jobs(), st.integers(1, 1000))
def test_quotient_ignores_the_unit(matrix, factor):
    np.testing.assert_allclose(location_quotient(matrix), location_quotient(matrix * factor))


@given(jobs(least=1), st.randoms())
def test_quotient_follows_a_permutation(matrix, random):
    rows, columns = list(range(matrix.shape[0])), list(range(matrix.shape[1]))
    random.shuffle(rows)
    random.shuffle(columns)
    moved = location_quotient(matrix[rows][:, columns])
    np.testing.assert_allclose(moved, location_quotient(matrix)[rows][:, columns])


@given(jobs(least=1))
def test_quotients_weighted_by_national_shares_average_one(matrix):
    national = matrix.sum(axis=0) / matrix.sum()
    np.testing.assert_allclose(location_quotient(matrix) @ national, 1)


@given(jobs())
def test_excess_jobs_sum_to_zero_both_ways(matrix):
    excess = excess_jobs(matrix)
    np.testing.assert_allclose(excess.sum(axis=1), 0, atol=1e-9)
    np.testing.assert_allclose(excess.sum(axis=0), 0, atol=1e-9)


def test_disjoint_territories_have_the_quotient_of_their_size():
    assert location_quotient(np.eye(5))[0].tolist() == [5, 0, 0, 0, 0]
    assert location_quotient(np.eye(5), form="symmetric")[0, 0] == pytest.approx(4 / 6)


def test_vector_forms_agree_with_the_matrix():
    matrix = np.array([[10.0, 30, 60], [40, 10, 50]])
    whole = location_quotient(matrix)
    np.testing.assert_allclose(location_quotient(matrix[0], e_i=matrix.sum(axis=0)), whole[0])
    np.testing.assert_allclose(location_quotient(matrix[:, 1], matrix.sum(axis=1)), whole[:, 1])
    additive = location_quotient(matrix, form="additive")
    assert additive[0, 0] == pytest.approx(10 / 50 - 100 / 200)


def test_quotient_is_undefined_not_zero_where_nothing_exists():
    quotient = location_quotient([[5, 0, 0], [5, 0, 10], [0, 0, 0]])
    assert np.isnan(quotient[:, 1]).all()
    assert np.isnan(quotient[2]).all()
    assert quotient[0, 2] == 0


@pytest.mark.parametrize(
    "arguments",
    [([[1.0, np.nan]],), ([[1.0, -1.0]],), ([[0.0, 0.0]],), ([1.0, 2.0],), ([[1, 2], [3, 4]], [1, 2, 3]), (3,)],
)
def test_bad_jobs_are_refused_in_french(arguments):
    with pytest.raises(ValueError, match="«"):
        location_quotient(*arguments)


def test_one_large_plant_says_less_than_many_small_ones():
    national = {"e_i": [3000, 3000, 9000], "national_establishments": [200, 200, 900]}
    plant = shrunk_location_quotient([300, 0, 100], [1, 0, 10], **national)
    spread = shrunk_location_quotient([300, 0, 100], [20, 0, 10], **national)
    assert plant.raw[0] == spread.raw[0]
    assert plant.effective_count[0] == 1
    assert plant.estimate[0] < spread.estimate[0] < spread.raw[0]
    assert plant.high[0] / plant.low[0] > spread.high[0] / spread.low[0]
    assert plant.quality[0] == "D"


def test_a_tiny_establishment_is_not_a_whole_observation():
    found = shrunk_location_quotient([3, 500], [1, 50], e_i=[3000, 5000], national_establishments=[100, 500])
    assert found.effective_count[0] == pytest.approx(3 / 30)


@given(jobs(min_side=3, least=0), st.floats(0.5, 50))
def test_shrinkage_moves_towards_one_and_stays_in_its_interval(matrix, strength):
    found = shrunk_location_quotient(matrix, np.ceil(matrix / 10), prior_strength=strength)
    defined = ~np.isnan(found.raw)
    raw, estimate = found.raw[defined], found.estimate[defined]
    assert (np.abs(estimate - 1) <= np.abs(raw - 1) + 1e-9).all()
    assert ((estimate - 1) * (raw - 1) >= -1e-9).all()
    assert (found.low[defined] <= estimate).all()
    assert (estimate <= found.high[defined]).all()
    assert np.isnan(found.estimate[~defined]).all()


@given(st.floats(0.5, 0.98))
def test_a_surer_interval_is_wider(level):
    narrow = shrunk_location_quotient([30, 70], [5, 9], e_i=[500, 900], level=level)
    wide = shrunk_location_quotient([30, 70], [5, 9], e_i=[500, 900], level=level + 0.01)
    assert (wide.low < narrow.low).all()
    assert (wide.high > narrow.high).all()


def test_estimated_prior_is_strong_when_territories_are_alike_and_weak_when_not():
    alike = np.full((30, 2), 200.0)
    unlike = np.array([[390.0, 10], [10, 390]] * 15)
    establishments = np.full((30, 2), 20)
    assert shrunk_location_quotient(alike, establishments).prior_strength[0, 0] == pytest.approx(50)
    assert shrunk_location_quotient(unlike, establishments).prior_strength[0, 0] < 5


def test_known_sizes_replace_the_count():
    by_count = shrunk_location_quotient([300, 700], [10, 50], e_i=[3000, 7000])
    by_size = shrunk_location_quotient([300, 700], [10, 50], e_i=[3000, 7000], effective_count=[1.2, 40])
    assert by_size.effective_count[0] < by_count.effective_count[0]


def test_shrinkage_refuses_jobs_without_establishment():
    with pytest.raises(ValueError, match="establishments"):
        shrunk_location_quotient([10, 5], [0, 2], e_i=[100, 100])
    with pytest.raises(ValueError, match="level"):
        shrunk_location_quotient([10, 5], [1, 2], e_i=[100, 100], level=1)


def test_grades():
    grades = quality_grade([30, 12, 6, 2, 30, 30], [1, 1, 1, 1, 1, np.nan], [2, 3, 5, 2, 10, np.nan])
    assert grades.tolist() == ["A", "B", "C", "D", "D", "D"]


@given(jobs(least=1))
def test_krugman_is_symmetric_and_bounded(matrix):
    pairwise = krugman_index(matrix, reference="pairwise")
    np.testing.assert_allclose(pairwise, pairwise.T)
    assert (pairwise >= 0).all()
    assert (pairwise <= 2 + 1e-12).all()
    np.testing.assert_allclose(krugman_index(matrix, reference="pairwise", halved=True) * 2, pairwise)


def test_krugman_references():
    assert krugman_index([1, 0], [0, 1]) == 2
    matrix = np.array([[80.0, 20], [50, 50], [10, 90]])
    shares = matrix / matrix.sum(axis=1, keepdims=True)
    others = np.abs(shares[0] - shares[1:].mean(axis=0)).sum()
    assert krugman_index(matrix, reference="others_mean")[0] == pytest.approx(others)
    assert krugman_index(matrix[0], matrix[1:]) == pytest.approx(others)
    pooled = np.abs(shares[0] - matrix[1:].sum(axis=0) / 200).sum()
    assert krugman_index(matrix[0], matrix[1:], reference="national") == pytest.approx(pooled)
    assert krugman_index(matrix)[1] == pytest.approx(np.abs(shares[1] - matrix.sum(axis=0) / 300).sum())


def test_krugman_of_an_empty_territory_spoils_no_other():
    index = krugman_index([[1, 1], [0, 0], [3, 1]])
    assert np.isnan(index[1])
    assert not np.isnan(index[[0, 2]]).any()
    others = krugman_index([[1, 1], [0, 0], [3, 1], [1, 3]], reference="others_mean")
    np.testing.assert_allclose(others[[0, 2]], [0, 0.75])
    assert krugman_index([1, 1], [[0, 0], [3, 1], [1, 3]]) == 0
    with pytest.raises(ValueError, match="« b »"):
        krugman_index([1, 2])
