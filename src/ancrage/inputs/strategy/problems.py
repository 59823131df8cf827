"""From what is wrong in a strategy file to French sentences: where, what was found, what to give instead."""

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ValidationError
from rapidfuzz import fuzz, process

from ancrage.inputs.strategy.model import GoalTable, GroupsTable, LandTable, LimitsTable, StakesTable, StrategyFile
from ancrage.inputs.toml_lines import Location
from ancrage.inputs.toml_problems import Problem, show

TABLES: dict[str, type[BaseModel]] = {
    "enjeux": StakesTable, "groupes": GroupsTable, "objectifs": GoalTable, "limites": LimitsTable,
    "foncier": LandTable,
}  # fmt: skip
ALIKE = 60  # on a scale of 100, how like a known key an unknown one is when it is a misprint of it


def shape_problems(error: ValidationError) -> list[Problem]:
    """The problems that pydantic found, each in one sentence."""
    return [_shape_problem(found) for found in error.errors(include_url=False)]


def _shape_problem(found: Any) -> Problem:
    location: Location = tuple(part for part in found["loc"] if part != "[key]")
    name, kind = place(location), found["type"]
    if kind == "extra_forbidden":
        return unknown(location, list(_table(location[:-1]).model_fields))
    if kind == "missing":
        return Problem(location, f"{name} manque.", f"Donnez {_expected(location)}.")
    if kind in ("unknown_stake", "unknown_pair"):
        what, example = (f"{name} : {show(found['input'])}", "E01") if kind == "unknown_stake" else (name, "E05/E01")
        return Problem(
            location,
            f"{what} {found['msg']}.",
            f"Donnez des codes comme {example} ; leur liste est dans « ancrage strategie nouvelle TERRITOIRE ».",
        )
    if kind in ("too_long", "string_too_long"):
        what = " caractères" if kind == "string_too_long" else ""
        return Problem(location, f"{name} est trop long.", f"Gardez-en {found['ctx']['max_length']}{what} au plus.")
    if kind in ("control_character", "several_lines"):
        return Problem(location, f"{name} {found['msg']}.", "Retapez ce texte.")
    verb = "contient" if isinstance(location[-1], int) and location[0] != "objectifs" else "vaut"
    return Problem(location, f"{name} {verb} {show(found['input'])}.", f"Donnez {_expected(location)}.")


def unknown(location: Location, known: Sequence[str], labels: dict[str, str] | None = None) -> Problem:
    """An unknown key, with the known one it looks like; `labels` maps other words for a key to the key."""
    key, words = str(location[-1]), dict(zip(known, known, strict=True)) | (labels or {})
    where = f" dans {_table_name(location[:-1])}" if len(location) > 1 else " dans le fichier"
    close = process.extractOne(key[:100], list(words), scorer=fuzz.ratio, score_cutoff=ALIKE)
    near = [close[0]] if close else [word for word in words if len(key) > 3 and word.startswith(key)]
    hint = f"Vouliez-vous « {words[near[0]]} » ?" if near else f"Clés connues : {', '.join(known)}."
    return Problem(location, f"{show(key)} est inconnu{where}.", hint)


def place(location: Location) -> str:
    """« hectares » de [limites] ; « cible » de l'objectif 2."""
    names = [part for part in location if isinstance(part, str)]
    if len(location) > 1 and location[0] == "objectifs":
        goal = f"'objectif {int(location[1]) + 1}"
        return f"{show(names[1])} de l{goal}" if len(names) > 1 else f"L{goal}"
    if len(names) > 1:
        return f"{show(names[-1])} de {_table_name(tuple(names[:-1]))}"
    return show(names[0]) if names else "Le fichier"


def _table_name(location: Location) -> str:
    if location[:1] == ("objectifs",):
        return f"l'objectif {int(location[1]) + 1}" if len(location) > 1 else "[[objectifs]]"
    return f"[{'.'.join(str(part) for part in location)}]"


def _table(location: Location) -> type[BaseModel]:
    return TABLES.get(str(location[0]), StrategyFile) if location else StrategyFile


def _expected(location: Location) -> str:
    """What the key at `location` expects, or the key whose list it is in. Undeclared keys are stakes: weights."""
    names = [part for part in location if isinstance(part, str)]
    field = StrategyFile.model_fields[names[0]]
    if len(names) > 1:
        field = TABLES[names[0]].model_fields.get(names[1], GroupsTable.model_fields["besoin"])
    return field.description or ""
