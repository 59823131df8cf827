"""Links between activities, class by class: who makes what another makes, or buys from it, or sells to it.

A branch average (50 branches) never names a firm: only classes (615), and what firms declare, do.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ancrage.domain.wording import listing, lower_first
from ancrage.reference import read_reference
from ancrage.steps.national import Floats, national, positions
from ancrage.steps.targets.kinship import relatedness
from ancrage.steps.targets.values import occupations
from ancrage.warehouse.edition import Edition, derived

OWN, KIN, MACHINES, TRADES, CLIENT, SUPPLIER = "métier", "parenté", "machines", "métiers rares", "client", "fournisseur"
# what a link of each kind is worth, and the least likeness that makes one
WORTH = {OWN: 1.0, KIN: 0.5, MACHINES: 0.45, TRADES: 0.4, CLIENT: 0.35, SUPPLIER: 0.3}
KINDS = tuple(WORTH)
# those by which a firm could turn to an activity
TURNS = (KIN, MACHINES, TRADES)
# divisions whose groups work with the same machines (wood, metal parts, machine building): cheese is not ham
ONE_WORKSHOP = ("16", "25", "28")
LEAST_FIRMS, LEAST_PLACES, LEAST_TRADES = 0.12, 0.35, 0.5
# an occupation that more classes hire is everybody's: accountants, warehouse keepers, fork-lift drivers
RARE_SHARE = 0.10
# crafts and the machines of one material (ROME): an office, a packing line or a maintenance team shared is no know-how
WORKSHOP = ("B", "H2", "H31", "H32", "H34")


@dataclass(frozen=True, eq=False)
class Links:
    """(kinds, classes, classes), by class wanted and class of a firm: `worth` of each link, 0 where there is none;
    `strength` of the best one and its `kind`, a position in KINDS."""

    worth: Floats
    strength: Floats
    kind: NDArray[np.intp]
    words: dict[tuple[str, str, str], str]  # written by hand, by class wanted, class of the firm and kind


@derived
def rare_trades(edition: Edition) -> tuple[list[str], Floats, Floats]:
    """ROME codes hired by few manufacturing classes, their share in each class's hirings (classes, occupations), and
    how alike two classes are by them alone: cosine, (classes, classes), zero on the diagonal."""
    codes, shares = occupations(edition)
    made = shares[national(edition).is_manufacturing]
    rare = ((made > 0).mean(axis=0) <= RARE_SHARE) & np.array([code.startswith(WORKSHOP) for code in codes])
    own = shares[:, rare]
    size = np.linalg.norm(own, axis=1, keepdims=True)
    unit = np.divide(own, size, out=np.zeros_like(own), where=size > 0)
    # classes whose rare trades are a crumb of their hirings resemble each other by accident
    worth = np.minimum(1.0, 3 * own.sum(axis=1))
    alike = (unit @ unit.T) * np.sqrt(worth[:, None] * worth[None, :])
    np.fill_diagonal(alike, 0.0)
    return [code for code, keep in zip(codes, rare, strict=True) if keep], own, alike


@derived
def links(edition: Edition) -> Links:
    country = national(edition)
    index, n = country.index, len(country.index)
    both = country.is_manufacturing[:, None] & country.is_manufacturing[None, :]
    places = relatedness(edition)["lieux"]
    firms = np.zeros((n, n))
    pairs = edition.table("same_firm_class")
    a, b = positions(pairs["class_a"], index), positions(pairs["class_b"], index)
    firms[a, b] = firms[b, a] = pairs["relatedness"].to_numpy()
    division = country.classes["division"].to_numpy()
    alike = rare_trades(edition)[2]
    words: dict[tuple[str, str, str], str] = {}
    found = {kind: np.zeros((n, n)) for kind in KINDS}
    found[OWN] = np.eye(n)
    found[KIN] = np.where(both & (firms >= LEAST_FIRMS), WORTH[KIN] * (0.5 + firms), 0.0)
    group = country.classes["group"].to_numpy()
    alike_machines = np.isin(division, list(ONE_WORKSHOP))
    same = (division[:, None] == division[None, :]) & alike_machines[:, None]
    same = both & (same | (group[:, None] == group[None, :]))
    found[MACHINES] = np.where(same & (places >= LEAST_PLACES), WORTH[MACHINES] * (0.5 + places), 0.0)
    found[TRADES] = np.where(both & (alike >= LEAST_TRADES), WORTH[TRADES] * (0.5 + alike / 2), 0.0)
    for made, maker, strength, reason in read_reference("metiers_voisins.csv").iter_rows():
        i, j = index[made], index[maker]
        if both[i, j]:
            found[KIN][i, j] = max(found[KIN][i, j], float(strength))
            words[made, maker, KIN] = reason
    for supplier, client, reason in read_reference("liens_classes.csv").iter_rows():
        i, j = index[supplier], index[client]
        found[CLIENT][i, j], found[SUPPLIER][j, i] = WORTH[CLIENT], WORTH[SUPPLIER]
        words[supplier, client, CLIENT] = words[client, supplier, SUPPLIER] = reason
    stack = np.stack([found[kind] for kind in KINDS])
    return Links(stack, stack.max(axis=0), stack.argmax(axis=0), words)


def why(edition: Edition, wanted: str, activity: str, kind: str) -> str:
    """Why a firm of an activity is a foothold for the one wanted, in a few words."""
    label = lower_first(national(edition).labels[activity])
    told = links(edition).words.get((wanted, activity, kind), "")
    if kind == OWN:
        return f"déjà de ce métier ({label})"
    if kind == KIN:
        return f"{label} : {told}" if told else f"{label} : des entreprises françaises font les deux"
    if kind == MACHINES:
        return f"{label} : même famille de machines, souvent aux mêmes lieux"
    if kind == TRADES:
        return f"{label} : mêmes métiers rares, {listing(shared_trades(edition, wanted, activity))}"
    if kind == CLIENT:
        return f"{label}, qui en achète : {told}"
    return f"{label}, qui fournit : {told}"


def shared_trades(edition: Edition, one: str, other: str, most: int = 2) -> Sequence[str]:
    """Labels of the rare occupations that two classes hire most in common."""
    codes, shares, _ = rare_trades(edition)
    index = national(edition).index
    common = np.minimum(shares[index[one]], shares[index[other]])
    labels = dict(edition.table("occupations").select("rome", "label").iter_rows())
    order = np.argsort(-common, kind="stable")[:most]
    return [lower_first(labels.get(codes[i], codes[i])) for i in order if common[i] > 0]
