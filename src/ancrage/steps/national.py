"""What every study needs of the whole country, derived once from an edition: class order, totals, proximities."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ancrage.domain.territory import Level
from ancrage.warehouse.edition import Edition, derived
from ancrage.warehouse.register import TABLE, engine

Floats = NDArray[np.float64]
# below, a dictionary is quicker than a frame
FEW = 2_000


@dataclass(frozen=True, eq=False)
class National:
    """Arrays follow the rows of `classes` (NAF classes, sorted by code).

    jobs, establishments : (classes,) of the register (20 employees and more); proximity : (classes, classes),
    diagonal one, zero where two classes never meet.
    """

    classes: pl.DataFrame
    index: dict[str, int]
    labels: dict[str, str]
    jobs: Floats
    establishments: Floats
    proximity: Floats
    is_manufacturing: NDArray[np.bool_]

    def codes(self) -> list[str]:
        return list(self.index)

    def vector(self, rows: pl.DataFrame, column: str) -> Floats:
        """Column of `rows` (with a `class` column) laid out in class order; NaN where absent."""
        out = np.full(len(self.index), np.nan)
        out[positions(rows["class"], self.index)] = rows[column].cast(pl.Float64).to_numpy()
        return out


def positions(codes: pl.Series, index: dict[str, int]) -> NDArray[np.intp]:
    """Position of each code; an unknown code is a KeyError (an edition never holds one)."""
    if len(codes) <= FEW:
        return np.array([index[code] for code in codes.to_list()], dtype=np.intp)
    known = pl.Series(list(index), dtype=pl.String), pl.Series(list(index.values()), dtype=pl.Int64)
    at = codes.replace_strict(*known, default=None, return_dtype=pl.Int64)
    if at.null_count():
        raise KeyError(codes.filter(at.is_null())[0])
    return at.to_numpy().astype(np.intp)


@derived
def national(edition: Edition) -> National:
    classes = edition.table("naf_classes").sort("class")
    index = {code: i for i, code in enumerate(classes["class"])}
    france = edition.table("jobs_territory_class").filter(pl.col("level") == "france")
    pairs = edition.table("proximity_class")
    a, b = positions(pairs["class_a"], index), positions(pairs["class_b"], index)
    proximity = np.eye(len(index))
    proximity[a, b] = proximity[b, a] = pairs["proximity"].to_numpy()
    jobs, establishments = np.zeros(len(index)), np.zeros(len(index))
    at = positions(france["class"], index)
    jobs[at] = france["jobs"].to_numpy()
    establishments[at] = france["establishments"].to_numpy()
    return National(
        classes,
        index,
        dict(zip(classes["class"], classes["label"], strict=True)),
        jobs,
        establishments,
        proximity,
        classes["is_manufacturing"].to_numpy(),
    )


@derived
def commune_index(edition: Edition) -> dict[str, int]:
    """Row of each commune in its table."""
    return {code: row for row, code in enumerate(edition.table("communes")["commune"].to_list())}


@derived
def commune_labels(edition: Edition) -> dict[str, str]:
    return dict(edition.table("communes").select("commune", "label").iter_rows())


@derived
def sizes(edition: Edition) -> pl.DataFrame:
    """(class, jobs, establishments) of the register: its ten sizes, counted."""
    counted = edition.scan(TABLE).group_by("class", "jobs").agg(establishments=pl.len().cast(pl.Int64))
    return counted.sort("class", "jobs").collect(engine=engine(edition))


@derived
def level_jobs(edition: Edition, level: Level) -> tuple[pl.DataFrame, Floats]:
    """Territories of a level (sorted by code) and their jobs by class: (territories, classes)."""
    country = national(edition)
    territories = edition.table("territories").filter(pl.col("level") == level.value).sort("code")
    rows = edition.table("jobs_territory_class").filter(pl.col("level") == level.value)
    at = {code: i for i, code in enumerate(territories["code"])}
    matrix = np.zeros((territories.height, len(country.index)))
    matrix[positions(rows["code"], at), positions(rows["class"], country.index)] = rows["jobs"].to_numpy()
    return territories, matrix
