"""Why a source file does not read: its place (file, line, column) and what to do, in one French sentence."""

import csv
import gzip
import io
import re
import zlib
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from ancrage.domain.errors import AncrageError, system_reason

AGAIN = "Téléchargez-le à nouveau, ou reprenez le fichier d'origine."
SEPARATORS = {",": "« , »", ";": "« ; »", "\t": "une tabulation", "|": "« | »"}


def unreadable(path: Path, title: str, error: Exception) -> AncrageError:
    """What to tell of `error`, raised while the file of the source `title` was read."""
    name = f"Le fichier {path} (« {title} »)"
    if path.is_dir():
        return AncrageError(f"{name} est un dossier dont un fichier ne se lit pas : {_reason(error)}.", AGAIN)
    try:
        content = file_content(path)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        return AncrageError(f"{name} est coupé : la fin de l'archive manque.", AGAIN)
    except OSError as reading:
        return AncrageError(f"{name} ne se lit pas ({system_reason(reading)}).", "Vérifiez le fichier et vos droits.")
    if not content.strip():
        return AncrageError(f"{name} est vide.", AGAIN)
    if "utf-8" in str(error):
        return _not_utf8(name, content)
    text = content.decode("utf-8", "replace")
    return (
        _other_separator(name, text, str(error))
        or _absent_column(name, text, str(error))
        or _bad_value(name, text, str(error))
        or _cut(name, text)
        or AncrageError(
            f"{name} ne se lit pas : {_reason(error)}.",
            "S'il a changé de forme, son lecteur (sources/) est à revoir ; sinon, téléchargez-le à nouveau.",
        )
    )


def file_content(path: Path) -> bytes:
    """Bytes of a file, unpacked when it is a gzip archive."""
    content = path.read_bytes()
    return gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content


def lines_holding(path: Path, value: str) -> list[int]:
    """Numbers of the lines (the heading is 1) where a whole cell is `value`."""
    if path.is_dir():
        return []
    rows = csv_rows(file_content(path).decode("utf-8", "replace"))
    return [line for line, cells in rows if value in cells]


def csv_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Number of the last line of each row, and its cells."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text.split("\n", 1)[0]))
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error:  # what follows has no cell to show
        return


def _separator(heading: str) -> str:
    return max(SEPARATORS, key=heading.count)


def _not_utf8(name: str, content: bytes) -> AncrageError:
    try:
        content.decode("utf-8")
        where = ""
    except UnicodeDecodeError as found:
        line = content.count(b"\n", 0, found.start) + 1
        where = f" (ligne {line}, octet {content[found.start]:#04x})"
    return AncrageError(
        f"{name} n'est pas écrit en UTF-8{where} : un tableur l'a sans doute enregistré en Windows-1252.",
        "Enregistrez-le en « CSV UTF-8 », ou reprenez le fichier d'origine.",
    )


def _other_separator(name: str, text: str, said: str) -> AncrageError | None:
    """The heading is cut by another sign than the one the reader expects."""
    heading = text.split("\n", 1)[0]
    wanted = _missing(said)
    used = _separator(heading)
    cells = [cell.strip('"\r') for cell in heading.split(used)]
    ragged = "more fields" in said and used != ","
    hidden = bool(wanted) and wanted in cells and wanted not in _valid(said)
    if not (ragged or hidden):
        return None
    return AncrageError(
        f"{name} est séparé par {SEPARATORS[used]}, dès sa première ligne : ce n'est pas le séparateur de la source.",
        "Réenregistrez-le avec la virgule (ou le séparateur d'origine), ou reprenez le fichier d'origine.",
    )


def _absent_column(name: str, text: str, said: str) -> AncrageError | None:
    wanted = _missing(said)
    if not wanted:
        return None
    cells = [cell.strip('"\r') for cell in text.split("\n", 1)[0].split(_separator(text.split("\n", 1)[0]))]
    near = get_close_matches(wanted, [cell for cell in cells if cell], n=1, cutoff=0.5)
    hint = f" La plus proche est « {near[0]} »." if near else ""
    return AncrageError(
        f"{name} n'a pas, à la ligne 1, la colonne « {wanted} ».",
        f"Rendez-lui ce nom, ou corrigez le lecteur si la source l'a changé.{hint}",
    )


def _bad_value(name: str, text: str, said: str) -> AncrageError | None:
    found = re.search(r"conversion from `str` to `(\w+)` failed in column '([^']+)'.*?: \[\"(.*?)\"", said, re.DOTALL)
    if not found:
        return None
    kind, column, value = found.groups()
    rows = csv_rows(text)
    heading = next(rows)[1]
    at = heading.index(column) if column in heading else None
    line = next((n for n, cells in rows if at is not None and len(cells) > at and cells[at].strip() == value), None)
    where = f" à la ligne {line}" if line else ""
    what = "un nombre entier" if kind.startswith(("i", "u")) else "un nombre"
    return AncrageError(
        f"{name} porte{where}, colonne « {column} », « {value} » : ce n'est pas {what}.",
        "Corrigez cette cellule, ou reprenez le fichier d'origine.",
    )


def _cut(name: str, text: str) -> AncrageError | None:
    """The last row is shorter than the heading: the end of the file is missing."""
    last, width = (0, [""]), 0
    for line, cells in csv_rows(text):
        width = width or len(cells)
        last = line, cells
    if len(last[1]) >= width or text.endswith("\n"):
        return None
    return AncrageError(
        f"{name} est coupé : sa dernière ligne ({last[0]}) a {len(last[1])} colonnes sur {width}.", AGAIN
    )


def _missing(said: str) -> str:
    found = re.search(r'unable to find column "([^"]+)"', said)
    return found.group(1) if found else ""


def _valid(said: str) -> list[str]:
    return re.findall(r'"([^"]+)"', said.partition("valid columns:")[2])


def _reason(error: Exception) -> str:
    return str(error).strip().split("\n", 1)[0].rstrip(".") or type(error).__name__
