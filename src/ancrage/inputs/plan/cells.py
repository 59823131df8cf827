"""What one cell of a plan may hold, read with tolerance and refused with its place."""

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from ancrage.domain.errors import AncrageError
from ancrage.domain.plan import FIELDS, LABELS, RESERVE, STAGES, STATUSES, EditedAction, EditedPlan, Value, month_number
from ancrage.domain.wording import NBSP, listing
from ancrage.inputs.bytes import shown
from ancrage.inputs.cells import HUGE, UnreadError, clean, fold, is_unknown, read_number
from ancrage.inputs.dates import When, read_date
from ancrage.inputs.units import unit_of

MAX_TEXT, MAX_ROWS, NAMED = 2000, 500, 12
RELATIVE = re.compile(r"(?:m|mois)?\s*(\d{1,3})")
ADVICE = "Corrigez la cellule et relancez."
# an empty cell of these says nothing: an action has a title, a stage, a status and dates
NEVER_EMPTY = ("titre", "etape", "statut", "debut", "fin")


def refuse(where: str, problem: str, advice: str = ADVICE) -> AncrageError:
    return AncrageError(f"{where} : {problem}.", advice)


def cell(name: str, value: Any, where: str, unit: str = "", of: str = "") -> Value:
    """The value of the field `name`. `unit`: that of the heading; `of`: the unit of the action's indicator.

    Raises AncrageError naming `where`.
    """
    place = f"{where}, « {LABELS[name]} »"
    kind = FIELDS[name]
    if kind == "number":
        return _number(name, value, place, unit, of)
    if kind == "month":
        return month(value, place, end=name == "fin")
    if kind == "date":
        return _date(value, place)
    text = clean(value)
    if len(text) > MAX_TEXT:
        raise refuse(place, f"le texte dépasse {MAX_TEXT} caractères")
    if kind == "stage":
        return _one_of(text, STAGES, place)
    if kind == "status":
        return _one_of(text, STATUSES, place)
    return "" if fold(text) in ("absent", "— absent") else text


def _one_of(text: str, allowed: Sequence[str], place: str) -> str:
    if not text:
        return ""
    found = next((word for word in allowed if fold(word) == fold(text)), None)
    if found is None:
        raise refuse(
            place, f"« {shown(text, 40)} » n'est pas connu", f"Écrivez l'un de ces mots : {', '.join(allowed)}."
        )
    return found


def _number(name: str, value: Any, place: str, unit: str, of: str) -> float | None:
    if isinstance(value, bool | date | datetime):
        raise refuse(place, f"« {value} » n'est pas un nombre")
    if isinstance(value, int | float):
        if not math.isfinite(value) or abs(value) > HUGE:
            raise refuse(place, f"« {value} » n'est pas un nombre raisonnable")
        return float(value)
    text = clean(value)
    if fold(text) == "— absent":
        return None
    base = unit_of(of) if not name.startswith("cout") else ("€", 1.0)
    try:
        reading = read_number(text, base[0] if base and base[1] == 1 else "", unit, own_unit=of)
    except UnreadError as unread:
        said = str(unread)
        raise refuse(place, f"« {shown(text, 40)} » n'est pas un nombre" if "illisible" in said else said) from None
    return reading.value


def _when(value: Any, place: str, example: str) -> When | None:
    """None when empty."""
    if isinstance(value, date):  # a datetime is one
        value = value.isoformat()[:10]
    if value is None or (isinstance(value, str) and (is_unknown(value) or fold(value) == "— absent")):
        return None
    text = clean(value)
    try:
        return read_date(text)
    except UnreadError as unread:
        said = str(unread)
        problem = f"« {shown(text, 40)} » n'est pas une date" if "illisible" in said else said
        raise refuse(place, problem, f"Écrivez-la ainsi : {example}.") from None


def month(value: Any, place: str, *, end: bool = False) -> str:
    """« 2027-04 », or « M4 » for the fourth month of a plan; empty when empty. A quarter or a year is its first month,
    or its last one at the `end` of an action."""
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1000:
        value = f"M{int(value)}"
    if isinstance(value, str) and (found := RELATIVE.fullmatch(fold(value))):
        if int(found[1]) == 0:
            raise refuse(place, "le premier mois d'un plan est le mois 1")
        return f"M{int(found[1])}"
    when = _when(value, place, "AAAA-MM, MM/AAAA ou mois 4")
    if when is None:
        return ""
    year, number = when.last_month if end else (when.first.year, when.first.month)
    return f"{year:04d}-{number:02d}"


def _date(value: Any, place: str) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < HUGE:
        value = str(int(value))
    when = _when(value, place, "31/03/AAAA, 03/AAAA ou AAAA")
    if when is None:
        return ""
    year, number = when.last_month
    return f"{year:04d}-{number:02d}" if when.precision in ("trimestre", "semestre") else when.iso


def whole(
    origin: str, start: str, rows: list[tuple[EditedAction, str]], removed: list[str], notes: Sequence[str] = ()
) -> EditedPlan:
    """The plan of some rows and where each was read: ids given to new actions, contradictions refused."""
    if len(rows) > MAX_ROWS:
        raise AncrageError(f"{origin} : plus de {MAX_ROWS} actions.", "Un plan se tient : gardez l'essentiel.")
    places: dict[str, str] = {}
    actions = []
    for row, where in rows:
        if not row.id:
            continue
        if row.id in places:
            raise refuse(where, f"l'identifiant « {row.id} » est déjà pris ({places[row.id]})",
                         "Laissez la case vide : un identifiant sera donné à la nouvelle action.")  # fmt: skip
        places[row.id] = where
    number = 0
    kept: list[str] = []
    for row, where in rows:
        taken = row.id
        while not taken:
            number += 1
            taken = f"P{number:02d}" if f"P{number:02d}" not in places else ""
        places.setdefault(taken, where)
        emptied = [name for name in NEVER_EMPTY if row.id and row.values.get(name) == ""]
        kept += [f"{LABELS[name]} de {taken}" for name in emptied if (row.seen or {}).get(name)]
        values = {name: value for name, value in row.values.items() if name not in emptied}
        first, last = str(values.get("debut") or ""), str(values.get("fin") or "")
        if first and last:
            a, b = month_number(first, start), month_number(last, start)
            if (a is None) == (b is None) and (b < a if a is not None and b is not None else last < first):
                raise refuse(where, f"la fin ({last}) précède le début ({first})")
        actions.append(replace(row, id=taken, values=values))
    # a row of the reserve may still show what was deleted from the plan
    back = {a.id for a in actions if a.values.get("statut") != RESERVE}
    said = [*notes, f"Cases vidées, la valeur proposée est reprise{NBSP}: {some(kept)}."] if kept else list(notes)
    return EditedPlan(origin, start, tuple(actions), tuple(sorted(set(removed) - back)), tuple(said))


def some(names: Sequence[str]) -> str:
    """« a, b et 3 autres »: every one of a few, the first of many."""
    return listing(names if len(names) <= NAMED else [*names[: NAMED - 1], f"{len(names) - NAMED + 1} autres"])
