"""Input-output: from the inputs of a vector to the call that must give its expected numbers."""

from pathlib import Path
from typing import Any

import numpy as np

from ancrage import methods as m
from tests.methods.golden import call

QUOTIENTS = ("slq", "cilq", "flq", "aflq", "2dlq")


@call("p4_io_open")
def io_open(inputs: dict[str, Any], _: Path) -> dict[str, Any]:
    a = m.technical_coefficients(inputs["Z"], inputs["x"])
    inverse = m.leontief_inverse(a)
    output = inverse @ inputs["f_new"]
    return {
        "A": a,
        "L": inverse,
        "output_multipliers": m.multipliers(a),
        "x_new": output,
        "labour_new": np.array(inputs["labour"]) * output,
    }


@call("p4_io_closed")
def io_closed(inputs: dict[str, Any], _: Path) -> dict[str, Any]:
    closed = m.closed_model(inputs["A"], inputs["hr"], inputs["hc"], inputs["hh"])
    return {
        "L": m.leontief_inverse(inputs["A"]),
        "L_closed": closed.inverse,
        "simple_output": m.multipliers(inputs["A"]),
        "total_output_with_households": closed.output_total,
    }


@call("p4_io_mrio")
def io_mrio(inputs: dict[str, Any], _: Path) -> dict[str, Any]:
    x = np.sum(inputs["Z"], axis=1) + np.sum(inputs["Y"], axis=1)
    inverse = m.leontief_inverse(m.technical_coefficients(inputs["Z"], x))
    return {"x": x, "L": inverse, "G": m.ghosh_inverse(inputs["Z"], x)}


@call("p4_io_toy")
def io_toy(inputs: dict[str, Any], _: Path) -> dict[str, Any]:
    flows, x = inputs["Z"], inputs["x"]
    return {"L": m.leontief_inverse(m.technical_coefficients(flows, x)), "G": m.ghosh_inverse(flows, x)}


@call("p4_local_multipliers")
def local_multipliers(inputs: dict[str, Any], _: Path) -> dict[str, Any]:
    got = m.local_multiplier(inputs["tradable_jobs"], list(inputs["multipliers"].values()))
    rows = zip(inputs["multipliers"], got.non_tradable_jobs, got.total_jobs, strict=True)
    return {name: {"non_tradable_jobs": jobs, "total": total} for name, jobs, total in rows}


@call("p4_lq_regionalisation")
def lq_regionalisation(inputs: dict[str, Any], _: Path) -> dict[str, Any]:
    x, nation, a = inputs["regional"], inputs["national"], inputs["A_national"]
    delta, others = inputs["delta"], {"alpha": inputs["alpha"], "beta": inputs["beta"]}
    flq = m.flq(x, nation, delta)
    return {
        "slq": m.slq(x, nation),
        "cilq": m.cilq(x, nation),
        "rlq": m.rlq(x, nation),
        "lam": flq[0, 1] / m.cilq(x, nation)[0, 1],
        "flq": flq,
        "aflq": m.aflq(x, nation, delta),
        **{f"A_{q}": m.regionalise(a, x, nation, q, delta=delta, **others) for q in QUOTIENTS},
        **{f"mult_{q}": m.regional_multipliers(a, x, nation, None, q, delta=delta, **others) for q in QUOTIENTS},
        "mult_national": m.multipliers(a),
        # a one-sector nation: SLQ is 1, so FLQ is lambda alone
        "lambda_table": {str(s): m.flq([s], [1.0], delta)[0, 0] for s in inputs["shares"]},
    }
