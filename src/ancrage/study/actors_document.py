"""The part `acteurs` of `etude.json`, and what it adds to the diagnosis: know-how to watch, links between firms."""

from typing import TYPE_CHECKING, Any

from ancrage.domain.measure import Status
from ancrage.domain.numbers import rounded
from ancrage.steps.links import Arrival, Firm, Loop, Partner, Supplied

if TYPE_CHECKING:
    from ancrage.study import Study

EST, PUB = Status.ESTIMATED, Status.PUBLISHED
ICIO = ("icio_domestic", "icio_imported")
AT_RISK, LINKS = "diagnostic.savoir_faire_a_risque.", "diagnostic.maillons_manquants.voisins."
ARRIVALS, LOOPS = "diagnostic.arrivees.", "diagnostic.boucles."
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
    (AT_RISK + "entreprises_ici", "Entreprises ici", "entreprises", ("establishments",), PUB),
    (AT_RISK + "entreprises_france", "Entreprises en France", "entreprises", ("establishments",), PUB),
    (AT_RISK + "rang_du_premier", "Rang en France du plus grand établissement d'ici", "rang", ("establishments",), EST),
    (AT_RISK + "concentration_ici", "Concentration des employeurs ici (Herfindahl)", INDEX, ("establishments",), EST),
    (AT_RISK + "concentration_france", "Concentration des employeurs en France (Herfindahl)", INDEX,
     ("establishments",), EST),
    (AT_RISK + "part_premier_employeur", "Part du premier employeur ici", SHARE, ("establishments",), EST),
    (AT_RISK + "tension_metiers", "Tension moyenne des métiers dans le département", "niveau de 1 à 5",
     ("labour_tension", "naf_occupation", "rome_fap"), EST),
    (AT_RISK + "recul_production", "Production nationale depuis son sommet", SHARE, ("production_change",), EST),
    (AT_RISK + "annee_sommet", "Année du sommet de la production nationale", "année", ("production_change",), PUB),
    (LINKS + "distance_km", "Distance entre centres, à vol d'oiseau", "km", ("territories",), EST),
    (LINKS + "emplois", "Emplois de la branche chez le voisin", JOBS, ("establishments",), EST),
    *(
        (f"{ARRIVALS}{side}.{name}", label, unit, tables, EST)
        for side in ("clients", "fournisseurs")
        for name, label, unit, tables in (
            ("part", "Part moyenne des achats de biens de l'acheteur", SHARE, ICIO),
            ("emplois", "Emplois de la branche ici", JOBS, ("establishments",)),
        )
    ),
    (LOOPS + "maillon_le_plus_faible", "Part du maillon le plus faible de la boucle", SHARE, ICIO, EST),
    (LOOPS + "branches.part", "Part moyenne dans les achats de biens de la branche suivante", SHARE, ICIO, EST),
    (LOOPS + "branches.emplois", "Emplois de la branche ici", JOBS, ("establishments",), EST),
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
            "etat": a.standing,
            "lon": rounded(a.lon),
            "lat": rounded(a.lat),
        }
        for a in study.actors
    ]


def know_how(study: "Study") -> list[dict[str, Any]]:
    return [
        {
            "activite": k.activity,
            "libelle": k.label,
            "veille": k.watch,
            "etablissements_ici": k.establishments_here,
            "etablissements_france": k.establishments_in_france,
            "entreprises_ici": k.firms_here,
            "entreprises_france": k.firms_in_france,
            "emplois": k.jobs,
            "part_france": rounded(k.national_share),
            "rang_du_premier": k.largest_rank,
            "concentration_ici": rounded(k.hhi_here),
            "concentration_france": rounded(k.hhi_france),
            "part_premier_employeur": rounded(k.top_employer_share),
            "tension_metiers": rounded(k.tension),
            "age_des_salaries": None,
            "recul_production": rounded(k.change),
            "annee_sommet": k.peak_year,
            "tient_a_un_fil": k.hangs_by_a_thread,
            "detenteurs": list(k.holders),
            "signaux": list(k.signals),
            "raisons": list(k.reasons),
            "phrase": k.sentence,
        }
        for k in study.diagnostic.know_how_at_risk
    ]


def missing_links(rows: list[dict[str, Any]], study: "Study") -> list[dict[str, Any]]:
    """The missing links of the diagnosis (`rows`), each with the neighbours that could fill it."""
    by_sector = {s.sector: s for s in study.links.supplied}
    return [row | _neighbours(by_sector.get(row["branche"])) for row in rows]


def _neighbours(found: Supplied | None) -> dict[str, Any]:
    if found is None:
        return {"voisins": [], "phrase_voisins": "Aucun voisin à moins de 100 km n'en fabrique assez pour être cité."}
    return {
        "voisins": [
            {
                "code": n.code,
                "libelle": n.label,
                "distance_km": rounded(n.distance_km),
                "emplois": n.jobs,
                "entreprises": _firms(n.firms),
            }
            for n in found.neighbours
        ],
        "phrase_voisins": found.sentence,
    }


def arrivals(study: "Study") -> list[dict[str, Any]]:
    return [_arrival(a) for a in study.links.arrivals]


def loops(study: "Study") -> list[dict[str, Any]]:
    return [_loop(loop) for loop in study.links.loops]


def _arrival(a: Arrival) -> dict[str, Any]:
    return {
        "cible": a.activity,
        "libelle": a.label,
        "clients": _partners(a.customers),
        "fournisseurs": _partners(a.suppliers),
        "phrase": a.sentence,
    }


def _loop(loop: Loop) -> dict[str, Any]:
    return {
        "branches": _partners(loop.sectors),
        "maillon_le_plus_faible": rounded(loop.weakest),
        "phrase": loop.sentence,
    }


def _partners(partners: tuple[Partner, ...]) -> list[dict[str, Any]]:
    return [
        {
            "branche": p.sector,
            "libelle": p.label,
            "part": rounded(p.share),
            "emplois": p.jobs,
            "entreprises": _firms(p.firms),
        }
        for p in partners
    ]


def _firms(firms: tuple[Firm, ...]) -> list[dict[str, Any]]:
    return [{"siret": f.siret, "nom": f.name, "activite": f.activity, "commune_nom": f.commune} for f in firms]
