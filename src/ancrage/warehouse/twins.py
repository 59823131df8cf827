"""One plant that the register holds twice: its holder and the firm that took it over, both still listed.

Real neighbours share a place and a trade too (business parks, groups that split their companies): place and trade are
not enough. A pair of rows is one plant when, at one place, in one sub-class, under two SIREN,
* they have the same size class and one name holds the other (ASCOMETAL, ASCOMETAL LES DUNES); or
* their two firms meet so, with the same size class, in at least two communes: one took over the other (AREVA NP,
  FRAMATOME). Their other rows at one place then count once as well, whatever the size class.
"""

from collections.abc import Mapping

import polars as pl

from ancrage.methods.linkage import normalise_name
from ancrage.warehouse.register import distance_between

ONE_PLACE_KM = 0.2
# below, one name in ten meets its like by chance
LEAST_JOBS = 75
MEETINGS = 2
# numbers given before the running series began: older than all of it
OLD_SERIES = "850"
CELL = 0.01  # degrees; wider than ONE_PLACE_KM everywhere in France


def twins(rows: pl.DataFrame, rank: Mapping[str, int]) -> pl.DataFrame:
    """(siret, kept): the rows counted twice and the row that stands for the plant.

    rows : siret, name (nullable), naf, jobs, commune, lon, lat of the activities looked at. rank : by SIRET, how sure
    it is that the row is alive (0 when not told): the surest is kept, then the youngest firm, then the largest row.
    """
    pairs = _pairs(rows)
    same = pairs.filter(pl.col("jobs") == pl.col("jobs_b"))
    taken_over = (
        same.group_by("siren", "siren_b").agg(met=pl.col("commune").n_unique()).filter(pl.col("met") >= MEETINGS)
    )
    kindred = same.filter(
        pl.col("jobs") >= LEAST_JOBS,
        pl.struct("name", "name_b").map_elements(lambda r: kin(r["name"], r["name_b"]), return_dtype=pl.Boolean),
    )
    one = pl.concat([kindred, pairs.join(taken_over, on=["siren", "siren_b"], how="semi")])
    known = {row["siret"]: row for row in rows.select("siret", "jobs").iter_rows(named=True)}

    def worth(siret: str) -> tuple[int, bool, str, int]:
        return rank.get(siret, 0), siret < OLD_SERIES, siret[:9], known[siret]["jobs"]

    kept: dict[str, str] = {}
    for pair in one.select("siret", "siret_b").unique().sort("siret", "siret_b").iter_rows():
        standing = {_stands(kept, siret) for siret in pair}
        if len(standing) > 1:
            lost, best = sorted(standing, key=worth)
            kept[lost] = best
    return pl.DataFrame(
        [(siret, _stands(kept, siret)) for siret in sorted(kept)],
        schema={"siret": pl.String, "kept": pl.String},
        orient="row",
    )


def kin(a: str | None, b: str | None) -> bool:
    """Whether one name holds all the words of the other, legal forms aside."""
    if not a or not b:
        return False
    one, other = set(normalise_name(a).split()), set(normalise_name(b).split())
    return one <= other or other <= one


def _stands(kept: Mapping[str, str], siret: str) -> str:
    while siret in kept:
        siret = kept[siret]
    return siret


def _pairs(rows: pl.DataFrame) -> pl.DataFrame:
    """Pairs of rows of one sub-class, at one place, of two firms: the smaller SIREN first."""
    placed = rows.select(
        "siret", "name", "naf", "jobs", "commune", "lon", "lat",
        siren=pl.col("siret").str.slice(0, 9),
        x=(pl.col("lon") / CELL).floor().cast(pl.Int64),
        y=(pl.col("lat") / CELL).floor().cast(pl.Int64),
    )  # fmt: skip
    shifts = pl.DataFrame({"dx": [dx for dx in (-1, 0, 1) for _ in range(3)], "dy": [-1, 0, 1] * 3})
    around = placed.join(shifts, how="cross").with_columns(x=pl.col("x") + pl.col("dx"), y=pl.col("y") + pl.col("dy"))
    pairs = placed.join(around.drop("dx", "dy"), on=["naf", "x", "y"], suffix="_b")
    away = distance_between("lon", "lat", "lon_b", "lat_b")
    return pairs.filter(pl.col("siren") < pl.col("siren_b")).filter(away <= ONE_PLACE_KM).sort("siret", "siret_b")
