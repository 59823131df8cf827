"""Territories around a territory, each containing the one before, and the output by sector of sets of communes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ancrage.domain.territory import LEVEL_LABELS, Level, Territory
from ancrage.steps.impact.economy import Economy
from ancrage.steps.input_output import input_output
from ancrage.steps.national import Floats, commune_index, national, positions
from ancrage.warehouse.edition import Edition, derived

FRANCE, FRANCE_LABEL = "france", "France"
# a wider territory is told when it holds at least this part of the people of the one inside
MAJORITY = 0.5
WIDER: dict[Level, tuple[Level, ...]] = {
    Level.COMMUNES: (Level.ZONE_EMPLOI, Level.DEPARTEMENT, Level.REGION),
    Level.EPCI: (Level.ZONE_EMPLOI, Level.DEPARTEMENT, Level.REGION),
    Level.TERRITOIRE_INDUSTRIE: (Level.ZONE_EMPLOI, Level.DEPARTEMENT, Level.REGION),
    Level.ZONE_EMPLOI: (Level.DEPARTEMENT, Level.REGION),
    Level.DEPARTEMENT: (Level.REGION,),
    Level.REGION: (),
}


@dataclass(frozen=True, slots=True)
class Circle:
    """A territory and all the smaller circles. `whole`: False when it had to be enlarged to contain them."""

    level: str
    code: str
    label: str
    communes: frozenset[str]
    whole: bool

    @property
    def words(self) -> str:
        return self.label if self.whole else f"{self.label} et le reste du territoire"


def circles(edition: Edition, territory: Territory) -> tuple[Circle, ...]:
    """The territory, then its labour market, département and région when they say more; France is left out.

    The wider territory is the one where most of the people live; where no one holds half of them, it is skipped. Each
    circle keeps the communes of the one inside, even those of a neighbouring zone: otherwise circles would not nest.
    """
    inside, index = frozenset(territory.communes), commune_index(edition)
    rows = np.array([index[commune] for commune in territory.communes if commune in index], dtype=np.intp)
    found = [Circle(territory.level.value, territory.code, territory.label, inside, True)]
    for level in WIDER[territory.level]:
        known = _containers(edition, level)
        main = known.main(rows)
        if main is None:
            continue
        container, around = known.codes[main], frozenset(known.communes[known.at == main].tolist())
        joined = found[-1].communes | around
        if joined == found[-1].communes:
            continue
        label = _labels(edition)[level.value, container]
        found.append(Circle(level.value, container, _named(level, label), joined, len(joined) == len(around)))
    return tuple(found)


@derived
def _labels(edition: Edition) -> dict[tuple[str, str], str]:
    rows = edition.table("territories").select("level", "code", "label").iter_rows()
    return {(level, code): label for level, code, label in rows}


@dataclass(frozen=True, eq=False)
class _Containers:
    """Territories of a level, sorted by code: `at`: that of each commune (-1 for none), in the order of their table;
    `people`, `communes`: of each, an unpublished population as that of a small commune."""

    codes: list[str]
    at: NDArray[np.intp]
    people: Floats
    communes: NDArray[np.str_]

    def main(self, rows: NDArray[np.intp]) -> int | None:
        """`main_container` of one place."""
        at, people = self.at[rows], self.people[rows]
        held = np.bincount(at[at >= 0], weights=people[at >= 0], minlength=1)
        main = int(held.argmax())
        return main if (at >= 0).any() and held[main] >= MAJORITY * people.sum() else None


@derived
def _containers(edition: Edition, level: Level) -> _Containers:
    table = edition.table("communes")
    codes = table[level.value].drop_nulls().unique().sort().to_list()
    at = table[level.value].replace_strict(codes, range(len(codes)), default=-1, return_dtype=pl.Int64)
    people = table["population"].fill_null(1).clip(1).cast(pl.Float64)
    return _Containers(
        codes, at.to_numpy().astype(np.intp), people.to_numpy(), np.array(table["commune"].to_list(), dtype=np.str_)
    )


def _named(level: Level, label: str) -> str:
    return f"{LEVEL_LABELS[level]} {label}" if level is Level.ZONE_EMPLOI else label


def main_container(rows: pl.DataFrame, level: Level) -> pl.DataFrame:
    """place, container: the territory of `level` that holds most people of each place, when it holds at least half.

    rows: place and the columns of the communes.
    """
    # an unpublished population counts as that of a small commune: some weight rather than none
    people = pl.col("population").fill_null(1).clip(1)
    return (
        rows.drop_nulls(level.value)
        .group_by("place", container=level.value)
        .agg(people=people.sum())
        .join(rows.group_by("place").agg(whole=people.sum()), on="place")
        .filter(pl.col("people") >= MAJORITY * pl.col("whole"))
        .sort(["place", "people", "container"], descending=[False, True, False])
        .unique("place", keep="first", maintain_order=True)
        .select("place", "container")
    )


@dataclass(frozen=True, eq=False)
class Outputs:
    """output: (places, n) million euros. `observed`: whether the register knows any establishment there."""

    output: Floats
    observed: np.ndarray


def outputs(edition: Edition, whole: Economy, rows: pl.DataFrame, places: Sequence[str]) -> Outputs:
    """Output by sector of each place (rows: place, commune), as its share of the national output of each sector.

    Agriculture, industry, energy, waste, construction: its share of the jobs of the register. Services, which no open
    register tells by commune: those of the département, shared by population (by the jobs of the register where no
    population is published).
    """
    at = {place: i for i, place in enumerate(places)}
    ground = _ground(edition)
    here = rows.join(ground.register, on="commune").group_by("place", "sector").agg(pl.col("jobs").sum())
    jobs = np.zeros((len(at), len(whole.io.sectors)))
    jobs[positions(here["place"], at), here["sector"].to_numpy()] = here["jobs"].to_numpy()
    held = rows.join(ground.weights, on="commune").group_by("place", "row").agg(pl.col("weight").sum()).sort("row")
    part = np.zeros((len(at), len(ground.services)))
    part[positions(held["place"], at), held["row"].to_numpy()] = held["weight"].to_numpy()
    return _outputs(ground, whole, jobs, part)


def outputs_of(edition: Edition, whole: Economy, rings: Sequence[Circle]) -> Outputs:
    """The same of circles, each holding the one before."""
    ground, index = _ground(edition), commune_index(edition)
    # the smallest circle that holds each commune; what is outside all comes last and is left out
    ring = np.full(len(index), len(rings))
    for at, circle in reversed(list(enumerate(rings))):
        ring[[index[commune] for commune in circle.communes if commune in index]] = at

    def sums(columns: "_Columns", size: int) -> Floats:
        place = ring[columns.commune] * size + columns.column
        added = np.bincount(place, weights=columns.value, minlength=(len(rings) + 1) * size)
        return np.cumsum(added.reshape(-1, size)[:-1], axis=0)

    return _outputs(ground, whole, sums(ground.jobs, len(whole.io.sectors)), sums(ground.people, len(ground.services)))


def _outputs(ground: "_Ground", whole: Economy, jobs: Floats, part: Floats) -> Outputs:
    """jobs (places, n): of the register; part (places, departements): of the people of each."""
    found = np.where(whole.in_register, jobs * ground.per_job, part @ ground.services) * whole.output
    # shares of an exact whole may pass it by rounding
    return Outputs(np.minimum(found, whole.output), np.asarray(jobs[:, whole.in_register].any(axis=1)))


@dataclass(frozen=True, eq=False)
class _Ground:
    """What every place is measured against.

    register: commune, sector, jobs. per_job (n,): one over the national jobs of the register. weights: commune, row,
    weight: its part of the people of the département of that row. jobs, people: the same two as columns. services
    (departements, n): the part of each département in the national jobs of each sector.
    """

    register: pl.DataFrame
    jobs: "_Columns"
    per_job: Floats
    weights: pl.DataFrame
    people: "_Columns"
    services: Floats


@dataclass(frozen=True, eq=False)
class _Columns:
    """A sparse table: row of the commune, column, value."""

    commune: NDArray[np.intp]
    column: NDArray[np.intp]
    value: Floats


def _columns(edition: Edition, rows: pl.DataFrame, column: str, value: str) -> _Columns:
    return _Columns(
        positions(rows["commune"], commune_index(edition)),
        rows[column].to_numpy().astype(np.intp),
        rows[value].cast(pl.Float64).to_numpy(),
    )


@derived
def _ground(edition: Edition) -> _Ground:
    io, country = input_output(edition), national(edition)
    n = len(io.sectors)
    sector_of = pl.DataFrame({"class": country.codes(), "sector": io.of_class}).filter(pl.col("sector") >= 0)
    register = (
        edition.table("establishments")
        .join(sector_of, on="class")
        .group_by("commune", "sector")
        .agg(pl.col("jobs").sum())
    )
    weights = _weights(edition)
    codes = weights["departement"].unique().sort().to_list()
    row_of = {code: i for i, code in enumerate(codes)}
    counted = (
        edition.table("jobs_departement_class")
        .join(sector_of, on="class")
        .group_by("departement", "sector")
        .agg(pl.col("jobs").sum())
    )
    services = np.zeros((len(codes), n))
    services[positions(counted["departement"], row_of), counted["sector"].to_numpy()] = counted["jobs"].to_numpy()
    jobs = np.bincount(register["sector"].to_numpy(), weights=register["jobs"].to_numpy(), minlength=n).astype(float)
    weights = weights.select("commune", "weight", row=pl.col("departement").replace_strict(row_of))
    return _Ground(
        register=register,
        jobs=_columns(edition, register, "sector", "jobs"),
        per_job=_inverse(jobs),
        weights=weights,
        people=_columns(edition, weights, "row", "weight"),
        services=services * _inverse(services.sum(axis=0)),
    )


def _inverse(totals: Floats) -> Floats:
    return np.divide(1.0, totals, out=np.zeros(len(totals)), where=totals > 0)


def _weights(edition: Edition) -> pl.DataFrame:
    """commune, departement, weight: its part of the people of the département."""
    jobs = edition.table("establishments").group_by("commune").agg(pl.col("jobs").sum())
    known = (
        edition.table("communes")
        .select("commune", "departement", "population")
        .join(jobs, on="commune", how="left")
        .with_columns(pl.col("jobs").fill_null(0))
    )
    counted = pl.when(pl.col("population").null_count().over("departement") > 0).then("jobs").otherwise("population")
    return known.with_columns(counted=counted.cast(pl.Float64)).select(
        "commune",
        "departement",
        weight=(pl.col("counted") / pl.col("counted").sum().over("departement")).fill_nan(0.0),
    )
