"""What a territory wants: stakes with weights, and the weight of each group of criteria."""

from dataclasses import dataclass, field

GROUPS: dict[str, str] = {
    "besoin": "Besoin du pays",
    "ancrage": "Ancrage local",
    "gain": "Gain pour le territoire",
    "enjeux": "Enjeux de société",
}


@dataclass(frozen=True, slots=True)
class Stake:
    """A stake of society (`code` E01...), with its non-negative weight. Weights are relative: their sum is free."""

    code: str
    hashtag: str
    label: str
    description: str
    weight: float


@dataclass(frozen=True, slots=True)
class Strategy:
    """`origin` is "défaut" or the file it was read from; `groups` maps each code of GROUPS to its weight."""

    origin: str
    stakes: tuple[Stake, ...]
    groups: dict[str, float] = field(hash=False)
    territory: str = ""

    def shares(self) -> dict[str, float]:
        """Share of each stake in the total weight (0-1, they sum to one)."""
        total = sum(s.weight for s in self.stakes)
        return {s.code: s.weight / total for s in self.stakes}

    def group_shares(self) -> dict[str, float]:
        """Share of each group of criteria (0-1, they sum to one)."""
        total = sum(self.groups.values())
        return {code: weight / total for code, weight in self.groups.items()}
