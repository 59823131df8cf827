"""What is over- and under-represented: jobs by division against the national share."""

from typing import Annotated

import numpy as np
import polars as pl

from ancrage.domain.described import Record, field, number, text
from ancrage.domain.units import JOBS, QUOTIENT, SHARE
from ancrage.methods import excess_jobs, location_quotient
from ancrage.steps.local import Local

REGISTER, BOTH = ("establishments",), ("establishments", "jobs_territory_class")


class Sector(Record):
    """A NAF division; `gap_jobs` is above zero when over-represented."""

    code: Annotated[str, text("Code", kind="code")]
    label: Annotated[str, text("Libellé")] = field(name="libelle")
    jobs: Annotated[int, number("Emplois de la division", JOBS, of=REGISTER, head="Emplois")] = field(name="emplois")
    share: Annotated[
        float, number("Part des emplois observés ici", SHARE, of=REGISTER, head="Part des emplois d'ici")
    ] = field(name="part")
    national_share: Annotated[
        float, number("Part en France", SHARE, of=("jobs_territory_class",), head="Part des emplois en France")
    ] = field(name="part_france")
    quotient: Annotated[float, number("Quotient de localisation", QUOTIENT, of=BOTH, head="Quotient brut")]
    gap_jobs: Annotated[
        float, number("Écart d'emplois à la part nationale", JOBS, of=BOTH, head="Écart en emplois à la part nationale")
    ] = field(name="ecart_emplois")


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
