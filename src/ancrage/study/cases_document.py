"""The part `cas` of `etude.json`, and the cases of one target."""

from typing import TYPE_CHECKING, Any

from ancrage.domain.measure import Status
from ancrage.domain.numbers import rounded
from ancrage.steps.cases import Case, NearCase, TargetCases, case_base, caution, failure_sentence, nearest

if TYPE_CHECKING:
    from ancrage.study import Study

EST, PUB = Status.ESTIMATED, Status.PUBLISHED

# tables this part reads beside those of the others; rows of `study.measures`: (path, label, unit, tables, status)
TABLES: tuple[str, ...] = ()
MEASURES: tuple[tuple[str, str, str, tuple[str, ...], Status], ...] = (
    ("cas.liste.annee", "Année de l'annonce, selon la presse citée", "année", (), PUB),
    ("cas.liste.annee_statut", "Année de la dernière nouvelle, selon la presse citée", "année", (), PUB),
    ("cas.liste.distance_km", "Distance au centre de population, à vol d'oiseau", "km", ("communes",), EST),
    ("cibles.cas.total", "Cas documentés liés à la cible", "cas", (), PUB),
    ("cibles.cas.arretes", "Cas arrêtés", "cas", (), PUB),
    ("cibles.cas.sans_nouvelle", "Cas sans nouvelle depuis trois ans ou plus", "cas", (), PUB),
    ("cibles.cas.fragiles", "Cas en difficulté, suspendus ou repris", "cas", (), PUB),
)


def document(study: "Study") -> dict[str, Any]:
    """Each case that some target cites, once; what to hold against them all."""
    cited = {near.case.id for found in study.cases.values() for near in found.cases}
    on = study.local.edition.day
    kept = (case for case in case_base(on) if case.id in cited)
    near = nearest(study.local.edition, study.local.territory, kept)
    return {
        "phrase": f"Base de référence : {failure_sentence(case_base(on))}",
        "reserve": caution(on),
        "liste": [row(found) for found in sorted(near, key=lambda found: found.case.id)],
    }


def of_target(found: TargetCases | None) -> dict[str, Any] | None:
    """`lien` is empty when no case is known; `cas` holds ids of `cas.liste`, nearest first. None: not looked for."""
    if found is None:
        return None
    return {
        "lien": found.link,
        "phrase": found.sentence,
        "total": found.total,
        "arretes": found.stopped,
        "fragiles": found.fragile,
        "sans_nouvelle": found.silent,
        "cas": [near.case.id for near in found.cases],
    }


def row(near: NearCase) -> dict[str, Any]:
    case = near.case
    return {
        "id": case.id,
        "entreprise": case.firm,
        "produit": case.product,
        "famille": case.family,
        "classes": [{"activite": c.activity, "confiance": c.confidence, "raison": c.reason} for c in case.classes],
        "commune": case.commune,
        "commune_nom": case.commune_label,
        "departement": case.departement,
        "distance_km": rounded(near.distance_km),
        "annee": case.year,
        "emplois": _published(case, case.jobs, "emplois") | {"nature": case.jobs_nature},
        "investissement": _published(case, case.investment_eur, "€"),
        "pays_origine": case.origin,
        "type": case.kind,
        "issue": case.outcome,
        "statut_cas": case.status,
        "annee_statut": case.status_year,
        "sans_nouvelle": case.silent,
        "note": case.note,
        "sources": list(case.sources),
        "etablissements": [{"siret": s.siret, "lien": s.link, "confiance": s.confidence} for s in case.sites],
        "confiance": case.confidence,
    }


def _published(case: Case, value: int | None, unit: str) -> dict[str, Any]:
    """A number that describes itself: its source is the press of its own case."""
    return {
        "valeur": value,
        "unite": unit,
        "millesime": str(case.year or case.status_year),
        "source": case.sources[0],
        "statut": (Status.ABSENT if value is None else PUB).value,
    }
