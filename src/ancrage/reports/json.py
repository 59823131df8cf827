"""`etude.json`: the whole study, sorted keys, a line an item, so that two runs compare line by line."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from ancrage.present.credits import Study


def write_json(study: Study) -> str:
    """Study as JSON text: UTF-8, sorted keys, one item of a list a line, one final newline. A NaN is a ValueError.

    Lines are laid out here because indenting everything forces the slow encoder (three times the whole study).
    """
    return f"{_object(study)}\n"


def _object(value: dict[str, Any]) -> str:
    return "{\n" + ",\n".join(f"{_line(key)}: {_block(value[key])}" for key in sorted(value)) + "\n}"


def _block(value: Any) -> str:
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(map(_line, value)) + "\n]"
    return (
        _object(value) if isinstance(value, dict) and any(isinstance(v, list) for v in value.values()) else _line(value)
    )


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, allow_nan=False)


@cache
def schema() -> dict[str, Any]:
    """The published JSON Schema of `etude.json`."""
    text = (files("ancrage.reports") / "etude.schema.json").read_text(encoding="utf-8")
    return json.loads(text)  # type: ignore[no-any-return]
