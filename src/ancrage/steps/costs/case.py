"""A business case ready to be computed: goods, home, origins, with the default of every factor nobody gave."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ancrage.steps.costs.estimates import GLOBAL, TO_CHECK, Estimate, default, factors, parameter
from ancrage.steps.costs.goods import Goods
from ancrage.steps.costs.places import Place, duty, freight, home

HORIZON = 10
MOST_HOURS = 60.0  # highest share of wages in a price abroad that a default may give
WORTH_FLYING = 3.0  # goods worth less than this many times their air freight are not sent by air in an emergency
USUAL_GAP = 0.25  # price gap assumed only to turn hours into a share of the price abroad

# known by default, but without meaning when the home price is told
BUILD_UP_ONLY = ("prix_electricite_eur_mwh", "impots_production_pct")
LEAD = ("volatilite_pct", "marge_pct", "reprise_pct")

Values = Mapping[str, Estimate]


@dataclass(frozen=True, slots=True)
class Side:
    """One way to get the goods: made here, or bought from `place`. `values`: an estimate by factor."""

    place: Place
    values: Values = field(hash=False)


@dataclass(frozen=True, slots=True)
class Investment:
    """What must be spent to make it here, paid back over the years of the case. `amount` EUR; `aid_pct` of it;
    `rate_pct` a year."""

    amount: Estimate
    aid_pct: Estimate
    rate_pct: Estimate


@dataclass(frozen=True, slots=True)
class Case:
    """`volume` units a year; `unit_kg` weight of one, None: from the value per kg of its family; `common`: carbon
    price and its growth; `years` of the case from `first_year`. The home price may be unknown ("prix" absent)."""

    title: str
    goods: Goods
    unit: str
    volume: Estimate
    unit_kg: Estimate | None
    home: Side
    origins: tuple[Side, ...]
    common: Values = field(hash=False)
    first_year: int
    years: int = HORIZON
    investment: Investment | None = None
    origin_file: str = ""

    @property
    def home_price_known(self) -> bool:
        return "prix" in self.home.values or "heures_unite" in self.home.values


def home_side(made: Goods, told: Values) -> Side:
    """Home, with its defaults under what the case tells."""
    here = home()
    found = _defaults(made, here)
    if made.wages:
        found["part_salaires_pct"] = made.wages
    if made.energy:
        found["part_energie_pct"] = made.energy
    if "heures_unite" in told and "prix" not in told:
        found |= {key: value for key in BUILD_UP_ONLY if (value := default(key, "ici"))}
    return Side(here, found | dict(told))


def origin_side(made: Goods, origin: Place, home: Side, told: Values) -> Side:
    """A country, with its defaults under what the case tells."""
    found = _defaults(made, origin)
    found["droit_pct"] = duty(origin, made.full_duty, made.chapter)
    if made.border and origin.pays_border_carbon:
        found["macf_emissions_t_t"] = made.border.emissions
        found["macf_reference_t_t"] = made.border.benchmark
    else:
        found.pop("macf_paye_eur_t", None)
    known = found | dict(told)
    if made.energy and "part_energie_pct" not in told:
        known["part_energie_pct"] = made.energy
    if "part_salaires_pct" not in told and "part_salaires_pct" in home.values:
        known["part_salaires_pct"] = _wages_abroad(home, known)
    return Side(origin, known)


def _defaults(made: Goods, where: Place) -> dict[str, Estimate]:
    zone = where.zone
    side = "ici" if zone == "ici" else "ailleurs"
    found = {
        key: value
        for key, factor in factors().items()
        if side in factor.sides and key not in BUILD_UP_ONLY and (value := default(key, zone))
    }
    if made.family.value.central < WORTH_FLYING * found["aerien_eur_kg"].central:
        nothing = found["urgence_part_pct"].times(0)
        found["urgence_part_pct"] = replace(nothing, note="trop lourd pour sa valeur : rien ne part par avion")
    return found | {
        "transport_jours": where.days,
        "salaire_eur_h": where.wage,
        "fret_eur_kg": freight(where, made.family),
    }


def _wages_abroad(home: Side, abroad: dict[str, Estimate]) -> Estimate:
    """The same work at the wages of the country, in one to three times the hours, over a price usually lower."""
    share, here, there = home.values["part_salaires_pct"], home.values["salaire_eur_h"], abroad["salaire_eur_h"]
    more = parameter("heures_multiple_ailleurs")
    points = [
        min(MOST_HOURS, s * w / here.central * m / (1 - USUAL_GAP))
        for s, w, m in zip(share.points, there.points, more.points, strict=True)
    ]
    note = "part d'ici × rapport des salaires × heures en plus, sur un prix plus bas d'un quart"
    return Estimate(points[0], points[1], points[2], "% du prix", there.date, "calcul Ancrage", TO_CHECK, note)


def common_values(made: Goods, told: Values) -> dict[str, Estimate]:
    """What does not depend on the place: capital, storage, carbon; and what the lead-time premium needs, when the case
    gives the error of its demand forecasts."""
    found = {
        key: value for key, factor in factors().items() if "commun" in factor.sides and (value := default(key, GLOBAL))
    }
    if made.co2:
        found["co2_kg_eur"] = made.co2
    known = found | dict(told)
    if "volatilite_pct" not in known:
        return {key: value for key, value in known.items() if key not in LEAD}
    return known
