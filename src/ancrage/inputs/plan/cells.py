"""What one cell of a plan may hold, read with tolerance and refused with its place."""

import math
import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from ancrage.domain.errors import AncrageError
from ancrage.domain.plan import FIELDS, LABELS, RESERVE, STAGES, STATUSES, EditedAction, EditedPlan, Value, month_number
from ancrage.domain.wording import unaccented

ABSENT = ("", "absent", "— absent", "-", "—")
MAX_TEXT, MAX_ROWS, HUGE = 2000, 500, 1e15
MONTH_NAMES = ("janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre",
               "novembre", "decembre")  # fmt: skip
RELATIVE = re.compile(r"^(?:m|mois)\s*(\d{1,3})$")
ISO = re.compile(r"^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?$")
FRENCH = re.compile(r"^(?:(\d{1,2})/)?(\d{1,2})/(\d{4})$")
NAMED = re.compile(r"^(?:(\d{1,2})(?:er)? )?([a-z]{3,9})\.? (\d{4})$")
YEAR = re.compile(r"^(\d{4})$")
ADVICE = "Corrigez la cellule et relancez."


def fold(text: str) -> str:
    """Lower case, no accent, single spaces: « Proposée » -> « proposee »."""
    return " ".join(unaccented(text).casefold().split())


def clean(value: Any) -> str:
    """Text without what no one typed: control characters become spaces."""
    text = "" if value is None else str(value)
    return "".join(c if c == "\n" or unicodedata.category(c)[0] != "C" else " " for c in text).strip()


def refuse(where: str, problem: str, advice: str = ADVICE) -> AncrageError:
    return AncrageError(f"{where} : {problem}.", advice)


def cell(name: str, value: Any, where: str) -> Value:
    """The value of the field `name`. Raises AncrageError naming `where`."""
    place = f"{where}, « {LABELS[name]} »"
    kind = FIELDS[name]
    if kind == "number":
        return _number(value, place)
    if kind == "month":
        return month(value, place)
    if kind == "date":
        return _date(value, place)
    text = clean(value)
    if len(text) > MAX_TEXT:
        raise refuse(place, f"le texte dépasse {MAX_TEXT} caractères")
    if kind == "stage":
        return _one_of(text, STAGES, place)
    if kind == "status":
        return _one_of(text, STATUSES, place)
    return "" if fold(text) == "absent" else text


def _one_of(text: str, allowed: Sequence[str], place: str) -> str:
    if not text:
        return ""
    found = next((word for word in allowed if fold(word) == fold(text)), None)
    if found is None:
        raise refuse(place, f"« {text[:40]} » n'est pas connu", f"Écrivez l'un de ces mots : {', '.join(allowed)}.")
    return found


def _number(value: Any, place: str) -> float | None:
    if value is None or (isinstance(value, str) and fold(value) in ABSENT):
        return None
    if isinstance(value, (bool, date, datetime)):
        raise refuse(place, f"« {value} » n'est pas un nombre")
    if isinstance(value, str):
        text = re.sub(r"\s", "", value).replace("−", "-").replace(",", ".")
        if not re.fullmatch(r"[+-]?(\d{1,15}(\.\d{0,10})?|\.\d{1,10})(%)?", text):
            raise refuse(place, f"« {clean(value)[:40]} » n'est pas un nombre")
        number = float(text.removesuffix("%"))
    else:
        number = float(value)
    if not math.isfinite(number) or abs(number) > HUGE:
        raise refuse(place, f"« {value} » n'est pas un nombre raisonnable")
    return number


def _parts(value: Any, place: str, example: str) -> tuple[int, int, int | None] | None:
    """(year, month, day or None); None when empty."""
    if value is None or (isinstance(value, str) and fold(value) in ABSENT):
        return None
    if isinstance(value, (date, datetime)):
        return value.year, value.month, value.day
    text = fold(clean(value)).removesuffix(" 00:00:00")
    if found := ISO.match(text):
        year, number, day = int(found[1]), int(found[2]), int(found[3]) if found[3] else None
    elif found := FRENCH.match(text):
        year, number, day = int(found[3]), int(found[2]), int(found[1]) if found[1] else None
    elif (found := NAMED.match(text)) and any(m.startswith(found[2]) for m in MONTH_NAMES):
        year = int(found[3])
        number = next(i for i, m in enumerate(MONTH_NAMES, 1) if m.startswith(found[2]))
        day = int(found[1]) if found[1] else None
    else:
        raise refuse(place, f"« {clean(value)[:40]} » n'est pas une date", f"Écrivez-la ainsi : {example}.")
    try:
        date(year, number, day or 1)
    except ValueError as error:
        raise refuse(
            place, f"la date « {clean(value)[:40]} » n'existe pas", f"Écrivez-la ainsi : {example}."
        ) from error
    return year, number, day


def month(value: Any, place: str) -> str:
    """« 2027-04 », or « M4 » for the fourth month of a plan; empty when empty."""
    if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1000:
        value = f"M{int(value)}"
    if isinstance(value, str) and (found := RELATIVE.match(fold(value))):
        if int(found[1]) == 0:
            raise refuse(place, "le premier mois d'un plan est le mois 1")
        return f"M{int(found[1])}"
    parts = _parts(value, place, "AAAA-MM, MM/AAAA ou mois 4")
    return "" if parts is None else f"{parts[0]:04d}-{parts[1]:02d}"


def _date(value: Any, place: str) -> str:
    if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < HUGE:
        value = str(int(value))
    if isinstance(value, str) and YEAR.match(clean(value)):
        return clean(value)
    parts = _parts(value, place, "31/03/AAAA, 03/AAAA ou AAAA")
    if parts is None:
        return ""
    year, number, day = parts
    return f"{year:04d}-{number:02d}" + (f"-{day:02d}" if day else "")


def whole(origin: str, start: str, rows: list[tuple[EditedAction, str]], removed: list[str]) -> EditedPlan:
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
    for row, where in rows:
        taken = row.id
        while not taken:
            number += 1
            taken = f"P{number:02d}" if f"P{number:02d}" not in places else ""
        places.setdefault(taken, where)
        first, last = str(row.values.get("debut") or ""), str(row.values.get("fin") or "")
        if first and last:
            a, b = month_number(first, start), month_number(last, start)
            if (a is None) == (b is None) and (b < a if a is not None and b is not None else last < first):
                raise refuse(where, f"la fin ({last}) précède le début ({first})")
        actions.append(EditedAction(taken, row.values, row.extra, row.seen))
    # a row of the reserve may still show what was deleted from the plan
    back = {a.id for a in actions if a.values.get("statut") != RESERVE}
    return EditedPlan(origin, start, tuple(actions), tuple(sorted(set(removed) - back)))
