"""Which column of a file says what: recognised by its heading, or by what it holds, and always shown before use."""

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ancrage.domain.errors import AncrageError, system_reason
from ancrage.domain.wording import listing
from ancrage.reference import read_reference
from ancrage.warehouse.territories import normalise

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
MOST_BYTES = 256_000
KEPT = "autres"  # columns kept as they are, without a meaning
ALIKE = 0.93


@dataclass(frozen=True, slots=True)
class Field:
    """Something the store keeps. `genre`: texte, siret, siren, date, nombre, oui_non, naf, courriel."""

    name: str
    label: str
    genre: str
    personal: bool
    synonyms: tuple[str, ...]


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
    for name, kinds, genre, personal, label, synonyms in read_reference("colonnes_carnet.csv").iter_rows():
        if kind in kinds.split(";"):
            public = "nom" if name == "nom_libre" else name
            found[public] = Field(public, label, genre, personal == "oui", tuple(synonyms.split(";")))
    return found


def propose(headers: Sequence[str], rows: Sequence[Sequence[str]], kind: str) -> Columns:
    """The most likely mapping: same heading, else a heading that begins like one, else what the column holds."""
    from rapidfuzz.distance import JaroWinkler

    names = [normalise(header.replace("°", " ")) for header in headers]
    taken: dict[str, str] = {}
    free = dict(enumerate(names))
    fields = fields_of(kind)

    def take(field: str, position: int) -> None:
        taken[field] = headers[position]
        del free[position]

    for field in fields.values():
        rank = {s: i for i, s in enumerate((normalise(field.name.replace("_", " ")), *field.synonyms))}
        same = sorted((rank[name], i) for i, name in free.items() if name in rank)
        if same:
            take(field.name, same[0][1])
    for field in fields.values():
        if field.name not in taken:
            long = [s for s in field.synonyms if len(s) >= 5]
            near = [
                (max(JaroWinkler.similarity(name, s) for s in long), -i) for i, name in free.items() if long and name
            ]
            if near and max(near)[0] >= ALIKE:
                take(field.name, -max(near)[1])
    for genre, pattern in (("siret", r"\d{14}"), ("siren", r"\d{9}"), ("courriel", r"[^@\s]+@[^@\s]+\.\w+")):
        field = next((f for f in fields.values() if f.genre == genre and f.name not in taken), None)
        for i in list(free) if field else ():
            cells = [re.sub(r"\s", "", row[i]) for row in rows[:200] if i < len(row) and row[i].strip()]
            if cells and sum(bool(re.fullmatch(pattern, cell)) for cell in cells) >= 0.8 * len(cells):
                take(field.name, i)
                break
    return Columns({name: taken[name] for name in fields if name in taken})


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
    try:
        if path.exists() and not path.is_file():
            raise _unread(path, "ce n'est pas un fichier ordinaire")
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
        if len(raw) > MOST_BYTES:
            raise _unread(path, f"il dépasse {MOST_BYTES // 1000} ko")
        told = tomllib.loads(raw.decode("utf-8-sig"))
    except OSError as error:
        raise _unread(path, system_reason(error)) from error
    except UnicodeDecodeError as error:
        raise _unread(path, "il n'est pas en UTF-8") from error
    except (ValueError, RecursionError) as error:
        found = re.search(r"at line (\d+)", str(error))
        raise _unread(path, f"ligne {found[1]}, mal écrite" if found else "il n'est pas un TOML valable") from error
    kept = told.pop(KEPT, [])
    if not all(isinstance(v, str) for v in told.values()) or not isinstance(kept, list):
        raise AncrageError(
            f"Le fichier de correspondance {path} contient autre chose que des textes.",
            f'Une ligne par champ : nom = "Raison sociale" ; {KEPT} = ["Effectif", "Site web"].',
        )
    return Columns({k: v for k, v in told.items() if v}, tuple(map(str, kept)))


def _unread(path: Path, reason: str) -> AncrageError:
    return AncrageError(
        f"Le fichier de correspondance {path} ne se lit pas ({reason}).",
        'Une ligne par champ, par exemple : nom = "Raison sociale".',
    )


def mapping_file(mapping: Columns, headers: Sequence[str], kind: str) -> str:
    """The mapping as a TOML file to correct, with the fields left empty and the columns left aside."""

    def quoted(text: str) -> str:
        # JSON escapes what TOML does, but for the last control character
        return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")

    lines = ["# Quelle colonne dit quoi. Videz une ligne pour ne pas garder la colonne.", ""]
    for name, field in fields_of(kind).items():
        value = quoted(mapping.columns.get(name, ""))
        lines.append(f"{name} = {value}  # {field.label}{' (donnée personnelle)' if field.personal else ''}")
    aside = [h for h in headers if h not in mapping.headings()]
    lines += [f"{KEPT} = [{', '.join(map(quoted, mapping.kept))}]  # colonnes gardées telles quelles", ""]
    if aside:
        lines.append(f"# Colonnes du fichier qui ne seront pas gardées : {', '.join(map(quoted, aside))}")
    return "\n".join(lines) + "\n"


def check_mapping(mapping: Columns, headers: Sequence[str], kind: str) -> None:
    """Raise AncrageError: an unknown field or column, the same column twice, nothing that names a firm."""
    fields = fields_of(kind)
    if unknown := [name for name in mapping.columns if name not in fields]:
        raise AncrageError(f"Le champ « {unknown[0]} » n'existe pas pour un fichier de type {kind}.", _known(fields))
    if absent := [h for h in mapping.headings() if h not in headers]:
        raise AncrageError(
            f"Le fichier n'a pas de colonne « {absent[0]} ».", f"Ses colonnes sont : {listing(list(headers))}."
        )
    twice = [h for h in mapping.headings() if mapping.headings().count(h) > 1]
    if twice:
        raise AncrageError(f"La colonne « {twice[0]} » est utilisée deux fois.", "Gardez une seule correspondance.")
    told = set(mapping.columns)
    if kind in OF_FIRMS and not told & {"nom", "siret", "siren"}:
        raise AncrageError(
            f"Aucune colonne ne dit de quelle entreprise parlent les lignes (colonnes : {listing(list(headers))}).",
            'Dites-la avec --colonnes nom="…" ou siret="…".',
        )
    needed = {
        "corrections": ("champ", "valeur"),
        "signaux": ("type",),
        "soutiens": ("nom",),
        "sites": ("nom", "commune"),
    }
    if missing := [name for name in needed.get(kind, ()) if name not in told]:
        raise AncrageError(
            f"Il manque la colonne « {fields[missing[0]].label} » (colonnes lues : {listing(list(headers))}).",
            f'Dites-la avec --colonnes {missing[0]}="…".',
        )


def _known(fields: Mapping[str, Field]) -> str:
    return f"Les champs possibles : {', '.join([*fields, KEPT])}."
