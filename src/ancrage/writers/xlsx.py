"""`tableaux.xlsx`: every row of the study in sortable tables, with units, sources and statuses beside them."""

import math
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from ancrage.domain.plan import SHEET
from ancrage.sections import SECTIONS
from ancrage.sections.blocks import Section
from ancrage.sections.table import Cell, Column, Table, data, table
from ancrage.study import Study
from ancrage.study.credits import Credits

# The file must not depend on the day it is written: 1 January 1980, the first date a zip archive can hold.
CREATED = datetime(1980, 1, 1)

_NUMBER_FORMATS = {
    "integer": "#,##0",
    "signed": "+#,##0;-#,##0;0",
    "rank": "0",
    "year": "0",
    "number": "General",
    "decimal": "0.00",
    "note": "0.00",
    "change": "+0.0000;-0.0000;0",
    "decimal1": "#,##0.0",
    "share": "0.0%",
    "times": "0.00",
    "euro": "#,##0",
    "coordinate": "0.0000",
}
_WIDTHS = {"code": 13, "text": 30, "prose": 60, "flag": 9, "rank": 7, "year": 9, "euro": 18}
_NUMBER_WIDTH, _EMPTY = 13, "suivi"  # `suivi` is a column to fill
# texts that need another room than their kind says
_WIDE = {"libelle": 44, "siret": 17, "nom": 34, "raison": 60, "raisons": 80, "attribution": 60, "etape": 11,
         "debut": 11, "fin": 11, "date_valeur": 11, "avancement": 14}  # fmt: skip
A4, A3 = 9, 8
LEGIBLE = 260  # characters across that a sheet of A4 still prints legibly
LINE, MOST_LINES = 15, 20  # points of a line of text, and how many a row may hold
HEAD = 3  # rows above the first one of a table: title, source, headings
_FORMULA_STARTS = ("=", "+", "-", "@")
Line = Callable[[Table], str]  # the source of a table, for the row under its title


class Formats(dict[str, Format]):
    """Cell formats by name, made once a workbook."""

    def __init__(self, book: Workbook) -> None:
        top = {"valign": "top"}
        super().__init__({kind: book.add_format({**top, "num_format": f}) for kind, f in _NUMBER_FORMATS.items()})
        self["text"] = book.add_format({**top, "num_format": "@"})
        self["long"] = book.add_format({**top, "num_format": "@", "text_wrap": True})
        # Excel keeps such a cell as text even after someone edits it
        self["quoted"] = book.add_format({**top, "num_format": "@", "quote_prefix": True})
        self["absent"] = book.add_format({**top, "font_color": "#52606d", "italic": True, "align": "right"})
        self["title"] = book.add_format({"bold": True, "font_size": 16, "font_color": "#12456b"})
        self["heading"] = book.add_format({"bold": True, "font_size": 12, "font_color": "#12456b"})
        self["source"] = book.add_format({"italic": True, "font_color": "#52606d"})
        self["header"] = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#dbe7f0", "bottom": 1}
        )


def start_book(target: str | Path | BinaryIO, title: str) -> tuple[Workbook, Formats]:
    """An empty workbook and its formats; nothing in it depends on the day."""
    book = xlsxwriter.Workbook(
        str(target) if isinstance(target, Path) else target,
        {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True},
    )
    book.set_properties({"title": title, "author": "Ancrage", "created": CREATED})
    return book, Formats(book)


def section_tables(study: Study, section: Section) -> list[Table]:
    """The tables of the sheet of a section; none when they are all empty."""
    parts = [*(make(study) for make in section.tables), *(table(study, view) for view in section.views)]
    return parts if any(part.rows for part in parts) else []


def write_xlsx(study: Study, target: str | Path | BinaryIO) -> None:
    """Write the workbook to a path or a binary file. Same study, same bytes."""
    from ancrage.writers.plan import finish

    credits, place = Credits(study.measures, study.edition.sources), study.place.label
    book, formats = start_book(target, f"{place} : tableaux de l'étude de relocalisation")
    sheets = [(section, tables) for section in SECTIONS if section.sheet and (tables := section_tables(study, section))]
    first, contents = sheets[0][0], _contents([section for section, _ in sheets])
    for section, tables in sheets:
        opening = section is first
        write_sheet(
            book,
            formats,
            section.sheet,
            [*tables, contents] if opening else tables,
            lambda part: credits.line(part.paths),
            title=f"{place} : étude de relocalisation" if opening else "",
            printed=section.printed,
        )
        if section.sheet == SHEET:
            finish(book, study)
    book.close()


def _contents(sections: list[Section]) -> Table:
    """Which sheet holds what."""
    rows: list[tuple[Cell, ...]] = [(f"Feuille {section.sheet}", section.about) for section in sections[1:]]
    return data("feuilles", "Les feuilles de ce classeur", (("Feuille", "text"), ("Contenu", "prose")), rows)


def write_sheet(
    book: Workbook,
    formats: Formats,
    name: str,
    parts: Sequence[Table],
    line: Line = lambda part: "",
    *,
    title: str = "",
    printed: int = 0,
) -> None:
    """Tables one under another, each with its title and source; a first line says where each one starts.

    `printed`: columns that go on paper, from the left; 0 for all.
    """
    sheet = book.add_worksheet(name)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(0.4, 0.4, 0.5, 0.6)
    sheet.set_footer(f"&L{name}&RPage &P sur &N")
    starts = [2]
    for part in parts:
        starts.append(starts[-1] + HEAD + max(len(part.rows), 1) + 1)
    places = [f"{part.title} (ligne {start + 1})" for part, start in zip(parts, starts, strict=False)]
    # only a sheet of one table can keep its headings in sight: under them, another table would be misread
    sheet.freeze_panes(starts[0] + HEAD if len(parts) == 1 else 1, 0)
    sheet.write_string(0, 0, title or " ; ".join(places), formats["title" if title else "source"])
    widths: dict[int, int] = {}
    for part in parts:
        # a sheet that is printed takes the widths of its main table
        for at, column in enumerate(part.columns if not printed or len(part.columns) >= printed else ()):
            widths[at] = max(widths.get(at, 0), _width(column))
    for at, width in widths.items():
        sheet.set_column(at, at, width)
    for part, start in zip(parts, starts, strict=False):
        _table(sheet, formats, part, start, name=f"{name}_{part.id}", widths=widths, source=line(part))
    across = sum(width for at, width in widths.items() if not printed or at < printed)
    sheet.set_paper(A4 if across <= LEGIBLE else A3)
    if printed:
        sheet.print_area(0, 0, starts[-1], printed - 1)


def _width(column: Column) -> int:
    return _WIDE.get(column.name.rpartition(".")[2]) or _WIDTHS.get(column.kind, _NUMBER_WIDTH)


def _table(
    sheet: Worksheet, formats: Formats, part: Table, row: int, *, name: str, widths: dict[int, int], source: str
) -> None:
    """Title, source and rows of one table from `row` on."""
    sheet.write_string(row, 0, part.title, formats["heading"])
    line = f"Source : {source}." if source else ""
    if any(column.estimated for column in part.columns):
        line += " (est.) : colonne de nombres estimés."
    sheet.write_string(row + 1, 0, line, formats["source"])
    row += 2
    if not part.rows:
        sheet.write_string(row, 0, part.empty)
        return
    sheet.add_table(
        row,
        0,
        row + len(part.rows),
        len(part.columns) - 1,
        {
            "name": "T_" + "".join(c if c.isascii() and c.isalnum() else "_" for c in name),
            "style": "Table Style Light 1",
            "columns": [{"header": label, "header_format": formats["header"]} for label in _labels(part.columns)],
        },
    )
    _give_height(sheet, row, {at: column.label for at, column in enumerate(part.columns)}, widths)
    for at, values in enumerate(part.rows, start=row + 1):
        for across, (value, column) in enumerate(zip(values, part.columns, strict=True)):
            _write(sheet, formats, (at, across), value, column)
        prose = {i: str(v) for i, (v, c) in enumerate(zip(values, part.columns, strict=True)) if c.kind == "prose"}
        _give_height(sheet, at, prose, widths)


def _labels(columns: Sequence[Column]) -> list[str]:
    """A table of a workbook may not have two columns of one name."""
    seen: dict[str, int] = {}
    labels = []
    for column in columns:
        seen[column.label] = seen.get(column.label, 0) + 1
        labels.append(column.label if seen[column.label] == 1 else f"{column.label} ({seen[column.label]})")
    return labels


def _give_height(sheet: Worksheet, row: int, texts: dict[int, str], widths: dict[int, int]) -> None:
    """Room for texts that wrap, by column: not every program finds it by itself."""
    lines = max((math.ceil(len(text) / widths.get(at, _WIDTHS["text"])) for at, text in texts.items()), default=1)
    if lines > 1:
        sheet.set_row(row, LINE * min(lines, MOST_LINES))


def _write(sheet: Worksheet, formats: Formats, at: tuple[int, int], value: Cell, column: Column) -> None:
    if value is None:
        if column.name != _EMPTY:
            sheet.write_string(*at, "absent", formats["absent"])
    elif isinstance(value, bool):
        sheet.write_string(*at, "oui" if value else "non", formats["text"])
    elif isinstance(value, str):
        chosen = "quoted" if value.startswith(_FORMULA_STARTS) else "long" if column.kind == "prose" else "text"
        sheet.write_string(*at, value, formats[chosen])
    else:
        sheet.write_number(*at, value, formats.get(column.kind, formats["number"]))
