"""`etude.json`: the whole study, sorted keys, so that two runs compare line by line."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from ancrage.present.credits import Study


def write_json(study: Study) -> str:
    """Study as JSON text: UTF-8, two spaces, sorted keys, one final newline. A NaN is a ValueError."""
    return json.dumps(study, ensure_ascii=False, sort_keys=True, indent=2, allow_nan=False) + "\n"


@cache
def schema() -> dict[str, Any]:
    """The published JSON Schema of `etude.json`."""
    text = (files("ancrage.reports") / "etude.schema.json").read_text(encoding="utf-8")
    return json.loads(text)  # type: ignore[no-any-return]
