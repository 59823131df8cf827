"""`cibles` in `etude.json`: what every step says of each target, together."""

from math import isnan
from typing import TYPE_CHECKING, Annotated

from ancrage.domain.described import Record, columns, field, number, text
from ancrage.domain.units import TIMES
from ancrage.methods.location import CAP
from ancrage.steps.limits_check import BREAKS, Verdict
from ancrage.steps.resources import ProjectNeed, resources
from ancrage.steps.targets import SERVICE
from ancrage.steps.targets.robustness import TargetRobustness
from ancrage.steps.targets.target import Target
from ancrage.steps.vulnerability import ActivityVulnerability, vulnerability
from ancrage.study.cases import CasesOfTarget, of_target

if TYPE_CHECKING:
    from ancrage.study.run import Results


DEFEND, SERVICES, OTHER = "défendre", "services", "autre"


class SettleChance(Record):
    """How many times more often a new plant of the activity would settle here than in a place of this size."""

    times: Annotated[
        float, number("Chance d'une usine ici, en fois un territoire de même taille", TIMES, of=("establishments",))
    ] = field(name="fois")
    capped: Annotated[bool, text("Au-delà de ce que les données disent : plus de 5 fois", kind="flag")] = field(
        name="plafonnee"
    )


class StudiedTarget(Target, kw_only=True):
    """A target, and for the first ones (`detailed`) what the other steps say of it."""

    set_apart: Annotated[bool, text("Mise à part par une limite", head="Mise à part", kind="flag")] = field(
        name="ecartee"
    )
    listed: Annotated[str, text("Liste : défendre, services ou autre")] = field(name="liste", default=OTHER)
    settling: Annotated[SettleChance | None, text("Chance d'une usine ici")] = field(name="chance", default=None)
    limits: Annotated[tuple[Verdict, ...], text("Ce que disent les limites du territoire")] = field(
        name="limites", default=()
    )
    vulnerability: Annotated[ActivityVulnerability | None, text("Vulnérabilité du pays")] = field(
        name="vulnerabilite", default=None
    )
    need: Annotated[ProjectNeed | None, text("Besoins d'un projet courant")] = field(name="besoins", default=None)
    cases: Annotated[CasesOfTarget | None, text("Cas documentés")] = field(name="cas", default=None)
    robustness: Annotated[TargetRobustness | None, text("Solidité de sa place")] = field(
        name="robustesse", default=None
    )

    @property
    def why_apart(self) -> str:
        """Sentences of the limits it breaks."""
        return " ".join(verdict.sentence for verdict in self.limits if verdict.answer == BREAKS)


OWN = [column.name for column in columns(Target).values()]


def studied_targets(study: "Results") -> tuple[StudiedTarget, ...]:
    return tuple(_studied(study, target) for target in study.targets)


def _studied(study: "Results", target: Target) -> StudiedTarget:
    edition, activity, detailed = study.local.edition, target.activity, target.detailed
    check = study.checks[activity]
    at = study.local.country.index[activity]
    times = float(study.advice.chance.times[at])
    return StudiedTarget(
        **{name: getattr(target, name) for name in OWN},
        set_apart=check.set_apart,
        listed=_list_of(study, target),
        settling=None if isnan(times) else SettleChance(min(times, CAP), bool(study.advice.chance.capped[at])),
        limits=check.verdicts,
        vulnerability=vulnerability(edition, activity) if detailed and target.kind != SERVICE else None,
        need=resources(edition, activity).told() if detailed else None,
        cases=of_target(study.cases.get(activity)),
        robustness=study.target_robustness.get(activity),
    )


def _list_of(study: "Results", target: Target) -> str:
    if target.kind == SERVICE:
        return SERVICES
    return DEFEND if any(row.activity == target.activity for row in study.advice.defend) else OTHER
