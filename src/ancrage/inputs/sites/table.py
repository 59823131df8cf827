"""From a file to rows of text: encoding, separator, headings. Whatever is wrong is one sentence, with its line."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from ancrage.domain.errors import AncrageError
from ancrage.domain.wording import integer
from ancrage.inputs.sites.columns import COLUMNS, OTHER_UNITS, heading_key

MAX_BYTES, MAX_ROWS, MAX_COLUMNS = 2_000_000, 5_000, 100
SEPARATORS = (";", ",", "\t")
MODEL = "Partez du modèle : ancrage sites --modele > sites.csv"
ALIKE = 75  # on a scale of 100, how like a known heading an unknown one is when it is a misprint of it
NOT_CSV = {b"PK": "un classeur (.xlsx ou .ods)", b"%PDF": "un PDF", b"\xd0\xcf\x11\xe0": "un ancien classeur (.xls)"}


@dataclass(frozen=True, slots=True)
class Row:
    """`cells`: stripped text by column name, only those given; `line`: where it begins in the file, from 1."""

    line: int
    cells: dict[str, str]


def read_rows(path: Path) -> tuple[list[Row], list[str]]:
    """Rows that hold something, and the headings that mean nothing here (not read)."""
    text = _text(path)
    lines = list(_parsed(path, text))
    if not lines:
        raise AncrageError(f"La liste de sites {path} est vide.", MODEL)
    names, ignored = _headings(path, lines[0][1])
    rows = []
    for line, cells in lines[1:]:
        if len(cells) > len(names) and any(cell.strip() for cell in cells[len(names) :]):
            raise AncrageError(
                f"{path}, ligne {line} : {len(cells)} cases pour {len(names)} colonnes.",
                "Mettez entre guillemets un texte qui contient le séparateur, ou un nombre à virgule.",
            )
        found = {name: cell.strip() for name, cell in zip(names, cells, strict=False) if name}
        if any(found.values()):
            rows.append(Row(line, found))
    if not rows:
        raise AncrageError(f"La liste de sites {path} n'a aucune ligne sous ses titres.", "Ajoutez une ligne par site.")
    if len(rows) > MAX_ROWS:
        raise AncrageError(
            f"La liste de sites {path} dépasse {integer(MAX_ROWS)} lignes.", "Gardez les sites à proposer."
        )
    return rows, ignored


def _text(path: Path) -> str:
    try:
        if path.is_dir():
            raise AncrageError(f"La liste de sites {path} est un dossier.", MODEL)
        if path.exists() and not path.is_file():
            raise AncrageError(f"La liste de sites {path} n'est pas un fichier ordinaire.", MODEL)
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = "elle n'existe pas" if isinstance(error, FileNotFoundError) else "le système refuse"
        raise AncrageError(f"La liste de sites {path} ne se lit pas ({reason}).", MODEL) from error
    if len(raw) > MAX_BYTES:
        raise AncrageError(
            f"La liste de sites {path} dépasse {MAX_BYTES // 1_000_000} Mo.", "Gardez une ligne par site."
        )
    kind = next((what for mark, what in NOT_CSV.items() if raw.startswith(mark)), None)
    if kind:
        raise AncrageError(
            f"La liste de sites {path} est {kind}.", "Dans le tableur, « Enregistrer sous », format CSV UTF-8."
        )
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = raw.decode("utf-16", errors="replace")
    else:
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = raw.decode("cp1252", errors="replace")  # how Excel saves a plain CSV in France
    if "\x00" in text or "\ufffd" in text:
        raise AncrageError(f"La liste de sites {path} n'est pas un texte lisible.", "Enregistrez-la en CSV UTF-8.")
    return text


def _parsed(path: Path, text: str) -> list[tuple[int, list[str]]]:
    """(first line, cells) of every row that is not blank."""
    first = text.lstrip("\r\n").split("\n", 1)[0]
    separator = max(SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows, line = [], 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((line, cells))
            line = reader.line_num + 1
    except csv.Error as error:
        raise AncrageError(
            f"{path}, ligne {line} : un guillemet n'est pas fermé, ou une case est démesurée.", "Corrigez cette ligne."
        ) from error
    return rows


def _headings(path: Path, cells: list[str]) -> tuple[list[str | None], list[str]]:
    """Name of the column of each cell (None: not read), and the headings not read."""
    if len(cells) > MAX_COLUMNS:
        raise AncrageError(
            f"La liste de sites {path} a {len(cells)} colonnes.", f"Gardez-en {MAX_COLUMNS} au plus. {MODEL}"
        )
    known = [column.name for column in COLUMNS]
    names: list[str | None] = []
    ignored = []
    for cell in cells:
        key = heading_key(cell)
        if key in OTHER_UNITS:
            raise AncrageError(
                f"{path} : la colonne « {cell.strip()} » n'est pas dans l'unité attendue.",
                f"Convertissez-la et nommez-la « {OTHER_UNITS[key]} ».",
            )
        if key in known and key in names:
            raise AncrageError(f"{path} : deux colonnes disent « {key} ».", "Gardez-en une seule.")
        if key and key not in known:
            if near := _misprint(key, known):
                raise AncrageError(
                    f"{path} : la colonne « {cell.strip()[:60]} » est inconnue.", f"Vouliez-vous « {near} » ?"
                )
            ignored.append(cell.strip()[:60])
        names.append(key if key in known else None)
    missing = [column.name for column in COLUMNS if column.required and column.name not in names]
    if missing:
        what = f"il manque la colonne « {missing[0]} »" if len(missing) == 1 else (
            f"il manque les colonnes {' et '.join(f'« {name} »' for name in missing)}")  # fmt: skip
        raise AncrageError(f"{path}, ligne des titres : {what}.", MODEL)
    return names, ignored


def _misprint(key: str, known: list[str]) -> str | None:
    from rapidfuzz import fuzz, process  # only odd headings need it

    close = process.extractOne(key[:100], known, scorer=fuzz.ratio, score_cutoff=ALIKE)
    return close[0] if close else None
