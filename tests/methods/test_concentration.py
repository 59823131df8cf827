"""Herfindahl, locational Gini, Ellison-Glaeser, Maurel-Sédillot, cluster index."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage.methods import (
    cluster_index,
    coagglomeration,
    ellison_glaeser,
    herfindahl,
    locational_gini,
    maurel_sedillot,
)
from tests.methods.matrices import jobs

POSITIVE = st.lists(st.integers(1, 1000), min_size=2, max_size=12)


@given(POSITIVE, st.integers(1, 50))
def test_herfindahl_bounds_and_scale(values, factor):
    index = herfindahl(values)
    assert 1 / len(values) - 1e-12 <= index <= 1
    assert herfindahl(np.array(values) * factor) == pytest.approx(index)
    assert herfindahl(values, form="equivalent_number") * index == pytest.approx(1)
    assert -1e-12 <= herfindahl(values, form="normalised") <= 1


@given(POSITIVE)
def test_a_transfer_to_the_largest_concentrates(values):
    values = sorted(values)
    moved = [values[0] - 1, *values[1:-1], values[-1] + 1]
    assert herfindahl(moved) > herfindahl(values)


def test_herfindahl_of_a_matrix_and_of_nothing():
    index = herfindahl([[1, 1], [0, 0], [3, 0]])
    assert index[[0, 2]].tolist() == [0.5, 1]
    assert np.isnan(index[1])
    assert herfindahl([4, 4], scale=10_000) == 5000
    with pytest.raises(ValueError, match="values"):
        herfindahl([])


def test_locational_gini_of_a_matrix_is_that_of_its_lines():
    matrix = np.array([[10.0, 30, 60], [40, 10, 50], [5, 5, 90]])
    by_activity = locational_gini(matrix)
    assert by_activity[1] == pytest.approx(locational_gini(matrix[:, 1], matrix.sum(axis=1)))
    by_territory = locational_gini(matrix, of="territories")
    assert by_territory[2] == pytest.approx(locational_gini(matrix[2], e_i=matrix.sum(axis=0)))


@given(jobs(least=1))
def test_even_activities_have_no_locational_gini(matrix):
    same = np.outer(matrix[:, 0], matrix[0])
    np.testing.assert_allclose(locational_gini(same), 0, atol=1e-12)


def test_activity_spread_like_all_jobs_is_not_concentrated():
    found = ellison_glaeser([30, 20, 50], regional_total_employment=[300, 200, 500], H=0.1)
    assert pytest.approx(0) == found.G
    assert found.gamma < 0


def test_random_plants_have_no_excess_concentration_on_average():
    rng = np.random.default_rng(3)
    totals = np.array([500.0, 300, 200])
    sizes = rng.integers(5, 200, 40)
    scores = [
        ellison_glaeser(
            plant_employment=sizes,
            plant_region=rng.choice(3, 40, p=totals / 1000),
            regions=[0, 1, 2],
            regional_total_employment=totals,
        )
        for _ in range(400)
    ]
    assert abs(np.mean([s.gamma for s in scores])) < 0.005
    # the variance announced is the variance met, so z is a standard score
    assert np.std([s.z for s in scores]) == pytest.approx(1, abs=0.15)


def test_plants_and_their_matrix_agree():
    plants = {"plant_employment": [10, 20, 30], "plant_region": ["a", "b", "a"], "regions": ["a", "b"]}
    totals = [100, 60]
    h = herfindahl([10, 20, 30])
    by_plant = ellison_glaeser(**plants, regional_total_employment=totals)
    assert by_plant.gamma == pytest.approx(ellison_glaeser([40, 20], regional_total_employment=totals, H=h).gamma)
    ms = maurel_sedillot(**plants, regional_total_employment=totals)
    assert ms == pytest.approx(maurel_sedillot([40, 20], regional_total_employment=totals, H=h))


def test_coagglomeration_is_the_published_formula():
    jobs_here = np.array([[30.0, 5, 20], [10, 40, 20], [10, 5, 60]])
    totals = np.array([300.0, 200, 500])
    H = np.array([0.1, 0.3, 0.05])
    s, w = totals / totals.sum(), jobs_here.sum(axis=0) / jobs_here.sum()
    gamma = ellison_glaeser(jobs_here, regional_total_employment=totals, H=H).gamma
    group = jobs_here.sum(axis=1) / jobs_here.sum()
    raw = ((group - s) ** 2).sum() / (1 - s @ s)
    published = (raw - w**2 @ H - (gamma * w**2) @ (1 - H)) / (1 - w @ w)
    assert coagglomeration(jobs_here, totals) == pytest.approx(published)
    with_empty = np.insert(jobs_here, 1, 0, axis=1)
    assert coagglomeration(with_empty, totals) == pytest.approx(published)
    assert np.isnan(coagglomeration(with_empty, totals, pairwise=True)[1]).all()


@given(jobs(min_side=3, least=1))
def test_coagglomeration_of_pairs_is_symmetric(matrix):
    pairs = coagglomeration(matrix, pairwise=True)
    np.testing.assert_allclose(pairs, pairs.T, atol=1e-12)
    assert coagglomeration(matrix[:, :2], matrix.sum(axis=1)) == pytest.approx(pairs[0, 1], abs=1e-9)
    assert np.isnan(coagglomeration(matrix[:, :1]))


def test_undefined_cases_are_nan_alone():
    single = ellison_glaeser(
        plant_employment=[50], plant_region=["a"], regions=["a", "b"], regional_total_employment=[100, 100]
    )
    assert np.isnan(single.gamma)
    assert np.isnan(ellison_glaeser([[5.0, 6.0]]).gamma).all()  # a single territory
    with_empty = ellison_glaeser([[5, 0, 9], [5, 0, 1]]).gamma
    assert np.isnan(with_empty).tolist() == [False, True, False]


@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"employment": [1, 2]},
        {"employment": [1, 2], "regional_total_employment": [1, 2, 3]},
        {"plant_employment": [1], "plant_region": ["x"], "regions": ["a"], "regional_total_employment": [1]},
        {"plant_employment": [1], "regional_total_employment": [1]},
    ],
)
def test_incomplete_plants_are_refused(arguments):
    with pytest.raises(ValueError, match="«"):
        ellison_glaeser(**arguments)


def test_cluster_index_is_one_when_everything_is_as_everywhere():
    same = {"e_ij": 10, "e_i": 100, "a_j": 5, "a": 50, "p_j": 7, "p": 70, "b_ij": 1, "b_i": 10}
    assert cluster_index(**same) == pytest.approx(1)
    assert np.isnan(cluster_index(**same | {"a_j": 0}))
