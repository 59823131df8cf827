"""Every method of Ancrage: pure functions on arrays, one family a module, a card for each.

Names resolve on first use, so that a study does not pay for the imports of methods it never calls.
"""

from importlib import import_module
from typing import Any

# public name -> module. Order is the order of the documentation.
FAMILIES: dict[str, tuple[str, ...]] = {
    "specialisation": (
        "location_quotient",
        "shrunk_location_quotient",
        "excess_jobs",
        "quality_grade",
        "krugman_index",
    ),
    "quotient_interval": ("location_quotient_interval",),
    "concentration": (
        "herfindahl",
        "locational_gini",
        "ellison_glaeser",
        "maurel_sedillot",
        "coagglomeration",
        "cluster_index",
    ),
    "inequality": (
        "gini",
        "theil",
        "mean_log_deviation",
        "theil_decomposition",
    ),
    "variety": ("entropy_variety",),
    "decomposition": (
        "shift_share",
        "dynamic_shift_share",
    ),
    "local_economy": (
        "economic_base",
        "lm3",
        "commuting_closure",
        "labour_market_validity",
    ),
    "complexity": (
        "rca",
        "presence",
        "eci_pci",
        "reflections",
        "fitness",
    ),
    "sophistication": (
        "prody",
        "expy",
    ),
    "relatedness": (
        "proximity",
        "density",
        "cooccurrence_relatedness",
        "colocation_relatedness",
        "io_relatedness",
        "occupation_relatedness",
        "skill_relatedness",
        "jump_score",
    ),
    "outlook": (
        "complexity_outlook_index",
        "complexity_outlook_gain",
        "complexity_suite",
    ),
    "location": ("location_chance",),
    "suppliers": ("supplier_concentration",),
    "dependence": (
        "dependency_eu2021",
        "dependency_geodep",
        "dependency_customs2022",
        "dependency_tresor",
        "dependency_cae",
    ),
    "vulnerability": (
        "dependency_severity",
        "dependency_agreement",
        "dependency_sensitivity",
        "persistence",
    ),
    "trade_network": (
        "centrality",
        "single_point_of_failure",
        "upstreamness",
    ),
    "leontief": (
        "technical_coefficients",
        "leontief_inverse",
        "ghosh_inverse",
        "multipliers",
        "closed_coefficients",
        "closed_model",
        "linkages",
    ),
    "scenarios": (
        "hypothetical_extraction",
        "import_substitution",
        "local_multiplier",
    ),
    "regional_quotients": (
        "slq",
        "cilq",
        "rlq",
        "flq",
        "aflq",
        "two_dimensional_lq",
    ),
    "regionalisation": (
        "regionalise",
        "regional_multipliers",
        "import_propensity",
        "input_gaps",
    ),
    "impact": (
        "project_purchases",
        "nested_coefficients",
        "supplier_effects",
        "induced_jobs",
        "independent_range",
        "spending_split",
    ),
    "scaling": (
        "normalise",
        "value_function",
    ),
    "ranking": (
        "weighted_sum",
        "weight_present",
        "topsis",
        "vikor",
    ),
    "outranking": ("promethee_ii",),
    "weighting": (
        "ahp_weights",
        "ahp_scores",
        "bwm_weights",
    ),
    "data_weighting": (
        "entropy_weights",
        "critic_weights",
        "merec_weights",
    ),
    "simplex": ("draw_weights",),
    "robustness": ("rank_acceptability",),
    "sensitivity": (
        "weight_sensitivity",
        "rank_agreement",
    ),
    "cost": (
        "total_cost",
        "cost_differential_frontier",
        "cbam_charge",
    ),
    "cash_flow": (
        "npv",
        "irr",
        "mirr",
        "sign_changes",
    ),
    "risk": (
        "pert_moments",
        "triangular_moments",
        "monte_carlo",
    ),
    "feasibility": (
        "land_budget",
        "site_fit",
        "labour_tension",
    ),
    "know_how": (
        "know_how_at_risk",
        "failure_score",
        "product_at_risk",
        "leak_index",
    ),
    "producers": (
        "joint_evidence",
        "proximity_weight",
    ),
    "assignment": (
        "assign",
        "p_median",
    ),
    "geography": ("distance_km",),
    "reliability": ("calibration",),
    "linkage": (
        "jaro_winkler",
        "normalise_name",
        "match_weight",
        "match_probability",
        "propensity",
        "siren_is_valid",
        "siret_is_valid",
    ),
    "matching": (
        "name_key",
        "name_candidates",
        "name_agreement",
        "match_posterior",
    ),
}

_HOME = {name: module for module, names in FAMILIES.items() for name in names}
__all__ = list(_HOME)


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'ancrage.methods' has no attribute {name!r}")
    return getattr(import_module(f"ancrage.methods.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
