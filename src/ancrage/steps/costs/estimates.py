"""A hypothesis: a range with its unit, date, source and confidence; and the authored ones of the reference base."""

from dataclasses import dataclass, replace
from functools import cache

from ancrage.reference import read_reference

READ, TO_CHECK, AGREED, TOLD = "S", "K", "C", "dossier"
GLOBAL, EVERYWHERE = "global", "*"


@dataclass(frozen=True, slots=True)
class Estimate:
    """`low` <= `central` <= `high` in `unit`. `confidence`: READ in its source, general knowledge TO_CHECK, AGREED (a
    convention of the method), or TOLD by the business case. `note` says what weakens it or how it was derived."""

    low: float
    central: float
    high: float
    unit: str
    date: str
    source: str
    confidence: str
    note: str = ""

    @property
    def points(self) -> tuple[float, float, float]:
        return self.low, self.central, self.high

    @property
    def mean(self) -> float:
        """Mean of the PERT law: what a single number stands for when many ranges are added."""
        return (self.low + 4 * self.central + self.high) / 6

    @property
    def is_certain(self) -> bool:
        return self.low == self.high

    def times(self, factor: float) -> "Estimate":
        return replace(self, low=self.low * factor, central=self.central * factor, high=self.high * factor)


@dataclass(frozen=True, slots=True)
class Factor:
    """A cost factor: `number` is its place among the twenty-eight of the total cost of ownership (0: it serves the
    years to come or the levers); `group` goes from the surest (prix, certain, autre) to the most debatable (risque,
    stratégique, environnement); `sides`: ici, ailleurs, both or commun (the buyer's own); `lowest` and `highest` bound
    what is accepted."""

    key: str
    number: int
    group: str
    sides: tuple[str, ...]
    label: str
    unit: str
    lowest: float
    highest: float
    note: str


@cache
def factors() -> dict[str, Factor]:
    """By key, in the order of the file: from the surest to the most debatable."""
    return {
        r["cle"]: Factor(
            r["cle"],
            int(r["numero"]),
            r["groupe"],
            tuple(r["cotes"].split(";")),
            r["libelle"],
            r["unite"],
            float(r["min"]),
            float(r["max"]),
            r["remarque"],
        )
        for r in read_reference("couts_facteurs.csv").fill_null("").iter_rows(named=True)
    }


@cache
def _defaults() -> dict[tuple[str, str], Estimate]:
    known = factors()
    return {
        (r["facteur"], r["zone"]): Estimate(
            float(r["bas"]),
            float(r["central"]),
            float(r["haut"]),
            known[r["facteur"]].unit if r["facteur"] in known else GLOBAL_UNITS[r["facteur"]],
            r["date"],
            r["source"],
            r["confiance"],
            r["note"],
        )
        for r in read_reference("couts_defauts.csv").fill_null("").iter_rows(named=True)
    }


GLOBAL_UNITS = {
    "conteneur_usd": "USD par conteneur de 40 pieds",
    "usd_par_eur": "USD par €",
    "acheminement_eur": "€ par conteneur",
    "camion_eur_km": "€/km",
    "heures_annuelles": "heures par an",
    "aide_investissement_pct": "% de l'investissement",
    "actualisation_pct": "% par an",
    "macf_seuil_t": "t par an",
    "co2_route_kg_tkm": "kg CO2e par t.km",
    "co2_mer_kg_tkm": "kg CO2e par t.km",
    "achats_an_eur": "€ par an",
    "heures_multiple_ailleurs": "fois les heures d'ici",
}


def default(key: str, zone: str = GLOBAL) -> Estimate | None:
    """The authored range of a factor in a zone (ici, ue, proche, lointain), or everywhere; None: none is known."""
    return _defaults().get((key, zone)) or _defaults().get((key, EVERYWHERE))


def parameter(key: str) -> Estimate:
    """A range that depends on no zone. Raises KeyError: not authored."""
    return _defaults()[key, GLOBAL]


@cache
def border_years() -> dict[int, float]:
    """Share (0-1) of the free allocation withdrawn, by year: what the carbon border mechanism charges."""
    start = "macf_part_payante_"
    rows = read_reference("seuils_parametres.csv").select("cle", "valeur").rows()
    return {int(key.removeprefix(start)): float(value) / 100 for key, value in rows if key.startswith(start)}


def border_factor(year: int) -> float:
    """Share of the free allocation still granted that year: 1 before the mechanism, 0 once it is whole."""
    years = border_years()
    if year < min(years):
        return 1.0
    return 1 - years[min(year, max(years))]
