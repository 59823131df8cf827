"""What a unit really costs, here and far away: total cost of ownership, lead time, carbon at the border."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ancrage.domain.card import Card
from ancrage.methods.arguments import checked
from ancrage.methods.arrays import Bools, broadcastable, number, numbers
from ancrage.methods.decision import Array

Number = float | Array
DAYS = 365

_RATES = ("duty_rate", "insurance_rate", "fees_rate", "wacc", "storage_rate", "defect_rate")
_AMOUNTS = ("price", "freight", "packaging", "fees", "travel", "audit", "co2_kg")
_DAYS = ("transit_days", "safety_stock_days")
_NAMED = ("extra", "rates", "yearly", "once", "risk_rates", "strategic")
_SUMS = ("extra", "yearly", "once")  # named amounts; the other tables are shares of price
_OTHER = ("defect_cost_mult", "annual_volume", "risks", "years", "duty_on_freight")


@dataclass(frozen=True, slots=True)
class UnitCost:
    """Cost of one unit, EUR, from the hardest to the softest: hard (landed + carrying + overhead), risk
    (quality + risk), strategic (carbon + strategic). `components` details every line; `tco` is their sum."""

    components: dict[str, Number]
    landed: Number
    carrying: Number
    overhead: Number
    quality: Number
    risk: Number
    carbon: Number
    strategic: Number

    @property
    def hard(self) -> Number:
        return self.landed + self.carrying + self.overhead

    @property
    def tco(self) -> Number:
        return self.hard + self.quality + self.risk + self.carbon + self.strategic


@dataclass(frozen=True, slots=True)
class TotalCost:
    """Both options and their gap, as a share of the local cost (positive: abroad is cheaper).

    `gaps`: the gap on price, then with hard costs, then risks, then strategic factors (= `tco_gap`).
    `break_even_price`: price abroad at which both options cost the same; `break_even_gap`: the same as a gap of
    price, above which abroad is cheaper; `break_even_local_price`: price at home at which both cost the same.
    `price_decides`: whether such a price abroad exists; where it is not above 0, even a gift from abroad would cost
    more, and the negative number only says by how much.
    """

    offshore: UnitCost
    local: UnitCost
    gaps: dict[str, Number]
    break_even_price: Number
    break_even_gap: Number
    break_even_local_price: Number

    @property
    def price_decides(self) -> bool | Bools:
        return self.break_even_price > 0

    @property
    def price_gap(self) -> Number:
        return self.gaps["price"]

    @property
    def tco_gap(self) -> Number:
        return self.gaps["strategic"]


def total_cost(offshore: Mapping[str, Any], local: Mapping[str, Any], carbon_price: ArrayLike = 0.0) -> TotalCost:
    """Total cost of ownership of one unit, abroad and at home, with every component.

    Each option: price (EUR/unit, required) and, 0 when absent: duty_rate, insurance_rate, fees_rate (shares of
    price); freight, packaging, fees (EUR/unit); extra {name: EUR/unit}; wacc, storage_rate (a year, share of
    price), transit_days, safety_stock_days; travel, audit, yearly {name} (EUR/year); once {name: EUR}, spread over
    `years` (1 when absent); defect_rate, defect_cost_mult (1 when absent); risks [(probability a year, loss EUR)];
    annual_volume (units, for yearly sums); rates, risk_rates, strategic {name: share of price}; co2_kg (a unit);
    duty_on_freight: duty also falls on freight and insurance, as the customs value of the Union does (default: on
    price alone). carbon_price: EUR/t CO2. Numbers, or arrays of draws of one shape.

    landed = price (1 + duty + insurance + fees + other rates) + freight + packaging + fees + extra;
    carrying = price [wacc (transit + stock) + storage stock] / 365; overhead = (yearly + once / years) / volume;
    quality = price x defects x multiple; risk = sum p loss / volume + price x risk rates; carbon = kg / 1000 x price.
    Raises ValueError: price missing or not above 0, unknown or negative factor, yearly sums without a volume.
    Source: Reshoring Initiative TCO Estimator; Ellram 1995, doi:10.1108/09600039510099928.
    """
    _same_draws(offshore=offshore, local=local, carbon_price={"carbon_price": carbon_price})
    far, near = _unit_cost(offshore, "offshore", carbon_price), _unit_cost(local, "local", carbon_price)
    gaps = {
        "price": 1 - far.components["price"] / near.components["price"],
        "hard": 1 - far.hard / near.hard,
        "risk": 1 - (far.hard + far.quality + far.risk) / (near.hard + near.quality + near.risk),
        "strategic": 1 - far.tco / near.tco,
    }
    even = _price_at(far, near.tco)
    return TotalCost(far, near, gaps, even, 1 - even / near.components["price"], _price_at(near, far.tco))


def _same_draws(**options: Mapping[str, Any]) -> None:
    """ValueError naming the factors whose numbers of draws differ."""
    arrays = {
        f"{who}.{name}": value
        for who, option in options.items()
        if isinstance(option, Mapping)
        for name, value in option.items()
        if not isinstance(value, Mapping | bool) and name != "risks" and isinstance(value, np.ndarray | list | tuple)
    }
    if len(arrays) > 1:
        broadcastable(**{name: _positive(value, name) for name, value in arrays.items()})


def _price_at(option: UnitCost, tco: Number) -> Number:
    """Price at which an option would cost `tco`: the total is linear in the price, some of it does not move with it."""
    parts = option.components
    fixed = sum(parts[k] for k in parts if k.partition(":")[0] in _FIXED)
    return (tco - fixed) / ((option.tco - fixed) / parts["price"])


_FIXED = ("freight", "duty_freight", "packaging", "fees_flat", "overhead", "risk", "carbon", "extra", "yearly", "once")


def _unit_cost(option: Mapping[str, Any], who: str, carbon_price: ArrayLike) -> UnitCost:
    if not isinstance(option, Mapping):
        raise ValueError(f"« {who} » doit nommer ses facteurs de coût ({{nom: valeur}}).")
    unknown = sorted(map(str, set(option) - {*_RATES, *_AMOUNTS, *_DAYS, *_NAMED, *_OTHER}))
    if unknown:
        raise ValueError(f"« {who} » : facteur de coût inconnu ({', '.join(unknown)}).")

    def get(name: str, default: float = 0.0) -> Number:
        read = _share if name in _RATES else _positive
        return read(option.get(name, default), f"{who}.{name}")

    def named(table: str) -> dict[str, Number]:
        rows = option.get(table, {})
        if not isinstance(rows, Mapping):
            raise ValueError(f"« {who}.{table} » doit nommer ses montants ({{nom: valeur}}).")
        read = _positive if table in _SUMS else _share
        return {k: read(v, f"{who}.{table}.{k}") for k, v in rows.items()}

    if "price" not in option or np.any(get("price") == 0):
        raise ValueError(f"« {who}.price » manque ou est nul.")
    price = get("price")
    travel = get("travel") + get("audit")
    yearly, once = named("yearly"), named("once")
    expected_loss: Number = 0.0
    for probability, loss in _risks(option.get("risks", ()), f"{who}.risks"):
        expected_loss = expected_loss + _share(probability, f"{who}.risks") * _positive(loss, f"{who}.risks")
    volume = get("annual_volume") if "annual_volume" in option else np.nan
    spread = (travel, expected_loss, *yearly.values(), *once.values())
    if any(np.any(amount) for amount in spread) and not np.all(volume > 0):
        raise ValueError(f"« {who}.annual_volume » doit être donné et positif pour répartir les coûts annuels.")
    if once and not np.all(get("years", 1.0) > 0):
        raise ValueError(f"« {who}.years » doit être positif.")

    def per_unit(amount: Number, years: Number = 1.0) -> Number:
        return amount / volume / years if np.any(amount) else 0.0

    duty, freight, insurance = get("duty_rate"), get("freight"), price * get("insurance_rate")
    on_freight = bool(option.get("duty_on_freight", False))
    days = get("transit_days") + get("safety_stock_days")
    parts = {
        "price": price,
        "duty": price * duty * (1 + get("insurance_rate") * on_freight),
        **({"duty_freight": duty * freight} if on_freight else {}),
        "freight": freight,
        "insurance": insurance,
        "packaging": get("packaging"),
        "fees": price * get("fees_rate"),
        "fees_flat": get("fees"),
        **{f"rates:{k}": price * v for k, v in named("rates").items()},
        **{f"extra:{k}": v for k, v in named("extra").items()},
    }
    landed = sum(parts.values())
    held = {
        "capital": price * get("wacc") * days / DAYS,
        "storage": price * get("storage_rate") * get("safety_stock_days") / DAYS,
    }
    spent = {
        "overhead": per_unit(travel),
        **{f"yearly:{k}": per_unit(v) for k, v in yearly.items()},
        **{f"once:{k}": per_unit(v, get("years", 1.0)) for k, v in once.items()},
    }
    quality = price * get("defect_rate") * get("defect_cost_mult", 1.0)
    risks = {
        "risk": per_unit(expected_loss),
        **{f"risk_rates:{k}": price * v for k, v in named("risk_rates").items()},
    }
    carbon = get("co2_kg") / 1000 * _positive(carbon_price, "carbon_price")
    soft = {f"strategic:{k}": price * v for k, v in named("strategic").items()}
    return UnitCost(
        components=parts | held | spent | {"quality": quality} | risks | {"carbon": carbon} | soft,
        landed=landed,
        carrying=sum(held.values()),
        overhead=sum(spent.values()),
        quality=quality,
        risk=sum(risks.values()),
        carbon=carbon,
        strategic=sum(soft.values()),
    )


def _risks(risks: Any, name: str) -> list[tuple[ArrayLike, ArrayLike]]:
    """Pairs (probability a year, loss)."""
    try:
        return [(probability, loss) for probability, loss in risks]
    except (TypeError, ValueError):
        raise ValueError(f"« {name} » doit donner des couples (probabilité par an, perte en euros).") from None


def _positive(value: ArrayLike, name: str) -> Number:
    amount = numbers(value, name)
    return amount if amount.ndim else float(amount)


def _share(value: ArrayLike, name: str) -> Number:
    part = numbers(value, name, low=0, high=1)
    return part if part.ndim else float(part)


@dataclass(frozen=True, slots=True)
class Frontier:
    """Result of `cost_differential_frontier`: for each lead time, the break-even unit cost and the share by which it
    is below the cost of the immediate option."""

    unit_cost: Array
    differential: Array


@checked
def cost_differential_frontier(lead: ArrayLike, price: float, cost: float, salvage: float, sigma: float) -> Frontier:
    """How much cheaper a distant supplier must be to pay for its lead time, demand being lognormal.

    Newsvendor: c(l) = p - (p - s) Phi(Phi^-1((p - c0) / (p - s)) + sigma sqrt(l)); differential = 1 - c(l) / c0.
    lead: times >= 0, in units of the longest lead (any shape); price p, cost c0 of the immediate option, salvage s:
    EUR/unit with s < c0 < p; sigma: volatility of demand forecasts over one unit of lead.
    Raises ValueError: order of s, c0, p; negative lead or sigma.
    Source: de Treville et al. 2014, doi:10.1016/j.jom.2014.06.002 (model); closed form derived from the newsvendor.
    """
    from scipy.special import ndtr, ndtri

    at, sigma = numbers(lead, "lead"), number(sigma, "sigma", low=0)
    price, cost = number(price, "price", low=0), number(cost, "cost", low=0)
    if not number(salvage, "salvage") < cost < price:
        raise ValueError("« salvage », « cost », « price » : il faut valeur de reprise < coût < prix.")
    margin = price - salvage
    unit_cost = price - margin * ndtr(ndtri((price - cost) / margin) + sigma * np.sqrt(at))
    return Frontier(unit_cost, 1 - unit_cost / cost)


@dataclass(frozen=True, slots=True)
class CbamCharge:
    """Result of `cbam_charge`, a tonne of goods: emissions to pay for (t CO2), their share of those embedded, EUR."""

    taxable: Number
    share: Number
    cost_per_t: Number


def cbam_charge(
    embedded: ArrayLike,
    benchmark: ArrayLike,
    cbam_factor: ArrayLike,
    ets_price: ArrayLike,
    paid_abroad: ArrayLike = 0.0,
) -> CbamCharge:
    """Charge at the border: taxable = max(0, embedded - benchmark x factor); cost = taxable x price - paid abroad.

    embedded, benchmark: t CO2 a tonne of goods; cbam_factor: share of free allocation still granted that year, in
    [0, 1]; ets_price: EUR/t CO2; paid_abroad: carbon price already paid, EUR a tonne of goods. Numbers or arrays.
    The cost is never negative. It is not embedded x (1 - factor): emissions above the benchmark pay in full.
    Raises ValueError: negative or missing values, factor above 1.
    Source: Regulation (EU) 2023/956, articles 9 and 31.
    """
    given = {
        "embedded": numbers(embedded, "embedded"),
        "benchmark": numbers(benchmark, "benchmark"),
        "cbam_factor": numbers(cbam_factor, "cbam_factor", low=0, high=1),
        "ets_price": numbers(ets_price, "ets_price"),
        "paid_abroad": numbers(paid_abroad, "paid_abroad"),
    }
    broadcastable(**given)
    emitted, reference, factor, quote, paid = given.values()
    taxable = np.maximum(0.0, emitted - reference * factor)
    share = np.divide(taxable, emitted, out=np.zeros_like(taxable + emitted), where=np.asarray(emitted) > 0)
    cost = np.maximum(0.0, taxable * quote - paid)
    return CbamCharge(*(x if x.ndim else float(x) for x in (taxable, share, cost)))


CARDS = (
    Card(
        id="total_cost",
        label="Coût total de possession",
        formula="TCO = prix rendu + portage + frais fixes + qualité + risques + carbone + facteurs stratégiques ; "
        "écart = 1 - TCO ailleurs / TCO ici",
        unit="€ par unité ; écart en part du coût local",
        range="coût positif ; écart de -∞ à 1",
        neutral="écart de 0 : produire ici ou ailleurs coûte autant",
        reading="Un écart de prix de 30 % qui tombe à 16 % en coût total : le reste de l'écart est ce qu'il faut "
        "encore gagner pour produire ici.",
        conventions=(
            "Du plus sûr au plus discutable : coûts certains, puis risques, puis facteurs stratégiques et carbone ; "
            "l'écart est donné à chaque étape.",
            "Écart rapporté au coût local. Seuil d'équilibre : prix à l'étranger qui égalise les deux coûts totaux.",
            "Portage : capital immobilisé pendant le transport et le stock de sécurité, stockage pendant le seul "
            "stock ; année de 365 jours.",
            "Droit de douane sur le prix seul, ou aussi sur le fret et l'assurance (valeur en douane de l'Union) : un "
            "argument.",
            "À ne pas additionner à la prime de délai : retirer alors les coûts d'opportunité et d'obsolescence.",
            "Un facteur absent vaut 0 ; un facteur inconnu est refusé.",
        ),
        references=(
            "Reshoring Initiative, Total Cost of Ownership Estimator",
            "Ellram L. M., 1995, Total cost of ownership: an analysis approach for purchasing, International Journal "
            "of Physical Distribution & Logistics Management 25(8), doi:10.1108/09600039510099928",
        ),
    ),
    Card(
        id="cost_differential_frontier",
        label="Prime de délai (frontière de coût)",
        formula="c(l) = p - (p - s) Φ(Φ⁻¹((p - c0) / (p - s)) + σ √l) ; prime = 1 - c(l) / c0",
        unit="€ par unité ; prime en part du coût",
        range="0 à 1",
        neutral="0 : un délai nul ou une demande certaine ne coûtent rien",
        reading="Une prime de 20 % : le fournisseur lointain doit être 20 % moins cher pour compenser son délai.",
        conventions=(
            "Demande lognormale ; la volatilité σ se mesure sur les erreurs de prévision, non sur les ventes, pour une "
            "unité de délai (le délai le plus long vaut 1).",
            "Un seul achat par saison (vendeur de journaux) ; ni perte d'appel d'offres ni volatilité variable.",
        ),
        references=(
            "de Treville S. et al., 2014, Valuing lead time, Journal of Operations Management 32(6), "
            "doi:10.1016/j.jom.2014.06.002",
        ),
    ),
    Card(
        id="cbam_charge",
        label="Charge du mécanisme d'ajustement carbone aux frontières (MACF)",
        formula="t taxables = max(0, émissions - référence × facteur) ; coût = max(0, t taxables × prix - déjà payé)",
        unit="€ par tonne de produit",
        range="0 et plus",
        neutral="0 : émissions sous l'allocation gratuite encore accordée",
        reading="18 €/t : ce qu'une tonne importée paie à la frontière, au prix du quota retenu.",
        conventions=(
            "Le facteur MACF (allocation gratuite maintenue) est celui de l'année étudiée, donné par un paramètre "
            "daté.",
            "Ce n'est pas émissions × (1 - facteur) : ce qui dépasse la référence paie entièrement.",
            "Le prix du carbone payé à l'étranger se déduit en euros par tonne de produit ; la charge n'est jamais "
            "négative.",
        ),
        references=("Règlement (UE) 2023/956, articles 9 et 31", "Directive 2003/87/CE, article 10 bis"),
    ),
)
