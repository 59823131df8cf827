"""Rows of a file read for what they mean, before any is written: values, problems, firm. No Django here."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ancrage.domain.wording import NBSP, integer, listing
from ancrage.store.columns import OF_FIRMS, Columns, fields_of
from ancrage.store.identifiers import (
    UnreadError,
    read_date,
    read_email,
    read_naf,
    read_number,
    read_siren,
    read_siret,
    read_yes_no,
)
from ancrage.store.matching import NOT_FOUND, THRESHOLD, Match, Register, Wanted
from ancrage.store.sheets import Sheet
from ancrage.warehouse.territories import normalise

MOST_JOBS = 30_000  # above the largest industrial site of France
LONGEST_NAME = 400
RECORDED, UNREADABLE = "enregistré", "illisible"
READERS: dict[str, Callable[[str], Any]] = {
    "siret": read_siret,
    "siren": read_siren,
    "date": read_date,
    "nombre": read_number,
    "oui_non": read_yes_no,
    "naf": read_naf,
    "courriel": read_email,
}
NEEDED = {"corrections": ("champ", "valeur"), "signaux": ("type",), "soutiens": ("nom",), "sites": ("nom", "commune")}
SIGNALS = {
    "contrôle étranger": ("controle etranger", "rachat etranger", "capital etranger", "groupe etranger", "rachat"),
    "procédure collective": (
        *("procedure collective", "redressement", "redressement judiciaire", "liquidation", "liquidation judiciaire"),
        *("sauvegarde", "procedure de sauvegarde"),
    ),
    "transmission": ("transmission", "cession", "reprise", "succession", "depart en retraite"),
    "départ": ("depart", "delocalisation", "demenagement", "fermeture annoncee"),
}
CORRECTED = {
    "nom": ("nom", "raison sociale", "denomination", "entreprise"),
    "activite": ("activite", "naf", "ape", "code naf", "code ape"),
    "emplois": ("emplois", "emploi", "effectif", "effectifs", "salaries"),
    "commune": ("commune", "ville"),
    "ferme": ("ferme", "fermeture", "etablissement ferme", "cessation"),
}


@dataclass(frozen=True)
class Row:
    """A row understood: `raw` the kept cells verbatim, `values` by field, `problems` in French clauses, its firm."""

    line: int
    raw: dict[str, str]
    values: dict[str, Any]
    problems: tuple[str, ...]
    fingerprint: str
    match: Match


def understand(
    sheet: Sheet,
    columns: Columns,
    kind: str,
    register: Register,
    *,
    threshold: float = THRESHOLD,
    progress: Callable[[int], None] = lambda done: None,
) -> list[Row]:
    """Every row of the sheet, read and matched. Nothing is written; `progress` receives the rows matched so far."""
    place = {header: i for i, header in enumerate(sheet.headers)}
    read = [
        _values({name: cells[place[h]] for name, h in columns.columns.items()}, kind, register) for cells in sheet.rows
    ]
    if kind in OF_FIRMS:
        asked = [wanted_of(values) for values, _, _ in read]
        matches = register.match(asked, threshold, progress)
    else:
        matches = [Match(RECORDED, "", 1.0, "")] * len(read)
    rows = []
    for line, cells, (values, problems, fatal), found in zip(sheet.lines, sheet.rows, read, matches, strict=True):
        raw = {header: cells[place[header]] for header in columns.headings()}
        match = Match(UNREADABLE, "", 0.0, "") if fatal else found
        if match.status == NOT_FOUND and kind == "corrections" and not match.siret:
            problems.append("une correction demande un établissement connu")
        rows.append(Row(line, raw, values, tuple(problems), fingerprint(kind, raw), match))
    return rows


def wanted_of(values: dict[str, Any]) -> Wanted:
    """What the values of a row say of a firm."""
    names = ("nom", "commune", "code_postal", "siret", "siren", "activite")
    return Wanted(*(values.get(name, "") for name in names))


def fingerprint(kind: str, raw: dict[str, str]) -> str:
    """The same cells under the same headings, whatever their order, are the same row."""
    text = json.dumps([kind, sorted((k, v.strip()) for k, v in raw.items())], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _values(cells: dict[str, str], kind: str, register: Register) -> tuple[dict[str, Any], list[str], bool]:
    """Values by field, what could not be read, and whether the row says nothing without it."""
    values: dict[str, Any] = {}
    problems: list[str] = []
    for name, field in fields_of(kind).items():
        text = cells.get(name, "").strip()
        if not text:
            continue
        try:
            value = READERS.get(field.genre, str)(text)
            if field.genre == "nombre" and value < 0 and name not in ("lon", "lat"):
                raise UnreadError(f"{field.label.lower()} négative (« {text} »)")
            values[name] = value
        except UnreadError as unread:
            problems.append(str(unread))
    try:
        if kind == "corrections" and "champ" in values and "valeur" in values:
            values["champ"], values["valeur"] = correction(values["champ"], values["valeur"], register)
            values.setdefault("date", date.today().isoformat())
        elif kind == "signaux" and "type" in values:
            values["type"] = _one_of(values["type"], SIGNALS, "type de signal")
        elif kind == "soutiens":
            parts = re.split(r"[;,/ ]+", values.get("activites", ""))
            values["activites"] = [read_naf(part) for part in parts if part]
        elif kind == "sites":
            _check_position(values)
    except UnreadError as unread:
        return values, [*problems, str(unread)], True
    missing = [fields_of(kind)[name].label.lower() for name in NEEDED.get(kind, ()) if values.get(name) in (None, "")]
    if missing:
        problems.append(f"il manque : {listing(missing)}")
    empty = kind in OF_FIRMS and not any(values.get(n) for n in ("nom", "siret", "siren"))
    if empty:
        problems.append("la ligne ne dit pas de quelle entreprise elle parle")
    return values, problems, bool(missing) or empty


def correction(field: str, value: str, register: Register) -> tuple[str, str]:
    """The field and value of a correction as the steps expect them. Raises UnreadError: what cannot be."""
    name = _one_of(field, CORRECTED, "champ à corriger")
    value = value.strip()
    if not value:
        raise UnreadError(f"valeur vide pour « {name} »")
    if name == "emplois":
        number = read_number(value)
        if number == 0:
            raise UnreadError("zéro emploi ne se corrige pas ainsi : un établissement sans emploi se note fermé")
        if number < 0 or number != int(number) or number > MOST_JOBS:
            raise UnreadError(f"nombre d'emplois impossible (« {value[:40]} ») : de 1 à {integer(MOST_JOBS)}")
        return name, str(int(number))
    if name == "ferme":
        return name, "oui" if read_yes_no(value) else "non"
    if name == "activite":
        activity = read_naf(value)
        if activity not in register.activities:
            raise UnreadError(f"activité « {activity} » inconnue : donnez une classe NAF, comme 25.62")
        return name, activity
    if name == "commune":
        found = register.places.find(value)
        if len(found) != 1:
            why = "inconnue" if not found else "portée par plusieurs communes"
            raise UnreadError(f"commune « {value[:40]} » {why} : donnez son code INSEE")
        return name, register.places.codes[found[0]]
    if len(value) > LONGEST_NAME:
        raise UnreadError(f"nom de {len(value)} caractères : {LONGEST_NAME} au plus")
    return name, value


def _one_of(text: str, families: Mapping[str, Sequence[str]], what: str) -> str:
    asked = normalise(text)
    for name, words in families.items():
        if asked in words or asked == normalise(name):
            return name
    raise UnreadError(f"{what} inconnu (« {text[:40]} »){NBSP}: {listing(list(families), 'ou')}")


def _check_position(values: dict[str, Any]) -> None:
    lon, lat = values.get("lon"), values.get("lat")
    if lon is None and lat is None:
        return
    if lon is None or lat is None:
        raise UnreadError("longitude et latitude vont ensemble")
    if not (abs(lon) <= 180 and abs(lat) <= 90):
        raise UnreadError(f"position impossible (longitude {lon:g}, latitude {lat:g}) : des degrés sont attendus")
