"""Suppliers and customers within reach: named for a trade between their very activities, never for a branch average."""

import numpy as np

from ancrage.domain.wording import NBSP, lower_first
from ancrage.steps.actors.actor import CUSTOMER, FAIR, INFERRED, SUPPLIER, WEAK, Actor, Around, actor, place
from ancrage.steps.actors.wanted import Wanted
from ancrage.steps.class_links import CLIENT, KINDS, links
from ancrage.steps.class_links import SUPPLIER as SELLS

A_CLASS = 2  # firms of one activity in a list, so that a list is not one activity
# nearer than the next, a supplier is one to call first
NEAR_KM = 25.0


def suppliers(found: Around, wanted: Wanted, shown: int, apart: frozenset[str] = frozenset()) -> list[Actor]:
    """Makers of what the activity buys. `apart`: SIREN of the firms already named as likely makers."""
    return _partners(found, wanted, role=SUPPLIER, kind=SELLS, verb="peut fournir", shown=shown, apart=apart)


def customers(found: Around, wanted: Wanted, shown: int, apart: frozenset[str] = frozenset()) -> list[Actor]:
    """Those whose activity buys what the activity makes."""
    return _partners(found, wanted, role=CUSTOMER, kind=CLIENT, verb="achète d'ordinaire", shown=shown, apart=apart)


def _partners(
    found: Around, wanted: Wanted, *, role: str, kind: str, verb: str, shown: int, apart: frozenset[str]
) -> list[Actor]:
    """Firms of the activities that a link of the kind ties to the one wanted, nearest and largest first."""
    country, known = found.local.country, links(found.local.edition)
    main = country.index[wanted.main]
    strength = known.worth[KINDS.index(kind), main]
    kept: list[Actor] = []
    taken = np.zeros(len(country.index), dtype=int)
    firms = set(apart)
    for i in found.best(strength[found.at], 1e-9, len(found.at)):
        at, row = int(found.at[i]), found.row(i)
        if taken[at] >= A_CLASS or row["siren"] in firms:
            continue
        taken[at] += 1
        firms.add(row["siren"])
        what = known.words[wanted.main, row["class"], kind]
        label = lower_first(country.labels[row["class"]])
        kept.append(
            actor(
                found,
                row,
                target=wanted.key,
                rank=len(kept) + 1,
                role=role,
                proximity=float(country.proximity[main, at]),
                reason=f"Lien déduit, non vérifié : son activité ({label}) {verb}{NBSP}: {what} ; {place(row)}.",
                confidence=FAIR if row["here"] or row["distance_km"] <= NEAR_KM else WEAK,
                proof=INFERRED,
            )
        )
        if len(kept) == shown:
            break
    return kept
