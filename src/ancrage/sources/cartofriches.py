"""Brownfields, one row a site."""

from pathlib import Path

import polars as pl

POLLUTED = ("pollution avérée", "pollution supposée")
# the only producer of activities from a list: elsewhere the field is free prose, which names people and firms
LISTED_ACTIVITIES = "Site Basias ou Basol"
UNVERIFIED = "non vérifié"
UNKNOWN = "inconnu"


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


def tidy(raw: pl.DataFrame) -> pl.DataFrame:
    """site, status, commune (as published), area_m2 (nullable), polluted (soil, known or supposed), soil, nature
    (activity of a list, else the type of brownfield; null when neither is known), zoning and zoning_use (null without
    a digital plan), owner, rail_m (nullable), verified (not a mere entry of the old inventories), lon, lat.

    Names are left out: many are a person's.
    """
    listed = pl.col("source_nom").str.starts_with(LISTED_ACTIVITIES)
    kind = pl.col("site_type").str.replace("’", "'").replace("inconnu", None).replace("autre", None)
    return raw.select(
        site="site_id",
        status="site_statut",
        commune="comm_insee",
        area_m2=pl.col("unite_fonciere_surface").cast(pl.Float64),
        polluted=pl.col("sol_pollution_existe").is_in(POLLUTED),
        soil="sol_pollution_existe",
        nature=pl.when(listed).then(pl.col("activite_libelle").str.strip_chars()).fill_null(kind),
        zoning="urba_zone_type",
        zoning_use="urba_zone_formdomi_txt",
        owner=pl.col("proprio_personne").replace(UNKNOWN, None),
        rail_m=pl.col("desserte_distance_ferroviaire").cast(pl.Float64),
        verified=~pl.col("source_nom").str.contains(UNVERIFIED),
        lon=pl.col("longitude").cast(pl.Float64),
        lat=pl.col("latitude").cast(pl.Float64),
    ).sort("site")
