"""Where projects land: the circles around a territory, what suppliers would do there, where people spend."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ancrage.domain.territory import Level
from ancrage.steps.impact.assess import ENDS, Asked, Assessed, assess
from ancrage.steps.impact.economy import Economy, economy
from ancrage.steps.impact.effects import effects, national_effects
from ancrage.steps.impact.places import FRANCE, FRANCE_LABEL, Circle, circles, outputs_of
from ancrage.steps.impact.project import TYPICAL, Project
from ancrage.steps.local import Local
from ancrage.steps.national import Floats


@dataclass(frozen=True, eq=False)
class Setting:
    """`effects` (circles + France, variants, contents, n). `market`: index of the labour market among `circles`;
    `sheltered_share` (circles + France,): part of the services of the market that stands in each circle, 1 from it on.
    `observed` (circles + France,): whether the register knows an establishment there."""

    whole: Economy
    circles: tuple[Circle, ...]
    observed: np.ndarray
    effects: Floats
    market: int
    sheltered_share: Floats

    @cached_property
    def names(self) -> tuple[tuple[str, str, str], ...]:
        """level, code, label of each circle, France last."""
        return (*((c.level, c.code, c.words) for c in self.circles), (FRANCE, "FR", FRANCE_LABEL))

    def assess(self, projects: tuple[Project, ...]) -> Assessed:
        """The projects, all sized the same way (jobs, or euros), with every hypothesis that can play."""
        asked = Asked(
            np.array([p.sector for p in projects]),
            np.array([[p.amount.low, p.amount.central, p.amount.high] for p in projects]).T,
            projects[0].by_jobs,
        )
        return assess(
            self.whole, self.effects, self.market, self.sheltered_share, asked=asked, codes=self.codes(projects)
        )

    def codes(self, projects: tuple[Project, ...]) -> tuple[str, ...]:
        """Hypotheses that can play: no share-out when the territory is its own labour market, no size when given."""
        plays = {"partage": self.market > 0, "taille": projects[0].basis == TYPICAL}
        return tuple(code for code in ENDS if plays.get(code, True))


def setting(local: Local) -> Setting:
    """The circles around a territory and the effects in each."""
    edition, whole = local.edition, economy(local.edition)
    rings = circles(edition, local.territory)
    known = outputs_of(edition, whole, rings)
    around = effects(whole, known.output[None])[0]
    france = np.broadcast_to(national_effects(edition), (1, *around.shape[1:]))
    market = 1 if len(rings) > 1 and rings[1].level == Level.ZONE_EMPLOI else 0
    return Setting(
        whole=whole,
        circles=rings,
        observed=np.append(known.observed, True),
        effects=np.concatenate([around, france]),
        market=market,
        sheltered_share=np.append(share_of_market(whole, known.output, market), 1.0),
    )


def share_of_market(whole: Economy, output: Floats, market: int) -> Floats:
    """Part (..., circles) of the services of the market that stands in each circle; output (..., circles, n)."""
    services = output[..., ~whole.in_register].sum(axis=-1)
    of_market = services[..., market : market + 1]
    share: Floats = np.divide(services, of_market, out=np.ones_like(services), where=of_market > 0)
    return np.minimum(share, 1.0)
