"""The register of establishments, questioned by place: thirty-nine thousand rows or forty million, by the same code."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Literal, Protocol

import polars as pl

from ancrage.domain.standing import STATE_CLOSED
from ancrage.methods.geography import EARTH_RADIUS_KM
from ancrage.warehouse.edition import Edition
from ancrage.warehouse.parts import Box, box_around, departement

TABLE, CLOSED, ADDED, CORRECTIONS = (
    "establishments",
    "closed_establishments",
    "added_establishments",
    "register_corrections",
)
# establishments whose firms are looked at together
SLICE = 5_000_000


class Register(Protocol):
    """What is questioned: an edition, or an edition as a territory corrected it."""

    def scan(self, name: str, box: Box | None = None, departements: Iterable[str] = ()) -> pl.LazyFrame: ...


def as_published(edition: Edition) -> pl.DataFrame:
    """The register as its source published it, no correction applied: what was known at the day it describes.

    siret, siren, name, naf, class, jobs, size_class, commune, lon, lat; sorted by SIRET. All rows at once.
    """
    columns = ["siret", "name", "naf", "class", "jobs", "size_class", "commune", "lon", "lat"]
    rows = pl.concat([edition.table(TABLE).select(columns), edition.table(CLOSED).select(columns)])
    told = edition.table(CORRECTIONS).filter(pl.col("status") == "appliquée")
    for kind in ("activity", "size", "moved"):
        rows = rows.join(told.filter(kind=kind).select("siret", **{kind: "before"}), on="siret", how="left")
    place = pl.col("moved").str.split(" ").list
    return (
        rows.with_columns(
            siren=pl.col("siret").str.slice(0, 9),
            naf=pl.coalesce("activity", "naf"),
            jobs=pl.coalesce(pl.col("size").cast(pl.Int64), "jobs"),
            commune=pl.coalesce(place.get(0, null_on_oob=True), "commune"),
            lon=pl.coalesce(place.get(1, null_on_oob=True).cast(pl.Float64), "lon"),
            lat=pl.coalesce(place.get(2, null_on_oob=True).cast(pl.Float64), "lat"),
            **{"class": pl.coalesce(pl.col("activity").str.slice(0, 5), "class")},
        )
        .select("siret", "siren", *columns[1:])
        .sort("siret")
    )


def known_establishments(edition: Edition) -> pl.DataFrame:
    """Establishments that people may write about: those of the register, and those that a source says closed (somebody
    may know that they are open). All rows at once."""
    closed = edition.table(CLOSED).filter(pl.col("state") == STATE_CLOSED)
    return pl.concat([edition.table(TABLE), closed.drop("replaced_by", "to_confirm")], how="diagonal")


def shown_name() -> pl.Expr:
    """The name to print: the usual one, the one of the register beside it; the only one when they are the same."""
    both = pl.format("{} ({})", "usual_name", "name")
    return pl.coalesce(both, "usual_name", "name").alias("name")


def inside(register: Register, communes: Iterable[str]) -> pl.LazyFrame:
    """Establishments of the communes."""
    wanted = sorted(set(communes))
    rows = register.scan(TABLE, None, {departement(commune) for commune in wanted}) if wanted else register.scan(TABLE)
    return rows.filter(among("commune", wanted))


def around(
    register: Register,
    lon: float,
    lat: float,
    radius_km: float,
    *,
    communes: Sequence[str] = (),
    classes: Collection[str] | None = None,
) -> pl.LazyFrame:
    """Establishments within `radius_km` (as the crow flies) of a place, or in the communes wherever they are.

    Adds `distance_km` and `here` (in the communes). `classes`: these NAF classes only. Lazy: what is not asked for is
    not read, and of a table in parts only the parts nearby are opened.
    """
    box = box_around(lon, lat, radius_km)
    rows = register.scan(TABLE, box, {departement(commune) for commune in communes})
    if classes is not None:
        rows = rows.filter(within_classes(classes))
    here = among("commune", communes) if communes else pl.lit(False)
    return (
        rows.filter(box.holds() | here)
        .with_columns(distance_km=distance_km(lon, lat), here=here)
        .filter(pl.col("here") | (pl.col("distance_km") <= radius_km))
    )


def in_parts(edition: Edition) -> bool:
    return "parts" in edition.entry(TABLE)


def engine(edition: Edition) -> Literal["streaming", "in-memory"]:
    """How Polars should read the register: piece by piece in parts, at once (quicker to start) in one file."""
    return "streaming" if in_parts(edition) else "in-memory"


def by_firms(edition: Edition) -> Iterator[pl.LazyFrame]:
    """`siren`, `class` and `jobs` of every establishment, some of the firms at a time so that they fit in memory."""
    rows = edition.scan(TABLE).select("class", "jobs", siren=pl.col("siret").str.slice(0, 9))
    slices = 1 + edition.entry(TABLE)["rows"] // SLICE
    for i in range(slices):
        yield rows.filter(pl.col("siren").str.slice(5, 3).cast(pl.Int32) % slices == i) if slices > 1 else rows


def distance_km(lon: float, lat: float) -> pl.Expr:
    """`methods.distance_km` from a place to the place of each row, as an expression that runs while rows are read."""
    return distance_between("lon", "lat", pl.lit(lon), pl.lit(lat))


def distance_between(lon: str, lat: str, from_lon: str | pl.Expr, from_lat: str | pl.Expr) -> pl.Expr:
    """The same between two places of each row, their columns named."""
    west = pl.col(from_lon).radians() if isinstance(from_lon, str) else from_lon.radians()
    south = pl.col(from_lat).radians() if isinstance(from_lat, str) else from_lat.radians()
    east, north = pl.col(lon).radians(), pl.col(lat).radians()
    half = ((north - south) / 2).sin() ** 2 + south.cos() * north.cos() * ((east - west) / 2).sin() ** 2
    return 2 * EARTH_RADIUS_KM * pl.min_horizontal(half, 1.0).sqrt().arcsin()


def among(column: str, codes: Iterable[str]) -> pl.Expr:
    return pl.col(column).is_in(pl.Series(sorted(codes), dtype=pl.String).implode())


def within_classes(classes: Collection[str]) -> pl.Expr:
    """Rows of these classes; the bounds come first: they are what the statistics of a row group can refuse."""
    if not classes:
        return pl.lit(False)
    return pl.col("class").is_between(pl.lit(min(classes)), pl.lit(max(classes))) & among("class", classes)
