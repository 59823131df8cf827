"""A figure: chart, table, one sentence and its source, which always travel together."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

Study = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Figure:
    """`svg` is empty when there is nothing to draw; `sentence` then says so. Cells are already French text."""

    id: str
    title: str
    sentence: str
    source: str
    svg: str = ""
    headers: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def source_line(study: Study, paths: Iterable[str]) -> str:
    """Source, vintage, status and licence of the numbers at these paths of `mesures`, each source once."""
    licences = {(t["producteur"], t["millesime"]): t["licence"] for t in study["edition"]["tables"]}
    said: dict[tuple[str, str], list[str]] = {}
    for path in paths:
        measure = study["mesures"][path]
        statuses = said.setdefault((measure["source"], measure["millesime"]), [])
        if measure["statut"] not in statuses:
            statuses.append(measure["statut"])
    parts = []
    for (source, vintage), statuses in said.items():
        licence = licences.get((source.split(",")[0], vintage))
        parts.append(", ".join(filter(None, (source, vintage, licence, " et ".join(statuses)))))
    return " ; ".join(parts)


def is_estimated(study: Study, path: str) -> bool:
    return bool(study["mesures"][path]["statut"] == "estimé")
