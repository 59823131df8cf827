"""Figures of `impact`. Each takes the study (plain dict) and returns a `Figure`, drawn or not."""

from collections.abc import Callable
from typing import Any

from ancrage.domain.wording import NBSP
from ancrage.present.credits import Study, source_line
from ancrage.present.figure import Figure, row_key
from ancrage.sections import charts, theme, wording
from ancrage.sections.theme import DEEP, INK, PALE, QUIET, WARM, Spec
from ancrage.steps.impact.wording import amount
from ancrage.writers import svg

SHOWN = 10
LEAST = 0.5  # jobs: a smaller change is not drawn
KINDS = (("directs", "directs"), ("fournisseurs", "fournisseurs"), ("induits", "salaires dépensés"))
BASE = "impact.cibles."


def jobs(study: Study) -> Figure:
    """Jobs of one typical project of each target: the project, its suppliers, wages spent; here, then in France."""
    title = "Ce qu'apporterait un projet de chaque cible : ici, et en France"
    rows = [row for row in study["impact"]["cibles"] if row["cercles"][0]["connu"]][:SHOWN]
    if not rows:
        return Figure("impact", title, study["impact"]["phrase"])
    place = study["territoire"]["nom"]
    order = [row_key(row) for row in rows]
    told = " ; ".join(f"{row['libelle']} : {_total(row, 0)} ici, {_total(row, -1)} en France" for row in rows)
    return Figure(
        "impact",
        title,
        study["impact"]["phrase"],
        source_line(study, [f"{BASE}cercles.emplois.total.central"]),
        svg.render(_stacked(rows, order), "impact", f"{title}. {told}"),
        ("Activité", "Libellé", "Emplois du projet", f"Fournisseurs, {place}", f"Induits, {place}", f"Total, {place}",
         "Fournisseurs, France", "Total, France"),
        tuple(
            (row["activite"], row["libelle"], _band(here["directs"]), _band(here["fournisseurs"]),
             _band(here["induits"]), _band(here["total"]), _band(france["fournisseurs"]), _band(france["total"]))
            for row in rows
            for here, france in [(row["cercles"][0]["emplois"], row["cercles"][-1]["emplois"])]
        ),
    )  # fmt: skip


def _band(band: dict[str, float] | None) -> str:
    if band is None:
        return wording.ABSENT
    low, central, high = (amount(band[end]) for end in ("bas", "central", "haut"))
    return central if low == high else f"{central} ({low} à {high})"


def _total(row: dict[str, Any], at: int) -> str:
    return _band(row["cercles"][at]["emplois"]["total"])


def _stacked(rows: list[dict[str, Any]], order: list[str]) -> Spec:
    parts: list[Spec] = []
    bands: list[Spec] = []
    for key, row in zip(order, rows, strict=True):
        for at, flow in ((0, "ici"), (-1, "France")):
            found, start = row["cercles"][at]["emplois"], 0.0
            for name, word in KINDS:
                size = (found[name] or {"central": 0.0})["central"]
                parts.append({"key": key, "flow": flow, "start": start, "end": start + size, "kind": word})
                start += size
            total = found["total"]
            text = f"{flow} {amount(total['central'])}"
            bands.append({"key": key, "flow": flow, "low": total["bas"], "high": total["haut"], "text": text})
    x = {
        "type": "quantitative",
        "scale": charts.domain([band["high"] for band in bands]),
        "title": "Emplois ; le trait dit la fourchette du total",
        "axis": {"tickCount": 5},
    }
    place = {"y": theme.label_axis("key", order), "yOffset": {"field": "flow", "sort": ["ici", "France"]}}
    words = [word for _, word in KINDS]
    ink = {
        "field": "kind",
        "scale": {"domain": words, "range": [DEEP, WARM, PALE]},
        "legend": {"orient": "top", "title": None, "labelFontSize": 12, "symbolType": "square"},
    }
    return {
        "width": 430,
        "height": {"step": 15},
        "layer": [
            {
                "data": {"values": parts},
                "mark": {"type": "bar", "height": 12},
                "encoding": {**place, "x": {**x, "field": "start"}, "x2": {"field": "end"}, "color": ink},
            },
            *(
                {
                    "data": {"values": bands},
                    "mark": {"type": "rule", "color": color, "strokeWidth": width},
                    "encoding": {**place, "x": {**x, "field": "low"}, "x2": {"field": "high"}},
                }
                # a white edge, so that the line is seen on the dark bar too
                for color, width in (("white", 4), (INK, 1.6))
            ),
            {
                "data": {"values": bands},
                "mark": {"type": "text", "align": "left", "dx": 5, "fontSize": 11},
                "encoding": {**place, "x": {**x, "field": "high"}, "text": {"field": "text"}},
            },
        ],
    }


def split(study: Study) -> Figure:
    """Where one hundred euros of output of the first target end up, step after step."""
    title = "Où vont 100 euros produits"
    row = next((row for row in study["impact"]["cibles"] if row["partage"]), None)
    if row is None:
        return Figure("partage", title, "On ne peut pas dire où irait la production des cibles.")
    shares = [(part["ou"], 100 * part["part"]) for part in row["partage"]]
    order = [row_key({"code": str(i), "libelle": name}) for i, (name, _) in enumerate(shares)]
    start = 0.0
    values: list[dict[str, object]] = []
    for key, (name, size) in zip(order, shares, strict=True):
        kind = "project" if not values else "abroad" if name == shares[-1][0] else "suppliers"
        values.append(
            {"key": key, "start": start, "end": start + size, "text": f"{wording.number(size)}{NBSP}€", "kind": kind}
        )
        start += size
    kept = sum(size for name, size in shares[:-1])
    told = " ; ".join(f"{name} : {wording.number(size)} euros" for name, size in shares)
    return Figure(
        "partage",
        title,
        f"« {row['libelle']} » : sur 100 € produits, {wording.number(kept)} € restent en France et "
        f"{wording.number(shares[-1][1])} € paient des importations.",
        source_line(study, [f"{BASE}partage.part"]),
        svg.render(_waterfall(values, order), "partage", f"{title}. {told}"),
        ("Où", "Sur 100 €"),
        tuple((name, f"{wording.number(size, 1)}{NBSP}€") for name, size in shares),
    )


def _waterfall(values: list[Spec], order: list[str]) -> Spec:
    x = {"type": "quantitative", "scale": {"domain": [0, 112]}, "title": "Euros", "axis": {"tickCount": 5}}
    y = theme.label_axis("key", order)
    kinds = {"domain": ["project", "suppliers", "abroad"], "range": [DEEP, PALE, WARM]}
    return {
        "data": {"values": values},
        "width": 430,
        "height": {"step": 30},
        "layer": [
            {
                "mark": {"type": "bar", "height": 16},
                "encoding": {
                    "y": y,
                    "x": {**x, "field": "start"},
                    "x2": {"field": "end"},
                    "color": {"field": "kind", "legend": None, "scale": kinds},
                },
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 5},
                "encoding": {"y": y, "x": {**x, "field": "end"}, "text": {"field": "text"}},
            },
        ],
    }


def tornado(study: Study) -> Figure:
    """What each hypothesis, alone, changes to the jobs of the first target here."""
    title = "Ce qui fait varier ces emplois"
    row = next((row for row in study["impact"]["cibles"] if row["cercles"][0]["connu"]), None)
    bars = [] if row is None else [b for b in row["sensibilite"] if max(abs(b["ici_bas"]), abs(b["ici_haut"])) >= LEAST]
    if row is None or not bars:
        return Figure("sensibilite_impact", title, "Aucune hypothèse ne change les emplois d'ici d'un emploi entier.")
    bars.sort(key=lambda b: -max(abs(b["ici_bas"]), abs(b["ici_haut"])))
    named = [{"code": b["code"], "libelle": f"{b['hypothese']} ({b['bas']} à {b['haut']})"} for b in bars]
    order = [row_key(n) for n in named]
    values = [
        {"key": key, "value": b[name], "text": _signed(b[name])}
        for key, b in zip(order, bars, strict=True)
        for name in ("ici_bas", "ici_haut")
        if abs(b[name]) >= LEAST
    ]
    central = row["cercles"][0]["emplois"]["total"]["central"]
    told = " ; ".join(f"{b['hypothese']} : {_signed(b['ici_bas'])} à {_signed(b['ici_haut'])}" for b in bars)
    return Figure(
        "sensibilite_impact",
        title,
        f"« {row['libelle']} », environ {amount(central)} emplois ici en tout ; ce qui compte le plus : "
        f"« {bars[0]['hypothese'].lower()} » ({_signed(bars[0]['ici_bas'])} à {_signed(bars[0]['ici_haut'])} emplois).",
        source_line(study, [f"{BASE}sensibilite.ici_haut"]),
        svg.render(
            charts.diverging(values, order, "Changement du nombre d'emplois ici", (DEEP, QUIET)),
            "sensibilite_impact",
            f"{title}. {told}",
        ),
        ("Hypothèse", "Bas", "Central", "Haut", "Emplois ici (bas)", "Emplois ici (haut)"),
        tuple(
            (b["hypothese"], b["bas"], b["central"], b["haut"], _signed(b["ici_bas"]), _signed(b["ici_haut"]))
            for b in bars
        ),
    )


def _signed(value: float) -> str:
    text = wording.number(value)
    return f"+{text}" if value >= LEAST else text


FIGURES: tuple[Callable[[Study], Figure], ...] = (jobs, split, tornado)
