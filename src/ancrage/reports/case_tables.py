"""The tables of `cas`: what the page shows in part and the workbook whole. Same rules as `tables`."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from ancrage.present.credits import Study
from ancrage.reports.tables import Table, table

PAGES = 3  # named on the page
PRESS = "base de référence d'Ancrage, d'après la presse citée cas par cas"
_BRIEF = (
    "entreprise", "produit", "commune_nom", "distance_km", "annee", "emplois_dits", "issue_dite", "pages",
)  # fmt: skip
_CASE = (
    "cas", "entreprise", "produit", "cas_famille", "cas_classes", "commune_nom", "departement", "distance_km", "annee",
    "emplois.valeur", "emplois.nature", "investissement.valeur", "pays_origine", "cas_type", "issue", "statut_cas",
    "annee_statut", "note_cas", "cas_sirets", "adresses", "cas_confiance",
)  # fmt: skip
_HEADINGS = {"produit": "cas_produit", "annee": "cas_annee"}
_LINK = ("cible", "cible_libelle", "cas_lien", "cas_total", "cas_arretes", "cas_fragiles", "phrase")


def target_cases(study: Study, target: dict[str, Any]) -> Table:
    """Cases of one target, nearest first, with what an elected official asks: who, where, when, jobs, how it ended."""
    by_id = {case["id"]: case for case in study["cas"]["liste"]}
    found = target["cas"] or {"cas": [], "lien": ""}
    return table(
        study,
        "cas",
        f"Cas français documentés : {target['libelle']}",
        _BRIEF,
        [_brief(by_id[id]) for id in found["cas"]],
        base="cas.liste",
        headings=_HEADINGS,
        empty="Aucun cas documenté.",
    )


def cases(study: Study) -> Table:
    rows = [
        {
            **case,
            "cas": case["id"],
            "cas_famille": case["famille"],
            "cas_classes": " ; ".join(c["activite"] for c in case["classes"]),
            "cas_type": case["type"],
            "note_cas": case["note"],
            "cas_sirets": " ; ".join(s["siret"] for s in case["etablissements"]) or None,
            "adresses": " ; ".join(case["sources"]),
            "cas_confiance": "lu dans la source" if case["confiance"] == "S" else "à vérifier",
        }
        for case in study["cas"]["liste"]
    ]
    found = table(
        study,
        "cas",
        "Cas français documentés que cite cette étude",
        _CASE,
        rows,
        base="cas.liste",
        headings=_HEADINGS,
        empty="Aucun cas documenté.",
    )
    return replace(found, source=f"{PRESS} ; distances à vol d'oiseau, estimées")


def links(study: Study) -> Table:
    rows = [
        {
            "cible": target["activite"],
            "cible_libelle": target["libelle"],
            "cas_lien": target["cas"]["lien"] or "aucun",
            "cas_total": target["cas"]["total"],
            "cas_arretes": target["cas"]["arretes"],
            "cas_fragiles": target["cas"]["fragiles"],
            "phrase": target["cas"]["phrase"],
        }
        for target in study["cibles"]
        if target["cas"]
    ]
    described = {f"cas_{name}": f"cibles.cas.{name}" for name in ("total", "arretes", "fragiles")}
    found = table(study, "cas-cibles", "Cas documentés, cible par cible", _LINK, rows, described=described)
    return replace(found, source=f"{PRESS}. {study['cas']['reserve']}")


def sheet(study: Study) -> list[Table]:
    """Tables of the sheet of the workbook."""
    return [links(study), cases(study)]


def _brief(case: dict[str, Any]) -> dict[str, Any]:
    jobs = case["emplois"]
    silence = ", sans nouvelle depuis" if case.get("sans_nouvelle") else ""
    written = [f"{jobs['valeur']:,}".replace(",", "\u202f")] if jobs["valeur"] is not None else []
    return {
        **case,
        "emplois_dits": " ".join([*written, jobs["nature"] or ""]).strip() or None,
        "issue_dite": f"{case['statut_cas'].removesuffix('/échec')} ({case['annee_statut']}{silence})",
        "pages": sites(case["sources"]),
    }


def sites(addresses: list[str]) -> str:
    """Where the pages are, as a reader names them: « usinenouvelle.com, latribune.fr »; the workbook has them whole."""
    names = list(dict.fromkeys((urlsplit(a).hostname or a).removeprefix("www.") for a in addresses))
    return ", ".join(names[:PAGES]) + "…" * (len(names) > PAGES)
