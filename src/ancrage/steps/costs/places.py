"""Where a product may come from: distance, days, wages, customs regime, estimated for a country without values."""

import math
from dataclasses import dataclass
from functools import cache

import polars as pl

from ancrage.domain.wording import integer
from ancrage.reference import read_reference
from ancrage.steps.costs.estimates import TO_CHECK, Estimate, default, parameter
from ancrage.steps.costs.family import Family
from ancrage.warehouse.edition import Edition, derived

HOME = "FRA"
# the row whose wages a country without its own takes, by zone
LIKE = {"ue": "ue_autre", "proche": "proche_autre", "lointain": "autre"}
SEA = "mer"
# full loads: what weighs and what fills, of a 40-foot container and of a lorry
SEA_KG, SEA_M3, ROAD_KG, ROAD_M3 = 26_000, 58, 24_000, 80
FREE_OF_BORDER_CARBON = {"CHE", "NOR", "ISL", "LIE"}
# route over distance as the crow flies: the middle of the countries of couts_origines.csv (1.19 and 1.59)
FARTHEST_KM = 23_000  # no sea route is much longer than half the Earth
DETOUR = {"route": 1.2, SEA: 1.6}
# days of a journey: before leaving, then kilometres a day; and the bounds of the whole, as shares of it
DAYS = {"route": (1, 400), SEA: (7, 500)}
SHORTEST, LONGEST = 0.7, 1.5
SHORT_SEA = 0.7  # freight of a short crossing over that of a long one, as for Egypt and Israel
INDUSTRIAL = ("25", "97")  # chapters of the goods that a customs union frees
CHECK = "connaissance générale, à vérifier"


@dataclass(frozen=True, slots=True)
class Place:
    """`zone`: ici, ue, proche or lointain; `regime`: ue, union, accord, spg, pma, npf or a_verifier; `assumed`: the
    French sentence that says what was estimated, empty for a country that has its own values."""

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
    assumed: str

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
def _unlisted() -> dict[str, dict[str, str]]:
    """Countries without values of their own, but whose customs regime and side of the sea are known."""
    return {r["iso3"]: r for r in read_reference("couts_pays.csv").fill_null("").iter_rows(named=True)}


def home() -> Place:
    """France."""
    return _listed(HOME)


@derived
def place(edition: Edition, iso3: str) -> Place:
    """Raises KeyError: not a country."""
    return _listed(iso3) if iso3 in _rows() else _estimated(edition, iso3)


@cache
def _listed(iso3: str) -> Place:
    row = _rows()[iso3]
    days = (float(row["jours_bas"]), float(row["jours"]), float(row["jours_haut"]))
    note = f"{row['mode']}, {row['km']} km"
    return Place(
        iso3=iso3,
        label=countries()[iso3][0],
        zone=row["zone"],
        by_sea=row["mode"] == SEA,
        km=float(row["km"]),
        freight_multiple=float(row["fret_multiple"]),
        days=Estimate(*days, "jours", row["salaire_date"], CHECK, TO_CHECK, note),
        wage=_wage(row),
        regime=row["regime"],
        currency=row["monnaie"],
        note=row["regime_note"],
        assumed="",
    )


def _estimated(edition: Edition, iso3: str) -> Place:
    """A country without values of its own: distance from where it is, wages of its kind, duty of what is known."""
    label, in_union = countries()[iso3]
    known = _unlisted().get(iso3, {})
    zone = known.get("zone") or ("ue" if in_union else "lointain")
    like = _rows()[LIKE[zone]]
    mode = known.get("mode") or like["mode"]
    facts = edition.table("country_facts").filter(pl.col("iso3") == iso3)
    km = min(FARTHEST_KM, round(float(facts["km"][0]) * DETOUR[mode], -2))
    before, a_day = DAYS[mode]
    days = max(1, round(before + km / a_day))
    way = "par mer" if mode == SEA else "par la route"
    journey = (max(1, round(SHORTEST * days)), days, round(LONGEST * days) + 1)
    regime = known.get("regime") or like["regime"]
    rule = known.get("regime_note") or like["regime_note"]
    paid_as = known.get("salaires_comme") or like["iso3"]
    named = countries().get(paid_as)
    wages = f"salaires repris d'un autre pays ({named[0]})" if named else "salaires d'un pays de sa zone"
    customs = f"aucun droit de douane ({rule})" if regime == "ue" else f"régime douanier à vérifier ({rule})"
    return Place(
        iso3=iso3,
        label=label,
        zone=zone,
        by_sea=mode == SEA,
        km=km,
        freight_multiple=SHORT_SEA if mode == SEA and zone != "lointain" else float(like["fret_multiple"]),
        days=Estimate(*journey, "jours", like["salaire_date"], CHECK, TO_CHECK, f"{mode}, {km:.0f} km estimés"),
        wage=_wage(_rows()[paid_as], f"pays sans valeur propre : {wages}"),
        regime=regime,
        currency=known.get("monnaie") or like["monnaie"],
        note=rule,
        assumed=f"{label} : pas de valeur propre dans les tables ; distance estimée ({integer(km)} km {way}), "
        f"{wages}, {customs}.",
    )


def _wage(row: dict[str, str], note: str = "") -> Estimate:
    low, central, high = (float(row[key]) for key in ("salaire_bas", "salaire", "salaire_haut"))
    date, source, confidence = row["salaire_date"], row["salaire_source"], row["salaire_confiance"]
    return Estimate(low, central, high, "€/h", date, source, confidence, note)


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


def duty(origin: Place, full: Estimate | None, chapter: str = "") -> Estimate:
    """EU duty on goods of this origin, % ad valorem: none inside, nor for industrial goods of a customs union; the full
    rate outside, down to none where an agreement may lift it (rules of origin permitting) or the regime is not known.

    `chapter`: two first digits of the goods."""
    if origin.regime == "ue":
        return default("droit_pct", "ue") or parameter("droit_pct")
    if full is None:
        return default("droit_pct", "inconnu") or parameter("droit_pct")
    if origin.regime == "union" and INDUSTRIAL[0] <= chapter <= INDUSTRIAL[1]:
        return Estimate(0, 0, 0, full.unit, full.date, CHECK, TO_CHECK, f"{origin.note} : libre pratique")
    if origin.regime in ("accord", "union", "pma"):
        rule = f"préférence possible ({origin.note}) si les règles d'origine sont tenues ; plein droit sinon"
        return Estimate(0, 0, full.high, full.unit, full.date, full.source, TO_CHECK, rule)
    if origin.regime == "npf":
        return full
    low = max(0.0, full.low - GSP_MARGIN) if origin.regime == "spg" else 0
    return Estimate(low, full.central, full.high, full.unit, full.date, full.source, TO_CHECK, origin.note)


GSP_MARGIN = 3.5  # points of duty that the general scheme takes off most industrial goods


def _round(value: float) -> float:
    """Three significant digits: a default is no better known than that."""
    return 0.0 if value == 0 else round(value, 2 - math.floor(math.log10(abs(value))))
