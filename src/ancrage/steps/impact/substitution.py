"""What the country gains and still buys abroad when a value of imports is made at home, at unchanged demand."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from ancrage.domain.errors import AncrageError
from ancrage.domain.wording import euros, percent
from ancrage.methods import import_substitution
from ancrage.steps.impact import economy as eco
from ancrage.steps.impact.economy import CENTRAL, Economy, economy
from ancrage.steps.impact.project import Project
from ancrage.steps.national import Floats, positions
from ancrage.warehouse.edition import Edition, derived


@dataclass(frozen=True, slots=True)
class Substitution:
    """Million euros a year, jobs, tonnes of CO2e, in France. `share`: part of the imports of the branch. Imports fall
    by less than `value`: `induced_imports` is what the new production buys abroad. `conservation`: change of value
    added plus change of imports, zero but for rounding."""

    value: float
    branch_imports: float
    share: float
    value_added: float
    imports: float
    induced_imports: float
    jobs: float
    co2_home: float
    conservation: float
    sentence: str


@derived
def branch_imports(edition: Edition) -> Floats:
    """Imports of the goods of each sector, million euros: what customs count, or intermediate purchases if larger."""
    whole = economy(edition)
    at = {code: i for i, code in enumerate(whole.io.sectors)}
    classes = edition.table("naf_classes").select("class", "icio")
    traded = (
        edition.table("trade_class").join(classes, on="class").group_by("icio").agg(pl.col("import_eur").sum() / 1e6)
    ).filter(pl.col("icio").is_in(list(at)))
    customs = np.zeros(len(at))
    customs[positions(traded["icio"], at)] = traded["import_eur"].to_numpy()
    return np.maximum(customs, whole.io.imported @ whole.output)


def substitution(edition: Edition, whole: Economy, project: Project) -> Substitution:
    """AncrageError when the value exceeds all the imports of the branch."""
    imports, sector, value = branch_imports(edition), project.sector, project.amount.central
    if value > imports[sector]:
        raise AncrageError(
            f"La France importe environ {euros(imports[sector] * 1e6)} par an de produits de cette branche : l'option "
            "--importations ne peut pas en remplacer davantage.",
            "Donnez une valeur en euros par an, par exemple --importations 5000000.",
        )
    shares = np.zeros(len(imports))
    shares[sector] = value / imports[sector]
    found = import_substitution(
        whole.io.domestic,
        whole.io.imported,
        # whatever France does not buy from itself is a final use: consumption, investment, all exports
        whole.output - whole.io.domestic @ whole.output,
        imports - whole.io.imported @ whole.output,
        shares,
        jobs=np.nan_to_num(whole.jobs[CENTRAL]),
        co2=whole.contents[eco.CO2],
    )
    change = float(found.import_change.sum())
    sentence = (
        f"Fabriquer ici {euros(value * 1e6)} d'importations, soit {percent(float(shares[sector]), 1)} de celles de la "
        f"branche, ferait {euros(found.value_added_change * 1e6)} de valeur ajoutée en France et autant d'importations "
        f"en moins : la nouvelle production achète elle-même {euros((value + change) * 1e6)} à l'étranger."
    )
    return Substitution(
        value=value,
        branch_imports=float(imports[sector]),
        share=float(shares[sector]),
        value_added=found.value_added_change,
        imports=change,
        induced_imports=value + change,
        jobs=found.jobs_change,
        co2_home=found.co2_home_change,
        conservation=found.conservation,
        sentence=sentence,
    )
