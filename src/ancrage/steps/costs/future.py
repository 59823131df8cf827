"""The years to come: wages, energy, exchange rate and carbon move; so does the gap."""

from dataclasses import dataclass, replace

import numpy as np

from ancrage.domain.described import Range
from ancrage.methods.cost import Number, TotalCost
from ancrage.steps.costs.model import FAR, HOME, Frame, Values, price_here, total
from ancrage.steps.costs.spread import probability, spread


@dataclass(frozen=True, slots=True)
class Year:
    """`outcome`: gap of the total cost (positive: abroad is cheaper) or, home price unknown, highest cost at home."""

    year: int
    outcome: Range
    home_cheaper: float | None


def grown(rate_pct: Number, years: int) -> Number:
    """By how much, as a share, something grows in `years`."""
    return (1 + rate_pct / 100) ** years - 1


def in_year(values: Values, fixed: Frame, after: int) -> tuple[dict[str, Number], Frame]:
    """The same case `after` years later: prices move by the share of wages and energy in each, the foreign one also
    with its currency; the carbon price grows and the border mechanism rises."""
    later = dict(values)
    for side, price in ((HOME, price_here(values, fixed)), (FAR, values[f"{FAR}.prix"])):
        moved = price
        for part, rate in (
            ("part_salaires_pct", "salaires_croissance_pct"),
            ("part_energie_pct", "energie_croissance_pct"),
        ):
            share = values.get(f"{side}.{part}", 0.0) / 100
            moved = moved + price * share * grown(values.get(f"{side}.{rate}", 0.0), after)
        if side == FAR:
            moved = moved * (1 + grown(values.get(f"{FAR}.change_derive_pct", 0.0), after))
        later[f"{side}.prix"] = moved
    later["prix_carbone"] = values["prix_carbone"] * (1 + grown(values.get("prix_carbone_croissance_pct", 0.0), after))
    return later, replace(fixed, year=fixed.year + after)


def outcome(result: TotalCost, home_price_known: bool) -> Number:
    return result.tco_gap if home_price_known else result.break_even_local_price


def years(values: Values, fixed: Frame, home_price_known: bool) -> tuple[Year, ...]:
    """The outcome of each year of the case, from today on; draws in `values` are arrays of one shape."""
    found = []
    for after in range(fixed.years + 1):
        result = np.asarray(outcome(total(*in_year(values, fixed, after)), home_price_known))
        chance = probability(result < 0)[0] if home_price_known else None
        found.append(Year(fixed.year + after, spread(result), chance))
    return tuple(found)
