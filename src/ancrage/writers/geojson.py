"""`etude.geojson`: outlines, actors and sites, ready for any mapping tool (RFC 7946, longitude first)."""

import json
from typing import Any

from ancrage import study as typed_study
from ancrage.domain.documents import plain
from ancrage.steps.sites import Offer
from ancrage.study.sites import to_visit

_ACTOR = (
    "cible",
    "rang",
    "siret",
    "nom",
    "activite",
    "libelle_activite",
    "role",
    "commune",
    "commune_nom",
    "sur_place",
    "distance_km",
    "taille",
    "emplois",
    "confiance",
    "preuve",
    "etat",
    "raison",
)


_SITE = (
    "origine", "site", "nom", "commune", "commune_nom", "sur_place", "distance_km", "surface_ha", "statut_friche",
    "pollution", "zonage", "ancienne_activite", "confiance", "lien",
)  # fmt: skip


def _feature(geometry: dict[str, Any], properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _told(site: Offer) -> dict[str, Any]:
    row = plain(site)
    return {key: row[key] for key in _SITE}


def write_geojson(typed: typed_study.Study) -> str:
    """FeatureCollection: `nature` is "contour", "acteur" or "site" (each once, with its targets).

    Actors without a position are left out.
    """
    study = plain(typed)
    outlines = [
        _feature(c["geometry"], {"nature": "contour", "code": c["code"], "nom": c["nom"], "role": c["role"]})
        for c in study["carte"]["contours"]
    ]
    actors = [
        _feature(
            {"type": "Point", "coordinates": [a["lon"], a["lat"]]},
            {"nature": "acteur", **{key: a[key] for key in _ACTOR}},
        )
        for a in study["acteurs"]
        if a["lon"] is not None and a["lat"] is not None
    ]
    sites = [
        _feature(
            {"type": "Point", "coordinates": [visit.site.lon, visit.site.lat]},
            {"nature": "site", "numero": visit.number, "cibles": list(visit.targets), **_told(visit.site)},
        )
        for visit in to_visit(typed.sites)
    ]
    credits = [source.attribution for source in typed.edition.sources]
    collection = {"type": "FeatureCollection", "attribution": credits, "features": outlines + actors + sites}
    return json.dumps(collection, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False) + "\n"
