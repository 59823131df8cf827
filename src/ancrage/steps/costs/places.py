"""Where a product may come from: distance, days, wages, customs regime, with a fallback for countries without row."""

import math
from dataclasses import dataclass
from functools import cache

from ancrage.reference import read_reference
from ancrage.steps.costs.estimates import TO_CHECK, Estimate, default, parameter
from ancrage.steps.costs.family import Family

HOME = "FRA"
OTHER, OTHER_EU = "autre", "ue_autre"
# full loads: what weighs and what fills, of a 40-foot container and of a lorry
SEA_KG, SEA_M3, ROAD_KG, ROAD_M3 = 26_000, 58, 24_000, 80
FREE_OF_BORDER_CARBON = {"CHE", "NOR", "ISL", "LIE"}


@dataclass(frozen=True, slots=True)
class Place:
    """`zone`: ici, ue, proche or lointain; `regime`: ue, union, accord, spg, pma or npf; `own_row`: False when the
    values are those of any country of its kind."""

    iso3: str
    label: str
    zone: str
    by_sea: bool
    km: float
    freight_multiple: float
    days: Estimate
    wage: Estimate
    regime: str
    currency: str
    note: str
    own_row: bool

    @property
    def pays_border_carbon(self) -> bool:
        return self.zone not in ("ici", "ue") and self.iso3 not in FREE_OF_BORDER_CARBON


@cache
def _rows() -> dict[str, dict[str, str]]:
    return {r["iso3"]: r for r in read_reference("couts_origines.csv").fill_null("").iter_rows(named=True)}


@cache
def countries() -> dict[str, tuple[str, bool]]:
    """By ISO code: French name, and whether it is in the Union."""
    rows = read_reference("pays.csv").iter_rows(named=True)
    return {r["iso3"]: (r["libelle"], r["ue"] == "oui") for r in rows}


@cache
def place(iso3: str) -> Place:
    """Raises KeyError: not a country."""
    label, in_union = countries()[iso3]
    rows = _rows()
    row = rows.get(iso3) or rows[OTHER_EU if in_union else OTHER]
    own = iso3 in rows
    note = "" if own else "pays sans valeur propre : celles d'un pays de sa zone"
    wage = Estimate(
        float(row["salaire_bas"]),
        float(row["salaire"]),
        float(row["salaire_haut"]),
        "€/h",
        row["salaire_date"],
        row["salaire_source"],
        row["salaire_confiance"],
        note,
    )
    days = Estimate(
        float(row["jours_bas"]),
        float(row["jours"]),
        float(row["jours_haut"]),
        "jours",
        row["salaire_date"],
        "connaissance générale, à vérifier",
        TO_CHECK,
        f"{row['mode']}, {row['km']} km",
    )
    return Place(
        iso3=iso3,
        label=label,
        zone=row["zone"],
        by_sea=row["mode"] == "mer",
        km=float(row["km"]),
        freight_multiple=float(row["fret_multiple"]),
        days=days,
        wage=wage,
        regime=row["regime"],
        currency=row["monnaie"],
        note=row["regime_note"],
        own_row=own,
    )


def freight(origin: Place, goods: Family) -> Estimate:
    """EUR a kilogramme by sea (container and both ends) or by road, full loads that weight or volume limits."""
    low, central, high = goods.density.points
    if origin.by_sea:
        box, rate, ends = parameter("conteneur_usd"), parameter("usd_par_eur"), parameter("acheminement_eur")
        cost = [
            box.low / rate.high * origin.freight_multiple + ends.low,
            box.central / rate.central * origin.freight_multiple + ends.central,
            box.high / rate.low * origin.freight_multiple + ends.high,
        ]
        kg = [min(SEA_KG, SEA_M3 * d) for d in (high, central, low)]
        source, date, confidence, how = box.source, box.date, ends.confidence, "conteneur plein de 40 pieds"
    else:
        lorry = parameter("camion_eur_km")
        cost = [p * origin.km * origin.freight_multiple for p in lorry.points]
        kg = [min(ROAD_KG, ROAD_M3 * d) for d in (high, central, low)]
        source, date, confidence, how = lorry.source, lorry.date, lorry.confidence, "camion plein"
    per_kg = [c / k for c, k in zip(cost, kg, strict=True)]
    note = f"{how}, {origin.km:.0f} km, {goods.label}"
    low, central, high = (_round(x) for x in per_kg)
    return Estimate(low, central, high, "€/kg", date, source, confidence, note)


def duty(origin: Place, full: Estimate | None) -> Estimate:
    """EU duty on goods of this origin, % ad valorem: none inside, the full rate outside, down to none where an
    agreement may lift it (rules of origin permitting)."""
    if origin.regime == "ue":
        return default("droit_pct", "ue") or parameter("droit_pct")
    if full is None:
        return default("droit_pct", "inconnu") or parameter("droit_pct")
    if origin.regime in ("accord", "union", "pma"):
        said = f"préférence possible ({origin.note}) si les règles d'origine sont tenues ; plein droit sinon"
        return Estimate(0, 0, full.high, full.unit, full.date, full.source, TO_CHECK, said)
    if origin.regime == "spg":
        low = max(0.0, full.low - GSP_MARGIN)
        return Estimate(low, full.central, full.high, full.unit, full.date, full.source, TO_CHECK, origin.note)
    return full


GSP_MARGIN = 3.5  # points of duty that the general scheme takes off most industrial goods


def _round(value: float) -> float:
    """Three significant digits: a default is no better known than that."""
    return 0.0 if value == 0 else round(value, 2 - math.floor(math.log10(abs(value))))
