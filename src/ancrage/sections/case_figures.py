"""Figures of one business case (`cout.json`): waterfall, curve from hard to soft, tornado, years to come."""

from typing import Any

from ancrage.domain.wording import NBSP, decimal
from ancrage.present.figure import Figure
from ancrage.sections import theme
from ancrage.sections.theme import DEEP, PALE, QUIET, ROW_PX, WARM, Spec
from ancrage.steps.costs.wording import money
from ancrage.writers import svg

Case = dict[str, Any]
Comparison = dict[str, Any]
WIDTH, STEPS, SWINGS = 470, 12, 10


def figures(case: Case, found: Comparison) -> list[Figure]:
    """Those that can be drawn; without a price here there is no gap to cut into pieces."""
    known = case["prix_ici_connu"]
    drawn = [waterfall(case, found), curve(found)] if known else []
    return [*drawn, tornado(found, known), years(case, found, known)]


def points(share: float) -> str:
    return f"{decimal(100 * share, 1)}{NBSP}%"


def waterfall(case: Case, found: Comparison) -> Figure:
    """From the price abroad to the price here, through what each line adds; the rest is the gap."""
    lines = [line for line in found["lignes"] if line["cle"] != "price"]
    price = next(line for line in found["lignes"] if line["cle"] == "price")
    ranked = sorted(lines, key=lambda line: -abs(line["ailleurs"] - line["ici"]))
    shown = {line["cle"] for line in ranked[:STEPS]}
    steps = [(line["libelle"], line["ailleurs"] - line["ici"]) for line in lines if line["cle"] in shown]
    rest = sum(line["ailleurs"] - line["ici"] for line in ranked[STEPS:])
    if ranked[STEPS:]:
        steps.append(("Autres lignes", rest))
    here = price["ici"]
    at, bars = price["ailleurs"], [_bar("Prix ailleurs", 0.0, price["ailleurs"], "total")]
    for label, step in steps:
        bars.append(_bar(label, at, at + step, "plus" if step >= 0 else "moins"))
        at += step
    bars.append(_bar("Coût total ailleurs, net", 0.0, at, "total"))
    bars.append(_bar("Prix ici", 0.0, here, "ici"))
    gap = found["ecart_cout_total"]["central"]
    title = f"Du prix ailleurs au coût total : {found['pays_nom']} et ici"
    less = "acheter coûte moins" if gap > 0 else "produire ici coûte moins"
    sentence = (
        f"Un prix de {money(price['ailleurs'])} devient {money(at)} une fois compté tout ce que l'achat ajoute (moins "
        f"ce que produire ici ajoute aussi), face à {money(here)} ici : {less}."
    )
    return Figure(
        f"cascade-{found['pays']}",
        title,
        sentence,
        svg=svg.render(_waterfall(bars, here), f"cascade-{found['pays']}", f"{title}. {sentence}"),
        headers=("Ligne", f"Ailleurs (€ par {case['produit']['unite']})", "Ici"),
        rows=tuple((line["libelle"], money(line["ailleurs"]), money(line["ici"])) for line in found["lignes"]),
    )


def _bar(label: str, start: float, end: float, kind: str) -> dict[str, Any]:
    text = money(end) if kind in ("total", "ici") else f"{'+' if end >= start else '−'}{money(abs(end - start))}"
    return {"key": f"{label}#{theme.wrap(label)}", "start": start, "end": end, "kind": kind, "text": text}


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


def curve(found: Comparison) -> Figure:
    """The gap as factors are counted, from the surest to the most debatable."""
    title = "L'écart, du coût le plus sûr au plus discutable"
    rows = found["courbe"]
    values = [
        {"key": f"{r['groupe']}#{r['libelle']}", "low": r["ecart"]["bas"], "mid": r["ecart"]["central"],
         "high": r["ecart"]["haut"], "text": points(r["ecart"]["central"])}
        for r in rows
    ]  # fmt: skip
    first, hard, last = (rows[i]["ecart"]["central"] for i in (0, 2, -1))
    sentence = (
        f"De {points(first)} sur le prix, l'écart passe à {points(hard)} avec les coûts certains, puis à "
        f"{points(last)} avec les risques, la stratégie et le carbone : cette dernière marche est un jugement."
    )
    told = " ; ".join(f"{r['libelle']} {v['text']}" for r, v in zip(rows, values, strict=True))
    return Figure(
        f"courbe-{found['pays']}",
        title,
        sentence,
        svg=svg.render(_bands(values, "Écart, en % du coût ici (positif : acheter coûte moins)"),
                         f"courbe-{found['pays']}", f"{title}. {told}"),
        headers=("Une fois compté", "Bas", "Médiane", "Haut"),
        rows=tuple((r["libelle"], *(points(r["ecart"][k]) for k in ("bas", "central", "haut"))) for r in rows),
    )  # fmt: skip


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


def tornado(found: Comparison, known: bool) -> Figure:
    """Which hypothesis moves the answer most: each one alone at its low then its high end."""
    title = "Ce qui fait bouger la réponse"
    rows = found["sensibilite"][:SWINGS]
    if not rows:
        return Figure(f"tornade-{found['pays']}", title, "Aucune hypothèse n'est incertaine.")
    write = points if known else money
    values = []
    for r in rows:
        for end, ink in (("au_bas", "bas"), ("au_haut", "haut")):
            values.append(
                {"key": f"{r['cle']}#{theme.wrap(r['libelle'])}", "value": r[end], "end": ink, "text": write(r[end])}
            )
    middle = found["resultat_moyen"]
    what = "l'écart en coût total" if known else "le coût de revient maximal ici"
    sentence = (
        f"« {rows[0]['libelle']} », seule, fait passer {what} de {write(rows[0]['au_bas'])} à "
        f"{write(rows[0]['au_haut'])}. C'est la première à préciser."
    )
    told = " ; ".join(f"{r['libelle']} : {write(r['au_bas'])} à {write(r['au_haut'])}" for r in rows)
    spec = _tornado(values, middle, known)
    return Figure(
        f"tornade-{found['pays']}",
        title,
        sentence,
        svg=svg.render(spec, f"tornade-{found['pays']}", f"{title}. {told}"),
        headers=("Hypothèse", "À sa borne basse", "À sa borne haute"),
        rows=tuple((r["libelle"], write(r["au_bas"]), write(r["au_haut"])) for r in rows),
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


def years(case: Case, found: Comparison, known: bool) -> Figure:
    """The outcome of each year: median and eight cases in ten."""
    title = "Les années à venir"
    rows = found["annees"]
    first, last = rows[0], rows[-1]
    write = points if known else money
    sentence = (
        f"De {write(first['resultat']['central'])} en {first['annee']} à {write(last['resultat']['central'])} en "
        f"{last['annee']} [{write(last['resultat']['bas'])} à {write(last['resultat']['haut'])}], si salaires, "
        "énergie, change et carbone évoluent dans les fourchettes supposées."
    )
    values = [
        {
            "year": r["annee"],
            "low": r["resultat"]["bas"],
            "mid": r["resultat"]["central"],
            "high": r["resultat"]["haut"],
        }
        for r in rows
    ]
    x = {"field": "year", "type": "quantitative", "scale": {"zero": False}, "title": None,
         "axis": {"format": "d", "tickCount": min(len(rows), 11), "grid": False}}  # fmt: skip
    what = "Écart en coût total, %" if known else f"Coût de revient maximal ici, € par {case['produit']['unite']}"
    axis = {"labelExpr": "round(datum.value * 100)"} if known else {"format": ",.6~g"}
    y = {"type": "quantitative", "scale": {"zero": known}, "title": what, "axis": axis}
    zero: list[Spec] = (
        [{"mark": {"type": "rule", "color": QUIET, "strokeDash": [3, 3]}, "encoding": {"y": {**y, "datum": 0}}}]
        if known
        else []
    )
    spec = {
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
    return Figure(
        f"annees-{found['pays']}",
        title,
        sentence,
        svg=svg.render(spec, f"annees-{found['pays']}", f"{title}. {sentence}"),
        headers=("Année", "Bas", "Médiane", "Haut"),
        rows=tuple((str(r["annee"]), *(write(r["resultat"][k]) for k in ("bas", "central", "haut"))) for r in rows),
    )
