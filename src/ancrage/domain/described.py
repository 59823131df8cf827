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
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Union, dataclass_transform, get_args, get_origin, get_type_hints

from msgspec import Meta, Struct, field
from msgspec.structs import fields as struct_fields
from msgspec.structs import replace

from ancrage.domain.measure import Status
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
    "records",
    "replace",
    "text",
]

# keys of a row that describes its own numbers: their unit and source depend on the row
SELF_DESCRIBED = frozenset({"unite", "millesime", "source"})
UNIT, TABLES, STATUS, HEAD, KIND, BORN = "x-unite", "x-tables", "x-statut", "x-titre-court", "x-ecriture", "x-colonne"
IN_COLUMNS, REST, REPEATS = "x-en-colonnes", "x-suite", "x-repete"


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
