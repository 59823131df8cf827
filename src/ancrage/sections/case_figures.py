"""Figures of one business case (`cout.json`): waterfall, curve from hard to soft, tornado, years to come."""

from typing import Any

from ancrage.business_case.document import CaseStudied, OriginStudied, YearStudied
from ancrage.business_case.waterfall import HERE, TOTAL, Step
from ancrage.domain.wording import NBSP, decimal
from ancrage.sections import theme
from ancrage.sections.blocks import Figure
from ancrage.sections.charts import key
from ancrage.sections.table import data
from ancrage.sections.theme import DEEP, PALE, QUIET, ROW_PX, WARM, Spec
from ancrage.steps.costs.wording import money

ORIGINS = "comparaisons"
WIDTH, SWINGS = 470, 10


def figures(case: CaseStudied, origin: OriginStudied) -> list[Figure]:
    """Those that can be drawn; without a price here there is no gap to cut into pieces."""
    known = case.home_price_known
    gap = [waterfall(case, origin), curve(origin)] if known else []
    return [*gap, tornado(origin, known=known), years(case, origin, known=known)]


def points(share: float) -> str:
    return f"{decimal(100 * share, 1)}{NBSP}%"


def waterfall(case: CaseStudied, origin: OriginStudied) -> Figure:
    """From the price abroad to the price here, through what each line adds; the rest is the gap."""
    *_, net, here = origin.waterfall
    bars = [_bar(step) for step in origin.waterfall]
    title = f"Du prix ailleurs au coût total : {origin.label} et ici"
    less = "acheter coûte moins" if origin.gap and origin.gap.central > 0 else "produire ici coûte moins"
    sentence = (
        f"Un prix de {money(origin.waterfall[0].end)} devient {money(net.end)} une fois compté tout ce que l'achat "
        f"ajoute (moins ce que produire ici ajoute aussi), face à {money(here.end)} ici : {less}."
    )
    heads = (("Ligne", "text"), (f"Ailleurs (€ par {case.product.unit})", "money"), ("Ici", "money"))
    return Figure(
        f"cascade-{origin.country}",
        title,
        sentence,
        data("cascade", title, heads, [(line.label, line.there, line.here) for line in origin.lines]),
        _waterfall(bars, here.end),
        alt=f"{title}. {sentence}",
        paths=(f"{ORIGINS}.lignes.ailleurs",),
    )


def _bar(step: Step) -> dict[str, Any]:
    change = step.end - step.start
    text = money(step.end) if step.kind in (TOTAL, HERE) else f"{'+' if change >= 0 else '−'}{money(abs(change))}"
    return {"key": key(step.label, step.label), "start": step.start, "end": step.end, "kind": step.kind, "text": text}


def _waterfall(bars: list[dict[str, Any]], here: float) -> Spec:
    y = theme.label_axis("key", [b["key"] for b in bars])
    reach = max(max(b["start"], b["end"]) for b in bars) * 1.22
    x: Spec = {
        "field": "start",
        "type": "quantitative",
        "scale": {"domain": [0, reach]},
        "title": "€ par unité",
        "axis": {"tickCount": 5, "format": ",.6~g"},
    }
    inks = {"domain": ["total", "plus", "moins", "ici"], "range": [DEEP, PALE, "#5b8db3", WARM]}
    ink = {"field": "kind", "legend": None, "scale": inks}
    return {
        "data": {"values": [{**b, "far": max(b["start"], b["end"])} for b in bars]},
        "width": WIDTH,
        "height": {"step": 27},
        "layer": [
            {"mark": {"type": "rule", "color": WARM, "strokeDash": [4, 3]}, "encoding": {"x": {**x, "datum": here}}},
            {"mark": {"type": "bar", "height": 15}, "encoding": {"y": y, "x": x, "x2": {"field": "end"}, "color": ink}},
            {"mark": {"type": "text", "align": "left", "dx": 5},
             "encoding": {"y": y, "x": {**x, "field": "far"}, "text": {"field": "text"}}},
        ],
    }  # fmt: skip


def curve(origin: OriginStudied) -> Figure:
    """The gap as factors are counted, from the surest to the most debatable."""
    title = "L'écart, du coût le plus sûr au plus discutable"
    rows = origin.curve
    values = [
        {"key": key(r.group, r.label), "low": r.gap.low, "mid": r.gap.central, "high": r.gap.high,
         "text": points(r.gap.central)}
        for r in rows
    ]  # fmt: skip
    first, hard, last = (rows[at].gap.central for at in (0, 2, -1))
    sentence = (
        f"De {points(first)} sur le prix, l'écart passe à {points(hard)} avec les coûts certains, puis à "
        f"{points(last)} avec les risques, la stratégie et le carbone : cette dernière marche est un jugement."
    )
    read = " ; ".join(f"{r.label} {points(r.gap.central)}" for r in rows)
    heads = (("Une fois compté", "text"), ("Bas", "share1"), ("Médiane", "share1"), ("Haut", "share1"))
    return Figure(
        f"courbe-{origin.country}",
        title,
        sentence,
        data("courbe", title, heads, [(r.label, r.gap.low, r.gap.central, r.gap.high) for r in rows]),
        _bands(values, "Écart, en % du coût ici (positif : acheter coûte moins)"),
        alt=f"{title}. {read}",
        paths=(f"{ORIGINS}.courbe.ecart.central",),
    )


def _bands(values: list[dict[str, Any]], title: str) -> Spec:
    x: Spec = {
        "type": "quantitative",
        "title": title,
        "axis": {"tickCount": 6, "labelExpr": "round(datum.value * 100)"},
    }
    y = theme.label_axis("key", [v["key"] for v in values])
    return {
        "data": {"values": values},
        "width": WIDTH,
        "height": {"step": ROW_PX},
        "layer": [
            {"mark": {"type": "rule", "color": QUIET, "strokeDash": [3, 3]}, "encoding": {"x": {**x, "datum": 0}}},
            {"mark": {"type": "rule", "color": PALE, "strokeWidth": 7},
             "encoding": {"y": y, "x": {**x, "field": "low"}, "x2": {"field": "high"}}},
            {"mark": {"type": "point", "filled": True, "size": 80, "color": DEEP, "opacity": 1},
             "encoding": {"y": y, "x": {**x, "field": "mid"}}},
            {"mark": {"type": "text", "dy": -12},
             "encoding": {"y": y, "x": {**x, "field": "mid"}, "text": {"field": "text"}}},
        ],
    }  # fmt: skip


def tornado(origin: OriginStudied, *, known: bool) -> Figure:
    """Which hypothesis moves the answer most: each one alone at its low then its high end."""
    title = "Ce qui fait bouger la réponse"
    rows = origin.swings[:SWINGS]
    if not rows:
        return Figure(f"tornade-{origin.country}", title, "Aucune hypothèse n'est incertaine.")
    write = points if known else money
    values = [
        {"key": key(r.hypothesis.key, r.hypothesis.label), "value": value, "end": end, "text": write(value)}
        for r in rows
        for end, value in (("bas", r.at_low), ("haut", r.at_high))
    ]
    what = "l'écart en coût total" if known else "le coût de revient maximal ici"
    sentence = (
        f"« {rows[0].hypothesis.label} », seule, fait passer {what} de {write(rows[0].at_low)} à "
        f"{write(rows[0].at_high)}. C'est la première à préciser."
    )
    read = " ; ".join(f"{r.hypothesis.label} : {write(r.at_low)} à {write(r.at_high)}" for r in rows)
    kind = "share1" if known else "money"
    heads = (("Hypothèse", "text"), ("À sa borne basse", kind), ("À sa borne haute", kind))
    return Figure(
        f"tornade-{origin.country}",
        title,
        sentence,
        data("tornade", title, heads, [(r.hypothesis.label, r.at_low, r.at_high) for r in rows]),
        _tornado(values, origin.mean_outcome, known),
        alt=f"{title}. {read}",
        paths=(f"{ORIGINS}.sensibilite.au_bas",),
    )


def _tornado(values: list[dict[str, Any]], middle: float, known: bool) -> Spec:
    order = list(dict.fromkeys(v["key"] for v in values))
    y = theme.label_axis("key", order)
    reach = [v["value"] for v in values]
    room = (max(reach) - min(reach)) * 0.22 or abs(middle) * 0.1 or 1
    x: Spec = {
        "field": "value",
        "type": "quantitative",
        "scale": {"domain": [min(reach) - room, max(reach) + room], "zero": False},
        "title": "Écart en coût total, %" if known else "Coût de revient maximal ici, € par unité",
        "axis": {"tickCount": 5, **({"labelExpr": "round(datum.value * 100)"} if known else {"format": ",.6~g"})},
    }
    ink = {"field": "end", "scale": {"domain": ["bas", "haut"], "range": [PALE, DEEP]},
           "legend": {"orient": "top", "title": None, "labelExpr": "'hypothèse ' + datum.label + 'se'"}}  # fmt: skip
    ink["legend"] = {"orient": "top", "title": "Hypothèse à sa borne"}
    layers: list[Spec] = [
        {"transform": [{"calculate": str(middle), "as": "base"}], "mark": {"type": "bar", "height": 15},
         "encoding": {"y": y, "x": x, "x2": {"field": "base"}, "color": ink}},
        {"mark": {"type": "rule", "color": QUIET}, "encoding": {"x": {"datum": middle}}},
    ]  # fmt: skip
    for test, align, shift in ((f"datum.value >= {middle}", "left", 5), (f"datum.value < {middle}", "right", -5)):
        text = {"type": "text", "align": align, "dx": shift}
        layers.append({"transform": [{"filter": test}], "mark": text,
                       "encoding": {"y": y, "x": x, "text": {"field": "text"}}})  # fmt: skip
    return {"data": {"values": values}, "width": WIDTH, "height": {"step": ROW_PX}, "layer": layers}


def years(case: CaseStudied, origin: OriginStudied, *, known: bool) -> Figure:
    """The outcome of each year: median and eight cases in ten."""
    title = "Les années à venir"
    rows = origin.years
    first, last = rows[0], rows[-1]
    write = points if known else money
    sentence = (
        f"De {write(first.outcome.central)} en {first.year} à {write(last.outcome.central)} en {last.year} "
        f"[{write(last.outcome.low)} à {write(last.outcome.high)}], si salaires, énergie, change et carbone évoluent "
        "dans les fourchettes supposées."
    )
    kind = "share1" if known else "money"
    heads = (("Année", "year"), ("Bas", kind), ("Médiane", kind), ("Haut", kind))
    return Figure(
        f"annees-{origin.country}",
        title,
        sentence,
        data("annees", title, heads, [(r.year, r.outcome.low, r.outcome.central, r.outcome.high) for r in rows]),
        _years(rows, case.product.unit, known),
        alt=f"{title}. {sentence}",
        paths=(f"{ORIGINS}.annees.resultat.central",),
    )


def _years(rows: tuple[YearStudied, ...], unit: str, known: bool) -> Spec:
    values = [
        {"year": r.year, "low": r.outcome.low, "mid": r.outcome.central, "high": r.outcome.high} for r in rows
    ]  # fmt: skip
    x = {"field": "year", "type": "quantitative", "scale": {"zero": False}, "title": None,
         "axis": {"format": "d", "tickCount": min(len(rows), 11), "grid": False}}  # fmt: skip
    what = "Écart en coût total, %" if known else f"Coût de revient maximal ici, € par {unit}"
    axis = {"labelExpr": "round(datum.value * 100)"} if known else {"format": ",.6~g"}
    y = {"type": "quantitative", "scale": {"zero": known}, "title": what, "axis": axis}
    zero: list[Spec] = (
        [{"mark": {"type": "rule", "color": QUIET, "strokeDash": [3, 3]}, "encoding": {"y": {**y, "datum": 0}}}]
        if known
        else []
    )
    return {
        "data": {"values": values},
        "width": WIDTH + 60,
        "height": 230,
        "layer": [
            {"mark": {"type": "area", "color": PALE, "opacity": 0.6},
             "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}}},
            *zero,
            {"mark": {"type": "line", "color": DEEP, "strokeWidth": 2.5, "point": {"color": DEEP, "size": 45}},
             "encoding": {"x": x, "y": {**y, "field": "mid"}}},
        ],
    }  # fmt: skip
