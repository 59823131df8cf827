"""The cards of the methods behind a study, for the "Méthode" section and sheet."""

from functools import cache
from importlib import import_module

from ancrage.domain.card import Card
from ancrage.methods import FAMILIES

# every method that the steps and the tables of an edition call, in the order of the steps (a test checks it)
METHODS = (
    "location_quotient",
    "shrunk_location_quotient",
    "excess_jobs",
    "krugman_index",
    "herfindahl",
    "input_gaps",
    "supplier_concentration",
    "rca",
    "presence",
    "proximity",
    "density",
    "io_relatedness",
    "occupation_relatedness",
    "cooccurrence_relatedness",
    "complexity_outlook_gain",
    "eci_pci",
    "complexity_outlook_index",
    "slq",
    "multipliers",
    "location_chance",
    "normalise",
    "weight_present",
    "weighted_sum",
    "ahp_weights",
    "dependency_eu2021",
    "dependency_geodep",
    "dependency_customs2022",
    "dependency_tresor",
    "dependency_cae",
    "dependency_severity",
    "persistence",
    "draw_weights",
    "promethee_ii",
    "topsis",
    "rank_agreement",
    "product_at_risk",
    "joint_evidence",
    "proximity_weight",
    "distance_km",
    "site_fit",
    "land_budget",
    "total_cost",
    "cbam_charge",
    "cost_differential_frontier",
    "pert_moments",
    "monte_carlo",
    "npv",
    "irr",
    "regionalise",
    "project_purchases",
    "nested_coefficients",
    "supplier_effects",
    "induced_jobs",
    "independent_range",
    "spending_split",
    "import_substitution",
    "siret_is_valid",
    "normalise_name",
)


@cache
def used_cards() -> tuple[Card, ...]:
    """Cards of METHODS. Only their families are imported."""
    home = {name: family for family, names in FAMILIES.items() for name in names}
    families = {name: import_module(f"ancrage.methods.{home[name]}").CARDS for name in METHODS}
    return tuple(next(card for card in families[name] if card.id == name) for name in METHODS)
