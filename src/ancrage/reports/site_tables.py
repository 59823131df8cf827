"""The tables of `sites`: what the page shows in part and the workbook whole. Same rules as `tables`."""

from typing import Any

from ancrage.present.credits import Study
from ancrage.present.visits import to_visit
from ancrage.reports.tables import Table, table

_TARGET = (
    "cible", "libelle", "besoin.foncier_ha.bas", "besoin.foncier_ha.haut", "conviennent_liste", "conviennent_ici",
    "conviennent_abords",
)  # fmt: skip
_REST = (
    "plus_grande_ha", "trop_petits", "liste_trop_petits", "liste_sans_surface", "zone_naturelle",
    "besoin.emplois.bas", "besoin.emplois.haut", "besoin.puissance_mw.bas", "besoin.puissance_mw.haut",
    "besoin.eau_m3_par_jour.bas", "besoin.eau_m3_par_jour.haut", "phrase",
)  # fmt: skip
_SITE = (
    "cible", "cible_libelle", "rang", "origine", "nom", "site", "commune", "commune_nom", "sur_place", "distance_km",
    "surface_ha", "statut_friche", "pollution", "zonage", "ancienne_activite", "rail_km", "puissance_mw",
    "eau_m3_par_jour", "disponible_le", "convenance", "confiance", "raisons", "reserves", "lien", "lon", "lat",
)  # fmt: skip
_BASE = "sites.par_cible"
_OFFER = f"{_BASE}.sites"
_ENDS = {
    f"besoin.{name}.{end}": f"besoins.{name}.{end}"
    for name in ("emplois", "foncier_ha", "puissance_mw", "eau_m3_par_jour")
    for end in ("bas", "haut")
}


def by_target(study: Study, whole: bool = False) -> Table:
    """A row a target: its need, how many sites may hold it, and whether it fits under the ceiling when it is known."""
    verdicts = {row["cible"]: row["verdict"] for row in study["sites"]["foncier"]["cibles"]}
    names = (*_TARGET, *(_REST if whole else ()), *(("verdict_foncier",) if verdicts else ()))
    return table(
        study,
        "cibles",
        "Le terrain, cible par cible",
        names,
        [{**row, "verdict_foncier": verdicts.get(row["cible"])} for row in study["sites"]["par_cible"]],
        base=_BASE,
        headings=_ENDS,
        empty="Aucune cible à placer.",
    )


def offers(study: Study) -> Table:
    """Every site proposed to every target."""
    rows = [
        {
            **site,
            "cible": target["cible"],
            "cible_libelle": target["libelle"],
            "convenance": site["note"],
            "raisons": " ; ".join(site["raisons"]),
            "reserves": " ; ".join(site["reserves"]),
        }
        for target in study["sites"]["par_cible"]
        for site in target["sites"]
    ]
    return table(
        study,
        "terrains",
        "Terrains proposés, cible par cible",
        _SITE,
        rows,
        base=_OFFER,
        described={"convenance": f"{_OFFER}.note"},
        empty="Aucun terrain connu n'est assez grand.",
    )


def visits(study: Study, whole: bool = False) -> Table:
    """Each proposed site once, numbered as on the map."""
    names = ("numero", "terrain", "surface_ha", "endroit", "statut_zone", "cibles_servies", "convenance", "reserves")
    rows = [
        {
            **site,
            "terrain": f"{site['nom'] or ''}, {site['commune_nom']} {site['site'] or ''}".strip(", "),
            "statut_zone": _status(site),
            "cibles_servies": len(site["cibles"]),
            "convenance": site["note"],
            "reserves": " ; ".join(site["reserves"]) or "rien de connu",
        }
        for site in to_visit(study)
    ]
    return table(
        study,
        "visites",
        "Terrains à aller voir : ceux de votre liste, puis ceux qui servent le plus de cibles",
        (*names, "lien") if whole else names,
        rows,
        base=_OFFER,
        described={"convenance": f"{_OFFER}.note"},
        empty="Aucun terrain connu n'est assez grand.",
    )


def _status(site: dict[str, Any]) -> str | None:
    """Status of a brownfield and zone of a site, what is known of them."""
    known = [site["statut_friche"] if site["lien"] else None, site["zonage"]]
    return ", ".join(word for word in known if word) or None


def sheet(study: Study) -> list[Table]:
    """Tables of the sheet of the workbook."""
    return [visits(study, whole=True), by_target(study, whole=True), offers(study)]
