"""What the first page says: what the place is good at, its targets, how sure that is, what to do next."""

from dataclasses import dataclass
from typing import Any

from ancrage.domain.wording import ABSENT, count, listing, lower_first
from ancrage.present import wording
from ancrage.present.credits import Study, is_estimated, source_line
from ancrage.present.shortlist import kept, set_apart, to_do, why_apart
from ancrage.reports.first_answers import Answer, answers
from ancrage.steps.portfolio import PER_DIVISION
from ancrage.steps.targets.what_if import nth

FIRST = 5
NAMED = 2
FIRST_STEPS = 3
MAKER = "producteur possible"  # whom to call first
ESTABLISHMENT = "établissement"
NOT_HERE = {
    "présent": "Présent ici, effectif inconnu.",
    "proche": "Personne ne le fait ici à cette taille, mais les savoir-faire proches y sont.",
    "éloigné": "Éloigné de ce qui se fait ici.",
}


@dataclass(frozen=True, slots=True)
class TargetLine:
    rank: int
    activity: str
    label: str
    reason: str  # the two strongest for the first target, the strongest for the others
    posture: str
    confidence: str  # solide, assez sûre, fragile, non mesurée
    chances: str


@dataclass(frozen=True, slots=True)
class OnePage:
    summary: tuple[str, ...]
    strengths: tuple[str, ...]
    targets: tuple[TargetLine, ...]
    bounds: tuple[str, ...]  # what the limits set apart, and the set that holds within them
    warnings: tuple[str, ...]
    left_out: str
    margins: tuple[str, ...]
    certainty: tuple[str, ...]
    first: str  # the target that the answers speak of
    answers: tuple[Answer, ...]
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
        tuple(_target(row, 1 if at else 2) for at, row in enumerate(kept(study)[:FIRST])),
        tuple(_bounds(study)),
        tuple(_warnings(study)),
        _left_out(study),
        tuple(_margins(study)),
        tuple(_certainty(study)),
        next((row["libelle"] for row in kept(study)), ""),
        tuple(answers(study)),
        tuple(_next_steps(study)),
        source_line(study, paths),
    )


def _strengths(study: Study) -> list[str]:
    """Surest specialisations, with how far to trust each, then what the place depends on."""
    diagnosis = study["diagnostic"]
    every = diagnosis["specialisations"]
    # those whose whole interval is above the national share, when there are any
    rows = ([row for row in every if (row["intervalle"]["bas"] or 0) > 1] or every)[:4]
    est = wording.ESTIMATED if rows and is_estimated(study, "diagnostic.specialisations.emplois") else ""
    said = [
        f"{row['libelle']} : {count(row['emplois'], 'emploi')}{est} dans "
        f"{count(row['etablissements'], 'établissement')}, fiabilité {row['qualite']}"
        for row in rows
    ]
    if rows and diagnosis["dependance_employeurs"]["phrase"]:
        said.append(diagnosis["dependance_employeurs"]["phrase"])
    return said


def _target(row: dict[str, Any], reasons: int) -> TargetLine:
    chance = row["acceptabilite"]["top10"]
    return TargetLine(
        row["rang"],
        row["activite"],
        row["libelle"],
        " ".join(row["raisons"][:reasons]) or "Aucune raison mesurée.",
        to_do(row),
        wording.confidence(chance),
        "" if chance is None else wording.number(chance * 100),
    )


def _bounds(study: Study) -> list[str]:
    """What the limits of the territory take away from the first targets, and what holds within them."""
    said = []
    shown = kept(study)[:FIRST]
    last = shown[-1]["rang"] if shown else 0
    before = [target for target in set_apart(study) if target["rang"] < last]
    if before:
        named = listing([f"{row['libelle']} ({nth(row['rang'])})" for row in before[:NAMED]])
        more = f", et {count(len(before) - NAMED, 'autre')} mieux classées" if len(before) > NAMED else ""
        why = f" {why_apart(before[0])}" if len(before) == 1 else ""
        said.append(f"Mise à part par vos limites : {named}{more}.{why}")
    found = study["portefeuille"]
    if found["statut"] != ABSENT:
        said.append(f"Portefeuille : {lower_first(found['phrase'])}")
    return said


def _warnings(study: Study) -> list[str]:
    found = study["strategie"]["avertissements"]
    rest = len(found) - NAMED
    more = f"{count(rest, 'autre avertissement', 'autres avertissements')} : voir « Enjeux »."
    return [*found[:NAMED], more] if rest > 0 else list(found)


def _left_out(study: Study) -> str:
    """The first targets that the chosen set does without: a reader looks for them."""
    chosen = {project["activite"] for project in study["portefeuille"].get("projets", [])}
    missing = [row for row in kept(study)[:FIRST] if row["activite"] not in chosen]
    if not chosen or not missing:
        return ""
    named = listing([f"« {row['libelle']} » ({nth(row['rang'])})" for row in missing])
    return (
        f"{named} n'{'y est' if len(missing) == 1 else 'y sont'} pas : sous ces limites, et à {PER_DIVISION} projets "
        "au plus par division NAF, d'autres valent plus ensemble."
    )


def _margins(study: Study) -> list[str]:
    """What more of each limit would buy, activities by their names."""
    labels = {row["activite"]: row["libelle"] for row in study["cibles"]}
    said = []
    for row in study["portefeuille"].get("marges", []):
        sentence = row["phrase"]
        for code in {*row["entrent"], *row["sortent"]}:
            sentence = sentence.replace(code, f"« {labels.get(code, code)} » ({code})")
        said.append(sentence)
    return said


def here(study: Study, target: dict[str, Any]) -> str:
    """Where the territory stands on a target, in a few words."""
    jobs, sites = target["emplois_ici"], target["etablissements_ici"]
    if jobs:
        est = wording.ESTIMATED if is_estimated(study, "cibles.emplois_ici") else ""
        share = ", sa part du département" if target["type"] == "service" else ""
        return f"Ici : {f'{count(sites, ESTABLISHMENT)}, ' if sites else ''}{count(jobs, 'emploi')}{est}{share}."
    return NOT_HERE[target["position"]]


def _certainty(study: Study) -> list[str]:
    first = kept(study)[:FIRST]
    said = [study["diagnostic"]["qualite"]["phrase"]]
    known = [row["acceptabilite"]["top10"] for row in first if row["acceptabilite"]["top10"] is not None]
    if known:
        firm = sum(p >= 0.8 for p in known)
        said.append(
            f"Quand on fait varier les poids et les données, {count(firm, 'cible')} sur {len(known)} "
            f"{'restent' if firm > 1 else 'reste'} parmi les dix premières au moins 80 fois sur 100 (voir « Et si ? »)."
        )
    elif first:
        said.append("La solidité du classement n'a pas pu être mesurée ici.")
    partial = [row for row in first if row["part_criteres_connus"] < 0.75]
    if partial:
        said.append(
            f"Critères connus pour moins des trois quarts du poids : {listing([r['libelle'] for r in partial])}."
        )
    limits = study["limites"]
    said.extend(f"{limit['titre']} : {lower_first(limit['phrase'])}" for limit in limits[:1])
    if limits[1:]:
        others = listing([lower_first(limit["titre"]) for limit in limits[1:4]])
        said.append(f"À garder en tête aussi : {others} (voir « Limites »).")
    return said


def _state(actor: dict[str, Any]) -> str:
    """What is known of the plant, in two words."""
    known = str(actor["etat"])
    if known.startswith("ouvert"):
        return "ouvert"
    return "site non confirmé" if "site non confirmé" in known else known.partition(" ;")[0]


def _next_steps(study: Study) -> list[str]:
    """Actions this study allows today, most useful first."""
    steps = []
    first = kept(study)[:FIRST]
    wanted = {t["activite"] for t in first}
    calls = [a for a in study["acteurs"] if a["nom"] and a["cible"] in wanted and a["role"] == MAKER]
    best: dict[str, str] = {}  # a firm once, at its best place
    for actor in sorted(calls, key=lambda a: a["rang"]):
        best.setdefault(actor["nom"], f"{actor['nom']} ({actor['commune_nom']}, {_state(actor)})")
    names = list(best.values())
    if names:
        steps.append(f"Appeler d'abord {listing(names[:3])} ; leur demander ce qu'ils font déjà et ce qui leur manque.")
    elif first:
        steps.append("Chercher des entreprises au-delà du registre : il n'en montre aucune à appeler près d'ici.")
    for action in study["plan"]["premiers_gestes"][:FIRST_STEPS]:
        steps.append(f"{action['titre']}. {action['gestes'][0]}")
    return steps
