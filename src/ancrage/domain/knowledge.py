"""What the people of a territory know and no register says: the store keeps it, the steps receive these records."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Note:
    """Something known of an establishment. `kind`: contact, adhérent, visite, projet, remarque; `date`: None, or as
    precise as people said it (« 2026-02-28 », « 2026-02 », « 2026-T1 », « 2026 »)."""

    siret: str
    kind: str
    date: str | None
    author: str
    text: str


@dataclass(frozen=True, slots=True)
class Correction:
    """`field`: nom, activite, emplois, commune, ferme (value "oui"; "non": known open). It is laid over the register,
    never into it."""

    siret: str
    field: str
    value: str
    date: str
    author: str


@dataclass(frozen=True, slots=True)
class Signal:
    """What weakens the hold of a know-how: `kind` is contrôle étranger, procédure collective, transmission, départ."""

    siret: str
    kind: str
    date: str | None
    source: str
    text: str


@dataclass(frozen=True, slots=True)
class SupportBody:
    """A training centre, cluster, laboratory or support body that the territory lists; `activities`: NAF prefixes."""

    name: str
    kind: str
    commune: str | None
    activities: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class OwnSite:
    """A site of the territory's own list, which wins over any national one. None: not told, never zero."""

    name: str
    commune: str
    lon: float | None
    lat: float | None
    area_ha: float | None
    power_mw: float | None
    water_m3_per_day: float | None
    zoning: str | None
    polluted: bool | None
    available_from: str | None
    source: str
    note: str | None


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All that a territory knows, empty by default. `origin` names where it came from, for the study to say so."""

    origin: str = ""
    notes: tuple[Note, ...] = ()
    corrections: tuple[Correction, ...] = ()
    signals: tuple[Signal, ...] = ()
    bodies: tuple[SupportBody, ...] = ()
    sites: tuple[OwnSite, ...] = ()

    def said_of(self, siret: str) -> str:
        """What is told of an establishment, in one line: « adhérent ; visite du 2024-05-31 ; emplois : 80 »."""
        notes = [f"{n.kind} du {n.date}" if n.date else n.kind for n in self.notes if n.siret == siret]
        fixed = [c for c in self.corrections if c.siret == siret]
        state = {"oui": "fermé", "non": "ouvert"}
        said = [state.get(c.value, c.value) if c.field == "ferme" else f"{c.field} : {c.value}" for c in fixed]
        return " ; ".join(dict.fromkeys([*notes, *said, *(s.kind for s in self.signals if s.siret == siret)]))
