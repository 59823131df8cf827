"""The part `acteurs` of `etude.json`."""

from typing import TYPE_CHECKING, Any

from ancrage.domain.measure import Status

if TYPE_CHECKING:
    from ancrage.study import Study

EST, PUB = Status.ESTIMATED, Status.PUBLISHED

# tables this part reads beside those of the others; rows of `study.measures`: (path, label, unit, tables, status)
TABLES: tuple[str, ...] = ()
MEASURES: tuple[tuple[str, str, str, tuple[str, ...], Status], ...] = (
    ("acteurs.rang", "Rang", "rang", (), EST),
    ("acteurs.distance_km", "Distance au centre de population, à vol d'oiseau", "km",
     ("establishments", "communes"), EST),
    ("acteurs.emplois", "Emplois", "emplois", ("establishments",), EST),
    ("acteurs.proximite", "Proximité de l'activité avec la cible", "indice 0-1", ("proximity_class",), EST),
    ("acteurs.lon", "Longitude", "degrés", ("establishments",), PUB),
    ("acteurs.lat", "Latitude", "degrés", ("establishments",), PUB),
)  # fmt: skip


def document(study: "Study") -> list[dict[str, Any]]:
    return [
        {
            "cible": a.target,
            "rang": a.rank,
            "siret": a.siret,
            "nom": a.name,
            "activite": a.activity,
            "libelle_activite": a.activity_label,
            "role": a.role,
            "commune": a.commune,
            "commune_nom": a.commune_label,
            "sur_place": a.here,
            "distance_km": float(f"{a.distance_km:.6g}"),
            "taille": a.size_class,
            "emplois": a.jobs,
            "proximite": float(f"{a.proximity:.6g}"),
            "raison": a.reason,
            "confiance": a.confidence,
            "lon": float(f"{a.lon:.6g}"),
            "lat": float(f"{a.lat:.6g}"),
        }
        for a in study.actors
    ]
