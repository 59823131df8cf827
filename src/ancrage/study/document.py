"""`etude.json`: a study as plain French-keyed data, and the description of every number in it."""

from dataclasses import fields, is_dataclass
from functools import singledispatch
from typing import TYPE_CHECKING, Annotated, Any

from ancrage.domain import described
from ancrage.domain.described import Record, field, number, text
from ancrage.domain.measure import Status
from ancrage.domain.numbers import rounded
from ancrage.domain.territory import LEVEL_LABELS
from ancrage.domain.units import DEGREE, JOBS, PEOPLE, SITES
from ancrage.steps.actors import Actor
from ancrage.steps.context import Context, context
from ancrage.steps.costs.targets import Costs
from ancrage.steps.limits import Limit
from ancrage.steps.local import Local
from ancrage.steps.outline import Outline
from ancrage.steps.portfolio import Portfolio
from ancrage.steps.targets.robustness import Robustness
from ancrage.steps.targets.target import CriterionValues
from ancrage.steps.vulnerability import DefinitionUsed, ListUsed, definitions_used, lists_used
from ancrage.study.cases import Cases, cases_of
from ancrage.study.credits import EditionUsed, Measured
from ancrage.study.diagnosis import Diagnosis, diagnosis
from ancrage.study.impact import ImpactsStudied, impacts_studied
from ancrage.study.measures import edition_used, measures
from ancrage.study.plan import PlanStudied, plan_studied
from ancrage.study.sites import SitesStudied, sites_studied
from ancrage.study.strategy import StrategyUsed, strategy_used
from ancrage.study.targets import StudiedTarget, studied_targets

if TYPE_CHECKING:
    from ancrage.study.run import Results

VERSION = "2"
PUB = Status.PUBLISHED

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
    "window_flag": "fenetre_covid", "products": "produits",
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
    if isinstance(value, Record):
        return described.plain(value)
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


class Centre(Record):
    """Where distances are counted from."""

    lon: Annotated[float, number("Centre de population, longitude", DEGREE, of=("communes",))]
    lat: Annotated[float, number("Centre de population, latitude", DEGREE, of=("communes",))]


class Place(Record):
    """The territory of the study."""

    code: Annotated[str, text("Code", kind="code")]
    label: Annotated[str, text("Nom")] = field(name="nom")
    level: Annotated[str, text("Niveau", kind="code")] = field(name="niveau")
    level_label: Annotated[str, text("Niveau")] = field(name="niveau_libelle")
    communes: Annotated[tuple[str, ...], text("Communes (codes INSEE)", kind="code")]
    population: Annotated[int | None, number("Population légale", PEOPLE, of=("communes:cog_communes",), status=PUB)]
    centre: Annotated[Centre, text("Centre de population")]
    jobs: Annotated[int, number("Emplois observés", JOBS, of=("establishments",))] = field(name="emplois_registre")
    sites: Annotated[int, number("Établissements observés", SITES, of=("establishments",), status=PUB)] = field(
        name="etablissements_registre"
    )


class Dot(Record):
    """An establishment of the register, for the map."""

    lon: Annotated[float, number("Longitude", DEGREE, of=("establishments",), status=PUB)]
    lat: Annotated[float, number("Latitude", DEGREE, of=("establishments",), status=PUB)]
    jobs: Annotated[int, number("Emplois", JOBS, of=("establishments",))] = field(name="emplois")
    activity: Annotated[str, text("Activité (NAF)", kind="code")] = field(name="activite")
    is_manufacturing: Annotated[bool, text("Industrie", kind="flag")] = field(name="industrie")


class Map(Record):
    """What a map of the territory shows."""

    outlines: Annotated[tuple[Outline, ...], text("Contours")] = field(name="contours")
    dots: Annotated[tuple[Dot, ...], text("Établissements du registre")] = field(name="etablissements")


class Study(Record):
    """`etude.json`: what is said of one territory, with one strategy, from one edition of data."""

    version: Annotated[str, text("Version de ce format")]
    place: Annotated[Place, text("Territoire")] = field(name="territoire")
    edition: Annotated[EditionUsed, text("Édition de données")]
    measures: Annotated[dict[str, Measured], text("Ce qu'est chaque nombre, par son chemin")] = field(name="mesures")
    strategy: Annotated[StrategyUsed, text("Stratégie")] = field(name="strategie")
    context: Annotated[Context, text("Contexte national")] = field(name="contexte")
    diagnostic: Annotated[Diagnosis, text("Diagnostic")]
    targets: Annotated[tuple[StudiedTarget, ...], text("Cibles, de la première à la dernière")] = field(name="cibles")
    criteria: Annotated[
        tuple[CriterionValues, ...], text("Valeur et note de chaque critère, dans l'ordre des cibles", in_columns=True)
    ] = field(name="criteres")
    definitions: Annotated[tuple[DefinitionUsed, ...], text("Définitions de la vulnérabilité")] = field(
        name="definitions_vulnerabilite"
    )
    lists: Annotated[tuple[ListUsed, ...], text("Listes publiées qui nomment des produits des cibles")] = field(
        name="listes_publiees"
    )
    robustness: Annotated[Robustness, text("Robustesse")] = field(name="robustesse")
    portfolio: Annotated[Portfolio, text("Portefeuille")] = field(name="portefeuille")
    actors: Annotated[tuple[Actor, ...], text("Acteurs")] = field(name="acteurs")
    cases: Annotated[Cases, text("Cas documentés")] = field(name="cas")
    costs: Annotated[Costs, text("Dossier économique")] = field(name="couts")
    impact: Annotated[ImpactsStudied, text("Impact")]
    sites: Annotated[SitesStudied, text("Sites")]
    plan: Annotated[PlanStudied, text("Plan d'action")]
    limits: Annotated[tuple[Limit, ...], text("Ce que l'étude ne peut pas dire")] = field(name="limites")
    map: Annotated[Map, text("Carte")] = field(name="carte")


def document(study: "Results") -> Study:
    local, chosen = study.local, studied_targets(study)
    return Study(
        version=VERSION,
        place=_place(local),
        edition=edition_used(local.edition, Study),
        measures=measures(local.edition, Study),
        strategy=strategy_used(local.edition, study.strategy),
        context=context(local.edition),
        diagnostic=diagnosis(study.diagnostic, study.swot, study.links),
        targets=chosen,
        criteria=study.criteria,
        definitions=definitions_used(),
        lists=lists_used(target.vulnerability for target in chosen if target.vulnerability),
        robustness=study.robustness,
        portfolio=study.portfolio,
        actors=study.actors,
        cases=cases_of(local.edition, local.territory, study.cases),
        costs=study.costs,
        impact=impacts_studied(study.impact),
        sites=sites_studied(study.sites),
        plan=plan_studied(local.edition, study.plan),
        limits=study.limits,
        map=_map(study),
    )


def _place(local: Local) -> Place:
    territory = local.territory
    return Place(
        code=territory.code,
        label=territory.label,
        level=territory.level.value,
        level_label=LEVEL_LABELS[territory.level],
        communes=territory.communes,
        population=territory.population,
        centre=Centre(territory.lon, territory.lat),
        jobs=int(local.jobs.sum()),
        sites=local.register.height,
    )


def _map(study: "Results") -> Map:
    country = study.local.country
    kind = dict(zip(country.classes["class"], country.is_manufacturing.tolist(), strict=True))
    rows = study.local.register.sort(["jobs", "siret"], descending=[True, False])
    dots = tuple(
        Dot(lon, lat, jobs, activity, kind[activity])
        for lon, lat, jobs, activity in rows.select("lon", "lat", "jobs", "class").iter_rows()
    )
    return Map(study.outlines, dots)
