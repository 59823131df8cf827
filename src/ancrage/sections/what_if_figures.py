"""Figure of the what-ifs: what weighs on the rank of the first target."""

from typing import Any

from ancrage.sections import theme, wording
from ancrage.sections.blocks import Figure
from ancrage.sections.charts import key
from ancrage.sections.shortlist import kept
from ancrage.sections.table import Cell, data
from ancrage.sections.theme import DEEP, PALE, QUIET, Spec
from ancrage.steps.targets.tornado import Bar
from ancrage.steps.targets.what_if import nth
from ancrage.study import Study

BARS = 8
HALF, TWICE = "pèse moitié moins", "pèse double"
TITLE = "Ce qui pèse sur la place de la première cible"


def tornado(study: Study) -> Figure:
    """How far the score of the first target moves when each criterion weighs double or half."""
    first = next((t for t in kept(study) if t.robustness and t.robustness.tornado), None)
    found = first.robustness.tornado if first and first.robustness else None
    bars = tuple(b for b in found.bars if b.doubled is not None)[:BARS] if found else ()
    if first is None or found is None or not bars:
        return Figure("tornade", TITLE, "L'effet de chaque critère sur la première cible n'a pas pu être mesuré.")
    span = (
        f"elle reste {nth(first.rank)}"
        if found.best_rank == found.worst_rank == first.rank
        else f"son rang va de la {nth(found.best_rank)} à la {nth(found.worst_rank)} place"
    )
    shown = " ; ".join(
        f"{b.label} : {wording.change(b.doubled)} s'il {TWICE}, {wording.change(b.halved)} s'il {HALF}" for b in bars
    )
    heads = (
        ("Critère", "text"), ("Poids", "share"), (f"Score s'il {TWICE}", "change"), ("Rang", "rank"),
        (f"Score s'il {HALF}", "change"), ("Rang (moitié)", "rank"), ("Rang sans lui", "rank"),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = [
        (b.label, b.weight, b.doubled, b.rank_doubled, b.halved, b.rank_halved, b.rank_left_out) for b in bars
    ]
    return Figure(
        "tornade",
        TITLE,
        f"« {first.label} » : qu'un critère pèse double ou moitié moins, {span}.",
        data("tornade", TITLE, heads, rows),
        _chart(bars),
        alt=f"{TITLE}. {shown}",
        paths=("cibles.robustesse.tornade.barres.double",),
    )


def _chart(bars: tuple[Bar, ...]) -> Spec:
    order = [key(b.criterion, f"{b.label} ({wording.percent(b.weight)})") for b in bars]
    values: list[dict[str, Any]] = [
        {"key": row, "value": change, "flow": flow, "text": nth(rank)}
        for row, b in zip(order, bars, strict=True)
        for change, rank, flow in ((b.doubled, b.rank_doubled, TWICE), (b.halved, b.rank_halved, HALF))
        if change is not None and rank is not None
    ]
    reach = max(abs(value["value"]) for value in values) * 1.2
    x = {
        "field": "value",
        "type": "quantitative",
        "scale": {"domain": [-reach, reach]},
        "axis": {"tickCount": 5, "format": "+.3f"},
        "title": "Changement du score (sur 1) ; au bout de chaque barre, le rang obtenu",
    }
    y = theme.label_axis("key", order)
    ink = {
        "field": "flow",
        "scale": {"domain": [TWICE, HALF], "range": [DEEP, PALE]},
        "legend": {"orient": "top", "title": "Le critère", "titleOrient": "left", "labelFontSize": 12,
                   "symbolType": "square"},
    }  # fmt: skip
    layers: list[Spec] = [
        {"mark": {"type": "bar", "height": 16}, "encoding": {"y": y, "x": x, "color": ink}},
        {"mark": {"type": "rule", "color": QUIET}, "encoding": {"x": {"datum": 0}}},
    ]
    for test, align, shift in (("datum.value >= 0", "left", 5), ("datum.value < 0", "right", -5)):
        mark = {"type": "text", "align": align, "dx": shift}
        text = {"y": y, "x": x, "text": {"field": "text"}}
        layers.append({"transform": [{"filter": test}], "mark": mark, "encoding": text})
    return {"data": {"values": values}, "width": 430, "height": {"step": 30}, "layer": layers}
