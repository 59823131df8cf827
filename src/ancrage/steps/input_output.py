"""The national input-output table as arrays, and a territory's output estimated from its jobs."""

from dataclasses import dataclass

import numpy as np

from ancrage.steps.local import Local
from ancrage.steps.national import Floats, national, positions
from ancrage.warehouse.edition import Edition, derived


@dataclass(frozen=True, eq=False)
class InputOutput:
    """`domestic`, `imported`: coefficients (supplier, buyer). `eu`, `non_eu`: imported flows in M USD.

    `output_per_job` in million euros, NaN where no coefficient; `of_class`: sector of each NAF class, -1 for none.
    `observed`: sectors whose jobs the register of establishments covers (agriculture, industry, construction).
    """

    sectors: list[str]
    labels: dict[str, str]
    domestic: Floats
    imported: Floats
    flows: Floats
    eu: Floats
    non_eu: Floats
    non_eu_share: Floats
    output_per_job: Floats
    of_class: np.ndarray
    observed: np.ndarray

    def by_sector(self, by_class: Floats) -> Floats:
        """Sums over the classes of each sector."""
        known = self.of_class >= 0
        return np.bincount(self.of_class[known], weights=by_class[known], minlength=len(self.sectors)).astype(float)

    def output(self, jobs: Floats) -> Floats:
        """Output by sector in million euros, from jobs by NAF class (0 where no coefficient is known)."""
        return np.nan_to_num(self.by_sector(jobs) * self.output_per_job)


@derived
def input_output(edition: Edition) -> InputOutput:
    sectors = edition.table("icio_sectors").sort("sector")
    at = {code: i for i, code in enumerate(sectors["sector"])}

    def square(table: str, column: str) -> Floats:
        rows = edition.table(table)
        out = np.zeros((len(at), len(at)))
        out[positions(rows["supplier"], at), positions(rows["buyer"], at)] = rows[column].to_numpy()
        return out

    coefficients = edition.table("branch_coefficients").drop_nulls("jobs_per_meur")
    output_per_job = np.full(len(at), np.nan)
    output_per_job[positions(coefficients["sector"], at)] = 1 / coefficients["jobs_per_meur"].to_numpy()
    country = national(edition)
    of_class = np.array([at.get(code, -1) for code in country.classes["icio"]])
    covered = {sector for sector, jobs in zip(country.classes["icio"], country.jobs, strict=True) if jobs > 0}
    return InputOutput(
        sectors=list(at),
        labels=dict(zip(sectors["sector"], sectors["label"], strict=True)),
        domestic=square("icio_domestic", "coefficient"),
        imported=square("icio_imported", "coefficient"),
        flows=square("icio_domestic", "flow_musd"),
        eu=square("icio_imported", "eu_musd"),
        non_eu=square("icio_imported", "non_eu_musd"),
        non_eu_share=sectors["non_eu_share"].to_numpy().astype(float),
        output_per_job=output_per_job,
        of_class=of_class,
        observed=np.array([code in covered for code in at]),
    )


def local_output(local: Local) -> Floats:
    """Output of the territory by sector, million euros a year (estimate: jobs x national output per job)."""
    return input_output(local.edition).output(local.jobs)


def absent_classes(local: Local, sector: int, shown: int) -> list[tuple[str, str, int]]:
    """Code, label and jobs in the country of the manufacturing classes of a sector with no establishment here, most
    present in the country first."""
    country, codes = local.country, local.country.codes()
    kept = (input_output(local.edition).of_class == sector) & (local.jobs == 0) & country.is_manufacturing
    at = np.flatnonzero(kept & (country.jobs > 0)).tolist()
    at.sort(key=lambda i: (-country.jobs[i], codes[i]))
    return [(codes[i], country.labels[codes[i]], int(country.jobs[i])) for i in at[:shown]]
