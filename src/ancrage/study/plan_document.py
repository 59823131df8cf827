"""The part `plan` of `etude.json`."""

from typing import TYPE_CHECKING, Any

from ancrage.domain.measure import Status
from ancrage.domain.numbers import rounded
from ancrage.domain.plan import FIELDS
from ancrage.steps.plan import Plan, Reserve
from ancrage.steps.plan.action import Action
from ancrage.steps.plan.supports import Support

if TYPE_CHECKING:
    from ancrage.study.run import Results as Study

EST, PUB = Status.ESTIMATED, Status.PUBLISHED
SHARE = "part (0-1)"

# tables this part reads beside those of the others; rows of `study.measures`: (path, label, unit, tables, status)
TABLES: tuple[str, ...] = ()
_CELLS = (
    ("cout_bas_eur", "Coût de l'action, borne basse", "€", EST),
    ("cout_haut_eur", "Coût de l'action, borne haute", "€", EST),
    ("depart", "Valeur de départ de l'indicateur", "unité de l'indicateur", EST),
    ("cible_bas", "Cible proposée, de", "unité de l'indicateur", EST),
    ("cible_haut", "Cible proposée, à", "unité de l'indicateur", EST),
    ("valeur", "Valeur mesurée par le territoire", "unité de l'indicateur", PUB),
)
MEASURES: tuple[tuple[str, str, str, tuple[str, ...], Status], ...] = (
    ("plan.horizon_mois", "Durée du plan", "mois", (), PUB),
    *(
        row
        for part in ("plan.actions", "plan.reserve")
        for row in (
            *((f"{part}.{cell}", label, unit, (), status) for cell, label, unit, status in _CELLS),
            *((f"{part}.propose.{cell}", f"{label}, avant vos changements", unit, (), EST)
              for cell, label, unit, _ in _CELLS),
            (f"{part}.mois_debut", "Premier mois", "mois du plan, depuis 1", (), EST),
            (f"{part}.mois_fin", "Dernier mois", "mois du plan, depuis 1", (), EST),
            (f"{part}.priorite.score", "Priorité", "points sur 100", (), EST),
            (f"{part}.priorite.force", "Force du signal", "indice 0-1", (), EST),
            (f"{part}.priorite.service", "Service rendu aux enjeux, rapporté au plus grand", "indice 0-1", (), EST),
            (f"{part}.enjeux.poids", "Force du lien entre l'action et l'enjeu", "indice 0-1", (), EST),
            (f"{part}.enjeux.part", "Part de l'enjeu dans la stratégie", SHARE, (), PUB),
            (f"{part}.but.depart", "Valeur de départ de l'objectif servi", "unité de l'objectif", (), PUB),
            (f"{part}.but.cible", "Cible de l'objectif servi", "unité de l'objectif", (), PUB),
            (f"{part}.but.annee", "Échéance de l'objectif servi", "année", (), PUB),
        )
    ),
)  # fmt: skip


def document(study: "Study") -> dict[str, Any]:
    plan = study.plan
    return {
        "phrase": plan.sentence,
        "origine": plan.origin,
        "debut": plan.start,
        "horizon_mois": plan.horizon,
        "avertissements": list(plan.warnings),
        "premiers_gestes": [
            {"id": a.id, "titre": a.values["titre"], "pilote": a.values["pilote"], "gestes": list(a.steps)}
            for a in plan.first_steps
        ],
        "actions": [_action(study, plan, a) for a in plan.actions],
        "reserve": [_reserve(study, plan, r) for r in plan.reserve],
        "a_decider": [
            {"modele": u.code, "etape": u.stage, "titre": u.title, "question": u.question} for u in plan.undecided
        ],
        "retirees": list(plan.removed),
        "hypotheses": list(plan.hypotheses),
    }


def _reserve(study: "Study", plan: Plan, found: Reserve) -> dict[str, Any]:
    return _action(study, plan, found.action) | {"pourquoi": found.why}


def _action(study: "Study", plan: Plan, a: Action) -> dict[str, Any]:
    cells = {name: rounded(v) if isinstance(v, float) else v for name, v in a.values.items()}
    return {
        "id": a.id,
        "modele": a.template,
        **cells,
        "mois_debut": a.first_month,
        "mois_fin": a.last_month,
        "objectif": a.purpose_text,
        "sujet": {"type": a.subject.kind, "code": a.subject.code, "libelle": a.subject.label},
        "signal": _signal(study, a),
        "enjeux": [
            {"code": s.code, "hashtag": s.hashtag, "libelle": s.label, "poids": rounded(s.weight),
             "part": rounded(s.share)}
            for s in a.stakes
        ],
        "but": None if a.purpose is None else {
            "indicateur": a.purpose.indicator,
            "unite": a.purpose.unit,
            "depart": rounded(a.purpose.start),
            "cible": rounded(a.purpose.target),
            "annee": a.purpose.year,
            "phrase": a.purpose.sentence,
        },
        "cout_phrase": a.cost_sentence,
        "indicateur_phrase": a.indicator_sentence,
        "aides": [_support(s) for s in a.supports],
        "risque": a.risk,
        "echecs": list(a.failures),
        "gestes": list(a.steps),
        "priorite": None if a.priority is None else {
            "score": rounded(a.priority.score),
            "force": rounded(a.priority.strength),
            "service": rounded(a.priority.service),
            "phrase": a.priority.sentence,
        },
        "modifie": list(a.edited),
        "propose": {
            name: rounded(v) if isinstance(v, float) else v for name, v in a.proposed.items() if name in FIELDS
        },
        "autres": dict(sorted(a.extra.items())),
    }  # fmt: skip


def _signal(study: "Study", a: Action) -> dict[str, Any]:
    """What calls for it, described by itself: its unit and source depend on the rule."""
    from ancrage.study.measures import credit

    seen, threshold = a.observation, a.threshold
    base = {"nom": a.trigger, "observe": a.signal_seen}
    if seen is None or threshold is None:
        said = "Action ajoutée par le territoire." if a.signal_seen is None else "Le signal n'est plus observé."
        return base | {"phrase": said}
    vintage, source = credit(study.local.edition, seen.tables)
    return base | {
        "code": threshold.code,
        "phrase": seen.sentence,
        "valeur": rounded(seen.number),
        "seuil": threshold.value,
        "seuil_libelle": threshold.label,
        "pourquoi": threshold.why,
        "unite": threshold.unit,
        "millesime": vintage,
        "source": source,
        "statut": EST.value,
    }


def _support(s: Support) -> dict[str, Any]:
    return {
        "code": s.code,
        "nom": s.name,
        "organisme": s.body,
        "nature": s.kind,
        "regle": s.rule,
        "plafond": s.ceiling,
        "taux": s.rate,
        "statut": s.status,
        "date_debut": s.opens,
        "date_fin": s.closes,
        "verdict": s.verdict,
        "phrase": s.sentence,
        "source": s.source,
        "confiance": s.confidence,
    }
