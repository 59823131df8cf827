"""What kind of goods: value and weight, from the chapter of their customs code."""

from dataclasses import dataclass
from functools import cache

from ancrage.reference import read_reference
from ancrage.steps.costs.estimates import TO_CHECK, Estimate

GUESSED = "connaissance générale, à vérifier"


@dataclass(frozen=True, slots=True)
class Family:
    """`value`: EUR a kg; `density`: kg a m3 as loaded; `volatility`: error of demand forecasts, %."""

    label: str
    value: Estimate
    density: Estimate
    volatility: Estimate


@dataclass(frozen=True, slots=True)
class BorderCarbon:
    """A sector of the carbon border mechanism: emissions embedded and the benchmark, t CO2 a tonne of goods."""

    sector: str
    emissions: Estimate
    benchmark: Estimate


@cache
def _families() -> tuple[tuple[int, int, Family], ...]:
    found = []
    for r in read_reference("couts_familles.csv").iter_rows(named=True):
        first, last = (int(c) for c in r["chapitres"].split("-"))
        note = f"chapitres {r['chapitres']} : {r['libelle']}"

        def guess(name: str, unit: str, r: dict[str, str] = r, note: str = note) -> Estimate:
            points = (float(r[f"{name}_bas"]), float(r[name]), float(r[f"{name}_haut"]))
            return Estimate(*points, unit, r["date"], GUESSED, TO_CHECK, note)

        family = Family(
            r["libelle"], guess("eur_kg", "€/kg"), guess("kg_m3", "kg/m³"), guess("volatilite", "% sur le délai")
        )
        found.append((first, last, family))
    return tuple(found)


def family(code: str) -> Family:
    """Family of a customs code of two digits or more. Raises KeyError: no such chapter."""
    chapter = int(code[:2])
    for first, last, found in _families():
        if first <= chapter <= last:
            return found
    raise KeyError(code)


@cache
def border_carbon(code: str) -> BorderCarbon | None:
    """Sector of the mechanism whose list holds the code, the most precise line first; None: not covered."""
    best = None
    for r in read_reference("couts_macf.csv").fill_null("").iter_rows(named=True):
        held = [c for c in r["codes"].split(";") if code.startswith(c)]
        if held and (best is None or max(map(len, held)) > best[0]):
            best = (max(map(len, held)), r)
    if best is None:
        return None
    row = best[1]
    unit, source, confidence = "t CO2 par t", row["source"], row["confiance"]
    points = (float(row["emissions_bas"]), float(row["emissions"]), float(row["emissions_haut"]))
    reference = float(row["reference"])
    return BorderCarbon(
        row["secteur"],
        Estimate(*points, unit, row["date"], source, confidence, row["note"]),
        Estimate(reference, reference, reference, unit, row["date"], source, confidence),
    )
