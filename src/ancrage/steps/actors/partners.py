"""Suppliers and customers within reach, and presumed importers: inferred from what branches buy on average."""

from collections.abc import Callable

import numpy as np

from ancrage.domain.wording import lower_first, percent
from ancrage.steps.actors.actor import CUSTOMER, FAIR, INFERRED, SUPPLIER, WEAK, Actor, Around, actor, place
from ancrage.steps.actors.wanted import Wanted
from ancrage.steps.input_output import input_output
from ancrage.steps.national import Floats

LEAST_SHARE, FAIR_SHARE = 0.01, 0.05
# a link inside the branch itself, or with builders and networks, says less than one between factories
OWN_BRANCH, OTHER_BRANCHES = 0.5, 0.3
A_SECTOR = 2  # firms of one branch in a list, so that a list is not one branch
GOODS = ("A", "B", "C")
IMPORTER_JOBS, IMPORTER_SHARE = 200, 0.4


def suppliers(found: Around, wanted: Wanted, shown: int, apart: frozenset[str] = frozenset()) -> list[Actor]:
    """Makers of what the branch of the target buys, in proportion of its purchases of goods in France and abroad.

    `apart`: SIREN of the firms already named as likely makers."""
    table = input_output(found.local.edition)
    j = table.of_class[found.local.country.index[wanted.main]]
    if j < 0:
        return []
    bought = table.domestic[:, j] + table.imported[:, j]
    share = _share(np.where(_goods(table.sectors), bought, 0.0))

    def reason(sector: int) -> tuple[str, str]:
        told = f"sa branche fournit en moyenne {percent(share[sector])} des achats de biens de la branche visée"
        return f"Lien déduit, non vérifié : {told}", ""

    return _partners(found, wanted, role=SUPPLIER, share=share, shown=shown, reason=reason, apart=apart)


def customers(found: Around, wanted: Wanted, shown: int, apart: frozenset[str] = frozenset()) -> list[Actor]:
    """Buyers of what the branch of the target sells to firms; the large ones of a branch that buys abroad are
    presumed importers."""
    table = input_output(found.local.edition)
    i = table.of_class[found.local.country.index[wanted.main]]
    if i < 0:
        return []
    abroad = table.eu[i] + table.non_eu[i]
    flows = table.flows[i] + abroad
    share = _share(flows)
    imported = np.divide(abroad, flows, out=np.zeros_like(flows), where=flows > 0)

    def reason(sector: int) -> tuple[str, str]:
        told = f"sa branche achète en moyenne {percent(share[sector])} de ce que la branche visée vend aux entreprises"
        return f"Lien déduit, non vérifié : {told}", (
            f" ; importateur présumé, sa branche en achète {percent(imported[sector])} à l'étranger"
            if imported[sector] >= IMPORTER_SHARE
            else ""
        )

    return _partners(found, wanted, role=CUSTOMER, share=share, shown=shown, reason=reason, apart=apart)


def _goods(sectors: list[str]) -> np.ndarray:
    return np.array([s.startswith(GOODS) for s in sectors])


def _share(values: Floats) -> Floats:
    total = values.sum()
    return values / total if total > 0 else np.zeros_like(values)


def _partners(
    found: Around,
    wanted: Wanted,
    *,
    role: str,
    share: Floats,
    shown: int,
    reason: Callable[[int], tuple[str, str]],
    apart: frozenset[str],
) -> list[Actor]:
    """Within a branch, classes that are found where the target is come first: they trade with it more often."""
    table, country = input_output(found.local.edition), found.local.country
    # by class first, then by establishment
    sector = table.of_class
    near = country.proximity[country.index[wanted.main]]
    bought = np.where(sector >= 0, share[sector], 0.0)
    inside = sector[country.index[wanted.main]]
    bought = bought * np.where(sector == inside, OWN_BRANCH, 1.0)
    bought = bought * np.where(_goods(table.sectors)[sector], 1.0, OTHER_BRANCHES)
    strength = np.where(bought < LEAST_SHARE, 0.0, np.sqrt(bought) * (0.5 + near))
    strength[[country.index[code] for code in wanted.classes]] = 0.0
    kept: list[Actor] = []
    taken = [0] * len(table.sectors)
    firms = set(apart)
    sirens, sectors = found.sirens, sector[found.at].tolist()
    for i in found.best(strength[found.at], 1e-9, found.rows.height):
        s = sectors[i]
        if taken[s] >= A_SECTOR or sirens[i] in firms:
            continue
        row = found.row(i)
        taken[s] += 1
        firms.add(row["siren"])
        told, more = reason(s)
        presumed = more if role == CUSTOMER and row["jobs"] >= IMPORTER_JOBS else ""
        kept.append(
            actor(
                found,
                row,
                target=wanted.key,
                rank=len(kept) + 1,
                role=role,
                proximity=float(near[found.at[i]]),
                reason=f"{told} ({lower_first(country.labels[row['class']])}){presumed} ; {place(row)}.",
                confidence=FAIR if share[s] >= FAIR_SHARE and near[found.at[i]] >= 0.3 else WEAK,
                proof=INFERRED,
            )
        )
        if len(kept) == shown:
            break
    return kept
