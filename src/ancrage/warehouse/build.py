"""Building an edition: each table in turn, its contract checked, files and manifest written whole or not at all."""

import json
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import polars as pl
import polars.selectors as cs

from ancrage import __version__
from ancrage.domain.errors import AncrageError, system_reason
from ancrage.files.whole import aside, mend, take_place
from ancrage.reference import read_reference
from ancrage.sources.declaration import load_declaration
from ancrage.warehouse.edition import FORMAT_VERSION, MANIFEST, Edition
from ancrage.warehouse.faults import refuse_faults
from ancrage.warehouse.parts import BATCH, LARGE, PLACED, file_hash, whole_hash, write_parts
from ancrage.warehouse.table import Inputs, Table

THEMES = (
    "geography",
    "nomenclature",
    "establishments",
    "jobs",
    "trade",
    "input_output",
    "suppliers",
    "world_trade",
    "production",
    "branches",
    "complexity",
    "labour",
    "land",
    "vulnerability",
    "official",
    "codes",
)

# sums made in parallel differ in their last digits: without this the same build would not give the same bytes
SIGNIFICANT_DIGITS = 12


def tables(themes: Iterable[str] = THEMES) -> Iterator[Table]:
    """Every table of `themes`, in an order where what a table needs comes before it."""
    for theme in themes:
        yield from import_module(f"ancrage.warehouse.tables.{theme}").TABLES


def verify(table: Table, rows: pl.DataFrame, inputs: Inputs) -> None:
    """Contract, then meaning. Raises AncrageError naming the table and the first broken rule."""
    refuse_faults(table, rows, inputs)
    problems = table.check(rows, inputs)
    if problems:
        raise AncrageError(f"La table « {table.name} » dit une chose impossible : {' ; '.join(problems)}.")


def verify_parts(table: Table, edition: Edition) -> None:
    """A table in parts: the hash of each, then their contract, a batch at a time. Its meaning, which needs all its
    rows at once, was checked when it was built."""
    edition.check_parts(table.name)
    waiting: list[Path] = []
    held = 0
    for part in edition.entry(table.name)["parts"]:
        if waiting and held + part["rows"] > BATCH:
            refuse_faults(table, pl.read_parquet(waiting, glob=False))
            waiting, held = [], 0
        waiting.append(edition.folder / part["file"])
        held += part["rows"]
    refuse_faults(table, pl.read_parquet(waiting, glob=False))


def write_table(name: str, rows: pl.DataFrame, folder: Path) -> dict[str, Any]:
    """Write the rows as one file, or in parts by place when there are too many; returns where and their hash."""
    if rows.height > LARGE and set(rows.columns) >= PLACED:
        parts = write_parts(rows.iter_slices(BATCH), folder / name)
        size = sum(part["bytes"] for part in parts)
        return {"file": name, "bytes": size, "sha256": whole_hash(parts), "parts": parts}
    path = folder / f"{name}.parquet"
    rows.write_parquet(path, compression="zstd", compression_level=19, statistics=False)
    return {"file": path.name, "bytes": path.stat().st_size, "sha256": file_hash(path)}


def describe(table: Table, rows: pl.DataFrame, written: dict[str, Any], inputs: Inputs) -> dict[str, Any]:
    """The manifest entry of a table."""
    sources = [load_declaration(s).source(inputs.vintage(s)) for s in table.sources]
    counted = rows.group_by(table.tally).len().sort(table.tally) if table.tally else rows.head(0)
    tally = {"tally": dict(counted.iter_rows())} if table.tally else {}
    return (
        written
        | tally
        | {
            "title": table.title,
            "rows": rows.height,
            "method": table.method,
            "key": list(table.key),
            "columns": {name: {"type": str(rows[name].dtype), **col.metadata} for name, col in table.columns.items()},
            "sources": [
                {
                    "id": s.id,
                    "title": s.title,
                    "producer": s.producer,
                    "vintage": s.vintage,
                    "licence": s.licence,
                    "url": s.url,
                    "attribution": s.attribution,
                }
                for s in sources
            ],
        }
    )


def edition_day() -> str:
    """The day the authored base was last read against its sources: that of an edition built with it."""
    rows = read_reference("seuils_parametres.csv")
    return str(rows.row(by_predicate=pl.col("cle") == "date_edition", named=True)["valeur"])


def _refuse_to_overwrite(target: Path) -> None:
    """Building replaces `target` whole: only an edition, or nothing, may be there."""
    if not target.exists() or (target / MANIFEST).is_file():
        return
    if not target.is_dir() or any(path.suffix != ".py" for path in target.iterdir() if path.name != "__pycache__"):
        raise AncrageError(
            f"{target} existe et n'est pas une édition : le construire l'effacerait.",
            "Choisissez un dossier neuf ou une édition à remplacer.",
        )


def build_edition(
    name: str,
    folder: Path,
    target: Path,
    *,
    vintages: dict[str, str] | None = None,
    themes: Iterable[str] = THEMES,
    progress: Callable[[str], None] = lambda title: None,
) -> dict[str, Any]:
    """Build edition `name` from the source files of `folder` into `target`; returns the manifest.

    `themes` limits the build to some themes, in order, while developing a table.
    Everything is written beside `target` first and moved at the end: an interrupted build leaves the old edition, at
    once or, after a process that was killed, when an edition is opened or built again.
    """
    mend(target.parent)
    if not folder.is_dir():
        raise AncrageError(f"Le dossier de sources {folder} n'existe pas.", "Donnez-le avec --depuis.")
    _refuse_to_overwrite(target)
    inputs = Inputs(folder, vintages or {})
    with _writing(target.parent), aside(target.parent) as work:
        made = work / "edition"
        made.mkdir()
        entries: dict[str, Any] = {}
        for table in tables(themes):
            progress(table.title)
            rows = table.build(inputs).with_columns(cs.float().round_sig_figs(SIGNIFICANT_DIGITS))
            inputs.refuse_contradictions()
            verify(table, rows, inputs)
            inputs.tables[table.name] = rows
            entries[table.name] = describe(table, rows, write_table(table.name, rows, made), inputs)
        manifest = {
            "format": FORMAT_VERSION,
            "edition": name,
            "date": edition_day(),
            "built_with": __version__,
            "tables": entries,
        }
        text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        (made / MANIFEST).write_text(text, encoding="utf-8")
        for kept in target.glob("*.py"):
            shutil.copy2(kept, made / kept.name)
        take_place(made, target, work)
    return manifest


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """What the disk refuses, in a sentence; polars tells it in its own words, with the number of the system."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        mend(folder)
        yield
    except (OSError, pl.exceptions.ComputeError) as error:
        number = re.search(r"\(os error (\d+)\)", str(error))
        if isinstance(error, pl.exceptions.ComputeError) and not number:
            raise
        refusal = error if isinstance(error, OSError) else OSError(int(number[1]) if number else 0, "")
        raise AncrageError(
            f"Le dossier {folder} ne s'écrit pas ({system_reason(refusal)}).",
            "Faites de la place, ou choisissez un autre dossier d'édition avec --vers.",
        ) from error
