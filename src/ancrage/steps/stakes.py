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


@dataclass(frozen=True, slots=True)
class _Family:
    """A family of products: the class prefixes it covers and how much it serves each stake (weight, reason)."""

    prefixes: tuple[str, ...]
    stakes: dict[str, tuple[float, str]]


@cache
def _families() -> tuple[_Family, ...]:
    """Families of the reference base; one without links of its own takes its parent's."""
    rows = {f["code"]: f for f in read_reference("familles.csv").iter_rows(named=True)}
    own: dict[str, dict[str, tuple[float, str]]] = {}
    for row in read_reference("enjeux_familles.csv").iter_rows(named=True):
        reason = f"{rows[row['famille']]['libelle']} : {row['raison']}"
        own.setdefault(row["famille"], {})[row["enjeu"]] = (float(row["poids"]), reason)
    return tuple(
        # "10.xx" -> "10.", "24.4x" -> "24.4", "32.50A" -> class "32.50"
        _Family(
            tuple(written.rstrip("x")[:5] for written in family["naf_classes"].split(";")),
            own.get(code) or own.get(family["parent"], {}),
        )
        for code, family in rows.items()
        if family["naf_classes"]
    )


def _best(activity: str, shares: dict[str, float]) -> tuple[float, dict[str, tuple[float, str]]]:
    """The family through which a class serves the strategy most. One family, not a patchwork of the best of each:
    an activity named in many families would otherwise seem to serve every stake at once."""
    scored = [
        (sum(shares[stake] * weight for stake, (weight, _) in family.stakes.items()), family.stakes)
        for family in _families()
        if activity.startswith(family.prefixes)
    ]
    return max(scored, key=lambda s: s[0], default=(0.0, {}))


def served_stakes(activity: str, strategy: Strategy) -> tuple[ServedStake, ...]:
    """Stakes of the strategy that the class serves, those that count most for the territory first."""
    shares = strategy.shares()
    _, served = _best(activity, shares)
    found = [s for s in strategy.stakes if s.code in served and shares[s.code] > 0]
    found.sort(key=lambda s: (-shares[s.code] * served[s.code][0], s.code))
    return tuple(ServedStake(s.code, s.hashtag, *served[s.code]) for s in found)


def stakes_score(activity: str, strategy: Strategy) -> float:
    """Sum over stakes of (share of the stake in the strategy) x (how much the class's best family serves it), 0-1."""
    return _best(activity, strategy.shares())[0]
