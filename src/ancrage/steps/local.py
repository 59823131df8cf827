"""One territory seen through an edition: its establishments and its jobs by class."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import polars as pl

from ancrage.domain.knowledge import Correction
from ancrage.domain.standing import STATE_CLOSED
from ancrage.domain.territory import Territory
from ancrage.methods import rca
from ancrage.steps.corrections import known_open, laid_over
from ancrage.steps.national import Floats, National, national, positions
from ancrage.warehouse.edition import Edition
from ancrage.warehouse.parts import Box
from ancrage.warehouse.register import ADDED, CLOSED, TABLE, among, inside, shown_name


@dataclass(frozen=True, eq=False)
class Local:
    """Arrays follow the class order of `country`; jobs are size-class midpoints (estimates).

    `corrections`: what the territory said of its establishments; they win over the register."""

    edition: Edition
    territory: Territory
    corrections: tuple[Correction, ...] = ()

    @cached_property
    def country(self) -> National:
        """The national totals move with what the territory corrected: a part is never larger than its whole."""
        whole = national(self.edition)
        if not self.corrections:
            return whole
        before = self.edition.scan(TABLE).filter(self._named).select("class", "jobs").collect()
        jobs, establishments = whole.jobs.copy(), whole.establishments.copy()
        for rows, sign in ((before, -1), (self._told, 1)):
            at = positions(rows["class"], whole.index)
            np.add.at(jobs, at, sign * rows["jobs"].to_numpy())
            np.add.at(establishments, at, sign)
        return replace(whole, jobs=jobs, establishments=establishments)

    @cached_property
    def communes(self) -> pl.DataFrame:
        wanted = pl.Series(self.territory.communes)
        return self.edition.table("communes").filter(pl.col("commune").is_in(wanted.implode()))

    def scan(self, name: str, box: Box | None = None, departements: Iterable[str] = ()) -> pl.LazyFrame:
        """`Edition.scan`, the register as the territory corrected it: what it told is laid over whatever is read."""
        rows = self.edition.scan(name, box, departements)
        if name != TABLE:
            return rows
        rows = rows.with_columns(shown_name())
        return pl.concat([rows.filter(~self._named), self._told.lazy()]) if self.corrections else rows

    @property
    def _named(self) -> pl.Expr:
        """Whether the territory told something of an establishment."""
        return among("siret", {c.siret for c in self.corrections})

    @cached_property
    def _told(self) -> pl.DataFrame:
        """The establishments that the territory corrected, wherever they are: without those it knows closed, with
        those that a source says closed and that it knows open."""
        rows = self.edition.scan(TABLE).filter(self._named).collect()
        back = self.edition.table(CLOSED).filter(among("siret", known_open(self.corrections)))
        rows = pl.concat(
            [rows, back.select(column for column in rows.columns if column in back.columns)], how="diagonal"
        )
        return laid_over(rows.with_columns(shown_name()), self.corrections, self.edition.table("communes"))

    @cached_property
    def register(self) -> pl.DataFrame:
        """Establishments of 20 employees and more located in the territory."""
        return inside(self, self.territory.communes).collect()

    @cached_property
    def closed(self) -> pl.DataFrame:
        """Establishments of the register, here, that a source says closed, the largest first. Never counted."""
        back = among("siret", known_open(self.corrections))
        rows = self.edition.table(CLOSED).filter(pl.col("state") == STATE_CLOSED, self._here, ~back)
        return rows.with_columns(shown_name()).sort(["jobs", "siret"], descending=[True, False])

    @cached_property
    def added(self) -> pl.DataFrame:
        """Plants, here, known alive and absent from the register: their size is unknown, they are never counted."""
        return self.edition.table(ADDED).filter(self._here)

    @property
    def _here(self) -> pl.Expr:
        return among("commune", self.territory.communes)

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
