"""Whom to credit for a number: full attributions under figures, short numbered references inside tables."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

Study = dict[str, Any]
OWN = "Ancrage"  # a number whose source is the program itself: a choice, a rank, a score


@dataclass(frozen=True, slots=True)
class Credit:
    """A source used by the study; `number` is its place in the list of sources."""

    number: int
    name: str  # "producteur, titre", as `mesures` write it
    producer: str
    vintage: str
    licence: str
    attribution: str


def all_credits(study: Study) -> list[Credit]:
    """Each source and vintage of the study once, in the order of the edition's tables."""
    keys = ("attribution", "producteur", "source", "millesime", "licence")
    return list(_credits(tuple(tuple(table[key] for key in keys) for table in study["edition"]["tables"])))


@lru_cache(maxsize=4)
def _credits(tables: tuple[tuple[str, ...], ...]) -> tuple[Credit, ...]:
    """A page asks for them at every number: the same tables are read once."""
    rows = {row[0]: row for row in tables}
    return tuple(
        Credit(i, f"{producer}, {source}", _short(producer), vintage, licence, text)
        for i, (text, producer, source, vintage, licence) in enumerate(rows.values(), start=1)
    )


def _short(producer: str) -> str:
    """Name people know: "Direction générale (DGDDI)" -> "DGDDI", "INSEE, mis en forme par..." -> "INSEE"."""
    head = producer.split(",", maxsplit=1)[0]
    acronym = re.search(r"\(([A-Z]{3,})\)$", head)
    return acronym.group(1) if acronym else head


def find(study: Study, source: str, vintage: str) -> list[Credit]:
    """Credits of a measure, whose `source` and `millesime` may join several with " ; "."""
    names, vintages = source.split(" ; "), vintage.split(" ; ")
    return [c for c in all_credits(study) if c.name in names and c.vintage in vintages]


def source_line(study: Study, paths: Iterable[str]) -> str:
    """Full attribution and status of the numbers at these paths of `mesures`, each source once."""
    measures = [study["mesures"][path] for path in paths]
    said: dict[str, list[str]] = {}
    for measure in measures:
        found = [c.attribution for c in find(study, measure["source"], measure["millesime"])]
        for text in found or [own_words(measure["source"], measure["millesime"])]:
            statuses = said.setdefault(text, [])
            if measure["statut"] not in statuses:
                statuses.append(measure["statut"])
    return " ; ".join(f"{text} ({', '.join(statuses)})" for text, statuses in said.items())


def own_words(source: str, vintage: str) -> str:
    return f"calcul Ancrage sur l'édition {vintage}" if source == OWN else f"{source}, {vintage}"


def is_estimated(study: Study, path: str) -> bool:
    return bool(study["mesures"][path]["statut"] == "estimé")
