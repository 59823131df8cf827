"""Step 7, Sites: what each first target needs against the sites in reach, and the land that may still be used.

The territory's own list comes before any brownfield. Power and water are known of its list only.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from ancrage.domain.knowledge import OwnSite
from ancrage.domain.limits import LandFigures
from ancrage.steps.local import Local
from ancrage.steps.resources import Need
from ancrage.steps.sites.brownfields import Brownfields, brownfields, counted
from ancrage.steps.sites.land import Land, land
from ancrage.steps.sites.matching import Reach, TargetSites, matched
from ancrage.steps.sites.offer import Offer
from ancrage.steps.sites.own import own_sites, usable
from ancrage.steps.sites.qualities import qualities
from ancrage.steps.sites.reach import RADIUS_KM, in_reach
from ancrage.steps.sites.wording import answer, sentence

__all__ = ["RADIUS_KM", "UNKNOWN_SUPPLY", "Brownfields", "Land", "Offer", "Sites", "TargetSites", "sentence", "sites"]

UNKNOWN_SUPPLY = (
    "Puissance électrique et eau : inconnues pour les friches, aucune source nationale ne les donne. Votre propre "
    "liste de sites les dit, et passe devant."
)


@dataclass(frozen=True, slots=True)
class Sites:
    """`sentence` counts the brownfields of the territory; `answer` says where the first targets could go."""

    sentence: str
    answer: str
    brownfields: tuple[Brownfields, ...]
    radius_km: float
    own: int
    by_target: tuple[TargetSites, ...]
    land: Land


def sites(
    local: Local,
    needs: Sequence[Need],
    own: Sequence[OwnSite] = (),
    figures: LandFigures | None = None,
    radius_km: float = RADIUS_KM,
) -> Sites:
    """Match the typical project of each target with the sites in reach. An own site whose commune the edition does not
    know is left aside, and named in the answer."""
    found = brownfields(local)
    kept, aside = usable(local, own)
    listed = own_sites(local, kept)
    rows = in_reach(local, radius_km) if listed.is_empty() else pl.concat([listed, in_reach(local, radius_km)])
    reach, labels = Reach(rows, qualities(rows, radius_km), radius_km), local.country.labels
    by_target = tuple(matched(need, labels[need.activity], reach) for need in needs)
    return Sites(
        sentence=counted(found),
        answer=f"{answer(by_target, bool(kept), radius_km)} {aside}".rstrip(),
        brownfields=found,
        radius_km=radius_km,
        own=len(kept),
        by_target=by_target,
        land=land(figures, needs),
    )
