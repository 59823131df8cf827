"""A territory: a set of communes with a name, at one of the official levels or hand-made."""

from dataclasses import dataclass
from enum import StrEnum

from ancrage.domain.wording import of_place


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

    `lon`, `lat` (degrees) are the population-weighted centre: distances are counted from there. `article`: the one
    that goes with a name that does not hold it (« la » Haute-Savoie).
    """

    level: Level
    code: str
    label: str
    communes: tuple[str, ...]
    population: int | None
    lon: float
    lat: float
    article: str = ""

    @property
    def of(self) -> str:
        """« de l'Ain », « du Mans », « de la Communauté de communes… »: what belongs to it."""
        if self.level is Level.COMMUNES:
            return f"du périmètre{self.label.removeprefix('Périmètre')}"
        if self.level is Level.TERRITOIRE_INDUSTRIE:
            return f"du Territoire d'industrie {self.label}"
        return of_place(self.label, self.article)

    @property
    def key(self) -> str:
        """`niveau:code`, the unambiguous way to name this territory on the command line."""
        return f"{self.level.value}:{self.code}"
