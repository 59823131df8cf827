"""The brownfields in reach of a territory: in its communes, or near one of them."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ancrage.methods import distance_km
from ancrage.steps.local import Local
from ancrage.steps.national import Floats
from ancrage.warehouse.edition import Edition, derived
from ancrage.warehouse.parts import box_around

RADIUS_KM = 20.0
PART = 1000  # sites compared at once with every commune
OWN, NATIONAL = "votre liste", "Cartofriches"
UNKNOWN = "inconnu"
# what is known of a site, whoever tells it
COLUMNS: dict[str, type[pl.DataType]] = {
    "origin": pl.String, "site": pl.String, "name": pl.String, "commune": pl.String, "commune_label": pl.String,
    "here": pl.Boolean, "distance_km": pl.Float64, "area_ha": pl.Float64, "status": pl.String, "verified": pl.Boolean,
    "soil": pl.String, "zoning": pl.String, "zoning_use": pl.String, "zoning_text": pl.String, "nature": pl.String,
    "owner": pl.String, "same_plot": pl.Int64, "rail_m": pl.Float64, "power_mw": pl.Float64,
    "water_m3_per_day": pl.Float64, "available_from": pl.String, "lon": pl.Float64, "lat": pl.Float64,
}  # fmt: skip
TOLD_BY_THE_TERRITORY = ("name", "zoning_text", "power_mw", "water_m3_per_day", "available_from")


@derived
def _brownfields(edition: Edition) -> pl.DataFrame:
    """Every brownfield of the country, columns COLUMNS less what a territory makes of it."""
    names = edition.table("communes").select("commune", commune_label="label")
    return (
        edition.table("brownfield_sites")
        .with_columns(
            *(pl.lit(None, COLUMNS[name]).alias(name) for name in TOLD_BY_THE_TERRITORY),
            origin=pl.lit(NATIONAL),
            area_ha=pl.col("area_m2") / 1e4,
            soil=pl.col("soil").replace(UNKNOWN, None),
        )
        .join(names, on="commune", how="left", maintain_order="left")
        .select([name for name in COLUMNS if name not in ("here", "distance_km")])
    )


def in_reach(local: Local, radius_km: float = RADIUS_KM) -> pl.DataFrame:
    """Brownfields within `radius_km`, columns COLUMNS; `distance_km` is 0 in the territory, else to the centre of its
    nearest commune."""
    sites = _brownfields(local.edition)
    lon, lat = sites["lon"].to_numpy(), sites["lat"].to_numpy()
    here = sites["commune"].is_in(pl.Series(local.territory.communes, dtype=pl.String).implode()).to_numpy()
    rows = np.flatnonzero(here | _near(local, lon, lat, radius_km))
    away = np.where(here[rows], 0.0, away_from(local, lon[rows], lat[rows]))
    kept = here[rows] | (away <= radius_km)
    return (
        sites[rows[kept]]
        .with_columns(here=pl.Series(here[rows[kept]], dtype=pl.Boolean), distance_km=pl.Series(away[kept]))
        .select(list(COLUMNS))
    )


def _near(local: Local, lon: Floats, lat: Floats, radius_km: float) -> NDArray[np.bool_]:
    """Points in the box that surely holds all within a radius of the communes: the others need no distance."""
    own = local.communes
    if own.is_empty():
        return np.zeros(len(lon), dtype=bool)
    own_lon, own_lat = own["lon"].to_numpy(), own["lat"].to_numpy()
    corners = [box_around(float(own_lon.min()), float(edge), radius_km) for edge in (own_lat.min(), own_lat.max())]
    west, east = min(c.west for c in corners), max(c.east for c in corners) + float(np.ptp(own_lon))
    south, north = min(c.south for c in corners), max(c.north for c in corners)
    return np.asarray((lat >= south) & (lat <= north) & (lon >= west) & (lon <= east))


def away_from(local: Local, lon: Floats, lat: Floats) -> Floats:
    """Kilometres from each point to the centre of the nearest commune of the territory, as the crow flies."""
    own = local.communes
    centres = (own["lon"].to_numpy(), own["lat"].to_numpy())
    # on the sphere the nearest has the largest cosine; in parts, so that a region needs little memory
    points, targets = _on_sphere(lon, lat), _on_sphere(*centres).T
    parts = [(points[at : at + PART] @ targets).argmax(axis=1) for at in range(0, len(points), PART)]
    nearest = np.concatenate(parts) if parts else np.empty(0, dtype=int)
    return np.asarray(distance_km(lon, lat, centres[0][nearest], centres[1][nearest]))


def _on_sphere(lon: Floats, lat: Floats) -> Floats:
    east, north = np.radians(np.asarray(lon, dtype=float)), np.radians(np.asarray(lat, dtype=float))
    return np.column_stack([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)])
