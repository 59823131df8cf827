"""How sure is the ranking: everything that could move the first targets, gathered and told."""

from dataclasses import dataclass

from ancrage.domain.strategy import Strategy
from ancrage.steps.targets.acceptability import DRAWS, monte_carlo_error
from ancrage.steps.targets.agreement import Agreement, MethodRanks, compare_methods
from ancrage.steps.targets.crossings import WeightChange, weight_changes
from ancrage.steps.targets.postures import TradeOff, trade_off
from ancrage.steps.targets.ranking import FIRST, LEADING, Ranking
from ancrage.steps.targets.tornado import Tornado, tornados
from ancrage.steps.targets.what_if import DOUBLED, HALVED, REMOVED, Scenario, nth, stake_scenarios, without_effect

SURE, LIKELY, OPEN = 0.995, 0.5, 0.05
# a range of ranks narrower than this is not worth a sentence
TELLING_RANKS = 3


@dataclass(frozen=True, slots=True)
class Chance:
    """Probability of being among the first `size`, within `error` (three standard errors of the draws)."""

    size: int
    probability: float
    error: float


@dataclass(frozen=True, slots=True)
class TargetRobustness:
    """One of the first targets, or of those just behind. `chances`: of the first 5, 10, 20. `stakes_out`, `stakes_in`:
    stakes whose weight, doubled, halved or removed, moves it out of the first or into them. `tornado`: of the first
    LEADING only."""

    activity: str
    rank: int
    chances: tuple[Chance, ...]
    methods: MethodRanks
    weight_change: WeightChange
    stakes_out: tuple[str, ...]
    stakes_in: tuple[str, ...]
    tornado: Tornado | None
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Robustness:
    """`scenarios`: every stake doubled, halved and removed; `sentences`: those worth telling, then what is without
    effect."""

    draws: int
    targets: tuple[TargetRobustness, ...]
    agreement: Agreement
    scenarios: tuple[Scenario, ...]
    trade_off: tuple[TradeOff, ...]
    sentences: tuple[str, ...]


def robustness(ranking: Ranking, posture: list[str], strategy: Strategy, labels: dict[str, str]) -> Robustness:
    """Every test of a ranking. `posture`: see `target_postures`; labels: of the classes."""
    agreement = compare_methods(ranking)
    scenarios = stake_scenarios(ranking, strategy, labels)
    by_activity = {t.activity: t for t in tornados(ranking, strategy)}
    found = []
    for change, methods in zip(weight_changes(ranking, labels), agreement.ranks, strict=False):
        i, tornado = ranking.order[change.rank - 1], by_activity.get(change.activity)
        found.append(
            TargetRobustness(
                activity=change.activity,
                rank=change.rank,
                chances=tuple(
                    Chance(size, float(p[i]), float(monte_carlo_error(p[i]))) for size, p in ranking.top.items()
                ),
                methods=methods,
                weight_change=change,
                stakes_out=_moved(change.activity, scenarios, entering=False),
                stakes_in=_moved(change.activity, scenarios, entering=True),
                tornado=tornado,
                sentences=robustness_sentences(float(ranking.top[LEADING][i]), methods, change, tornado),
            )
        )
    return Robustness(
        draws=DRAWS,
        targets=tuple(found),
        agreement=agreement,
        scenarios=scenarios,
        trade_off=trade_off(ranking, posture, labels, strategy.group_shares()),
        sentences=(agreement.sentence, *stake_sentences(scenarios)),
    )


def _moved(activity: str, scenarios: tuple[Scenario, ...], *, entering: bool) -> tuple[str, ...]:
    """« Santé publique doublé »..., the stakes that move a target across the border."""
    return tuple(
        f"{s.label} ({s.change})"
        for s in scenarios
        if activity in [m.activity for m in (s.entering if entering else s.leaving)]
    )


def stake_sentences(scenarios: tuple[Scenario, ...]) -> tuple[str, ...]:
    """What doubling or removing a stake changes (halving is told where neither does), then what is without effect."""
    told: list[str] = []
    for stake in dict.fromkeys(s.stake for s in scenarios):
        moving = {s.change: s.sentence for s in scenarios if s.stake == stake and s.entering}
        main = [moving[change] for change in (DOUBLED, REMOVED) if change in moving]
        told += main or [moving[change] for change in (HALVED,) if change in moving]
    still = without_effect(scenarios)
    return (*told, still) if still else tuple(told)


def robustness_sentences(
    top: float, methods: MethodRanks, change: WeightChange, tornado: Tornado | None
) -> tuple[str, ...]:
    """What a person would say aloud of one target: its chances, its rank by other methods, what would move it."""
    told = [_chance(top, inside=change.inside), _methods(methods, inside=change.inside), change.sentence]
    return tuple(sentence for sentence in (*told, _criterion(tornado)) if sentence)


def _chance(top: float, *, inside: bool) -> str:
    varying = "quand on fait varier les poids et les données"
    times = f"{round(top * 100)} fois sur 100"
    if not inside:
        return f"Entre dans les {FIRST} {times} {varying}." if top >= OPEN else ""
    if top >= SURE:
        return f"Reste presque toujours dans les {FIRST} {varying}."
    if top >= LIKELY:
        return f"Reste dans les {FIRST} {times} {varying}."
    return f"Ne reste dans les {FIRST} que {times} {varying} : sa place est fragile."


def _methods(ranks: MethodRanks, *, inside: bool) -> str:
    if ranks.agree:
        return f"Trois méthodes de classement la placent dans les {FIRST}." if inside else ""
    return (
        f"Sa place dépend de la méthode : {nth(ranks.weighted_sum)} par la somme pondérée, {nth(ranks.promethee_ii)} "
        f"par PROMETHEE II, {nth(ranks.topsis)} par TOPSIS."
    )


def _criterion(tornado: Tornado | None) -> str:
    """The criterion whose weight moves the rank most, when it moves it enough to be told."""
    told = [
        (abs(bar.rank_halved - bar.rank_doubled), bar.label, bar.rank_halved, bar.rank_doubled)
        for bar in (tornado.bars if tornado else ())
        if bar.rank_halved is not None and bar.rank_doubled is not None
    ]
    reach, label, halved, doubled = max(told, key=lambda bar: bar[0], default=(0, "", 0, 0))
    if reach < TELLING_RANKS:
        return ""
    return (
        f"Le critère qui déplace le plus son rang : « {label} » ; {nth(doubled)} s'il pèse double, {nth(halved)} s'il "
        "pèse moitié moins."
    )
