"""Jobs, value added and CO2 of projects, with every hypothesis at its centre, then each at its two ends."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ancrage.methods import independent_range, induced_jobs
from ancrage.methods.scenarios import FRENCH_LOCAL_MULTIPLIERS
from ancrage.steps.impact import economy as eco
from ancrage.steps.impact.economy import CENTRAL, HIGH, LOW, Economy
from ancrage.steps.impact.effects import ADJUSTED, FEW, MANY, PLAIN
from ancrage.steps.national import Floats

# of a result, in this order: jobs, million euros a year, tonnes of CO2e a year
QUANTITIES = (
    "direct", "suppliers", "suppliers_sheltered", "induced", "jobs", "value_added_direct", "value_added", "co2_direct",
    "co2", "output_direct", "output", "imports",
)  # fmt: skip
AT = {name: i for i, name in enumerate(QUANTITIES)}


@dataclass(frozen=True, slots=True)
class Scenario:
    """Which value of each hypothesis is taken: `purchases` is a variant of `effects`, the others LOW, CENTRAL, HIGH."""

    purchases: int = PLAIN
    suppliers: int = CENTRAL
    productivity: int = CENTRAL
    multiplier: int = CENTRAL
    share: int = CENTRAL
    size: int = CENTRAL


CENTRE = Scenario()
# code of each hypothesis -> its two scenarios; the order is that of the tables
ENDS: dict[str, tuple[Scenario, Scenario]] = {
    "achats": (replace(CENTRE, purchases=FEW), replace(CENTRE, purchases=MANY)),
    "formule": (CENTRE, replace(CENTRE, purchases=ADJUSTED)),
    "productivite": (replace(CENTRE, productivity=HIGH), replace(CENTRE, productivity=LOW)),
    "fournisseurs": (replace(CENTRE, suppliers=LOW), replace(CENTRE, suppliers=HIGH)),
    "consommation": (replace(CENTRE, multiplier=LOW), replace(CENTRE, multiplier=HIGH)),
    "partage": (replace(CENTRE, share=LOW), replace(CENTRE, share=HIGH)),
    "taille": (replace(CENTRE, size=LOW), replace(CENTRE, size=HIGH)),
}


@dataclass(frozen=True, eq=False)
class Asked:
    """Projects laid out for computing: sector (J,); amount (3, J) in jobs or million euros; `by_jobs` for all."""

    sector: np.ndarray
    amount: Floats
    by_jobs: bool


@dataclass(frozen=True, eq=False)
class Assessed:
    """central (..., circles, J, quantities); low, high (hypotheses, ..., circles, J, quantities)."""

    central: Floats
    low: Floats
    high: Floats

    def only(self, at: int) -> "Assessed":
        """One project among them."""
        return Assessed(*(a[..., at : at + 1, :] for a in (self.central, self.low, self.high)))

    def total(self) -> "Assessed":
        """All projects together: each hypothesis goes to the same end for all of them."""
        return Assessed(*(a.sum(axis=-2, keepdims=True) for a in (self.central, self.low, self.high)))

    def band(self) -> Floats:
        """(3, ..., circles, J, quantities): low, central, high."""
        low, high = independent_range(self.central, self.low, self.high)
        return np.stack([low, self.central, high])

    def ratio(self, above: Sequence[str], below: Sequence[str]) -> Floats:
        """(3, ..., circles, J): range of a ratio of sums of quantities, each hypothesis playing on both at once."""
        central, low, high = (
            sum(a[..., AT[name]] for name in above) / sum(a[..., AT[name]] for name in below)
            for a in (self.central, self.low, self.high)
        )
        down, up = independent_range(central, low, high)
        return np.stack([down, np.asarray(central), up])


def assess(
    whole: Economy, effects: Floats, market: int, sheltered_share: Floats, *, asked: Asked, codes: Sequence[str]
) -> Assessed:
    """Effects of projects in every circle.

    effects: (..., circles, variants, contents, n) with France as last circle. market: index of the circle of the labour
    market, where induced jobs are counted; smaller circles receive a part of them, from `sheltered_share` (...,
    circles: the part of the services of the market that stands there, 1 from the market on) to all of them.
    codes: the hypotheses to try, keys of ENDS.
    """
    here = effects[..., asked.sector]

    def run(scenario: Scenario) -> Floats:
        return _run(whole, here, market, sheltered_share, asked=asked, scenario=scenario)

    ends = [ENDS[code] for code in codes]
    if not asked.by_jobs:
        # of a given output, few jobs per euro make few jobs; of given jobs, they make much output and many purchases
        ends = [pair[::-1] if pair == ENDS["productivite"] else pair for pair in ends]
    return Assessed(run(CENTRE), np.stack([run(a) for a, _ in ends]), np.stack([run(b) for _, b in ends]))


def _run(
    whole: Economy, effects: Floats, market: int, sheltered_share: Floats, *, asked: Asked, scenario: Scenario
) -> Floats:
    ratio = whole.jobs[scenario.productivity, asked.sector]
    amount = asked.amount[scenario.size]
    output, direct = (amount / ratio, amount) if asked.by_jobs else (amount, amount * ratio)
    own, found = whole.contents[:, asked.sector], effects[..., scenario.purchases, :, :]
    exposed = found[..., eco.EXPOSED.start + scenario.suppliers, :] * output
    sheltered = found[..., eco.SHELTERED.start + scenario.suppliers, :] * output
    # only a project open to competition has a published multiplier
    announced = whole.exposed[asked.sector] * FRENCH_LOCAL_MULTIPLIERS[scenario.multiplier]
    induced = induced_jobs(direct + exposed[..., market, :], sheltered[..., market, :], announced)
    part = (sheltered_share, (1 + sheltered_share) / 2, np.ones_like(sheltered_share))[scenario.share]
    induced = part[..., None] * induced[..., None, :]
    suppliers = exposed + sheltered
    direct = np.broadcast_to(direct, suppliers.shape)

    def both(content: int) -> tuple[Floats, Floats]:
        mine = np.broadcast_to(own[content] * output, suppliers.shape)
        return mine, mine + found[..., content, :] * output

    return np.stack(
        [
            direct,
            suppliers,
            sheltered,
            induced,
            direct + suppliers + induced,
            *both(eco.VALUE_ADDED),
            *both(eco.CO2),
            *both(eco.OUTPUT),
            both(eco.IMPORTS)[1],
        ],
        axis=-1,
    )
