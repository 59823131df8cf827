"""A kit as two printable A4 pages in one self-contained HTML text: no script, no request to anywhere."""

import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from ancrage.domain.wording import NBSP
from ancrage.sections import interview
from ancrage.steps.interview import Kit

TEMPLATES = Path(__file__).parents[1] / "writers" / "templates"


@cache
def _template(name: str) -> Template:
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return env.get_template(name)


def write_kit_html(kit: Kit) -> str:
    """Same kit, same text. Everything that comes from the kit is escaped."""
    return render(
        "kit.html",
        kit=kit,
        words=interview,
        title=interview.title(kit),
        subtitle=interview.subtitle(kit),
        target=interview.target(kit),
        warning=interview.warning(kit),
        blocks=interview.lines(kit),
    )


def render(template: str, **values: object) -> str:
    """A page of the kits, with their style sheet and French spaces."""
    page = _template(template).render(css=(TEMPLATES / "kit.css").read_text(encoding="utf-8"), **values)
    head, body = page.split("<body>", 1)
    return f"{head}<body>{typography(body)}"


def typography(text: str) -> str:
    """French spaces that must not break a line: before ; : ! ? and inside quotation marks."""
    return re.sub(r" (?=[;:!?»])|(?<=«) ", NBSP, text)
