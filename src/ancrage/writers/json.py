"""`etude.json`: the whole study, a line an item, so that two runs compare line by line."""

import json
from typing import Any

import msgspec

from ancrage.domain.described import plain
from ancrage.study import Study


def write_json(study: Study) -> str:
    """Study as JSON text: UTF-8, keys in the order of the records, one item of a list a line, one final newline."""
    return f"{_object(plain(study))}\n"


def _object(value: dict[str, Any]) -> str:
    return "{\n" + ",\n".join(f"{_line(key)}: {_block(item)}" for key, item in value.items()) + "\n}"


def _block(value: Any) -> str:
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(map(_line, value)) + "\n]"
    opened = isinstance(value, dict) and any(isinstance(item, list) for item in value.values())
    return _object(value) if opened else _line(value)


def _line(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def schema() -> dict[str, Any]:
    """The JSON Schema of `etude.json`, every object closed: derived from the records."""
    found: dict[str, Any] = msgspec.json.schema(Study)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "etude.json", **found}


def schema_text() -> str:
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"
