"""A plan in a workbook: the sheet « Plan », wherever it was saved again, and the hidden one that tells what changed."""

import io
import zipfile
from pathlib import Path
from typing import Any

from ancrage.domain.errors import AncrageError
from ancrage.domain.plan import (
    FIELDS,
    ID_LABEL,
    LABELS,
    REMOVED,
    SEEN_SHEET,
    SHEET,
    START_LABEL,
    EditedAction,
    EditedPlan,
    Value,
)
from ancrage.inputs.plan import NEW_ONE
from ancrage.inputs.plan.cells import cell, clean, fold, month, whole

MAX_UNPACKED = 80_000_000
MAX_LINES, MAX_COLUMNS = 5000, 80
# columns that the program writes and never reads back
OUR_COLUMNS = ("Signal observé", "Enjeux servis", "Objectif ou enjeu visé", "Priorité", "Hypothèse de coût", "Aides",
               "Risque", "Premiers gestes", "Pourquoi en réserve", "Sur quoi elle porte", "Modifié")  # fmt: skip
FIELD_OF = {fold(label): name for name, label in LABELS.items()}
Grid = list[list[Any]]


def read_workbook(raw: bytes, path: Path) -> EditedPlan:
    grids = _grids(raw, path)
    wanted = next((name for name in grids if fold(name) == fold(SHEET)), None)
    if wanted is None:
        found = ", ".join(f"« {clean(name)} »" for name in list(grids)[:8])
        raise AncrageError(f"Le classeur {path} n'a pas de feuille « {SHEET} » (il a {found}).", NEW_ONE)
    seen, removed = _seen(grids.get(SEEN_SHEET, []))
    rows, start = _rows(grids[wanted], seen, path)
    written = {row.id for row, _ in rows}
    return whole(str(path), start, rows, [*removed, *(name for name in seen if name not in written)])


def _grids(raw: bytes, path: Path) -> dict[str, Grid]:
    """Cells of the sheets « Plan » and the hidden one, names of the others; values, not formulas."""
    broken = AncrageError(f"Le plan {path} n'est pas un classeur .xlsx lisible.", NEW_ONE)
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
                raise AncrageError(f"Le plan {path} est démesuré une fois ouvert.", NEW_ONE)
        from openpyxl import load_workbook
        from openpyxl.utils.exceptions import InvalidFileException

        try:
            book = load_workbook(io.BytesIO(raw), data_only=True, read_only=True)
            return {
                sheet.title: (
                    [list(line) for line in sheet.iter_rows(max_row=MAX_LINES, max_col=MAX_COLUMNS, values_only=True)]
                    if fold(sheet.title) in (fold(SHEET), fold(SEEN_SHEET))
                    else []
                )
                for sheet in book.worksheets
            }
        except InvalidFileException as error:
            raise broken from error
    except (zipfile.BadZipFile, SyntaxError, KeyError, ValueError, TypeError, AttributeError, IndexError, OSError,
            EOFError, NotImplementedError, RuntimeError, AssertionError) as error:  # fmt: skip
        raise broken from error


def _seen(grid: Grid) -> tuple[dict[str, dict[str, Value]], list[str]]:
    """By id, what the program had written; and the ids already removed."""
    seen: dict[str, dict[str, Value]] = {}
    removed: list[str] = []
    for line in grid[1:]:
        name, field, value = (clean(v) for v in (*line, None, None, None)[:3])
        if field == REMOVED:
            removed.append(name)
        elif name and field in FIELDS:
            seen.setdefault(name, {})[field] = cell(field, value, f"Feuille « {SEEN_SHEET} »")
    return seen, removed


def _rows(grid: Grid, seen: dict[str, dict[str, Value]], path: Path) -> tuple[list[tuple[EditedAction, str]], str]:
    start, header, rows, found = "", [], [], False
    for at, line in enumerate(grid, start=1):
        words = [clean(v) for v in line]
        if words and fold(words[0]).startswith(fold(START_LABEL)) and len(line) > 1:
            start = month(line[1], f"Feuille « {SHEET} », ligne {at}, « {START_LABEL} »")
            start = "" if start.startswith("M") else start
        elif fold(ID_LABEL) in map(fold, words):
            header, found = words, True
            _once(header, at, path)
        elif words and words[0] and not any(words[1:]):
            header = []  # the title of another table; an empty row is one that someone cleared
        elif header:
            row = _row(header, line, at, seen)
            if row:
                rows.append((row, f"Feuille « {SHEET} », ligne {at}"))
    if not found:
        raise AncrageError(
            f"La feuille « {SHEET} » de {path} n'a pas de colonne « {ID_LABEL} ».", f"Rétablissez ses titres. {NEW_ONE}"
        )
    return rows, start


def _once(header: list[str], at: int, path: Path) -> None:
    known = [w for w in map(fold, header) if w in FIELD_OF or w == fold(ID_LABEL)]
    twice = next((w for w in known if known.count(w) > 1), None)
    if twice:
        name = next(w for w in header if fold(w) == twice)
        raise AncrageError(
            f"La feuille « {SHEET} » de {path}, ligne {at}, a deux colonnes « {name} ».", "Renommez l'une des deux."
        )


def _row(header: list[str], line: list[Any], at: int, seen: dict[str, dict[str, Value]]) -> EditedAction | None:
    where = f"Feuille « {SHEET} », ligne {at}"
    ours = {fold(name) for name in OUR_COLUMNS}
    name, values, extra = "", {}, {}
    for title, value in zip(header, line, strict=False):
        key = fold(title)
        if key == fold(ID_LABEL):
            name = clean(value)[:60]
        elif key in FIELD_OF:
            values[FIELD_OF[key]] = cell(FIELD_OF[key], value, where)
        elif title and key not in ours and clean(value):
            extra[title] = clean(value)
    if not name and not values.get("titre"):
        return None
    return EditedAction(name, values, extra, seen.get(name))
