"""What the first page says: what the place is good at, its targets, how sure that is, what to do next."""

from dataclasses import dataclass
from typing import Any

from ancrage.present import wording
from ancrage.present.credits import Study, is_estimated, source_line


@dataclass(frozen=True, slots=True)
class TargetLine:
    activity: str
    label: str
    reason: str
    confidence: str  # solide, assez sûre, fragile, non mesurée
    chances: str


@dataclass(frozen=True, slots=True)
class OnePage:
    summary: tuple[str, ...]
    strengths: tuple[str, ...]
    targets: tuple[TargetLine, ...]
    certainty: tuple[str, ...]
    next_steps: tuple[str, ...]
    source: str


def one_page(study: Study) -> OnePage:
    """Sentences for an elected official, each drawn from the study."""
    diagnosis = study["diagnostic"]
    paths = ["territoire.emplois_registre", "cibles.score"]
    if diagnosis["specialisations"]:
        paths.append("diagnostic.specialisations.emplois")
    return OnePage(
        tuple(diagnosis["resume"]),
        tuple(_strengths(study)),
        tuple(_target(row) for row in study["cibles"][:5]),
        tuple(_certainty(study)),
        tuple(_next_steps(study)),
        source_line(study, paths),
    )


def _strengths(study: Study) -> list[str]:
    """First specialisations, with how far to trust each, then what the place depends on and resembles."""
    diagnosis = study["diagnostic"]
    rows = diagnosis["specialisations"][:4]
    est = wording.ESTIMATED if rows and is_estimated(study, "diagnostic.specialisations.emplois") else ""
    said = [
        f"{row['libelle']} : {wording.plural(row['emplois'], 'emploi')}{est} dans "
        f"{wording.plural(row['etablissements'], 'établissement')}, fiabilité {row['qualite']}"
        for row in rows
    ]
    if rows and diagnosis["dependance_employeurs"]["phrase"]:
        said.append(diagnosis["dependance_employeurs"]["phrase"])
    if rows and diagnosis["comparables"]:
        peers = wording.join([row["nom"] for row in diagnosis["comparables"][:3]])
        said.append(f"Les territoires qui lui ressemblent le plus : {peers}.")
    return said


def _target(row: dict[str, Any]) -> TargetLine:
    chance = row["acceptabilite"]["top5"]
    return TargetLine(
        row["activite"],
        row["libelle"],
        row["raisons"][0] if row["raisons"] else "Aucune raison mesurée.",
        wording.confidence(chance),
        wording.chances(chance),
    )


def _certainty(study: Study) -> list[str]:
    first = study["cibles"][:5]
    said = [study["diagnostic"]["qualite"]["phrase"]]
    known = [row["acceptabilite"]["top5"] for row in first if row["acceptabilite"]["top5"] is not None]
    if known:
        firm = sum(p >= 0.8 for p in known)
        said.append(
            f"Quand on fait varier les poids des critères, {wording.plural(firm, 'cible')} sur {len(known)} "
            f"{'restent' if firm > 1 else 'reste'} parmi les cinq premières au moins 80 fois sur 100."
        )
    elif first:
        said.append("La solidité du classement n'a pas pu être mesurée ici.")
    partial = [row for row in first if row["part_criteres_connus"] < 0.75]
    if partial:
        said.append(
            f"Critères connus pour moins des trois quarts du poids : {wording.join([r['libelle'] for r in partial])}."
        )
    limits = study["limites"]
    said.extend(f"{limit['titre']} : {limit['phrase']}" for limit in limits[:1])
    if limits[1:]:
        others = wording.join([limit["titre"][0].lower() + limit["titre"][1:] for limit in limits[1:4]])
        said.append(f"À garder en tête aussi : {others} (voir « Limites »).")
    return said


def _next_steps(study: Study) -> list[str]:
    """Actions this study allows today, most useful first."""
    steps = []
    first = study["cibles"][:5]
    calls = [a for a in study["acteurs"] if a["nom"] and a["cible"] in {t["activite"] for t in first}]
    best = {a["nom"]: a for a in sorted(calls, key=lambda a: a["rang"], reverse=True)}  # a firm once, at its best
    names = [f"{name} ({a['commune_nom']})" for name, a in sorted(best.items(), key=lambda item: item[1]["rang"])]
    if names:
        steps.append(
            f"Appeler d'abord {wording.join(names[:3])} ; leur demander ce qu'ils font déjà et ce qui leur manque."
        )
    elif first:
        steps.append("Chercher des entreprises au-delà du registre : il n'en montre aucune à appeler près d'ici.")
    if study["strategie"]["origine"] == "défaut":
        steps.append("Faire choisir les poids des enjeux par les élus : ceux de cette étude sont les poids par défaut.")
    if study["diagnostic"]["specialisations"]:
        steps.append("Faire relire les spécialités par des industriels d'ici, surtout celles notées C ou D.")
    links = study["diagnostic"]["maillons_manquants"]
    if links:
        bought = wording.join([link["libelle"] for link in links[:2]])
        steps.append(f"Demander aux acheteurs d'ici où ils s'approvisionnent : {bought}.")
    steps.append("Trier et annoter tableaux.xlsx, qui contient toutes les lignes de ce dossier.")
    return steps
