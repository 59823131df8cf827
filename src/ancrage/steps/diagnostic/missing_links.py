"""Missing links: inputs that the territory's sectors buy and that hardly anybody here makes."""

from dataclasses import dataclass

import numpy as np

from ancrage.domain.wording import euros, listing, lower_first, percent
from ancrage.methods import input_gaps
from ancrage.steps.input_output import absent_classes, input_output, local_output
from ancrage.steps.local import Local

# a link is missing when less than this share of the need could be met by what is made here
MOST_COVERED = 0.25
LEAST_NEED_MEUR = 1.0
SHOWN, CLASSES, BUYERS = 8, 5, 3


@dataclass(frozen=True, slots=True)
class Buyer:
    sector: str
    label: str
    share: float


@dataclass(frozen=True, slots=True)
class AbsentClass:
    activity: str
    label: str


@dataclass(frozen=True, slots=True)
class MissingLink:
    """A branch: `need_meur` bought by sectors here, `supply_meur` made here (M€ a year, estimates at national
    technology); shares of national purchases of this input that come from abroad and from outside the EU."""

    sector: str
    label: str
    need_meur: float
    supply_meur: float
    imported_share: float
    non_eu_share: float
    buyers: tuple[Buyer, ...]
    absent_classes: tuple[AbsentClass, ...]
    sentence: str


def _uncounted(local: Local) -> list[str]:
    """Classes of the plants here that the register lacks: nobody may say that their branch is missing."""
    return [c for c in local.added["class"].drop_nulls().unique().sort() if c in local.country.index]


def missing_links(local: Local) -> tuple[MissingLink, ...]:
    """Goods only: services are outside the register, so nobody can say that they are missing here."""
    table = input_output(local.edition)
    output = local_output(local)
    if not output.any():
        return ()
    gaps = input_gaps(table.domestic, table.imported, output)
    purchases = (table.domestic + table.imported) * output
    imports = table.eu + table.non_eu
    goods = np.array([s.startswith(("A", "B", "C")) for s in table.sectors]) & table.observed
    known = np.isin(np.arange(len(goods)), [table.of_class[local.country.index[c]] for c in _uncounted(local)])
    missing = goods & ~known & (gaps.coverage < MOST_COVERED) & (gaps.need >= LEAST_NEED_MEUR)
    found = []
    for i in sorted(np.flatnonzero(missing), key=lambda i: -gaps.gap[i])[:SHOWN]:
        buyers = tuple(
            Buyer(table.sectors[j], table.labels[table.sectors[j]], float(purchases[i, j] / gaps.need[i]))
            for j in np.argsort(-purchases[i], kind="stable")[:BUYERS]
            if purchases[i, j] > 0
        )
        total = table.flows[i].sum() + imports[i].sum()
        imported, outside = imports[i].sum() / total, table.non_eu[i].sum() / total
        label = table.labels[table.sectors[i]]
        who = listing([lower_first(b.label) for b in buyers])
        found.append(
            MissingLink(
                sector=table.sectors[i],
                label=label,
                need_meur=float(gaps.need[i]),
                supply_meur=float(gaps.supply[i]),
                imported_share=float(imported),
                non_eu_share=float(outside),
                buyers=buyers,
                absent_classes=tuple(
                    AbsentClass(c, t) for c, t, _ in absent_classes(local, int(i), CLASSES).iter_rows()
                ),
                sentence=(
                    f"Les activités d'ici ({who}) achèteraient environ {euros(gaps.need[i] * 1e6)} par an de "
                    f"« {label} » ; la production locale n'en couvrirait que {percent(gaps.coverage[i])}. "
                    f"En France, {percent(imported)} de ces achats viennent de l'étranger."
                ),
            )
        )
    return tuple(found)
