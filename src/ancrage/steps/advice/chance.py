"""Where new plants of each manufacturing class would rather go: shares and chances for any perimeter."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ancrage.domain.territory import Level
from ancrage.methods import location_chance
from ancrage.methods.location import LocationChance
from ancrage.steps.local import Local
from ancrage.steps.national import Floats, National, national
from ancrage.steps.targets.values import candidates, french_exact
from ancrage.warehouse.edition import Edition, derived
from ancrage.warehouse.register import TABLE, within_classes

# partitions of the country, from the finest: a perimeter of our own is read at the level whose territories are as large
PARTITIONS = (Level.EPCI, Level.ZONE_EMPLOI, Level.DEPARTEMENT, Level.REGION)
# the extra-EU share of a class is known when codes with their own supplier data make this share of its imports
KNOWN_SHARE = 0.5


@dataclass(frozen=True, eq=False)
class Chance:
    """`location_chance` for one territory. Arrays follow the class order of `National`; NaN outside manufacturing.

    part: share of the new plants of the class expected here; times: against a place of this size; capped: beyond what
    the data can tell (« plus de 5 fois »); score: what to bring back, in log of part.
    """

    part: Floats
    times: Floats
    capped: NDArray[np.bool_]
    score: Floats


@dataclass(frozen=True, eq=False)
class _Plants:
    """Manufacturing establishments of the country: `which` counts in manufacturing classes."""

    commune: pl.Series
    which: NDArray[np.intp]
    lon: Floats
    lat: Floats


def chances(local: Local) -> Chance:
    country = local.country
    at = np.flatnonzero(country.is_manufacturing)
    plants = _plants(local.edition) if not local.corrections else _read(local.scan(TABLE), country)
    place = local.territory
    here = plants.commune.is_in(pl.Series(place.communes).implode()).to_numpy()
    one = _run(
        local.edition, plants, np.where(here, 0, -1), np.array([place.lon]), np.array([place.lat]),
        around_total=around_total(local.edition, level_of_size(local)),
    )  # fmt: skip

    def laid(values: NDArray[np.generic]) -> Floats:
        out = np.full(len(country.index), np.nan)
        out[at] = values[0]
        return out

    return Chance(laid(one.part), laid(one.chance), laid(one.capped) == 1.0, laid(one.score))


def level_of_size(local: Local) -> Level:
    """The level of the territory, or the one whose median territory has about as many establishments."""
    level = local.territory.level
    if level in PARTITIONS:
        return level
    held = max(1, local.register.height)
    return min(PARTITIONS, key=lambda one: abs(np.log(held / usual_size(local.edition, one))))


@derived
def usual_size(edition: Edition, level: Level) -> float:
    """Establishments of the median territory of a level, at least one."""
    rows = edition.table("territories").filter(pl.col("level") == level.value, pl.col("establishments") > 0)
    return max(1.0, float(np.median(rows["establishments"].to_numpy()))) if rows.height else 1.0


@derived
def around_total(edition: Edition, level: Level) -> Floats:
    """By manufacturing class, what is around all the territories of a level (see `location_chance`)."""
    centres = edition.table("territories").filter(pl.col("level") == level.value).sort("code")
    plants = _plants(edition)
    nowhere = np.full(len(plants.which), -1)
    return _run(edition, plants, nowhere, centres["lon"].to_numpy(), centres["lat"].to_numpy()).around_total


def _run(
    edition: Edition,
    plants: _Plants,
    where: NDArray[np.intp],
    lon: Floats,
    lat: Floats,
    *,
    around_total: Floats | None = None,
) -> LocationChance:
    country = national(edition)
    division = country.classes.filter("is_manufacturing")["division"].to_list()
    bought, outside = need(edition)
    result: LocationChance = location_chance(
        plants.which, where, plants.lon, plants.lat, division, centre_lon=lon, centre_lat=lat, imports=bought,
        extra_eu_share=outside, around_total=around_total,
    )  # fmt: skip
    return result


@derived
def need(edition: Edition) -> tuple[Floats, Floats]:
    """French imports by manufacturing class (EUR, the Covid equipment apart), and their extra-EU share where it is
    known for the class itself: NaN elsewhere, never the share of a wider item."""
    country, chosen = national(edition), candidates(edition)
    rows = french_exact(edition).join(edition.table("trade_product"), on="nc8")
    known = rows.group_by("class").agg(
        bought=pl.col("import_eur").sum(), outside=(pl.col("import_eur") * pl.col("extra_eu_share")).sum()
    )
    bought = np.full(len(country.index), np.nan)
    bought[chosen.at] = chosen.values["importations"]
    told = country.vector(known, "bought")
    sure = (told > 0) & (told >= KNOWN_SHARE * bought)
    share = np.divide(country.vector(known, "outside"), told, out=np.full_like(told, np.nan), where=sure)
    return bought[country.is_manufacturing], np.clip(share, 0.0, 1.0)[country.is_manufacturing]


@derived
def _plants(edition: Edition) -> _Plants:
    return _read(edition.scan(TABLE), national(edition))


def _read(rows: pl.LazyFrame, country: National) -> _Plants:
    codes = country.classes.filter("is_manufacturing")["class"].to_list()
    frame = rows.filter(within_classes(codes)).select("class", "commune", "lon", "lat").collect(engine="streaming")
    which = frame["class"].replace_strict(codes, range(len(codes)), return_dtype=pl.Int64).to_numpy()
    return _Plants(frame["commune"], which.astype(np.intp), frame["lon"].to_numpy(), frame["lat"].to_numpy())
