"""`etude.json`: a study as plain French-keyed data, and the description of every number in it."""

from dataclasses import fields, is_dataclass
from functools import singledispatch
from typing import TYPE_CHECKING, Any

from ancrage.domain.measure import Status
from ancrage.domain.numbers import rounded
from ancrage.domain.strategy import GROUPS
from ancrage.domain.territory import LEVEL_LABELS
from ancrage.steps.diagnostic.specialisations import Specialisation
from ancrage.steps.resources import resources
from ancrage.steps.targets import SERVICE, CriterionValue, Target
from ancrage.steps.targets.criteria import CRITERIA
from ancrage.steps.vulnerability import activity_document, definitions_document, vulnerability
from ancrage.study import (
    actors_document,
    cases_document,
    costs_document,
    impact_document,
    plan_document,
    sites_document,
)
from ancrage.study.choice import (
    need_document,
    portfolio_document,
    robustness_document,
    target_robustness,
    verdicts,
    wishes,
)
from ancrage.study.measures import USED_TABLES, criterion_measure, measures
from ancrage.warehouse.edition import Edition

if TYPE_CHECKING:
    from ancrage.study import Study

VERSION = "1"

# English field -> French key; the same name means the same thing everywhere
FRENCH: dict[str, str] = {
    "absent_classes": "classes_absentes", "activity": "activite", "activity_label": "libelle_activite",
    "area_ha": "surface_ha", "balance_eur": "solde_eur", "brownfields": "friches", "buyers": "acheteurs",
    "code": "code", "common": "points_communs", "commune": "commune", "commune_label": "commune_nom",
    "confidence": "confiance", "coverage": "couverture", "distance_km": "distance_km", "duty_pct": "droit_pct",
    "employers": "employeurs", "establishments": "etablissements", "establishments_here": "etablissements_ici",
    "establishments_in_france": "etablissements_france", "excess_jobs": "emplois_excedentaires",
    "export_eur": "exportations_eur", "extra_eu_share": "part_hors_ue", "gap_jobs": "ecart_emplois", "grade": "note",
    "hashtag": "hashtag", "here": "sur_place", "hhi": "hhi", "hhi_extra_eu": "hhi_hors_ue",
    "import_eur": "importations_eur", "imported_share": "part_importee_france", "is_manufacturing": "industrie",
    "jobs": "emplois", "jobs_here": "emplois_ici", "kind": "type",
    "kinship": "parentes", "outlook_gain": "gain_perspectives", "density": "densite", "note": "note",
    "known_share": "part_criteres_connus",
    "label": "libelle", "lat": "lat", "level": "niveau", "lon": "lon", "main": "principaux", "name": "nom",
    "national_share": "part_france", "need_meur": "besoin_meur", "non_eu_share": "part_hors_ue_france",
    "perimeter": "perimetre", "position": "position", "posture": "posture", "proximity": "proximite",
    "quality": "qualite",
    "quotient": "quotient", "rank": "rang", "reason": "raison", "reasons": "raisons", "reserves": "reserves",
    "role": "role", "score": "score", "sector": "branche", "sentence": "phrase", "share": "part",
    "shrunk_quotient": "quotient_lisse", "similarity": "similarite", "siren": "siren", "siret": "siret",
    "sites": "sites", "sites_with_area": "sites_de_surface_connue", "size_class": "taille", "stakes": "enjeux",
    "status": "statut_friche", "sub_activities": "sous_activites", "supply_meur": "offre_ici_meur", "target": "cible",
    "suppliers": "fournisseurs", "title": "titre", "top_country": "premier", "top_share": "part_premier",
    "top_ten_share": "part_dix_premiers", "top_three_share": "part_trois_premiers", "weight": "poids",
    "window_flag": "fenetre_covid", "products": "produits", "remarks": "remarques", "standing": "etat",
}  # fmt: skip


def plain(value: Any) -> Any:
    """A step's result as plain data: French keys, lists, floats at six significant digits."""
    # most values are numbers and texts: spare them the search for their kind
    kind = type(value)
    if kind is float:
        return float(f"{value:.6g}") + 0.0  # no negative zero
    return value if value is None or kind in (str, int, bool) else _plain(value)


@singledispatch
def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {FRENCH[f.name]: plain(getattr(value, f.name)) for f in fields(value)}
    return value


@_plain.register
def _(value: float) -> float:
    return rounded(value)


@_plain.register(tuple)
@_plain.register(list)
def _(value: tuple[Any, ...] | list[Any]) -> list[Any]:
    return [plain(item) for item in value]


@_plain.register
def _(value: dict) -> dict[str, Any]:  # type: ignore[type-arg]
    return {key: plain(item) for key, item in value.items()}


@_plain.register
def _(value: Specialisation) -> dict[str, Any]:
    row = {FRENCH[f.name]: plain(getattr(value, f.name)) for f in fields(value) if f.name not in ("low", "high")}
    return row | {"intervalle": {"bas": plain(value.low), "haut": plain(value.high)}}


def document(study: "Study") -> dict[str, Any]:
    local, territory, edition = study.local, study.local.territory, study.local.edition
    diagnostic = study.diagnostic
    return {
        "version": VERSION,
        "territoire": {
            "code": territory.code,
            "nom": territory.label,
            "niveau": territory.level.value,
            "niveau_libelle": LEVEL_LABELS[territory.level],
            "communes": list(territory.communes),
            "population": territory.population,
            "centre": {"lon": plain(territory.lon), "lat": plain(territory.lat)},
            "emplois_registre": int(local.jobs.sum()),
            "etablissements_registre": local.register.height,
        },
        "edition": {"id": edition.id, "tables": _tables(edition)},
        "mesures": {path: measure.as_dict() for path, measure in sorted(measures(edition).items())},
        "strategie": _strategy(study),
        "diagnostic": {
            "resume": list(diagnostic.summary),
            "qualite": plain(diagnostic.quality),
            "specialisations": plain(diagnostic.specialisations),
            "secteurs": plain(diagnostic.sectors),
            "comparables": [
                {"nom" if key == "libelle" else key: value for key, value in plain(peer).items()}
                for peer in diagnostic.peers
            ],
            "dependance_employeurs": plain(diagnostic.employers),
            "maillons_manquants": actors_document.missing_links(plain(diagnostic.missing_links), study),
            "arrivees": actors_document.arrivals(study),
            "boucles": actors_document.loops(study),
            "atouts": plain(study.swot.strengths),
            "faiblesses": plain(study.swot.weaknesses),
            "opportunites": plain(study.swot.opportunities),
            "menaces": plain(study.swot.threats),
            "savoir_faire_a_risque": actors_document.know_how(study),
        },
        "cibles": _targets(study),
        "definitions_vulnerabilite": definitions_document(),
        "robustesse": robustness_document(study.robustness),
        "portefeuille": portfolio_document(study.portfolio),
        "acteurs": actors_document.document(study),
        "cas": cases_document.document(study),
        "couts": costs_document.document(study),
        "impact": impact_document.document(study),
        "sites": sites_document.document(study),
        "plan": plan_document.document(study),
        "limites": plain(study.limits),
        "carte": _map(study),
    }


def _tables(edition: Edition) -> list[dict[str, Any]]:
    """One row a table used and a source of it: what to credit."""
    return [
        {
            "nom": name,
            "titre": edition.entry(name)["title"],
            "source": source.title,
            "producteur": source.producer,
            "millesime": source.vintage,
            "licence": source.licence,
            "attribution": source.attribution,
            "lignes": edition.entry(name)["rows"],
            "methode": edition.entry(name)["method"],
        }
        for name in USED_TABLES
        for source in edition.sources(name)
    ]


def _strategy(study: "Study") -> dict[str, Any]:
    strategy = study.strategy
    shares, groups = strategy.shares(), strategy.group_shares()
    return {
        "origine": strategy.origin,
        "phrase": (
            "Poids par défaut : chaque enjeu pèse ce que lui donnent les six familles du texte fondateur ; à régler "
            "par les élus."
            if strategy.origin == "défaut"
            else f"Poids lus dans {strategy.origin}."
        ),
        "enjeux": [
            {
                "code": s.code,
                "hashtag": s.hashtag,
                "libelle": s.label,
                "description": s.description,
                "poids": plain(s.weight),
                "part": plain(shares[s.code]),
            }
            for s in strategy.stakes
        ],
        "groupes": [{"code": g, "libelle": label, "poids": plain(groups[g])} for g, label in GROUPS.items()],
        "criteres": [
            {
                "code": c.code,
                "libelle": c.label,
                "groupe": c.group,
                "poids": plain(c.weight * groups[c.group]),
                "sens": "+" if c.sign > 0 else "-",
                "unite": c.unit,
                "lecture": c.reading,
            }
            for c in CRITERIA
        ],
        **wishes(strategy),
    }


def _targets(study: "Study") -> list[dict[str, Any]]:
    """Every target; the first ones with their vulnerability, needs and robustness."""
    edition = study.local.edition
    robust = {t.activity: t for t in study.robustness.targets}
    rows = []
    for target in study.targets:
        activity, check = target.activity, study.checks[target.activity]
        row = _target(target, edition) | {"ecartee": check.set_apart, "limites": verdicts(check)}
        detailed = target.detailed
        row["vulnerabilite"] = (
            plain(activity_document(vulnerability(edition, activity))) if detailed and target.kind != SERVICE else None
        )
        row["besoins"] = need_document(resources(edition, activity)) if detailed else None
        row["cas"] = cases_document.of_target(study.cases.get(activity))
        row["robustesse"] = target_robustness(robust[activity]) if activity in robust else None
        rows.append(row)
    return rows


def _target(target: Target, edition: Edition) -> dict[str, Any]:
    row = {
        FRENCH[f.name]: plain(getattr(target, f.name))
        for f in fields(target)
        if f.name not in ("top5", "top10", "groups", "criteria", "detailed")
    }
    return row | {
        "acceptabilite": {"top5": plain(target.top5), "top10": plain(target.top10)},
        "groupes": {code: plain(value) for code, value in target.groups.items()},
        "criteres": {c.code: _criterion(c, target, edition) for c in target.criteria},
    }


def _criterion(criterion: CriterionValue, target: Target, edition: Edition) -> dict[str, Any]:
    """A criterion describes itself: services do not take theirs from the same tables as goods."""
    measure = criterion_measure(edition, criterion.code, target.kind)
    status = measure.status if criterion.value is not None else Status.ABSENT
    row = {"valeur": plain(criterion.value), "note": plain(criterion.note), "poids": plain(criterion.weight)}
    described = {"unite": measure.unit, "millesime": measure.vintage, "source": measure.source, "statut": status.value}
    return row | described


def _map(study: "Study") -> dict[str, Any]:
    country = study.local.country
    kind = dict(zip(country.classes["class"], country.is_manufacturing.tolist(), strict=True))
    rows = study.local.register.sort(["jobs", "siret"], descending=[True, False])
    return {
        "contours": [{"code": o.code, "nom": o.label, "role": o.role, "geometry": o.geometry} for o in study.outlines],
        "etablissements": [
            {"lon": plain(lon), "lat": plain(lat), "emplois": jobs, "activite": activity, "industrie": kind[activity]}
            for lon, lat, jobs, activity in rows.select("lon", "lat", "jobs", "class").iter_rows()
        ],
    }
