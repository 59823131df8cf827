"""Where a site stands, from the two numbers that people give: degrees in either order, or metres of Lambert 93."""

import math
import re

from ancrage.domain.wording import decimal
from ancrage.inputs.cells import UnreadError
from ancrage.inputs.reading import Reading
from ancrage.methods.geography import distance_km

FAR_KM, FAR_OVERSEAS_KM = 30.0, 200.0  # farther from the centre of its commune, a site is not there
Point = tuple[float, float]
# constants of the projection (IGN, « Projection cartographique conique conforme de Lambert », note technique NT/G 71,
# and decree 2000-1276): exponent, constant, poles in metres, eccentricity of GRS80, central meridian in radians
N, C, X_POLE, Y_POLE, E, MERIDIAN = 0.7256077650, 11754255.426, 700000.0, 12655612.050, 0.08181919112, math.radians(3)
METRES_X, METRES_Y = (0.0, 1_300_000.0), (6_000_000.0, 7_200_000.0)


def lambert93_to_degrees(x: float, y: float) -> Point:
    """(longitude, latitude) of a point in Lambert 93 (metres).

    R = sqrt((x - X)² + (Y - y)²), longitude = meridian + atan((x - X) / (Y - y)) / n, isometric latitude
    = -ln(R / c) / n, inverted by iteration: lat = 2 atan(((1 + e sin lat) / (1 - e sin lat))^(e/2) exp(L)) - pi/2.
    Source: IGN, note technique NT/G 71, algorithms ALG0004 and ALG0002.
    """
    radius = math.hypot(x - X_POLE, Y_POLE - y)
    longitude = MERIDIAN + math.atan2(x - X_POLE, Y_POLE - y) / N
    isometric = -math.log(radius / C) / N
    latitude = 2 * math.atan(math.exp(isometric)) - math.pi / 2
    for _ in range(20):
        sine = E * math.sin(latitude)
        latitude = 2 * math.atan(((1 + sine) / (1 - sine)) ** (E / 2) * math.exp(isometric)) - math.pi / 2
    return math.degrees(longitude), math.degrees(latitude)


def read_point(text: str) -> Point:
    """« POINT(6.58 46.06) », « 6.58, 46.06 », « 6,58 ; 46,06 », « [6.58,46.06] »: two numbers as they come."""
    plain = re.sub(r"(?i)srid\s*=\s*\d+;?|point\s*z?", "", text.replace("−", "-"))
    numbers = re.findall(r"[-+]?\d+[.,]\d+|[-+]?\d+", plain)
    rest = re.sub(r"(?i)[-+]?\d+[.,]\d+|[-+]?\d+|[\s,;()\[\]°/nse|]", "", plain)
    if len(numbers) != 2 or rest:
        raise UnreadError(f"coordonnées illisibles (« {' '.join(text.split())[:40]} »)")
    first, second = (float(number.replace(",", ".")) for number in numbers)
    return first, second


def read_position(first: float, second: float, centre: Point, place: str, overseas: bool = False) -> Reading[Point]:
    """Longitude and latitude of a site of the commune `place`, whose centre is known, whatever the order given.

    Raises UnreadError: no order puts the site near its commune.
    """
    if not (math.isfinite(first) and math.isfinite(second)):
        raise UnreadError("position impossible")
    far = FAR_OVERSEAS_KM if overseas else FAR_KM
    if abs(first) <= 180 and abs(second) <= 90 and _away(first, second, centre) <= far:
        return Reading((first, second))
    if abs(second) <= 180 and abs(first) <= 90 and _away(second, first, centre) <= far:
        return Reading((second, first), f"Longitude et latitude échangées ({place}) : remises dans l'ordre.")
    for x, y in ((first, second), (second, first)):
        if METRES_X[0] < x < METRES_X[1] and METRES_Y[0] < y < METRES_Y[1]:
            lon, lat = lambert93_to_degrees(x, y)
            if _away(lon, lat, centre) <= far:
                said = f"{decimal(lon, 4)} ; {decimal(lat, 4)}"
                return Reading((lon, lat), f"Coordonnées en Lambert 93 ({place}) : converties en degrés ({said}).")
    if abs(first) > 180 or abs(second) > 90:
        if abs(first) > 1000 and abs(second) > 1000:
            raise UnreadError("position en mètres (Lambert 93 ?) loin de sa commune : des degrés sont attendus")
        raise UnreadError(f"position impossible (longitude {first:g}, latitude {second:g}) : des degrés sont attendus")
    away = decimal(_away(first, second, centre), 0)
    raise UnreadError(f"position à {away} km du centre de la commune ({place}) : vérifiez longitude et latitude")


def _away(lon: float, lat: float, centre: Point) -> float:
    return float(distance_km(lon, lat, *centre))
