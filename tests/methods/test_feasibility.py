"""Land and labour: thresholds, missing indicators, refusals."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from ancrage import methods as m


def test_an_overdrawn_budget_shows_by_how_much() -> None:
    r = m.land_budget([400, 10], [230, 2], projects_ha=[0, 3, 4])
    assert r.cap_ha.tolist() == [200, 5]
    assert r.remaining_ha.tolist() == [-30, 3]
    assert r.fits.tolist() == [[False, False, False], [True, True, False]]


def test_several_territories_and_no_project_or_many() -> None:
    none = m.land_budget([400, 300], [60, 10])
    assert none.remaining_ha.tolist() == [140, 140] and none.fits.shape == (2, 0)
    some = m.land_budget([400, 300, 10], [60, 10, 0], projects_ha=[140, 141])
    assert some.fits.tolist() == [[True, False], [True, False], [False, False]]
    assert m.land_budget(400, 60, projects_ha=[[1, 200]]).fits.tolist() == [[True, False]]


def test_a_project_of_exactly_what_is_left_fits() -> None:
    assert bool(m.land_budget(0.6, 0.2, projects_ha=0.1).fits)  # 0.3 - 0.2 is a hair under 0.1


@given(st.floats(0, 1e4), st.floats(0, 1e4), st.floats(0, 1), st.floats(0, 1))
def test_a_higher_reduction_never_leaves_more_land(reference: float, used: float, one: float, two: float) -> None:
    low, high = sorted((one, two))
    assert m.land_budget(reference, used, low).remaining_ha >= m.land_budget(reference, used, high).remaining_ha


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((-1, 0), "reference_ha"),
        ((1, np.nan), "used_ha"),
        ((1, 0, 1.5), "reduction_rate"),
        ((1, 0, 0.5, [-2]), "projects_ha"),
    ],
)
def test_bad_areas_are_named(arguments: tuple[object, ...], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        m.land_budget(*arguments)  # type: ignore[arg-type]


def test_tension_is_the_mean_of_z_scores() -> None:
    x = np.array([[1.0, 10, 0.2], [2, 30, 0.1], [3, 20, 0.6]])
    assert m.labour_tension(x) == pytest.approx(((x - x.mean(0)) / x.std(0)).mean(axis=1))
    assert m.labour_tension(x, ddof=1) == pytest.approx(((x - x.mean(0)) / x.std(0, ddof=1)).mean(axis=1))
    assert m.labour_tension(x, [-1, -1, -1]) == pytest.approx(-m.labour_tension(x))


@given(
    hnp.arrays(np.int64, st.tuples(st.integers(1, 8), st.integers(1, 4)), elements=st.integers(-50, 50)),
    st.floats(0.1, 100),
    st.floats(-100, 100),
)
def test_tension_does_not_depend_on_units(x: np.ndarray, factor: float, offset: float) -> None:
    t = m.labour_tension(x)
    assert t.mean() == pytest.approx(0, abs=1e-9)
    assert m.labour_tension(x * factor + offset) == pytest.approx(t, abs=1e-6)


def test_unknown_and_constant_indicators() -> None:
    nan = np.nan
    t = m.labour_tension([[1, 5, nan], [3, 5, nan], [nan, nan, nan]])
    assert t[:2] == pytest.approx([-0.5, 0.5])  # the constant indicator counts 0, the empty one does not count
    assert np.isnan(t[2])
    assert m.labour_tension([[4, 2]]).tolist() == [0]
    with pytest.raises(ValueError, match="infinie"):
        m.labour_tension([[np.inf]])


def test_a_site_of_the_middle_size_is_worth_its_qualities() -> None:
    notes = m.site_fit([0.9, 1, 2, 4, 8, np.nan], (1, 2, 4), np.ones((6, 2)), [3, 1])
    assert notes == pytest.approx([np.nan, 0.5, 1, 1, 0.5, np.nan], nan_ok=True)
    assert m.site_fit([2], (1, 2, 4), [[1, 0]], [3, 1]) == pytest.approx([0.75])
    assert m.site_fit([2], (1, 2, 4), [[1, np.nan]], [3, 1]) == pytest.approx([0.875])


@given(
    hnp.arrays(np.float64, 6, elements=st.floats(0, 1e5)),
    st.lists(st.floats(0.01, 100), min_size=3, max_size=3).map(sorted),
    hnp.arrays(np.float64, (6, 3), elements=st.floats(0, 1)),
    hnp.arrays(np.float64, 3, elements=st.floats(0.1, 10)),
)
def test_a_note_is_between_0_and_1_and_better_qualities_never_lower_it(
    area: np.ndarray, need: list[float], notes: np.ndarray, weights: np.ndarray
) -> None:
    found = m.site_fit(area, need, notes, weights)
    assert (np.isnan(found) == (area < need[0])).all()
    known = found[~np.isnan(found)]
    assert ((known >= 0) & (known <= 1 + 1e-12)).all()
    better = m.site_fit(area, need, np.minimum(notes + 0.1, 1), weights)
    assert (better[~np.isnan(found)] >= known - 1e-12).all()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (([1], (2, 1, 3), [[0]], [1]), "need_ha"),
        (([1], (0, 1, np.inf), [[0]], [1]), "need_ha"),
        (([1], (0, 1, 2), [[0, 1]], [1]), "qualities"),
        (([1], (0, 1, 2), [[2]], [1]), "qualities"),
        (([1], (0, 1, 2), [[0]], [0]), "weights"),
        (([1], (0, 1, 2), [[0]], [np.nan]), "weights"),
    ],
)
def test_a_site_is_not_judged_on_nonsense(arguments: tuple[object, ...], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        m.site_fit(*arguments)  # type: ignore[arg-type]
