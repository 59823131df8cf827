"""Ancrage: rank acceptability and central weights for given draws of weights."""

from ancrage.methods import rank_acceptability


def compute(data):
    found = rank_acceptability(data["values"], data["weights"])
    return {"acceptability": found.rank_acceptability, "central": found.central_weights}
