"""Links between firms: neighbours who make what is missing here, what a target would complete, loops of trade.

All is inferred from what branches buy on average in France: a question to ask, not an observed sale.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import polars as pl

from ancrage.domain.territory import Level
from ancrage.domain.wording import decimal, listing, percent
from ancrage.methods import distance_km
from ancrage.steps.corrections import CLOSED
from ancrage.steps.diagnostic.missing_links import MissingLink
from ancrage.steps.input_output import InputOutput, input_output
from ancrage.steps.local import Local
from ancrage.steps.national import Floats, level_jobs, national
from ancrage.warehouse.edition import Edition
from ancrage.warehouse.register import shown_name

REACH_KM = 100.0
NEIGHBOURS, FIRMS, TARGETS, LOOPS = 3, 3, 10, 6
PARTNERS = 3
LEAST_JOBS = 50  # in a branch, for a neighbour to be named
LEAST_SHARE = 0.02  # of the purchases of goods of a branch, for a link to be told


@dataclass(frozen=True, slots=True)
class Firm:
    """`name` None when it could be a person's."""

    siret: str
    name: str | None
    activity: str
    commune: str


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A zone d'emploi within reach that makes what is missing, and its largest makers."""

    code: str
    label: str
    distance_km: float
    jobs: int
    firms: tuple[Firm, ...]


@dataclass(frozen=True, slots=True)
class Supplied:
    """A missing link (by its branch) and the neighbours that could fill it."""

    sector: str
    neighbours: tuple[Neighbour, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Partner:
    """A branch present here; `share`: of the purchases of goods of the buyer that this link stands for."""

    sector: str
    label: str
    share: float
    jobs: int
    firms: tuple[Firm, ...]


@dataclass(frozen=True, slots=True)
class Arrival:
    """What the coming of a target would complete: who here would buy from it, from whom here it would buy."""

    activity: str
    label: str
    customers: tuple[Partner, ...]
    suppliers: tuple[Partner, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Loop:
    """Branches of the territory that supply one another in turn, firms on every side. `weakest`: share of the
    purchases of goods of the buyer on the weakest of its links."""

    sectors: tuple[Partner, ...]
    weakest: float
    sentence: str


@dataclass(frozen=True, slots=True)
class Links:
    supplied: tuple[Supplied, ...]
    arrivals: tuple[Arrival, ...]
    loops: tuple[Loop, ...]


@dataclass(frozen=True, eq=False)
class _Trade:
    """`share[i, j]`: of what branch j buys in goods, what i sells; `jobs`, `firms` (the largest) here, by branch."""

    table: InputOutput
    share: Floats
    jobs: Floats
    firms: dict[str, tuple[Firm, ...]]

    def partner(self, sector: int, share: float) -> Partner:
        code = self.table.sectors[sector]
        return Partner(code, self.table.labels[code], float(share), int(self.jobs[sector]), self.firms.get(code, ()))


def links(local: Local, missing: Sequence[MissingLink], targets: Sequence[str]) -> Links:
    """`targets`: activities, best first."""
    if not local.jobs.any():
        return Links((), (), ())
    table = input_output(local.edition)
    goods = np.array([s.startswith(("A", "B", "C")) for s in table.sectors])
    bought = np.where(goods[:, None], table.domestic + table.imported, 0.0)
    total = bought.sum(axis=0)
    share = np.divide(bought, total, out=np.zeros_like(bought), where=total > 0)
    trade = _Trade(table, share, table.by_sector(local.jobs), _firms(_largest(local.register, local.edition)))
    return Links(
        supplied=tuple(s for link in missing if (s := _supplied(local, table, link.sector))),
        arrivals=tuple(_arrival(local, trade, a) for a in targets[:TARGETS]),
        loops=_loops(trade, goods),
    )


def _largest(rows: pl.DataFrame, edition: Edition, *by: str) -> pl.DataFrame:
    """The largest establishment of each of the FIRMS largest firms, by branch (column `sector`) and columns `by`."""
    country = national(edition)
    sectors = pl.DataFrame({"class": country.classes["class"], "sector": country.classes["icio"]})
    communes = edition.table("communes").select("commune", "zone_emploi", commune_label="label")
    return (
        rows.join(sectors, on="class")
        .join(communes, on="commune")
        .sort(["jobs", "siret"], descending=[True, False])
        .with_columns(siren=pl.col("siret").str.slice(0, 9))
        .unique([*by, "sector", "siren"], keep="first", maintain_order=True)
        .group_by(*by, "sector", maintain_order=True)
        .head(FIRMS)
    )


@lru_cache(maxsize=4)
def _zone_firms(edition: Edition) -> pl.DataFrame:
    return _largest(edition.table("establishments").with_columns(shown_name()), edition, "zone_emploi")


def _firms(rows: pl.DataFrame) -> dict[str, tuple[Firm, ...]]:
    found: dict[str, tuple[Firm, ...]] = {}
    for code, *said in rows.select("sector", "siret", "name", "class", "commune_label").iter_rows():
        found[code] = (*found.get(code, ()), Firm(*said))
    return found


def _supplied(local: Local, table: InputOutput, sector: str) -> Supplied | None:
    """Zones d'emploi around (this one and its own excepted) with the most jobs in the branch, nearest counting more."""
    zones, matrix = level_jobs(local.edition, Level.ZONE_EMPLOI)
    of = table.sectors.index(sector)
    jobs = matrix[:, table.of_class == of].sum(axis=1)
    away = distance_km(local.territory.lon, local.territory.lat, zones["lon"].to_numpy(), zones["lat"].to_numpy())
    own = zones["code"].is_in(local.communes["zone_emploi"].unique().to_list()).to_numpy()
    near = ~own & (away <= REACH_KM) & (jobs >= LEAST_JOBS)
    score = np.where(near, jobs / (1 + away / 50), 0.0)
    best = [int(i) for i in np.lexsort((zones["code"].to_numpy(), -score)) if score[i] > 0][:NEIGHBOURS]
    if not best:
        return None
    closed = [c.siret for c in local.corrections if c.field == CLOSED]
    makers = _zone_firms(local.edition).filter(pl.col("sector") == sector, ~pl.col("siret").is_in(closed))
    found = tuple(
        Neighbour(
            zones["code"][i],
            zones["label"][i],
            float(away[i]),
            int(jobs[i]),
            _firms(makers.filter(pl.col("zone_emploi") == zones["code"][i])).get(sector, ()),
        )
        for i in best
    )
    told = listing([f"{n.label} (à {decimal(n.distance_km, 0)} km)" for n in found])
    return Supplied(sector, found, f"Des voisins en fabriquent : {told}.")


def _arrival(local: Local, trade: _Trade, activity: str) -> Arrival:
    table, share, jobs = trade.table, trade.share, trade.jobs
    label = local.country.labels[activity]
    s = int(table.of_class[local.country.index[activity]])
    present = jobs > 0
    if s < 0:
        return Arrival(activity, label, (), (), "Branche sans tableau d'achats : rien à dire.")
    buys = np.where(present & (share[:, s] >= LEAST_SHARE), share[:, s] * np.sqrt(jobs), 0.0)
    sells = np.where(present & (share[s] >= LEAST_SHARE), share[s] * np.sqrt(jobs), 0.0)
    buys[s] = sells[s] = 0.0
    suppliers, customers = (
        tuple(
            trade.partner(int(k), float(shares[k]))
            for k in np.argsort(-score, kind="stable")[:PARTNERS]
            if score[k] > 0
        )
        for score, shares in ((buys, share[:, s]), (sells, share[s]))
    )
    parts = []
    if customers:
        parts.append(f"vendre à {_branches(customers)}")
    if suppliers:
        parts.append(f"acheter à {_branches(suppliers)}")
    told = f"Pourrait, ici, {' et '.join(parts)}" if parts else "Aucun lien d'achat notable avec les branches d'ici"
    return Arrival(activity, label, customers, suppliers, f"{told} (achats moyens de branche, à vérifier).")


def _branches(partners: tuple[Partner, ...]) -> str:
    return listing([f"« {short_label(p.label)} »" for p in partners])


def short_label(label: str) -> str:
    """A branch without what its label excludes or details: « Produits métalliques », « Autres produits minéraux »."""
    return re.split(r" \(|, à l[’']exception", label, maxsplit=1)[0]


def _loops(trade: _Trade, goods: np.ndarray) -> tuple[Loop, ...]:
    """Two branches that buy from each other, or three in a round."""
    table, share, jobs = trade.table, trade.share, trade.jobs
    here = [int(i) for i in np.flatnonzero(goods & (jobs > 0)) if table.sectors[i] in trade.firms]
    found: list[tuple[float, tuple[int, ...]]] = []
    for a in here:
        for b in here:
            if a < b and (weakest := min(share[a, b], share[b, a])) >= LEAST_SHARE:
                found.append((float(weakest), (a, b)))
            if a == b or share[a, b] < LEAST_SHARE:
                continue
            for c in here:
                # a round starts at its first branch, so that it is found once
                if a < b and a < c and c != b and min(share[b, c], share[c, a]) >= LEAST_SHARE:
                    found.append((float(min(share[a, b], share[b, c], share[c, a])), (a, b, c)))
    found.sort(key=lambda loop: (-loop[0] * float(np.sqrt(jobs[list(loop[1])]).min()), loop[1]))
    return tuple(_loop(trade, weakest, ring) for weakest, ring in _distinct(found)[:LOOPS])


def _distinct(found: list[tuple[float, tuple[int, ...]]]) -> list[tuple[float, tuple[int, ...]]]:
    """A round of three that only adds a branch to a pair already told says little."""
    kept: list[tuple[float, tuple[int, ...]]] = []
    for weakest, ring in found:
        if not any(set(other) <= set(ring) or set(ring) <= set(other) for _, other in kept):
            kept.append((weakest, ring))
    return kept


def _loop(trade: _Trade, weakest: float, ring: tuple[int, ...]) -> Loop:
    turned = (*ring[1:], ring[0])
    sectors = tuple(
        trade.partner(seller, float(trade.share[seller, buyer])) for seller, buyer in zip(ring, turned, strict=True)
    )
    told = listing([f"« {short_label(p.label)} » ({percent(p.share)}{_named(p)})" for p in sectors])
    way = "s'achètent l'une à l'autre" if len(ring) == 2 else "s'achètent en rond, chacune à la précédente"
    return Loop(
        sectors,
        weakest,
        f"Les branches {told} {way} ; le pourcentage dit ce que la première pèse en moyenne dans les achats de biens "
        "de la suivante.",
    )


def _named(partner: Partner) -> str:
    names = [f.name for f in partner.firms if f.name][:2]
    return f" ; {' ou '.join(names)}" if names else ""
