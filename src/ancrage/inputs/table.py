"""Any CSV, XLSX or ODS file as headings and rows of text, repaired when it can be, refused with a sentence when not.

Nothing is executed: a formula is read as the value its file kept, a cell « =cmd|… » is a text like another.
"""

import csv
import hashlib
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ancrage.domain.errors import AncrageError
from ancrage.domain.wording import count, integer, listing
from ancrage.inputs.bytes import AS_UTF8, Kind, decode, read_bytes, shown, visible
from ancrage.inputs.workbook import MOST_COLUMNS, MOST_ROWS, Page, open_book, sheets_of
from ancrage.warehouse.territories import normalise

SIZE_LIMIT_MB = 50
LONGEST_CELL = 32_767
TABLE = Kind(
    "Le fichier",
    "Vérifiez son nom ; un fichier CSV, XLSX ou ODS est attendu.",
    "Découpez-le, ou relevez la limite avec --limite-mo.",
)
_MAGIC = (
    (b"%PDF", "un PDF"),
    (b"\xd0\xcf\x11\xe0", "un ancien classeur Excel (.xls) ou un fichier protégé par mot de passe"),
    (b"\x89PNG", "une image"),
    (b"\xff\xd8\xff", "une image"),
    (b"\x1f\x8b", "un fichier compressé"),
    (b"{\\rtf", "un document RTF"),
)
TOTAL = re.compile(r"(sous |grand )?(total|totaux)( general)?|(sous total|total) .{1,40}")
NUMBERS = re.compile(r"[\d\s.,%€+-]*(ha|m2|m²|mw|k€)?", re.IGNORECASE)
IDENTIFIER = re.compile(r"(\d[ .]?){9}(\d[ .]?){0,5}")  # of a firm: no sum
Recognise = Callable[[str], bool]


@dataclass(frozen=True)
class Sheet:
    """`rows` are padded to the headings; `lines` are their numbers in the file; `notes` say what was repaired."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    sha256: str
    encoding: str
    sheet: str
    notes: tuple[str, ...]


def read_sheet(
    path: Path,
    sheet: str | None = None,
    size_limit_mb: float = SIZE_LIMIT_MB,
    known: Recognise | None = None,
    kind: Kind = TABLE,
) -> Sheet:
    """The table of a file. `known` says whether a heading is one that the reader expects: it chooses the sheet of a
    workbook and the row of the headings.

    Raises AncrageError: absent, too big, empty, not a table, an encoding that cannot be told.
    """
    content = read_bytes(path, kind, int(size_limit_mb * 1e6))
    if not content.strip(b"\x00 \r\n\t"):
        raise AncrageError(f"{kind.name} {shown(path)} est vide.", kind.new_one)
    for magic, what in _MAGIC:
        if content.startswith(magic):
            raise AncrageError(f"{kind.name} {shown(path)} est {what}, pas un tableau lisible.", AS_UTF8)
    notes: list[str] = []
    if content.startswith(b"PK\x03\x04"):
        name, page, notes = _chosen(path, content, sheet, known)
        encoding = "ods" if path.suffix.lower() == ".ods" else "xlsx"
    else:
        text, encoding, notes = decode(path, content)
        name, page = "", Page(_split(path, text))
    digest = hashlib.sha256(content).hexdigest()
    return _table(path, page, known, sha256=digest, encoding=encoding, sheet=name, notes=notes)


def _chosen(path: Path, content: bytes, asked: str | None, known: Recognise | None) -> tuple[str, Page, list[str]]:
    """The sheet asked, else the visible one whose headings are best known, else the first that holds a table."""
    book = open_book(path, content)
    if asked is not None:
        found = next((name for name in book.names if normalise(name) == normalise(asked)), None)
        if found is None:
            raise AncrageError(
                f"Le classeur {shown(path)} n'a pas de feuille « {shown(asked, 60)} ».",
                f"Ses feuilles : {sheets_of(book)}.",
            )
        return found, book.page(found), []
    pages = {name: page for name in book.names if name not in book.hidden and (page := book.page(name)).rows}
    if not pages:
        raise AncrageError(f"Le classeur {shown(path)} ne contient aucune ligne.", "Vérifiez que c'est le bon fichier.")
    marks = {}
    for name, page in pages.items():
        start = _heading_row(page, known)
        table = sum(len(cells) > 1 for _, cells in page.rows[start:]) > 1 or max(len(c) for _, c in page.rows) == 1
        marks[name] = (_recognised(page.rows[start][1], known), table and len(page.rows) > start + 1)
    best = max(pages, key=lambda name: marks[name])  # the first of equals
    if not any(marks[best]):
        raise AncrageError(
            f"Aucune feuille du classeur {shown(path)} ne contient de tableau.", f"Ses feuilles : {sheets_of(book)}."
        )
    others = [f"« {shown(name, 40)} »" for name in pages if name != best]
    left = f"Feuille « {shown(best, 40)} » lue ; pas {listing(others[:6])} (pour une autre : --feuille)."
    return best, pages[best], [left] if others else []


def _split(path: Path, text: str) -> list[tuple[int, list[str]]]:
    """Rows and their line numbers, with the separator that cuts the most lines alike.

    Quotes are read strictly first, so that one never closed is seen; other slips of quoting are forgiven.
    """
    csv.field_size_limit(2**27)
    delimiter = _separator(text)
    for strict in (True, False):
        rows: list[tuple[int, list[str]]] = []
        line = 1
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
        try:
            for cells in reader:
                rows.append((line, [_plain(cell) for cell in cells]))
                line = reader.line_num + 1
            return rows
        except csv.Error as error:
            if "end of data" in str(error):
                raise AncrageError(
                    f"Un guillemet ouvert à la ligne {line} du fichier {shown(path)} n'est jamais refermé.", AS_UTF8
                ) from None
    raise AncrageError(f"Le fichier {shown(path)} ne se découpe plus à partir de la ligne {line}.", AS_UTF8)


def _separator(text: str) -> str:
    """The one of ; , tab | that gives the most lines the same number of cells."""
    sample = text[:200_000].splitlines()[:60]
    best, chosen = (0.0, 0), ";"
    for delimiter in ";,\t|":
        widths = [len(cells) for cells in csv.reader(sample, delimiter=delimiter) if any(c.strip() for c in cells)]
        if not widths:
            continue
        usual = max(set(widths), key=lambda w: (widths.count(w), w))
        if usual > 1 and (worth := (round(widths.count(usual) / len(widths), 1), usual)) > best:
            best, chosen = worth, delimiter
    return chosen


def _plain(cell: str) -> str:
    """A cell without the apostrophe that our exports put before a formula, nor what no one typed."""
    return visible(cell[1:] if re.match(r"'[=+\-@\t\r]", cell) else cell)


def _recognised(cells: Sequence[str], known: Recognise | None) -> int:
    """How many different headings that are expected these cells are."""
    return len({normalise(cell) for cell in cells[:MOST_COLUMNS] if cell.strip() and known(cell)}) if known else 0


def _heading_row(page: Page, known: Recognise | None) -> int:
    """Place of the row of headings: the one with most known headings, else the first one that is not a title."""
    best = max((_recognised(cells, known), -i) for i, (_, cells) in enumerate(page.rows[:60])) if known else (0, 0)
    # a row of data may hold a word that is a heading elsewhere
    if best[0] >= 2 and best[0] >= sum(bool(c.strip()) for c in page.rows[-best[1]][1]) / 4:
        return -best[1]
    widths = [sum(bool(c.strip()) for c in cells) for _, cells in page.rows]
    usual = sorted(widths[:50])[len(widths[:50]) // 2]
    least = max(usual / 2, 2) if usual > 1 else 1  # a title above the headings fills one cell
    return next((i for i, width in enumerate(widths) if width >= least), 0)


def _table(
    path: Path, page: Page, known: Recognise | None, *, sha256: str, encoding: str, sheet: str, notes: list[str]
) -> Sheet:
    filled = Page([(line, cells) for line, cells in page.rows if any(c.strip() for c in cells)], page.wide)
    if not filled.rows:
        raise AncrageError(f"Le fichier {shown(path)} ne contient aucune ligne.", "Vérifiez que c'est le bon fichier.")
    start = _heading_row(filled, known)
    if start:
        notes.append(f"{count(start, 'ligne')} de titre passée{'s' if start > 1 else ''} avant les en-têtes.")
    heading_line, first = filled.rows[start]
    body = filled.rows[start + 1 :]
    if not body:
        raise AncrageError(
            f"Le fichier {shown(path)} n'a que des en-têtes (ligne {heading_line}) et aucune ligne.",
            "Vérifiez la feuille lue (--feuille), ou que le fichier est complet.",
        )
    width = max(len(first) - _trailing(first), *(len(cells) - _trailing(cells) for _, cells in body))
    if width > MOST_COLUMNS or len(body) > MOST_ROWS:
        raise AncrageError(
            f"Le fichier {shown(path)} a {count(len(body), 'ligne')} et {count(width, 'colonne')} : c'est trop.",
            f"Au plus {integer(MOST_ROWS)} lignes et {MOST_COLUMNS} colonnes : découpez-le.",
        )
    headers = _headers([*first[:width], *[""] * (width - len(first))], notes)
    too_long = next((line for line, cells in body if any(len(c) > LONGEST_CELL for c in cells)), None)
    if too_long is not None:
        raise AncrageError(
            f"Une cellule de la ligne {too_long} dépasse {integer(LONGEST_CELL)} caractères.",
            "Un guillemet n'est sans doute pas refermé sur cette ligne : corrigez-la.",
        )
    keep = [i for i, header in enumerate(headers) if header]
    rows = [(line, tuple(cells[i].strip() if i < len(cells) else "" for i in keep)) for line, cells in body]
    rows = _actual(rows, [first[i].strip() if i < len(first) else "" for i in keep], filled.wide, notes)
    return Sheet(
        tuple(headers[i] for i in keep),
        tuple(cells for _, cells in rows),
        tuple(line for line, _ in rows),
        sha256,
        encoding,
        sheet,
        tuple(notes),
    )


def _actual(
    rows: list[tuple[int, tuple[str, ...]]], first: list[str], wide: frozenset[int], notes: list[str]
) -> list[tuple[int, tuple[str, ...]]]:
    """The rows that say something of one thing: neither totals, nor headings again, nor titles across the table."""
    kept = []
    aside: dict[str, list[str]] = {"de total": [], "de titres": []}
    for line, cells in rows:
        texts = [cell for cell in cells if cell]
        sums = all(NUMBERS.fullmatch(text) and not IDENTIFIER.fullmatch(text) for text in texts[1:])
        if len(cells) > 1 and sums and TOTAL.fullmatch(normalise(texts[0])):
            aside["de total"].append(f"{line} (« {shown(texts[0], 40)} »)")
        elif list(cells) == first or (line in wide and len(texts) == 1):
            aside["de titres"].append(f"{line} (« {shown(texts[0], 40)} »)")
        else:
            kept.append((line, cells))
    for what, lines in aside.items():
        if lines:
            many = len(lines) > 1
            told = listing(lines if len(lines) < 8 else [*lines[:6], f"{len(lines) - 6} autres"])
            notes.append(f"Ligne{'s' if many else ''} {what} laissée{'s' if many else ''} de côté : {told}.")
    return kept


def _trailing(cells: list[str]) -> int:
    empty = 0
    for cell in reversed(cells):
        if cell.strip():
            break
        empty += 1
    return empty


def _headers(first: list[str], notes: list[str]) -> list[str]:
    """Distinct headings: an empty one becomes « colonne 4 », a repeated one « Nom (2) »."""
    found: list[str] = []
    odd = []
    for position, cell in enumerate(first, start=1):
        heading = re.sub(r"\s+", " ", visible(cell)).strip()[:200] or f"colonne {position}"
        name, copy = heading, 2
        while name in found:
            name, copy = f"{heading} ({copy})", copy + 1
        if name != heading:
            odd.append(name)
        found.append(name)
    if odd:
        notes.append(f"En-têtes répétés, renommés : {listing([f'« {name} »' for name in odd[:5]])}.")
    return found
