"""A table of an edition: its contract, where it comes from, how it is made."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from pathlib import Path

import pandera.polars as pa
import polars as pl

from ancrage.domain.errors import AncrageError
from ancrage.domain.measure import Status
from ancrage.sources.declaration import load_declaration
from ancrage.sources.expectations import refuse_contradiction
from ancrage.sources.unreadable import unreadable


def column(
    dtype: type[pl.DataType] | pl.DataType,
    unit: str,
    label: str,
    *,
    status: Status = Status.PUBLISHED,
    nullable: bool = False,
    checks: tuple[pa.Check, ...] = (),
) -> pa.Column:
    """A contract column: type, checks, and what the reader must know of its numbers (French unit and label)."""
    described = {"unit": unit, "label": label, "status": status.value}
    return pa.Column(dtype, checks=list(checks), nullable=nullable, metadata=described)


class SourceMissingError(AncrageError):
    """A declared file is not in the folder: a build stops, a check of an edition without its sources goes on."""


@dataclass(frozen=True)
class Inputs:
    """What a build may read: tidy sources of `folder` (chosen vintages, else the default) and tables built before."""

    folder: Path
    vintages: dict[str, str] = field(default_factory=dict)
    tables: dict[str, pl.DataFrame] = field(default_factory=dict)

    def vintage(self, source_id: str) -> str:
        return self.vintages.get(source_id, load_declaration(source_id).default_vintage)

    @cached_property
    def _tidied(self) -> dict[str, pl.DataFrame]:
        return {}

    @cached_property
    def _compared(self) -> set[str]:
        return set()

    def path(self, source_id: str) -> Path:
        declaration, vintage = load_declaration(source_id), self.vintage(source_id)
        if vintage not in declaration.vintages:
            known = ", ".join(declaration.vintages)
            raise AncrageError(f"La source « {source_id} » n'a pas de millésime {vintage}.", f"Millésimes : {known}.")
        path = self.folder / declaration.vintages[vintage]
        if not path.exists():
            raise SourceMissingError(
                f"Le fichier {path} de la source « {declaration.title} » est introuvable.",
                "Vérifiez le dossier donné à --depuis.",
            )
        return path

    def source(self, source_id: str) -> pl.DataFrame:
        """Tidy rows of a source (read once). A damaged file, or one with other columns, is an AncrageError."""
        if source_id not in self._tidied:
            module = import_module(f"ancrage.sources.{source_id}")
            path = self.path(source_id)
            try:
                self._tidied[source_id] = module.tidy(module.read(path))
            except (pl.exceptions.PolarsError, OSError, EOFError, zlib.error, ValueError) as error:
                raise unreadable(path, load_declaration(source_id).title, error) from error
        return self._tidied[source_id]

    def refuse_contradictions(self) -> None:
        """Raise AncrageError when a source that was read contradicts its vintage."""
        for source_id in self._tidied.keys() - self._compared:
            refuse_contradiction(load_declaration(source_id), self.vintage(source_id), self._tidied[source_id])
            self._compared.add(source_id)


@dataclass(frozen=True)
class Table:
    """`method` (French) says how the rows were made; `key` columns are unique together.

    `check` is a check of meaning on the finished rows: it returns French sentences, none when all is well.
    `tally` names a column whose values the manifest counts.
    """

    name: str
    title: str
    columns: dict[str, pa.Column]
    key: tuple[str, ...]
    sources: tuple[str, ...]
    method: str
    build: Callable[[Inputs], pl.DataFrame]
    check: Callable[[pl.DataFrame, Inputs], list[str]] = lambda rows, inputs: []
    needs: tuple[str, ...] = ()
    tally: str = ""

    def schema(self) -> pa.DataFrameSchema:
        return pa.DataFrameSchema(self.columns, strict=True, ordered=True, unique=list(self.key))
