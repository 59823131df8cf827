"""What a territory wants: stakes and groups of criteria with their weights, goals, limits."""

from dataclasses import dataclass, field
from typing import Literal

from ancrage.domain.limits import LandFigures, Limits

GROUPS: dict[str, str] = {
    "besoin": "Besoin du pays",
    "ancrage": "Ancrage local",
    "gain": "Gain pour le territoire",
    "enjeux": "Enjeux de société",
}
# how the weights of the stakes were given: the French names are the keys of the file
Weighting = Literal["direct", "classement", "comparaisons"]


@dataclass(frozen=True, slots=True)
class Stake:
    """A stake of society (`code` E01...), with its non-negative weight. Weights are relative: their sum is free."""

    code: str
    hashtag: str
    label: str
    description: str
    weight: float


@dataclass(frozen=True, slots=True)
class Goal:
    """From `start` in `start_year` to `target` in `year` (later), in `unit`, for the stake of code `stake`."""

    indicator: str
    label: str
    unit: str
    start: float
    start_year: int
    target: float
    year: int
    stake: str

    @property
    def direction(self) -> Literal["hausse", "baisse"]:
        return "hausse" if self.target > self.start else "baisse"


@dataclass(frozen=True, slots=True)
class Strategy:
    """`origin` is "défaut" or the file it was read from; `groups` maps each code of GROUPS to its weight.

    `horizon_years` counts from `first_year`; `weighting` says how the weights of the stakes were given, and
    `consistency_ratio` (Saaty's, comparisons only; None when they are too few to contradict each other) how well they
    agree. `warnings` are French sentences: what is accepted but deserves a second look.
    """

    origin: str
    stakes: tuple[Stake, ...]
    groups: dict[str, float] = field(hash=False)
    territory: str = ""
    goals: tuple[Goal, ...] = ()
    limits: Limits = field(default_factory=Limits)
    land: LandFigures | None = None
    first_year: int | None = None
    horizon_years: int | None = None
    notes: str = ""
    weighting: Weighting = "direct"
    consistency_ratio: float | None = None
    warnings: tuple[str, ...] = ()

    def shares(self) -> dict[str, float]:
        """Share of each stake in the total weight (0-1, they sum to one)."""
        total = sum(s.weight for s in self.stakes)
        return {s.code: s.weight / total for s in self.stakes}

    def group_shares(self) -> dict[str, float]:
        """Share of each group of criteria (0-1, they sum to one)."""
        total = sum(self.groups.values())
        return {code: weight / total for code, weight in self.groups.items()}
