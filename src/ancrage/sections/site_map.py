"""The map of the sites worth a visit, numbered as in their table, over the territory and its neighbours."""

from collections.abc import Sequence
from html import escape

from ancrage.domain.wording import count
from ancrage.sections import map as base
from ancrage.sections.blocks import Figure
from ancrage.sections.table import Cell, data
from ancrage.sections.theme import DEEP, FONT, INK, PALE, WARM
from ancrage.steps.outline import OWN as OWN_OUTLINE
from ancrage.steps.outline import Outline
from ancrage.study import Study
from ancrage.study.sites import WHERE, Visit, to_visit

NUMBERED = 12  # on the map and in the table of the page
INKS = dict(zip(WHERE, ((WARM, "#000000"), (DEEP, "#ffffff"), (PALE, "#000000")), strict=True))  # dot, number
WIDTH, HEIGHT, MARGIN, FOOT = 720, 480, 26, 34
LEAST_KM = 12  # across: an island of one commune stays readable
FARTHEST_KM = 200  # a site of the list farther than that would shrink the territory to a dot
RADIUS = 10


def site_map(study: Study) -> Figure:
    """The first sites to visit, by their number; the table gives their names."""
    title = "Les terrains à aller voir"
    visits = [visit for visit in to_visit(study.sites)[:NUMBERED] if visit.site.distance_km <= FARTHEST_KM]
    outlines = study.map.outlines
    if not visits or not any(outline.role == OWN_OUTLINE for outline in outlines):
        return Figure("carte-sites", title, "Aucun terrain connu à placer sur la carte.")
    counted = [(place, sum(v.where == place for v in visits)) for place in WHERE]
    kinds = ", ".join(f"{place} : {n}" for place, n in counted if n)
    sentence = f"{count(len(visits), 'terrain numéroté', 'terrains numérotés')} comme dans le tableau ({kinds})."
    heads = (("Numéro", "rank"), ("Terrain", "text"), ("Commune", "text"), ("Où", "text"))
    rows: list[tuple[Cell, ...]] = [
        (v.number, v.site.name or v.site.site, v.site.commune_label, v.where) for v in visits
    ]
    return Figure(
        "carte-sites",
        title,
        sentence,
        data("carte-sites", title, heads, rows),
        svg=_draw(outlines, visits, f"{title}. {sentence}"),
        paths=("sites.par_cible.sites.lon", "carte.contours.geometry.coordinates"),
    )


def _draw(outlines: Sequence[Outline], visits: list[Visit], alt: str) -> str:
    own = [outline for outline in outlines if outline.role == OWN_OUTLINE]
    points = [(p[0], p[1]) for c in own for ring in base.rings(c.geometry) for p in ring]
    points += [(v.site.lon, v.site.lat) for v in visits]
    lon0, lat0 = ((min(p[i] for p in points) + max(p[i] for p in points)) / 2 for i in (0, 1))
    flat = [base.project(*p, lon0, lat0) for p in points]
    left, right = min(p[0] for p in flat), max(p[0] for p in flat)
    low, high = min(p[1] for p in flat), max(p[1] for p in flat)
    wide, tall = max(right - left, LEAST_KM), max(high - low, LEAST_KM)
    scale = min((WIDTH - 2 * MARGIN) / wide, (HEIGHT - FOOT - 2 * MARGIN) / tall)

    def place(lon: float, lat: float) -> tuple[float, float]:
        x, y = base.project(lon, lat, lon0, lat0)
        return WIDTH / 2 + (x - (left + right) / 2) * scale, (HEIGHT - FOOT) / 2 - (y - (low + high) / 2) * scale

    def shapes(chosen: list[Outline], style: str) -> str:
        paths = (
            "M" + "L".join("{:.1f},{:.1f}".format(*place(p[0], p[1])) for p in ring) + "Z"
            for c in chosen
            for ring in base.rings(c.geometry)
        )
        return f'<path d="{"".join(paths)}" {style}/>'

    spots = _apart([place(v.site.lon, v.site.lat) for v in visits])
    dots = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{RADIUS}" fill="{INKS[v.where][0]}"/>'
        f'<text x="{x:.1f}" y="{y + 4:.1f}" fill="{INKS[v.where][1]}" stroke="none">{v.number}</text>'
        for v, (x, y) in reversed(list(zip(visits, spots, strict=True)))
    )
    return "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" ',
            f'height="{HEIGHT}" role="img" aria-label="{escape(alt, quote=True)}" font-family="{FONT}" font-size="12">',
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#f4f6f8"/>',
            shapes([outline for outline in outlines if outline.role != OWN_OUTLINE], 'fill="#ffffff" stroke="#b8c2cc"'),
            shapes(own, f'fill="#e3edf5" stroke="{INK}" stroke-width="1.6" stroke-linejoin="round"'),
            f'<g stroke="#ffffff" text-anchor="middle" font-weight="bold">{dots}</g>',
            _legend({v.where for v in visits}),
            base.scale_bar(scale, WIDTH, HEIGHT),
            "</svg>",
        )
    )


def _apart(spots: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Dots that would cover each other, set side by side: the first keeps its place."""
    placed: list[tuple[float, float]] = []
    for x, y in spots:
        right = x
        while any(abs(right - px) < 2 * RADIUS and abs(y - py) < 2 * RADIUS for px, py in placed):
            right += RADIUS / 2
        placed.append((right, y))
    return placed


def _legend(shown: set[str]) -> str:
    """Colours by name, bottom left, on their own ground."""
    kinds = [place for place in WHERE if place in shown]
    width = 20 + sum(30 + 6.6 * len(place) for place in kinds)
    out = [f'<rect x="8" y="{HEIGHT - 34}" width="{width:.0f}" height="26" fill="#ffffff" fill-opacity=".92"/>']
    x = 22.0
    for place in kinds:
        out.append(
            f'<circle cx="{x:.0f}" cy="{HEIGHT - 21}" r="6" fill="{INKS[place][0]}"/>'
            f'<text x="{x + 12:.0f}" y="{HEIGHT - 17}" fill="{INK}">{place}</text>'
        )
        x += 30 + 6.6 * len(place)
    return "".join(out)
