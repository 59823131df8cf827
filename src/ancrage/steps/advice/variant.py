"""What kind of place it is: advice made for a country of factories is not the advice of an island, of a valley with
five plants, or of a city of offices."""

from dataclasses import dataclass
from typing import Annotated

import polars as pl

from ancrage.domain.described import Record, field, text
from ancrage.domain.territory import LEVEL_LABELS, Level
from ancrage.domain.wording import NBSP, count, integer
from ancrage.steps.local import Local

ORDINARY, RURAL, OVERSEAS, SERVICES = "ordinaire", "rurale", "outre-mer", "services"
# manufacturing establishments of 20 employees and more below which a list of products would be invented
LEAST_PLANTS = 5
# a city of services: many people, and few manufacturing jobs for so many (against the country)
LEAST_PEOPLE, LOW_INDUSTRY = 100_000, 0.3
WIDER = (Level.ZONE_EMPLOI, Level.DEPARTEMENT, Level.REGION)
OVERSEAS_PREFIX = "97"


class Wider(Record):
    """A wider territory that the data can carry."""

    key: Annotated[str, text("À écrire pour l'étudier", kind="code")] = field(name="cle")
    label: Annotated[str, text("Nom")] = field(name="libelle")


class Variant(Record):
    """Why the advice is made so, what it cannot say, the wider territory to study and what to ask."""

    reason: Annotated[str, text("Pourquoi", kind="prose")] = field(name="raison")
    cautions: Annotated[tuple[str, ...], text("Ce qu'il faut compter en plus", kind="prose")] = field(
        name="precautions"
    )
    wider: Annotated[Wider | None, text("Territoire plus large à étudier")] = field(name="territoire_plus_large")
    questions: Annotated[tuple[str, ...], text("À demander sur place", kind="prose")] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    name: str
    told: Variant | None


def variant(local: Local) -> Kind:
    """Overseas first, then too few plants, then a city of services, else ordinary."""
    plants = float(local.establishments[local.country.is_manufacturing].sum())
    if local.departement.startswith(OVERSEAS_PREFIX):
        return Kind(OVERSEAS, _overseas(local, plants))
    if plants < LEAST_PLANTS:
        return Kind(RURAL, _rural(local, plants))
    if _of_services(local):
        return Kind(SERVICES, _services(local, plants))
    return Kind(ORDINARY, None)


def _of_services(local: Local) -> bool:
    people = local.territory.population or 0
    everyone = float(local.edition.table("communes")["population"].fill_null(0).sum())
    made = local.country.is_manufacturing
    usual = float(local.country.jobs[made].sum()) / everyone if everyone else 0.0
    return people >= LEAST_PEOPLE and float(local.jobs[made].sum()) / people < LOW_INDUSTRY * usual


def _rural(local: Local, plants: float) -> Variant:
    held = count(plants, "établissement industriel", "établissements industriels")
    said = (
        f"Le registre ne connaît ici que {held}"
        if plants
        else "Le registre ne connaît ici aucun établissement industriel"
    )
    wider = _wider(local)
    more = f" Étudiez plutôt {wider.label}." if wider else ""
    return Variant(
        reason=f"{said} de 20{NBSP}salariés et plus : trop peu pour classer des produits sans inventer.{more}",
        cautions=(),
        wider=wider,
        questions=(
            f"Quels ateliers de moins de 20{NBSP}salariés travaillent ici, et pour quels clients ?",
            "Lesquels refusent des commandes, et faute de quoi (bras, place, machine, trésorerie) ?",
            "Lesquels seront à reprendre dans les cinq ans ?",
            "Quelles matières d'ici (bois, lait, laine, pierre, plantes) partent sans être transformées ?",
            "Quels locaux ou terrains équipés sont libres, et à quelle distance d'un axe ?",
        ),
    )


def _wider(local: Local) -> Wider | None:
    """The smallest official territory around that has enough plants: where most of the people here live."""
    codes = local.country.classes.filter("is_manufacturing")["class"]
    table = local.edition.table("jobs_territory_class")
    for level in WIDER:
        if level == local.territory.level:
            continue
        column = level.value
        people = (
            local.communes.drop_nulls(column)
            .group_by(column)
            .agg(people=pl.col("population").fill_null(1).sum(), communes=pl.len())
        )
        if people.is_empty():
            continue
        code = people.sort(["people", "communes", column], descending=[True, True, False])[column][0]
        rows = table.filter(pl.col("level") == column, pl.col("code") == code, pl.col("class").is_in(codes.implode()))
        if rows["establishments"].sum() >= LEAST_PLANTS:
            names = local.edition.table("territories").filter(pl.col("level") == column, pl.col("code") == code)
            return Wider(f"{column}:{code}", f"{_article(level)}{LEVEL_LABELS[level]} « {names['label'][0]} »")
    return None


def _article(level: Level) -> str:
    return "le " if level is Level.DEPARTEMENT else "la "


def _overseas(local: Local, plants: float) -> Variant:
    people = local.territory.population
    market = f" de {integer(people)}{NBSP}habitants" if people else ""
    held = f"{count(plants, 'établissement industriel', 'établissements industriels')} de 20{NBSP}salariés et plus"
    return Variant(
        reason=f"Une usine d'outre-mer travaille d'abord pour le marché local{market} ; le registre y connaît {held}. "
        "Seuls les produits d'un métier déjà présent ici sont proposés, jamais la liste des importations nationales.",
        cautions=(
            "Le premier concurrent est une usine de métropole : comparez avec son prix rendu, pas seulement avec "
            "celui d'un pays étranger.",
            "Comptez le fret maritime ou aérien à l'aller (matières, machines) comme au retour, et le stock qu'il "
            "oblige à tenir.",
            "L'octroi de mer protège certaines productions et renchérit certaines matières : demandez à la région le "
            "taux du produit et celui de ses intrants.",
            "Énergie, pièces et entretien coûtent plus cher sur une île, et une petite série s'amortit sur un petit "
            "marché.",
            "Les importations dites ici sont celles de la France entière : celles du territoire sont à demander à la "
            "direction régionale des douanes.",
        ),
        wider=_wider(local) if plants < LEAST_PLANTS else None,
        questions=(
            "Quels produits arrivent par bateau toutes les semaines, de métropole comme de l'étranger, et à quel prix "
            "rendu ?",
            "Quelles usines d'ici ont des machines qui ne tournent pas à plein ?",
            "Quels voisins (îles, pays proches) achèteraient, et par quelle ligne de fret ?",
        ),
    )


def _services(local: Local, plants: float) -> Variant:
    people = local.territory.population or 0
    held = f"{count(plants, 'établissement industriel', 'établissements industriels')} de 20{NBSP}salariés et plus"
    return Variant(
        reason=f"Territoire de services et d'habitat : {held}, très peu pour {integer(people)}{NBSP}habitants. "
        "Les services viennent d'abord ; les produits cités s'appuient sur les usines d'ici.",
        cautions=(
            "Le foncier et les salaires y sont ceux d'une grande ville : une usine y vient pour ses clients ou ses "
            "ingénieurs, rarement pour la place.",
        ),
        wider=_wider(local),
        questions=(
            "Quels donneurs d'ordres d'ici achètent loin ce que des usines voisines pourraient faire ?",
            "Quels laboratoires ou sociétés d'ingénierie cherchent un atelier pour produire ?",
        ),
    )
