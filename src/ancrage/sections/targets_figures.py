"""Figures of the targets: what lifts the first ones, what is feasible against what it promises, their trade."""

from typing import Any, NamedTuple

from ancrage.domain.wording import listing
from ancrage.sections import charts, theme, wording
from ancrage.sections.blocks import SCREEN, Figure
from ancrage.sections.charts import key
from ancrage.sections.shortlist import TO_DO, kept, to_do
from ancrage.sections.table import Cell, data
from ancrage.sections.theme import DEEP, PALE, WARM, Spec
from ancrage.steps.targets.postures import BET
from ancrage.steps.targets.what_if import nth
from ancrage.study import Study
from ancrage.study.targets import StudiedTarget

SHOWN, TRADED, NAMED = 10, 8, 10
FLOWS = ("importe", "exporte")
SIDE = 400
CLOSE = 0.03  # two numbers nearer than this would cover each other
LINE = 34  # of the list of names beside the points
POSTURE_INKS = dict(zip(TO_DO, (DEEP, WARM, PALE), strict=True))
POSTURE_SHAPES = dict(zip(TO_DO, ("circle", "triangle-up", "square"), strict=True))
BOUGHT, SOLD = "cibles.vulnerabilite.importations_eur", "cibles.vulnerabilite.exportations_eur"


class Point(NamedTuple):
    """A target by its local anchoring and what it promises, 0-1."""

    target: StudiedTarget
    fit: float
    promise: float
    undominated: bool

    @property
    def rank(self) -> int:
        return self.target.rank


def first_targets(study: Study) -> Figure:
    """Score of the first targets and, side by side, the four groups of criteria that make it."""
    rows, title = kept(study)[:SHOWN], "Les premières cibles, et ce qui les fait monter"
    if not rows:
        return Figure("cibles", title, "Aucune cible n'a pu être classée.")
    groups = study.strategy.groups
    notes = [_notes(row) for row in rows]
    order = [key(row.activity, f"{row.rank}. {row.label}") for row in rows]
    columns: list[tuple[str, list[float | None]]] = [("Score|(de 0 à 1)", [row.score for row in rows])]
    for at, group in enumerate(groups):
        head = f"{theme.wrap(group.label, 15)}|poids {wording.percent(group.weight)}"
        columns.append((head, [note[at] for note in notes]))
    shown = " ; ".join(f"{row.rank}. {row.label} : {wording.number(row.score, 2)}" for row in rows)
    heads = (
        ("Rang", "rank"), ("Activité", "code"), ("Libellé", "text"), ("Score (0 à 1)", "decimal"),
        *((f"{group.label} (0 à 1)", "decimal") for group in groups),
        ("Chances de rester dans les 5 premières", "share"), ("… dans les 10 premières", "share"),
    )  # fmt: skip
    cells: list[tuple[Cell, ...]] = [
        (row.rank, row.activity, row.label, row.score, *note, row.chances.top5, row.chances.top10)
        for row, note in zip(rows, notes, strict=True)
    ]
    return Figure(
        "cibles",
        title,
        _leader(study, rows[0]),
        data("cibles", title, heads, cells),
        charts.score_columns(order, columns),
        alt=f"{title}. {shown}",
        paths=("cibles.score",),
    )


def _notes(target: StudiedTarget) -> tuple[float | None, ...]:
    """Scores of the groups, in the order of the strategy."""
    groups = target.groups
    return (groups.need, groups.anchoring, groups.gain, groups.stakes)


def _leader(study: Study, first: StudiedTarget) -> str:
    known = [(note, g.label) for note, g in zip(_notes(first), study.strategy.groups, strict=True) if note is not None]
    best = max(known, key=lambda pair: pair[0], default=None)
    why = f" ; son point le plus fort : {best[1].lower()}" if best else ""
    return f"La première cible est « {first.label} » ({first.activity}){why}."


def trade_off(study: Study) -> Figure:
    """Every target by its local anchoring and what it promises; the first ones named, posture by shape and ink."""
    title = "Ce qui est faisable ici, et ce que cela promet"
    first = {target.activity for target in kept(study)[:NAMED]}
    targets = {target.activity: target for target in kept(study)}
    points = [
        Point(targets[p.activity], p.fit, p.promise, p.undominated)
        for p in study.robustness.trade_off
        if p.activity in targets
    ]
    named = [point for point in points if point.target.activity in first]
    if not named:
        return Figure("arbitrage", title, "L'ancrage local n'est pas connu ici : rien à tracer.")
    bets = sorted((p for p in points if p.target.posture == BET and p not in named), key=lambda p: -p.promise)[:3]
    shown = " ; ".join(
        f"{p.rank}. {p.target.label} ({to_do(p.target)}) : ancrage {wording.number(p.fit, 2)}, promesse "
        f"{wording.number(p.promise, 2)}"
        for p in named
    )
    heads = (
        ("Rang", "rank"), ("Activité", "code"), ("Libellé", "text"), ("Posture", "text"),
        ("Ancrage (0 à 1)", "decimal"), ("Promesse (0 à 1)", "decimal"), ("Sans rivale sur les deux", "flag"),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = [
        (p.rank, p.target.activity, p.target.label, to_do(p.target), p.fit, p.promise, p.undominated)
        for p in [*named, *bets]
    ]
    return Figure(
        "arbitrage",
        title,
        _balance(named, bets),
        data("arbitrage", title, heads, rows),
        _scatter(points, named),
        alt=f"{title}. {shown}",
        paths=("robustesse.arbitrage.ancrage", "robustesse.arbitrage.promesse"),
    )


def _balance(named: list[Point], bets: list[Point]) -> str:
    counted = {words: sum(p.target.posture == posture for p in named) for posture, words in TO_DO.items()}
    said = listing([f"{n} {w}{'s' if w == TO_DO[BET] and n > 1 else ''}" for w, n in counted.items() if n])
    rest = f" Le pari qui promet le plus : « {bets[0].target.label} » ({nth(bets[0].rank)})." if bets else ""
    return f"Parmi les {len(named)} premières : {said}.{rest}"


def _scatter(points: list[Point], named: list[Point]) -> Spec:
    order = list(TO_DO.values())
    here = {point.target.activity for point in named}
    values: list[dict[str, Any]] = [
        {"x": p.fit, "y": p.promise, "posture": to_do(p.target), "rank": str(p.rank)}
        for p in sorted(points, key=lambda p: p.rank, reverse=True)
        if p.target.activity not in here
    ]
    first = [
        {"x": p.fit, "y": p.promise, "posture": to_do(p.target), "rank": str(p.rank), "under": _under(p, named)}
        for p in reversed(named)
    ]
    scale, axis = {"domain": [0, 1]}, {"tickCount": 5, "format": ".1f"}
    place: Spec = {
        "x": {"field": "x", "type": "quantitative", "scale": scale, "axis": axis,
              "title": "Ancrage local : est-ce faisable ici ? (0 à 1)"},
        "y": {"field": "y", "type": "quantitative", "scale": scale, "axis": axis,
              "title": "Promesse : besoin, gain et enjeux réunis (0 à 1)"},
    }  # fmt: skip
    legend = {"orient": "top", "title": None, "labelFontSize": 12, "symbolSize": 90, "symbolOpacity": 1}
    look: Spec = {
        "color": {"field": "posture", "scale": {"domain": order, "range": list(POSTURE_INKS.values())},
                  "legend": legend},
        "shape": {"field": "posture", "scale": {"domain": order, "range": list(POSTURE_SHAPES.values())},
                  "legend": legend},
    }  # fmt: skip
    numbers: list[Spec] = [
        {"data": {"values": first}, "transform": [{"filter": test}],
         "mark": {"type": "text", "fontWeight": "bold", "fontSize": 12, "dy": shift},
         "encoding": {**place, "text": {"field": "rank"}}}
        for test, shift in (("!datum.under", -13), ("datum.under", 14))
    ]  # fmt: skip
    return {
        "spacing": 24,
        "hconcat": [
            {
                "width": SIDE,
                "height": SIDE,
                "layer": [
                    {"data": {"values": values}, "mark": {"type": "point", "filled": True, "size": 38, "opacity": 0.75},
                     "encoding": {**place, **look}},
                    {"data": {"values": first},
                     "mark": {"type": "point", "filled": True, "size": 150, "opacity": 1, "stroke": "white",
                              "strokeWidth": 1},
                     "encoding": {**place, **look}},
                    *numbers,
                ],
            },
            _names(named),
        ],
    }  # fmt: skip


def _under(point: Point, named: list[Point]) -> bool:
    """True when another named point sits just above: its number goes below."""
    return any(abs(p.fit - point.fit) < CLOSE and 0 < p.promise - point.promise < 2 * CLOSE for p in named)


def _names(named: list[Point]) -> Spec:
    """The list that gives the numbers their names."""
    lines = [
        {"at": row * LINE + 13 * k, "text": line}
        for row, point in enumerate(named)
        for k, line in enumerate(theme.wrap(f"{point.rank}. {point.target.label}", 42).split("|"))
    ]
    return {
        "data": {"values": lines},
        "width": 265,
        "height": SIDE,
        "mark": {"type": "text", "align": "left", "baseline": "top"},
        "encoding": {
            "x": {"value": 0},
            "y": {"field": "at", "type": "quantitative", "axis": None, "scale": {"domain": [SIDE, 0]}},
            "text": {"field": "text"},
        },
    }


def trade(study: Study) -> Figure:
    """Imports against exports of the first goods among the targets, whole class."""
    title = "Ce que la France importe et exporte pour ces cibles"
    goods = [(target, *flows) for target in kept(study) if (flows := _flows(target))][:TRADED]
    if not goods:
        return Figure("echanges", title, "Aucune des cibles n'a de commerce extérieur connu.", on=SCREEN)
    values: list[dict[str, Any]] = [
        {
            "key": key(target.activity, target.label),
            "flow": flow,
            "value": value,
            "text": f"{flow} {wording.euros(value)}",
        }
        for target, *flows in goods
        for flow, value in zip(FLOWS, flows, strict=True)
    ]
    axis = f"Milliards d'euros, {study.measures[BOUGHT].vintage}"
    shown = " ; ".join(
        f"{target.label} : importe {wording.euros(imports)}, exporte {wording.euros(exports)}"
        for target, imports, exports in goods
    )
    worst, imports, exports = min(goods, key=lambda good: good[2] - good[1])
    gap = exports - imports
    heads = (
        ("Activité", "code"), ("Libellé", "text"), ("Importations", "euro"), ("Exportations", "euro"),
        ("Solde", "euro"),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = [
        (target.activity, target.label, imports, exports, exports - imports) for target, imports, exports in goods
    ]
    return Figure(
        "echanges",
        title,
        f"Le plus grand déficit parmi ces cibles : « {worst.label} », {wording.euros(gap)}."
        if gap < 0
        else "Aucune de ces cibles n'est en déficit sur la période observée.",
        data("echanges", title, heads, rows),
        charts.paired(values, list(dict.fromkeys(str(value["key"]) for value in values)), FLOWS, axis),
        alt=f"{title}. {shown}",
        paths=(BOUGHT, SOLD),
        on=SCREEN,
    )


def _flows(target: StudiedTarget) -> tuple[float, float] | None:
    """Imports and exports in euros."""
    known = target.vulnerability
    return (
        None
        if known is None or known.import_eur is None or known.export_eur is None
        else (known.import_eur, known.export_eur)
    )
