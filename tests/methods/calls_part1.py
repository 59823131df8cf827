"""Calls for the golden numbers of the ecosystem diagnosis (specialisation to commuting)."""

from pathlib import Path
from typing import Any

import numpy as np

from ancrage import methods
from tests.methods.golden import call

Inputs = dict[str, Any]


@call("p1_lq")
def lq(x: Inputs, _: Path) -> Inputs:
    return {"lq": methods.location_quotient(**x)}


@call("p1_shift_share_krumme")
def krumme(x: Inputs, _: Path) -> Inputs:
    parts = methods.shift_share(
        x["regional_t0"],
        x["regional_t1"],
        national_growth=np.divide(x["national_change_pct"], 100),
        total_growth=x["national_total_change_pct"] / 100,
    )
    start = np.array(x["regional_t0"])
    return {
        "lq": methods.location_quotient(x["regional_share_pct"], e_i=x["national_share_pct"]),
        "total_growth": parts.change.sum(),
        "national_effect": parts.national.sum(),
        "total_shift_net": (parts.change - parts.national).sum(),
        "differential_net": parts.regional.sum(),
        "composition_net": parts.mix.sum(),
        "expected_national": start + parts.national,
        "expected_by_industry": start + parts.national + parts.mix,
        "total_shift": parts.change - parts.national,
        "differential": parts.regional,
        "composition": parts.mix,
    }


@call("p1_shift_share_esteban")
def esteban(x: Inputs, _: Path) -> Inputs:
    return methods.shift_share(**x, method="esteban_marquillas").totals()


@call("p1_shift_share_dynamic")
def dynamic(x: Inputs, _: Path) -> Inputs:
    totals = methods.dynamic_shift_share(**x).totals()
    return totals | {"total": totals["change"]}


@call("p1_hhi_gini")
def hhi_gini(x: Inputs, _: Path) -> Inputs:
    return {
        "hhi": methods.herfindahl(x["sales"]),
        "hhi_norm": methods.herfindahl(x["sales"], form="normalised"),
        "equivalent_number": methods.herfindahl(x["sales"], form="equivalent_number"),
        "gini": methods.gini(x["sales"]),
        "gini_norm": methods.gini(x["sales"], normalised=True),
        "gini_weighted": methods.gini(x["income"], x["class_size"]),
        "gdp_hhi": methods.herfindahl(x["gdp"]),
        "gdp_gini": methods.gini(x["gdp"]),
    }


@call("p1_gini_locational")
def locational(x: Inputs, _: Path) -> Inputs:
    return {
        "gini_conc": methods.locational_gini(**x["conc"]),
        "gini_spec": methods.locational_gini(**x["spec"]),
    }


@call("p1_theil")
def theil(x: Inputs, _: Path) -> Inputs:
    return {"theil_t": methods.theil(x["x"]), "mld": methods.mean_log_deviation(x["x"])}


@call("p1_ellison_glaeser")
def ellison_glaeser(x: Inputs, _: Path) -> Inputs:
    index = methods.ellison_glaeser(**x)
    return {"gamma": index.gamma, "H": index.H, "G": index.G, "maurel_sedillot": methods.maurel_sedillot(**x)}


@call("p1_eg_ms_pysal")
def matrix_form(x: Inputs, _: Path) -> Inputs:
    return {
        "eg_default": methods.ellison_glaeser(x["employment"]).gamma,
        "eg_with_H": methods.ellison_glaeser(x["employment"], H=x["H"]).gamma,
        "ms_default": methods.maurel_sedillot(x["employment"]),
        "ms_with_H": methods.maurel_sedillot(x["employment"], H=x["H"]),
    }


@call("p1_cluster_index")
def cluster(x: Inputs, _: Path) -> Inputs:
    return {"ci": methods.cluster_index(**x)}


@call("p1_variety")
def variety(x: Inputs, _: Path) -> Inputs:
    found = methods.entropy_variety(**x)
    return {"unrelated": found.unrelated, "related": found.related, "total": found.total}


@call("p1_base_lm3")
def base(x: Inputs, _: Path) -> Inputs:
    found = methods.economic_base(x["employment"], x["lq"])
    return {"basic": found.basic, "multiplier": found.multiplier, "lm3": methods.lm3(x["lm3_rounds"])}


@call("p1_commuting")
def commuting(x: Inputs, _: Path) -> Inputs:
    found = methods.commuting_closure(**x)
    return {name: getattr(found, name).tolist() for name in found.__slots__}


@call("p1_lma_validity")
def validity(x: Inputs, _: Path) -> Inputs:
    found = methods.labour_market_validity(
        x["residents"],
        x["self_containment"],
        min_size=x["minSZ"],
        target_size=x["tarSZ"],
        min_self_containment=x["minSC"],
        target_self_containment=x["tarSC"],
    )
    return {"validity": found.validity, "valid": found.valid.tolist()}
