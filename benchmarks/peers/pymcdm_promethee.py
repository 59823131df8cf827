"""pymcdm: a table of all pairs for each criterion."""

from pymcdm.methods import PROMETHEE_II


def compute(data):
    if str(data["kind"]) == "usual":
        method = PROMETHEE_II("usual")
    else:
        method = PROMETHEE_II("vshape_2", q=list(data["q"]), p=list(data["p"]))
    return {"phi": method(data["values"], data["weights"], data["types"])}
