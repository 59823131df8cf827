"""Opening an edition: its manifest, its tables (checked against their hash when read), what its numbers are."""

import hashlib
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

import polars as pl

from ancrage.domain.errors import AncrageError, system_reason
from ancrage.domain.measure import Measure, Source, Status
from ancrage.warehouse.parts import Box, file_hash, meeting

MANIFEST = "manifest.json"
FORMAT_VERSION = "1"
EMBEDDED = Path(str(files("ancrage") / "edition"))
REBUILD = "Reconstruisez-la avec « ancrage donnees construire », ou retirez --edition pour l'édition embarquée."


@dataclass(frozen=True, eq=False)
class Edition:
    """A folder of Parquet tables and their manifest. Tables are read once, on demand.

    Compared by identity, so that what steps derive from it nationally can be cached on it.
    """

    folder: Path
    manifest: dict[str, Any]

    @property
    def id(self) -> str:
        """Name and a fingerprint of the content: two editions with the same id hold the same numbers."""
        hashes = "".join(entry["sha256"] for _, entry in sorted(self.manifest["tables"].items()))
        return f"{self.manifest['edition']}-{hashlib.sha256(hashes.encode()).hexdigest()[:8]}"

    @cached_property
    def _read(self) -> dict[str, pl.DataFrame]:
        return {}

    def entry(self, name: str) -> dict[str, Any]:
        try:
            entry: dict[str, Any] = self.manifest["tables"][name]
        except KeyError:
            raise AncrageError(f"L'édition {self.folder} n'a pas de table « {name} ».", REBUILD) from None
        return entry

    def table(self, name: str) -> pl.DataFrame:
        """Rows of a table. A missing, damaged or altered file is an AncrageError."""
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
            self._read[name] = pl.read_parquet(io.BytesIO(content))
        return self._read[name]

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


def open_edition(folder: Path | None = None) -> Edition:
    """Open an edition folder (default: the embedded one). Not an edition, or of another version: AncrageError."""
    folder = folder or EMBEDDED
    path = folder / MANIFEST
    if not path.is_file():
        raise AncrageError(f"{folder} n'est pas une édition de données : {MANIFEST} y manque.", REBUILD)
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        found = manifest["format"]
        if not all(isinstance(entry, dict) for entry in manifest["tables"].values()):
            raise TypeError("tables")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise AncrageError(f"Le manifeste {path} ne se lit pas.", REBUILD) from error
    if found != FORMAT_VERSION:
        raise AncrageError(
            f"L'édition {folder} est au format {found}, ce programme lit le format {FORMAT_VERSION}.", REBUILD
        )
    return Edition(folder, manifest)
