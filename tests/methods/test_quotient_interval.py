"""An interval that contains what was observed, and the truth as often as it says."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage.methods import location_quotient_interval

EDGES = np.array([20.0, 50, 100, 200, 250, 500, 1000, 2000, 5000, 10000, 50000])
CENTRES = np.array([31.0, 69, 139, 224, 343, 681, 1370, 2900, 6700, 14000])


def banded(sizes: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    band = np.searchsorted(EDGES, sizes, side="right") - 1
    return CENTRES[band], EDGES[band], EDGES[band + 1] - 1


@given(st.integers(0, 10_000), st.floats(0.05, 0.99))
def test_the_raw_quotient_is_always_inside(seed: int, level: float) -> None:
    rng = np.random.default_rng(seed)
    n = int(rng.integers(1, 40))
    activity, territory = rng.integers(0, 4, n), rng.integers(-1, 3, n)
    jobs, low, high = banded(np.clip(np.exp(rng.normal(4, 1.5, n)), 20, 40_000))
    e_j = np.bincount(territory[territory >= 0], jobs[territory >= 0], 3) + 10
    e_i = np.bincount(activity, jobs, 4) + 10
    found = location_quotient_interval(activity, territory, jobs, low, high, e_j=e_j, e_i=e_i, level=level)
    assert (found.low <= found.quotient).all() and (found.quotient <= found.high).all()
    assert np.isfinite(found.high).all() and (found.low >= 0).all()
    assert (found.high[found.establishments == 0] > 0).all()  # nothing seen is not nothing


@pytest.mark.parametrize("spread", [0.0, 1.0, 1.5, 1.8])
@pytest.mark.parametrize("mean_count", [2, 8, 30])
def test_simulated_coverage_is_at_least_the_level(spread: float, mean_count: int) -> None:
    rng = np.random.default_rng(mean_count)
    pool = np.exp(rng.normal(np.log(8), spread, 400_000)) if spread else np.full(1000, 60.0)
    pool = np.floor(pool[(pool >= 20) & (pool < 40_000)])
    band = np.searchsorted(EDGES, pool, side="right") - 1
    # central sizes without bias: what is tested is the interval, not the table of the bands
    middle = np.array([pool[band == b].mean() if (band == b).any() else CENTRES[b] for b in range(len(CENTRES))])
    count = rng.poisson(mean_count, 600)
    count = count[count > 0]
    territory = np.repeat(np.arange(len(count)), count)
    drawn = np.searchsorted(EDGES, rng.choice(pool, len(territory)), side="right") - 1
    found = location_quotient_interval(
        np.zeros(len(territory), int),
        territory,
        middle[drawn],
        np.minimum(EDGES[drawn], middle[drawn]),
        np.maximum(EDGES[drawn + 1] - 1, middle[drawn]),
        e_j=np.full(len(count), 1e6),
        e_i=[mean_count * pool.mean()],
        e=1e6,
    )
    # a quotient of 1 is the truth everywhere
    assert ((found.low <= 1) & (found.high >= 1)).mean() >= 0.89


def test_more_establishments_and_narrower_bands_say_more() -> None:
    def width(n: int, half: float) -> float:
        jobs = np.full(2 * n, 60.0)
        where = np.repeat([0, 1], n)
        found = location_quotient_interval(
            np.zeros(2 * n, int), where, jobs, jobs - half, jobs + half, e_j=[1e4, 1e4], e_i=[120.0 * n], e=2e4
        )
        return float((found.high / found.low)[0, 0])

    assert width(40, 10) < width(10, 10) < width(2, 10)
    assert width(10, 0) < width(10, 40)


def test_a_town_that_does_nothing_else_has_a_ceiling() -> None:
    found = location_quotient_interval([0], [0], [90], [50], [99], e_j=[100.0], e_i=[1000.0], e=10_000.0)
    assert (found.quotient[0, 0], found.high[0, 0], found.quality[0, 0]) == (9.0, 10.0, "D")


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"jobs": [10.0]}, "jobs"),
        ({"low_jobs": [np.nan]}, "low_jobs"),
        ({"high_jobs": [99.0, 99.0]}, "high_jobs"),
        ({"activity": [1]}, "activity"),
        ({"level": 1.0}, "level"),
        ({"e_j": [-1.0]}, "e_j"),
    ],
)
def test_errors_name_the_argument(change: dict[str, object], name: str) -> None:
    arguments: dict[str, object] = {
        "activity": [0], "territory": [0], "jobs": [60.0], "low_jobs": [50.0], "high_jobs": [99.0],
        "e_j": [100.0], "e_i": [500.0],
    }  # fmt: skip
    with pytest.raises(ValueError, match=f"« {name} »"):
        location_quotient_interval(**(arguments | change))
