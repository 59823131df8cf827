"""A study of version 1 of `etude.json`, said with the keys of version 2: those that a comparison reads.

Every key that moved is listed in `docs/etude-json-versions.md`.
"""

from collections.abc import Mapping
from typing import Any

VERSION = "1"
Study = Mapping[str, Any]


def upgraded(study: Study) -> dict[str, Any]:
    """The same study with the keys of version 2. A part that is absent stays absent.

    Raises KeyError, TypeError, ValueError or AttributeError: a part has not the shape of version 1."""
    moved = {
        "edition": _edition(study["edition"]) if "edition" in study else None,
        "criteres": [_criteria(target) for target in study["cibles"]],
        "couts": _costs(study["couts"]) if study.get("couts") else None,
        "plan": _plan(study["plan"]) if study.get("plan") else None,
    }
    return {**study, "version": "2", **{key: part for key, part in moved.items() if part is not None}}


def _edition(edition: Study) -> dict[str, Any]:
    """Sources apart, and one row a table: there was one row a table and source."""
    tables: dict[str, list[str]] = {}
    for row in edition["tables"]:
        tables.setdefault(str(row["nom"]), []).append(str(row["source"]))
    sources = [{"code": row["source"], "millesime": row["millesime"]} for row in edition["tables"]]
    return {**edition, "sources": sources, "tables": [{"nom": n, "sources": codes} for n, codes in tables.items()]}


def _criteria(target: Study) -> dict[str, Any]:
    """They were in each target."""
    cells = target["criteres"].items()
    return {
        "activite": target["activite"],
        "valeurs": {code: cell["valeur"] for code, cell in cells},
        "notes": {code: cell["note"] for code, cell in cells},
    }


def _costs(costs: Study) -> dict[str, Any]:
    """The middle of a range was its « median »."""

    def origin(row: Study) -> dict[str, Any]:
        gap = row["ecart_supportable"]
        return {**row, "ecart_supportable": {"bas": gap["bas"], "central": gap["median"], "haut": gap["haut"]}}

    targets = [{**target, "origines": [origin(row) for row in target["origines"]]} for target in costs["cibles"]]
    return {**costs, "cibles": targets}


def _plan(plan: Study) -> dict[str, Any]:
    """How far an action is was its « statut »."""
    return {**plan, "actions": [{**row, "avancement": row["statut"]} for row in plan.get("actions") or []]}
