"""Figures of `couts`. Each takes the study (plain dict) and returns a `Figure`, drawn or not."""

from collections.abc import Callable
from typing import Any

from ancrage.domain.wording import NBSP, decimal
from ancrage.present import theme, wording
from ancrage.present.charts import key
from ancrage.present.credits import Study, source_line
from ancrage.present.figure import Figure
from ancrage.present.theme import DEEP, GHOST, PALE, QUIET, ROW_PX, WARM, Spec

GAP = "couts.cibles.origines.ecart_supportable"
WIDTH = 460
# inks of the parts of a gap, from the surest to the most debatable
PARTS = {
    "certain": ("Coûts certains", DEEP),
    "autre": ("Autres coûts certains", "#5b8db3"),
    "risque": ("Risques", PALE),
    "strategique": ("Stratégique", "#edd3b8"),
    "environnement": ("Carbone", WARM),
}


def bearable(study: Study) -> Figure:
    """For each target, the price gap it bears against its hardest and its easiest supplier, with the range."""
    title = "De combien un concurrent peut être moins cher sans l'emporter"
    rows = [t for t in study["couts"]["cibles"] if t["origines"]]
    if not rows:
        return Figure("ecart_supportable", title, study["couts"]["phrase"])
    values, table = [], []
    for target in rows:
        ranked = sorted(target["origines"], key=lambda o: (o["ecart_supportable"]["median"], o["pays"]))
        for side, origin in list(zip(("dur", "facile"), (ranked[0], ranked[-1]), strict=True))[: len(ranked)]:
            gap = origin["ecart_supportable"]
            text = f"{origin['pays_nom']} {decimal(100 * gap['median'], 0)}{NBSP}%"
            ends = {"low": gap["bas"], "mid": gap["median"], "high": gap["haut"]}
            values.append({"key": key(target), **ends, "side": side, "text": text})
            table.append(
                (target["activite"], target["libelle"], origin["pays_nom"], *(wording.percent(gap[k]) for k in gap))
            )
    sentence = (
        "Chaque trait va du cas défavorable au cas favorable (huit cas sur dix). À gauche, le fournisseur le plus dur "
        "à battre ; à droite, le plus facile. Au-delà du trait, acheter coûte moins."
    )
    told = " ; ".join(f"{v['key'].partition('#')[2].replace('|', ' ')} : {v['text']}" for v in values)
    return Figure(
        "ecart_supportable",
        title,
        sentence,
        source_line(study, [f"{GAP}.median"]),
        theme.render(_bands(values, [key(t) for t in rows]), "ecart_supportable", f"{title}. {told}"),
        ("Activité", "Libellé", "Fournisseur", "Bas", "Médiane", "Haut"),
        tuple(table),
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


def made_of(study: Study) -> Figure:
    """What the bearable gap is made of, against the easiest supplier of each target: from sure to debatable."""
    title = "De quoi cet écart est fait, du plus sûr au plus discutable"
    rows = [
        (t, max(t["origines"], key=lambda o: (o["ecart_supportable"]["median"], o["pays"])))
        for t in study["couts"]["cibles"]
        if t["origines"]
    ]
    if not rows:
        return Figure("parts_ecart", title, study["couts"]["phrase"])
    values = [
        {"key": key(t), "part": words, "rank": i, "value": o["parts"][code]}
        for t, o in rows
        for i, (code, (words, _)) in enumerate(PARTS.items())
    ]
    totals = [
        {
            "key": key(t),
            "at": sum(max(0.0, o["parts"][c]) for c in PARTS),
            "text": f"{o['pays_nom']} {decimal(100 * o['ecart_moyen'], 0)}{NBSP}%",
        }
        for t, o in rows
    ]
    firm = [o["part_certaine"] / o["ecart_moyen"] for _, o in rows if o["ecart_moyen"] > 0]
    sentence = (
        f"Entre {wording.percent(min(firm))} et {wording.percent(max(firm))} de cet écart vient de coûts certains, "
        "facturés ; le reste est un jugement sur les risques, la stratégie et le carbone."
        if firm
        else "Aucun écart n'est supportable ici."
    )
    told = " ; ".join(f"{t['libelle']}, {o['pays_nom']} {wording.percent(o['ecart_moyen'])}" for t, o in rows)
    return Figure(
        "parts_ecart",
        title,
        sentence,
        source_line(study, ["couts.cibles.origines.ecart_moyen", "couts.cibles.origines.parts.certain"]),
        theme.render(_stack(values, totals, [key(t) for t, _ in rows]), "parts_ecart", f"{title}. {told}"),
        ("Activité", "Libellé", "Fournisseur", *(words for words, _ in PARTS.values()), "Total"),
        tuple(
            (t["activite"], t["libelle"], o["pays_nom"], *(wording.percent(o["parts"][c]) for c in PARTS),
             wording.percent(o["ecart_moyen"]))
            for t, o in rows
        ),
    )  # fmt: skip


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


FIGURES: tuple[Callable[[Study], Figure], ...] = (bearable, made_of)
