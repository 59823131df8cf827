"""The national economy as impact sees it: output, and what one million euros of each sector holds."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from ancrage.reference import read_reference
from ancrage.steps.input_output import InputOutput, input_output
from ancrage.steps.national import Floats, positions
from ancrage.warehouse.edition import Edition, derived

LOW, CENTRAL, HIGH = 0, 1, 2
# rows of the contents: jobs of exposed and of sheltered sectors (low, central, high), then the others
EXPOSED, SHELTERED = slice(0, 3), slice(3, 6)
OUTPUT, VALUE_ADDED, CO2, IMPORTS = 6, 7, 8, 9
# agriculture, mining and manufacturing sell beyond their labour market; the register covers them, with energy, waste
# and construction, at the commune
EXPOSED_SECTIONS, REGISTER_SECTIONS = "ABC", "ABCDEF"


@dataclass(frozen=True, eq=False)
class Economy:
    """Arrays by sector (n,), in the order of `io.sectors`.

    output: million euros. jobs: (3, n) per million euros, low, central, high; NaN where unknown. contents: (10, n) per
    million euros of output: jobs, million euros (output, value added, imports) and tonnes of CO2e at home.
    """

    io: InputOutput
    output: Floats
    jobs: Floats
    contents: Floats
    exposed: np.ndarray
    in_register: np.ndarray


@derived
def economy(edition: Edition) -> Economy:
    io = input_output(edition)
    at = {code: i for i, code in enumerate(io.sectors)}
    rows = edition.table("branch_coefficients")
    place = positions(rows["sector"], at)

    def laid_out(column: str) -> Floats:
        out = np.full(len(at), np.nan)
        out[place] = rows[column].cast(pl.Float64).to_numpy()
        return out

    jobs = np.stack([laid_out(f"jobs_per_meur{end}") for end in ("_low", "", "_high")])
    sections = np.array([code[0] for code in io.sectors])
    exposed = np.isin(sections, list(EXPOSED_SECTIONS))
    abroad = io.imported.sum(axis=0)
    known = np.nan_to_num(jobs)
    contents = np.vstack(
        [
            known * exposed,
            known * ~exposed,
            np.ones(len(at)),
            # what is bought neither at home nor abroad: with the imports, one euro of output is spent whole
            1 - io.domestic.sum(axis=0) - abroad,
            np.nan_to_num(laid_out("direct_co2_kg_per_keur")),
            abroad,
        ]
    )
    output_musd = edition.table("icio_sectors").sort("sector")["output_musd"].to_numpy()
    return Economy(
        io=io,
        output=output_musd / dollars_per_euro(edition.sources("icio_sectors")[-1].vintage),
        jobs=jobs,
        contents=contents,
        exposed=exposed,
        in_register=np.isin(sections, list(REGISTER_SECTIONS)),
    )


def dollars_per_euro(year: str) -> float:
    """Average exchange rate of a year, from the authored parameters."""
    rows = read_reference("parametres.csv").filter(pl.col("cle") == f"taux_change_usd_par_eur_{year}")
    return float(rows["valeur"][0])
