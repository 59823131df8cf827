"""py-ecomplexity (Growth Lab): its one function, on a long table, without the optional check of supermodularity."""

import warnings

import numpy as np
import pandas as pd
from ecomplexity import ecomplexity
from scipy.sparse import csr_array

ROWS = 200


def prepare(inputs):
    shape = tuple(inputs["shape"])
    X = csr_array((inputs["data"], inputs["indices"], inputs["indptr"]), shape=shape).tocoo()
    table = pd.DataFrame({"year": 1, "loc": X.row, "prod": X.col, "val": X.data})
    return table, shape


def compute(data):
    table, shape = data
    warnings.simplefilter("ignore")
    columns = {"time": "year", "loc": "loc", "prod": "prod", "val": "val"}
    out = ecomplexity(table, columns, check_logsupermodularity=False, verbose=False)
    out = out.sort_values(["loc", "prod"])
    wide = {name: out[name].to_numpy().reshape(shape) for name in ("eci", "pci", "coi", "density", "cog")}
    return {
        "eci": wide["eci"][:, 0],
        "pci": wide["pci"][0],
        "coi": wide["coi"][:, 0],
        "density": wide["density"][:ROWS],
        "cog": np.asarray(wide["cog"])[:ROWS],
    }
