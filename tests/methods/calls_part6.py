"""Golden calls: multi-criteria methods."""

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
