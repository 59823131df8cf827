"""Large tables: laid out on disk by place, so that a question about a neighbourhood reads only its neighbourhood.

A table of places (`lon`, `lat`, `commune`) too large for one file is a folder of parts, one a square of SIDE degrees,
its rows sorted by `class`. The manifest holds, for each part, its box and its départements: what to open is known
without opening anything, and the row groups of a part, each a short range of classes, are skipped by their statistics.
"""

import hashlib
import math
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

# measured on 40 million establishments: smaller squares cost more openings than the rows they spare
SIDE = 0.25
ROW_GROUP = 32_768
# rows in memory at once while a table is laid out
BATCH = 500_000
# a table of places above this many rows is written in parts
LARGE = 1_000_000
# what a table must hold to be laid out by place
PLACED = frozenset({"lon", "lat", "commune", "class", "siret"})
LATITUDES = 1000
KM_PER_DEGREE = 111.1


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of longitudes and latitudes, edges included."""

    west: float
    south: float
    east: float
    north: float

    def holds(self) -> pl.Expr:
        """Whether the place of a row is inside."""
        return pl.col("lon").is_between(self.west, self.east) & pl.col("lat").is_between(self.south, self.north)


def box_around(lon: float, lat: float, radius_km: float) -> Box:
    """The smallest box of degrees that surely holds the disk. Near a pole, or across the date line: all longitudes."""
    tall = radius_km / KM_PER_DEGREE
    south, north = lat - tall, lat + tall
    widest = max(abs(south), abs(north))
    wide = math.degrees(2 * tall) if widest >= 89 else tall / math.cos(math.radians(widest))
    if widest >= 89 or lon - wide < -180 or lon + wide > 180:
        return Box(-180.0, max(south, -90.0), 180.0, min(north, 90.0))
    return Box(lon - wide, south, lon + wide, north)


def meeting(parts: Sequence[dict[str, Any]], box: Box | None, departements: Iterable[str]) -> list[dict[str, Any]]:
    """Parts that may hold a row of the box or of the départements; all of them when neither is given."""
    wanted = set(departements)
    if box is None and not wanted:
        return list(parts)
    return [
        part
        for part in parts
        if not wanted.isdisjoint(part["departements"])
        or (
            box is not None
            and part["west"] <= box.east
            and part["east"] >= box.west
            and part["south"] <= box.north
            and part["north"] >= box.south
        )
    ]


def departement(commune: str) -> str:
    """What the parts call a département: the first figures of the code of a commune (three overseas)."""
    return commune[:3] if commune.startswith("97") else commune[:2]


def write_parts(chunks: Iterable[pl.DataFrame], folder: Path) -> list[dict[str, Any]]:
    """Lay out the rows of `chunks` (any order, each small enough for memory) as parts in `folder`: their entries.

    Two passes: each chunk is sorted by square into a file of its own, then ranges of squares are gathered from all of
    them, sorted by class and SIRET, and written. Memory: about three batches, whatever the number of rows.
    """
    folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory(prefix=".runs-", dir=folder.parent) as work:
        counts: dict[int, int] = {}
        runs = []
        for number, chunk in enumerate(chunks):
            run = chunk.with_columns(square=_square()).sort("square")
            for square, count in run.group_by("square").len().iter_rows():
                counts[square] = counts.get(square, 0) + count
            runs.append(Path(work) / f"{number}.parquet")
            run.write_parquet(runs[-1], compression="lz4", row_group_size=ROW_GROUP)
        parts = []
        for first, last in _batches(counts):
            rows = pl.scan_parquet(runs, glob=False).filter(pl.col("square").is_between(first, last)).collect()
            for (square,), part in sorted(rows.partition_by("square", as_dict=True, include_key=False).items()):
                parts.append(_write_part(part.sort("class", "siret"), folder, int(square)))
    return parts


def _square() -> pl.Expr:
    """Number of the square: by longitude, then by latitude."""
    across, up = ((pl.col(axis) / SIDE).floor().cast(pl.Int32) for axis in ("lon", "lat"))
    return across * LATITUDES + up


def _batches(counts: dict[int, int]) -> Iterator[tuple[int, int]]:
    """Ranges of squares of at most BATCH rows together (a square alone may be larger)."""
    first, last, held = None, 0, 0
    for square, count in sorted(counts.items()):
        if first is not None and held + count > BATCH:
            yield first, last
            first, held = None, 0
        first, last, held = square if first is None else first, square, held + count
    if first is not None:
        yield first, last


def _write_part(rows: pl.DataFrame, folder: Path, square: int) -> dict[str, Any]:
    path = folder / f"{square:+08d}.parquet"
    rows.write_parquet(path, compression="zstd", compression_level=3, row_group_size=ROW_GROUP, statistics=True)
    (west, east), (south, north) = (
        rows.select(low=pl.col(a).min(), high=pl.col(a).max()).row(0) for a in ("lon", "lat")
    )
    return {
        "file": f"{folder.name}/{path.name}",
        "rows": rows.height,
        "bytes": path.stat().st_size,
        "sha256": file_hash(path),
        "west": float(west),
        "south": float(south),
        "east": float(east),
        "north": float(north),
        "departements": sorted({departement(commune) for commune in rows["commune"].unique()}),
    }


def file_hash(path: Path) -> str:
    """SHA-256 of a file, read by pieces."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def whole_hash(parts: Sequence[dict[str, Any]]) -> str:
    """One fingerprint for a table in parts: the hash of their hashes."""
    return hashlib.sha256("".join(part["sha256"] for part in parts).encode()).hexdigest()
