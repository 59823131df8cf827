"""Know-how, failure, leak: published thresholds, identities, refusals."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage import methods as m


def test_a_trade_is_critical_when_nobody_replaces_and_few_employ() -> None:
    old = m.know_how_at_risk([20, 30, 40], [0.05, 0.3, 0.9], entrants=4, retention=0.6, employer_jobs=[60, 20, 10])
    assert old.exits == pytest.approx(46)
    assert old.replacement_ratio == pytest.approx(24 / 46)
    assert old.hhi == pytest.approx((60**2 + 20**2 + 10**2) / 90**2)
    assert old.critical
    spread = m.know_how_at_risk([20, 30, 40], [0.05, 0.3, 0.9], 4, 0.6, [10] * 9)
    assert not spread.critical
    assert not m.know_how_at_risk([20, 30, 40], [0.05, 0.3, 0.9], 8, 0.6, [90]).critical


def test_no_exit_is_no_risk() -> None:
    r = m.know_how_at_risk([10], [0], 0, 0.5, hhi=1)
    assert r.replacement_ratio == np.inf
    assert not r.critical


@given(st.floats(0, 50), st.floats(0, 50))
def test_more_entrants_never_lower_the_ratio(one: float, two: float) -> None:
    low, high = sorted((one, two))
    ratio = [m.know_how_at_risk([50], [0.4], n, 0.7, hhi=0.3).replacement_ratio for n in (low, high)]
    assert ratio[0] <= ratio[1]


@pytest.mark.parametrize(
    ("arguments", "options", "said"),
    [
        (([1, 2], [0.5], 1, 1), {"hhi": 0.1}, "classe d'âge"),
        (([-1], [0.5], 1, 1), {"hhi": 0.1}, "workers_by_age"),
        (([1], [1.5], 1, 1), {"hhi": 0.1}, "exit_probability"),
        (([1], [0.5], 1, 1), {}, "soit"),
        (([1], [0.5], 1, 1, [1]), {"hhi": 0.1}, "soit"),
        (([1], [0.5], 1, 1, [0, 0]), {}, "employer_jobs"),
    ],
)
def test_bad_trades_are_refused(arguments: tuple[object, ...], options: dict[str, float], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        m.know_how_at_risk(*arguments, **options)  # type: ignore[arg-type]


SHEET = {
    "current_assets": [50.0, 40, 20],
    "current_liabilities": [20.0, 35, 45],
    "retained_earnings": [30.0, 10, -20],
    "ebit": [15.0, 5, -8],
    "book_equity": [60.0, 25, 5],
    "total_assets": 100.0,
    "total_liabilities": [40.0, 75, 95],
}


def test_failure_score_adds_its_four_ratios() -> None:
    r = m.failure_score(**SHEET)
    first = 6.56 * 0.3 + 3.26 * 0.3 + 6.72 * 0.15 + 1.05 * 1.5
    assert r.z[0] == pytest.approx(first)
    assert r.zone.tolist() == ["sûre", "incertaine", "détresse"]
    emerging = m.failure_score(**SHEET, emerging=True)
    assert emerging.z == pytest.approx(r.z + 3.25)
    assert (emerging.zone == r.zone).all()


def test_failure_score_does_not_depend_on_the_currency() -> None:
    other = {k: np.array(v) * 655.957 for k, v in SHEET.items()}
    assert m.failure_score(**other).z == pytest.approx(m.failure_score(**SHEET).z)


@pytest.mark.parametrize(("line", "said"), [("total_assets", "« total_assets »"), ("ebit", "« ebit »")])
def test_balance_sheets_with_holes_are_refused(line: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        m.failure_score(**{**SHEET, line: 0 if line == "total_assets" else np.nan})


def test_leak_needs_foreign_control_and_no_substitute() -> None:
    assert m.leak_index([1, 1, 0.5, 0], 0.8, [0, 3, 1, 0]).tolist() == pytest.approx([0.8, 0, 0.8 / 3, 0])
    with pytest.raises(ValueError, match="foreign_share"):
        m.leak_index(2, 0.5, 0)
    with pytest.raises(ValueError, match="substitutes"):
        m.leak_index(1, 0.5, -1)


def test_a_product_is_at_risk_when_few_hold_it_and_a_signal_is_lit() -> None:
    nan = np.nan
    at_risk = m.product_at_risk(
        [2, 2, 2, 1, 3, 0, 2], [0, 0, 0, 1, 0, 0, 0], [0.5, 2, 2, 2, 0.1, 0.1, nan], [3, 1, 3, 3, 0, 0, nan]
    )
    assert at_risk.tolist() == [True, True, False, True, False, False, False]
    with pytest.raises(ValueError, match="foreign_holders"):
        m.product_at_risk(1, 2, 1, 1)
