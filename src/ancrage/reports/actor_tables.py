"""The tables of `acteurs` and what it adds to the diagnosis: the page shows part, the workbook all. See `tables`."""

from collections.abc import Iterable
from typing import Any

from ancrage.present.credits import Study
from ancrage.reports.tables import Table, table

_ACTOR = (
    "cible", "cible_libelle", "role", "rang", "siret", "siren", "nom", "activite", "libelle_activite", "commune",
    "commune_nom", "sur_place", "distance_km", "taille", "emplois", "proximite", "confiance", "preuve", "etat",
    "raison", "lon", "lat", "suivi",
)  # fmt: skip
_BRIEF = ("role", "nom", "commune_nom", "distance_km", "confiance", "raison")
# lines of each role on the page: who could make it first
ON_PAGE = {
    "producteur possible": 4, "fournisseur": 1, "client": 1, "pivot": 1, "à attirer": 2, "à garder": 1, "soutien": 3,
}  # fmt: skip
NO_NAME = "nom non diffusé"


def actors(study: Study, target: str = "") -> Table:
    """Every actor with all that is known, or the first of each role for one target with what a caller needs."""
    label = {t["activite"]: t["libelle"] for t in study["cibles"]}
    rows = [
        {**row, "nom": row["nom"] or NO_NAME, "cible_libelle": label.get(row["cible"], "")}
        for row in (_first(study, target) if target else study["acteurs"])
    ]
    return table(
        study,
        "acteurs",
        f"À qui parler : {label[target]}" if target else "À qui parler, cible par cible et rôle par rôle",
        _BRIEF if target else _ACTOR,
        rows,
        base="acteurs",
        empty="Aucune entreprise proche trouvée dans le registre.",
    )


def _first(study: Study, target: str) -> list[dict[str, Any]]:
    """The first of each role for the page, a firm once a role: its other sites are in the workbook."""
    kept: list[dict[str, Any]] = []
    seen: dict[str, set[str]] = {}
    for row in study["acteurs"]:
        firms = seen.setdefault(row["role"], set()) if row["cible"] == target else None
        firm = row["siren"] or row["nom"]
        if firms is not None and firm not in firms and len(firms) < ON_PAGE.get(row["role"], 1):
            firms.add(firm)
            kept.append(row)
    return kept


def neighbours(study: Study) -> Table:
    """Who around makes what is missing here."""
    rows = [
        {
            "branche": link["branche"],
            "branche_libelle": link["libelle"],
            "voisin": near["libelle"],
            "distance_km": near["distance_km"],
            "emplois": near["emplois"],
            "entreprises_citees": _named(near["entreprises"]),
        }
        for link in study["diagnostic"]["maillons_manquants"]
        for near in link.get("voisins", ())
    ]
    return table(
        study,
        "voisins",
        "Maillons manquants : voisins qui en fabriquent",
        ("branche", "branche_libelle", "voisin", "distance_km", "emplois", "entreprises_citees"),
        rows,
        base="diagnostic.maillons_manquants.voisins",
        empty="Aucun voisin repéré.",
    )


def arrivals(study: Study) -> Table:
    """What the coming of each first target would complete, one line a link."""
    rows = [
        {
            "cible": arrival["cible"],
            "cible_libelle": arrival["libelle"],
            "sens": sense,
            "branche_libelle": partner["libelle"],
            "part_achats": partner["part"],
            "emplois": partner["emplois"],
            "entreprises_citees": _named(partner["entreprises"]),
        }
        for arrival in study["diagnostic"].get("arrivees", ())
        for side, sense in (("clients", "vendrait à"), ("fournisseurs", "achèterait à"))
        for partner in arrival[side]
    ]
    return table(
        study,
        "arrivees",
        "Ce que l'arrivée de chaque cible compléterait (déduit des achats moyens de branche)",
        ("cible", "cible_libelle", "sens", "branche_libelle", "part_achats", "emplois", "entreprises_citees"),
        rows,
        base="diagnostic.arrivees.clients",
        headings={"sens": "lien_branche"},
        described={"part_achats": "diagnostic.arrivees.clients.part"},
        empty="Aucun lien à dire.",
    )


def loops(study: Study) -> Table:
    """Branches of the territory that supply one another, one line a branch."""
    rows = [
        {
            "boucle": number,
            "branche_libelle": partner["libelle"],
            "part_achats": partner["part"],
            "emplois": partner["emplois"],
            "entreprises_citees": _named(partner["entreprises"]),
        }
        for number, loop in enumerate(study["diagnostic"].get("boucles", ()), start=1)
        for partner in loop["branches"]
    ]
    return table(
        study,
        "boucles",
        "Boucles : chaque branche fournit la suivante, la dernière la première (déduit des achats moyens de branche)",
        ("boucle", "branche_libelle", "part_achats", "emplois", "entreprises_citees"),
        rows,
        base="diagnostic.boucles.branches",
        described={"part_achats": "diagnostic.boucles.branches.part"},
        empty="Aucune boucle repérée.",
    )


def _named(firms: Iterable[dict[str, Any]]) -> str:
    return " ; ".join(f"{firm['nom'] or NO_NAME} ({firm['commune_nom']})" for firm in firms) or "aucune"


def links(study: Study) -> list[Table]:
    """Tables that the sheet of the diagnosis adds to its own."""
    return [neighbours(study), loops(study)]


def sheet(study: Study) -> list[Table]:
    """Tables of the sheet of the workbook."""
    return [actors(study), arrivals(study)]
