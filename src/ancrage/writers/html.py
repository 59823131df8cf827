"""`dossier.html`: one self-contained page, readable on screen and on paper. No script, no request to anywhere."""

import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from textwrap import shorten

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ancrage.domain.wording import NBSP, count, decimal, listing
from ancrage.sections import dossier, wording
from ancrage.sections.blocks import Block, Figure, Section
from ancrage.sections.table import Cell, Column, Table
from ancrage.steps.costs.wording import money
from ancrage.study import Study
from ancrage.study.credits import Credits, Origin
from ancrage.writers import svg

TEMPLATES = Path(__file__).parent / "templates"
LABEL = 90  # characters of a label; customs labels run to a paragraph

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
    "money": lambda v: wording.ABSENT if v is None else money(v),
    "share1": lambda v: wording.ABSENT if v is None else f"{decimal(100 * v, 1)}{NBSP}%",
    "signed": lambda v: f"+{wording.number(v)}" if v and v > 0 else wording.number(v),
}


def cell(value: Cell, column: Column) -> str:
    """Text of a cell, by the kind of its column."""
    if value is None or value == "":
        return wording.ABSENT
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, Origin):
        return str(value)
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
        listed=listing,
    )
    env.tests["kind"] = lambda block, name: type(block).__name__ == name
    env.globals.update(
        draw=draw, cell=cell, told=told, plural=count, absent=wording.ABSENT, ESTIMATED=wording.ESTIMATED
    )
    return env


def draw(figure: Figure) -> str:
    """The picture of a figure as SVG, empty when it has none."""
    return figure.svg or (svg.render(figure.spec, figure.id, figure.alt or figure.title) if figure.spec else "")


def write_html(study: Study) -> str:
    """The whole dossier as one HTML text. Everything that comes from the study is escaped."""
    place = study.place
    people = wording.quantity(place.population, "habitants") if place.population is not None else "population absente"
    facts = (
        f"{place.level_label} {place.code}",
        count(len(place.communes), "commune"),
        people,
        f"{count(place.jobs, 'emploi')}{wording.ESTIMATED} et {count(place.sites, 'établissement')} au registre",
    )
    return page(
        [(section, list(section.blocks(study))) for section in dossier(study)],
        Credits(study.measures, study.edition.sources),
        title=f"{place.label} : étude de relocalisation (Ancrage)",
        product="Ancrage · étude de relocalisation",
        heading=place.label,
        facts=" · ".join(facts),
        footer=f"Étude faite avec Ancrage, logiciel libre, sur l'édition de données {study.edition.id}. Mêmes données "
        "et même stratégie : même dossier, à l'octet près.",
    )


def page(sections: Sequence[tuple[Section, Sequence[Block]]], credits: Credits, **head: str) -> str:
    """A page of its own: sections that have something to say, under a heading. `head`: title, product, heading, facts
    and footer, as plain text."""
    shown = [(section, blocks) for section, blocks in sections if blocks]
    css = (TEMPLATES / "dossier.css").read_text(encoding="utf-8")
    return typography(environment().get_template("page.html").render(shown=shown, credits=credits, css=css, **head))


def typography(page: str) -> str:
    """French spaces that must not break a line, in the body: before ; : ! ? and inside quotation marks."""
    head, body = page.split("<body>", 1)
    return f"{head}<body>{re.sub(r' (?=[;:!?»])|(?<=«) ', NBSP, body)}"
