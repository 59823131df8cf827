"""One territory seen through an edition: its establishments and its jobs by class."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ancrage.domain.knowledge import Correction
from ancrage.domain.standing import STATE_CLOSED
from ancrage.domain.territory import Level, Territory
from ancrage.methods import rca
from ancrage.steps.corrections import known_open, laid_over
from ancrage.steps.establishments import establishments
from ancrage.steps.national import Floats, National, commune_index, national, positions
from ancrage.warehouse.edition import Edition
from ancrage.warehouse.parts import Box
from ancrage.warehouse.register import ADDED, CLOSED, TABLE, among, in_parts, inside, shown_name


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
        index = commune_index(self.edition)
        return self.edition.table("communes")[sorted(index[code] for code in self.territory.communes if code in index)]

    @property
    def whole_register(self) -> bool:
        """Whether what is known of the country's establishments holds here: one file, and nothing corrected."""
        return not self.corrections and not in_parts(self.edition)

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
        if not self.whole_register:
            return inside(self, self.territory.communes).collect()
        known = establishments(self.edition)
        return known.rows[np.flatnonzero(known.in_communes(self.territory.communes))]

    @cached_property
    def at(self) -> NDArray[np.intp]:
        """Position of the class of each establishment of `register`."""
        return positions(self.register["class"], self.country.index)

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
    def jobs(self) -> Floats:
        return self.by_class(self.register["jobs"].to_numpy())

    @cached_property
    def establishments(self) -> Floats:
        return self.by_class(np.ones(len(self.at)))

    def by_class(self, values: NDArray[Any]) -> Floats:
        """Sums, by class, of what follows `register`."""
        return np.bincount(self.at, weights=values, minlength=len(self.country.index)).astype(float)

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
        people: dict[str, int] = {}
        for code, count in self.communes.select("departement", "population").iter_rows():
            people[code] = people.get(code, 0) + (count or 0)
        return min(people, key=lambda code: (-people[code], code))

    @cached_property
    def regions(self) -> frozenset[str]:
        return frozenset(self.communes["region"])

    @cached_property
    def of_industry(self) -> list[bool]:
        """Whether each of its communes is of a Territoire d'industrie."""
        return self.communes["territoire_industrie"].is_not_null().to_list()

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
