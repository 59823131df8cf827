"""Figure of the sites: the land that each target asks for, beside the sites that are known."""

from ancrage.domain.wording import count
from ancrage.sections import theme, wording
from ancrage.sections.blocks import Figure
from ancrage.sections.charts import key
from ancrage.sections.table import Cell, data
from ancrage.sections.theme import DEEP, GHOST, INK, PALE, QUIET, WARM, Spec
from ancrage.steps.sites import Offer
from ancrage.study.sites import WHERE, SitesOfTarget, SitesStudied, where

INKS, SHAPES = (WARM, DEEP, PALE), ("diamond", "circle", "triangle-up")
TICKS_HA = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)


def needs_and_sites(sites: SitesStudied) -> Figure:
    """For each target, the range of land a typical project asks for, and the areas of the sites proposed."""
    title = "Le terrain qu'il faut, les terrains connus"
    rows = [row for row in sites.by_target if row.need.land_ha]
    if not rows:
        return Figure("sites", title, "Aucune cible dont le besoin de terrain soit connu.")
    shown = " ; ".join(
        f"{row.label} : {_need(row)}, {count(len(row.offers), 'terrain proposé', 'terrains proposés')}" for row in rows
    )
    heads = (("Cible", "text"), ("Terrain d'un projet type (estimé)", "text"), ("Terrains proposés", "text"))
    cells: list[tuple[Cell, ...]] = [
        (
            row.label,
            _need(row),
            " ; ".join(f"{s.name or s.commune_label} {_ha(s)} ({where(s)})" for s in row.offers) or "aucun",
        )
        for row in rows
    ]
    return Figure(
        "sites",
        title,
        _sentence(rows),
        data("sites", title, heads, cells),
        _spec(rows),
        alt=f"{title}. {shown}",
        paths=("sites.par_cible.besoin.foncier_ha", "sites.par_cible.sites.surface_ha"),
    )


def _sentence(rows: list[SitesOfTarget]) -> str:
    without = [row for row in rows if not row.offers]
    largest = max(rows, key=lambda row: row.need.land_ha.high if row.need.land_ha else 0.0)
    most = f"La cible dont le projet type va le plus loin en surface, « {largest.label} », demande {_need(largest)}"
    if len(without) == len(rows):
        return f"{most} ; aucun terrain connu n'est assez grand pour aucune des cibles."
    if without:
        return f"{most} ; {count(len(without), 'cible')} sans aucun terrain connu assez grand."
    return f"{most} ; chaque cible a au moins un terrain connu assez grand."


def _need(row: SitesOfTarget) -> str:
    need = row.need.land_ha
    if need is None:
        return "inconnu"
    low, high = wording.short(need.low), wording.short(need.high)
    return f"{low} ha" if low == high else f"{low} à {high} ha"


def _ha(site: Offer) -> str:
    return "surface non donnée" if site.area_ha is None else f"{wording.area_of(site.area_ha, site.origin)} ha"


def _spec(rows: list[SitesOfTarget]) -> Spec:
    order = [key(row.activity, row.label) for row in rows]
    bands: list[Spec] = [
        {"key": k, "bas": row.need.land_ha.low, "central": row.need.land_ha.central, "haut": row.need.land_ha.high}
        for k, row in zip(order, rows, strict=True)
        if row.need.land_ha
    ]
    dots: list[Spec] = [
        {"key": k, "area": site.area_ha, "place": where(site)}
        for k, row in zip(order, rows, strict=True)
        for site in reversed(row.offers)
        if site.area_ha
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
    scale = {"domain": list(WHERE)}
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
