"""What is wrong in a TOML file, each problem where it stands, told together in one error."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from ancrage.domain.errors import AncrageError
from ancrage.inputs.problems import one_error
from ancrage.inputs.toml_lines import Location, line_of, lines_of_keys

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Problem:
    """`sentence` says what is wrong at `location`, `next_step` what to write."""

    location: Location
    sentence: str
    next_step: str


def refusal(path: Path, text: str, problems: Sequence[Problem], whole: str) -> AncrageError:
    """One error for all the problems of a file, in the order of its lines."""
    lines = lines_of_keys(text)
    placed = sorted(((line_of(p.location, lines) or 0, p) for p in problems), key=lambda found: found[0])
    return one_error(path, [(line, p.sentence, p.next_step) for line, p in placed], whole, SHOWN)


def show(value: Any) -> str:
    """A value as the file writes it, short and without anything that could upset a terminal."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        plain = "".join(c if c.isprintable() else "�" for c in value[:60])
        return f"« {plain}{'…' if len(value) > 60 else ''} »"
    if isinstance(value, int):
        return str(value) if abs(value) < 10**15 else "un nombre démesuré"
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, date | datetime | time):
        return f"la date {value}"
    return "une liste" if isinstance(value, list) else "une table"
