"""Workbooks as rows of text, XLSX or ODS: read only, never computed, counted before they are unpacked.

A few hundred bytes can hold a sheet of two billion rows: elements are counted while the archive is inflated, with
nothing kept, and the reader stops at a bound.
"""

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Protocol
from xml.parsers.expat import ExpatError

from ancrage.domain.errors import AncrageError
from ancrage.domain.wording import integer, listing
from ancrage.inputs.bytes import shown, visible

MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 200_000, 500, 2_000_000
MOST_BYTES = 200_000_000  # once inflated
MOST_MARKS = {"lignes": (b"<row", 2 * MOST_ROWS), "cases": (b"<c", MOST_CELLS), "textes": (b"<si", MOST_CELLS // 2)}
MOST_TAGS = 6 * MOST_CELLS
AS_XLSX = "Ouvrez-le dans votre tableur, enregistrez-le au format XLSX ou CSV UTF-8, puis relancez la commande."
# what a damaged archive or sheet raises in the libraries that read it
DAMAGE = (
    zipfile.BadZipFile, zlib.error, ExpatError, SyntaxError, LookupError, ValueError, TypeError, AttributeError,
    OSError, EOFError, NotImplementedError, RuntimeError, AssertionError, ArithmeticError,
)  # fmt: skip
MERGED = re.compile(rb'<(?:\w+:)?mergeCell [^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet: texts as people see them, by row number from 1 (blank rows are not there).

    `wide`: rows where one cell is spread over three columns or more (a title inside the table).
    """

    rows: list[tuple[int, list[str]]]
    wide: frozenset[int] = field(default_factory=frozenset)


class Book(Protocol):
    """`names` of all sheets, `hidden` ones among them."""

    names: list[str]
    hidden: frozenset[str]

    def page(self, name: str) -> Page: ...


def open_book(path: Path, content: bytes) -> Book:
    """Raises AncrageError: no workbook, damaged, locked, or far too big once opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = archive.infolist()
            names = {info.filename for info in infos}
            if any(info.flag_bits & 1 for info in infos):
                raise AncrageError(
                    f"Le classeur {shown(path)} est protégé par un mot de passe.", "Retirez la protection."
                )
            if not names & {"xl/workbook.xml", "content.xml"}:
                raise AncrageError(f"Le fichier {shown(path)} n'est pas un classeur (.xlsx ou .ods).", AS_XLSX)
            merged = _counted(path, archive)
            if "content.xml" in names:
                from ancrage.inputs.ods import OdsBook

                return OdsBook(path, archive)
        return _Xlsx(path, content, merged)
    except DAMAGE as error:
        raise damaged(path) from error


def damaged(path: Path) -> AncrageError:
    return AncrageError(f"Le classeur {shown(path)} est abîmé et ne se lit pas.", AS_XLSX)


def too_big(path: Path, what: str) -> AncrageError:
    return AncrageError(
        f"Le classeur {shown(path)} est démesuré : {what}. Il n'a pas été lu.",
        f"Au plus {integer(MOST_ROWS)} lignes, {MOST_COLUMNS} colonnes et {integer(MOST_CELLS)} cases : découpez-le.",
    )


def _counted(path: Path, archive: zipfile.ZipFile) -> dict[str, list[tuple[str, int, str, int]]]:
    """The merged ranges of each part, once every part was inflated and found of a reasonable size."""
    merged: dict[str, list[tuple[str, int, str, int]]] = {}
    size = tags = 0
    marks = dict.fromkeys(MOST_MARKS, 0)
    for info in archive.infolist():
        if not info.filename.endswith((".xml", ".rels")):
            continue
        tail = b""
        with archive.open(info) as part:
            while chunk := part.read(1 << 20):
                size, tags = size + len(chunk), tags + chunk.count(b"<")
                for name, (mark, most) in MOST_MARKS.items():
                    marks[name] += chunk.count(mark)
                    if marks[name] > most:
                        raise too_big(path, f"plus de {integer(most)} {name}")
                if size > MOST_BYTES or tags > MOST_TAGS:
                    raise too_big(path, f"plus de {integer(MOST_CELLS)} cases")
                for a, b, c, d in MERGED.findall(tail + chunk):
                    merged.setdefault(info.filename, []).append((a.decode(), int(b), c.decode(), int(d)))
                tail = chunk[-100:].rpartition(b">")[2]
    return merged


class _Xlsx:
    """A workbook of Excel, read by openpyxl sheet by sheet."""

    def __init__(self, path: Path, content: bytes, merged: dict[str, list[tuple[str, int, str, int]]]) -> None:
        import openpyxl

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles and validations that the library does not know: not ours to tell
            self.book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        self.path, self.merged = path, merged
        self.names: list[str] = [sheet.title for sheet in self.book.worksheets]
        self.hidden = frozenset(sheet.title for sheet in self.book.worksheets if sheet.sheet_state != "visible")

    def page(self, name: str) -> Page:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                rows = dict(self._rows(self.book[name]))
        except DAMAGE as error:
            raise damaged(self.path) from error
        return self._filled(rows, name)

    def _rows(self, sheet: Any) -> Iterator[tuple[int, list[str]]]:
        from openpyxl.cell.read_only import EMPTY_CELL

        sheet.reset_dimensions()  # the size written in the file may be wrong, or huge
        blank = None
        for at, cells in enumerate(sheet.iter_rows(max_row=MOST_ROWS + 100, max_col=MOST_COLUMNS + 1), start=1):
            if cells is blank:  # the library gives one and the same row for all those that are not there
                continue
            texts: list[str] = []
            for position, cell in enumerate(cells):
                if cell is not EMPTY_CELL and (text := written(cell.value, cell.number_format)):
                    texts += [""] * (position - len(texts)) + [text]
            if texts:
                yield at, texts
            else:
                blank = cells

    def _filled(self, rows: dict[int, list[str]], name: str) -> Page:
        """A cell merged over several rows is said in each of them."""
        from openpyxl.utils import column_index_from_string as number

        # the library keeps the name of the part for itself; without it, merged cells are read once
        part = str(getattr(self.book[name], "_worksheet_path", "")).lstrip("/")
        wide = set()
        for left, first, right, last in self.merged.get(part, []):
            column = number(left) - 1
            if number(right) - column >= 3 and first == last:
                wide.add(first)
            text = rows[first][column] if first in rows and column < len(rows[first]) else ""
            for at in range(first + 1, min(last, first + MOST_ROWS) + 1):
                if text and at in rows:  # a row of its own: what is merged with nothing beside is no row
                    rows[at] += [""] * (column + 1 - len(rows[at]))
                    rows[at][column] = rows[at][column] or text
        return Page(list(rows.items()), frozenset(wide))


def written(value: Any, number_format: str = "") -> str:
    """What a person reads in a cell: « 12 % », « 12,5 », whole numbers without « ,0 », ISO dates, oui or non."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, int | float):
        percent = "%" in number_format
        return f"{_number(float(f'{value * 100:.12g}'))} %" if percent else _number(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date | time | timedelta):
        return str(value)
    text = visible(str("" if value is None else value).replace("_x000D_", ""))
    return text[1:] if text[:1] == "'" and text[1:2] in tuple("=+-@") else text


def _number(value: float) -> str:
    whole = isinstance(value, int) or (value.is_integer() and abs(value) < 2**53)
    return str(int(value)) if whole else repr(value).replace(".", ",")


def sheets_of(book: Book) -> str:
    """« A », « B » et « C »: the visible sheets, for a sentence."""
    names = [f"« {shown(name, 40)} »" for name in book.names if name not in book.hidden]
    return listing([*names[:12], "…"] if len(names) > 12 else names)
