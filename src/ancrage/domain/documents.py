"""Records as documents, and back: plain data with French keys, long lists in columns."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, TypeVar, get_args, get_origin

import msgspec
from msgspec import NODEFAULT, Struct
from msgspec.structs import fields as struct_fields

from ancrage.domain.described import Column, columns, is_record, item_type, plain_type
from ancrage.domain.numbers import rounded

TEXTS, PLACES = "textes", "rangs"  # of a column of texts that repeat


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
