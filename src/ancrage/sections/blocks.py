"""What a section is made of. Writers know these few kinds and never a section.

`on` says where a block stands: everywhere (""), only on a screen ("screen") or only on paper ("paper"). Texts are
plain: writers escape them and set French spaces.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ancrage.sections.table import Table, View
from ancrage.study import Study

EVERYWHERE, SCREEN, PAPER = "", "screen", "paper"


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. `style`: "" or question, warning, source, more, empty, quote, facts."""

    text: str
    style: str = ""
    on: str = EVERYWHERE
    paths: tuple[str, ...] = ()  # of `mesures`, to credit after it


@dataclass(frozen=True, slots=True)
class Title:
    """A title inside a section: level 3 or 4 (the section itself has level 2)."""

    text: str
    level: int = 3
    on: str = EVERYWHERE


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a list: its first words in bold, then a sentence, then a remark in small print. `id`: for links."""

    text: str
    lead: str = ""
    note: str = ""
    on: str = EVERYWHERE
    id: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """A list. `ordered`: numbered from 1."""

    items: tuple[Item, ...]
    ordered: bool = False
    on: str = EVERYWHERE


@dataclass(frozen=True, slots=True)
class Terms:
    """Words and what they mean, or questions and their answers. `style`: "" or postures, answers, limits."""

    pairs: tuple[tuple[str, str], ...]
    style: str = ""
    on: str = EVERYWHERE


@dataclass(frozen=True, slots=True)
class Rows:
    """The first `limit` rows of a table, `paper` of them when printed (0: as many). `named`: its title is shown."""

    table: Table
    limit: int = 12
    paper: int = 0
    named: bool = True
    credited: bool = True
    on: str = EVERYWHERE


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture, its numbers, one sentence and its source, which always travel together.

    `spec`: a Vega-Lite chart, or `svg`: a drawing; both empty when there is nothing to draw, which the sentence says.
    `alt`: what the picture shows, for who does not see it.
    """

    id: str
    title: str
    sentence: str
    table: Table | None = None
    spec: dict[str, Any] | None = None
    svg: str = ""
    alt: str = ""
    paths: tuple[str, ...] = ()  # of `mesures`, to credit
    on: str = EVERYWHERE


@dataclass(frozen=True, slots=True)
class Columns:
    """Groups of blocks side by side on a wide screen, one after the other elsewhere. `style`: "", swot or ninety."""

    groups: tuple[tuple["Block", ...], ...]
    style: str = ""
    on: str = EVERYWHERE


@dataclass(frozen=True, slots=True)
class Card:
    """One thing told in full: its title, a reference (a code), a badge, its blocks. `folded`: None always open, else
    whether it starts folded on a screen. `rank`: its place, 0 when it has none."""

    id: str
    title: str
    blocks: tuple["Block", ...]
    reference: str = ""
    badge: str = ""
    rank: int = 0
    folded: bool | None = None
    style: str = ""
    on: str = EVERYWHERE


Block = Text | Title | Items | Terms | Rows | Figure | Columns | Card


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the dossier and a sheet of the workbook.

    `views`, `tables`: its tables, whole, in the workbook (`tables`: those that are no list of the document); `about`:
    what its sheet is for; `sheet`: its name, "" for none.
    """

    id: str
    title: str
    question: str
    blocks: Callable[[Any], Iterable[Block]]  # of a study, or of a business case
    views: tuple[View, ...] = ()
    tables: tuple[Callable[[Study], Table], ...] = ()
    sheet: str = ""
    about: str = ""
    style: str = ""
    printed: int = 0  # columns of the sheet that go on paper, from the left; 0 for all


def items(texts: Sequence[str], *, ordered: bool = False, on: str = EVERYWHERE) -> Items:
    """A list of sentences."""
    return Items(tuple(Item(text) for text in texts), ordered, on)
