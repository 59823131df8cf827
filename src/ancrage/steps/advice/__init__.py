"""Step 3, Conseil: what to defend, what to bring back, which services, for a place as it is."""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import zip_longest

from ancrage.domain.strategy import Strategy
from ancrage.steps.advice.bring_back import BringBack, bring_back
from ancrage.steps.advice.chance import Chance, chances
from ancrage.steps.advice.defend import Defend, defend
from ancrage.steps.advice.foothold import stand
from ancrage.steps.advice.services import Service, service_list
from ancrage.steps.advice.variant import OVERSEAS, RURAL, Kind, variant
from ancrage.steps.local import Local

__all__ = ["Advice", "advise"]

ACTIVITIES = 10  # whose actors are looked for


@dataclass(frozen=True, eq=False)
class Advice:
    """`bring_back` is empty where the data cannot carry a list (rural variant)."""

    kind: Kind
    chance: Chance
    defend: tuple[Defend, ...]
    bring_back: tuple[BringBack, ...]
    services: tuple[Service, ...]

    @property
    def activities(self) -> tuple[str, ...]:
        """NAF classes of both lists, in turn, those to bring back first, each once, ACTIVITIES at most."""
        first = list(dict.fromkeys(row.activity for row in self.bring_back))
        second = [row.activity for row in self.defend]
        turns = (code for pair in zip_longest(first, second) for code in pair if code)
        return tuple(dict.fromkeys(turns))[:ACTIVITIES]


def advise(local: Local, strategy: Strategy, set_apart: Collection[str] = ()) -> Advice:
    """`set_apart`: activities that break a limit of the strategy."""
    kind, chance, here = variant(local), chances(local), stand(local.edition, local.register)
    back: tuple[BringBack, ...] = ()
    if kind.name != RURAL:
        back = bring_back(local, strategy, chance, here, set_apart=set_apart, own_only=kind.name == OVERSEAS)
    return Advice(
        kind=kind,
        chance=chance,
        defend=defend(local, here),
        bring_back=back,
        services=service_list(local),
    )
