"""Golden calls: multi-criteria methods."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from ancrage import methods as m
from tests.methods.golden import call


@call("p6_wsm")
def wsm(i: dict[str, Any], _: Path) -> dict[str, Any]:
    return {"score": m.weighted_sum(i["matrix"], i["weights"], i["types"], normalisation="sum")}


@call("p6_smaa_exact")
def smaa_exact(i: dict[str, Any], _: Path) -> dict[str, Any]:
    """Closed form: a regular grid of the simplex stands for the uniform law, far below the Monte-Carlo error."""
    w = (np.arange(200_000) + 0.5) / 200_000
    r = m.rank_acceptability(i["performance"], np.column_stack([w, 1 - w]), pairwise=True)
    return {"ra": r.rank_acceptability, "cw": r.central_weights, "pwi": r.pairwise_winning}


@call("p6_smaa_thrombo")
def smaa_thrombo(i: dict[str, Any], folder: Path) -> dict[str, Any]:
    with np.load(folder / i["data_file"]) as data:
        values, weights = data["meas"], data["w"]
    r = m.rank_acceptability(values, weights)
    fixed = m.rank_acceptability(values, i["fixed_weights"])
    return {
        "ra": r.rank_acceptability,
        "cw": r.central_weights,
        "ra_fixed": fixed.rank_acceptability,
        "value_mean": r.mean_value,
        "confidence_factor": r.confidence_factors,
        "entropy_bits": r.winner_entropy_bits,
    }


@call("p6_topsis_tzeng")
def topsis(i: dict[str, Any], _: Path) -> dict[str, Any]:
    return {"closeness": m.topsis(i["matrix"], i["weights"], i["types"])}


@call("p6_topsis_normalisation")
def topsis_normalisation(i: dict[str, Any], _: Path) -> dict[str, Any]:
    return {name: m.topsis(i["matrix"], i["weights"], i["types"], name) for name in ("minmax", "vector")}


@call("p6_vikor_2004")
def vikor(i: dict[str, Any], _: Path) -> dict[str, Any]:
    found = {name: m.vikor(i["matrix"], w, i["types"], i["v"]) for name, w in i["weight_sets"].items()}
    return {name: {"S": r.S, "R": r.R, "Q": r.Q} for name, r in found.items()}


@call("p6_promethee_zhao")
def promethee(i: dict[str, Any], _: Path) -> dict[str, Any]:
    return asdict(m.promethee_ii(i["matrix"], i["weights"], i["types"], i["functions"]))


@call("p6_value_function")
def value_function(i: dict[str, Any], _: Path) -> dict[str, Any]:
    return {
        "clip": m.value_function(i["x"], i["cutoffs"], i["values"]),
        "interpolate": m.value_function(i["x2"], i["cutoffs"], i["values"], "interpolate"),
    }


@call("p6_ahp")
def ahp(i: dict[str, Any], _: Path) -> dict[str, Any]:
    return asdict(m.ahp_weights(i["matrix"], i["ri"]))


@call("p6_ahp_cars")
def ahp_cars(i: dict[str, Any], _: Path) -> dict[str, Any]:
    return {"scores": m.ahp_scores(i["criteria"], i["alternatives"])}


@call("p6_entropy_weights")
def entropy_weights(i: dict[str, Any], _: Path) -> dict[str, Any]:
    return {"weights": m.entropy_weights(i["matrix"]), "simple": m.entropy_weights(i["simple"])}
