"""What a rule of the plan sees: a subject, how strongly, and the sentence that says so with its number."""

from collections.abc import Callable
from dataclasses import dataclass

from ancrage.domain.wording import listing, lower_first
from ancrage.steps.plan.facts import Facts, Firm
from ancrage.steps.targets import Target

NAMED = 3


@dataclass(frozen=True, slots=True)
class Subject:
    """What an action bears on: `kind` cible, maillon, savoir-faire, métier, activité or territoire (code empty)."""

    kind: str
    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Observation:
    """A signal seen. `strength` 0-1: how far past the threshold; `number` in the unit of the threshold; `listed`:
    what it found, for the first steps; `stakes`: served by the subject itself; `tables`: what was read."""

    subject: Subject
    strength: float
    number: float
    sentence: str
    tables: tuple[str, ...]
    firms: tuple[Firm, ...] = ()
    listed: str = ""
    stakes: dict[str, float] | None = None


HERE = Subject("territoire", "", "")
Rule = Callable[[Facts, float], list[Observation]]


def strength_at(number: float, threshold: float, full: float) -> float:
    """0.3 at the threshold, 1 at `full` and beyond; signs changed on both sides when less is more."""
    if full == threshold:
        return 1.0
    return min(1.0, max(0.3, 0.3 + 0.7 * (number - threshold) / (full - threshold)))


def names(labels: list[str], shown: int = NAMED) -> str:
    """« a, b, c et 4 de plus », inside a sentence."""
    more = [f"{len(labels) - shown} de plus"] if len(labels) > shown else []
    return listing([*map(lower_first, labels[:shown]), *more])


def of_target(facts: Facts, target: Target) -> tuple[Subject, dict[str, float]]:
    return Subject("cible", target.activity, target.label), facts.stakes_of(target.activity)
