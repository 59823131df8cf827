"""An actor, its roles, and the establishments among which actors are looked for."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ancrage.domain.standing import standing
from ancrage.domain.wording import decimal
from ancrage.methods import proximity_weight
from ancrage.steps.corrections import corrected_words
from ancrage.steps.local import Local
from ancrage.steps.national import Floats, positions
from ancrage.warehouse import register
from ancrage.warehouse.edition import Edition

RADIUS_KM = 50.0
PRODUCER, SUPPLIER, CUSTOMER, PIVOT = "producteur possible", "fournisseur", "client", "pivot"
ATTRACT, KEEP, SUPPORT = "à attirer", "à garder", "soutien"
ROLES = (PRODUCER, SUPPLIER, CUSTOMER, PIVOT, ATTRACT, KEEP, SUPPORT)
STRONG, FAIR, WEAK = "forte", "moyenne", "faible"
# what a reason rests on
DECLARED, INFERRED, TOLD = "déclaré au registre", "déduit, non vérifié", "dit par le territoire"


@dataclass(frozen=True, slots=True)
class Actor:
    """One firm in one role for one target; `rank` counts within the two.

    `proximity` 0-1 between its activity and the target's; `distance_km` as the crow flies from the centre. A support
    body has neither establishment nor activity: what is not known of it is None. `proof`: DECLARED in the register,
    INFERRED, or TOLD by the territory. `standing`: what is known of the establishment since the register was made.
    """

    target: str
    rank: int
    siret: str | None
    name: str | None
    activity: str | None
    activity_label: str | None
    role: str
    commune: str | None
    commune_label: str | None
    here: bool | None
    distance_km: float | None
    size_class: str | None
    jobs: int | None
    proximity: float | None
    reason: str
    confidence: str
    lon: float | None
    lat: float | None
    siren: str | None = None
    proof: str = DECLARED
    standing: str | None = None


@dataclass(frozen=True, eq=False)
class Around:
    """The territory and what lies within reach of it, as the territory corrected the register.

    `near`: establishments with `distance_km`, `here`, `siren`, to be read when asked for; in memory already when the
    register is one file, from the parts nearby otherwise. `rows`: all of them, sorted by SIRET; `at` (position of
    their class), `weight` (what a clue is worth there, by distance and size)."""

    local: Local
    near: pl.LazyFrame
    corrected: dict[str, str]

    @cached_property
    def rows(self) -> pl.DataFrame:
        return self.near.collect().sort("siret")

    @cached_property
    def at(self) -> NDArray[np.intp]:
        return positions(self.rows["class"], self.local.country.index)

    @cached_property
    def weight(self) -> Floats:
        away = np.where(self.rows["here"].to_numpy(), 0.0, self.rows["distance_km"].to_numpy())
        return np.asarray(proximity_weight(away, self.rows["jobs"].to_numpy(), half_distance_km=RADIUS_KM))

    def best(self, strength: Floats, least: float, shown: int, apart: frozenset[str] = frozenset()) -> list[int]:
        """Rows whose strength is at least `least`, best first once weighed (ties: by SIRET), leaving out the SIRET of
        `apart`."""
        able = np.flatnonzero(strength >= least)
        order = able[np.argsort(-(strength * self.weight)[able], kind="stable")]
        if apart:
            named = self.rows["siret"].is_in(list(apart)).to_numpy()
            order = order[~named[order]]
        return [int(i) for i in order[:shown]]


def around(local: Local, radius_km: float = RADIUS_KM) -> Around:
    """Establishments of the territory, and others within `radius_km` of its centre."""
    place = local.territory
    near = register.around(local, place.lon, place.lat, radius_km, communes=place.communes)
    near = near.with_columns(siren=pl.col("siret").str.slice(0, 9))
    in_memory = register.engine(local.edition) == "in-memory"
    return Around(local, near.collect().lazy() if in_memory else near, corrected_words(local.corrections))


@lru_cache(maxsize=4)
def commune_labels(edition: Edition) -> dict[str, str]:
    return dict(edition.table("communes").select("commune", "label").iter_rows())


def place(row: dict[str, Any]) -> str:
    """« sur place, 50 à 99 salariés », « à 12 km, 20 à 49 salariés »."""
    where = "sur place" if row["here"] else f"à {decimal(float(row['distance_km']), 0)} km"
    return f"{where}, {row['size_class']}"


def actor(
    found: Around,
    row: dict[str, Any],
    *,
    target: str,
    rank: int,
    role: str,
    proximity: float | None,
    reason: str,
    confidence: str,
    proof: str,
) -> Actor:
    """An establishment of the register in a role; what the territory corrected of it ends the reason."""
    said = found.corrected.get(row["siret"])
    return Actor(
        target=target,
        rank=rank,
        siret=row["siret"],
        name=row["name"],
        activity=row["class"],
        activity_label=found.local.country.labels[row["class"]],
        role=role,
        commune=row["commune"],
        commune_label=commune_labels(found.local.edition).get(row["commune"]),
        here=row["here"],
        distance_km=row["distance_km"],
        size_class=row["size_class"],
        jobs=row["jobs"],
        proximity=proximity,
        reason=f"{reason.removesuffix('.')} ({said})." if said else reason,
        confidence=confidence,
        lon=row["lon"],
        lat=row["lat"],
        siren=row["siren"],
        proof=TOLD if said else proof,
        standing=standing(row),
    )
