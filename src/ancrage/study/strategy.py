"""`strategie` in `etude.json`: what the territory wants, and how that ranks the targets."""

from typing import Annotated

from ancrage.domain.described import Record, field, number, text
from ancrage.domain.measure import Status
from ancrage.domain.strategy import GROUPS, Goal, Strategy
from ancrage.domain.units import HA, M3, MW, OF_AIM, QUOTIENT, RELATIVE, SHARE, YEAR, YEARS
from ancrage.steps.targets import SERVICE
from ancrage.steps.targets.criteria import CRITERIA
from ancrage.study.credits import Origin, credit_codes
from ancrage.warehouse.edition import Edition, derived

EST, PUB = Status.ESTIMATED, Status.PUBLISHED
# services have no customs data: their figures come from other tables
OF_SERVICES = {
    "part_hors_ue": "icio_imported",
    "emplois_ici": "jobs_departement_class",
    "densite": "proximity_service",
}
PUBLISHED = ("trade_class", "icio_sectors")
DEFAULT = (
    "Poids par défaut : chaque enjeu pèse ce que lui donnent les six familles du texte fondateur ; à régler par les "
    "élus."
)


class WeighedStake(Record):
    """A stake of society and what it weighs here."""

    code: Annotated[str, text("Enjeu", kind="code")]
    hashtag: Annotated[str, text("Étiquette")]
    label: Annotated[str, text("Libellé")] = field(name="libelle")
    description: Annotated[str, text("Description")]
    weight: Annotated[float, number("Poids de l'enjeu", RELATIVE, status=PUB, head="Poids")] = field(name="poids")
    share: Annotated[
        float, number("Part de l'enjeu dans le total des poids", SHARE, status=PUB, head="Part du poids")
    ] = field(name="part")


class WeighedGroup(Record):
    """A group of criteria and its share of the score."""

    code: Annotated[str, text("Groupe (code)", kind="code")]
    label: Annotated[str, text("Groupe")] = field(name="libelle")
    weight: Annotated[float, number("Part du groupe de critères", SHARE, status=PUB)] = field(name="poids")


class CriterionUsed(Record):
    """What a criterion measures, which way it counts, how much, and where its values come from."""

    code: Annotated[str, text("Critère (code)", kind="code")]
    label: Annotated[str, text("Critère")] = field(name="libelle")
    group: Annotated[str, text("Groupe", kind="code")] = field(name="groupe")
    weight: Annotated[float, number("Part du critère", SHARE, status=PUB, head="Part du poids")] = field(name="poids")
    sign: Annotated[str, text("Favorable quand (+ : haut, - : bas)", head="Favorable quand")] = field(name="sens")
    unit: Annotated[str, text("Unité")] = field(name="unite")
    reading: Annotated[str, text("Comment lire", kind="prose")] = field(name="lecture")
    goods: Annotated[Origin, text("Pour une cible qui est un bien")] = field(name="biens")
    services: Annotated[Origin, text("Pour une cible qui est un service")]

    def origin(self, kind: str) -> Origin:
        """Where the values of a target of a kind come from."""
        return self.services if kind == SERVICE else self.goods


class GoalSet(Record):
    """A goal of the territory: from where to where, and by when."""

    indicator: Annotated[str, text("Indicateur")] = field(name="indicateur")
    label: Annotated[str, text("Objectif")] = field(name="libelle")
    unit: Annotated[str, text("Unité")] = field(name="unite")
    start: Annotated[float, number("Valeur de départ de l'objectif", OF_AIM, status=PUB, head="Départ")] = field(
        name="depart"
    )
    start_year: Annotated[int, number("Année de départ", YEAR, status=PUB)] = field(name="annee_depart")
    target: Annotated[float, number("Cible de l'objectif", OF_AIM, status=PUB, head="À atteindre")] = field(
        name="cible"
    )
    year: Annotated[int, number("Échéance", YEAR, status=PUB)] = field(name="annee")
    direction: Annotated[str, text("Sens", kind="code")] = field(name="sens")
    stake: Annotated[str, text("Enjeu servi", kind="code")] = field(name="enjeu")


class LimitsSet(Record):
    """What no choice may exceed; None is no limit."""

    land_ha: Annotated[float | None, number("Foncier mobilisable", HA, status=PUB)] = field(name="hectares")
    power_mw: Annotated[float | None, number("Puissance disponible", MW, status=PUB)] = field(name="megawatts")
    water_m3_per_day: Annotated[float | None, number("Eau disponible", M3, status=PUB)] = field(name="eau_m3_par_jour")
    seveso_allowed: Annotated[bool, text("Sites Seveso admis", kind="flag")] = field(name="seveso")
    excluded: Annotated[tuple[str, ...], text("Secteurs refusés", kind="code")] = field(name="secteurs_exclus")
    required: Annotated[tuple[str, ...], text("Secteurs à garder", kind="code")] = field(name="secteurs_minimum")


class Horizon(Record):
    """The years the strategy looks at; None when it does not say."""

    years: Annotated[int | None, number("Horizon", YEARS, status=PUB)] = field(name="annees")
    first_year: Annotated[int | None, number("Première année", YEAR, status=PUB)] = field(name="annee_debut")


class StrategyUsed(Record):
    """The strategy of the study: weights, goals, limits, horizon, notes."""

    origin: Annotated[str, text("D'où viennent les poids")] = field(name="origine")
    sentence: Annotated[str, text("En une phrase", kind="prose")] = field(name="phrase")
    stakes: Annotated[tuple[WeighedStake, ...], text("Enjeux et leurs poids", in_columns=True)] = field(name="enjeux")
    groups: Annotated[tuple[WeighedGroup, ...], text("Groupes de critères")] = field(name="groupes")
    criteria: Annotated[tuple[CriterionUsed, ...], text("Critères du classement", in_columns=True)] = field(
        name="criteres"
    )
    weighting: Annotated[str, text("Comment les poids des enjeux sont donnés", kind="code")] = field(name="ponderation")
    consistency: Annotated[float | None, number("Rapport de cohérence de Saaty", QUOTIENT)] = field(name="coherence")
    warnings: Annotated[tuple[str, ...], text("Avertissements", kind="prose")] = field(name="avertissements")
    goals: Annotated[tuple[GoalSet, ...], text("Objectifs")] = field(name="objectifs")
    limits: Annotated[LimitsSet, text("Limites du territoire")] = field(name="limites")
    horizon: Annotated[Horizon, text("Horizon")]
    notes: Annotated[str, text("Notes du territoire", kind="prose")]


def strategy_used(edition: Edition, strategy: Strategy) -> StrategyUsed:
    shares, groups, limits = strategy.shares(), strategy.group_shares(), strategy.limits
    return StrategyUsed(
        origin=strategy.origin,
        sentence=DEFAULT if strategy.origin == "défaut" else f"Poids lus dans {strategy.origin}.",
        stakes=tuple(
            WeighedStake(s.code, s.hashtag, s.label, s.description, s.weight, shares[s.code]) for s in strategy.stakes
        ),
        groups=tuple(WeighedGroup(code, label, groups[code]) for code, label in GROUPS.items()),
        criteria=tuple(
            CriterionUsed(
                c.code, c.label, c.group, c.weight * groups[c.group], "+" if c.sign > 0 else "-", c.unit, c.reading,
                origin_of(edition, c.table), origin_of(edition, OF_SERVICES.get(c.code, c.table)),
            )
            for c in CRITERIA
        ),
        weighting=strategy.weighting,
        consistency=strategy.consistency_ratio,
        warnings=strategy.warnings,
        goals=tuple(map(_goal, strategy.goals)),
        limits=LimitsSet(
            limits.land_ha, limits.power_mw, limits.water_m3_per_day, limits.seveso_allowed, limits.excluded,
            limits.required,
        ),
        horizon=Horizon(strategy.horizon_years, strategy.first_year),
        notes=strategy.notes,
    )  # fmt: skip


def _goal(goal: Goal) -> GoalSet:
    return GoalSet(
        goal.indicator, goal.label, goal.unit, goal.start, goal.start_year, goal.target, goal.year, goal.direction,
        goal.stake,
    )  # fmt: skip


@derived
def origin_of(edition: Edition, table: str) -> Origin:
    """Vintage, source and status of what a criterion takes from a table ("table:source"); "" is Ancrage itself."""
    vintage, source = credit_codes(edition, (table,) if table else ())
    return Origin(vintage, source, (PUB if table.startswith(PUBLISHED) else EST).value)
