"""Figures of the costs: the price gap that each target bears, and what it is made of."""

from typing import Any

from ancrage.domain.wording import NBSP, decimal
from ancrage.sections import theme, wording
from ancrage.sections.blocks import Figure
from ancrage.sections.charts import key
from ancrage.sections.table import Cell, data
from ancrage.sections.theme import DEEP, GHOST, PALE, QUIET, ROW_PX, WARM, Spec
from ancrage.steps.costs.targets import Bearable, Costs, TargetCosts

ORIGINS = "couts.cibles.origines"
WIDTH = 460
# inks of the parts of a gap, from the surest to the most debatable
PARTS = {
    "certain": ("Coûts certains", DEEP),
    "other": ("Autres coûts certains", "#5b8db3"),
    "risk": ("Risques", PALE),
    "strategic": ("Stratégique", "#edd3b8"),
    "environment": ("Carbone", WARM),
}


def _ranked(target: TargetCosts) -> list[Bearable]:
    """Its suppliers, the hardest to beat first."""
    return sorted(target.origins, key=lambda o: (o.gap.central, o.country))


def _key(target: TargetCosts) -> str:
    return key(target.activity, target.label)


def bearable_gap(costs: Costs) -> Figure:
    """For each target, the price gap it bears against its hardest and its easiest supplier, with the range."""
    title = "De combien un concurrent peut être moins cher sans l'emporter"
    targets = [t for t in costs.targets if t.origins]
    values, rows = [], []
    for target in targets:
        ranked = _ranked(target)
        for side, origin in list(zip(("dur", "facile"), (ranked[0], ranked[-1]), strict=True))[: len(ranked)]:
            gap = origin.gap
            words = f"{origin.label} {decimal(100 * gap.central, 0)}{NBSP}%"
            ends = {"low": gap.low, "mid": gap.central, "high": gap.high}
            values.append({"key": _key(target), **ends, "side": side, "text": words})
            rows.append((target.activity, target.label, origin.label, gap.low, gap.central, gap.high))
    heads = (
        ("Activité", "code"), ("Libellé", "text"), ("Fournisseur", "text"), ("Bas", "share"), ("Médiane", "share"),
        ("Haut", "share"),
    )  # fmt: skip
    shown = " ; ".join(f"{v['key'].partition('#')[2].replace('|', ' ')} : {v['text']}" for v in values)
    return Figure(
        "ecart_supportable",
        title,
        "Chaque trait va du cas défavorable au cas favorable (huit cas sur dix). À gauche, le fournisseur le plus dur "
        "à battre ; à droite, le plus facile. Au-delà du trait, acheter coûte moins.",
        data("ecart_supportable", title, heads, rows),
        _bands(values, [_key(t) for t in targets]),
        alt=f"{title}. {shown}",
        paths=(f"{ORIGINS}.ecart_supportable",),
    )


def _bands(values: list[dict[str, Any]], order: list[str]) -> Spec:
    reach = max(v["high"] for v in values) * 1.35
    x: Spec = {
        "type": "quantitative",
        "title": "Écart de prix départ usine supportable, en % du coût ici",
        "scale": {"domain": [0, reach]},
        "axis": {"tickCount": 6, "labelExpr": "round(datum.value * 100)"},
    }
    y = theme.label_axis("key", order)
    ink = {"field": "side", "legend": None, "scale": {"domain": ["dur", "facile"], "range": [WARM, DEEP]}}
    place = {"y": y, "x": {**x, "field": "mid"}, "color": ink}
    return {
        "data": {"values": values},
        "width": WIDTH,
        "height": {"step": ROW_PX + 10},
        "layer": [
            {"mark": {"type": "rule", "color": GHOST, "strokeWidth": 14},
             "encoding": {"y": y, "x": {**x, "datum": 0}, "x2": {"datum": reach}}},
            {"mark": {"type": "rule", "strokeWidth": 5, "opacity": 0.45},
             "encoding": {"y": y, "x": {**x, "field": "low"}, "x2": {"field": "high"}, "color": ink}},
            {"mark": {"type": "point", "filled": True, "size": 70, "opacity": 1}, "encoding": place},
            # one label under its point, the other over: two near suppliers do not cover each other
            *({"transform": [{"filter": f"datum.side == '{side}'"}],
               "mark": {"type": "text", "align": "left", "dx": 7, "dy": shift, "fontSize": 11},
               "encoding": {"y": y, "x": {**x, "field": "mid"}, "text": {"field": "text"}}}
              for side, shift in (("dur", 14), ("facile", -10))),
        ],
    }  # fmt: skip


def parts_of_gap(costs: Costs) -> Figure:
    """What the bearable gap is made of, against the easiest supplier of each target: from sure to debatable."""
    title = "De quoi cet écart est fait, du plus sûr au plus discutable"
    easiest = [(t, _ranked(t)[-1]) for t in costs.targets if t.origins]
    values = [
        {"key": _key(t), "part": words, "rank": i, "value": getattr(o.parts, name)}
        for t, o in easiest
        for i, (name, (words, _)) in enumerate(PARTS.items())
    ]
    totals = [
        {
            "key": _key(t),
            "at": sum(max(0.0, getattr(o.parts, name)) for name in PARTS),
            "text": f"{o.label} {decimal(100 * o.mean, 0)}{NBSP}%",
        }
        for t, o in easiest
    ]
    firm = [o.firm_share for _, o in easiest if o.firm_share is not None]
    sentence = (
        f"Entre {wording.percent(min(firm))} et {wording.percent(max(firm))} de cet écart vient de coûts certains, "
        "facturés ; le reste est un jugement sur les risques, la stratégie et le carbone."
        if firm
        else "Aucun écart n'est supportable ici."
    )
    heads = (
        ("Activité", "code"), ("Libellé", "text"), ("Fournisseur", "text"),
        *((words, "share") for words, _ in PARTS.values()), ("Total", "share"),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = [
        (t.activity, t.label, o.label, *(getattr(o.parts, name) for name in PARTS), o.mean) for t, o in easiest
    ]
    shown = " ; ".join(f"{t.label}, {o.label} {wording.percent(o.mean)}" for t, o in easiest)
    return Figure(
        "parts_ecart",
        title,
        sentence,
        data("parts_ecart", title, heads, rows),
        _stack(values, totals, [_key(t) for t, _ in easiest]),
        alt=f"{title}. {shown}",
        paths=(f"{ORIGINS}.ecart_moyen", f"{ORIGINS}.parts.certain"),
    )


def _stack(values: list[dict[str, Any]], totals: list[dict[str, Any]], order: list[str]) -> Spec:
    y = theme.label_axis("key", order)
    scale = {"domain": [0, max(t["at"] for t in totals) * 1.3 or 1]}
    x: Spec = {
        "field": "value",
        "type": "quantitative",
        "scale": scale,
        "title": "Écart de prix supportable, en % du coût ici",
        "axis": {"tickCount": 6, "labelExpr": "round(datum.value * 100)"},
    }
    names = [words for words, _ in PARTS.values()]
    ink = {
        "field": "part",
        "sort": names,
        "scale": {"domain": names, "range": [color for _, color in PARTS.values()]},
        "legend": {"orient": "top", "title": None, "labelFontSize": 12},
    }
    return {
        "width": WIDTH,
        "height": {"step": ROW_PX},
        "layer": [
            {"data": {"values": values}, "mark": {"type": "bar", "height": 16, "stroke": "white", "strokeWidth": 1},
             "encoding": {"y": y, "x": x, "color": ink, "order": {"field": "rank"}}},
            {"data": {"values": totals}, "mark": {"type": "text", "align": "left", "dx": 5, "color": QUIET},
             "encoding": {"y": y, "x": {**x, "field": "at"}, "text": {"field": "text"}}},
        ],
    }  # fmt: skip
