"""Figures of the choice: fit against promise of every target, and what weighs on the rank of the first one."""

from typing import Any

from ancrage.domain.wording import listing
from ancrage.present.credits import Study, source_line
from ancrage.present.figure import Figure, row_key
from ancrage.present.shortlist import TO_DO, kept, to_do
from ancrage.sections import theme, wording
from ancrage.sections.theme import DEEP, PALE, QUIET, WARM, Spec
from ancrage.steps.targets.postures import BET
from ancrage.steps.targets.what_if import nth
from ancrage.writers import svg

NAMED = 10
BARS = 8
SIDE = 400
CLOSE = 0.03  # two numbers nearer than this would cover each other
LINE = 34  # of the list of names beside the points
POSTURE_INKS = dict(zip(TO_DO, (DEEP, WARM, PALE), strict=True))
POSTURE_SHAPES = dict(zip(TO_DO, ("circle", "triangle-up", "square"), strict=True))
HALF, TWICE = "pèse moitié moins", "pèse double"


def trade_off(study: Study) -> Figure:
    """Every target by its local anchoring and what it promises; the first ones named, posture by shape and ink."""
    title = "Ce qui est faisable ici, et ce que cela promet"
    first = {target["activite"]: target for target in kept(study)[:NAMED]}
    apart = {target["activite"] for target in study["cibles"] if target["ecartee"]}
    points = [point for point in study["robustesse"]["arbitrage"] if point["activite"] not in apart]
    named = [point for point in points if point["activite"] in first]
    if not named:
        return Figure("arbitrage", title, "L'ancrage local n'est pas connu ici : rien à tracer.")
    bets = sorted((p for p in points if p["posture"] == BET and p not in named), key=lambda p: -p["promesse"])[:3]
    told = " ; ".join(
        f"{p['rang']}. {p['libelle']} ({to_do(p)}) : ancrage {wording.number(p['ancrage'], 2)}, promesse "
        f"{wording.number(p['promesse'], 2)}"
        for p in named
    )
    return Figure(
        "arbitrage",
        title,
        _balance(named, bets),
        source_line(study, ["robustesse.arbitrage.ancrage", "robustesse.arbitrage.promesse"]),
        svg.render(_scatter(points, named), "arbitrage", f"{title}. {told}"),
        ("Rang", "Activité", "Libellé", "Posture", "Ancrage (0 à 1)", "Promesse (0 à 1)", "Sans rivale sur les deux"),
        tuple(
            (str(p["rang"]), p["activite"], p["libelle"], to_do(p), wording.number(p["ancrage"], 2),
             wording.number(p["promesse"], 2), "oui" if p["non_domine"] else "non")
            for p in [*named, *bets]
        ),
    )  # fmt: skip


def _balance(named: list[dict[str, Any]], bets: list[dict[str, Any]]) -> str:
    counted = {words: sum(p["posture"] == posture for p in named) for posture, words in TO_DO.items()}
    said = listing([f"{n} {w}{'s' if w == TO_DO[BET] and n > 1 else ''}" for w, n in counted.items() if n])
    rest = f" Le pari qui promet le plus : « {bets[0]['libelle']} » ({nth(bets[0]['rang'])})." if bets else ""
    return f"Parmi les {len(named)} premières : {said}.{rest}"


def _scatter(points: list[dict[str, Any]], named: list[dict[str, Any]]) -> Spec:
    order = list(TO_DO.values())
    here = {point["activite"] for point in named}
    values = [
        {"x": p["ancrage"], "y": p["promesse"], "posture": to_do(p), "rank": str(p["rang"])}
        for p in sorted(points, key=lambda p: p["rang"], reverse=True)
        if p["activite"] not in here
    ]
    first = [
        {"x": p["ancrage"], "y": p["promesse"], "posture": to_do(p), "rank": str(p["rang"]), "under": _under(p, named)}
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


def _under(point: dict[str, Any], named: list[dict[str, Any]]) -> bool:
    """True when another named point sits just above: its number goes below."""
    return any(
        abs(p["ancrage"] - point["ancrage"]) < CLOSE and 0 < p["promesse"] - point["promesse"] < 2 * CLOSE
        for p in named
    )


def _names(named: list[dict[str, Any]]) -> Spec:
    """The list that gives the numbers their names."""
    lines = [
        {"at": row * LINE + 13 * k, "text": line}
        for row, point in enumerate(named)
        for k, line in enumerate(theme.wrap(f"{point['rang']}. {point['libelle']}", 42).split("|"))
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


def tornado(study: Study) -> Figure:
    """How far the score of the first target moves when each criterion weighs double or half."""
    title = "Ce qui pèse sur la place de la première cible"
    first = next((t for t in kept(study) if t["robustesse"] and t["robustesse"]["tornade"]), None)
    bars = [b for b in first["robustesse"]["tornade"]["barres"] if b["double"] is not None] if first else []
    if first is None or not bars:
        return Figure("tornade", title, "L'effet de chaque critère sur la première cible n'a pas pu être mesuré.")
    bars = bars[:BARS]
    found = first["robustesse"]["tornade"]
    span = (
        f"elle reste {nth(first['rang'])}"
        if found["meilleur_rang"] == found["pire_rang"] == first["rang"]
        else f"son rang va de la {nth(found['meilleur_rang'])} à la {nth(found['pire_rang'])} place"
    )
    told = " ; ".join(
        f"{b['libelle']} : {_points(b['double'])} s'il {TWICE}, {_points(b['moitie'])} s'il {HALF}" for b in bars
    )
    return Figure(
        "tornade",
        title,
        f"« {first['libelle']} » : qu'un critère pèse double ou moitié moins, {span}.",
        source_line(study, ["cibles.robustesse.tornade.barres.double"]),
        svg.render(_tornado(bars), "tornade", f"{title}. {told}"),
        ("Critère", "Poids", f"Score s'il {TWICE}", "Rang", f"Score s'il {HALF}", "Rang (moitié)", "Rang sans lui"),
        tuple(
            (b["libelle"], wording.percent(b["poids"]), _points(b["double"]), nth(b["rang_double"]),
             _points(b["moitie"]), nth(b["rang_moitie"]),
             wording.ABSENT if b["rang_sans"] is None else nth(b["rang_sans"]))
            for b in bars
        ),
    )  # fmt: skip


def _points(change: float | None) -> str:
    text = wording.number(change, 3)
    return f"+{text}" if change and change > 0 and text != "0,000" else text


def _tornado(bars: list[dict[str, Any]]) -> Spec:
    named = [{"code": b["critere"], "libelle": f"{b['libelle']} ({wording.percent(b['poids'])})"} for b in bars]
    order = [row_key(row) for row in named]
    values = [
        {"key": key, "value": b[name], "flow": flow, "text": nth(b[rank])}
        for key, b in zip(order, bars, strict=True)
        for name, rank, flow in (("double", "rang_double", TWICE), ("moitie", "rang_moitie", HALF))
        if b[name] is not None
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
