"""What a number is: its unit, vintage, source and status. No number is shown without one."""

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """Missing, zero, secret and estimated are different things (French words: users read them)."""

    PUBLISHED = "publié"
    ESTIMATED = "estimé"
    SECRET = "secret"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Source:
    """A public source as it must be credited."""

    id: str
    title: str
    producer: str
    vintage: str
    licence: str
    url: str = ""

    @property
    def attribution(self) -> str:
        """The line to print wherever a figure appears."""
        return f"{self.producer}, {self.title}, {self.vintage}, {self.licence}"


@dataclass(frozen=True, slots=True)
class Measure:
    """The description that travels with a number or a column of numbers.

    `source` is a short attribution ("INSEE Sirene"), `unit` a French unit ("emplois", "€", "sans unité").
    """

    label: str
    unit: str
    vintage: str
    source: str
    status: Status
    note: str = ""

    def as_dict(self) -> dict[str, str]:
        """The French keys used in `etude.json`."""
        row = {
            "libelle": self.label,
            "unite": self.unit,
            "millesime": self.vintage,
            "source": self.source,
            "statut": self.status.value,
        }
        if self.note:
            row["note"] = self.note
        return row
