"""Records that describe themselves.

A field of a `Record` says once what anyone will ever say of it: its French key in `etude.json`, its label, and for a
number its unit, its status and the tables of the edition it comes from. The document, its measures, its JSON Schema,
the dictionary of `docs/`, the tables of pages and workbooks and the typed reading back all derive from that.

    class Supplier(Record):
        share: Annotated[float, number("Part du pays dans les importations", SHARE, of=("supplier_shares",))] = field(
            name="part_importations"
        )
"""

import dataclasses
import types
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Annotated, Any, TypeVar, Union, dataclass_transform, get_args, get_origin, get_type_hints

import msgspec
from msgspec import NODEFAULT, Meta, Struct, field
from msgspec.structs import fields as struct_fields
from msgspec.structs import replace

from ancrage.domain.measure import Status
from ancrage.domain.numbers import rounded
from ancrage.domain.units import Unit

__all__ = [
    "Column",
    "Range",
    "Record",
    "born",
    "columns",
    "field",
    "number",
    "numbers",
    "plain",
    "read",
    "records",
    "replace",
    "text",
    "with_rows",
    "written",
]

# keys of a row that describes its own numbers: their unit and source depend on the row
SELF_DESCRIBED = frozenset({"unite", "millesime", "source"})
UNIT, TABLES, STATUS, HEAD, KIND, BORN = "x-unite", "x-tables", "x-statut", "x-titre-court", "x-ecriture", "x-colonne"
IN_COLUMNS, REST, REPEATS = "x-en-colonnes", "x-suite", "x-repete"
TEXTS, PLACES = "textes", "rangs"  # of a column of texts that repeat


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class Record(Struct, frozen=True, forbid_unknown_fields=True):
    """Base of the records of a study."""


def text(
    label: str, *, head: str = "", kind: str = "text", in_columns: bool = False, rest: str = "", repeats: bool = False
) -> Meta:
    """A field that is not a number. `head`: column heading, when shorter; `kind`: text, prose, code or flag.

    `in_columns`: records of one kind, of which the document writes one list a field instead of one object a record.
    `repeats`: a text that comes back from row to row; in columns, each is written once, and its place at each row.
    `rest`: key under which it writes so the records after the last one that is told in full (its `detailed`).
    """
    said: dict[str, Any] = {HEAD: head or label, KIND: kind} | ({IN_COLUMNS: True} if in_columns else {})
    said |= ({REST: rest} if rest else {}) | ({REPEATS: True} if repeats else {})
    return Meta(title=label, extra_json_schema=said)


def number(
    label: str, unit: Unit, *, of: Iterable[str] = (), status: Status = Status.ESTIMATED, head: str = "", kind: str = ""
) -> Meta:
    """A number, a range, or numbers of one unit. `of`: "table" or "table:source", none for what Ancrage itself decides
    or counts; `kind`: how it is written, when not as its unit is."""
    said = {UNIT: unit.name, TABLES: list(of), STATUS: status.value, HEAD: head or label, KIND: kind or unit.kind}
    return Meta(title=label, extra_json_schema=said)


def born(column: str, label: str, *, source: str = "", head: str = "", kind: str = "") -> Meta:
    """A number taken as it is from "table.column" of the edition, which declares its unit and its status.

    `source`: credit only this source of a table that joins several.
    """
    table = column.partition(".")[0]
    tables = [f"{table}:{source}" if source else table]
    return Meta(title=label, extra_json_schema={BORN: column, TABLES: tables, HEAD: head or label, KIND: kind})


class Range(Record):
    """`low` <= `central` <= `high`, in the unit of the field that holds it, which also says what the ends are."""

    low: Annotated[float, text("borne basse", head="bas")] = field(name="bas")
    central: Annotated[float, text("valeur centrale", head="central")]
    high: Annotated[float, text("borne haute", head="haut")] = field(name="haut")


@dataclass(frozen=True, slots=True)
class Column:
    """What is said of a field of a record. `born`: "table.column" of the edition, which then says unit and status."""

    name: str  # of the attribute
    key: str  # in the document
    label: str
    head: str
    kind: str
    unit: str
    status: str
    tables: tuple[str, ...]
    born: str
    type: Any
    in_columns: bool = False
    optional: bool = False
    rest: str = ""
    repeats: bool = False

    @property
    def is_number(self) -> bool:
        return bool(self.unit or self.born)


@cache
def columns(record: type[Struct]) -> dict[str, Column]:
    """The fields of a record by their French key, in their order."""
    hints = get_type_hints(record, include_extras=True)
    return {f.encode_name: _column(f.name, f.encode_name, hints[f.name]) for f in struct_fields(record)}


def _column(name: str, key: str, hint: Any) -> Column:
    meta = next((m for m in getattr(hint, "__metadata__", ()) if isinstance(m, Meta)), None)
    label = (meta.title or "") if meta else ""
    said: dict[str, Any] = (meta.extra_json_schema or {}) if meta else {}
    return Column(
        name=name,
        key=key,
        label=label,
        head=said.get(HEAD, label),
        kind=said.get(KIND, ""),
        unit=said.get(UNIT, ""),
        status=said.get(STATUS, ""),
        tables=tuple(said.get(TABLES, ())),
        born=said.get(BORN, ""),
        type=plain_type(hint),
        in_columns=said.get(IN_COLUMNS, False),
        optional=_is_optional(hint),
        rest=said.get(REST, ""),
        repeats=said.get(REPEATS, False),
    )


def plain_type(hint: Any) -> Any:
    """A type without its description nor its None: Annotated[Range | None, ...] -> Range."""
    if get_origin(hint) is Annotated:
        return plain_type(get_args(hint)[0])
    if get_origin(hint) in (Union, types.UnionType):
        kept = [part for part in get_args(hint) if part is not type(None)]
        return plain_type(kept[0]) if len(kept) == 1 else hint
    return hint


def _is_optional(hint: Any) -> bool:
    inside = get_args(hint)[0] if get_origin(hint) is Annotated else hint
    return type(None) in get_args(inside)


def item_type(kind: Any) -> Any:
    """What a list or a mapping holds, whatever their depth: tuple[Bearable, ...] -> Bearable."""
    kind = plain_type(kind)
    origin, inside = get_origin(kind), get_args(kind)
    if origin in (tuple, list):
        return item_type(inside[0])
    return item_type(inside[1]) if origin is dict else kind


def is_record(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Struct)


def records(record: type[Struct]) -> list[type[Struct]]:
    """A record and those it holds, each once, in the order of the document."""
    kinds: dict[type[Struct], None] = {record: None}
    for column in columns(record).values():
        inner = item_type(column.type)
        if is_record(inner) and inner not in kinds:
            kinds |= dict.fromkeys(records(inner))
    return list(kinds)


def numbers(record: type[Struct], path: str = "") -> Iterator[tuple[str, Column]]:
    """Path in the document and description of each number under a record; a range counts once, its ends follow.

    Rows that describe themselves are left out: their own fields say what their numbers are.
    """
    if set(columns(record)) >= SELF_DESCRIBED:
        return
    for key, column in columns(record).items():
        kind, where = item_type(column.type), f"{path}.{key}".lstrip(".")
        if kind is Range:
            yield where, column
        elif is_record(kind):
            yield from numbers(kind, where)
        elif column.is_number:
            yield where, column


def bound(column: Column, end: Column) -> Column:
    """What is said of one end of a range."""
    head = f"{column.head} ({end.head})" if end.key != "central" else column.head
    return dataclasses.replace(column, key=end.key, label=f"{column.label}, {end.label}", head=head)


def plain(value: Any) -> Any:
    """A record as plain data: French keys, lists, floats at six significant digits. Every key is there.

    NaN or ∞ is a ValueError."""
    kind: Any = type(value)
    return value if kind in _AS_IS else _finite(value) if kind is float else _writer(kind)(value)


EXACT = 2.0**53  # beyond, a whole float is not written as a whole number


def _finite(value: float) -> float | int:
    if value - value != 0:
        raise ValueError(f"{value} is not a number that JSON can hold.")
    number = rounded(value)
    return int(number) if number.is_integer() and abs(number) < EXACT else number


_AS_IS = frozenset({str, int, bool, type(None)})


@cache
def _writer(kind: type) -> Callable[[Any], Any]:
    """How values of a type are made plain, found once a type: a study holds tens of thousands of them."""
    if is_record(kind):
        keys = [(f.encode_name, f.name) for f in struct_fields(kind)]
        return lambda record: {key: plain(getattr(record, name)) for key, name in keys}
    if issubclass(kind, Mapping):
        return lambda mapping: {key: plain(value) for key, value in mapping.items()}
    if issubclass(kind, tuple | list):
        return lambda items: [plain(item) for item in items]
    return lambda value: value


def written(value: Any) -> Any:
    """A record as its document: plain, with fields `in_columns` as tables and without what `omit_defaults` drops."""
    kind: Any = type(value)
    return value if kind in _AS_IS else _rounded(value) if kind is float else _document_writer(kind)(value)


# most numbers of a study are those of the country, the same in every study
_rounded = lru_cache(maxsize=1 << 16)(_finite)


@cache
def _document_writer(kind: Any) -> Callable[[Any], Any]:
    """How values of a type are written, from what their type says: a study holds tens of thousands of them."""
    if is_record(kind):
        return _record_writer(kind)
    if isinstance(kind, type) and issubclass(kind, Mapping):
        return lambda mapping: {key: written(value) for key, value in mapping.items()}
    if isinstance(kind, type) and issubclass(kind, tuple | list):
        return lambda items: [written(item) for item in items]
    return lambda value: value


def _record_writer(kind: type[Struct]) -> Callable[[Any], dict[str, Any]]:
    told = [
        (key, c.name, write, default(kind, c.name)) for c in columns(kind).values() for key, write in _field_writers(c)
    ]
    if kind.__struct_config__.omit_defaults:
        return lambda record: {
            key: write(value) if write and value is not None else value
            for key, name, write, empty in told
            if (value := getattr(record, name)) != empty
        }
    return lambda record: {
        key: write(value) if write and (value := getattr(record, name)) is not None else getattr(record, name)
        for key, name, write, _ in told
    }


def _field_writers(column: Column) -> list[tuple[str, Callable[[Any], Any] | None]]:
    """The keys of a field, one or two, and how each is written."""
    if not column.rest:
        return [(column.key, _field_writer(column))]
    row = item_type(column.type)
    one = _document_writer(row)
    return [
        (column.key, lambda rows: [one(item) for item in rows[: _told(rows)]]),
        (column.rest, lambda rows: _in_columns(row, rows[_told(rows) :])),
    ]


def _told(rows: Sequence[Any]) -> int:
    """How many rows there are up to the last one told in full."""
    return max((at for at, row in enumerate(rows, start=1) if row.detailed), default=0)


def _field_writer(column: Column) -> Callable[[Any], Any] | None:
    """How the value of a field is written when it is there; None: as it is."""
    if column.in_columns:
        row = item_type(column.type)
        return lambda rows: _in_columns(row, rows)
    return _type_writer(column.type)


def _type_writer(kind: Any) -> Callable[[Any], Any] | None:
    kind = plain_type(kind)
    if kind in _AS_IS:
        return None
    if kind is float:
        return _rounded
    if is_record(kind):
        return _document_writer(kind)
    inside = get_args(kind)
    if get_origin(kind) in (tuple, list) and (len(inside) == 1 or inside[1] is Ellipsis):
        one = _type_writer(inside[0])
        return list if one is None else lambda items: [None if item is None else one(item) for item in items]
    if get_origin(kind) is dict:
        one = _type_writer(inside[1])
        return dict if one is None else lambda by: {k: None if v is None else one(v) for k, v in by.items()}
    return written


def default(record: type[Struct], name: str) -> Any:
    """The value of a field that its document leaves out; `msgspec.NODEFAULT`, equal to nothing, when none is."""
    if not record.__struct_config__.omit_defaults:
        return NODEFAULT
    return next(f.default for f in struct_fields(record) if f.name == name)


def _in_columns(record: type[Struct], rows: Sequence[Any]) -> dict[str, Any] | list[Any]:
    """Records as columns; no record is an empty list."""
    return _table(record, rows) if rows else []


def _table(record: type[Struct], rows: Sequence[Any]) -> dict[str, Any]:
    """Records as columns: {"rang": [1, 2], "valeurs": {"importations": [...]}}."""
    table = {}
    for key, name, write, empty in _table_writers(record):
        values = [None if row is None else getattr(row, name) for row in rows]
        if empty is NODEFAULT or any(value != empty for value in values):
            table[key] = write(values)
    return table


@cache
def _table_writers(record: Any) -> list[tuple[str, str, Callable[[list[Any]], Any], Any]]:
    return [(c.key, c.name, _column_writer(c), default(record, c.name)) for c in columns(record).values()]


def _column_writer(column: Column) -> Callable[[list[Any]], Any]:
    if is_nested(column):
        return lambda values: _table(column.type, values)
    if get_origin(column.type) is dict and not column.in_columns:
        cell = _type_writer(get_args(column.type)[1])
        return lambda values: {
            key: _cells_written(cell, [v[key] for v in values]) for key in (values[0] if values else ())
        }
    if column.repeats:
        return _each_once
    write = _field_writer(column)
    return lambda values: _cells_written(write, values)


def _each_once(values: list[Any]) -> dict[str, list[Any]]:
    """Texts that repeat: each once, in the order where it first comes, then its place (from 0) at each row."""
    place: dict[str, int] = {}
    places = [None if value is None else place.setdefault(value, len(place)) for value in values]
    return {TEXTS: list(place), PLACES: places}


def _cells_written(write: Callable[[Any], Any] | None, values: list[Any]) -> list[Any]:
    return values if write is None else [None if value is None else write(value) for value in values]


def is_nested(column: Column) -> bool:
    """Whether a column of a table is itself a table: of a record that every row has, or that shows when it is absent
    (one of its fields never is)."""
    return is_record(column.type) and not (column.optional and all(c.optional for c in columns(column.type).values()))


T = TypeVar("T")


def read(kind: type[T], content: bytes | str) -> T:
    """A record from its JSON text, its tables in columns or not.

    An unknown key, a missing one or a wrong type is a msgspec.ValidationError.
    """
    data = msgspec.json.decode(content)
    try:
        data = with_rows(kind, data)
    except (TypeError, ValueError, AttributeError, KeyError) as error:
        raise msgspec.ValidationError(f"A table does not hold lists of one length: {error}") from error
    return msgspec.convert(data, kind)


def with_rows(kind: Any, data: Any) -> Any:
    """The same data, its tables as lists of records."""
    if isinstance(data, list):
        return [with_rows(kind, item) for item in data]
    if not isinstance(data, dict) or not _has_tables(kind):
        return data
    known = columns(kind)
    rests = {column.rest: column for column in known.values() if column.rest}
    rows = {
        key: _field_with_rows(known[key], value) if key in known else value
        for key, value in data.items()
        if key not in rests
    }
    for key, column in rests.items():
        rest = data.get(key) or []
        rows[column.key] = [*rows[column.key], *(_rows(item_type(column.type), rest) if rest else [])]
    return rows


def _field_with_rows(column: Column, value: Any) -> Any:
    if column.in_columns and isinstance(value, dict):
        return _rows(item_type(column.type), value)
    return with_rows(item_type(column.type), value)


@cache
def _has_tables(kind: Any) -> bool:
    return is_record(kind) and any(
        c.in_columns or c.rest or _has_tables(item_type(c.type)) for c in columns(kind).values()
    )


def _rows(record: type[Struct], table: dict[str, Any]) -> list[Any]:
    known = columns(record)
    cells = {key: _cells(known.get(key), column) for key, column in table.items()}
    return [dict(zip(cells, row, strict=True)) for row in zip(*cells.values(), strict=True)]


def _cells(column: Column | None, values: Any) -> list[Any]:
    if column is not None and is_nested(column):
        rows = _rows(column.type, values)
        return [None if column.optional and not any(v is not None for v in row.values()) else row for row in rows]
    if column is not None and column.in_columns:
        return [_field_with_rows(column, value) for value in values]
    if column is not None and column.repeats and isinstance(values, dict):
        texts = dict(enumerate(values[TEXTS]))
        return [None if place is None else texts[place] for place in values[PLACES]]
    if isinstance(values, dict):
        return [dict(zip(values, row, strict=True)) for row in zip(*values.values(), strict=True)]
    return list(values)
