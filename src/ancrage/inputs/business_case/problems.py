"""From what is wrong in a business case to French sentences, each with its line."""

from typing import Any

from pydantic import BaseModel, ValidationError

from ancrage.domain.wording import decimal, integer
from ancrage.inputs.business_case.model import (
    A_VALUE,
    CaseFile,
    CommonTable,
    GoodsTable,
    HomeTable,
    InvestmentTable,
    OriginTable,
)
from ancrage.inputs.strategy.problems import unknown
from ancrage.inputs.toml_lines import Location
from ancrage.inputs.toml_problems import Problem, show
from ancrage.steps.costs.estimates import Factor, factors

TABLES: dict[str, type[BaseModel]] = {
    "produit": GoodsTable, "ici": HomeTable, "ailleurs": OriginTable, "commun": CommonTable,
    "investissement": InvestmentTable,
}  # fmt: skip


def shape_problems(error: ValidationError) -> list[Problem]:
    """The problems that pydantic found, each in one sentence, once a key."""
    found = [_shape_problem(e) for e in error.errors(include_url=False)]
    return list({p.location: p for p in reversed(found)}.values())[::-1]


def _shape_problem(found: Any) -> Problem:
    location: Location = tuple(part for part in found["loc"] if part != "[key]")
    name, kind = place(location), found["type"]
    if kind == "extra_forbidden":
        table = TABLES.get(str(location[0]), CaseFile) if len(location) > 1 else CaseFile
        return unknown(location, list(table.model_fields))
    if kind == "missing":
        return Problem(location, f"{name} manque.", f"Donnez {_expected(location)}.")
    if kind in ("value", "to_fill"):
        quoted = f" ({_short(found['input'])})" if kind == "value" else ""
        return Problem(location, f"{name} {found['msg']}{quoted}.", f"Donnez {_expected(location)}.")
    if kind == "too_long" and location[:1] == ("ailleurs",):
        return Problem(location, "Il y a trop d'origines [[ailleurs]].", "Gardez-en cinq au plus.")
    if kind in ("control_character", "several_lines"):
        return Problem(location, f"{name} {found['msg']}.", "Retapez ce texte.")
    return Problem(location, f"{name} vaut {_short(found['input'])}.", f"Donnez {_expected(location)}.")


def place(location: Location) -> str:
    """« droit_pct » de [[ailleurs]] 2."""
    if not location:
        return "Le fichier"
    key = next((str(part) for part in reversed(location) if isinstance(part, str)), "")
    if location[0] == "ailleurs" and len(location) > 1 and isinstance(location[1], int):
        where = f"[[ailleurs]] {location[1] + 1}"
        return f"{show(key)} de {where}" if len(location) > 2 else where
    return show(key) if len(location) == 1 else f"{show(key)} de [{location[0]}]"


def side_problems(table: str, at: Location, given: dict[str, Any]) -> list[Problem]:
    """Factors that do not exist or not on that side, and values out of bounds; `table`: ici, ailleurs or commun."""
    known = {key: f for key, f in factors().items() if table in f.sides}
    found = []
    for key, points in given.items():
        location = (*at, key)
        if key not in known:
            found.append(_unknown_factor(location, table, known))
        elif not known[key].lowest <= points[0] <= points[2] <= known[key].highest:
            found.append(_out_of_bounds(location, known[key], points))
    return found


def _unknown_factor(location: Location, table: str, known: dict[str, Factor]) -> Problem:
    key = str(location[-1])
    elsewhere = factors().get(key)
    if elsewhere:
        where = " ou ".join("[[ailleurs]]" if s == "ailleurs" else f"[{s}]" for s in elsewhere.sides)
        return Problem(location, f"{place(location)} n'est pas à sa place.", f"Mettez cette clé dans {where}.")
    fixed = list(TABLES[table].model_fields)
    labels = {f.label: k for k, f in known.items()}
    return unknown(location, [*fixed, *known], labels)


def _out_of_bounds(location: Location, factor: Factor, points: Any) -> Problem:
    shown = points[0] if points[0] == points[2] else list(points)
    low, high = (integer(x) if abs(x) >= 1 or x == 0 else decimal(x, 6) for x in (factor.lowest, factor.highest))
    return Problem(
        location,
        f"{place(location)} vaut {_short(shown)}, hors de ce qui est possible.",
        f"Donnez {A_VALUE}, de {low} à {high} ({factor.unit}).",
    )


def _short(value: Any) -> str:
    if isinstance(value, list | tuple) and len(value) <= 4 and all(isinstance(x, int | float) for x in value):
        return f"[{', '.join(show(x) for x in value)}]"
    return show(value)


def _expected(location: Location) -> str:
    names = [part for part in location if isinstance(part, str)]
    model: type[BaseModel] = CaseFile
    if len(names) > 1 and names[0] in TABLES:
        model, names = TABLES[names[0]], names[1:]
    field = model.model_fields.get(names[0]) if names else None
    if field:
        return field.description or ""
    factor = factors().get(names[-1]) if names else None
    return f"{A_VALUE} ({factor.unit})" if factor else A_VALUE
