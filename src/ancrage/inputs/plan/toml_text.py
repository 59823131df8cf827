"""A plan in TOML: the same fields under their keys, and what the program had written beside them."""

from pathlib import Path
from typing import Any

from ancrage.domain.errors import AncrageError
from ancrage.domain.plan import FIELDS, EditedAction, EditedPlan, Value
from ancrage.inputs.bytes import Kind, shown
from ancrage.inputs.cells import clean
from ancrage.inputs.plan import MAX_TEXT_BYTES, NEW_ONE
from ancrage.inputs.plan.cells import cell, month, refuse, whole
from ancrage.inputs.toml import parse, read_text

TOP = ("version", "territoire", "debut", "retirees", "actions")
VERSION = 1
KIND = Kind("Le plan", NEW_ONE, "Gardez-y le plan et ses textes.")


def read_toml(path: Path) -> EditedPlan:
    text = read_text(path, KIND, MAX_TEXT_BYTES)
    if not text.strip():
        raise AncrageError(f"Le plan {shown(path)} est vide.", NEW_ONE)
    content = parse(path, text, KIND)
    unknown = next((key for key in content if key not in TOP), None)
    if unknown:
        raise AncrageError(f"Le plan {path} a une rubrique inconnue : « {clean(unknown)} ».",
                           f"Les rubriques sont : {', '.join(TOP)}.")  # fmt: skip
    if content.get("version", VERSION) != VERSION:
        raise AncrageError(f"Le plan {path} est d'une autre version que {VERSION}.", NEW_ONE)
    rows, removed = content.get("actions", []), content.get("retirees", [])
    if not isinstance(rows, list) or not all(isinstance(r, dict) for r in rows):
        raise AncrageError(f"Le plan {path} : « actions » n'est pas une suite de [[actions]].", NEW_ONE)
    if not isinstance(removed, list) or not all(isinstance(r, str) for r in removed):
        raise AncrageError(f"Le plan {path} : « retirees » n'est pas une liste d'identifiants.", NEW_ONE)
    start = month(content.get("debut", ""), f"Plan {path}, « debut »")
    found = [(_row(r, f"Plan {path}, action {n}"), f"Plan {path}, action {n}") for n, r in enumerate(rows, start=1)]
    return whole(str(path), "" if start.startswith("M") else start, found, removed)


def _row(row: dict[str, Any], where: str) -> EditedAction:
    name = clean(row.get("id", ""))[:60]
    seen = row.get("propose")
    if seen is not None and not isinstance(seen, dict):
        raise refuse(where, "« propose » n'est pas une table")
    values: dict[str, Value] = {}
    extra: dict[str, str] = {}
    for key, value in row.items():
        if key in FIELDS:
            if isinstance(value, (list, dict)):
                raise refuse(where, f"« {key} » est une liste ou une table")
            values[key] = cell(key, value, where)
        elif key not in ("id", "propose") and not isinstance(value, (list, dict)):
            extra[clean(key)] = clean(value)
    if not name and not values.get("titre"):
        raise refuse(where, "elle n'a ni identifiant ni titre")
    written = None if seen is None else {k: cell(k, v, where) for k, v in seen.items() if k in FIELDS}
    return EditedAction(name, values, extra, written)
