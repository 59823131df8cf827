"""A figure: chart, table, one sentence and its source, which always travel together."""

from dataclasses import dataclass
from typing import Any

from ancrage.sections.charts import key


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


def row_key(row: dict[str, Any], prefix: str = "") -> str:
    return key(str(row.get("activite") or row["code"]), prefix + row["libelle"])
