"""The sites of the territory's own list, as rows like those of the brownfields in reach."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from ancrage.domain.errors import AncrageError
from ancrage.domain.knowledge import OwnSite
from ancrage.steps.local import Local
from ancrage.steps.sites.brownfields import WITHOUT_PROJECT
from ancrage.steps.sites.qualities import read_zone
from ancrage.steps.sites.reach import COLUMNS, OWN, away_from
from ancrage.warehouse.communes import Communes, shown

BOUNDS = (
    ("area_ha", 0.0, 1e6), ("power_mw", 0.0, 1e6), ("water_m3_per_day", 0.0, 1e9), ("lon", -180, 180), ("lat", -90, 90),
)  # fmt: skip
SOILS = {True: "pollution avérée", False: "pollution inexistante", None: None}


def own_sites(local: Local, sites: Sequence[OwnSite]) -> pl.DataFrame:
    """One row a site, columns COLUMNS. A commune is a code or a name; a site without position stands at its centre.

    Raises AncrageError for a commune that the edition does not know, and for a number that cannot be.
    """
    if not sites:
        return pl.DataFrame(schema=COLUMNS)
    communes = Communes(local.edition, local.territory)
    centres = local.edition.table("communes").select("commune", "lon", "lat").rows_by_key("commune", unique=True)
    rows = []
    for site in sites:
        _check_numbers(site)
        commune, doubt = communes.find(site.commune)
        if doubt:
            raise AncrageError(f"Le site {shown(site.name)} ne peut pas être placé : {doubt[0]}", doubt[1])
        lon, lat = centres[commune]
        placed = site.lon is not None and site.lat is not None
        zoning, use = read_zone(site.zoning)
        rows.append(
            {
                "origin": OWN,
                "name": site.name,
                "commune": commune,
                "commune_label": communes.labels[commune],
                "here": commune in communes.own,
                "area_ha": site.area_ha,
                "status": WITHOUT_PROJECT,
                "verified": True,
                "soil": SOILS[site.polluted],
                "zoning": zoning,
                "zoning_use": use,
                "zoning_text": site.zoning,
                "nature": site.note,
                "same_plot": 1,
                "power_mw": site.power_mw,
                "water_m3_per_day": site.water_m3_per_day,
                "available_from": site.available_from,
                "lon": site.lon if placed else lon,
                "lat": site.lat if placed else lat,
            }
        )
    frame = pl.DataFrame(rows, schema=COLUMNS)
    away = np.where(frame["here"], 0.0, away_from(local, frame["lon"].to_numpy(), frame["lat"].to_numpy()))
    return frame.with_columns(distance_km=pl.Series(away))


def _check_numbers(site: OwnSite) -> None:
    for name, low, high in BOUNDS:
        value = getattr(site, name)
        if value is not None and not low <= value <= high:  # NaN is refused too
            raise AncrageError(
                f"Le site {shown(site.name)} a un nombre impossible ({name} : {value}).",
                "Corrigez votre liste de sites.",
            )
