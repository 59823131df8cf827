"""The tables of `sites`: what the page shows in part and the workbook whole. Same rules as `tables`."""

from typing import Any

from ancrage.present.credits import Study
from ancrage.present.site_figures import place_of
from ancrage.reports.tables import Table, table

_TARGET = (
    "cible", "libelle", "besoin.foncier_ha.bas", "besoin.foncier_ha.haut", "conviennent_liste", "conviennent_ici",
    "conviennent_abords",
)  # fmt: skip
_TARGET_WHOLE = (
    *_TARGET, "plus_grande_ha", "trop_petits", "liste_trop_petits", "zone_naturelle",
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
    """A row a target: its need, how many sites may hold it."""
    return table(
        study,
        "cibles",
        "Le terrain, cible par cible",
        _TARGET_WHOLE if whole else _TARGET,
        study["sites"]["par_cible"],
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


def to_visit(study: Study) -> list[dict[str, Any]]:
    """Each site once, with the number of targets it may hold (`cibles`): own sites first, the most useful first."""
    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    for target in study["sites"]["par_cible"]:
        for site in target["sites"]:
            key = (site["origine"], site["site"] or site["nom"], site["commune"])
            row = found.setdefault(key, {**site, "cibles": 0, "endroit": place_of(site)})
            row["cibles"] += 1
            row["note"] = max(row["note"] or 0, site["note"] or 0)
    return sorted(
        found.values(),
        key=lambda s: (s["endroit"] != place_of({"origine": "votre liste"}), -s["cibles"], -s["note"], s["commune"]),
    )


def land(study: Study) -> Table:
    """The typical project of each target against what is left under the ceiling."""
    label = {row["cible"]: row["libelle"] for row in study["sites"]["par_cible"]}
    return table(
        study,
        "foncier",
        "Sous le plafond ZAN, projet par projet",
        ("cible", "libelle", "besoin_ha.bas", "besoin_ha.haut", "verdict_foncier"),
        [
            {**row, "libelle": label[row["cible"]], "verdict_foncier": row["verdict"]}
            for row in study["sites"]["foncier"]["cibles"]
        ],
        base="sites.foncier.cibles",
        headings={"besoin_ha.bas": "besoins.foncier_ha.bas", "besoin_ha.haut": "besoins.foncier_ha.haut"},
    )


def sheet(study: Study) -> list[Table]:
    """Tables of the sheet of the workbook."""
    told = [by_target(study, whole=True), offers(study)]
    return [*told, land(study)] if study["sites"]["foncier"]["cibles"] else told
