"""From what a person types to a territory: a name, an official code, `niveau:code` or a list of communes."""

import re
from collections.abc import Iterable

import polars as pl

from ancrage.domain.errors import AncrageError
from ancrage.domain.territory import LEVEL_LABELS, Level, Territory
from ancrage.domain.wording import NBSP, count
from ancrage.inputs.communes import is_overseas, possible_communes, read_commune, show
from ancrage.inputs.directory import directory
from ancrage.inputs.perimeters import read_communes
from ancrage.inputs.reading import Reading
from ancrage.warehouse.edition import Edition
from ancrage.warehouse.territories import Candidate, candidates, core, loosen, normalise, perimeter, territory_of

FIVE_DIGITS = re.compile(r"[0-9][0-9AB][0-9]{3}")
SEARCH = "Cherchez-le avec « ancrage territoires RECHERCHE »."
OUTSIDE = " La collectivité d'outre-mer du même nom est hors de l'édition."
SHOWN, COMMUNES, NEAREST = 12, 4, 5
PREFERRED = (Level.EPCI, Level.ZONE_EMPLOI)


def read_territory(edition: Edition, text: str) -> Reading[Territory]:
    """The territory that `text` names.

    A whole name is looked for first as it is written (case, accents, hyphens and apostrophes apart), then without
    its articles and legal form, then by its heart (« Cognac » for the Grand Cognac). Of the levels that share a name
    the intercommunality is meant, else the zone d'emploi. Levels that hold the same communes are one.
    Errors: AncrageError with the candidates of an ambiguous text, the nearest names of an unknown one, the territories
    of a commune, the unknown communes of a perimeter.
    """
    text = text.strip()
    if not text:
        raise AncrageError("Aucun territoire n'est donné.", SEARCH)
    prefix, colon, rest = text.partition(":")
    if not colon:
        return _chosen(edition, text, candidates(edition))
    try:
        level = Level(prefix.strip())
    except ValueError:
        known = ", ".join(level.value for level in Level)
        raise AncrageError(
            f"« {show(prefix)} » n'est pas un niveau de territoire.", f"Niveaux possibles : {known}."
        ) from None
    if level is Level.COMMUNES:
        reading = read_communes(edition, rest)
        return Reading(perimeter(edition, reading.value), reading.note)
    return _chosen(edition, rest.strip(), candidates(edition, level))


def _chosen(edition: Edition, text: str, among: list[Candidate]) -> Reading[Territory]:
    by_code = [c for c in among if c.code.lower() == text.lower()]
    bearers = by_code or _bearers(text, among)
    if not bearers:
        raise unknown(edition, text, among)
    places = {c: territory_of(edition, c) for c in bearers}
    # La Réunion is a département and a region: one place, not two
    apart = list({place.communes: c for c, place in reversed(places.items())}.values())[::-1]
    preferred = [c for level in PREFERRED for c in apart if c.level is level]
    chosen = apart[0] if len(apart) == 1 else None
    if chosen is None and not by_code and preferred and sum(c.level is preferred[0].level for c in apart) == 1:
        chosen = preferred[0]
    if chosen is None:
        raise AncrageError(f"Plusieurs territoires répondent à « {show(text)} ».", listing("Précisez lequel :", apart))
    literal = bool(by_code) or loosen(normalise(chosen.label)) == loosen(normalise(text))
    return Reading(places[chosen], _told(chosen, [c for c in apart if c != chosen], literal))


def _told(chosen: Candidate, others: list[Candidate], literal: bool) -> str:
    if not others:
        return "" if literal else f"Territoire retenu{NBSP}: {chosen.line}."
    asked = " ; ".join(f"{LEVEL_LABELS[c.level]} {c.label}{NBSP}: {c.level.value}:{c.code}" for c in others[:SHOWN])
    return f"Territoire retenu{NBSP}: {chosen.line}. Pour un autre, tapez son code ({asked})."


def _bearers(text: str, among: list[Candidate]) -> list[Candidate]:
    """Who bears this name: exactly, else without articles and legal forms, with the intercommunality of that heart."""
    name = normalise(text)
    labels = [(c, normalise(c.label)) for c in among]
    exact = [c for c, label in labels if label == name]
    same = [c for c, label in labels if loosen(name) and loosen(label) == loosen(name)]
    # a Territoire d'industrie takes the name of where it stands: it must not hide the zone "La Vallée de l'Arve"
    bearers = exact if any(c.level is not Level.TERRITOIRE_INDUSTRIE for c in exact) else same
    if any(c.level in (Level.EPCI, Level.DEPARTEMENT, Level.REGION) for c in bearers):
        return bearers
    heart = [c for c, label in labels if c.level is Level.EPCI and core(name) and core(label) == core(name)]
    return bearers + heart if len(heart) == 1 or not bearers else bearers


def listing(introduction: str, those: Iterable[Candidate]) -> str:
    """An introduction, then one line a territory, the first ones of a long list."""
    lines = [c.line for c in those]
    more = [f"… et {count(len(lines) - SHOWN, 'autre')} : {SEARCH}"] if len(lines) > SHOWN else []
    return "\n  ".join([introduction, *lines[:SHOWN], *more])


def homes(edition: Edition, commune: str) -> list[Candidate]:
    """The intercommunality and the zone d'emploi of a commune."""
    row = edition.table("communes").row(by_predicate=pl.col("commune") == commune, named=True)
    labels = {(c.level, c.code): c for c in candidates(edition)}
    found = (labels.get((level, row[level.value])) for level in (Level.EPCI, Level.ZONE_EMPLOI))
    return [c for c in found if c]


def unknown(edition: Edition, text: str, among: list[Candidate]) -> AncrageError:
    """What to say of a text that names no territory: the territories of a commune, else the nearest names."""
    communes = possible_communes(edition, text)
    if communes:
        labels = directory(edition).labels
        lines = []
        for code in communes[:COMMUNES]:
            lines.append(f"communes:{code} {labels[code]} (la commune seule)")
            lines += [home.line for home in homes(edition, code)]
        what = "désigne une commune" if len(communes) == 1 else f"désigne {len(communes)} communes"
        return AncrageError(
            f"« {show(text)} » {what}, pas un territoire d'étude.{OUTSIDE if is_overseas(edition, text) else ''}",
            "\n  ".join(["Choisissez :", *dict.fromkeys(lines)]),
        )
    if is_overseas(edition, text) or FIVE_DIGITS.fullmatch(text):
        try:
            read_commune(edition, text)
        except AncrageError as error:
            return error
    return AncrageError(
        f"Aucun territoire ne s'appelle « {show(text)} ».", listing("Les plus proches :", _nearest(text, among))
    )


def _nearest(text: str, among: list[Candidate]) -> list[Candidate]:
    from rapidfuzz import fuzz, process  # only errors need it

    name = normalise(text)
    labels = [loosen(normalise(c.label)) for c in among]
    close = process.extract(loosen(name) or name, labels, scorer=fuzz.WRatio, limit=NEAREST)
    return [among[index] for _, _, index in close]
