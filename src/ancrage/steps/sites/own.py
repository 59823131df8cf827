"""The sites of the territory's own list, as rows like those of the brownfields in reach."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from ancrage.domain.knowledge import OwnSite
from ancrage.domain.wording import NBSP, listing
from ancrage.steps.local import Local
from ancrage.steps.sites.brownfields import WITHOUT_PROJECT
from ancrage.steps.sites.qualities import read_zone
from ancrage.steps.sites.reach import COLUMNS, OWN, away_from

BOUNDS: dict[str, tuple[float, float, str]] = {
    "area_ha": (0.0, 1e6, "surface"), "power_mw": (0.0, 1e6, "puissance"), "water_m3_per_day": (0.0, 1e9, "eau"),
    "lon": (-180, 180, "longitude"), "lat": (-90, 90, "latitude"),
}  # fmt: skip
SHOWN = 8
SOILS = {True: "pollution avérée", False: "pollution inexistante", None: None}


def own_sites(local: Local, sites: Sequence[OwnSite]) -> pl.DataFrame:
    """One row a site, columns COLUMNS: those that `usable` keeps. A site without position stands at the centre of its
    commune."""
    if not sites:
        return pl.DataFrame(schema=COLUMNS)
    table = local.edition.table("communes").select("commune", "label", "lon", "lat")
    centres = table.rows_by_key("commune", unique=True)
    own = set(local.territory.communes)
    rows = []
    for site in sites:
        label, lon, lat = centres[site.commune]
        placed = site.lon is not None and site.lat is not None
        zoning, use = read_zone(site.zoning)
        rows.append(
            {
                "origin": OWN,
                "name": site.name,
                "commune": site.commune,
                "commune_label": label,
                "here": site.commune in own,
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


def usable(local: Local, sites: Sequence[OwnSite]) -> tuple[list[OwnSite], str]:
    """The sites that can be placed, and a French sentence that names those left aside, with why (empty: none)."""
    known = set(local.edition.table("communes")["commune"])
    kept, aside = [], []
    for site in sites:
        if site.commune not in known:
            aside.append(f"« {site.name[:60]} » (commune inconnue{NBSP}: {site.commune[:40]})")
        elif wrong := next((name for name in BOUNDS if not _is_possible(site, name)), ""):
            aside.append(f"« {site.name[:60]} » ({BOUNDS[wrong][2]} impossible)")
        else:
            kept.append(site)
    few = aside if len(aside) <= SHOWN else [*aside[:SHOWN], f"{len(aside) - SHOWN} autres"]
    many = "s" if len(aside) > 1 else ""
    return kept, f"Site{many} de votre liste laissé{many} de côté{NBSP}: {listing(few)}." if aside else ""


def _is_possible(site: OwnSite, name: str) -> bool:
    value, (low, high, _) = getattr(site, name), BOUNDS[name]
    return value is None or low <= value <= high  # NaN is refused too
