"""Distances on the globe."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ancrage.domain.card import Card
from ancrage.methods.arrays import broadcastable, numbers

EARTH_RADIUS_KM = 6371.0088


def distance_km(lon_a: ArrayLike, lat_a: ArrayLike, lon_b: ArrayLike, lat_b: ArrayLike) -> NDArray[np.float64]:
    """Great-circle distance: 2 R asin sqrt(sin²(dlat/2) + cos lat_a cos lat_b sin²(dlon/2)).

    Degrees in, kilometres out; arrays broadcast. Raises ValueError on NaN, infinity, text, a latitude beyond 90 degrees
    or a longitude beyond 360.
    Source: Sinnott 1984, Virtues of the haversine, Sky and Telescope 68(2).
    """
    degrees = {
        "lon_a": numbers(lon_a, "lon_a", low=-360, high=360),
        "lat_a": numbers(lat_a, "lat_a", low=-90, high=90),
        "lon_b": numbers(lon_b, "lon_b", low=-360, high=360),
        "lat_b": numbers(lat_b, "lat_b", low=-90, high=90),
    }
    broadcastable(**degrees)
    west, south, east, north = (np.radians(angle) for angle in degrees.values())
    half = np.sin((north - south) / 2) ** 2 + np.cos(south) * np.cos(north) * np.sin((east - west) / 2) ** 2
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(half, 1.0))))


CARDS = (
    Card(
        id="distance_km",
        label="Distance à vol d'oiseau",
        formula="2 R asin √(sin²(Δφ/2) + cos φa cos φb sin²(Δλ/2)), R = 6 371 km",
        unit="km",
        range="de 0 à 20 015",
        neutral="0 : même point",
        reading="À vol d'oiseau : la route est souvent plus longue d'un tiers, davantage en montagne.",
        conventions=("Terre sphérique de rayon moyen ; comptée depuis le centre de population du territoire.",),
        references=("Sinnott R. W., 1984, Virtues of the haversine, Sky and Telescope 68(2), p. 159.",),
    ),
)
