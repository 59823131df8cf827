"""The card of a method: what it computes, how to read it, which conventions were chosen and why."""

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Card:
    """French texts (they feed docs, tooltips and the "Méthode" sheet), no field may be empty.

    `id` is the public function name in `ancrage.methods`; `conventions` records each choice made
    where authors differ, with the default and the reason; `references` are full citations.
    """

    id: str
    label: str
    formula: str
    unit: str
    range: str
    neutral: str
    reading: str
    conventions: tuple[str, ...]
    references: tuple[str, ...]

    def __post_init__(self) -> None:
        empty = [f.name for f in fields(self) if not getattr(self, f.name)]
        if empty:
            raise ValueError(f"card {self.id!r}: empty fields {empty}")
