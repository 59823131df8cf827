"""Tables of a study: a view names the rows and the columns, the records it names say everything else.

A page shows the first rows of a table, the workbook and the CSV files show them whole.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from ancrage.domain.described import Column as Described
from ancrage.domain.described import Range, Record, bound, columns, is_record, item_type
from ancrage.domain.numbers import rounded
from ancrage.domain.units import unit_named
from ancrage.study.credits import Described as Measurable
from ancrage.study.credits import Origin, is_estimated

Cell = str | int | float | bool | Origin | None
Chain = dict[str, Any]  # the records a row stands in, by the name of their list, and itself under its own
NOTHING = "Aucune ligne pour ce territoire."


@dataclass(frozen=True, slots=True)
class Col:
    """A column: `path` from the row ("ecart.bas"), or from a record around it, named by its list ("cibles.libelle").

    `head` and `kind` replace what the field says; `value` computes a cell from the records around the row, by the name
    of their list: `path` is then only its name, unless it is a field, which still describes it.
    """

    path: str
    head: str = ""
    kind: str = ""
    value: Callable[[Chain], Cell] | None = None


@dataclass(frozen=True, slots=True)
class View:
    """`rows`: path of a list in the document ("couts.cibles.origines"). `keep`: rows left out when it says False.

    `chains`: the rows, when they are not simply that list, with the records they stand in; `beside`: name and path of
    the records that it puts there.
    """

    id: str
    title: str
    rows: str
    columns: tuple[str | Col, ...]
    empty: str = NOTHING
    keep: Callable[[Chain], bool] | None = None
    chains: Callable[[Any], Iterable[Chain]] | None = None
    beside: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """`kind` chooses how values are written (see `domain.units`); `estimated` marks the heading."""

    name: str
    heading: str
    kind: str
    estimated: bool = False

    @property
    def label(self) -> str:
        return f"{self.heading} (est.)" if self.estimated else self.heading


@dataclass(frozen=True, slots=True)
class Table:
    """Raw values (None = absent). `paths`: the numbers of `mesures` to credit."""

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    paths: tuple[str, ...] = ()
    empty: str = NOTHING

    def head(self, count: int) -> tuple[tuple[Cell, ...], ...]:
        return self.rows[:count]


@dataclass(frozen=True, slots=True)
class _Resolved:
    """A column of a view once its field is known. `start`: the list its path starts from."""

    name: str
    start: str
    steps: tuple[str, ...]  # attributes from there
    field: Described | None
    measure: str  # path in `mesures`
    col: Col


def table(study: Measurable, view: View, chains: Iterable[Chain] | None = None) -> Table:
    """The rows of a view in a study, or those given. Raises KeyError: the view names a field that no record has."""
    found = resolved(type(study), view)
    if chains is None:
        chains = view.chains(study) if view.chains else walk(study, view.rows)
    chains = [chain for chain in chains if view.keep is None or view.keep(chain)]
    cells = tuple(tuple(_cell(chain, column) for column in found) for chain in chains)
    measured = tuple(dict.fromkeys(c.measure for c in found if c.measure in study.measures))
    heads = tuple(_heading(study, column) for column in found)
    return Table(view.id, view.title, heads, cells, measured, view.empty)


def data(id: str, title: str, heads: tuple[tuple[str, str], ...], rows: list[tuple[Cell, ...]]) -> Table:
    """The numbers of a figure; `heads`: heading and kind of each column."""
    return Table(id, title, tuple(Column(f"c{at}", head, kind) for at, (head, kind) in enumerate(heads)), tuple(rows))


def walk(study: Any, path: str) -> Iterator[Chain]:
    """Each row at a path, with the records it stands in."""
    return _walk(study, path.split("."), {})


def _walk(value: Any, path: list[str], around: Chain) -> Iterator[Chain]:
    if not path:
        yield around
        return
    key, *rest = path
    inside = getattr(value, columns(value.__class__)[key].name)
    if isinstance(inside, dict):
        inside = tuple(inside.values())
    for item in inside if isinstance(inside, tuple | list) else () if inside is None else (inside,):
        yield from _walk(item, rest, {**around, key: item})


@cache
def resolved(document: type[Record], view: View) -> tuple[_Resolved, ...]:
    """Columns of a view against the types of the records: a name that no field has is a KeyError."""
    types: dict[str, Any] = {}
    base: dict[str, str] = {}
    for key, kind, path in _walked(document, view.rows):
        types[key], base[key] = kind, path
    for name, beside in view.beside:
        *_, (_, types[name], base[name]) = _walked(document, beside)
    own = view.rows.split(".")[-1]
    found: list[_Resolved] = []
    for said in view.columns:
        col = said if isinstance(said, Col) else Col(said)
        first = col.path.split(".")[0]
        start = own if not is_record(types[own]) or first in columns(types[own]) else first
        if start not in types:
            if col.value is None:
                raise KeyError(f"{view.id}: {col.path}")
            found.append(_Resolved(col.path, own, (), None, "", col))
            continue
        path = col.path if start == own else col.path.partition(".")[2]
        found += _columns(types[start], path, start, base[start], col)
    return tuple(found)


def _walked(document: Any, path: str) -> Iterator[tuple[str, Any, str]]:
    """Each key of a path, what it holds, and its own path."""
    kind, walked = document, ""
    for key in path.split("."):
        kind, walked = item_type(columns(kind)[key].type), f"{walked}.{key}".lstrip(".")
        yield key, kind, walked


def _columns(kind: Any, path: str, start: str, base: str, col: Col) -> Iterator[_Resolved]:
    """One column, or the three of a range."""
    steps: list[str] = []
    field: Described | None = None
    where = f"{base}.{path}"
    for key in path.split("."):
        if kind is Range and field is not None:
            end = columns(Range)[key]
            field, steps = bound(field, end), [*steps, end.name]
            where = where.rpartition(".")[0]
            break
        field = columns(kind)[key]
        steps.append(field.name)
        kind = item_type(field.type)
    if kind is Range and field is not None and len(steps) == len(path.split(".")) and not path.endswith(_ENDS):
        for end in columns(Range).values():
            bounded = bound(field, end)
            yield _Resolved(f"{col.path}.{end.key}", start, (*steps, end.name), bounded, where, col)
        return
    yield _Resolved(col.path, start, tuple(steps), field, where, col)


_ENDS = tuple(f".{key}" for key in columns(Range))


def _cell(chain: Chain, column: _Resolved) -> Cell:
    if column.col.value is not None:
        return joined(column.col.value(chain))
    value = chain[column.start]
    for step in column.steps:
        value = None if value is None else getattr(value, step)
    return joined(value, column.field.kind if column.field else "")


def joined(value: Any, kind: str = "") -> Cell:
    """A value in one cell: numbers as precise as in the document, sentences one after the other, names set apart."""
    if isinstance(value, float):
        return rounded(value)
    if isinstance(value, tuple | list):
        return (" " if kind == "prose" else " ; ").join(str(item) for item in value)
    return value  # type: ignore[no-any-return]


def _heading(study: Measurable, column: _Resolved) -> Column:
    field, col = column.field, column.col
    measure = study.measures.get(column.measure)
    kind = col.kind or (field.kind if field else "") or (unit_named(measure.unit).kind if measure else "text")
    estimated = measure is not None and kind != "rank" and is_estimated(measure)
    return Column(column.name, _head(column), kind, estimated)


def _head(column: _Resolved) -> str:
    """What the view says; for a bound of a range it says only what the number is."""
    field, col = column.field, column.col
    if not col.head:
        return field.head if field else column.name
    end = column.name.rpartition(".")[2]
    split = column.name != col.path and end in columns(Range) and end != "central"
    return f"{col.head} ({columns(Range)[end].head})" if split else col.head
