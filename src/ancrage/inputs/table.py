"""Any CSV or XLSX file as headings and rows of text, repaired when it can be, refused with a sentence when not.

Nothing is executed: a formula is read as the value its file kept, a cell « =cmd|… » is a text like another.
"""

import csv
import hashlib
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ancrage.domain.errors import AncrageError, system_reason
from ancrage.domain.wording import count, decimal, integer, listing

SIZE_LIMIT_MB = 50
MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 200_000, 500, 32_767
AS_CSV = "Enregistrez-le depuis votre tableur au format CSV UTF-8 ou XLSX, puis relancez la commande."
_MAGIC = (
    (b"%PDF", "un PDF"),
    (b"\xd0\xcf\x11\xe0", "un ancien classeur Excel (.xls) ou un fichier protégé par mot de passe"),
    (b"\x89PNG", "une image"),
    (b"\xff\xd8\xff", "une image"),
    (b"\x1f\x8b", "un fichier compressé"),
    (b"{\\rtf", "un document RTF"),
)


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


def read_sheet(path: Path, sheet: str | None = None, size_limit_mb: float = SIZE_LIMIT_MB) -> Sheet:
    """Read a file. Raises AncrageError: absent, too big, empty, not a table, an encoding that cannot be told."""
    try:
        if path.is_dir():
            raise AncrageError(f"{path} est un dossier, pas un fichier.", "Donnez un fichier CSV ou XLSX.")
        if path.exists() and not path.is_file():
            raise AncrageError(f"{path} n'est pas un fichier ordinaire.", "Donnez un fichier CSV ou XLSX.")
        size = path.stat().st_size
        if size > size_limit_mb * 1e6:
            raise AncrageError(
                f"Le fichier {path} pèse {decimal(size / 1e6, 0)} Mo, au-delà de la limite de "
                f"{decimal(size_limit_mb, 0)} Mo : il n'a pas été lu.",
                "Découpez-le, ou relevez la limite avec --limite-mo.",
            )
        content = path.read_bytes()
    except OSError as error:
        raise AncrageError(f"Le fichier {path} ne se lit pas ({system_reason(error)}).", "Vérifiez son nom.") from error
    if not content.strip(b"\x00 \r\n\t"):
        raise AncrageError(f"Le fichier {path} est vide.", "Vérifiez que c'est le bon fichier.")
    for magic, what in _MAGIC:
        if content.startswith(magic):
            raise AncrageError(f"Le fichier {path} est {what}, pas un tableau lisible.", AS_CSV)
    if content.startswith(b"PK\x03\x04"):
        from ancrage.inputs.workbook import read_workbook

        name, numbered = read_workbook(path, content, sheet, size_limit_mb)
        notes: list[str] = []
        encoding = "xlsx"
    else:
        text, encoding, notes = decode(path, content)
        numbered = _split(path, text)
        name = ""
    digest = hashlib.sha256(content).hexdigest()
    return _table(path, numbered, sha256=digest, encoding=encoding, sheet=name, notes=notes)


def decode(path: Path, content: bytes) -> tuple[str, str, list[str]]:
    """The text of a file, its encoding, and what was repaired. UTF-8 first, then UTF-16, then Windows-1252."""
    notes: list[str] = []
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif content[:400].count(b"\x00") > len(content[:400]) // 4:
        encoding = "utf-16-le" if content[1:2] == b"\x00" else "utf-16-be"
    else:
        encoding = "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as broken:
        line = content[: broken.start].count(b"\n") + 1
        if encoding != "utf-8-sig":
            raise AncrageError(
                f"Le fichier {path} est abîmé : son encodage change en cours de route.", AS_CSV
            ) from None
        try:
            text, encoding = content.decode("cp1252"), "cp1252"
        except UnicodeDecodeError as again:
            line = content[: again.start].count(b"\n") + 1
            raise AncrageError(
                f"L'encodage du fichier {path} est inconnu : la ligne {line} n'est ni en UTF-8 ni en Windows-1252.",
                AS_CSV,
            ) from None
        notes.append(f"Encodage Windows-1252 reconnu (premier accent à la ligne {line}).")
    mended = _mend(text)
    if mended != text:
        notes.append("Accents réparés : le fichier avait été relu dans un mauvais encodage (« Ã© » pour « é »).")
        text = mended
    if "\x00" in text:
        text = text.replace("\x00", "")
        notes.append("Caractères nuls retirés.")
    if _is_binary(text):
        raise AncrageError(f"Le fichier {path} n'est pas un tableau : il contient des octets illisibles.", AS_CSV)
    return text, "utf-8" if encoding == "utf-8-sig" else encoding, notes


def _mend(text: str) -> str:
    """« sociÃ©tÃ© » -> « société », line by line, only where the whole line can be mended."""
    if not re.search("Ã[\u0080-\u00bf\u2019\u201c\u20ac©¨ªª´»§]", text):
        return text
    lines = []
    for line in text.split("\n"):
        try:
            lines.append(line.encode("cp1252").decode("utf-8") if "Ã" in line else line)
        except (UnicodeEncodeError, UnicodeDecodeError):
            lines.append(line)
    return "\n".join(lines)


def _is_binary(text: str) -> bool:
    head = text[:4000]
    return sum(c < " " and c not in "\r\n\t\x0b\x0c" for c in head) > len(head) / 50


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
                    f"Un guillemet ouvert à la ligne {line} du fichier {path} n'est jamais refermé.", AS_CSV
                ) from None
    raise AncrageError(f"Le fichier {path} ne se découpe plus à partir de la ligne {line}.", AS_CSV)


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
    """A cell without the apostrophe that our exports put before a formula."""
    return cell[1:] if re.match(r"'[=+\-@\t\r]", cell) else cell


def _table(
    path: Path, numbered: Sequence[tuple[int, list[str]]], *, sha256: str, encoding: str, sheet: str, notes: list[str]
) -> Sheet:
    filled = [(line, cells) for line, cells in numbered if any(c.strip() for c in cells)]
    if not filled:
        raise AncrageError(f"Le fichier {path} ne contient aucune ligne.", "Vérifiez que c'est le bon fichier.")
    widths = [sum(bool(c.strip()) for c in cells) for _, cells in filled]
    usual = sorted(widths[:50])[len(widths[:50]) // 2]
    least = max(usual / 2, 2) if usual > 1 else 1  # a title above the headings fills one cell
    start = next((i for i, width in enumerate(widths) if width >= least), 0)
    if start:
        notes.append(f"{count(start, 'ligne')} de titre passée{'s' if start > 1 else ''} avant les en-têtes.")
    heading_line, first = filled[start]
    body = filled[start + 1 :]
    if not body:
        raise AncrageError(
            f"Le fichier {path} n'a que des en-têtes (ligne {heading_line}) et aucune ligne.",
            "Vérifiez la feuille lue (--feuille), ou que le fichier est complet.",
        )
    width = max(len(first), *(len(cells) - _trailing(cells) for _, cells in body))
    if width > MOST_COLUMNS or len(body) > MOST_ROWS:
        raise AncrageError(
            f"Le fichier {path} a {count(len(body), 'ligne')} et {count(width, 'colonne')} : c'est trop.",
            f"Au plus {integer(MOST_ROWS)} lignes et {MOST_COLUMNS} colonnes : découpez-le.",
        )
    headers = _headers([*first, *[""] * (width - len(first))], notes)
    too_long = next((line for line, cells in body if any(len(c) > LONGEST_CELL for c in cells)), None)
    if too_long is not None:
        raise AncrageError(
            f"Une cellule de la ligne {too_long} dépasse {integer(LONGEST_CELL)} caractères.",
            "Un guillemet n'est sans doute pas refermé sur cette ligne : corrigez-la.",
        )
    keep = [i for i, header in enumerate(headers) if header]
    rows = tuple(tuple(cells[i].strip() if i < len(cells) else "" for i in keep) for _, cells in body)
    return Sheet(
        tuple(headers[i] for i in keep), rows, tuple(line for line, _ in body), sha256, encoding, sheet, tuple(notes)
    )


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
        heading = re.sub(r"\s+", " ", cell.lstrip("\ufeff")).strip()[:200] or f"colonne {position}"
        name, copy = heading, 2
        while name in found:
            name, copy = f"{heading} ({copy})", copy + 1
        if name != heading:
            odd.append(name)
        found.append(name)
    if odd:
        notes.append(f"En-têtes répétés, renommés : {listing([f'« {name} »' for name in odd[:5]])}.")
    return found
