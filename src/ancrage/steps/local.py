"""One territory seen through an edition: its establishments and its jobs by class."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from ancrage.domain.knowledge import Correction
from ancrage.domain.territory import Level, Territory
from ancrage.methods import rca
from ancrage.steps.corrections import laid_over
from ancrage.steps.national import Floats, National, national, positions
from ancrage.warehouse.edition import Edition
from ancrage.warehouse.parts import Box
from ancrage.warehouse.register import TABLE, among, inside


@dataclass(frozen=True, eq=False)
class Local:
    """Arrays follow the class order of `country`; jobs are size-class midpoints (estimates).

    `corrections`: what the territory said of its establishments; they win over the register."""

    edition: Edition
    territory: Territory
    corrections: tuple[Correction, ...] = ()

    @property
    def country(self) -> National:
        return national(self.edition)

    @cached_property
    def communes(self) -> pl.DataFrame:
        wanted = pl.Series(self.territory.communes)
        return self.edition.table("communes").filter(pl.col("commune").is_in(wanted.implode()))

    def scan(self, name: str, box: Box | None = None, departements: Iterable[str] = ()) -> pl.LazyFrame:
        """`Edition.scan`, the register as the territory corrected it: what it told is laid over whatever is read."""
        rows = self.edition.scan(name, box, departements)
        if name != TABLE or not self.corrections:
            return rows
        return pl.concat([rows.filter(~self._named), self._told.lazy()])

    @property
    def _named(self) -> pl.Expr:
        """Whether the territory told something of an establishment."""
        return among("siret", {c.siret for c in self.corrections})

    @cached_property
    def _told(self) -> pl.DataFrame:
        """The establishments that the territory corrected, wherever they are, without those it knows closed."""
        rows = self.edition.scan(TABLE).filter(self._named).collect()
        return laid_over(rows, self.corrections, self.edition.table("communes"))

    @cached_property
    def register(self) -> pl.DataFrame:
        """Establishments of 20 employees and more located in the territory."""
        return inside(self, self.territory.communes).collect()

    @cached_property
    def _by_class(self) -> pl.DataFrame:
        return self.register.group_by("class", maintain_order=True).agg(
            jobs=pl.col("jobs").sum(), establishments=pl.len()
        )

    def _laid_out(self, column: str) -> Floats:
        out = np.zeros(len(self.country.index))
        out[positions(self._by_class["class"], self.country.index)] = self._by_class[column].to_numpy()
        return out

    @cached_property
    def jobs(self) -> Floats:
        return self._laid_out("jobs")

    @cached_property
    def establishments(self) -> Floats:
        return self._laid_out("establishments")

    @cached_property
    def presence(self) -> Floats:
        """1 where the territory is specialised (share at least the national one), else 0."""
        if not self.jobs.any():
            return np.zeros_like(self.jobs)
        both = np.vstack([self.jobs, self.country.jobs - self.jobs])
        return np.asarray(rca(both)[0] >= 1, dtype=float)

    @cached_property
    def departement(self) -> str:
        """The département where most of its people live: some data exist at no finer level."""
        people = self.communes.group_by("departement").agg(people=pl.col("population").fill_null(0).sum())
        return str(people.sort(["people", "departement"], descending=[True, False])["departement"][0])

    @cached_property
    def main_epci(self) -> tuple[str, bool]:
        """The intercommunality where most of its people live, "" without any, and whether it is the only one."""
        people = (
            self.communes.drop_nulls("epci")
            .group_by("epci")
            .agg(people=pl.col("population").fill_null(0).sum())
            .sort(["people", "epci"], descending=[True, False])
        )
        if people.is_empty():
            return "", False
        names = self.edition.table("territories").filter(
            (pl.col("level") == Level.EPCI.value) & (pl.col("code") == people["epci"][0])
        )["label"]
        return names[0] if len(names) else "intercommunalité la plus peuplée", people.height == 1
