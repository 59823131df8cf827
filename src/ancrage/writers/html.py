"""`dossier.html`: one self-contained page, readable on screen and on paper. No script, no request to anywhere."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from textwrap import shorten
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ancrage import study as typed_study
from ancrage.domain.described import plain
from ancrage.domain.wording import NBSP, count, listing
from ancrage.present import (
    plan_figures,
)
from ancrage.present.credits import Study, all_credits, find, is_estimated, own_words
from ancrage.present.shortlist import kept, to_do
from ancrage.reports import (
    plan_tables,
    tables,
)
from ancrage.reports.method_cards import used_cards
from ancrage.reports.one_page import one_page
from ancrage.reports.tables import Cell, Column, Table
from ancrage.sections import SECTIONS, wording
from ancrage.sections.blocks import Figure, Section
from ancrage.study.credits import Credits
from ancrage.writers import svg

TEMPLATES = Path(__file__).parent / "templates"
FIGURES = (*plan_figures.FIGURES,)
LABEL = 90  # characters of a label; customs labels run to a paragraph
DETAILED = 10  # targets told in full
FULL_ON_PAPER = 5  # a printed dossier stays under about 25 pages
SHOWN = 12  # rows of a long list; the workbook has them all

_WRITERS: dict[str, Callable[[float | None], str]] = {
    "integer": wording.number,
    "rank": wording.number,
    "year": lambda v: wording.ABSENT if v is None else str(int(v)),
    "decimal": lambda v: wording.number(v, 2),
    "note": lambda v: wording.number(v, 2),
    "change": wording.change,
    "decimal1": lambda v: wording.number(v, 1),
    "share": wording.percent,
    "times": wording.times,
    "euro": wording.euros,
    "coordinate": lambda v: wording.number(v, 4),
    "signed": lambda v: f"+{wording.number(v)}" if v and v > 0 else wording.number(v),
}


def cell(value: Cell, column: Column) -> str:
    """Text of a cell, by the kind of its column."""
    if value is None or value == "":
        return wording.ABSENT
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, str):
        return shorten(value, LABEL, placeholder="…") if column.name == "libelle" else value
    writer = _WRITERS.get(column.kind)
    return writer(value) if writer else wording.short(value, 3)


def told(table: Table, count: int) -> list[int]:
    """Columns with something to say in the first rows: a column absent from top to bottom stays in the workbook."""
    rows = table.head(count)
    return [at for at in range(len(table.columns)) if at == 0 or any(row[at] not in (None, "") for row in rows)]


@cache
def environment() -> Environment:
    """Templates compiled once a run, whatever the number of studies."""
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.filters.update(
        number=wording.number,
        percent=wording.percent,
        quantity=wording.quantity,
        confidence=wording.confidence,
        listed=listing,
    )
    env.tests["kind"] = lambda block, name: type(block).__name__ == name
    env.globals.update(
        draw=draw,
        cell=cell,
        told=told,
        tables=tables,
        plans=plan_tables,
        to_do=to_do,
        plural=count,
        absent=wording.ABSENT,
        SHOWN=SHOWN,
        DETAILED=DETAILED,
        FULL_ON_PAPER=FULL_ON_PAPER,
    )
    return env


def draw(figure: Figure) -> str:
    """The picture of a figure as SVG, empty when it has none."""
    return figure.svg or (svg.render(figure.spec, figure.id, figure.alt or figure.title) if figure.spec else "")


def section_html(typed: typed_study.Study, section: Section, credits: Credits) -> str:
    """A section as HTML."""
    macros = environment().get_template("blocks.html").make_module({"credits": credits})
    return str(macros.section(section, list(section.blocks(typed))))  # type: ignore[attr-defined]


def write_html(typed: typed_study.Study) -> str:
    """The whole dossier as one HTML text. Everything that comes from the study is escaped."""
    study = plain(typed)
    credits = Credits(typed)
    context: dict[str, Any] = {
        "sections": {s.id: section_html(typed, s, credits) for s in SECTIONS},
        "study": study,
        "kept": kept(study),
        "figures": {figure.id: figure for figure in (draw(study) for draw in FIGURES)},
        "page": one_page(study),
        "cards": used_cards(),
        "credits": all_credits(study),
        "css": (TEMPLATES / "dossier.css").read_text(encoding="utf-8"),
        "actors_by_target": {actor["cible"] for actor in study["acteurs"]},
        "est": lambda path: wording.ESTIMATED if is_estimated(study, path) else "",
        "references": lambda measure: references(study, [measure]),
        "table_references": lambda paths: references(study, [study["mesures"][path] for path in paths]),
    }
    return typography(environment().get_template("dossier.html").render(context))


def typography(page: str) -> str:
    """French spaces that must not break a line, in the body: before ; : ! ? and inside quotation marks."""
    head, body = page.split("<body>", 1)
    return f"{head}<body>{re.sub(r' (?=[;:!?»])|(?<=«) ', NBSP, body)}"


def references(study: Study, measures: list[dict[str, Any]]) -> list[tuple[str, list[int], list[str]]]:
    """Who to credit, short: [("OCDE, 2022", [12, 13], ["estimé"])], the numbers pointing to the list of sources."""
    grouped: dict[str, tuple[list[int], list[str]]] = {}
    for measure in measures:
        source, vintage, status = measure["source"], measure["millesime"], measure["statut"]
        named = [(f"{c.producer}, {c.vintage}", c.number) for c in find(study, source, vintage)]
        for words, number in named or [(own_words(source, vintage), 0)]:
            numbers, statuses = grouped.setdefault(words, ([], []))
            if number and number not in numbers:
                numbers.append(number)
            if status not in statuses:
                statuses.append(status)
    return [(words, numbers, statuses) for words, (numbers, statuses) in grouped.items()]
