"""Rows of a file matched to the register: exact identifiers first, then name, town and activity, with a probability.

No Django here: the register comes as an edition, rows as plain records, decisions as plain records.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ancrage.domain.wording import count, percent
from ancrage.methods.geography import distance_km
from ancrage.methods.matching import (
    IDENTICAL,
    LENGTH_CLASSES,
    LENGTHS,
    NAME_LEVELS,
    Names,
    match_posterior,
    name_agreement,
    name_candidates,
    name_key,
)
from ancrage.reference import read_reference
from ancrage.store.places import Places, Towns
from ancrage.warehouse.edition import Edition
from ancrage.warehouse.register import known_establishments

MATCHED, DOUBTFUL, NOT_FOUND, DUPLICATE = "apparié", "à revoir", "non trouvé", "doublon"
THRESHOLD, DOUBT = 0.8, 0.2
BATCH = 2000
NEIGHBOUR_KM = 15.0
SHOWN = 5  # candidates kept for the review
OTHER, SAME_DEPARTEMENT, NEIGHBOUR, SAME_TOWN, DEPARTEMENT_ONLY, UNTOLD = range(6)
TOWN_LEVELS = ("autre département", "même département", "commune voisine", "même commune", "département seul")
ACTIVITY_LEVELS = ("autre activité", "même division", "même classe")
TOWN_REASONS = ("autre département", "même département", "commune voisine", "même commune", "même département", "seul")
BY_NAME = "nom"
AGREES = 2  # from this level of agreement, a name does not contradict an identifier

Floats = NDArray[np.float64]
Indexes = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a row says of a firm; empty when not told. Identifiers are already checked (see identifiers.py)."""

    name: str = ""
    town: str = ""
    postcode: str = ""
    siret: str = ""
    siren: str = ""
    naf: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """What became of a row. `score`: probability that it is this firm, there; `candidates`: siret and probability."""

    status: str
    siret: str
    score: float
    reason: str
    candidates: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, eq=False)
class Pairs:
    """Rows and establishments compared: positions, levels of agreement, and the score of names."""

    row: Indexes
    establishment: Indexes
    name: Indexes
    name_score: Floats
    name_level: Indexes
    length_class: Indexes
    town_level: Indexes
    activity_level: Indexes


class Register:
    """The establishments of an edition, ready to be searched by name. Build it once, match many files."""

    def __init__(self, establishments: pl.DataFrame, communes: pl.DataFrame, *, names: bool = True) -> None:
        """`names=False`: only what identifiers need, ten times quicker."""
        rows = establishments.sort("siret")
        self.siret: list[str] = rows["siret"].to_list()
        self.name: list[str | None] = rows["name"].to_list()
        self.usual_name: list[str | None] = rows["usual_name"].to_list()
        self.activity: list[str] = rows["class"].to_list()
        self.activities = set(self.activity)
        self.jobs = rows["jobs"].to_numpy()
        self.places = Places(communes)
        self.commune = np.asarray([self.places.position.get(code, -1) for code in rows["commune"]], dtype=np.int64)
        self.siren = np.unique(rows["siret"].str.slice(0, 9).to_numpy(), return_inverse=True)[1].astype(np.int64)
        self.by_siret = {siret: i for i, siret in enumerate(self.siret)}
        self.by_siren: dict[str, list[int]] = {}
        for i, siret in enumerate(self.siret):
            self.by_siren.setdefault(siret[:9], []).append(i)
        if names:
            self._index_names()

    def _index_names(self) -> None:
        every = [*self.name, *self.usual_name]  # an establishment answers to both
        known = {text: name_key(text) for text in {n for n in every if n}}
        keys = [known.get(name or "", "") for name in every]
        self.names = Names.of(sorted(set(keys) - {""}))
        place = {key: i for i, key in enumerate(self.names.keys)}
        owner = np.asarray([place.get(key, -1) for key in keys], dtype=np.int64)
        bearer = np.tile(np.arange(len(self.name)), 2)
        self.bearers = self._firms_by_name(owner, self.siren[bearer])
        # establishments of each name, one after the other
        self._order = bearer[np.argsort(owner, kind="stable")]
        counts = np.bincount(owner[owner >= 0], minlength=len(self.names.keys))
        self._first = np.concatenate([[0], np.cumsum(counts)]) + int((owner < 0).sum())

    def _firms_by_name(self, owner: Indexes, siren: Indexes) -> Indexes:
        """How many firms bear each name."""
        firms = np.unique(np.stack([owner, siren], axis=1)[owner >= 0], axis=0)
        return np.bincount(firms[:, 0], minlength=len(self.names.keys)).astype(np.int64)

    @cached_property
    def chance_of_a_namesake(self) -> Floats:
        """Other firms expected to bear a name that one firm of the register bears, by length class.

        Good-Turing: twice the names borne by two firms over those borne by one. A long name has next to none.
        """
        length = np.searchsorted(LENGTHS, [len(c) for c in self.names.compact], side="right")
        once = np.bincount(length[self.bearers == 1], minlength=len(LENGTH_CLASSES))
        twice = np.bincount(length[self.bearers == 2], minlength=len(LENGTH_CLASSES))
        return np.asarray((2 * twice + 1) / (once + 1))

    @classmethod
    def of(cls, edition: Edition) -> "Register":
        return cls(known_establishments(edition), edition.table("communes"))

    @classmethod
    def light(cls, edition: Edition) -> "Register":
        """Enough to look a SIRET up and to check a correction."""
        return cls(known_establishments(edition), edition.table("communes"), names=False)

    def told(self, siret: str, field: str) -> str:
        """What the register says of a field that can be corrected; nothing when it does not say."""
        here = self.by_siret.get(siret)
        if here is None:
            return ""
        commune = int(self.commune[here])
        found = {
            "nom": self.name[here] or "",
            "activite": self.activity[here],
            "emplois": str(int(self.jobs[here])),
            "commune": self.places.codes[commune] if commune >= 0 else "",
        }
        return found.get(field, "")

    def pairs(self, wanted: list[Wanted], candidates: int = 20) -> Pairs:
        """Every establishment whose name could be that of a row, and how well each field agrees."""
        keys = [name_key(w.name) if w.name else "" for w in wanted]
        left, names = name_candidates(keys, self.names, candidates)
        score, level, length = name_agreement(keys, self.names, left, names)
        kept = level > 0  # nothing in common: such pairs say nothing, and are nearly all of them
        left, names = left[kept], names[kept]
        score, level, length = score[kept], level[kept], length[kept]
        sizes = self._first[names + 1] - self._first[names]
        offset = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        establishment = self._order[np.repeat(self._first[names], sizes) + offset]
        row = np.repeat(left, sizes)
        towns = self.places.towns([w.town for w in wanted], [w.postcode for w in wanted])
        return Pairs(
            row=row,
            establishment=establishment,
            name=np.repeat(names, sizes),
            name_score=np.repeat(score, sizes),
            name_level=np.repeat(level, sizes),
            length_class=np.repeat(length, sizes),
            town_level=self.town_levels(towns, row, establishment),
            activity_level=self._activity_levels(wanted, row, establishment),
        )

    def town_levels(self, towns: Towns, row: Indexes, establishment: Indexes) -> Indexes:
        """Level of agreement of the towns of pairs: the best over the communes that the name may mean."""
        there, places = self.commune[establishment], self.places
        departement = towns.departement[row]
        alone = (departement != "") & (departement == places.departement[there])
        none = towns.communes[row, 0] < 0
        level = np.where(none, np.where(departement == "", UNTOLD, np.where(alone, DEPARTEMENT_ONLY, OTHER)), OTHER)
        for k in range(towns.communes.shape[1]):
            here = towns.communes[row, k]
            told = np.flatnonzero(here >= 0)
            if not len(told):
                break
            a, b = here[told], there[told]
            near = distance_km(places.lon[a], places.lat[a], places.lon[b], places.lat[b]) <= NEIGHBOUR_KM
            one = np.where(places.departement[a] == places.departement[b], SAME_DEPARTEMENT, OTHER)
            one = np.where(near, NEIGHBOUR, one)
            level[told] = np.maximum(level[told], np.where(a == b, SAME_TOWN, one))
        return np.asarray(level, dtype=np.int64)

    def _activity_levels(self, wanted: list[Wanted], row: Indexes, establishment: Indexes) -> Indexes:
        """-1 when the row tells no activity."""
        told = np.asarray([w.naf for w in wanted] or [""])[row]
        there = np.asarray(self.activity)[establishment]
        same = np.char.startswith(there, told.astype(str)) if len(row) else np.zeros(0, bool)
        division = np.char.str_len(told) >= 2
        division &= np.asarray([a[:2] for a in told.tolist()]) == np.asarray([a[:2] for a in there.tolist()])
        return np.where(told == "", -1, np.where(same, 2, np.where(division, 1, 0))).astype(np.int64)

    @cached_property
    def agreement(self) -> dict[tuple[str, str, str], tuple[float, float]]:
        """m and u by (field, level, length class)."""
        rows = read_reference("appariement.csv").select("champ", "niveau", "classe", "m", "u").iter_rows()
        return {(field, level, length or ""): (float(m), float(u)) for field, level, length, m, u in rows}

    @cached_property
    def identical(self) -> Floats:
        """m of identical names, by length class."""
        return np.asarray([self.agreement["nom", NAME_LEVELS[IDENTICAL], c][0] for c in LENGTH_CLASSES])

    @cached_property
    def bits(self) -> tuple[Floats, Floats, Floats]:
        """log2(m / u) of each level: names (levels x length classes), towns, activities. From the reference table."""
        found = {level: float(np.log2(m / u)) for level, (m, u) in self.agreement.items()}
        name = np.asarray([[found["nom", level, c] for c in LENGTH_CLASSES] for level in NAME_LEVELS])
        town = np.asarray([*(found["commune", level, ""] for level in TOWN_LEVELS), 0.0])
        return name, town, np.asarray([*(found["activité", level, ""] for level in ACTIVITY_LEVELS), 0.0])

    def weights(self, pairs: Pairs) -> Floats:
        """Fellegi-Sunter weight of each pair, in bits, the chance of each establishment before looking included."""
        name, town, activity = self.bits
        by_name = name[pairs.name_level, pairs.length_class]
        same = pairs.name_level == IDENTICAL  # how many firms bear that name says more than the average of its level
        others = self.bearers[pairs.name] - 1 + self.chance_of_a_namesake[pairs.length_class]
        by_name = np.where(same, np.log2(self.identical[pairs.length_class] * (self.siren.max() + 1) / others), by_name)
        return by_name + town[pairs.town_level] + activity[pairs.activity_level] - np.log2(len(self.siret))

    def match(
        self,
        wanted: list[Wanted],
        threshold: float = THRESHOLD,
        progress: Callable[[int], None] = lambda done: None,
    ) -> list[Match]:
        """A decision a row. Identifiers win over names; a name that contradicts its identifier is to review.

        `progress` receives the number of rows done, every BATCH rows: memory does not grow with the file.
        """
        found: list[Match] = []
        for start in range(0, len(wanted), BATCH):
            found += self._batch(wanted[start : start + BATCH], threshold)
            progress(len(found))
        return self._one_firm_one_name(wanted, found)

    def _batch(self, wanted: list[Wanted], threshold: float) -> list[Match]:
        pairs = self.pairs(wanted)
        probability, _ = match_posterior(self.weights(pairs), pairs.row, len(wanted))
        bounds = np.searchsorted(pairs.row, np.arange(len(wanted) + 1))
        found: list[Match] = []
        for i, row in enumerate(wanted):
            span = slice(bounds[i], bounds[i + 1])
            at = pairs.establishment[span]
            match = self._by_name(at, probability[span], pairs.town_level[span], threshold)
            if row.siret:
                level = pairs.name_level[span][at == self.by_siret.get(row.siret, -1)]
                match = self._by_siret(row, match, bool((level >= AGREES).any()))
            elif group := self.by_siren.get(row.siren, []):
                match = self._by_siren(row, group)
            found.append(match)
        return found

    def _by_siret(self, row: Wanted, by_name: Match, agreed: bool) -> Match:
        here = self.by_siret.get(row.siret)
        if here is None and by_name.status == MATCHED:
            reason = "SIRET absent du registre, où ce nom a un autre établissement"
            return Match(DOUBTFUL, by_name.siret, by_name.score, reason, by_name.candidates)
        if here is None:
            return Match(NOT_FOUND, row.siret, 0.0, "SIRET valide, absent du registre de l'édition")
        # a trade name often differs from the legal one: it takes a different town too to doubt an exact number
        town = self._town(row, [here])[0]
        if row.name and self.name[here] and not agreed and town not in (SAME_TOWN, NEIGHBOUR, UNTOLD):
            reason = f"SIRET exact, mais ni le nom ni la commune : « {self.name[here]} » au registre"
            return Match(DOUBTFUL, row.siret, 0.5, reason, ((row.siret, 0.5), *by_name.candidates))
        return Match(MATCHED, row.siret, 1.0, "SIRET exact")

    def _by_siren(self, row: Wanted, group: list[int]) -> Match:
        if len(group) == 1:
            return Match(MATCHED, self.siret[group[0]], 1.0, "SIREN exact, un seul établissement au registre")
        order = sorted(group, key=lambda e: (-self.jobs[e], self.siret[e]))
        in_town = [e for e, level in zip(order, self._town(row, order), strict=True) if level == SAME_TOWN]
        if in_town:
            return Match(MATCHED, self.siret[in_town[0]], 1.0, "SIREN exact" + _among(len(in_town)))
        shown = tuple((self.siret[e], round(1 / len(group), 4)) for e in order[:SHOWN])
        reason = f"SIREN exact, {count(len(group), 'établissement')} : la commune ne dit pas lequel"
        return Match(DOUBTFUL, shown[0][0], shown[0][1], reason, shown)

    def _town(self, row: Wanted, establishments: list[int]) -> list[int]:
        """Agreement of the town of one row with those of establishments."""
        rows = np.asarray(establishments, dtype=np.int64)
        towns = self.places.towns([row.town], [row.postcode])
        found: list[int] = self.town_levels(towns, np.zeros(len(rows), np.int64), rows).tolist()
        return found

    def _by_name(self, establishment: Indexes, probability: Floats, town: Indexes, threshold: float) -> Match:
        """The best firm, then its best establishment: establishments of one firm in one commune go together."""
        if not len(establishment):
            return Match(NOT_FOUND, "", 0.0, "aucun nom du registre ne ressemble")
        firm = self.siren[establishment]
        place = firm * (len(self.places.codes) + 1) + self.commune[establishment]
        owner, home = (np.unique(x, return_inverse=True)[1] for x in (firm, place))
        by_firm, by_place = np.bincount(owner, probability), np.bincount(home, probability)
        order = np.lexsort((establishment, -self.jobs[establishment], -by_place[home]))
        best = int(order[0])
        score = float(by_place[home[best]])
        shown: dict[int, tuple[str, float]] = {}
        for k in order.tolist():
            if by_place[home[k]] > 0.001:
                shown.setdefault(int(home[k]), (self.siret[int(establishment[k])], round(float(by_place[home[k]]), 4)))
        siret = self.siret[int(establishment[best])]
        candidates = tuple(shown.values())[:SHOWN]
        why = f"{BY_NAME}, {TOWN_REASONS[int(town[best])]}{_among(int((home == home[best]).sum()))}"
        if score >= threshold:
            return Match(MATCHED, siret, score, why, candidates)
        if by_firm[owner[best]] >= threshold:
            return Match(DOUBTFUL, siret, score, "la bonne entreprise, mais quel établissement ?", candidates)
        if score >= DOUBT:
            return Match(DOUBTFUL, siret, score, f"{percent(score)} de chances ; {why}", candidates)
        return Match(NOT_FOUND, "", score, "aucun nom du registre ne ressemble assez", candidates)

    def _one_firm_one_name(self, wanted: list[Wanted], found: list[Match]) -> list[Match]:
        """Two different names for one establishment, both by their name: the less likely goes to the review."""
        best: dict[str, tuple[float, str]] = {}
        named = [m.status == MATCHED and m.reason.startswith(BY_NAME) for m in found]
        for row, match, by_name in zip(wanted, found, named, strict=True):
            if by_name and match.score > best.get(match.siret, (0.0, ""))[0]:
                best[match.siret] = (match.score, name_key(row.name))
        reason = "une autre ligne, d'un autre nom, a déjà cet établissement"
        return [
            Match(DOUBTFUL, match.siret, match.score, reason, match.candidates)
            if by_name and name_key(row.name) != best[match.siret][1]
            else match
            for row, match, by_name in zip(wanted, found, named, strict=True)
        ]


def _among(number: int) -> str:
    several = f" ; {count(number, 'établissement')} de l'entreprise dans la commune, le plus grand est retenu"
    return "" if number < 2 else several
