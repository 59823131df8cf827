"""Whom to credit for a number: full attributions under figures, short numbered references inside tables."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Annotated, Protocol

from ancrage.domain.described import Record, field, number, text
from ancrage.domain.measure import Source, Status
from ancrage.domain.units import LINES
from ancrage.warehouse.edition import Edition

OWN = "Ancrage"  # a number whose source is the program itself: a choice, a rank, a score
JOINED = " ; "  # between the sources, or the vintages, of one number


class CreditedSource(Record):
    """A public source of the study, of one vintage, as it must be credited. Measures name it by its code."""

    code: Annotated[str, text("Code", kind="code")]
    title: Annotated[str, text("Source")] = field(name="titre")
    producer: Annotated[str, text("Producteur")] = field(name="producteur")
    vintage: Annotated[str, text("Millésime")] = field(name="millesime")
    licence: Annotated[str, text("Licence")]
    attribution: Annotated[str, text("Mention à reprendre")]

    @property
    def name(self) -> str:
        return f"{self.producer}, {self.title}"


class CreditedTable(Record):
    """A table of the edition that the study reads."""

    name: Annotated[str, text("Table")] = field(name="nom")
    title: Annotated[str, text("Titre", head="Table")] = field(name="titre")
    sources: Annotated[tuple[str, ...], text("Codes de ses sources", kind="code", head="Sources")]
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
    sources: Annotated[tuple[CreditedSource, ...], text("Sources à citer", in_columns=True)]
    tables: Annotated[tuple[CreditedTable, ...], text("Tables lues", in_columns=True)]
    dates: Annotated[tuple[FactDate, ...], text("Date de chaque sorte de fait", in_columns=True)] = ()


class Measured(Record):
    """What a number of the document is. `source` and `millesime` may join several with « ; »: codes of
    `edition.sources`, or « Ancrage » for what the program itself decides or counts."""

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
    code: str  # as `mesures` name it
    name: str  # "producteur, titre"
    producer: str
    vintage: str
    licence: str
    attribution: str


Reference = tuple[str, list[int], list[str]]


class Credits:
    """The sources of a study, each once, and what to write under its numbers."""

    def __init__(self, measures: dict[str, Measured], sources: Iterable[CreditedSource] = ()) -> None:
        self.measures = measures
        self.all = tuple(
            Credit(i, s.code, s.name, _short(s.producer), s.vintage, s.licence, s.attribution)
            for i, s in enumerate(sources, start=1)
        )

    def find(self, source: str, vintage: str) -> list[Credit]:
        """Credits of a measure, whose source and vintage may join several."""
        names, vintages = source.split(JOINED), vintage.split(JOINED)
        return [c for c in self.all if (c.code in names or c.name in names) and c.vintage in vintages]

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
    return _joined(edition, tables, lambda source: f"{source.producer}, {source.title}")


def credit_codes(edition: Edition, tables: Iterable[str]) -> tuple[str, str]:
    """The same, each source named by its code."""
    return _joined(edition, tables, lambda source: source.id)


def _joined(edition: Edition, tables: Iterable[str], words: Callable[[Source], str]) -> tuple[str, str]:
    sources: list[Source] = []
    for written in tables:
        name, _, wanted = written.partition(":")
        sources += [s for s in edition.sources(name) if wanted in ("", s.id)]
    if not sources:
        return edition.id, OWN
    vintages = dict.fromkeys(s.vintage for s in sources)
    return JOINED.join(vintages), JOINED.join(dict.fromkeys(map(words, sources)))
