"""pysensmcda: its leanest way, an additive value without a class around it and no history kept."""

import numpy as np
from pysensmcda.smaa import central_weights, rank_acceptability, simulate


def additive(matrix, weights, types):
    return matrix @ weights


def compute(data):
    types = np.ones(data["values"].shape[1])
    found = simulate(additive, data["values"], types, weights=data["weights"], reverse_ranking=True, store="accumulate")
    return {"acceptability": rank_acceptability(found), "central": central_weights(found)}
