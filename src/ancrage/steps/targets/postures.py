"""Consolider, prolonger, parier: what a target asks of the territory, and the trade-off between fit and promise."""

from typing import Annotated

import numpy as np

from ancrage.domain.described import Record, field, number, text
from ancrage.domain.strategy import GROUPS
from ancrage.domain.units import INDEX, RANK
from ancrage.steps.national import Floats
from ancrage.steps.targets.criteria import CRITERIA
from ancrage.steps.targets.ranking import Ranking

CONSOLIDATE, EXTEND, BET = "consolider", "prolonger", "parier"
# density note: 0.6 is nearer to what is done here than six candidates in ten
CLOSE = 0.6
# share of the weight that known criteria carry: below, too little is known to call it anything but a bet
LEAST_KNOWN = 0.7
# a proven specialisation: likelier above the country than below (1), and surely not much below (0.8). Asking the low
# bound itself to reach 1 leaves nothing to consolidate in half of the employment zones: classes there are of few plants
CENTRAL, LOWEST = 1.0, 0.8
FIT = "ancrage"
DENSITY = [c.code for c in CRITERIA].index("densite")

MEANING = {
    CONSOLIDATE: "Présente ici et plus que dans le reste du pays, même en tenant compte du petit nombre "
    "d'établissements (quotient lissé d'au moins 1, et presque sûrement de plus de 0,8).",
    EXTEND: "Présente sans que ce soit une spécialité sûre, ou absente mais proche de ce qui se fait ici (note de "
    "proximité d'au moins 0,6).",
    BET: "Absente et éloignée de ce qui se fait ici, ou trop peu connue (moins de 70 % du poids des critères).",
}


def postures(ranking: Ranking, establishments: Floats, quotient: Floats, low: Floats) -> list[str]:
    """Posture of each candidate, in this order:

    parier if known < LEAST_KNOWN; consolider if an establishment is here, the shrunk quotient is at least CENTRAL and
    its low bound at least LOWEST; prolonger if an establishment is here or the density note is at least CLOSE; parier
    otherwise. establishments: count here (services: estimated); quotient, low: shrunk location quotient and its 5 %
    bound, NaN when they cannot be observed here, as for services: a specialisation known by département only is not
    one of the territory.
    """
    here = np.nan_to_num(establishments) >= 1
    little = ranking.known < LEAST_KNOWN
    near = np.nan_to_num(ranking.notes[:, DENSITY]) >= CLOSE
    real = here & (np.nan_to_num(quotient) >= CENTRAL) & (np.nan_to_num(low) >= LOWEST)
    return [str(p) for p in np.select([little, real, here | near], [BET, CONSOLIDATE, EXTEND], BET)]


class TradeOff(Record):
    """A point to plot, 0-1: `fit` (local anchoring) against `promise` (need, gain and stakes by their shares).

    `undominated`: no other candidate is better on one and at least as good on the other.
    """

    activity: Annotated[str, text("Activité (NAF)", kind="code")] = field(name="activite")
    rank: Annotated[int, number("Rang", RANK)] = field(name="rang")
    fit: Annotated[float, number("Ancrage local", INDEX, head="Ancrage (0 à 1)")] = field(name="ancrage")
    promise: Annotated[float, number("Besoin, gain et enjeux réunis", INDEX, head="Promesse (0 à 1)")] = field(
        name="promesse"
    )
    undominated: Annotated[bool, text("Sans rivale sur les deux", kind="flag")] = field(name="non_domine")


def trade_off(ranking: Ranking, group_shares: dict[str, float]) -> tuple[TradeOff, ...]:
    """Every candidate, best first; none where local anchoring is unknown (no establishment in the register)."""
    if FIT not in ranking.informed:
        return ()
    others = [g for g in GROUPS if g != FIT and g in ranking.informed]
    weights = np.array([group_shares[g] for g in others])
    weights = weights / weights.sum() if weights.any() else np.full(len(others), 1 / len(others))
    fit = ranking.table[:, ranking.informed.index(FIT)]
    promise = ranking.table[:, [ranking.informed.index(g) for g in others]] @ weights
    better = (fit[:, None] >= fit) & (promise[:, None] >= promise)
    strictly = (fit[:, None] > fit) | (promise[:, None] > promise)
    dominated = (better & strictly).any(axis=0)
    return tuple(
        TradeOff(ranking.codes[i], rank, float(fit[i]), float(promise[i]), not dominated[i])
        for rank, i in enumerate(ranking.order, start=1)
    )
