"""Golden calls: costs and risk."""

from pathlib import Path
from typing import Any

from ancrage import methods as m
from ancrage.methods.cost import UnitCost
from tests.methods.golden import call


def option(cost: UnitCost) -> dict[str, Any]:
    return {k: getattr(cost, k) for k in ("landed", "carrying", "quality", "overhead", "risk", "carbon", "tco")}


@call("p5_tco")
def tco(i: dict[str, Any], _: Path) -> dict[str, Any]:
    r = m.total_cost(**i)
    return {
        "offshore": option(r.offshore),
        "local": option(r.local),
        "price_gap": r.price_gap,
        "tco_gap": r.tco_gap,
    }


@call("p5_cbam")
def cbam(i: dict[str, Any], _: Path) -> dict[str, Any]:
    r = m.cbam_charge(i["embedded"], i["benchmark"], i["cbam_factor"], i["ets_price"])
    return {"taxable": r.taxable, "share": r.share, "cost_per_t": r.cost_per_t}


@call("p5_pert")
def pert(i: dict[str, Any], _: Path) -> dict[str, Any]:
    p, t = m.pert_moments(**i), m.triangular_moments(**i)
    return {
        "pert_mean": p.mean,
        "pert_alpha": p.alpha,
        "pert_beta": p.beta,
        "pert_var": p.variance,
        "tri_mean": t.mean,
        "tri_var": t.variance,
    }
