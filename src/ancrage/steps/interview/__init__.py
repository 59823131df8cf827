"""Interview kits: for one establishment and one target, what is known, what is inferred, and the eight questions."""

from collections.abc import Sequence
from dataclasses import dataclass

from ancrage.domain.knowledge import Knowledge, Note, Signal
from ancrage.steps.actors import Actor
from ancrage.steps.cases import caution
from ancrage.steps.interview.bearings import Bearings, bearings
from ancrage.steps.interview.facts import Fact, inferred, known
from ancrage.steps.interview.questions import Question, eight_questions, mentions
from ancrage.steps.local import Local

NOTHING = Knowledge()
UNNAMED = "Nom non diffusé"

__all__ = ["Bearings", "Fact", "Kit", "Question", "interview_kits"]


@dataclass(frozen=True, slots=True)
class Kit:
    """What a developer takes to a meeting. `product`: the product asked for, when it is narrower than the activity.

    `known` comes from the register and from the territory itself, `inferred` from averages: nobody has called.
    """

    territory: str
    territory_code: str
    edition: str
    target: str
    target_label: str
    product: str | None
    actor: Actor
    name: str
    known: tuple[Fact, ...]
    notes: tuple[Note, ...]
    signals: tuple[Signal, ...]
    inferred: tuple[Fact, ...]
    questions: tuple[Question, ...]
    promises: tuple[str, ...]
    privacy: str
    caution: str


def interview_kits(
    local: Local, actors: Sequence[Actor], product: str | None = None, knowledge: Knowledge = NOTHING
) -> tuple[Kit, ...]:
    """One kit a firm, in the order given; a support body has none. `product`: code (NC8 or HS6) that targets make."""
    return tuple(_kit(local, actor, product, knowledge) for actor in actors if actor.siret)


def _kit(local: Local, actor: Actor, product: str | None, knowledge: Knowledge) -> Kit:
    found = bearings(local, actor, product)
    return Kit(
        territory=local.territory.label,
        territory_code=f"{local.territory.level.value}:{local.territory.code}",
        edition=local.edition.id,
        target=actor.target,
        target_label=local.country.labels[actor.target],
        product=found.product,
        actor=actor,
        name=actor.name or UNNAMED,
        known=known(local, actor, found),
        notes=tuple(note for note in knowledge.notes if note.siret == actor.siret),
        signals=tuple(signal for signal in knowledge.signals if signal.siret == actor.siret),
        inferred=inferred(local, actor, found),
        questions=eight_questions(actor.role, found),
        promises=mentions("promesse", actor.role),
        privacy=mentions("donnees", actor.role)[0],
        caution=caution(local.edition.day),
    )
