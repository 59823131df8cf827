"""What is known of a site as notes from 0 (bad) to 1 (good), and as words. NaN or no word: not known.

The notes are a choice, told in docs/sites.md: they order visits, they judge no land.
"""

import re

import numpy as np
import polars as pl

from ancrage.steps.national import Floats
from ancrage.steps.sites.brownfields import WITHOUT_PROJECT

# weight of each quality, in the order of the columns of `qualities`
WEIGHTS = {"zonage": 3.0, "statut": 2.0, "pollution": 2.0, "distance": 2.0, "rail": 1.0}
HOUSING, ACTIVITY = "Habitat", "Activité"
NATURAL = ("A", "N", "Ah", "Nh")
SOIL_NOTES = {
    "pollution inexistante": 1.0,
    "pollution peu probable": 0.8,
    "pollution supposée": 0.25,
    "pollution avérée": 0.0,
}
USE_NOTES = {ACTIVITY: 1.0, "Mixte Habitat / activité": 0.7, HOUSING: 0.3, "Loisir et tourisme": 0.2, "PCI": 0.5}
ZONE_NOTES = {"U": 0.7, "AUc": 0.6, "AUs": 0.4}
ZONE_WORDS = {
    "U": "zone urbaine",
    "AUc": "zone à urbaniser ouverte",
    "AUs": "zone à urbaniser fermée",
    "A": "zone agricole",
    "N": "zone naturelle",
    "Ah": "zone agricole (secteur constructible)",
    "Nh": "zone naturelle (secteur constructible)",
}
USE_WORDS = {HOUSING: "surtout de l'habitat", ACTIVITY: "pour l'activité", "Loisir et tourisme": "surtout du loisir"}
# the zone that a territory writes in its own list: « UX », « 1AUi », « N », « zone d'activités »
_ACTIVITY = re.compile(r"activit|industri|artisan|économi|^(u|[12]?au)\w*[xyzie]\d*$", re.IGNORECASE)
_ZONE = re.compile(r"^(?:zone )?(u|[12]?au|a|n)(?=[a-z0-9]{0,4}$)", re.IGNORECASE)
NEAR_RAIL_M, FAR_RAIL_M = 1000.0, 10_000.0
# industries that move heavy goods: a railway near the site counts for them only
HEAVY = ("08", "10", "11", "16", "17", "19", "20", "23", "24", "29", "30", "38")


def weights(activity: str) -> Floats:
    """Weights for a target; the railway counts only when it moves heavy goods."""
    by_name = WEIGHTS if activity[:2] in HEAVY else {**WEIGHTS, "rail": 0.0}
    return np.array(list(by_name.values()))


def buildable() -> pl.Expr:
    """False where the plan keeps the land natural or agricultural, unless for activity; true when no plan is known."""
    return ~(pl.col("zoning").is_in(NATURAL) & (pl.col("zoning_use").fill_null("") != ACTIVITY)).fill_null(False)


def qualities(sites: pl.DataFrame, radius_km: float) -> Floats:
    """n sites x 5 notes, in the order of WEIGHTS: columns zoning, zoning_use, status, verified, soil, distance_km,
    rail_m."""
    zone = pl.col("zoning").replace_strict(ZONE_NOTES, default=None, return_dtype=pl.Float64)
    use = pl.col("zoning_use").replace_strict(USE_NOTES, default=None, return_dtype=pl.Float64)
    natural = pl.col("zoning").is_in(NATURAL)
    status = pl.when(pl.col("status") == WITHOUT_PROJECT).then(1.0).when("verified").then(0.6).otherwise(0.3)
    soil = pl.col("soil").replace_strict(SOIL_NOTES, default=None, return_dtype=pl.Float64)
    rail = 1 - (pl.col("rail_m") - NEAR_RAIL_M) / (FAR_RAIL_M - NEAR_RAIL_M)
    found = sites.select(
        pl.when(natural).then(use.fill_null(0.0) * 0.5).otherwise(use.fill_null(zone)).alias("zonage"),
        status.alias("statut"),
        soil.alias("pollution"),
        (1 - pl.col("distance_km") / radius_km).clip(0, 1).alias("distance"),
        rail.clip(0, 1).alias("rail"),
    )
    return found.cast(pl.Float64).to_numpy()


def read_zone(text: str | None) -> tuple[str | None, str | None]:
    """Zone and dominant use of what a territory wrote of its plan; (None, None) when it cannot be told."""
    words = (text or "").strip()
    use = ACTIVITY if _ACTIVITY.search(words) else HOUSING if "habita" in words.lower() else None
    if found := _ZONE.match(words):
        letter = found[1].upper().lstrip("12")
        return ("AUs" if words[:1] == "2" else "AUc") if letter == "AU" else letter, use
    return ("U" if use else None), use


def zone_words(zoning: str | None, use: str | None) -> str | None:
    """« zone urbaine, surtout de l'habitat »; None when no plan is known."""
    parts = [ZONE_WORDS.get(zoning or ""), USE_WORDS.get(use or "")]
    return ", ".join(part for part in parts if part) or None
