"""Golden calls: record linkage and propensity."""

from pathlib import Path
from typing import Any

import numpy as np

from ancrage import methods as m
from tests.methods.golden import call


@call("p7_jaro_winkler")
def jaro_winkler(i: dict[str, Any], _: Path) -> dict[str, Any]:
    """The published list is rounded to three decimals."""
    return {"scores": [round(m.jaro_winkler(a, b), 3) for a, b in i["pairs"]]}


@call("p7_fellegi_sunter")
def fellegi_sunter(i: dict[str, Any], _: Path) -> dict[str, Any]:
    """The printed weights of the waterfall, as ratios m / u against u = 1 / 2^20."""
    u = 2.0**-20
    prior = float(m.match_probability(i["prior_weight"]))
    total = m.match_weight(u * 2.0 ** np.array(i["feature_weights"]), [u] * len(i["feature_weights"]), prior)
    return {
        "total": total,
        "probability": m.match_probability(total),
        "grid": {str(w): m.match_probability(w) for w in i["grid"]},
    }


@call("p7_propensity")
def propensity(i: dict[str, Any], _: Path) -> dict[str, Any]:
    names = list(i["coef"])
    features = [[firm["x"][name] for name in names] for firm in i["firms"]]
    p = m.propensity(features, list(i["coef"].values()), i["intercept"])
    return {"p": p, "ranking": [i["firms"][k]["id"] for k in np.argsort(-p)]}
