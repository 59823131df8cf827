"""From a list of communes, typed or in a file, to their codes in the edition."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from ancrage.domain.errors import AncrageError
from ancrage.domain.wording import NBSP, count
from ancrage.inputs.bytes import Kind
from ancrage.inputs.communes import CODE, SHOWN, read_commune, show
from ancrage.inputs.directory import departement, directory
from ancrage.inputs.reading import Reading
from ancrage.inputs.table import read_sheet
from ancrage.warehouse.edition import Edition
from ancrage.warehouse.territories import normalise

TOLD = 6  # sentences of a list said one by one
SHORT = 30
LIST = Kind("La liste de communes", "Donnez une commune par ligne : CSV, XLSX ou ODS.", "Une commune par ligne suffit.")
CODE_HEADINGS = ("code insee", "insee", "codgeo", "com", "code commune", "depcom", "insee com", "codecommune",
                 "code geo", "commune insee", "code insee commune", "insee commune", "code")  # fmt: skip
NAME_HEADINGS = ("commune", "nom commune", "libgeo", "libelle", "nom", "lib com", "nom de la commune", "ville",
                 "libelle commune")  # fmt: skip
SEPARATORS = re.compile(r"[;,|\t\r\n]+|\s+(?:et|/)\s+")


def read_communes(edition: Edition, text: str) -> Reading[tuple[str, ...]]:
    """Codes, sorted, of a list typed with any usual separator (codes or names), or of a file (« communes.csv »).

    Raises AncrageError naming the first texts that are no commune.
    """
    path = Path(text.strip())
    if path.suffix.lower() in (".csv", ".tsv", ".txt", ".xlsx", ".ods"):
        return communes_of_rows(edition, _rows(path))
    return _all_of(edition, _pieces(text))


def communes_of_rows(edition: Edition, rows: Sequence[Mapping[str, str]]) -> Reading[tuple[str, ...]]:
    """Codes of a table with one commune a row: the column of codes when there is one, else that of names."""
    headings = {_heading(name): name for name in (rows[0] if rows else {})}
    column = next((headings[name] for name in (*CODE_HEADINGS, *NAME_HEADINGS) if name in headings), None)
    if column is None:
        raise AncrageError(
            "Aucune colonne ne donne les communes.", "Nommez-la « code_insee », « insee », « CODGEO » ou « commune »."
        )
    return _all_of(edition, [row[column] for row in rows if (row[column] or "").strip()])


def _heading(name: str) -> str:
    """« CODGEO_2024 » -> « codgeo »."""
    return re.sub(r" \d{4}$", "", normalise(name.replace("_", " ")))


def _pieces(text: str) -> list[str]:
    pieces = [piece.strip(" \"'[]") for piece in SEPARATORS.split(text)]
    kept: list[str] = []
    for piece in pieces:
        words = piece.split()
        several = len(words) > 1 and all(CODE.fullmatch(word.upper()) for word in words)
        kept += words if several else [piece] if piece else []
    return kept


def _all_of(edition: Edition, texts: Sequence[str]) -> Reading[tuple[str, ...]]:
    """A shared name is looked for first in the départements of the others."""
    if not texts:
        raise AncrageError("Le périmètre ne contient aucune commune.", "Exemple : communes:74081,74042.")
    known = directory(edition)
    every = known.labels
    # a list that holds a number which is no postcode is a list of INSEE codes
    official = any(code in every and code not in known.by_postcode for code in (t.strip().zfill(5) for t in texts))
    readings: dict[str, Reading[str]] = {}
    left = list(dict.fromkeys(texts))
    for _ in range(2):
        homes = {departement(reading.value) for reading in readings.values()}
        near = {code for code in every if departement(code) in homes}
        refusals = []
        for text in left:
            try:
                around = () if CODE.fullmatch(text) else near
                readings[text] = read_commune(edition, text, around, official=official, suggest=False)
            except AncrageError as error:
                refusals.append((text, error))
        left = [text for text, _ in refusals]
    if refusals:
        raise _refused(edition, refusals)
    notes = [reading.note for text, reading in readings.items() if reading.note and text != reading.value]
    codes = sorted({reading.value for reading in readings.values()})
    if len(texts) > len(readings):
        notes.append("Une commune donnée deux fois n'est comptée qu'une.")
    return Reading(tuple(codes), "\n".join(several(notes)))


def several(notes: list[str]) -> list[str]:
    """The first few sentences, and how many more there are."""
    if len(notes) <= TOLD + 1:
        return notes
    return [*notes[:TOLD], f"Et {count(len(notes) - TOLD, 'autre lecture', 'autres lectures')} du même genre."]


def _refused(edition: Edition, refusals: list[tuple[str, AncrageError]]) -> AncrageError:
    first, error = refusals[0]
    try:
        read_commune(edition, first, official=True)
    except AncrageError as suggesting:
        error = suggesting
    if len(refusals) == 1:
        return error
    shown = ", ".join(show(text, SHORT) for text, _ in refusals[:SHOWN])
    more = f" et {len(refusals) - SHOWN} autres" if len(refusals) > SHOWN else ""
    return AncrageError(
        f"{count(len(refusals), 'commune')} du périmètre ne se lisent pas{NBSP}: {shown}{more}. {error.message}",
        error.next_step,
    )


def _rows(path: Path) -> list[dict[str, str]]:
    """The table of a file; a bare list has no heading."""
    sheet = read_sheet(path, known=_is_heading, kind=LIST)
    headers, rows = sheet.headers, list(sheet.rows)
    if len(headers) == 1 and not _is_heading(headers[0]):
        headers, rows = ("commune",), [sheet.headers, *rows]
    return [dict(zip(headers, cells, strict=True)) for cells in rows]


def _is_heading(text: str) -> bool:
    return _heading(text) in (*CODE_HEADINGS, *NAME_HEADINGS)
