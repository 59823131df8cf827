"""Establishments as columns of numbers: what surrounds a territory is a slice of what is known of the country."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ancrage.methods import distance_km
from ancrage.steps.national import Floats, National, national, positions
from ancrage.warehouse.edition import Edition, derived
from ancrage.warehouse.register import TABLE

Rows = NDArray[np.intp]
Marks = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Establishments:
    """Any set of establishments. `rows`: columns of the register and `siren`; arrays follow them."""

    country: National
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

    def in_communes(self, communes: tuple[str, ...]) -> Marks:
        return self.rows["commune"].is_in(pl.Series(communes, dtype=pl.String).implode()).to_numpy()


def with_siren(rows: pl.LazyFrame) -> pl.LazyFrame:
    return rows.with_columns(siren=pl.col("siret").str.slice(0, 9))


@derived
def establishments(edition: Edition) -> Establishments:
    """Those of the country, of a register that is one file."""
    return Establishments(national(edition), with_siren(edition.scan(TABLE)).collect())
