"""The tables of a study, defined once: the page shows their first rows, the workbook shows them whole."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ancrage.present.credits import Study, is_estimated, source_line
from ancrage.present.headings import heading

Cell = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Column:
    """`kind` (see `present/headings.csv`) chooses how values are written; `estimated` marks the heading."""

    name: str
    heading: str
    kind: str
    estimated: bool = False

    @property
    def label(self) -> str:
        return f"{self.heading} (est.)" if self.estimated else self.heading


@dataclass(frozen=True, slots=True)
class Table:
    """Raw values (None = absent). `source` credits the numbers described at `paths` of `mesures`."""

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    source: str = ""
    paths: tuple[str, ...] = ()
    empty: str = "Aucune ligne pour ce territoire."

    def head(self, count: int) -> tuple[tuple[Cell, ...], ...]:
        return self.rows[:count]


def _dig(row: dict[str, Any], name: str) -> Cell:
    value: Any = row
    for step in name.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    return value  # type: ignore[no-any-return]


def table(
    study: Study,
    id: str,
    title: str,
    names: Iterable[str],
    rows: Iterable[dict[str, Any]],
    *,
    base: str = "",
    headings: dict[str, str] | None = None,
    described: dict[str, str] | None = None,
    empty: str = "Aucune ligne pour ce territoire.",
) -> Table:
    """Table of `rows` with the columns `names` (dots reach inside a row), described by `mesures` under `base`.

    `headings` gives, for a column, another name of the wording table; `described`, its path when it is not its name.
    """
    columns, paths = [], []
    for name in names:
        words = heading((headings or {}).get(name, name))
        path = (described or {}).get(name) or (f"{base}.{name}" if base else name)
        known = path in study["mesures"]
        if known and path not in paths:
            paths.append(path)
        columns.append(
            Column(name, words.heading, words.kind, known and words.kind != "rank" and is_estimated(study, path))
        )
    cells = tuple(tuple(_dig(row, column.name) for column in columns) for row in rows)
    return Table(id, title, tuple(columns), cells, source_line(study, paths), tuple(paths), empty)


def sources(study: Study) -> Table:
    rows = [{**row, "table": row["titre"]} for row in study["edition"]["tables"]]
    return table(
        study,
        "sources-tables",
        "Tables de l'édition utilisées par cette étude",
        ("table", "producteur", "source", "millesime", "licence", "attribution", "lignes", "methode"),
        rows,
        base="edition.tables",
    )
