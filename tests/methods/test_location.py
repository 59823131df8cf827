"""Where a new plant would settle: shares that sum to one, whatever the partition; honest at the edges."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage.methods import distance_km, location_chance

CENTRES = {"centre_lon": [2.35, 4.83, 5.37], "centre_lat": [48.85, 45.76, 43.30]}
DIVISION = ["10", "10", "11", "22"]


def plants(seed: int, n: int = 40) -> tuple[np.ndarray, ...]:
    rng = np.random.default_rng(seed)
    activity = np.concatenate([np.arange(4), rng.integers(0, 4, n)])
    territory = np.concatenate([np.arange(4) % 3, rng.integers(0, 3, n)])
    lon = np.array(CENTRES["centre_lon"])[territory] + rng.normal(0, 0.3, len(activity))
    lat = np.array(CENTRES["centre_lat"])[territory] + rng.normal(0, 0.3, len(activity))
    return activity, territory, lon, lat


@given(st.integers(0, 1000))
def test_each_class_has_one_country_to_share(seed: int) -> None:
    result = location_chance(*plants(seed), DIVISION, **CENTRES)
    alone = np.array([False, False, True, True])  # in its division: the term « other » is 0
    assert result.part.sum(axis=0) == pytest.approx(np.where(alone, 0.85, 1.0))
    assert (result.part >= 0).all() and result.size.sum() == pytest.approx(1)
    assert result.chance == pytest.approx(result.part / result.size[:, None])
    assert (result.capped == (result.chance > 5)).all()


@given(st.integers(0, 1000))
def test_the_order_of_the_plants_does_not_matter(seed: int) -> None:
    columns = plants(seed)
    order = np.random.default_rng(seed).permutation(len(columns[0]))
    shuffled = location_chance(*(column[order] for column in columns), DIVISION, **CENTRES)
    assert shuffled.part == pytest.approx(location_chance(*columns, DIVISION, **CENTRES).part, rel=1e-12)


def test_a_perimeter_alone_says_the_same_as_among_the_others() -> None:
    activity, territory, lon, lat = plants(7)
    whole = location_chance(activity, territory, lon, lat, DIVISION, **CENTRES)
    alone = location_chance(
        activity,
        np.where(territory == 1, 0, -1),
        lon,
        lat,
        DIVISION,
        centre_lon=CENTRES["centre_lon"][1:2],
        centre_lat=CENTRES["centre_lat"][1:2],
        around_total=whole.around_total,
    )
    assert alone.part[0] == pytest.approx(whole.part[1])


def test_around_is_the_kernel_of_the_great_circle() -> None:
    activity, territory, lon, lat = plants(3)
    near = np.exp(
        -distance_km(np.array(CENTRES["centre_lon"])[:, None], np.array(CENTRES["centre_lat"])[:, None], lon, lat) / 50
    )
    wanted = np.stack([near[:, activity == c].sum(axis=1) for c in range(4)], axis=1)
    result = location_chance(activity, territory, lon, lat, DIVISION, **CENTRES, weights=(0, 0, 1, 0))
    assert result.around_total == pytest.approx(wanted.sum(axis=0), rel=1e-9)
    assert result.part == pytest.approx(wanted / wanted.sum(axis=0), rel=1e-9)


def test_size_alone_gives_everyone_the_chance_of_its_size() -> None:
    result = location_chance(*plants(5), DIVISION, **CENTRES, weights=(0, 0, 0, 1))
    assert result.chance == pytest.approx(1) and not result.capped.any()


def test_what_is_not_known_is_not_a_number() -> None:
    activity, territory, lon, lat = plants(1)
    kept = (activity != 3) & (territory != 2)
    result = location_chance(
        activity[kept],
        territory[kept],
        np.where(np.arange(kept.sum()) == 0, np.nan, lon[kept]),
        lat[kept],
        DIVISION,
        **CENTRES,
        imports=[1e6, 0, np.nan, 2e6],
        extra_eu_share=[np.nan] * 4,
    )
    assert np.isnan(result.part[:, 3]).all()  # nobody makes it here: the register says nothing
    assert np.isnan(result.chance[2]).all()  # no plant at all: « autant qu'un territoire de cette taille » is nothing
    assert np.isnan(result.score[:, 1:]).all() and np.isfinite(result.score[:2, 0]).all()
    assert np.isnan(location_chance(*plants(1), DIVISION, **CENTRES).score).all()


def test_needs_order_the_score_and_never_move_the_chance() -> None:
    columns = plants(2)
    low, high = (
        location_chance(*columns, DIVISION, **CENTRES, imports=[1e6, x, 1e6, 3e6], extra_eu_share=[0.1, 0.9, 0.5, 0.5])
        for x in (1e5, 1e9)
    )
    assert (low.part == high.part).all()
    assert (high.score[:, 1] > low.score[:, 1]).all()


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"activity": [0.5]}, "activity"),
        ({"activity": [4]}, "activity"),
        ({"territory": [3]}, "territory"),
        ({"territory": [-2]}, "territory"),
        ({"lat": [95.0]}, "lat"),
        ({"lon": [2.0, 3.0]}, "lon"),
        ({"centre_lon": [np.nan, 0, 0]}, "centre_lon"),
        ({"weights": (0.5, 0.5, 0.5, 0.5)}, "weights"),
        ({"weights": (1.0,)}, "weights"),
        ({"decay_km": 0}, "decay_km"),
        ({"decay_km": "50"}, "decay_km"),
        ({"cap": np.nan}, "cap"),
        ({"imports": [1, 2]}, "imports"),
        ({"extra_eu_share": [1.2, 0, 0, 0]}, "extra_eu_share"),
        ({"around_total": [1.0]}, "around_total"),
        ({"division": []}, "division"),
    ],
)
def test_errors_name_the_argument(change: dict[str, object], name: str) -> None:
    arguments: dict[str, object] = {
        "activity": [0],
        "territory": [0],
        "lon": [2.0],
        "lat": [48.0],
        "division": DIVISION,
        **CENTRES,
    }
    with pytest.raises(ValueError, match=f"« {name} »"):
        location_chance(**(arguments | change))
