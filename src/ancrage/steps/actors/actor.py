"""An actor, its roles, and the establishments among which actors are looked for."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from ancrage.domain.wording import decimal
from ancrage.methods import distance_km, proximity_weight
from ancrage.steps.corrections import corrected_words
from ancrage.steps.local import Local
from ancrage.steps.national import Floats

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
    INFERRED, or TOLD by the territory.
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


@dataclass(frozen=True, eq=False)
class Around:
    """The territory and what lies within reach: `rows` (establishments, with `distance_km`, `here`, `siren`), `at`
    (position of their class), `weight` (what a clue is worth there, by distance and size)."""

    local: Local
    rows: pl.DataFrame
    at: np.ndarray
    weight: Floats
    corrected: dict[str, str]

    def best(self, strength: Floats, least: float, shown: int, apart: frozenset[str] = frozenset()) -> list[int]:
        """Rows whose strength is at least `least`, best first once weighed, leaving out the SIRET of `apart`."""
        able = np.flatnonzero(strength >= least)
        score = (strength * self.weight)[able]
        sirets = self.rows["siret"].to_numpy()[able]
        order = able[np.lexsort((sirets, -score))]
        if apart:
            named = self.rows["siret"].is_in(list(apart)).to_numpy()
            order = order[~named[order]]
        return [int(i) for i in order[:shown]]


def around(local: Local, radius_km: float = RADIUS_KM) -> Around:
    rows = neighbourhood(local, radius_km)
    index = local.country.index
    at = np.array([index[c] for c in rows["class"]], dtype=np.intp)
    away = np.where(rows["here"].to_numpy(), 0.0, rows["distance_km"].to_numpy())
    weight = proximity_weight(away, rows["jobs"].to_numpy(), half_distance_km=RADIUS_KM)
    return Around(local, rows, at, weight, corrected_words(local.corrections))


def neighbourhood(local: Local, radius_km: float = RADIUS_KM) -> pl.DataFrame:
    """Establishments of the territory, and others within `radius_km` of its centre, with `distance_km` and `here`."""
    rows = located(local)
    return with_commune(local, rows.filter(pl.col("here") | (pl.col("distance_km") <= radius_km)))


def located(local: Local) -> pl.DataFrame:
    """Every establishment of the country with its distance to the centre of the territory."""
    rows = local.everywhere
    away = distance_km(local.territory.lon, local.territory.lat, rows["lon"].to_numpy(), rows["lat"].to_numpy())
    inside = pl.col("commune").is_in(pl.Series(local.territory.communes).implode())
    return rows.with_columns(distance_km=pl.Series(away), here=inside, siren=pl.col("siret").str.slice(0, 9))


def with_commune(local: Local, rows: pl.DataFrame) -> pl.DataFrame:
    names = local.edition.table("communes").select("commune", commune_label="label")
    return rows.join(names, on="commune", how="left", maintain_order="left")


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
        commune_label=row["commune_label"],
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
    )
