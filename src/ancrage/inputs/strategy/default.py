"""The strategy used when no file is given: what the source text asks for."""

from ancrage.domain.strategy import Stake, Strategy
from ancrage.reference import read_reference

# Evidence first: on documented relocations, jobs already in the class and nearness to what is made here
# separate better than any measure of national need, so local anchoring weighs most.
DEFAULT_GROUPS = {"besoin": 2.0, "ancrage": 5.0, "gain": 1.0, "enjeux": 2.0}


def default_strategy() -> Strategy:
    """Each stake weighs what the six families of the source text put on it (sum of their weights)."""
    families = read_reference("familles.csv").iter_rows(named=True)
    page = {f["code"] for f in families if f["origine"] == "page" and f["niveau"] == "1"}
    weight = dict.fromkeys(read_reference("enjeux.csv")["code"], 0.0)
    for row in read_reference("enjeux_familles.csv").iter_rows(named=True):
        if row["famille"] in page:
            weight[row["enjeu"]] += float(row["poids"])
    return Strategy("défaut", weighted_stakes(weight), dict(DEFAULT_GROUPS))


def weighted_stakes(weight: dict[str, float]) -> tuple[Stake, ...]:
    """Every stake of the reference base, with its weight; one that `weight` leaves out weighs nothing."""
    return tuple(
        Stake(e["code"], e["hashtag"], e["libelle"], e["description"], round(weight.get(e["code"], 0.0), 6))
        for e in read_reference("enjeux.csv").iter_rows(named=True)
    )
