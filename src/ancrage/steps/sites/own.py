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

SOILS = {True: "pollution avérée", False: "pollution inexistante", None: None}


def own_sites(local: Local, sites: Sequence[OwnSite]) -> pl.DataFrame:
    """One row a site, columns COLUMNS. One without position stands at the centre of its commune; `commune` is an INSEE
    code. Raises AncrageError for a commune that the edition does not know."""
    communes = local.edition.table("communes").select("commune", "label", "lon", "lat")
    known = communes.filter(pl.col("commune").is_in({s.commune for s in sites})).rows_by_key("commune", unique=True)
    rows = []
    for site in sites:
        if site.commune not in known:
            raise AncrageError(
                f"Le site « {site.name} » est dans une commune inconnue : {site.commune}.",
                "Donnez son code INSEE à cinq caractères.",
            )
        label, lon, lat = known[site.commune]
        placed = site.lon is not None and site.lat is not None
        zoning, use = read_zone(site.zoning)
        rows.append(
            {
                "origin": OWN,
                "name": site.name,
                "commune": site.commune,
                "commune_label": label,
                "here": site.commune in local.territory.communes,
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
    if frame.is_empty():
        return frame
    away = np.where(frame["here"], 0.0, away_from(local, frame["lon"].to_numpy(), frame["lat"].to_numpy()))
    return frame.with_columns(distance_km=pl.Series(away))
