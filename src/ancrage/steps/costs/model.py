"""From drawn hypotheses to the total cost of both options: the one place that says how each factor enters.

Values are keyed "ici.prix", "ailleurs.droit_pct", "volume"...: numbers, or arrays of draws of one shape.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ancrage.methods.cost import Number, TotalCost, cbam_charge, cost_differential_frontier, total_cost
from ancrage.steps.costs.case import Case, Side
from ancrage.steps.costs.estimates import Estimate, border_factor, parameter
from ancrage.steps.costs.places import Place

Values = Mapping[str, Number]
HOME, FAR = "ici", "ailleurs"
# factors that are a share of the price, by the argument of `total_cost` they enter; those of PRICED go when the value
# of lead time is computed: it already holds them
RATES = ("emballage_pct", "fin_de_vie_pct", "manutention_pct")
RISKS = (
    "retouches_pct", "ventes_perdues_pct", "responsabilite_pct", "propriete_pct", "marque_pct", "fournisseur_pct",
    "pays_pct", "catastrophe_pct", "change_pct",
)  # fmt: skip
STRATEGIC = ("innovation_pct", "differenciation_pct")
PRICED = ("fin_de_vie_pct", "ventes_perdues_pct")
YEARLY = ("dedouanement_eur_an", "voyages_eur_an")
ONCE = ("prototype_eur", "voyages_lancement_eur")
LEAD = ("transport_jours", "stock_jours")
BUILD_UP = ("matieres_unite", "heures_unite", "kwh_unite", "autres_unite")


@dataclass(frozen=True, slots=True)
class Frame:
    """What is fixed while hypotheses are drawn: years of the case, year of the border charge, reference price of the
    unit (EUR) for its weight and carbon, value added a euro of output, kg CO2e of a kg carried home from each place,
    and, when the lead time is priced, margin and salvage (shares) and the longest lead of the case (days)."""

    years: int
    year: int
    reference: Number
    added: Number
    co2_home_kg: Number
    co2_far_kg: Number
    margin: float | None
    salvage: float | None
    longest_days: float = 1.0


def frame(case: Case, origin: Side) -> Frame:
    priced = "volatilite_pct" in case.common
    return Frame(
        years=case.years,
        year=case.first_year,
        reference=_reference(case, origin),
        added=case.goods.added or 0.0,
        co2_home_kg=_transport_co2(case.home.place),
        co2_far_kg=_transport_co2(origin.place),
        margin=case.common["marge_pct"].central / 100 if priced else None,
        salvage=case.common["reprise_pct"].central / 100 if priced else None,
        longest_days=max(_lead_days(side) for side in (case.home, *case.origins)) or 1.0,
    )


def _lead_days(side: Side) -> float:
    return sum(side.values[key].mean for key in LEAD)


def _transport_co2(where: Place) -> float:
    """kg CO2e to carry one kg, by sea or by road."""
    return parameter("co2_mer_kg_tkm" if where.by_sea else "co2_route_kg_tkm").central * where.km / 1000


def _reference(case: Case, origin: Side) -> float:
    """Price of a unit, EUR: at home when known, else abroad."""
    if "prix" in case.home.values:
        return case.home.values["prix"].central
    rate = origin.values.get("taux")
    return origin.values["prix"].central / (rate.central if rate else 1.0)


def drivers(case: Case, origin: Side) -> dict[str, Estimate]:
    """Every hypothesis of a comparison, by its key."""
    sides = {HOME: case.home.values, FAR: origin.values}
    found = {f"{side}.{key}": value for side, values in sides.items() for key, value in values.items()}
    found |= {"volume": case.volume, **case.common}
    if case.unit_kg:
        found["poids_kg"] = case.unit_kg
    else:
        found["eur_kg"] = case.goods.family.value
    if case.investment:
        found |= {"investissement": case.investment.amount, "aide_pct": case.investment.aid_pct}
        found["actualisation_pct"] = case.investment.rate_pct
    return found


def total(values: Values, fixed: Frame, with_investment: bool = True) -> TotalCost:
    """Total cost of ownership abroad and at home. An unknown home price is taken equal to the reference: only
    `break_even_local_price` then means something."""
    volume, kg = values["volume"], unit_kg(values, fixed)
    home_price, far_price = price_here(values, fixed), values[f"{FAR}.prix"] / values.get(f"{FAR}.taux", 1.0)
    charge = border_charge(values, fixed, kg)
    co2_home, co2_far = carbon(values, fixed, kg)
    carbon_price = values["prix_carbone"]
    # emissions that the border charge already pays are not counted twice
    left = np.maximum(0.0, co2_far - charge / np.maximum(carbon_price, 1e-9) * 1000)
    far = _option(values, FAR, far_price, kg, fixed) | {
        "duty_rate": (values[f"{FAR}.droit_pct"] + values.get(f"{FAR}.antidumping_pct", 0.0)) / 100,
        "duty_on_freight": True,
        "fees_rate": values.get(f"{FAR}.commission_pct", 0.0) / 100,
        "co2_kg": left,
    }
    far["extra"] = {**far["extra"], "macf": charge}
    home = _option(values, HOME, home_price, kg, fixed) | {"co2_kg": co2_home}
    if with_investment and "investissement" in values:
        home["yearly"] = {**home["yearly"], "investissement": annuity(values, fixed)}
    return total_cost(far | {"annual_volume": volume}, home | {"annual_volume": volume}, carbon_price)


def price_here(values: Values, fixed: Frame) -> Number:
    """Told, or built up from materials, hours, energy and production taxes; the reference when neither is known."""
    if f"{HOME}.prix" in values:
        return values[f"{HOME}.prix"]
    if f"{HOME}.heures_unite" not in values:
        return fixed.reference
    at = {key: values.get(f"{HOME}.{key}", 0.0) for key in BUILD_UP}
    labour = at["heures_unite"] * values[f"{HOME}.salaire_eur_h"]
    energy = at["kwh_unite"] * values[f"{HOME}.prix_electricite_eur_mwh"] / 1000
    taxes = labour * values[f"{HOME}.impots_production_pct"] / 100
    return at["matieres_unite"] + labour + energy + taxes + at["autres_unite"]


def unit_kg(values: Values, fixed: Frame) -> Number:
    return values["poids_kg"] if "poids_kg" in values else fixed.reference / values["eur_kg"]


def border_charge(values: Values, fixed: Frame, kg: Number) -> Number:
    """EUR a unit at the carbon border; none under the yearly weight that exempts an importer, or out of its scope."""
    if f"{FAR}.macf_emissions_t_t" not in values:
        return 0.0
    charge = cbam_charge(
        values[f"{FAR}.macf_emissions_t_t"],
        values.get(f"{FAR}.macf_reference_t_t", 0.0),
        border_factor(fixed.year),
        values["prix_carbone"],
        values.get(f"{FAR}.macf_paye_eur_t", 0.0),
    )
    heavy = np.asarray(values["volume"] * kg / 1000) > parameter("macf_seuil_t").central
    return np.asarray(charge.cost_per_t * kg / 1000 * heavy, dtype=np.float64)


def carbon(values: Values, fixed: Frame, kg: Number) -> tuple[Number, Number]:
    """kg CO2e of a unit, here and abroad: told, or production of the branch, its surplus abroad, and transport."""
    made = values.get("co2_kg_eur", 0.0) * fixed.reference
    surplus = values.get(f"{FAR}.surcroit_co2_kg_eur", 0.0) * fixed.added * fixed.reference
    here, there = made + fixed.co2_home_kg * kg, made + surplus + fixed.co2_far_kg * kg
    return values.get(f"{HOME}.co2_kg", here), values.get(f"{FAR}.co2_kg", there)


def annuity(values: Values, fixed: Frame) -> Number:
    """What the investment, less its aid, costs each year over the years of the case."""
    rate = np.maximum(values["actualisation_pct"] / 100, 1e-9)
    spent = values["investissement"] * (1 - values["aide_pct"] / 100)
    return np.asarray(spent * rate / (1 - (1 + rate) ** -fixed.years))


def _option(values: Values, side: str, price: Number, kg: Number, fixed: Frame) -> dict[str, Any]:
    def get(key: str) -> Number:
        return values.get(f"{side}.{key}", values.get(key, 0.0))

    by_air, air = get("aerien_part_pct") / 100, get("aerien_eur_kg")
    premium = lead_premium(values, side, fixed)
    left_out = PRICED if fixed.margin is not None else ()

    def shares(keys: tuple[str, ...]) -> dict[str, Number]:
        return {key: get(key) / 100 for key in keys if f"{side}.{key}" in values and key not in left_out}

    return {
        "price": price,
        "insurance_rate": get("assurance_pct") / 100,
        "freight": get("fret_eur_kg") * kg * (1 - by_air),
        "extra": {"aerien": air * kg * by_air},
        "rates": shares(RATES),
        "wacc": get("capital_pct") / 100,
        "storage_rate": get("stockage_pct") / 100,
        "transit_days": get("transport_jours"),
        "safety_stock_days": get("stock_jours"),
        "yearly": {key: get(key) for key in YEARLY if f"{side}.{key}" in values},
        "once": {key: get(key) for key in ONCE if f"{side}.{key}" in values},
        "years": float(fixed.years),
        "defect_rate": get("defauts_pct") / 100,
        "defect_cost_mult": values.get("defaut_multiple", 1.0),
        # an urgent shipment costs its air freight, that share of the time
        "risks": [(get("urgence_part_pct") / 100, air * kg * values["volume"])],
        "risk_rates": shares(RISKS) | ({"delai": premium} if fixed.margin is not None else {}),
        "strategic": shares(STRATEGIC),
    }


def lead_premium(values: Values, side: str, fixed: Frame) -> Number:
    """Share of its price that an option loses to its lead time (cost-differential frontier)."""
    if fixed.margin is None or fixed.salvage is None:
        return 0.0
    days = sum(values[f"{side}.{key}"] for key in LEAD)
    # the error grows with the square root of the lead: a lead of sigma^2 at a unit error is the same thing
    lead = (values["volatilite_pct"] / 100) ** 2 * days / fixed.longest_days
    lost = cost_differential_frontier(lead, 1 / (1 - fixed.margin), 1.0, fixed.salvage, 1.0).differential
    return lost / (1 - lost)
