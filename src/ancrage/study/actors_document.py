"""The part `acteurs` of `etude.json`, and what it adds to the diagnosis: know-how to watch, links between firms."""

from typing import TYPE_CHECKING, Any

from ancrage.domain.measure import Status
from ancrage.domain.numbers import rounded

if TYPE_CHECKING:
    from ancrage.study.run import Results as Study

EST, PUB = Status.ESTIMATED, Status.PUBLISHED
SHARE, JOBS, INDEX = "part (0-1)", "emplois", "indice 0-1"

# tables this part reads beside those of the others; rows of `study.measures`: (path, label, unit, tables, status)
TABLES: tuple[str, ...] = ("same_firm_class",)
MEASURES: tuple[tuple[str, str, str, tuple[str, ...], Status], ...] = (
    ("acteurs.rang", "Rang dans la cible et le rôle", "rang", (), EST),
    ("acteurs.distance_km", "Distance au centre de population, à vol d'oiseau", "km",
     ("establishments", "communes"), EST),
    ("acteurs.emplois", "Emplois", JOBS, ("establishments",), EST),
    ("acteurs.proximite", "Proximité de l'activité avec la cible", INDEX, ("proximity_class",), EST),
    ("acteurs.lon", "Longitude", "degrés", ("establishments",), PUB),
    ("acteurs.lat", "Latitude", "degrés", ("establishments",), PUB),
)  # fmt: skip


def document(study: "Study") -> list[dict[str, Any]]:
    return [
        {
            "cible": a.target,
            "rang": a.rank,
            "siret": a.siret,
            "siren": a.siren,
            "nom": a.name,
            "activite": a.activity,
            "libelle_activite": a.activity_label,
            "role": a.role,
            "commune": a.commune,
            "commune_nom": a.commune_label,
            "sur_place": a.here,
            "distance_km": rounded(a.distance_km),
            "taille": a.size_class,
            "emplois": a.jobs,
            "proximite": rounded(a.proximity),
            "raison": a.reason,
            "confiance": a.confidence,
            "preuve": a.proof,
            "lon": rounded(a.lon),
            "lat": rounded(a.lat),
        }
        for a in study.actors
    ]
