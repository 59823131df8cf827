"""What price gap each target can bear against its main real suppliers: no price is known, so that is the answer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import polars as pl

from ancrage.domain.wording import NBSP, decimal, lower_first, percent
from ancrage.methods.cost import Number
from ancrage.methods.decision import Array
from ancrage.steps.costs.batch import bounds, draw_all, ends, means
from ancrage.steps.costs.case import Case, common_values, home_side, origin_side
from ancrage.steps.costs.compare import driver_label
from ancrage.steps.costs.components import GROUPS, by_group
from ancrage.steps.costs.estimates import AGREED, Estimate, border_years, factors, parameter
from ancrage.steps.costs.goods import Goods, goods
from ancrage.steps.costs.model import FAR, HOME, Frame, drivers, frame, total
from ancrage.steps.costs.places import HOME as FRANCE
from ancrage.steps.costs.places import Place, place
from ancrage.steps.costs.spread import Spread
from ancrage.steps.costs.wording import share_range
from ancrage.steps.national import national
from ancrage.steps.targets import SERVICE, Target
from ancrage.warehouse.edition import Edition

TARGETS, ORIGINS, DRAWS, DRIVERS = 10, 4, 1_000, 3
UNIT = 100.0  # euros: the goods of a target are counted by hundred euros made here
PLACEHOLDER = 75.0  # any price abroad: the answer does not depend on it
CONTRACT = {"volume": "Taille du contrat d'achat"}  # here the volume is that of a usual contract
IDLE = ("structure", "avenir")  # groups that play no part today


@dataclass(frozen=True, slots=True)
class Bearable:
    """`gap`: price gap (share of the cost here) under which home costs no more than this origin. `parts`: what each
    group of factors brings to it at the means of the ranges, they sum to `mean`; `firm`: the part that is certain.
    `share`: of the country in French imports of the wider item; `duty_pct` the likeliest; `border`: the carbon
    border mechanism applies. `drivers`: what moves the answer most."""

    origin: Place
    share: float
    gap: Spread
    mean: float
    parts: dict[str, float]
    duty_pct: float
    duty_note: str
    border: bool
    drivers: tuple[str, ...]
    sentence: str

    @property
    def firm(self) -> float:
        return self.parts["certain"] + self.parts["autre"]


@dataclass(frozen=True, slots=True)
class TargetCosts:
    """`applies`: False for a service, or when imports by country are not known; `sentence` says it."""

    rank: int
    activity: str
    label: str
    applies: bool
    family: str
    origins: tuple[Bearable, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A default used for some target: factor, zone or country it holds for, and its range."""

    key: str
    label: str
    where: str
    estimate: Estimate


@dataclass(frozen=True, slots=True)
class Costs:
    targets: tuple[TargetCosts, ...]
    hypotheses: tuple[Hypothesis, ...]
    draws: int
    sentence: str


def target_costs(edition: Edition, targets: Sequence[Target]) -> Costs:
    """The first TARGETS of `targets`, each against the ORIGINS countries that France buys it most from."""
    kept = targets[:TARGETS]
    goods_of = {t.activity: _goods(edition, t.activity) for t in kept if t.kind != SERVICE}
    made = {activity: known for activity, known in goods_of.items() if known}
    asked = [(t, c) for t in kept if t.activity in made for c in _suppliers(edition, t.activity)]
    cases = [_case(made[target.activity], place(edition, country)) for target, (country, _) in asked]
    bearable = _bearable(cases, [share for _, (_, share) in asked]) if cases else []
    by_target: dict[str, list[Bearable]] = {}
    for (target, _), found in zip(asked, bearable, strict=True):
        by_target.setdefault(target.activity, []).append(found)
    rows = tuple(_target(t, made.get(t.activity), by_target.get(t.activity, [])) for t in kept)
    return Costs(rows, _hypotheses(cases), DRAWS, _whole(rows))


def _goods(edition: Edition, activity: str) -> Goods | None:
    known = edition.table("trade_class").filter(pl.col("class") == activity)
    return None if known.is_empty() else _cached_goods(edition, activity)


@lru_cache(maxsize=1024)
def _cached_goods(edition: Edition, activity: str) -> Goods:
    return goods(edition, activity=activity)


@lru_cache(maxsize=1024)
def _suppliers(edition: Edition, activity: str) -> tuple[tuple[str, float], ...]:
    """(country, share of imports) of the main origins of the CPA item of a class, France left out."""
    country = national(edition)
    item = country.classes["cpa_item"][country.index[activity]]
    rows = edition.table("supplier_shares").filter((pl.col("item") == item) & (pl.col("country") != FRANCE))
    top = rows.sort(["share", "country"], descending=[True, False]).head(ORIGINS)
    return tuple((c, s) for c, s in top.select("country", "share").rows())


def _case(made: Goods, origin: Place) -> Case:
    price = Estimate(UNIT, UNIT, UNIT, "€", "", "convention", AGREED)
    home = home_side(made, {"prix": price})
    far = origin_side(made, origin, home, {"prix": price.times(PLACEHOLDER / UNIT)})
    volume = parameter("achats_an_eur").times(1 / UNIT)
    return Case(made.label, made, "centaine d'euros", volume, None, home, (far,), common_values(made, {}), _year())


def _year() -> int:
    return min(border_years())


def _bearable(cases: list[Case], shares: list[float]) -> list[Bearable]:
    hypotheses = [_today(drivers(case, case.origins[0])) for case in cases]
    keys, table = bounds(hypotheses)
    fixed = _frames([frame(case, case.origins[0]) for case in cases])
    gaps = _gap(draw_all(keys, table, DRAWS, seed=0), fixed)
    low, median, high = np.quantile(gaps, [0.1, 0.5, 0.9], axis=1)
    middle: dict[str, Number] = {key: row[:, None] for key, row in zip(keys, means(table), strict=True)}
    mean = _gap(middle, fixed)
    parity = total({**middle, f"{FAR}.prix": UNIT * (1 - mean)}, fixed)
    there, here = by_group(parity.offshore), by_group(parity.local)
    parts = {g: np.broadcast_to((there[g] - here[g]) / UNIT, mean.shape)[:, 0] for g in GROUPS if g != "prix"}
    swings = np.abs(np.diff(_gap(ends(keys, table), fixed).reshape(len(cases), -1, 2), axis=2))[:, :, 0]
    first = np.argsort(-swings, axis=1, kind="stable")[:, :DRIVERS]
    found = []
    for at, case in enumerate(cases):
        side = case.origins[0]
        duty = side.values["droit_pct"]
        row = Bearable(
            origin=side.place,
            share=shares[at],
            gap=Spread(float(low[at]), float(median[at]), float(high[at])),
            mean=float(mean[at, 0]),
            parts={g: float(values[at]) for g, values in parts.items()},
            duty_pct=duty.central,
            duty_note=duty.note,
            border=f"{FAR}.macf_emissions_t_t" in hypotheses[at],
            drivers=tuple(CONTRACT.get(keys[k]) or driver_label(keys[k]) for k in first[at] if swings[at, k] > 0),
            sentence="",
        )
        found.append(replace(row, sentence=_origin_sentence(row)))
    return found


def _gap(values: dict[str, Number], fixed: Frame) -> Array:
    return np.asarray(total(values, fixed).break_even_gap)


def _today(hypotheses: dict[str, Estimate]) -> dict[str, Estimate]:
    """Those that play a part in today's cost."""
    known = factors()
    names = {key: key.partition(".")[2] or key for key in hypotheses}
    return {k: v for k, v in hypotheses.items() if names[k] not in known or known[names[k]].group not in IDLE}


def _frames(frames: list[Frame]) -> Frame:
    """One frame for all the cases: what differs between them stands in a column."""
    first = frames[0]
    return Frame(
        years=first.years,
        year=first.year,
        reference=first.reference,
        added=np.array([[float(f.added)] for f in frames]),
        co2_home_kg=first.co2_home_kg,
        co2_far_kg=np.array([[float(f.co2_far_kg)] for f in frames]),
        margin=None,
        salvage=None,
    )


def _origin_sentence(found: Bearable) -> str:
    border = ", MACF compris" if found.border else ""
    return (
        f"{found.origin.label} ({percent(found.share, 0)} des importations) : tient tant que l'écart de prix ne "
        f"dépasse pas {share_range(found.gap)}, dont {decimal(100 * found.firm, 0)} points de coûts certains "
        f"(droit de douane {decimal(found.duty_pct)}{NBSP}%{border})."
    )


def _target(target: Target, made: Goods | None, found: list[Bearable]) -> TargetCosts:
    family = made.family.label if made else ""
    if target.kind == SERVICE:
        said = "Un service ne franchit pas de douane et ne se stocke pas : ce calcul ne s'applique pas."
    elif not found:
        said = "Les importations de cette activité ne sont pas connues par pays : on ne peut pas dire."
    else:
        hard, easy = min(found, key=lambda o: o.gap.median), max(found, key=lambda o: o.gap.median)
        said = (
            f"Produire ici tient tant que l'écart de prix départ usine ne dépasse pas {share_range(hard.gap)} face au "
            f"fournisseur le plus dur à battre ({hard.origin.label})"
        )
        if easy is not hard:
            said += f", {share_range(easy.gap)} face au plus facile ({easy.origin.label})"
        said += f". Ce qui pèse le plus : {' ; '.join(lower_first(d) for d in easy.drivers)}."
    return TargetCosts(target.rank, target.activity, target.label, bool(found), family, tuple(found), said)


def _whole(rows: tuple[TargetCosts, ...]) -> str:
    known = [row for row in rows if row.applies]
    if not known:
        return "Aucune des premières cibles n'est un bien importé dont on connaît les fournisseurs : rien à comparer."
    far = [o for row in known for o in row.origins if o.origin.zone == "lointain"]
    near = [o for row in known for o in row.origins if o.origin.zone == "ue"]
    told = [
        f"{words}, {_between([o.gap.median for o in group])}"
        for words, group in (("face aux pays lointains", far), ("face aux voisins de l'Union", near))
        if group
    ]
    return (
        "Aucun prix n'est connu ici : pour chaque cible, le dossier dit de combien un concurrent peut être moins cher, "
        f"départ usine, sans coûter moins au total : {' ; '.join(told)}."
    )


def _between(gaps: list[float]) -> str:
    """« de 20 à 24 % », or « environ 21 % » when both ends are the same."""
    low, high = (decimal(100 * x, 0) for x in (min(gaps), max(gaps)))
    return f"environ {low}{NBSP}%" if low == high else f"de {low} à {high}{NBSP}%"


def _hypotheses(cases: list[Case]) -> tuple[Hypothesis, ...]:
    """Each default once, with where it holds: a zone, a country or goods."""
    found: dict[tuple[object, ...], Hypothesis] = {}
    for case in cases:
        side = case.origins[0]
        for table, values, where in (
            (HOME, case.home.values, "ici"),
            (FAR, side.values, side.place.zone),
            ("", case.common, "partout"),
        ):
            for key, value in values.items():
                factor = factors().get(key)
                if key == "prix" or factor is None or factor.group in IDLE:
                    continue
                own = key in ("droit_pct", "fret_eur_kg", "transport_jours", "co2_kg_eur") or key.startswith("macf_e")
                place_label = side.place.label if table == FAR and own else where
                told = Hypothesis(key, driver_label(f"{table}.{key}" if table else key), place_label, value)
                found.setdefault((key, place_label, value.points), told)
    order = {key: i for i, key in enumerate(factors())}
    return tuple(sorted(found.values(), key=lambda h: (order[h.key], h.where, h.estimate.points)))
