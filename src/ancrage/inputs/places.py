"""From what a person types to a point that distances are counted from."""

import re
from dataclasses import dataclass
from math import isfinite

import polars as pl

from ancrage.domain.errors import AncrageError
from ancrage.domain.wording import of_place
from ancrage.inputs.communes import read_commune, show
from ancrage.inputs.reading import Reading
from ancrage.warehouse.edition import Edition

FARTHEST_KM = 20_015.0
POINT = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*[,; ]\s*(-?\d+(?:\.\d+)?)\s*")


@dataclass(frozen=True, slots=True)
class Place:
    """`of`: « d'Annecy », « de 6.58, 46.06 »."""

    lon: float
    lat: float
    label: str
    of: str


def read_place(edition: Edition, text: str) -> Reading[Place]:
    """« 6.58,46.06 » (longitude, latitude, degrees), or a commune as people write it."""
    if numbers := POINT.fullmatch(text):
        lon, lat = map(float, numbers.groups())
        if not (-180 <= lon <= 180 and -90 <= lat <= 90):
            raise AncrageError(
                f"« {show(text)} » n'est pas un point de la Terre.",
                "La longitude d'abord (de -180 à 180), la latitude ensuite (de -90 à 90) : --autour 6.58,46.06",
            )
        point = f"{lon:g}, {lat:g}"
        return Reading(Place(lon, lat, point, f"de {point}"))
    reading = read_commune(edition, text)
    row = edition.table("communes").row(by_predicate=pl.col("commune") == reading.value, named=True)
    return Reading(Place(row["lon"], row["lat"], row["label"], of_place(row["label"])), reading.note)


def radius(km: float) -> float:
    """A distance that a person may ask for."""
    if not isfinite(km) or not 0 < km <= FARTHEST_KM:
        raise AncrageError(
            f"Un rayon de {km:g} km n'a pas de sens.", "Donnez un nombre de kilomètres entre 0 et 20 000 : --rayon 30"
        )
    return km
