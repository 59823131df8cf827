"""Step 2, Enjeux: which stakes an activity serves, through the product families that contain it."""

from dataclasses import dataclass
from functools import cache

from ancrage.domain.strategy import Strategy
from ancrage.reference import read_reference


@dataclass(frozen=True, slots=True)
class ServedStake:
    """`weight`: how much the activity serves the stake (0-1), as proposed by the reference base."""

    code: str
    hashtag: str
    weight: float
    reason: str


@cache
def _links() -> tuple[tuple[str, str, float, str], ...]:
    """(class prefix, stake, weight, reason); a family without links of its own takes its parent's."""
    families = {f["code"]: f for f in read_reference("familles.csv").iter_rows(named=True)}
    own: dict[str, list[tuple[str, float, str]]] = {}
    for row in read_reference("enjeux_familles.csv").iter_rows(named=True):
        own.setdefault(row["famille"], []).append((row["enjeu"], float(row["poids"]), row["raison"]))
    links = []
    for code, family in families.items():
        giver = code if code in own else family["parent"]
        named = families.get(giver, family)["libelle"]
        for written in filter(None, (family["naf_classes"] or "").split(";")):
            prefix = written.rstrip("x")[:5]  # "10.xx" -> "10.", "24.4x" -> "24.4", "32.50A" -> class "32.50"
            links += [(prefix, stake, weight, f"{named} : {reason}") for stake, weight, reason in own.get(giver, [])]
    return tuple(links)


@cache
def _served(activity: str) -> dict[str, tuple[float, str]]:
    """Strongest link of the class with each stake."""
    best: dict[str, tuple[float, str]] = {}
    for prefix, stake, weight, reason in _links():
        if activity.startswith(prefix) and weight > best.get(stake, (0.0, ""))[0]:
            best[stake] = (weight, reason)
    return best


def served_stakes(activity: str, strategy: Strategy) -> tuple[ServedStake, ...]:
    """Stakes of the strategy that the class serves, those that count most for the territory first."""
    shares, served = strategy.shares(), _served(activity)
    found = [s for s in strategy.stakes if s.code in served and shares[s.code] > 0]
    found.sort(key=lambda s: (-shares[s.code] * served[s.code][0], s.code))
    return tuple(ServedStake(s.code, s.hashtag, *served[s.code]) for s in found)


def stakes_score(activity: str, strategy: Strategy) -> float:
    """Sum over stakes of (share of the stake in the strategy) x (how much the class serves it), 0-1."""
    shares = strategy.shares()
    return sum(shares[code] * weight for code, (weight, _) in _served(activity).items())
