"""One target against the sites in reach: which are large enough and may be built on, in which order."""

from dataclasses import dataclass

import numpy as np
import polars as pl

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


def matched(need: Need, label: str, reach: pl.DataFrame, known: Floats, radius_km: float) -> TargetSites:
    """`reach`: rows of the own list and of the brownfields; `known`: their `qualities`."""
    land = need.land_ha
    if land is None:
        return TargetSites(label, need, radius_km)
    areas = reach["area_ha"].fill_null(np.nan).to_numpy()
    notes = site_fit(areas, (land.low, land.central, land.high), known, weights(need.activity))
    own, small = pl.col("origin") == OWN, pl.col("area_ha").fill_null(np.inf) < land.low
    judged = reach.with_columns(note=pl.Series(notes).fill_nan(None), small=small, open=own | buildable())
    fitting = judged.filter(~pl.col("small"), "open").sort(
        own, "here", "note", "site", "name", "commune",
        descending=[True, True, True, False, False, False], nulls_last=True,
    )  # fmt: skip
    listed, brownfields = fitting.filter(own), fitting.filter(~own)
    here, around = brownfields.filter("here"), brownfields.filter(~pl.col("here"))
    shown_here = here.head(SHOWN - min(around.height, KEPT_FOR_AROUND))
    kept = pl.concat([listed, shown_here, around.head(SHOWN - shown_here.height)])
    largest = judged.filter(~own, "open").select(pl.col("area_ha").max()).item()
    return TargetSites(
        label,
        need,
        radius_km,
        own=listed["area_ha"].count(),
        own_unmeasured=listed["area_ha"].null_count(),
        here=here.height,
        around=around.height,
        too_small=judged.filter("small", ~own).height,
        own_too_small=judged.filter("small", own).height,
        kept_natural=judged.filter(~pl.col("small"), ~pl.col("open")).height,
        largest_ha=largest,
        offers=tuple(offer(row, rank, need, land) for rank, row in enumerate(kept.iter_rows(named=True), start=1)),
    )
