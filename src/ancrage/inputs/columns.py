"""Which column of a file says what: recognised by its heading, or by what it holds, and always shown before use."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ancrage.domain.errors import AncrageError
from ancrage.domain.wording import listing
from ancrage.inputs.bytes import Kind, shown
from ancrage.inputs.cells import UnreadError, read_number
from ancrage.inputs.toml import parse, read_text
from ancrage.inputs.units import REMARKS, UNITS, read_heading, unit_of, words
from ancrage.reference import read_reference

KINDS: dict[str, str] = {
    "contacts": "contact",
    "adherents": "adhérent",
    "visites": "visite",
    "signaux": "signal",
    "corrections": "correction",
    "soutiens": "structure d'appui",
    "sites": "site",
}
OF_FIRMS = ("contacts", "adherents", "visites", "signaux", "corrections")
NEEDED = {"corrections": ("champ", "valeur"), "signaux": ("type",), "soutiens": ("nom",), "sites": ("nom", "commune")}
KEPT = "autres"  # columns kept as they are, without a meaning
ALIKE, ALIKE_NUMBER = 0.93, 85
SHOWN = 12
MAPPING = Kind(
    "Le fichier de correspondance",
    'Une ligne par champ, par exemple : nom = "Raison sociale".',
    "Il n'a qu'une ligne par champ.",
)


@dataclass(frozen=True, slots=True)
class Field:
    """Something that a file tells. `genre`: texte, siret, siren, date, nombre, oui_non, naf, courriel, etat, point,
    disponibilite. `unit`, `low`, `high`: of a number. `synonyms`: words of a heading -> unit that they imply; `unsure`
    ones are believed only when the cells agree."""

    name: str
    label: str
    genre: str
    personal: bool
    synonyms: dict[str, str]
    unsure: frozenset[str]
    unit: str = ""
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Columns:
    """`columns`: field -> heading of the file; `kept`: headings kept verbatim without a meaning."""

    columns: dict[str, str]
    kept: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, object]:
        return dict(self.columns) | ({KEPT: list(self.kept)} if self.kept else {})

    def headings(self) -> list[str]:
        return [*self.columns.values(), *self.kept]


@cache
def fields_of(kind: str) -> dict[str, Field]:
    """The fields that a file of this kind may hold, in the order they are shown."""
    found = {}
    for name, kinds, genre, personal, label, unit, low, high, typed in read_reference(
        "colonnes_carnet.csv"
    ).iter_rows():
        if kind in kinds.split(";"):
            public = "nom" if name == "nom_libre" else name
            parts = [synonym.partition("@") for synonym in typed.split(";")]
            found[public] = Field(
                public,
                label,
                genre,
                personal == "oui",
                {words(public.replace("_", " ")): ""} | {word.rstrip("?"): implied for word, _, implied in parts},
                frozenset(word[:-1] for word, _, _ in parts if word.endswith("?")),
                unit or "",
                float(low) if low else None,
                float(high) if high else None,
            )
    return found


@cache
def recogniser(kind: str) -> frozenset[str]:
    """Every heading, in plain words, that a file of this kind is expected to have."""
    return frozenset(word for field in fields_of(kind).values() for word in field.synonyms)


def is_known(heading: str, kind: str) -> bool:
    return words(heading) in recogniser(kind) or read_heading(heading).name in recogniser(kind)


def unit_in(field: Field, heading: str) -> str:
    """The unit of a column of numbers: what its heading says, else what its name implies; empty for the usual one.

    Raises UnreadError: a unit that is unknown, or measures something else.
    """
    told = read_heading(heading)
    if field.unit == "°":  # degrees, or metres of a map: the numbers tell
        return ""
    if told.unit:
        kind = unit_of(told.unit)
        if field.unit and kind and kind[0] != field.unit:
            raise UnreadError(f"« {shown(told.unit, 20)} » ne mesure pas : {field.label.lower()}")
        return told.unit if field.unit else ""
    if told.remark and field.unit and words(told.remark) not in REMARKS:
        raise UnreadError(f"« {shown(told.remark, 20)} » n'est pas une unité connue")
    return field.synonyms.get(told.name, "")


def propose(headers: Sequence[str], rows: Sequence[Sequence[str]], kind: str) -> Columns:
    """The most likely mapping: same heading, else a heading that begins like one, else what the column holds."""
    taken: dict[str, str] = {}
    free = dict(enumerate(headers))
    fields = fields_of(kind)

    def take(field: str, position: int) -> None:
        taken[field] = headers[position]
        del free[position]

    for field in fields.values():
        rank = {word: i for i, word in enumerate(field.synonyms)}
        same = sorted(
            (rank[name], i)
            for i, heading in free.items()
            for name in _names(field, heading)
            if name in rank and (name not in field.unsure or _fits(field, rows, i))
        )
        if same:
            take(field.name, same[0][1])
    for field in fields.values():
        if field.name not in taken and (near := max(_near(field, free), default=None)):
            take(field.name, -near[1])
    for genre, pattern in (("siret", r"\d{14}"), ("siren", r"\d{9}"), ("courriel", r"[^@\s]+@[^@\s]+\.\w+")):
        wanted = next((f for f in fields.values() if f.genre == genre and f.name not in taken), None)
        for i in list(free) if wanted else ():
            cells = [re.sub(r"\s", "", row[i]) for row in rows[:200] if i < len(row) and row[i].strip()]
            if wanted and cells and sum(bool(re.fullmatch(pattern, cell)) for cell in cells) >= 0.8 * len(cells):
                take(wanted.name, i)
                break
    return Columns({name: taken[name] for name in fields if name in taken})


def _names(field: Field, heading: str) -> set[str]:
    """The plain words of a heading; without its unit too, for a number."""
    return {words(heading)} | ({read_heading(heading).name} if field.genre == "nombre" else set())


def _fits(field: Field, rows: Sequence[Sequence[str]], position: int) -> bool:
    """Are most of the cells of a column numbers, for a field that is one; are most not, for another?"""
    cells = [row[position] for row in rows[:200] if position < len(row) and row[position].strip()]
    return (sum(map(_is_number, cells)) > len(cells) / 2) == (field.genre == "nombre")


def _is_number(cell: str) -> bool:
    try:
        number = read_number(cell, "ha").value
    except UnreadError:
        return False
    return number is not None


def _near(field: Field, free: Mapping[int, str]) -> Iterator[tuple[float, int]]:
    """(likeness, -position) of the headings that look like one of the field's."""
    from rapidfuzz import fuzz
    from rapidfuzz.distance import JaroWinkler

    long = [word for word in field.synonyms if len(word) >= 5 and word not in field.unsure]
    for i, heading in free.items():
        number = field.genre == "nombre"  # what follows the name of a number may be a unit: no prefix is enough
        name = read_heading(heading).name if number else words(heading)
        if not long or not name or (number and read_heading(heading).remark):
            continue
        likeness = max((fuzz.ratio if number else JaroWinkler.similarity)(name, word) for word in long)
        if likeness >= (ALIKE_NUMBER if number else ALIKE):
            yield likeness, -i


def parse_columns(text: str) -> Columns:
    """`nom="Raison sociale",siret=SIRET,autres=Effectif` as typed after --colonnes."""
    columns: dict[str, str] = {}
    kept: list[str] = []
    for part in re.findall(r'(?:[^,"]|"[^"]*")+', text):
        field, equals, heading = part.partition("=")
        field, heading = field.strip(), heading.strip().strip('"')
        if not equals or not field or not heading:
            raise AncrageError(
                f"« {part.strip()} » ne dit pas quelle colonne correspond à quoi.",
                'Écrivez champ=colonne, par exemple : --colonnes nom="Raison sociale",siret=SIRET.',
            )
        if field == KEPT:
            kept.append(heading)
        elif field in columns:
            raise AncrageError(f"Le champ « {field} » reçoit deux colonnes.", "Gardez-en une seule.")
        else:
            columns[field] = heading
    return Columns(columns, tuple(kept))


def load_columns(path: Path) -> Columns:
    """A mapping file, as written by --a-blanc: one line a field."""
    told = parse(path, read_text(path, MAPPING), MAPPING)
    kept = told.pop(KEPT, [])
    if not all(isinstance(v, str) for v in told.values()) or not isinstance(kept, list):
        raise AncrageError(
            f"Le fichier de correspondance {shown(path)} contient autre chose que des textes.",
            f'Une ligne par champ : nom = "Raison sociale" ; {KEPT} = ["Effectif", "Site web"].',
        )
    return Columns({k: v for k, v in told.items() if v}, tuple(map(str, kept)))


def mapping_file(mapping: Columns, headers: Sequence[str], kind: str) -> str:
    """The mapping as a TOML file to correct, with the fields left empty and the columns left aside."""

    def quoted(text: str) -> str:
        return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")

    lines = ["# Quelle colonne dit quoi. Videz une ligne pour ne pas garder la colonne.", ""]
    for name, field in fields_of(kind).items():
        value = quoted(mapping.columns.get(name, ""))
        lines.append(f"{name} = {value}  # {field.label}{' (donnée personnelle)' if field.personal else ''}")
    aside = [h for h in headers if h not in mapping.headings()]
    lines += [f"{KEPT} = [{', '.join(map(quoted, mapping.kept))}]  # colonnes gardées telles quelles", ""]
    if aside:
        lines.append(f"# Colonnes du fichier qui ne seront pas gardées : {', '.join(shown(h) for h in aside)}")
    return "\n".join(lines) + "\n"


def check_mapping(mapping: Columns, headers: Sequence[str], kind: str) -> None:
    """Raise AncrageError: an unknown field or column, the same column twice, nothing that names a firm."""
    fields = fields_of(kind)
    if unknown := [name for name in mapping.columns if name not in fields]:
        raise AncrageError(f"Le champ « {unknown[0]} » n'existe pas pour un fichier de type {kind}.", _known(fields))
    if absent := [h for h in mapping.headings() if h not in headers]:
        raise AncrageError(
            f"Le fichier n'a pas de colonne « {shown(absent[0], 60)} ».", f"Ses colonnes sont : {_some(headers)}."
        )
    twice = [h for h in mapping.headings() if mapping.headings().count(h) > 1]
    if twice:
        raise AncrageError(
            f"La colonne « {shown(twice[0], 60)} » est utilisée deux fois.", "Gardez une seule correspondance."
        )
    told = set(mapping.columns)
    if kind in OF_FIRMS and not told & {"nom", "siret", "siren"}:
        raise AncrageError(
            f"Aucune colonne ne dit de quelle entreprise parlent les lignes (colonnes : {_some(headers)}).",
            'Dites-la avec --colonnes nom="…" ou siret="…".',
        )
    if missing := [name for name in NEEDED.get(kind, ()) if name not in told]:
        raise AncrageError(
            f"Il manque la colonne « {fields[missing[0]].label} » (colonnes lues : {_some(headers)}).",
            f'Dites-la avec --colonnes {missing[0]}="…".',
        )
    for name, heading in mapping.columns.items():
        if fields[name].genre == "nombre":
            try:
                unit_in(fields[name], heading)
            except UnreadError as unread:
                known = " ou ".join(units.split("|")[0] for units in UNITS.get(fields[name].unit, {}))
                raise AncrageError(
                    f"La colonne « {shown(heading, 60)} » n'est pas dans l'unité attendue : {unread}.",
                    f"Convertissez-la et dites son unité dans son titre ({known}), ou laissez-la de côté.",
                ) from None


def _some(headers: Sequence[str]) -> str:
    """The first headings, as they may be printed."""
    names = [f"« {shown(h, 40)} »" for h in headers[:SHOWN]]
    return listing([*names, f"{len(headers) - SHOWN} autres"] if len(headers) > SHOWN else names)


def _known(fields: Mapping[str, Field]) -> str:
    return f"Les champs possibles : {', '.join([*fields, KEPT])}."
