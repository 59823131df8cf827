"""Links between firms: neighbours who make what is missing here, what a target would complete, loops of trade.

All is inferred from what branches buy on average in France: a question to ask, not an observed sale.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np
import polars as pl

from ancrage.domain.described import Record, field, number, replace, text
from ancrage.domain.territory import Level
from ancrage.domain.units import JOBS, RANK, SHARE
from ancrage.domain.wording import decimal, listing, percent
from ancrage.methods import distance_km
from ancrage.steps.corrections import CLOSED
from ancrage.steps.diagnostic.missing_links import TRADE, Firm, MissingLink, Neighbour
from ancrage.steps.input_output import InputOutput, input_output
from ancrage.steps.local import Local
from ancrage.steps.national import Floats, commune_labels, level_jobs, national
from ancrage.warehouse.edition import Edition, derived
from ancrage.warehouse.register import TABLE, among, shown_name

REACH_KM = 100.0
NEIGHBOURS, FIRMS, TARGETS, LOOPS = 3, 3, 10, 6
PARTNERS = 3
NOBODY_NEAR = f"Aucun voisin à moins de {REACH_KM:.0f} km n'en fabrique assez pour être cité."
LEAST_JOBS = 50  # in a branch, for a neighbour to be named
LEAST_SHARE = 0.02  # of the purchases of goods of a branch, for a link to be told


@dataclass(frozen=True, slots=True)
class Supplied:
    """A missing link (by its branch) and the neighbours that could fill it."""

    sector: str
    neighbours: tuple[Neighbour, ...]
    sentence: str


class Partner(Record):
    """A branch present here that would buy, or sell."""

    sector: Annotated[str, text("Branche", kind="code")] = field(name="branche")
    label: Annotated[str, text("Libellé de la branche")] = field(name="libelle")
    share: Annotated[float, number("Part moyenne des achats de biens de l'acheteur", SHARE, of=TRADE)] = field(
        name="part"
    )
    jobs: Annotated[int, number("Emplois de la branche ici", JOBS, of=("establishments",), head="Emplois")] = field(
        name="emplois"
    )


class Arrival(Record):
    """What the coming of a target would complete: who here would buy from it, from whom here it would buy."""

    activity: Annotated[str, text("Cible (NAF)", kind="code")] = field(name="cible")
    label: Annotated[str, text("Libellé de la cible")] = field(name="libelle")
    customers: Annotated[tuple[Partner, ...], text("Clients possibles ici", in_columns=True)] = field(name="clients")
    suppliers: Annotated[tuple[Partner, ...], text("Fournisseurs possibles ici", in_columns=True)] = field(
        name="fournisseurs"
    )
    sentence: Annotated[str, text("En une phrase", kind="prose")] = field(name="phrase")


class Loop(Record):
    """Branches of the territory that supply one another in turn."""

    rank: Annotated[int, number("Boucle", RANK)] = field(name="boucle")
    sectors: Annotated[tuple[Partner, ...], text("Branches", in_columns=True)] = field(name="branches")
    weakest: Annotated[float, number("Part du maillon le plus faible de la boucle", SHARE, of=TRADE)] = field(
        name="maillon_le_plus_faible"
    )
    sentence: Annotated[str, text("En une phrase", kind="prose")] = field(name="phrase")


@dataclass(frozen=True, slots=True)
class Links:
    supplied: tuple[Supplied, ...]
    arrivals: tuple[Arrival, ...]
    loops: tuple[Loop, ...]


@dataclass(frozen=True, eq=False)
class _Trade:
    """`share[i, j]`: of what branch j buys in goods, what i sells; `jobs` here, by branch."""

    table: InputOutput
    share: Floats
    jobs: Floats

    def partner(self, sector: int, share: float) -> Partner:
        code = self.table.sectors[sector]
        return Partner(code, self.table.labels[code], float(share), int(self.jobs[sector]))


def with_neighbours(missing: Sequence[MissingLink], links: Links) -> tuple[MissingLink, ...]:
    """The missing links, each with the neighbours that could fill it."""
    by_sector = {supplied.sector: supplied for supplied in links.supplied}
    return tuple(
        replace(link, neighbours=near.neighbours, neighbours_sentence=near.sentence)
        if (near := by_sector.get(link.sector))
        else replace(link, neighbours_sentence=NOBODY_NEAR)
        for link in missing
    )


def links(local: Local, missing: Sequence[MissingLink], targets: Sequence[str]) -> Links:
    """`targets`: activities, best first."""
    if not local.jobs.any():
        return Links((), (), ())
    table = input_output(local.edition)
    goods = np.array([s.startswith(("A", "B", "C")) for s in table.sectors])
    bought = np.where(goods[:, None], table.domestic + table.imported, 0.0)
    total = bought.sum(axis=0)
    share = np.divide(bought, total, out=np.zeros_like(bought), where=total > 0)
    trade = _Trade(table, share, table.by_sector(local.jobs))
    return Links(
        supplied=tuple(s for link in missing if (s := _supplied(local, table, link.sector))),
        arrivals=tuple(_arrival(local, trade, a) for a in targets[:TARGETS]),
        loops=_loops(trade, goods),
    )


@derived
def _zone_firms(edition: Edition, sector: str) -> dict[str | None, tuple[Firm, ...]]:
    """By zone d'emploi, the largest establishment of each of the FIRMS largest firms of a sector."""
    zone = dict(edition.table("communes").select("commune", "zone_emploi").iter_rows())
    classes = national(edition).classes.filter(pl.col("icio") == sector)["class"]
    rows = edition.scan(TABLE).filter(among("class", classes)).with_columns(shown_name()).collect()
    labels = commune_labels(edition)
    found: dict[str | None, dict[str, Firm]] = {}
    ordered = rows.sort(["jobs", "siret"], descending=[True, False])
    for siret, name, activity, commune in ordered.select("siret", "name", "class", "commune").iter_rows():
        firms = found.setdefault(zone.get(commune), {})
        if len(firms) < FIRMS and siret[:9] not in firms:
            firms[siret[:9]] = Firm(siret, name, activity, labels.get(commune, commune))
    return {place: tuple(firms.values()) for place, firms in found.items()}


@dataclass(frozen=True, eq=False)
class _Zones:
    """Zones d'emploi, sorted by code: `jobs` (zones, sectors)."""

    codes: list[str]
    labels: list[str]
    lon: Floats
    lat: Floats
    jobs: Floats


@derived
def _zones(edition: Edition) -> _Zones:
    zones, matrix = level_jobs(edition, Level.ZONE_EMPLOI)
    table = input_output(edition)
    return _Zones(
        zones["code"].to_list(),
        zones["label"].to_list(),
        zones["lon"].to_numpy(),
        zones["lat"].to_numpy(),
        np.array([table.by_sector(row) for row in matrix]),
    )


def _supplied(local: Local, table: InputOutput, sector: str) -> Supplied | None:
    """Zones d'emploi around (this one and its own excepted) with the most jobs in the branch, nearest counting more."""
    zones, jobs = _zones(local.edition), _zones(local.edition).jobs[:, table.sectors.index(sector)]
    own = set(local.communes["zone_emploi"].to_list())
    away = distance_km(local.territory.lon, local.territory.lat, zones.lon, zones.lat)
    near = (away <= REACH_KM) & (jobs >= LEAST_JOBS) & np.array([code not in own for code in zones.codes])
    score = np.where(near, jobs / (1 + away / 50), 0.0)
    best = [i for i in np.argsort(-score, kind="stable")[:NEIGHBOURS].tolist() if score[i] > 0]
    if not best:
        return None
    closed = {c.siret for c in local.corrections if c.field == CLOSED}
    firms = _zone_firms(local.edition, sector)
    found = tuple(
        Neighbour(
            zones.codes[i],
            zones.labels[i],
            float(away[i]),
            int(jobs[i]),
            tuple(f for f in firms.get(zones.codes[i], ()) if f.siret not in closed),
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
    share, jobs = trade.share, trade.jobs
    here = [int(i) for i in np.flatnonzero(goods & (jobs > 0))]
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
    kept = _distinct(found)[:LOOPS]
    return tuple(_loop(trade, rank, weakest, ring) for rank, (weakest, ring) in enumerate(kept, start=1))


def _distinct(found: list[tuple[float, tuple[int, ...]]]) -> list[tuple[float, tuple[int, ...]]]:
    """A round of three that only adds a branch to a pair already told says little."""
    kept: list[tuple[float, tuple[int, ...]]] = []
    for weakest, ring in found:
        if not any(set(other) <= set(ring) or set(ring) <= set(other) for _, other in kept):
            kept.append((weakest, ring))
    return kept


def _loop(trade: _Trade, rank: int, weakest: float, ring: tuple[int, ...]) -> Loop:
    turned = (*ring[1:], ring[0])
    sectors = tuple(
        trade.partner(seller, float(trade.share[seller, buyer])) for seller, buyer in zip(ring, turned, strict=True)
    )
    told = listing([f"« {short_label(p.label)} » ({percent(p.share)})" for p in sectors])
    way = "s'achètent l'une à l'autre" if len(ring) == 2 else "s'achètent en rond, chacune à la précédente"
    return Loop(
        rank,
        sectors,
        weakest,
        f"Les branches {told} {way} ; le pourcentage dit ce que la première pèse en moyenne dans les achats de biens "
        "de la suivante.",
    )
