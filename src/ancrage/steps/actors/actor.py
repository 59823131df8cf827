"""An actor, its roles, and the establishments among which actors are looked for."""

from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Annotated, Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ancrage.domain.described import Record, field, number, text
from ancrage.domain.measure import Status
from ancrage.domain.standing import standing
from ancrage.domain.units import DEGREE, INDEX, JOBS, KM, RANK
from ancrage.domain.wording import decimal
from ancrage.methods import proximity_weight
from ancrage.steps.corrections import corrected_words
from ancrage.steps.establishments import Establishments, columns, establishments, with_siren
from ancrage.steps.local import Local
from ancrage.steps.national import Floats, commune_labels
from ancrage.warehouse import register
from ancrage.warehouse.parts import box_around

RADIUS_KM = 50.0
PRODUCER, SUPPLIER, CUSTOMER, PIVOT = "producteur possible", "fournisseur", "client", "pivot"
ATTRACT, KEEP, SUPPORT = "à attirer", "à garder", "soutien"
ROLES = (PRODUCER, SUPPLIER, CUSTOMER, PIVOT, ATTRACT, KEEP, SUPPORT)
STRONG, FAIR, WEAK = "forte", "moyenne", "faible"
# what a reason rests on
DECLARED, INFERRED, TOLD = "déclaré au registre", "déduit, non vérifié", "dit par le territoire"


class Actor(Record):
    """One firm in one role for one target. A support body has neither establishment nor activity: what is not known of
    it is None."""

    target: Annotated[str, text("Cible (NAF)", kind="code", repeats=True)] = field(name="cible")
    rank: Annotated[int, number("Rang dans la cible et le rôle", RANK, head="Rang")] = field(name="rang")
    siret: Annotated[str | None, text("SIRET", kind="code", repeats=True)]
    siren: Annotated[str | None, text("SIREN", kind="code", repeats=True)]
    name: Annotated[str | None, text("Nom", repeats=True)] = field(name="nom")
    activity: Annotated[str | None, text("Activité (NAF)", kind="code", repeats=True)] = field(name="activite")
    activity_label: Annotated[str | None, text("Libellé de l'activité", repeats=True)] = field(name="libelle_activite")
    role: Annotated[str, text("Rôle possible", repeats=True)]
    commune: Annotated[str | None, text("Commune (code INSEE)", kind="code", repeats=True)]
    commune_label: Annotated[str | None, text("Commune", repeats=True)] = field(name="commune_nom")
    here: Annotated[bool | None, text("Sur place", kind="flag")] = field(name="sur_place")
    distance_km: Annotated[
        float | None,
        number(
            "Distance au centre de population, à vol d'oiseau",
            KM,
            of=("establishments", "communes"),
            head="Distance au centre (km)",
        ),
    ]
    size_class: Annotated[str | None, text("Taille", repeats=True)] = field(name="taille")
    jobs: Annotated[int | None, number("Emplois", JOBS, of=("establishments",))] = field(name="emplois")
    proximity: Annotated[
        float | None,
        number(
            "Proximité de l'activité avec la cible",
            INDEX,
            of=("proximity_class",),
            head="Proximité à la cible (0 à 1)",
        ),
    ] = field(name="proximite")
    reason: Annotated[str, text("Pourquoi", repeats=True)] = field(name="raison")
    confidence: Annotated[str, text("Confiance", repeats=True)] = field(name="confiance")
    proof: Annotated[str, text("Sur quoi cela repose", repeats=True)] = field(name="preuve")
    standing: Annotated[str | None, text("État de l'établissement", head="État", repeats=True)] = field(name="etat")
    lon: Annotated[float | None, number("Longitude", DEGREE, of=("establishments",), status=Status.PUBLISHED)]
    lat: Annotated[float | None, number("Latitude", DEGREE, of=("establishments",), status=Status.PUBLISHED)]


@dataclass(frozen=True, eq=False)
class Around:
    """The territory and what lies within reach of it, as the territory corrected the register. Arrays follow `rows`.

    `near`: establishments with `distance_km`, `here`, `siren`, to be read when asked for; of a register in parts, only
    the parts nearby are. `rows`: the same, all of them, sorted by SIRET; `at` (position of their class), `weight`
    (what a clue is worth there, by distance and size)."""

    local: Local
    radius_km: float
    corrected: dict[str, str]

    @cached_property
    def near(self) -> pl.LazyFrame:
        place = self.local.territory
        return with_siren(register.around(self.local, place.lon, place.lat, self.radius_km, communes=place.communes))

    @cached_property
    def known(self) -> Establishments:
        """Establishments among which `rows` are: those of the country, unless they cannot be all at hand."""
        if self.local.whole_register:
            return establishments(self.local.edition)
        return columns(self.local.edition, self.near.drop("distance_km", "here").collect())

    @cached_property
    def index(self) -> NDArray[np.intp]:
        """Place of `rows` in `known`."""
        place, known = self.local.territory, self.known
        inside = known.in_communes(place.communes)
        box = box_around(place.lon, place.lat, self.radius_km)
        near = (known.lat >= box.south) & (known.lat <= box.north) & (known.lon >= box.west) & (known.lon <= box.east)
        index = np.flatnonzero(inside | near)
        index = index[inside[index] | (known.distance_km(place.lon, place.lat, index) <= self.radius_km)]
        return index[np.argsort(known.by_siret[index])]

    @cached_property
    def rows(self) -> pl.DataFrame:
        place, known = self.local.territory, self.known
        return known.rows[self.index].with_columns(
            distance_km=pl.Series(known.distance_km(place.lon, place.lat, self.index)),
            here=pl.Series(known.in_communes(place.communes)[self.index]),
        )

    @cached_property
    def at(self) -> NDArray[np.intp]:
        return self.known.at[self.index]

    @cached_property
    def here(self) -> NDArray[np.bool_]:
        return self.rows["here"].to_numpy()

    @cached_property
    def weight(self) -> Floats:
        away = np.where(self.here, 0.0, self.rows["distance_km"].to_numpy())
        return np.asarray(proximity_weight(away, self.rows["jobs"].to_numpy(), half_distance_km=RADIUS_KM))

    @cached_property
    def sirens(self) -> list[str]:
        return self.rows["siren"].to_list()

    @cached_property
    def firms_here(self) -> frozenset[str]:
        """SIREN of the establishments of the territory."""
        return frozenset(self.local.register["siret"].str.slice(0, 9))

    def row(self, i: int) -> dict[str, Any]:
        return self.rows.row(i, named=True)

    def best(self, strength: Floats, least: float, shown: int, apart: frozenset[str] = frozenset()) -> list[int]:
        """Rows whose strength is at least `least`, best first once weighed (ties: by SIRET), leaving out the SIRET of
        `apart`."""
        able = np.flatnonzero(strength >= least)
        order: list[int] = able[np.argsort(-(strength * self.weight)[able], kind="stable")].tolist()
        if not apart:
            return order[:shown]
        sirets = self.rows["siret"]
        return list(islice((i for i in order if sirets[i] not in apart), shown))


def around(local: Local, radius_km: float = RADIUS_KM) -> Around:
    """Establishments of the territory, and others within `radius_km` of its centre."""
    return Around(local, radius_km, corrected_words(local.corrections))


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
