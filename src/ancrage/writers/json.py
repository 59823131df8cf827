"""`etude.json`: the whole study, a line an item, so that two runs compare line by line."""

import json
from typing import Any

import msgspec

from ancrage.domain.described import IN_COLUMNS, REPEATS, REST, Record
from ancrage.domain.documents import PLACES, TEXTS, written
from ancrage.study import Study


def write_json(study: Record) -> str:
    """A study, or a business case, as JSON text: UTF-8, keys in the order of the records, one item of a list a line,
    one final newline."""
    return f"{_object(written(study))}\n"


def _object(value: dict[str, Any]) -> str:
    return "{\n" + ",\n".join(f"{_line(key)}: {_block(item)}" for key, item in value.items()) + "\n}"


def _block(value: Any) -> str:
    if isinstance(value, list) and value and not isinstance(value[0], int | float):
        return "[\n" + ",\n".join(map(_line, value)) + "\n]"
    opened = isinstance(value, dict) and any(isinstance(item, list | dict) for item in value.values())
    return _object(value) if opened else _line(value)


def _line(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def schema() -> dict[str, Any]:
    """The JSON Schema of `etude.json`, every object closed: derived from the records."""
    whole: dict[str, Any] = msgspec.json.schema(Study)
    records = whole["$defs"]
    for record in records.values():
        for key, said in [*record["properties"].items()]:
            if said.get(IN_COLUMNS):
                record["properties"][key] = _rows_schema(said, records)
            if said.get(REST):
                record["properties"][said[REST]] = _rows_schema(said, records)
                record["required"].append(said[REST])
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "etude.json", **whole}


def _rows_schema(said: dict[str, Any], records: dict[str, Any]) -> dict[str, Any]:
    """Rows in columns; none is an empty list."""
    words = {key: text for key, text in said.items() if key not in ("type", "items", "default")}
    return words | {"anyOf": [_table_schema({}, said["items"], records), {"type": "array", "maxItems": 0}]}


def _table_schema(
    said: dict[str, Any], row: dict[str, Any], records: dict[str, Any], *, optional: bool = False
) -> dict[str, Any]:
    """A table in columns: an object of lists of one length, from the schema of a row (`described.written`)."""
    record = records[row["$ref"].rpartition("/")[2]]
    lists = {key: _column_schema(cell, records, optional=optional) for key, cell in record["properties"].items()}
    kept = {key: text for key, text in said.items() if key not in ("type", "items", "$ref", "anyOf")}
    return kept | {"type": "object", "properties": lists, "required": record["required"], "additionalProperties": False}


def _column_schema(cell: dict[str, Any], records: dict[str, Any], *, optional: bool) -> dict[str, Any]:
    if "$ref" in cell:
        return _table_schema(cell, cell, records)
    rows = [part for part in cell.get("anyOf", ()) if "$ref" in part and _is_nested(part, records)]
    if rows:
        return _table_schema(cell, rows[0], records, optional=True)
    if cell.get(IN_COLUMNS):
        inside = _rows_schema(cell, records)
        return {"type": "array", "items": {"anyOf": [inside, {"type": "null"}]} if optional else inside}
    if cell.get(REPEATS):
        return _repeated_schema(cell)
    words = {key: text for key, text in cell.items() if key == "title" or key.startswith("x-")}
    shape = {key: text for key, text in cell.items() if key not in words}
    if isinstance(values := shape.get("additionalProperties"), dict):
        return words | {"type": "object", "additionalProperties": {"type": "array", "items": values}}
    return words | {"type": "array", "items": {"anyOf": [shape, {"type": "null"}]} if optional else shape}


def _repeated_schema(cell: dict[str, Any]) -> dict[str, Any]:
    """A column of texts that repeat."""
    words = {key: text for key, text in cell.items() if key == "title" or key.startswith("x-")}
    texts = {"type": "array", "items": {"type": "string"}}
    places = {"type": "array", "items": {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "null"}]}}
    lists = {TEXTS: texts, PLACES: places}
    return words | {"type": "object", "properties": lists, "required": [*lists], "additionalProperties": False}


def _is_nested(row: dict[str, Any], records: dict[str, Any]) -> bool:
    """The same rule as `described.is_nested`, read in the schema."""
    cells = records[row["$ref"].rpartition("/")[2]]["properties"].values()
    return not all({"type": "null"} in cell.get("anyOf", ()) for cell in cells)


def schema_text() -> str:
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"
