"""Does a source hold what its vintage says? The declaration lists what to compare; the data may contradict it.

A declared vintage is a claim: each check here compares it with something that the rows themselves show.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import polars as pl

from ancrage.domain.errors import AncrageError
from ancrage.domain.wording import count, integer
from ancrage.sources.declaration import Declaration

Check = Mapping[str, Any]
SHOWN = 3


def contradictions(declaration: Declaration, vintage: str, rows: pl.DataFrame, only: str = "") -> list[str]:
    """French sentences: what the rows show and the vintage excludes; none when nothing contradicts it.

    `only`: the checks of this kind, for rows of which a part was left out."""
    checks = [c for c in declaration.expected.get(vintage, ()) if only in ("", c["check"])]
    return [said for check in checks if (said := CHECKS[check["check"]](check, rows))]


def refuse_contradiction(declaration: Declaration, vintage: str, rows: pl.DataFrame) -> None:
    """Raise AncrageError when the rows contradict the vintage that the source declares."""
    problems = contradictions(declaration, vintage, rows)
    if problems:
        raise AncrageError(
            f"Le millésime « {vintage} » de la source « {declaration.title} » est contredit par ses données : "
            f"{' ; '.join(problems)}.",
            f"Vérifiez le fichier {declaration.vintages[vintage]}, ou déclarez le vrai millésime dans "
            f"reference/sources/{declaration.id}.yml.",
        )


def _rows(check: Check, rows: pl.DataFrame) -> str:
    low, high = check["from"], check["to"]
    wanted = integer(low) if low == high else f"de {integer(low)} à {integer(high)}"
    return "" if low <= rows.height <= high else f"{integer(rows.height)} lignes, quand on en attend {wanted}"


def _range(check: Check, rows: pl.DataFrame) -> str:
    """The smallest and the greatest value of a column (years)."""
    values = rows[check["column"]]
    seen, wanted = (values.min(), values.max()), (check["from"], check["to"])
    if seen == wanted:
        return ""
    return f"la colonne « {check['column']} » va de {seen[0]} à {seen[1]}, et non de {wanted[0]} à {wanted[1]}"


def _latest(check: Check, rows: pl.DataFrame) -> str:
    """The greatest value of a column of dates (ISO)."""
    latest = rows[check["column"]].max()
    if check["from"] <= str(latest) <= check["to"]:
        return ""
    return f"la dernière date (« {check['column']} ») est {latest}, hors de {check['from']} à {check['to']}"


def _total(check: Check, rows: pl.DataFrame) -> str:
    """The sum of columns over the rows whose code lies in an interval."""
    where = check.get("where")
    kept = (
        rows.filter(pl.col(where["column"]).is_between(pl.lit(where["from"]), pl.lit(where["to"]))) if where else rows
    )
    total = sum(float(kept[name].sum()) for name in check["columns"])
    if check["from"] <= total <= check["to"]:
        return ""
    of = " + ".join(check["columns"])
    among = f" (« {where['column']} » de {where['from']} à {where['to']})" if where else ""
    return f"le total de {of}{among} est {integer(total)}, hors de {integer(check['from'])} à {integer(check['to'])}"


def _holds(check: Check, rows: pl.DataFrame) -> str:
    absent = sorted(set(check["codes"]) - set(rows[check["column"]]))
    return f"{_shown(absent)} devrait y être (« {check['column']} »)" if absent else ""


def _lacks(check: Check, rows: pl.DataFrame) -> str:
    present = sorted(set(check["codes"]) & set(rows[check["column"]]))
    return f"{_shown(present)} n'existait plus (« {check['column']} »)" if present else ""


def _running_siren(check: Check, rows: pl.DataFrame) -> str:
    """The youngest firms. SIREN are given in order, but for blocks of numbers already used before the series began:
    `latest` is the last block of a million reached, `later` the blocks that the series reached afterwards."""
    numbers = rows.select(block=pl.col(check["column"]).str.slice(0, 3).cast(pl.Int32, strict=False))["block"]
    blocks: list[int] = numbers.drop_nulls().to_list()
    bounds = [tuple(map(int, span.split("-"))) for span in check["later"]]
    later = [block for block in blocks if any(first <= block <= last for first, last in bounds)]
    if later:
        return (
            f"{count(len(later), 'SIREN attribué', 'SIREN attribués')} plus tard (le plus grand commence par "
            f"{max(later)}, la série courante s'arrête à {check['latest']})"
        )
    latest = max((block for block in blocks if block < bounds[0][0]), default=0)
    if latest == check["latest"]:
        return ""
    return f"la série courante des SIREN s'arrête à {latest}, et non à {check['latest']}"


def _shown(codes: Sequence[str]) -> str:
    more = f" et {len(codes) - SHOWN} autres" if len(codes) > SHOWN else ""
    return ", ".join(codes[:SHOWN]) + more


CHECKS: dict[str, Callable[[Check, pl.DataFrame], str]] = {
    "rows": _rows,
    "range": _range,
    "latest": _latest,
    "total": _total,
    "holds": _holds,
    "lacks": _lacks,
    "running_siren": _running_siren,
}
