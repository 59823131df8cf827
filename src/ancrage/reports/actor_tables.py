"""The tables of `acteurs`: what the page shows in part and the workbook whole. Same rules as `tables`."""

from ancrage.present.credits import Study
from ancrage.reports.tables import Table, table

_ACTOR = (
    "cible", "cible_libelle", "rang", "siret", "nom", "activite", "libelle_activite", "role", "commune", "commune_nom",
    "sur_place", "distance_km", "taille", "emplois", "proximite", "confiance", "raison", "lon", "lat", "suivi",
)  # fmt: skip


def actors(study: Study, target: str = "") -> Table:
    """Every actor with all that is known, or those of one target with what a caller needs."""
    label = {t["activite"]: t["libelle"] for t in study["cibles"]}
    rows = [
        {**row, "nom": row["nom"] or "nom non diffusé", "cible_libelle": label.get(row["cible"], "")}
        for row in study["acteurs"]
        if target in ("", row["cible"])
    ]
    brief = ["nom", "commune_nom", "distance_km", "taille", "confiance", "raison", "siret"]
    if len({row["role"] for row in rows}) > 1:
        brief.insert(4, "role")
    return table(
        study,
        "acteurs",
        f"Entreprises à appeler : {label[target]}" if target else "Entreprises à appeler, cible par cible",
        brief if target else _ACTOR,
        rows,
        base="acteurs",
        empty="Aucune entreprise proche trouvée dans le registre.",
    )


def sheet(study: Study) -> list[Table]:
    """Tables of the sheet of the workbook."""
    return [actors(study)]
