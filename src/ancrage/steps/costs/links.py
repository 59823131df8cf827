"""Which hypotheses move together: a small authored table turned into a correlation matrix."""

from collections.abc import Sequence
from functools import cache

import numpy as np

from ancrage.methods.decision import Array
from ancrage.reference import read_reference

# hypothesis -> its name in the table of links
KINDS = {
    "fret_eur_kg": "fret", "aerien_eur_kg": "aerien", "energie_croissance_pct": "energie", "transport_jours": "delai",
    "stock_jours": "stock", "urgence_part_pct": "urgence", "defauts_pct": "qualite", "retouches_pct": "retouches",
    "salaires_croissance_pct": "salaires", "change_derive_pct": "change", "prix_carbone": "carbone",
    "ventes_perdues_pct": "risques", "responsabilite_pct": "risques", "propriete_pct": "risques",
    "marque_pct": "risques", "fournisseur_pct": "risques", "pays_pct": "risques", "catastrophe_pct": "risques",
    "innovation_pct": "risques", "differenciation_pct": "risques",
}  # fmt: skip


@cache
def links() -> dict[frozenset[str], tuple[float, str]]:
    """By pair of names: correlation, and why."""
    rows = read_reference("couts_correlations.csv").iter_rows(named=True)
    return {frozenset((r["a"], r["b"])): (float(r["r"]), r["raison"]) for r in rows}


def correlation(keys: Sequence[str]) -> Array:
    """Matrix of the underlying normals, in the order of `keys`; hypotheses of two different sides are independent."""
    sides = [key.partition(".") for key in keys]
    place = [side if dot else "" for side, dot, _ in sides]
    kind = [KINDS.get(name if dot else side, "") for side, dot, name in sides]
    known = links()
    matrix = np.eye(len(keys))
    for i in range(len(keys)):
        for j in range(i):
            same = place[i] == place[j] or not place[i] or not place[j]
            found = known.get(frozenset((kind[i], kind[j])))
            if found and same and kind[i]:
                matrix[i, j] = matrix[j, i] = found[0]
    return matrix
