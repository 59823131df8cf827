"""The words that a printed kit and its DOCX share: titles, headings, boxes to fill, names of files."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from ancrage.domain.wording import NBSP, decimal, lower_first
from ancrage.steps.interview import Kit

BRAND = "Ancrage · kit d'entretien"
UNCALLED = "Personne n'a encore contacté cette entreprise. "
INFERENCE = "Ce qui est déduit peut être faux : l'entretien le dira."
KNOWN, INFERRED, NOTED = "Ce que nous savons", "Ce que nous déduisons", "Ce que vous avez déjà noté"
QUESTIONS, PROMISES, PRIVACY = "Les huit questions", "Ce qu'il ne faut pas promettre", "Données et accord"
AFTER = "Après l'entretien"
FOLLOW_UP = ("Date et lieu", "Interlocuteur, fonction", "Prochain pas, par qui, pour quand", "Ce qui a été convenu")
CONSENTS = ("Notes relues et acceptées", "Notes transmissibles à : ", "Accord refusé : ne rien conserver")
STATUSES = {
    "publié": "publié par la source",
    "estimé": "calculé à partir de la source",
    "déduit": "supposé à partir de l'activité",
    "absent": "la donnée manque",
}
NAME, SLUG = 60, 40


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the first page."""

    label: str
    text: str
    status: str
    source: str


def title(kit: Kit) -> str:
    """The name as the register writes it, without the quotes and dots that some hold."""
    name = " ".join(kit.name.strip(" .'\"").split()) or kit.name
    return name if len(name) <= NAME else f"{name[:NAME].rsplit(' ', 1)[0]}…"


def subtitle(kit: Kit) -> str:
    where = kit.actor.commune_label
    distance = kit.actor.distance_km
    away = "" if kit.actor.here or distance is None else f", à {decimal(distance, 0)}{NBSP}km"
    return f"{kit.actor.role.capitalize()} · {where}{away} · territoire : {kit.territory}"


def target(kit: Kit) -> str:
    """« Cible : usinage (25.62) », with the product asked for when there is one."""
    product = f", {lower_first(kit.product)}" if kit.product else ""
    return f"Cible : {lower_first(kit.target_label)} ({kit.target}){product}"


def warning(kit: Kit) -> str:
    """What the first line must say; a firm that somebody noted something of may have been met."""
    return INFERENCE if kit.notes or kit.signals else UNCALLED + INFERENCE


def lines(kit: Kit) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    """Blocks of the first page: (heading, rows). What the territory noted comes between the register and inference."""
    noted = [
        Line(note.kind.capitalize(), note.text, note.date or "sans date", note.author or "auteur non dit")
        for note in kit.notes
    ] + [
        Line(signal.kind.capitalize(), signal.text, signal.date or "sans date", signal.source) for signal in kit.signals
    ]
    blocks = [(KNOWN, tuple(Line(f.label, f.text, f.status, f.source) for f in kit.known))]
    if noted:
        blocks.append((NOTED, tuple(noted)))
    blocks.append((INFERRED, tuple(Line(f.label, f.text, f.status, f.source) for f in kit.inferred)))
    return tuple(blocks)


def file_stem(kit: Kit, rank: int) -> str:
    """« 01_alpen-tech_60582045500026 »: in order of visit, readable, safe on every system."""
    return f"{rank:02}_{slug(kit.name)}_{kit.actor.siret}"


def slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:SLUG].strip("-") or "sans-nom"


@dataclass(frozen=True, slots=True)
class Stop:
    """One visit of a round: the `place` of its commune, nearest first, its `rank` as an actor, the file of its kit."""

    place: int
    rank: int
    commune: str
    kit: Kit
    file: str


def round_of_visits(kits: Sequence[Kit], files: Sequence[str]) -> tuple[Stop, ...]:
    """Kits by commune, those of the nearest commune first, then in their own order."""
    order: dict[str, float] = {}
    for kit in kits:
        place, known = kit.actor.commune_label or "", kit.actor.distance_km
        away = inf if known is None else known
        order[place] = min(order.get(place, away), away)
    places = {commune: place for place, commune in enumerate(sorted(order, key=lambda c: (order[c], c)), start=1)}
    stops = [
        Stop(places[kit.actor.commune_label or ""], rank, kit.actor.commune_label or "", kit, file)
        for rank, (kit, file) in enumerate(zip(kits, files, strict=True), start=1)
    ]
    return tuple(sorted(stops, key=lambda stop: (stop.place, stop.rank)))
