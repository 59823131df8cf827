"""Opening an edition: its manifest, its tables (checked against their hash when read), what its numbers are."""

import hashlib
import io
import json
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, wraps
from importlib.resources import files
from pathlib import Path
from threading import RLock
from typing import Any, Concatenate, ParamSpec, TypeAlias, TypeVar

import polars as pl

from ancrage.domain.errors import AncrageError, system_reason
from ancrage.domain.measure import Measure, Source, Status
from ancrage.files.whole import mend
from ancrage.warehouse.parts import Box, file_hash, meeting

MANIFEST = "manifest.json"
FORMAT_VERSION = "1"
EMBEDDED = Path(str(files("ancrage") / "edition"))
# results kept for one function, the oldest leaving first; more than there are activities, fewer than people can type
KEPT = 4096
Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")
MOST_BYTES = 100_000_000
# what a manifest says of each table, of each of its columns, sources and parts; a table in parts has them besides
Form: TypeAlias = dict[str, type | tuple[type, ...]]
ENTRY: Form = {"file": str, "sha256": str, "title": str, "method": str, "rows": int, "bytes": int, "key": list,
         "columns": dict, "sources": list}  # fmt: skip
COLUMN: Form = dict.fromkeys(("type", "unit", "label", "status"), str)
SOURCE: Form = dict.fromkeys(("id", "title", "producer", "vintage", "licence", "url", "attribution"), str)
PART: Form = {"file": str, "sha256": str, "rows": int, "bytes": int, "departements": list,
        **dict.fromkeys(("west", "south", "east", "north"), (int, float))}  # fmt: skip
UNREADABLE = (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError)
REBUILD = "Reconstruisez-la avec « ancrage donnees construire », ou retirez --edition pour l'édition embarquée."


@dataclass(frozen=True, eq=False)
class Edition:
    """A folder of Parquet tables and their manifest. Tables are read once, on demand.

    Compared by identity. What steps derive from it is kept on it (`derived`) and goes with it; several threads may
    share an edition. `asked`: the day a study is made for, when it is not that of the edition.
    """

    folder: Path
    manifest: dict[str, Any]
    asked: date | None = None

    @property
    def id(self) -> str:
        """Name and a fingerprint of the content: two editions with the same id hold the same numbers."""
        hashes = "".join(entry["sha256"] for _, entry in sorted(self.manifest["tables"].items()))
        return f"{self.manifest['edition']}-{hashlib.sha256(hashes.encode()).hexdigest()[:8]}"

    @property
    def day(self) -> date:
        """The day the study is of: what ended before it is over. Never the clock: same inputs, same bytes."""
        if self.asked:
            return self.asked
        try:
            return date.fromisoformat(self.manifest["date"])
        except (KeyError, TypeError, ValueError) as error:
            raise AncrageError(f"L'édition {self.folder} ne dit pas sa date.", REBUILD) from error

    @cached_property
    def _read(self) -> dict[str, pl.DataFrame]:
        return {}

    @cached_property
    def _lock(self) -> RLock:
        return RLock()

    @cached_property
    def _kept(self) -> dict[Hashable, dict[Hashable, Any]]:
        return {}

    def derived(self, function: Callable[..., Result], *args: Hashable) -> Result:
        """`function(self, *args)`, computed once whatever the number of threads, and kept as long as the edition."""
        try:
            return self._kept[function][args]  # type: ignore[no-any-return]
        except KeyError:
            pass
        with self._lock:
            results = self._kept.setdefault(function, {})
            if args not in results:
                value = function(self, *args)
                if len(results) >= KEPT:
                    del results[next(iter(results))]
                results[args] = value
            return results[args]  # type: ignore[no-any-return]

    def entry(self, name: str) -> dict[str, Any]:
        try:
            entry: dict[str, Any] = self.manifest["tables"][name]
        except KeyError:
            raise AncrageError(f"L'édition {self.folder} n'a pas de table « {name} ».", REBUILD) from None
        return entry

    def table(self, name: str) -> pl.DataFrame:
        """Rows of a table. A missing, damaged or altered file is an AncrageError."""
        if name in self._read:
            return self._read[name]
        with self._lock:
            return self._read_table(name)

    def _read_table(self, name: str) -> pl.DataFrame:
        if name not in self._read:
            entry = self.entry(name)
            if "parts" in entry:
                self.check_parts(name)
                return self.scan(name).collect()
            path = self.folder / entry["file"]
            try:
                content = path.read_bytes()
            except OSError as error:
                raise AncrageError(f"La table {path} ne se lit pas ({system_reason(error)}).", REBUILD) from error
            if hashlib.sha256(content).hexdigest() != entry["sha256"]:
                raise AncrageError(f"La table {path} est abîmée ou modifiée (empreinte différente).", REBUILD)
            self._read[name] = self._rows(path, content, entry)
        return self._read[name]

    def _rows(self, path: Path, content: bytes, entry: dict[str, Any]) -> pl.DataFrame:
        """The rows of a file, which are those that the manifest describes."""
        try:
            rows = pl.read_parquet(io.BytesIO(content))
        except UNREADABLE as error:
            raise AncrageError(f"La table {path} n'est pas un fichier Parquet lisible.", REBUILD) from error
        described = {column: told["type"] for column, told in entry["columns"].items()}
        if described != {column: str(kind) for column, kind in rows.schema.items()} or rows.height != entry["rows"]:
            raise AncrageError(f"La table {path} n'est pas celle que décrit son manifeste.", REBUILD)
        return rows

    def scan(self, name: str, box: Box | None = None, departements: Iterable[str] = ()) -> pl.LazyFrame:
        """Rows of a table, to be read when they are asked for.

        A table in parts (see parts.py) opens only those that may hold a row of `box` or of `departements`; other rows
        may come with them. Their sizes are checked, not their hashes: `check_parts` reads everything for that.
        """
        entry = self.entry(name)
        if "parts" not in entry:
            return self.table(name).lazy()
        kept = meeting(entry["parts"], box, departements)
        paths = [self._checked(part) for part in kept or entry["parts"][:1]]
        rows = pl.scan_parquet(paths, glob=False)
        return rows if kept else rows.clear()

    def _checked(self, part: dict[str, Any]) -> Path:
        path: Path = self.folder / part["file"]
        try:
            size = path.stat().st_size
        except OSError as error:
            raise AncrageError(f"La table {path} ne se lit pas ({system_reason(error)}).", REBUILD) from error
        if size != part["bytes"]:
            raise AncrageError(f"La table {path} est abîmée ou modifiée (taille différente).", REBUILD)
        return path

    def check_parts(self, name: str) -> None:
        """Read every part of a table and compare its hash. The first damaged one is an AncrageError."""
        for part in self.entry(name).get("parts", ()):
            path = self._checked(part)
            if file_hash(path) != part["sha256"]:
                raise AncrageError(f"La table {path} est abîmée ou modifiée (empreinte différente).", REBUILD)

    @property
    def vintages(self) -> dict[str, str]:
        """Vintage of each source, by its id, as the manifest tells."""
        return {s["id"]: s["vintage"] for entry in self.manifest["tables"].values() for s in entry["sources"]}

    def sources(self, name: str) -> list[Source]:
        keys = ("id", "title", "producer", "vintage", "licence", "url")
        return [Source(**{k: s[k] for k in keys}) for s in self.entry(name)["sources"]]

    def measure(self, name: str, column: str, label: str = "") -> Measure:
        """What the numbers of a column are."""
        described = self.entry(name)["columns"][column]
        sources = self.sources(name)
        return Measure(
            label=label or described["label"],
            unit=described["unit"],
            vintage=" ; ".join(dict.fromkeys(s.vintage for s in sources)),
            source=" ; ".join(dict.fromkeys(f"{s.producer}, {s.title}" for s in sources)),
            status=Status(described["status"]),
        )


def derived(
    function: Callable[Concatenate[Edition, Arguments], Result],
) -> Callable[Concatenate[Edition, Arguments], Result]:
    """Decorator: results of a function of an edition are kept by the edition it is given, and die with it."""

    @wraps(function)
    def of_edition(edition: Edition, /, *args: Arguments.args, **options: Arguments.kwargs) -> Result:
        # arguments by position only: a keyword would be a second name of the same result
        return edition.derived(function, *args, **options)

    return of_edition


def open_edition(folder: Path | None = None, on: date | None = None) -> Edition:
    """Open an edition folder (default: the embedded one), as seen on a day (default: its own).

    Not an edition, or of another version: AncrageError.
    """
    folder = folder or EMBEDDED
    path = folder / MANIFEST
    if not path.is_file():
        mend(folder.parent)  # a build that was killed at the last moment
    if not path.is_file():
        raise AncrageError(f"{folder} n'est pas une édition de données : {MANIFEST} y manque.", REBUILD)
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES)
        manifest = json.loads(content.decode("utf-8"))
        found, tables = manifest["format"], manifest["tables"]
        if not isinstance(found, str) or not isinstance(tables, dict):
            raise TypeError("format")
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise AncrageError(f"Le manifeste {path} ne se lit pas.", REBUILD) from error
    if found != FORMAT_VERSION:
        raise AncrageError(
            f"L'édition {folder} est au format {found[:40]}, ce programme lit le format {FORMAT_VERSION}.", REBUILD
        )
    if missing := _missing(manifest):
        raise AncrageError(f"Le manifeste {path} est incomplet : {missing}.", REBUILD)
    return Edition(folder, manifest, on)


def _missing(manifest: dict[str, Any]) -> str:
    """The first thing that a manifest does not say, or says in another form than it should; empty when whole."""
    if not isinstance(manifest.get("edition"), str):
        return "« edition » y manque ou n'est pas un texte"
    for name, entry in manifest["tables"].items():
        described: list[tuple[Any, Form]] = [(entry, ENTRY)]
        if isinstance(entry, dict):
            described += [(told, COLUMN) for told in _all(entry.get("columns", {}))]
            described += [(told, SOURCE) for told in _all(entry.get("sources", []))]
            described += [(told, PART) for told in _all(entry.get("parts", []))]
        for told, form in described:
            if not isinstance(told, dict):
                return f"la table « {name} » y est mal décrite"
            for key, kind in form.items():
                if not isinstance(told.get(key), kind) or isinstance(told[key], bool):
                    return f"« {key} » de la table « {name} » y manque ou n'a pas la forme attendue"
    return ""


def _all(told: Any) -> list[Any]:
    """What a list or the values of an object hold; what is neither is said to be wrong when it is looked at."""
    return list(told.values()) if isinstance(told, dict) else told if isinstance(told, list) else [told]
