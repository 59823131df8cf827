"""How sure is the ranking: everything that could move the first targets, gathered and told."""

from typing import Annotated

from ancrage.domain import units
from ancrage.domain.described import Record, field, number, text
from ancrage.domain.measure import Status
from ancrage.domain.strategy import Strategy
from ancrage.domain.units import SHARE, TARGETS
from ancrage.steps.targets.acceptability import DRAWS, monte_carlo_error
from ancrage.steps.targets.agreement import Agreement, MethodRanks, Ranks, compare_methods
from ancrage.steps.targets.crossings import Crossing, WeightChange, weight_changes
from ancrage.steps.targets.postures import TradeOff, trade_off
from ancrage.steps.targets.ranking import FIRST, LEADING, Ranking
from ancrage.steps.targets.tornado import Tornado, tornados
from ancrage.steps.targets.what_if import DOUBLED, HALVED, REMOVED, Scenario, nth, stake_scenarios, without_effect

PUB = Status.PUBLISHED
SURE, LIKELY, OPEN = 0.995, 0.5, 0.05
# a range of ranks narrower than this is not worth a sentence
TELLING_RANKS = 3


class Chance(Record):
    """Probability of being among the first `size`, within `error` (three standard errors of the draws)."""

    size: Annotated[int, number("Nombre de premières cibles", TARGETS, status=PUB)] = field(name="taille")
    probability: Annotated[float, number("Probabilité d'en être, poids et données variant", SHARE)] = field(
        name="probabilite"
    )
    error: Annotated[float, number("Erreur de tirage (trois écarts-types)", SHARE)] = field(name="erreur")


class TargetRobustness(Record):
    """One of the first targets, or of those just behind. `chances`: of the first 5, 10, 20. `stakes_out`, `stakes_in`:
    stakes whose weight, doubled, halved or removed, moves it out of the first or into them. `tornado`: of the first
    LEADING only."""

    sentences: Annotated[tuple[str, ...], text("En quelques phrases", kind="prose")] = field(name="phrases")
    chances: Annotated[tuple[Chance, ...], text("Chances d'être parmi les premières", in_columns=True)]
    methods: Annotated[MethodRanks, text("Rangs par trois méthodes")] = field(name="rangs")
    agree: Annotated[bool, text("Les trois méthodes s'accordent sur sa place", kind="flag")] = field(
        name="methodes_d_accord"
    )
    weight_change: Annotated[WeightChange, text("Plus petit changement d'un poids qui la déplace")] = field(
        name="bascule"
    )
    stakes_out: Annotated[tuple[str, ...], text("Enjeux qui l'écartent")] = field(name="enjeux_qui_l_ecartent")
    stakes_in: Annotated[tuple[str, ...], text("Enjeux qui la font entrer")] = field(name="enjeux_qui_la_font_entrer")
    tornado: Annotated[Tornado | None, text("Effet de chaque critère sur son rang")] = field(name="tornade")


class Robustness(Record):
    """`scenarios`: every stake doubled, halved and removed; `sentences`: those worth telling, then what is without
    effect."""

    sentences: Annotated[tuple[str, ...], text("En quelques phrases", kind="prose")] = field(name="phrases")
    draws: Annotated[int, number("Tirages", units.DRAWS, status=PUB)] = field(name="tirages")
    agreement: Annotated[Agreement, text("Accord de trois méthodes")] = field(name="accord")
    scenarios: Annotated[tuple[Scenario, ...], text("Chaque enjeu avec un autre poids", in_columns=True)]
    trade_off: Annotated[tuple[TradeOff, ...], text("Ancrage local et promesse de chaque cible", in_columns=True)] = (
        field(name="arbitrage")
    )


def robustness(
    ranking: Ranking, strategy: Strategy, labels: dict[str, str]
) -> tuple[Robustness, dict[str, TargetRobustness]]:
    """Every test of a ranking: of the whole, and of the first targets by activity. labels: of the classes."""
    agreement, ranks = compare_methods(ranking)
    scenarios = stake_scenarios(ranking, strategy, labels)
    by_activity = tornados(ranking, strategy)
    found = {}
    for crossing, ranked in zip(weight_changes(ranking, labels), ranks, strict=False):
        i, tornado = ranking.order[crossing.rank - 1], by_activity.get(crossing.activity)
        found[crossing.activity] = TargetRobustness(
            chances=tuple(Chance(size, float(p[i]), float(monte_carlo_error(p[i]))) for size, p in ranking.top.items()),
            methods=ranked.by_method,
            agree=ranked.agree,
            weight_change=crossing.change,
            stakes_out=_moved(crossing.activity, scenarios, entering=False),
            stakes_in=_moved(crossing.activity, scenarios, entering=True),
            tornado=tornado,
            sentences=robustness_sentences(float(ranking.top[LEADING][i]), ranked, crossing, tornado),
        )
    whole = Robustness(
        draws=DRAWS,
        agreement=agreement,
        scenarios=scenarios,
        trade_off=trade_off(ranking, strategy.group_shares()),
        sentences=(agreement.sentence, *stake_sentences(scenarios)),
    )
    return whole, found


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


def robustness_sentences(top: float, ranked: Ranks, crossing: Crossing, tornado: Tornado | None) -> tuple[str, ...]:
    """What a person would say aloud of one target: its chances, its rank by other methods, what would move it."""
    inside = crossing.inside
    told = [_chance(top, inside=inside), _methods(ranked, inside=inside), crossing.change.sentence]
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


def _methods(ranked: Ranks, *, inside: bool) -> str:
    ranks = ranked.by_method
    if ranked.agree:
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
