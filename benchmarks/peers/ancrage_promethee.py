"""Ancrage: net, leaving and entering flows."""

from ancrage.methods import promethee_ii


def compute(data):
    kind = str(data["kind"])
    functions = [{"kind": kind, "q": q, "p": p} for q, p in zip(data["q"], data["p"], strict=True)]
    flows = promethee_ii(data["values"], data["weights"], data["types"], functions)
    return {"phi": flows.phi}
