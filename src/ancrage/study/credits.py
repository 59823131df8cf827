"""Whom to credit for a number: full attributions under figures, short numbered references inside tables."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Protocol

from ancrage.domain.described import Record, field, number, text
from ancrage.domain.measure import Status
from ancrage.domain.units import LINES
from ancrage.warehouse.edition import Edition

OWN = "Ancrage"  # a number whose source is the program itself: a choice, a rank, a score
JOINED = " ; "  # between the sources, or the vintages, of one number


class CreditedTable(Record):
    """A table of the edition that the study reads, and one of its sources."""

    name: Annotated[str, text("Table")] = field(name="nom")
    title: Annotated[str, text("Titre", head="Table")] = field(name="titre")
    source: Annotated[str, text("Source")]
    producer: Annotated[str, text("Producteur")] = field(name="producteur")
    vintage: Annotated[str, text("Millésime")] = field(name="millesime")
    licence: Annotated[str, text("Licence")]
    attribution: Annotated[str, text("Mention à reprendre")]
    rows: Annotated[int, number("Lignes de la table", LINES, status=Status.PUBLISHED, head="Lignes")] = field(
        name="lignes"
    )
    method: Annotated[str, text("Comment la table est faite", kind="prose")] = field(name="methode")


class FactDate(Record):
    """A kind of fact, when it was true, who says it."""

    fact: Annotated[str, text("Ce qui est daté")] = field(name="fait")
    vintage: Annotated[str, text("Millésime")] = field(name="millesime")
    source: Annotated[str, text("Source")]


class EditionUsed(Record):
    """The edition of data of a study: its name with the fingerprint of its content, and the tables read."""

    id: Annotated[str, text("Édition de données")]
    day: Annotated[str, text("Jour de l'étude : les aides finies avant lui sont closes")] = field(name="jour")
    tables: Annotated[tuple[CreditedTable, ...], text("Tables lues et leurs sources")]
    dates: Annotated[tuple[FactDate, ...], text("Date de chaque sorte de fait")] = ()


class Measured(Record):
    """What a number of the document is. `source` and `millesime` may join several with « ; »."""

    label: Annotated[str, text("Libellé")] = field(name="libelle")
    unit: Annotated[str, text("Unité")] = field(name="unite")
    vintage: Annotated[str, text("Millésime")] = field(name="millesime")
    source: Annotated[str, text("Source")]
    status: Annotated[str, text("Statut")] = field(name="statut")


class Origin(Record):
    """Where a number comes from."""

    vintage: Annotated[str, text("Millésime")] = field(name="millesime")
    source: Annotated[str, text("Source")]
    status: Annotated[str, text("Statut")] = field(name="statut")

    def __str__(self) -> str:
        return f"{self.source}, {self.vintage}"


class Described(Protocol):
    """A document that says what its numbers are, by their path."""

    @property
    def measures(self) -> dict[str, Measured]: ...


@dataclass(frozen=True, slots=True)
class Credit:
    """A source used by the study; `number` is its place in the list of sources."""

    number: int
    name: str  # "producteur, titre", as `mesures` write it
    producer: str
    vintage: str
    licence: str
    attribution: str


Reference = tuple[str, list[int], list[str]]


class Credits:
    """The sources of a study, each once, and what to write under its numbers."""

    def __init__(self, measures: dict[str, Measured], tables: Iterable[CreditedTable] = ()) -> None:
        self.measures = measures
        rows = {row.attribution: row for row in tables}
        self.all = tuple(
            Credit(i, f"{r.producer}, {r.source}", _short(r.producer), r.vintage, r.licence, r.attribution)
            for i, r in enumerate(rows.values(), start=1)
        )

    def find(self, source: str, vintage: str) -> list[Credit]:
        """Credits of a measure, whose source and vintage may join several."""
        names, vintages = source.split(JOINED), vintage.split(JOINED)
        return [c for c in self.all if c.name in names and c.vintage in vintages]

    def line(self, paths: Iterable[str]) -> str:
        """Full attribution and status of the numbers at these paths of `mesures`, each source once."""
        statuses: dict[str, list[str]] = {}
        for measure in (self.measures[path] for path in paths):
            attributions = [c.attribution for c in self.find(measure.source, measure.vintage)]
            for words in attributions or [own_words(measure.source, measure.vintage)]:
                known = statuses.setdefault(words, [])
                if measure.status not in known:
                    known.append(measure.status)
        return JOINED.join(f"{words} ({', '.join(known)})" for words, known in statuses.items())

    def references(self, paths: Iterable[str]) -> list[Reference]:
        """The same, short: [("OCDE, 2022", [12, 13], ["estimé"])], the numbers pointing to the list of sources."""
        return self.references_of(
            (measure.source, measure.vintage, measure.status) for measure in (self.measures[path] for path in paths)
        )

    def references_of(self, origins: Iterable[tuple[str, str, str]]) -> list[Reference]:
        """The references of numbers that describe themselves: their sources, vintages and statuses."""
        grouped: dict[str, tuple[list[int], list[str]]] = {}
        for source, vintage, status in origins:
            named = [(f"{c.producer}, {c.vintage}", c.number) for c in self.find(source, vintage)]
            for words, rank in named or [(own_words(source, vintage), 0)]:
                ranks, statuses = grouped.setdefault(words, ([], []))
                if rank and rank not in ranks:
                    ranks.append(rank)
                if status not in statuses:
                    statuses.append(status)
        return [(words, ranks, statuses) for words, (ranks, statuses) in grouped.items()]


def _short(producer: str) -> str:
    """Name people know: "Direction générale (DGDDI)" -> "DGDDI", "INSEE, mis en forme par..." -> "INSEE"."""
    head = producer.split(",", maxsplit=1)[0]
    acronym = re.search(r"\(([A-Z]{3,})\)$", head)
    return acronym.group(1) if acronym else head


def own_words(source: str, vintage: str) -> str:
    return f"calcul Ancrage sur l'édition {vintage}" if source == OWN else f"{source}, {vintage}"


def is_estimated(measure: Measured) -> bool:
    return measure.status == Status.ESTIMATED.value


def credit(edition: Edition, tables: Iterable[str]) -> tuple[str, str]:
    """(vintages, sources) of some tables, each named once; the program itself when there is none."""
    sources = []
    for written in tables:
        name, _, wanted = written.partition(":")
        sources += [s for s in edition.sources(name) if wanted in ("", s.id)]
    if not sources:
        return edition.id, OWN
    vintages = dict.fromkeys(s.vintage for s in sources)
    return JOINED.join(vintages), JOINED.join(dict.fromkeys(f"{s.producer}, {s.title}" for s in sources))
