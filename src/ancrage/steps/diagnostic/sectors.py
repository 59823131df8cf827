"""What is over- and under-represented: jobs by division against the national share."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from ancrage.methods import excess_jobs, location_quotient
from ancrage.steps.local import Local


@dataclass(frozen=True, slots=True)
class Sector:
    """A NAF division; `gap_jobs` is above zero when over-represented."""

    code: str
    label: str
    jobs: int
    share: float
    national_share: float
    quotient: float
    gap_jobs: float


def sectors(local: Local) -> tuple[Sector, ...]:
    """Every division with jobs in the country's register, most over-represented first."""
    country = local.country
    if not local.jobs.any():
        return ()
    both = country.classes.select("division", "division_label").with_columns(
        here=pl.Series(local.jobs), there=pl.Series(country.jobs)
    )
    by_division = (
        both.group_by("division", "division_label")
        .agg(pl.col("here", "there").sum())
        .filter(pl.col("there") > 0)
        .sort("division")
    )
    here, there = by_division["here"].to_numpy(), by_division["there"].to_numpy()
    quotient, gap = location_quotient(here, e_i=there), excess_jobs(here, e_i=there)
    found = [
        Sector(
            code=code,
            label=label,
            jobs=int(here[i]),
            share=float(here[i] / here.sum()),
            national_share=float(there[i] / there.sum()),
            quotient=float(quotient[i]),
            gap_jobs=float(gap[i]),
        )
        for i, (code, label) in enumerate(zip(by_division["division"], by_division["division_label"], strict=True))
    ]
    return tuple(found[i] for i in np.argsort(-gap, kind="stable"))
