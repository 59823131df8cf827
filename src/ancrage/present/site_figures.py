"""Figures of `sites`. Each takes the study (plain dict) and returns a `Figure`, drawn or not."""

from collections.abc import Callable
from typing import Any

from ancrage.domain.wording import count
from ancrage.present import charts, theme, wording
from ancrage.present.credits import Study, source_line
from ancrage.present.figure import Figure
from ancrage.present.site_map import site_map
from ancrage.present.theme import DEEP, GHOST, INK, PALE, QUIET, WARM, Spec
from ancrage.present.visits import PLACES, place_of

INKS, SHAPES = (WARM, DEEP, PALE), ("diamond", "circle", "triangle-up")
TICKS_HA = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)


def needs_and_sites(study: Study) -> Figure:
    """For each target, the range of land a typical project asks for, and the areas of the sites proposed."""
    title = "Le terrain qu'il faut, les terrains connus"
    rows = [row for row in study["sites"]["par_cible"] if row["besoin"]["foncier_ha"]]
    if not rows:
        return Figure("sites", title, "Aucune cible dont le besoin de terrain soit connu.")
    told = " ; ".join(
        f"{row['libelle']} : {_need(row)}, {count(len(row['sites']), 'terrain proposé', 'terrains proposés')}"
        for row in rows
    )
    return Figure(
        "sites",
        title,
        _sentence(rows),
        source_line(study, ["sites.par_cible.besoin.foncier_ha.bas", "sites.par_cible.sites.surface_ha"]),
        theme.render(_spec(rows), "sites", f"{title}. {told}"),
        ("Cible", "Terrain d'un projet type (estimé)", "Terrains proposés"),
        tuple(
            (row["libelle"], _need(row),
             " ; ".join(f"{s['nom'] or s['commune_nom']} {_ha(s)} ({place_of(s)})" for s in row["sites"])
             or "aucun")
            for row in rows
        ),
    )  # fmt: skip


def _sentence(rows: list[dict[str, Any]]) -> str:
    without = [row for row in rows if not row["sites"]]
    largest = max(rows, key=lambda row: row["besoin"]["foncier_ha"]["bas"])
    most = f"La cible la plus gourmande, « {largest['libelle']} », demande {_need(largest)}"
    if len(without) == len(rows):
        return f"{most} ; aucun terrain connu n'est assez grand pour aucune des cibles."
    if without:
        return f"{most} ; {count(len(without), 'cible')} sans aucun terrain connu assez grand."
    return f"{most} ; chaque cible a au moins un terrain connu assez grand."


def _need(row: dict[str, Any]) -> str:
    need = row["besoin"]["foncier_ha"]
    low, high = wording.short(need["bas"]), wording.short(need["haut"])
    return f"{low} ha" if low == high else f"{low} à {high} ha"


def _ha(site: dict[str, Any]) -> str:
    return "surface non donnée" if site["surface_ha"] is None else f"{wording.area_of(site)} ha"


def _spec(rows: list[dict[str, Any]]) -> Spec:
    named = [{"code": row["cible"], "libelle": row["libelle"]} for row in rows]
    order = [charts.key(row) for row in named]
    bands = [{"key": key, **row["besoin"]["foncier_ha"]} for key, row in zip(order, rows, strict=True)]
    dots = [
        {"key": key, "area": site["surface_ha"], "place": place_of(site)}
        for key, row in zip(order, rows, strict=True)
        for site in reversed(row["sites"])
        if site["surface_ha"]
    ]
    ends = [band[end] for band in bands for end in ("bas", "haut")] + [dot["area"] for dot in dots]
    low, high = min(ends) * 0.8, max(ends) * 1.25
    x = {
        "type": "quantitative",
        "scale": {"type": "log", "domain": [low, high]},
        "axis": {"values": [t for t in TICKS_HA if low <= t <= high], "labelExpr": "replace(datum.label, '.', ',')"},
        "title": "Hectares ; la bande va du plus petit au plus grand projet type",
    }
    y = theme.label_axis("key", order)
    scale = {"domain": list(PLACES)}
    legend = {
        "orient": "top",
        "title": None,
        "labelFontSize": 12,
        "symbolSize": 90,
        "symbolOpacity": 1,
        "columnPadding": 18,
    }
    look = {
        "color": {"field": "place", "scale": {**scale, "range": list(INKS)}, "legend": legend},
        "shape": {"field": "place", "scale": {**scale, "range": list(SHAPES)}, "legend": legend},
    }
    return {
        "width": 430,
        "height": {"step": theme.ROW_PX},
        "layer": [
            {"data": {"values": bands}, "mark": {"type": "bar", "height": 18, "color": GHOST, "stroke": QUIET,
                                                 "strokeWidth": 0.5},
             "encoding": {"y": y, "x": {**x, "field": "bas"}, "x2": {"field": "haut"}}},
            {"data": {"values": bands}, "mark": {"type": "tick", "color": QUIET, "thickness": 2, "size": 18},
             "encoding": {"y": y, "x": {**x, "field": "central"}}},
            {"data": {"values": dots},
             "mark": {"type": "point", "filled": True, "size": 75, "opacity": 1, "stroke": INK, "strokeWidth": 0.6},
             "encoding": {"y": y, "x": {**x, "field": "area"}, **look}},
        ],
    }  # fmt: skip


FIGURES: tuple[Callable[[Study], Figure], ...] = (needs_and_sites, site_map)
