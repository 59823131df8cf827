"""What is over- and under-represented: jobs by division against the national share."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from ancrage.domain.described import Record, field, number, text
from ancrage.domain.units import JOBS, QUOTIENT, SHARE
from ancrage.methods import excess_jobs, location_quotient
from ancrage.steps.local import Local
from ancrage.steps.national import national
from ancrage.warehouse.edition import Edition, derived

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


@dataclass(frozen=True, eq=False)
class _Divisions:
    """`named`: code and label of each, sorted; `at`: division of each class."""

    named: list[tuple[str, str]]
    at: NDArray[np.intp]


@derived
def _divisions(edition: Edition) -> _Divisions:
    of_class = national(edition).classes.select("division", "division_label").rows()
    named = sorted(set(of_class))
    index = {division: i for i, division in enumerate(named)}
    return _Divisions(named, np.array([index[division] for division in of_class]))


def sectors(local: Local) -> tuple[Sector, ...]:
    """Every division with jobs in the country's register, most over-represented first."""
    country = local.country
    if not local.jobs.any():
        return ()
    divisions = _divisions(local.edition)
    here, there = (np.bincount(divisions.at, weights=jobs) for jobs in (local.jobs, country.jobs))
    known = np.flatnonzero(there > 0)
    here, there = here[known], there[known]
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
        for i, (code, label) in enumerate(divisions.named[k] for k in known.tolist())
    ]
    return tuple(found[i] for i in np.argsort(-gap, kind="stable"))
