"""A figure: chart, table, one sentence and its source, which always travel together."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """`svg` is empty when there is nothing to draw; `sentence` then says so. Cells are already French text."""

    id: str
    title: str
    sentence: str
    source: str = ""
    svg: str = ""
    headers: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
