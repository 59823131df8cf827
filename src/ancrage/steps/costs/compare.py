"""A business case, computed: for each origin, today's gap and its range, what drives it, the years to come, levers."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from ancrage.domain.described import Range
from ancrage.methods.cost import Number, TotalCost
from ancrage.methods.decision import Array
from ancrage.methods.risk import monte_carlo
from ancrage.steps.costs.case import Case, Side
from ancrage.steps.costs.components import by_group, curve, group_of, label_of
from ancrage.steps.costs.estimates import Estimate, factors, parameter
from ancrage.steps.costs.future import Year, outcome, years
from ancrage.steps.costs.levers import Lever, levers
from ancrage.steps.costs.links import correlation
from ancrage.steps.costs.model import FAR, Frame, drivers, frame, total, unit_kg
from ancrage.steps.costs.payback import Payback, payback
from ancrage.steps.costs.spread import probability, spread
from ancrage.steps.costs.wording import sentences

DRAWS = 10_000
SMALLEST = 1e-9
OWN_NAMES = {
    "volume": "Volume par an", "poids_kg": "Poids d'une unité", "eur_kg": "Valeur par kilogramme",
    "investissement": "Investissement", "aide_pct": "Aide à l'investissement",
    "actualisation_pct": "Taux d'actualisation",
    "ailleurs.taux": "Taux de change",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the waterfall at the means of the ranges, EUR a unit; `step`: what it adds to the gap, share of the
    cost here (positive: it favours abroad). The steps of all the lines sum to the gap."""

    key: str
    label: str
    group: str
    there: float
    here: float
    step: float | None


@dataclass(frozen=True, slots=True)
class Swing:
    """A hypothesis at its low then its high bound, the others at their means: the outcome each time."""

    key: str
    label: str
    estimate: Estimate
    at_low: float
    at_high: float

    @property
    def width(self) -> float:
        return abs(self.at_high - self.at_low)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Home against one origin. Gaps are shares of the cost here, positive when abroad is cheaper; `home_cheaper`: how
    often home costs less, in draws. Home price unknown: gaps, probability and levers are None or empty, and
    `break_even_home` is the answer: the highest cost at home (EUR a unit) that holds.

    `tolerated_gap`: price gap above which abroad is cheaper; `break_even_far`: price abroad (EUR) of that gap.
    `mean_outcome`: the outcome (gap, or that highest cost) at the means of the ranges, where the swings start from.
    `group_gaps`: gap of price, then with each group of factors, from the surest to the most debatable.
    """

    origin: Side
    hypotheses: Mapping[str, Estimate]
    lines: tuple[Line, ...]
    group_gaps: tuple[tuple[str, Range], ...]
    price_gap: Range | None
    gap: Range | None
    home_cheaper: float | None
    home_cheaper_error: float | None
    tolerated_gap: Range
    break_even_far: Range | None
    break_even_home: Range
    cost_far: Range
    cost_home: Range | None
    mean_outcome: float
    swings: tuple[Swing, ...]
    years: tuple[Year, ...]
    levers: tuple[Lever, ...]
    payback: Payback | None
    border_exempt: bool
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """`hardest`: the comparison hardest to beat from home, the one to look at first."""

    case: Case
    draws: int
    seed: int
    comparisons: tuple[Comparison, ...]

    @property
    def hardest(self) -> Comparison:
        return min(self.comparisons, key=lambda c: c.break_even_home.central)


def evaluate(case: Case, draws: int = DRAWS, seed: int = 0) -> Result:
    """Compare home with each origin of the case. Same case, same draws and seed: same result.

    Raises ValueError: a hypothesis out of its domain (files are checked before).
    """
    return Result(case, draws, seed, tuple(compare(case, origin, draws, seed) for origin in case.origins))


def compare(case: Case, origin: Side, draws: int = DRAWS, seed: int = 0) -> Comparison:
    known, hypotheses, fixed = case.home_price_known, drivers(case, origin), frame(case, origin)
    drawn = draw(hypotheses, fixed, known, draws, seed)
    mean: dict[str, Number] = {key: value.mean for key, value in hypotheses.items()}
    costs, middle = total(drawn, fixed), total(mean, fixed)
    gap = np.asarray(costs.tco_gap)
    chance = probability(gap < 0) if known else (None, None)
    heavy = hypotheses.get(f"{FAR}.macf_emissions_t_t")
    found = Comparison(
        origin=origin,
        hypotheses=hypotheses,
        lines=waterfall(middle, known),
        group_gaps=_group_gaps(costs) if known else (),
        price_gap=spread(costs.price_gap) if known else None,
        gap=spread(gap) if known else None,
        home_cheaper=chance[0],
        home_cheaper_error=chance[1],
        tolerated_gap=spread(costs.break_even_gap if known else _gap_at_parity(costs)),
        break_even_far=spread(costs.break_even_price) if known else None,
        break_even_home=spread(costs.break_even_local_price),
        cost_far=spread(costs.offshore.tco),
        cost_home=spread(costs.local.tco) if known else None,
        mean_outcome=float(outcome(middle, known)),
        swings=_swings(hypotheses, mean, fixed, known),
        years=years(drawn, fixed, known),
        levers=levers(mean, fixed) if known else (),
        payback=payback(drawn, fixed, draws) if case.investment and known else None,
        border_exempt=heavy is not None and _exempt(mean, fixed),
        sentences=(),
    )
    return replace(found, sentences=sentences(case, found))


def draw(hypotheses: Mapping[str, Estimate], fixed: Frame, known: bool, draws: int, seed: int) -> dict[str, Number]:
    """Draws of every hypothesis: PERT laws joined by the authored correlations; certain ones stay numbers."""
    certain: dict[str, Number] = {key: value.central for key, value in hypotheses.items() if value.is_certain}
    moving = {key: value.points for key, value in hypotheses.items() if not value.is_certain}
    if not moving:
        return certain

    def model(values: Mapping[str, Array]) -> Array:
        return np.asarray(outcome(total({**certain, **values}, fixed), known))

    simulated = monte_carlo(model, moving, correlation(list(moving)), n_draws=draws, seed=seed)
    return certain | simulated.drivers


def _gap_at_parity(costs: TotalCost) -> Number:
    """Price gap at which both options cost the same, the price abroad given."""
    return 1 - costs.offshore.components["price"] / costs.break_even_local_price


def waterfall(costs: TotalCost, known: bool) -> tuple[Line, ...]:
    """Lines of both options that are not nil, from the surest to the most debatable."""
    there, here = costs.offshore.components, costs.local.components
    return tuple(
        Line(
            key,
            label_of(key),
            group_of(key),
            float(there.get(key, 0.0)),
            float(here.get(key, 0.0)),
            float((here.get(key, 0.0) - there.get(key, 0.0)) / costs.local.tco) if known else None,
        )
        for key, _ in curve(there, here)
        if float(there.get(key, 0.0)) or float(here.get(key, 0.0))
    )


def _group_gaps(costs: TotalCost) -> tuple[tuple[str, Range], ...]:
    """The curve from hard to soft: gap once each group is counted."""
    there, here = by_group(costs.offshore), by_group(costs.local)
    found: list[tuple[str, Range]] = []
    far: Number = 0.0
    near: Number = 0.0
    for group in there:
        far, near = far + there[group], near + here[group]
        found.append((group, spread(1 - far / near)))
    return tuple(found)


def _swings(
    hypotheses: Mapping[str, Estimate], mean: Mapping[str, Number], fixed: Frame, known: bool
) -> tuple[Swing, ...]:
    """Every uncertain hypothesis at both ends, the others at their means, widest first; those without effect left out.

    One call: an array holds a row for each end of each hypothesis.
    """
    keys = [key for key, value in hypotheses.items() if not value.is_certain]
    rows: dict[str, Number] = {key: np.full(2 * len(keys), float(mean[key])) for key in keys}
    for at, key in enumerate(keys):
        ends = np.asarray(rows[key])
        ends[2 * at], ends[2 * at + 1] = hypotheses[key].low, hypotheses[key].high
    if not keys:
        return ()
    got = np.asarray(outcome(total({**mean, **rows}, fixed), known)).reshape(-1, 2)
    found = [
        Swing(key, driver_label(key), hypotheses[key], float(low), float(high))
        for key, (low, high) in zip(keys, got, strict=True)
    ]
    return tuple(sorted((s for s in found if s.width > SMALLEST), key=lambda s: -s.width))


def driver_label(key: str) -> str:
    """« Défauts, ailleurs »; the side is left out when a factor has only one."""
    if key in OWN_NAMES:
        return OWN_NAMES[key]
    side, dot, name = key.partition(".")
    factor = factors()[name if dot else side]
    return f"{factor.label}, {side}" if dot and len(factor.sides) > 1 else factor.label


def _exempt(mean: Mapping[str, Number], fixed: Frame) -> bool:
    return float(mean["volume"]) * float(unit_kg(mean, fixed)) / 1000 <= parameter("macf_seuil_t").central
