"""One target against the sites in reach: which are large enough and may be built on, in which order."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ancrage.methods import site_fit
from ancrage.steps.national import Floats
from ancrage.steps.resources import Need
from ancrage.steps.sites.offer import Offer, offer
from ancrage.steps.sites.qualities import buildable, weights
from ancrage.steps.sites.reach import OWN

SHOWN, KEPT_FOR_AROUND = 5, 2  # brownfields a target; the sites of the territory's list are all shown


@dataclass(frozen=True, slots=True)
class TargetSites:
    """Counts of sites large enough: `own` of the territory's list, `here` brownfields of the territory, `around`
    within `radius_km` of it; `own_unmeasured`: of the list, proposed without a known area; `too_small`,
    `own_too_small` and `kept_natural`: those set aside. `largest_ha`: of the
    buildable brownfields in reach, None without any. `offers`: own sites first, then those here, then those around,
    best note first; empty when the need is not known (`need.land_ha` None).
    """

    label: str
    need: Need
    radius_km: float
    own: int = 0
    own_unmeasured: int = 0
    here: int = 0
    around: int = 0
    too_small: int = 0
    own_too_small: int = 0
    kept_natural: int = 0
    largest_ha: float | None = None
    offers: tuple[Offer, ...] = ()

    @property
    def large_enough(self) -> int:
        return self.own + self.here + self.around


@dataclass(frozen=True, eq=False)
class Reach:
    """Sites of the own list and brownfields. `known`: their `qualities`; arrays follow `rows`. `by_name`: their
    place by site, name and commune, the unnamed last."""

    rows: pl.DataFrame
    known: Floats
    radius_km: float

    @cached_property
    def area(self) -> Floats:
        """Hectares, NaN where unknown."""
        return self.rows["area_ha"].fill_null(np.nan).to_numpy()

    @cached_property
    def own(self) -> NDArray[np.bool_]:
        return (self.rows["origin"] == OWN).to_numpy()

    @cached_property
    def here(self) -> NDArray[np.bool_]:
        return self.rows["here"].to_numpy()

    @cached_property
    def open(self) -> NDArray[np.bool_]:
        """What the plan lets be built on, and every site that the territory proposes."""
        return np.asarray(self.own | self.rows.select(open=buildable())["open"].to_numpy())

    @cached_property
    def by_name(self) -> NDArray[np.intp]:
        named = self.rows.select("site", "name", "commune").with_row_index("row")
        order = named.sort("site", "name", "commune", nulls_last=True)["row"].to_numpy()
        found = np.empty(len(order), dtype=np.intp)
        found[order] = np.arange(len(order))
        return found


def matched(need: Need, label: str, reach: Reach) -> TargetSites:
    land = need.land_ha
    if land is None:
        return TargetSites(label, need, reach.radius_km)
    area, own = reach.area, reach.own
    notes = site_fit(area, (land.low, land.central, land.high), reach.known, weights(need.activity))
    small = area < land.low
    fitting = np.flatnonzero(~small & reach.open)
    order = np.lexsort((reach.by_name[fitting], -notes[fitting], ~reach.here[fitting], ~own[fitting]))
    fitting = fitting[order]
    listed, brownfields = fitting[own[fitting]], fitting[~own[fitting]]
    here, around = brownfields[reach.here[brownfields]], brownfields[~reach.here[brownfields]]
    shown_here = here[: SHOWN - min(len(around), KEPT_FOR_AROUND)]
    kept = np.concatenate([listed, shown_here, around[: SHOWN - len(shown_here)]])
    areas = area[~own & reach.open]
    unmeasured = int(np.isnan(area[listed]).sum())
    return TargetSites(
        label,
        need,
        reach.radius_km,
        own=len(listed) - unmeasured,
        own_unmeasured=unmeasured,
        here=len(here),
        around=len(around),
        too_small=int((small & ~own).sum()),
        own_too_small=int((small & own).sum()),
        kept_natural=int((~small & ~reach.open).sum()),
        largest_ha=float(np.nanmax(areas)) if np.isfinite(areas).any() else None,
        offers=tuple(
            offer(
                reach.rows.row(i, named=True) | {"note": None if np.isnan(notes[i]) else float(notes[i])},
                rank,
                need,
                land,
            )
            for rank, i in enumerate(kept.tolist(), start=1)
        ),
    )
