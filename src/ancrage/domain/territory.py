"""A territory: a set of communes with a name, at one of the official levels or hand-made."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """Official levels, in the words of the command line, plus the hand-made perimeter."""

    ZONE_EMPLOI = "zone_emploi"
    EPCI = "epci"
    DEPARTEMENT = "departement"
    REGION = "region"
    TERRITOIRE_INDUSTRIE = "territoire_industrie"
    COMMUNES = "communes"


LEVEL_LABELS: dict[Level, str] = {
    Level.ZONE_EMPLOI: "zone d'emploi",
    Level.EPCI: "intercommunalité",
    Level.DEPARTEMENT: "département",
    Level.REGION: "région",
    Level.TERRITOIRE_INDUSTRIE: "Territoire d'industrie",
    Level.COMMUNES: "périmètre choisi",
}


@dataclass(frozen=True, slots=True)
class Territory:
    """`communes` holds sorted INSEE codes; `population` is None when one commune has none published.

    `lon`, `lat` (degrees) are the population-weighted centre: distances are counted from there.
    """

    level: Level
    code: str
    label: str
    communes: tuple[str, ...]
    population: int | None
    lon: float
    lat: float

    @property
    def key(self) -> str:
        """`niveau:code`, the unambiguous way to name this territory on the command line."""
        return f"{self.level.value}:{self.code}"
