"""Documented cases linked to a target."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from ancrage.sections.table import Cell, Table, data
from ancrage.study import Study
from ancrage.study.targets import StudiedTarget

PAGES = 3  # named on the page
_HEADS = (
    ("Entreprise", "text"), ("Produit", "text"), ("Commune", "text"), ("Distance au centre (km, est.)", "decimal1"),
    ("Annonce", "year"), ("Emplois annoncés (nature)", "text"), ("Dernière nouvelle", "text"), ("Lu dans", "text"),
)  # fmt: skip
_PATHS = ("cas.liste.distance_km", "cas.liste.annee", "cas.liste.annee_statut")


def target_cases(study: Study, target: StudiedTarget) -> Table:
    """Cases of one target, nearest first, with what an elected official asks: who, where, when, jobs, how it ended."""
    by_id = {case["id"]: case for case in study.cases["liste"]}
    rows = [_brief(by_id[id]) for id in target.cases["cas"]]
    return replace(data("cas", f"Cas français documentés : {target.label}", _HEADS, rows), paths=_PATHS)


def _brief(case: dict[str, Any]) -> tuple[Cell, ...]:
    jobs = case["emplois"]
    written = [f"{jobs['valeur']:,}".replace(",", "\u202f")] if jobs["valeur"] is not None else []
    return (
        case["entreprise"],
        case["produit"],
        case["commune_nom"],
        case["distance_km"],
        case["annee"],
        " ".join([*written, jobs["nature"] or ""]).strip() or None,
        f"{case['statut_cas'].removesuffix('/échec')} ({case['annee_statut']})",
        sites(case["sources"]),
    )


def sites(addresses: list[str]) -> str:
    """Where the pages are, as a reader names them: « usinenouvelle.com, latribune.fr »; the workbook has them whole."""
    names = list(dict.fromkeys((urlsplit(a).hostname or a).removeprefix("www.") for a in addresses))
    return ", ".join(names[:PAGES]) + "…" * (len(names) > PAGES)
