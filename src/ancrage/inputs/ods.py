"""Workbooks of LibreOffice (.ods): a ZIP with one XML, read by the parser of the standard library within bounds.

OpenDocument 1.3, part 3: rows and cells repeat by an attribute, so that a line of text may mean a billion cells.
"""

import zipfile
from pathlib import Path
from typing import Any
from xml.parsers import expat

from ancrage.domain.wording import integer
from ancrage.inputs.bytes import visible
from ancrage.inputs.workbook import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Page, too_big, written

OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "
STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0 "
CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")


class OdsBook:
    """Every sheet, read at once."""

    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        self.path = path
        self.names: list[str] = []
        self.pages: dict[str, Page] = {}
        self.wide: dict[str, set[int]] = {}
        self._hidden: set[str] = set()
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._cells = 0
        self._paragraphs: list[str] | None = None
        self._span: dict[int, tuple[int, str]] = {}  # column -> rows still covered by a merged cell, its text
        self._row: list[str] = []
        self._spans: dict[int, tuple[int, str]] = {}
        self._cell: dict[str, str] = {}
        self._at, self._repeat, self._note = 0, 1, 0
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        parser.buffer_text = True
        with archive.open("content.xml") as part:
            parser.ParseFile(part)
        self.hidden = frozenset(self._hidden)

    def page(self, name: str) -> Page:
        return self.pages[name]

    def _refuse(self, *_: Any) -> None:
        raise ValueError("a document type: no spreadsheet writes one")

    def _start(self, tag: str, told: dict[str, str]) -> None:
        if tag == f"{STYLE}style":
            self._style = told.get(f"{STYLE}name", "")
        elif tag == f"{STYLE}table-properties" and told.get(f"{TABLE}display") == "false":
            self._hidden_styles.add(self._style)
        elif tag == f"{TABLE}table":
            name = told.get(f"{TABLE}name", f"Feuille {len(self.names) + 1}")
            self.names.append(name)
            self.pages[name], self.wide[name] = Page([]), set()
            self._at, self._span = 0, {}
            if told.get(f"{TABLE}style-name") in self._hidden_styles:
                self._hidden.add(name)
        elif tag == f"{TABLE}table-row":
            self._row, self._spans, self._repeat = [], {}, int(told.get(f"{TABLE}number-rows-repeated", 1))
        elif tag in CELLS:
            self._cell, self._paragraphs = told, []
        elif tag == f"{OFFICE}annotation":
            self._note += 1
        elif tag == f"{TEXT}p" and self._paragraphs is not None and not self._note:
            self._paragraphs.append("")
        elif tag in (f"{TEXT}s", f"{TEXT}tab", f"{TEXT}line-break"):
            self._data("\n" if tag.endswith("break") else " " * min(int(told.get(f"{TEXT}c", 1)), 100))

    def _data(self, text: str) -> None:
        if self._paragraphs and not self._note:
            self._paragraphs[-1] += text

    def _end(self, tag: str) -> None:
        if tag == f"{OFFICE}annotation":
            self._note -= 1
        elif tag in CELLS and self._paragraphs is not None:
            self._close_cell(self._text())
            self._paragraphs = None
        elif tag == f"{TABLE}table-row":
            self._close_row()

    def _text(self) -> str:
        """The value as people see it; what the cell holds when its text does not say it whole."""
        kind, value = (self._cell.get(f"{OFFICE}{name}") for name in ("value-type", "value"))
        if kind in ("float", "percentage", "currency") and value is not None:
            return written(float(value), "%" if kind == "percentage" else "")
        if kind == "date":
            return self._cell.get(f"{OFFICE}date-value", "").removesuffix("T00:00:00")
        if kind == "boolean":
            return written(self._cell.get(f"{OFFICE}boolean-value") == "true")
        return written(visible("\n".join(self._paragraphs or [])))

    def _close_cell(self, text: str) -> None:
        column = len(self._row)
        repeat = int(self._cell.get(f"{TABLE}number-columns-repeated", 1))
        if text and (repeat > MOST_COLUMNS or column > MOST_COLUMNS):
            raise too_big(self.path, f"plus de {MOST_COLUMNS} colonnes")
        self._row += [text] * max(0, min(repeat, MOST_COLUMNS + 2 - column))
        rows = int(self._cell.get(f"{TABLE}number-rows-spanned", 1))
        if text and rows > 1:
            self._spans[column] = (rows, text)
        if text and rows == 1 and int(self._cell.get(f"{TABLE}number-columns-spanned", 1)) >= 3:
            self.wide[self.names[-1]].add(self._at + 1)

    def _close_row(self) -> None:
        row = self._row
        while row and not row[-1]:
            row.pop()
        if row:
            self._cells += len(row) * self._repeat
            if self._cells > MOST_CELLS or self._at + self._repeat > MOST_ROWS + 100:
                raise too_big(self.path, f"plus de {integer(MOST_CELLS)} cases")
            for column, (left, text) in self._span.items():
                if left > 0:
                    row += [""] * (column + 1 - len(row))
                    row[column] = row[column] or text
            name = self.names[-1]
            rows = self.pages[name].rows
            rows += [(self._at + 1 + i, list(row)) for i in range(self._repeat)]
            self.pages[name] = Page(rows, frozenset(self.wide[name]))
        self._at += self._repeat
        self._span = {c: (left - self._repeat, text) for c, (left, text) in self._span.items() if left > self._repeat}
        self._span |= {c: (rows - 1, text) for c, (rows, text) in self._spans.items()}
