"""Simplified outlines: one GeoJSON file a level."""

import gzip
import json
from pathlib import Path

import polars as pl
import shapely

FILES = {
    "zone_emploi": "ze2020_2024_simplified.geojson.gz",
    "epci": "epci_2024_simplified.geojson.gz",
    "departement": "dep_2024_simplified.geojson.gz",
    "region": "reg_2024_simplified.geojson.gz",
}


def read(path: Path) -> pl.DataFrame:
    """level, code, geometry (GeoJSON text) of every feature of the folder `path`."""
    rows = []
    for level, name in FILES.items():
        with gzip.open(path / name, "rt", encoding="utf-8") as content:
            features = json.load(content)["features"]
        rows += [(level, f["properties"]["code"], json.dumps(f["geometry"], separators=(",", ":"))) for f in features]
    return pl.DataFrame(rows, schema={"level": pl.String, "code": pl.String, "geometry": pl.String}, orient="row")


def tidy(raw: pl.DataFrame) -> pl.DataFrame:
    """Outlines as published (coordinates have four decimals), without the one of "no EPCI"."""
    return raw.filter(pl.col("code") != "ZZZZZZZZZ").sort("level", "code")


def centroids(geometries: pl.Series) -> tuple[pl.Series, pl.Series]:
    """lon, lat (degrees) of the centre of area of each GeoJSON text, degrees taken as plane."""
    centres = shapely.centroid(shapely.from_geojson(geometries.to_list()))
    return pl.Series("lon", shapely.get_x(centres)), pl.Series("lat", shapely.get_y(centres))


def distances(lon: pl.Series, lat: pl.Series, geometries: pl.Series) -> pl.Series:
    """Distance (degrees, taken as plane) from each point to its GeoJSON outline, 0 inside."""
    points = shapely.points(lon.to_numpy(), lat.to_numpy())
    return pl.Series("distance_degrees", shapely.distance(points, shapely.from_geojson(geometries.to_list())))
