"""Establishments as columns of numbers: what surrounds a territory is a slice of what is known of the country."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ancrage.methods import distance_km
from ancrage.steps.national import Floats, National, commune_index, national, positions
from ancrage.warehouse.edition import Edition, derived
from ancrage.warehouse.register import TABLE, shown_name

Rows = NDArray[np.intp]
Marks = NDArray[np.bool_]
UNKNOWN = -1


@dataclass(frozen=True, eq=False)
class Establishments:
    """Any set of establishments. `rows`: columns of the register and `siren`; arrays follow them. `communes`: rows of
    the table of communes."""

    country: National
    communes: dict[str, int]
    rows: pl.DataFrame

    @cached_property
    def at(self) -> Rows:
        """Position of the class of each, in class order."""
        return positions(self.rows["class"], self.country.index)

    @cached_property
    def jobs(self) -> Floats:
        return self.rows["jobs"].cast(pl.Float64).to_numpy()

    @cached_property
    def lon(self) -> Floats:
        return self.rows["lon"].to_numpy()

    @cached_property
    def lat(self) -> Floats:
        return self.rows["lat"].to_numpy()

    @cached_property
    def firm(self) -> Rows:
        """A number for each firm, in the order of SIREN."""
        return self.rows["siren"].rank("dense").to_numpy().astype(np.intp)

    @cached_property
    def by_siret(self) -> Rows:
        """Place of each by SIRET."""
        return self.rows["siret"].rank("ordinal").to_numpy().astype(np.intp)

    def distance_km(self, lon: float, lat: float, rows: Rows) -> Floats:
        """From a place to each of `rows`."""
        return np.asarray(distance_km(lon, lat, self.lon[rows], self.lat[rows]))

    @cached_property
    def commune(self) -> Rows:
        """Row of the commune of each in the table of communes; the row after the last for an unknown one."""
        return self.rows["commune"].replace_strict(self.communes, default=len(self.communes)).to_numpy()

    def in_communes(self, communes: Iterable[str]) -> Marks:
        wanted = np.zeros(len(self.communes) + 1, dtype=bool)
        wanted[[self.communes[code] for code in communes if code in self.communes]] = True
        return wanted[self.commune]

    def of_firms(self, classes: Iterable[str]) -> Marks:
        """Those whose firm declares one of the classes in one of its establishments."""
        wanted = np.zeros(len(self.country.index), dtype=bool)
        wanted[[self.country.index[code] for code in classes]] = True
        firms = np.zeros(int(self.firm.max(initial=0)) + 1, dtype=bool)
        firms[self.firm[wanted[self.at]]] = True
        return firms[self.firm]

    def named(self, pattern: str, rows: Rows) -> Marks:
        """Whether the name of each of `rows` holds a regular expression: a name is searched once."""
        known = self._searched.setdefault(pattern, np.full(self.rows.height, UNKNOWN, dtype=np.int8))
        left = rows[known[rows] == UNKNOWN]
        if len(left):
            known[left] = self._names.gather(left).str.contains(pattern).to_numpy()
        return np.asarray(known[rows] == 1)

    @cached_property
    def _names(self) -> pl.Series:
        return self.rows["name"].fill_null("")

    @cached_property
    def _searched(self) -> dict[str, NDArray[np.int8]]:
        return {}


def with_siren(rows: pl.LazyFrame) -> pl.LazyFrame:
    return rows.with_columns(siren=pl.col("siret").str.slice(0, 9))


def columns(edition: Edition, rows: pl.DataFrame) -> Establishments:
    return Establishments(national(edition), commune_index(edition), rows)


@derived
def establishments(edition: Edition) -> Establishments:
    """Those of the country, of a register that is one file."""
    return columns(edition, with_siren(edition.scan(TABLE).with_columns(shown_name())).collect())
