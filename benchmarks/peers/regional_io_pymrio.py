"""The same with pymrio, which has no location quotients and one economy at a time: a loop over its two functions.

`frames`: tables as data frames, what pymrio reads, stores and computes with; false: bare arrays, its two functions
reduced to the matrix operations inside.
"""

from typing import Any

import numpy as np
import pandas as pd
import pymrio


def flq(x: np.ndarray, nation: np.ndarray, delta: float) -> np.ndarray:
    quotient = (x / x.sum()) / (nation / nation.sum())
    with np.errstate(divide="ignore", invalid="ignore"):
        cross = quotient[:, None] / quotient[None, :]
    cross[:, quotient == 0] = 0.0
    np.fill_diagonal(cross, quotient)
    return cross * np.log2(1 + x.sum() / nation.sum()) ** delta


def prepare(inputs: dict[str, np.ndarray]) -> dict[str, Any]:
    data: dict[str, Any] = dict(inputs)
    if inputs["frames"]:
        sectors = [f"S{i:02d}" for i in range(len(inputs["national"]))]
        index = pd.MultiIndex.from_product([["reg"], sectors], names=["region", "sector"])
        data["coefficients"] = pd.DataFrame(inputs["coefficients"], index=index, columns=index)
        data["intensities"] = pd.DataFrame(inputs["intensities"], columns=index)
    return data


def compute(data: dict[str, Any]) -> dict[str, np.ndarray]:
    a, nation, contents, delta = data["coefficients"], data["national"], data["intensities"], float(data["delta"])
    found = np.empty((len(data["regional"]), *contents.shape))
    for territory, x in enumerate(data["regional"]):
        regional = a * np.minimum(flq(x, nation, delta), 1.0)
        found[territory] = pymrio.calc_M(contents, pymrio.calc_L(regional))
    return {"multipliers": found}
