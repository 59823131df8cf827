"""`etude.json`: a study as plain French-keyed data, and the description of every number in it."""

from typing import TYPE_CHECKING, Annotated

from ancrage.domain.described import Record, field, number, text
from ancrage.domain.measure import Status
from ancrage.domain.territory import LEVEL_LABELS
from ancrage.domain.units import DEGREE, JOBS, PEOPLE, SITES
from ancrage.steps.actors import Actor
from ancrage.steps.advice.bring_back import BringBack
from ancrage.steps.advice.defend import Defend
from ancrage.steps.advice.families import Family, families
from ancrage.steps.advice.services import Service
from ancrage.steps.advice.variant import Variant
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
    activity: Annotated[str, text("Activité (NAF)", kind="code", repeats=True)] = field(name="activite")
    is_manufacturing: Annotated[bool, text("Industrie", kind="flag")] = field(name="industrie")


class Map(Record):
    """What a map of the territory shows."""

    outlines: Annotated[tuple[Outline, ...], text("Contours")] = field(name="contours")
    dots: Annotated[tuple[Dot, ...], text("Établissements du registre", in_columns=True)] = field(name="etablissements")


class Study(Record):
    """`etude.json`: what is said of one territory, with one strategy, from one edition of data."""

    version: Annotated[str, text("Version de ce format")]
    place: Annotated[Place, text("Territoire")] = field(name="territoire")
    edition: Annotated[EditionUsed, text("Édition de données")]
    measures: Annotated[dict[str, Measured], text("Ce qu'est chaque nombre, par son chemin")] = field(name="mesures")
    strategy: Annotated[StrategyUsed, text("Stratégie")] = field(name="strategie")
    context: Annotated[Context, text("Contexte national")] = field(name="contexte")
    diagnostic: Annotated[Diagnosis, text("Diagnostic")]
    variant: Annotated[str, text("Genre de territoire : ordinaire, rurale, outre-mer ou services")] = field(
        name="variante"
    )
    advice: Annotated[Variant | None, text("Ce que ce genre de territoire change")] = field(name="conseil")
    defend: Annotated[tuple[Defend, ...], text("À défendre et faire grandir")] = field(name="a_defendre")
    bring_back: Annotated[tuple[BringBack, ...], text("À faire revenir")] = field(name="a_faire_revenir")
    families: Annotated[tuple[Family, ...], text("Les six familles du texte fondateur")] = field(name="familles")
    services: Annotated[tuple[Service, ...], text("Services nommés par le texte fondateur")]
    targets: Annotated[
        tuple[StudiedTarget, ...], text("Cibles, de la première à la dernière", rest="cibles_suivantes")
    ] = field(name="cibles")
    criteria: Annotated[
        tuple[CriterionValues, ...], text("Valeur et note de chaque critère, dans l'ordre des cibles", in_columns=True)
    ] = field(name="criteres")
    definitions: Annotated[tuple[DefinitionUsed, ...], text("Définitions de la vulnérabilité", in_columns=True)] = (
        field(name="definitions_vulnerabilite")
    )
    lists: Annotated[
        tuple[ListUsed, ...], text("Listes publiées qui nomment des produits des cibles", in_columns=True)
    ] = field(name="listes_publiees")
    robustness: Annotated[Robustness, text("Robustesse")] = field(name="robustesse")
    portfolio: Annotated[Portfolio, text("Portefeuille")] = field(name="portefeuille")
    actors: Annotated[tuple[Actor, ...], text("Acteurs", in_columns=True)] = field(name="acteurs")
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
        variant=study.advice.kind.name,
        advice=study.advice.kind.told,
        defend=study.advice.defend,
        bring_back=study.advice.bring_back,
        families=families(study.advice.bring_back, study.advice.services),
        services=study.advice.services,
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
