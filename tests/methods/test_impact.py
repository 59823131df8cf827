"""Impact of a newcomer: against the plain multipliers, as properties, and on cases one can do by hand."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ancrage.methods import (
    independent_range,
    induced_jobs,
    leontief_inverse,
    multipliers,
    nested_coefficients,
    project_purchases,
    regionalise,
    spending_split,
    supplier_effects,
    technical_coefficients,
)

GOLDEN = Path(__file__).parents[1] / "golden"
SIZES = st.integers(2, 6)


def economy(seed: int, n: int, territories: int = 5) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Coefficients of a nation, jobs of its territories (some cells empty), jobs of the nation."""
    rng = np.random.default_rng(seed)
    a = rng.random((n, n)) * rng.uniform(0.3, 0.8, n) / n
    jobs = rng.lognormal(0, 1.5, (territories, n)) * (rng.random((territories, n)) < 0.7)
    return a, jobs, jobs.sum(axis=0) + 0.01


def test_miller_and_blair_a_newcomer_that_buys_like_its_sector_has_the_published_multiplier() -> None:
    found = json.loads((GOLDEN / "p4_io_open.json").read_text(encoding="utf-8"))
    a = technical_coefficients(found["inputs"]["Z"], found["inputs"]["x"])
    # published output multipliers 1.518 and 1.452: one unit of the newcomer, the rest at its suppliers
    assert 1 + supplier_effects(a, a, np.ones(2)) == pytest.approx([1.518, 1.452], abs=5e-4)


@given(st.integers(0, 10_000), SIZES)
def test_a_newcomer_buys_no_more_here_than_in_the_nation(seed: int, n: int) -> None:
    a, jobs, nation = economy(seed, n)
    for adjusted in (False, True):
        bought = project_purchases(a, jobs, nation, adjusted=adjusted)
        assert (bought >= 0).all() and (bought <= a + 1e-15).all()


@given(st.integers(0, 10_000), SIZES)
def test_where_the_sector_weighs_as_in_the_nation_a_newcomer_buys_like_it(seed: int, n: int) -> None:
    a, jobs, nation = economy(seed, n)
    share = jobs / jobs.sum(axis=1, keepdims=True).clip(1e-12)
    specialised = share >= nation / nation.sum()
    bought, plain = project_purchases(a, jobs, nation), regionalise(a, jobs, nation)
    for place, sectors in enumerate(specialised):
        assert bought[place][:, sectors] == pytest.approx(plain[place][:, sectors])
        # and never more than FLQ anywhere a sector stands: the floor only takes away
        standing = jobs[place] > 0
        assert (bought[place][:, standing] <= plain[place][:, standing] + 1e-15).all()


def test_the_first_small_plant_does_not_find_everything_on_the_spot() -> None:
    a = np.full((2, 2), 0.2)
    regional, nation = np.array([0.1, 99.9]), np.array([1000.0, 1000.0])
    assert regionalise(a, regional, nation)[1, 0] == pytest.approx(0.2)
    assert project_purchases(a, regional, nation)[1, 0] < 0.2


@given(st.integers(0, 10_000), SIZES)
def test_nested_territories_grow_and_the_first_keeps_its_own(seed: int, n: int) -> None:
    a, jobs, nation = economy(seed, n)
    plain = regionalise(a, jobs, nation)
    found = nested_coefficients(plain)
    assert (np.diff(found, axis=0) >= 0).all()
    assert found[0] == pytest.approx(plain[0])
    assert (found <= a + 1e-15).all()


@given(st.integers(0, 10_000), SIZES)
def test_effects_at_suppliers_are_below_the_national_ones(seed: int, n: int) -> None:
    a, jobs, nation = economy(seed, n)
    inside, bought = nested_coefficients(regionalise(a, jobs, nation)), project_purchases(a, jobs, nation)
    content = np.random.default_rng(seed).random((3, n))
    found = supplier_effects(inside, bought, content)
    whole = supplier_effects(a, a, content)
    assert (found <= whole + 1e-12).all() and (found >= 0).all()
    assert content + whole == pytest.approx(multipliers(a, content))
    assert whole == pytest.approx(content @ (leontief_inverse(a) - np.eye(n)))


def test_induced_jobs_are_what_suppliers_do_not_already_explain() -> None:
    assert induced_jobs(100, 30, [0.64, 0.8, 1.25]) == pytest.approx([34, 50, 95])
    assert induced_jobs(100, 90, 0.8) == 0
    with pytest.raises(ValueError, match="exposed"):
        induced_jobs(-1, 0, 0.8)


@given(st.floats(0, 1e6), st.floats(0, 1e6), st.floats(0, 3))
def test_services_in_all_are_never_below_the_published_effect(exposed: float, services: float, b: float) -> None:
    assert services + induced_jobs(exposed, services, b) >= b * exposed - 1e-6


def test_two_hypotheses_of_30_and_40_make_50() -> None:
    low, high = independent_range(200.0, np.array([170.0, 160.0]), np.array([230.0, 240.0]))
    assert (low, high) == (150.0, 250.0)


def test_a_hypothesis_may_pull_both_ends_the_same_way_and_nothing_goes_below_zero() -> None:
    low, high = independent_range([10.0], [[12.0], [0.0]], [[15.0], [10.0]])
    assert low == pytest.approx([0.0]) and high == pytest.approx([15.0])
    low, _ = independent_range([1.0], [[0.0], [0.0]], [[1.0], [1.0]])
    assert low == [0.0]


@given(arrays(float, (3, 4), elements=st.floats(0, 1e4)), arrays(float, 4, elements=st.floats(0, 1e4)))
def test_a_range_holds_its_centre_and_is_at_least_as_wide_as_each_hypothesis(
    ends: np.ndarray, centre: np.ndarray
) -> None:
    low, high = independent_range(centre, ends, ends[::-1])
    assert (low <= centre).all() and (centre <= high).all()
    assert (high >= ends.max(axis=0) - 1e-9).all()
    assert (low <= ends.min(axis=0) + 1e-9).all()


def test_one_euro_is_spent_whole() -> None:
    # 40 cents stay with the project; suppliers here get 5, in the département 8, in France 28; 32 go abroad
    assert spending_split([0.05, 0.08, 0.28], 0.4, 0.32) == pytest.approx([0.4, 0.05, 0.03, 0.2, 0.32])


def test_nonsense_is_refused() -> None:
    a = np.full((2, 2), 0.2)
    with pytest.raises(ValueError, match="delta"):
        project_purchases(a, [1, 1], [2, 2], 1.5)
    with pytest.raises(ValueError, match="contenir"):
        project_purchases(a, [3, 3], [1, 1])
    with pytest.raises(ValueError):
        supplier_effects(a, [[np.nan, 0], [0, 0]], [1, 1])
    with pytest.raises(ValueError, match="central"):
        independent_range([-1.0], [[1.0]], [[1.0]])
