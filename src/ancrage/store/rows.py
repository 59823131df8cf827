"""Rows of a file read for what they mean, before any is written: values, problems, firm. No Django here."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ancrage.domain.errors import AncrageError
from ancrage.domain.wording import NBSP, integer, listing
from ancrage.inputs.activities import read_activity
from ancrage.inputs.bytes import shown
from ancrage.inputs.cells import UnreadError, read_number, read_yes_no
from ancrage.inputs.columns import NEEDED, OF_FIRMS, Columns, fields_of
from ancrage.inputs.ground import Ground
from ancrage.inputs.reading import Reading
from ancrage.inputs.rows import Problem, read_row
from ancrage.inputs.rows import Row as Cells
from ancrage.inputs.sites import read_site
from ancrage.inputs.table import Sheet
from ancrage.store.matching import DOUBTFUL, NOT_FOUND, THRESHOLD, Match, Register, Wanted
from ancrage.warehouse.territories import normalise

MOST_JOBS = 30_000  # above the largest industrial site of France
LONGEST_NAME = 400
RECORDED, UNREADABLE = "enregistré", "illisible"
CLOSED = "fermé d'après le fichier"
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
    """A row understood: `raw` the kept cells verbatim, `values` by field, `problems` in French clauses, its firm;
    `notes`, French sentences: what was understood when it is not literally what was written."""

    line: int
    raw: dict[str, str]
    values: dict[str, Any]
    problems: tuple[str, ...]
    fingerprint: str
    match: Match
    notes: tuple[str, ...] = ()


def understand(
    sheet: Sheet,
    columns: Columns,
    kind: str,
    register: Register,
    ground: Ground,
    *,
    threshold: float = THRESHOLD,
    progress: Callable[[int], None] = lambda done: None,
) -> list[Row]:
    """Every row of the sheet, read and matched. Nothing is written; `progress` receives the rows matched so far.

    `ground`: the communes and activities that cells may name.
    """
    place = {header: i for i, header in enumerate(sheet.headers)}
    read = []
    for cells in sheet.rows:
        texts = {name: cells[place[h]] for name, h in columns.columns.items()}
        if kind == "sites":
            one = read_site(texts, columns.columns, ground)
        else:
            one = read_row(texts, kind, columns.columns)
            _refine_activity(one, texts.get("activite", ""), ground)
            _refine_commune(one, ground)
        read.append((one, _is_void(one, kind, ground)))
    if kind in OF_FIRMS:
        matches = register.match([wanted_of(one.values) for one, _ in read], threshold, progress)
    else:
        matches = [Match(RECORDED, "", 1.0, "")] * len(read)
    rows = []
    for line, cells, (one, void), found in zip(sheet.lines, sheet.rows, read, matches, strict=True):
        raw = {header: cells[place[header]] for header in columns.headings()}
        match = Match(UNREADABLE, "", 0.0, "") if void else found
        problems = [f"{p.clause}. {p.remedy}".rstrip(". ") if p.field == "commune" else p.clause for p in one.problems]
        if match.status == NOT_FOUND and kind == "corrections" and not match.siret:
            problems.append("une correction demande un établissement connu")
        if one.values.get("etat") == "ferme" and not void:
            problems.append(_closing(match))
            if match.siret:
                match = Match(DOUBTFUL, match.siret, match.score, CLOSED, match.candidates)
        print_ = fingerprint(kind, raw)
        rows.append(Row(line, raw, one.values, tuple(problems), print_, match, tuple(one.notes)))
    return rows


def _closing(match: Match) -> str:
    """A firm that the file says closed is never a live contact: its closure is offered."""
    if not match.siret:
        return f"{CLOSED} (non relié au registre)"
    return f"{CLOSED}{NBSP}: à revoir ; pour noter sa fermeture, ancrage carnet fermer {match.siret}"


def wanted_of(values: dict[str, Any]) -> Wanted:
    """What the values of a row say of a firm."""
    names = ("nom", "commune", "code_postal", "siret", "siren", "activite")
    return Wanted(*(values.get(name, "") for name in names))


def fingerprint(kind: str, raw: dict[str, str]) -> str:
    """The same cells under the same headings, whatever their order, are the same row."""
    text = json.dumps([kind, sorted((k, v.strip()) for k, v in raw.items())], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _refine_activity(row: Cells, text: str, ground: Ground) -> None:
    """The class, in the nomenclature of the edition, of an activity that is a code of any year."""
    if "activite" in row.values:
        try:
            reading = ground.activity(text)
        except UnreadError as unread:
            del row.values["activite"]
            row.problems.append(Problem("activite", str(unread), ""))
        else:
            row.values["activite"] = reading.value
            row.notes += [reading.note] if reading.note else []


def _refine_commune(row: Cells, ground: Ground) -> None:
    """The name of today of a commune told by an old name or code; what is not surely one stays as it is written."""
    if text := row.values.get("commune"):
        try:
            reading = ground.commune(text, suggest=False)
        except AncrageError:
            return
        if reading.note:
            row.values["commune"] = ground.centre(reading.value)[0]
            row.notes.append(reading.note)


def _is_void(row: Cells, kind: str, ground: Ground) -> bool:
    """Whether the row says nothing that can be used; what its kind alone asks of it is read, its problems added."""
    values, fields = row.values, fields_of(kind)
    try:
        if kind == "corrections" and "champ" in values and "valeur" in values:
            heard = correction(values["champ"], values["valeur"], ground)
            values["champ"], values["valeur"] = heard.value
            row.notes += [heard.note] if heard.note else []
            values.setdefault("date", date.today().isoformat())
        elif kind == "signaux" and "type" in values:
            values["type"] = _one_of(values["type"], SIGNALS, "type de signal")
        elif kind == "soutiens":
            parts = re.split(r"[;,/ ]+", values.get("activites", ""))
            values["activites"] = [ground.activity(part).value for part in parts if part]
    except UnreadError as unread:
        row.problems.append(Problem("", str(unread), ""))
        return True
    except AncrageError as error:
        row.problems.append(Problem("", error.message.rstrip("."), error.next_step))
        return True
    wrong = {problem.field for problem in row.problems}
    needed = [name for name in NEEDED.get(kind, ()) if values.get(name) in (None, "") or name in wrong]
    for name in needed:
        if name not in wrong:
            row.problems.append(Problem(name, f"il manque{NBSP}: {fields[name].label.lower()}", ""))
    empty = kind in OF_FIRMS and not any(values.get(n) for n in ("nom", "siret", "siren"))
    if empty:
        row.problems.append(Problem("nom", "la ligne ne dit pas de quelle entreprise elle parle", ""))
    return bool(needed) or empty


def correction(field: str, value: str, ground: Ground) -> Reading[tuple[str, str]]:
    """The field and value of a correction as the steps expect them.

    Raises UnreadError: what cannot be; AncrageError: an activity or a commune that is not one.
    """
    name = _one_of(field, CORRECTED, "champ à corriger")
    value = " ".join(value.split())
    if not value:
        raise UnreadError(f"valeur vide pour « {name} »")
    if name == "emplois":
        return Reading((name, _jobs(value)))
    if name == "ferme":
        answer = read_yes_no(value).value
        if answer is None:
            raise UnreadError(f"fermeture ni oui ni non (« {shown(value, 40)} »)")
        return Reading((name, "oui" if answer else "non"))
    if name == "activite":
        activity = read_activity(ground.edition, value)
        return Reading((name, activity.value.code), activity.note)
    if name == "commune":
        commune = ground.commune(value)
        return Reading((name, commune.value), commune.note)
    if len(value) > LONGEST_NAME:
        raise UnreadError(f"nom de {len(value)} caractères : {LONGEST_NAME} au plus")
    return Reading((name, value))


def _jobs(value: str) -> str:
    number = read_number(value, "emplois").value
    if number == 0:
        raise UnreadError("zéro emploi ne se corrige pas ainsi : un établissement sans emploi se note fermé")
    if number is None or not 0 < number <= MOST_JOBS or number != int(number):
        raise UnreadError(f"nombre d'emplois impossible (« {shown(value, 40)} ») : de 1 à {integer(MOST_JOBS)}")
    return str(int(number))


def _one_of(text: str, families: Mapping[str, Sequence[str]], what: str) -> str:
    asked = normalise(text)
    for name, words in families.items():
        if asked in words or asked == normalise(name):
            return name
    raise UnreadError(f"{what} inconnu (« {shown(text, 40)} »){NBSP}: {listing(list(families), 'ou')}")
