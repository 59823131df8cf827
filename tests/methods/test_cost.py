"""Total cost, lead time, carbon: identities, arrays of draws, refusals."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage import methods as m

FAR = {"price": 70.0, "duty_rate": 0.04, "freight": 6, "transit_days": 45, "wacc": 0.08, "co2_kg": 9}
NEAR = {"price": 100.0, "freight": 1, "strategic": {"innovation": 0.02}, "extra": {"énergie": 0.5}}


def test_components_add_up_to_the_total() -> None:
    r = m.total_cost(FAR, NEAR, carbon_price=80)
    for option in (r.offshore, r.local):
        assert sum(option.components.values()) == pytest.approx(option.tco)
    assert r.local.components["strategic:innovation"] == 2
    assert r.local.components["extra:énergie"] == 0.5
    assert r.local.hard == pytest.approx(101.5)
    assert list(r.gaps) == ["price", "hard", "risk", "strategic"]


def test_at_the_break_even_price_both_options_cost_the_same() -> None:
    r = m.total_cost({**FAR, "insurance_rate": 0.005, "fees": 2, "defect_rate": 0.02}, NEAR, 80)
    even = m.total_cost(
        {**FAR, "insurance_rate": 0.005, "fees": 2, "defect_rate": 0.02, "price": r.break_even_price}, NEAR, 80
    )
    assert even.tco_gap == pytest.approx(0, abs=1e-12)
    assert even.price_gap == pytest.approx(r.break_even_gap)


def test_draws_go_through_as_arrays() -> None:
    prices = np.array([60.0, 70, 80])
    r = m.total_cost({**FAR, "price": prices}, NEAR, 80)
    one = m.total_cost(FAR, NEAR, 80)
    assert r.tco_gap[1] == pytest.approx(one.tco_gap)
    assert r.break_even_gap[1] == pytest.approx(one.break_even_gap)
    assert (np.diff(r.tco_gap) < 0).all()


@given(st.floats(0, 0.5), st.floats(0, 0.5))
def test_a_higher_duty_never_favours_the_far_option(low: float, high: float) -> None:
    low, high = sorted((low, high))
    gap = [m.total_cost({**FAR, "duty_rate": duty}, NEAR).tco_gap for duty in (low, high)]
    assert gap[0] >= gap[1]


@pytest.mark.parametrize(
    ("far", "said"),
    [
        ({}, "offshore.price"),
        ({"price": 0}, "offshore.price"),
        ({"price": 1, "tarif": 2}, "inconnu .tarif."),
        ({"price": 1, "freight": -1}, "offshore.freight"),
        ({"price": 1, "freight": float("nan")}, "offshore.freight"),
        ({"price": 1, "travel": 100}, "annual_volume"),
        ({"price": 1, "risks": [(0.1, 100)], "annual_volume": 0}, "annual_volume"),
    ],
)
def test_bad_options_are_named(far: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        m.total_cost(far, NEAR)


def test_the_frontier_matches_the_newsvendor() -> None:
    r = m.cost_differential_frontier([0, 0.1, 0.25, 0.5, 1], price=100, cost=50, salvage=20, sigma=0.5)
    assert r.unit_cost.tolist() == pytest.approx([50, 45.34, 42.78, 40.06, 36.52], abs=6e-3)
    assert r.differential.tolist() == pytest.approx([0, 0.093, 0.144, 0.199, 0.270], abs=6e-4)


@pytest.mark.parametrize("lead", [0.25, 1.0])
def test_the_frontier_gives_the_profit_of_no_lead(lead: float) -> None:
    """Best expected profit of a lognormal newsvendor at the frontier = profit at once (no uncertainty) at cost c0."""
    p, c0, s, sigma = 100.0, 50.0, 20.0, 0.5
    c = float(m.cost_differential_frontier(lead, p, c0, s, sigma).unit_cost)
    spread = sigma * np.sqrt(lead)
    z = np.linspace(-10, 10, 200_001)
    demand = np.exp(spread * z - spread**2 / 2)  # mean 1
    weight = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi) * (z[1] - z[0])
    # the optimal order is the fractile (p - c) / (p - s) of demand
    order = demand[np.searchsorted(np.cumsum(weight), (p - c) / (p - s))]
    profit = ((p - s) * (np.minimum(demand, order) * weight).sum()) - (c - s) * order
    assert profit == pytest.approx(p - c0, abs=1e-2)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [((1, 100, 10, 20, 0.5), "salvage"), ((1, 40, 50, 20, 0.5), "salvage"), ((-1, 100, 50, 20, 0.5), "lead")],
)
def test_bad_frontiers_are_refused(arguments: tuple[float, ...], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        m.cost_differential_frontier(*arguments)


def test_the_border_charge_is_never_negative_and_deducts_what_was_paid() -> None:
    r = m.cbam_charge([1.2, 0.5, 0], 1, 0.975, 80, [10, 0, 0])
    assert r.cost_per_t.tolist() == pytest.approx([8, 0, 0])
    assert r.share.tolist() == pytest.approx([0.1875, 0, 0])
    assert m.cbam_charge(1.2, 1, 0, 80, paid_abroad=1000).cost_per_t == 0
    # not emissions x (1 - factor)
    assert m.cbam_charge(1.2, 1, 0.975, 80).taxable > 1.2 * 0.025


@pytest.mark.parametrize(("embedded", "factor", "said"), [(-1, 0.5, "embedded"), (1, 1.5, "cbam_factor")])
def test_bad_charges_are_refused(embedded: float, factor: float, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        m.cbam_charge(embedded, 1, factor, 80)
