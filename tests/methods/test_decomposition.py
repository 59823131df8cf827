"""Shift-share, static and dynamic."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ancrage.methods import dynamic_shift_share, shift_share

COUNTS = st.integers(0, 500)


@given(arrays(np.int64, (2, 5), elements=COUNTS), arrays(np.int64, (2, 5), elements=st.integers(501, 5000)))
def test_the_parts_add_up_to_the_change(region, country):
    for method in ("dunn", "esteban_marquillas"):
        parts = shift_share(*region, *country, method=method)
        total = parts.national + parts.mix + parts.regional + parts.entry
        np.testing.assert_allclose(total, region[1] - region[0], atol=1e-9)
    np.testing.assert_allclose(parts.competitive + parts.allocation, parts.regional, atol=1e-9)


@given(arrays(np.int64, (4, 5), elements=COUNTS), arrays(np.int64, (4, 5), elements=st.integers(501, 5000)))
def test_the_dynamic_parts_add_up_too(region, country):
    parts = dynamic_shift_share(region, country)
    total = parts.national + parts.mix + parts.regional + parts.entry
    np.testing.assert_allclose(total, region[:, -1] - region[:, 0], atol=1e-9)


@given(arrays(np.int64, (2, 5), elements=st.integers(1, 500)))
def test_the_country_has_no_regional_part(country):
    parts = shift_share(*country, *country)
    np.testing.assert_allclose(parts.regional, 0, atol=1e-9)
    assert parts.mix.sum() == pytest.approx(0, abs=1e-9)


def test_several_territories_at_once():
    both = shift_share([[10, 20], [30, 5]], [[12, 18], [33, 9]], [100, 100], [110, 120])
    one = shift_share([30, 5], [33, 9], [100, 100], [110, 120])
    np.testing.assert_allclose(both.regional[1], one.regional)
    assert both.totals()["change"].tolist() == [0, 7]


def test_an_entry_is_kept_apart():
    parts = shift_share([0, 100], [40, 100], [50, 1000], [60, 1000], method="esteban_marquillas")
    assert parts.entry.tolist() == [40, 0]
    assert parts.regional[0] == parts.competitive[0] == parts.allocation[0] == 0


def test_rates_and_jobs_of_the_country_agree():
    by_jobs = shift_share([10, 20], [15, 20], [100, 300], [110, 360])
    by_rates = shift_share([10, 20], [15, 20], national_growth=[0.1, 0.2], total_growth=70 / 400)
    np.testing.assert_allclose(by_jobs.mix, by_rates.mix)
    assert np.isnan(by_rates.competitive).all()


@pytest.mark.parametrize(
    "arguments",
    [
        ([1, 2], [1, 2]),
        ([1, 2], [1, 2, 3], [5, 5], [6, 6]),
        ([1, 2], [1, 2], [0, 0], [6, 6]),
        ([1, 2], [1, 2], [5, 0], [6, 6]),
        ([1, 2], [1, 2], [5, 5, 5], [6, 6, 6]),
        ([1, -2], [1, 2], [5, 5], [6, 6]),
        ([1, np.nan], [1, 2], [5, 5], [6, 6]),
    ],
)
def test_bad_input_is_refused(arguments):
    with pytest.raises(ValueError, match=r"«|pays"):
        shift_share(*arguments)


def test_a_single_year_has_no_dynamics():
    with pytest.raises(ValueError, match="regional"):
        dynamic_shift_share([[1], [2]], [[3], [4]])
