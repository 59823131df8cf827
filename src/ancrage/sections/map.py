"""The map of a study as SVG: outline, neighbours, establishments sized by jobs.

Drawn directly: an azimuthal equal-area projection centred on the territory is right anywhere, from Dunkerque to
Mayotte, and a few lines long.
"""

import math
from collections.abc import Callable, Sequence
from html import escape

from ancrage.domain.wording import count
from ancrage.sections import wording
from ancrage.sections.blocks import Figure
from ancrage.sections.table import Cell, data
from ancrage.sections.theme import DEEP, FONT, INK, QUIET, WARM
from ancrage.steps.outline import OWN, Geometry, Outline
from ancrage.study import Study
from ancrage.study.document import Dot

WIDTH, HEIGHT, MARGIN = 720, 540, 26
FOOT = 44  # strip under the map for legend and scale
EARTH_KM = 6371.0
LARGEST_PX = 15.0  # radius of the largest establishment
_BAR_STEPS_KM = (1, 2, 5, 10, 20, 50, 100, 200)

Point = tuple[float, float]


def project(lon: float, lat: float, lon0: float, lat0: float) -> Point:
    """Lambert azimuthal equal-area, kilometres east and north of (lon0, lat0). Snyder 1987, eq. 24-2."""
    phi, phi0, lam = math.radians(lat), math.radians(lat0), math.radians(lon - lon0)
    cos_c = math.sin(phi0) * math.sin(phi) + math.cos(phi0) * math.cos(phi) * math.cos(lam)
    k = EARTH_KM * math.sqrt(2 / max(1 + cos_c, 1e-9))
    return (
        k * math.cos(phi) * math.sin(lam),
        k * (math.cos(phi0) * math.sin(phi) - math.sin(phi0) * math.cos(phi) * math.cos(lam)),
    )


def rings(geometry: Geometry) -> list[list[list[float]]]:
    """Every ring of a polygon or multipolygon."""
    polygons = geometry.coordinates if geometry.type == "MultiPolygon" else [geometry.coordinates]
    return [ring for polygon in polygons for ring in polygon]


def territory_map(study: Study) -> Figure:
    """Establishments on the territory's outline over its neighbours; the table counts them by kind."""
    outlines, dots = study.map.outlines, study.map.dots
    title = "Carte des établissements"
    if not any(outline.role == OWN for outline in outlines):
        return Figure("carte", title, "Contour absent de l'édition : pas de carte.")
    industry = [dot for dot in dots if dot.is_manufacturing]
    other = [dot for dot in dots if not dot.is_manufacturing]
    sentence = (
        f"{count(len(dots), 'établissement placé', 'établissements placés')} sur la carte, dont "
        f"{wording.number(len(industry))} dans l'industrie manufacturière."
        if dots
        else "Aucun établissement du registre à placer sur la carte."
    )
    groups = (("Industrie manufacturière", industry), ("Autres activités du registre", other))
    rows: list[tuple[Cell, ...]] = [(label, len(group), sum(dot.jobs for dot in group)) for label, group in groups]
    heads = (("Établissements", "text"), ("Nombre", "integer"), ("Emplois (est.)", "integer"))
    return Figure(
        "carte",
        title,
        sentence,
        data("carte", title, heads, rows),
        svg=_draw(outlines, industry, other, f"Carte de {study.place.label}. {sentence}"),
        paths=("carte.etablissements.emplois", "carte.contours.geometry.coordinates"),
    )


def _draw(outlines: Sequence[Outline], industry: list[Dot], other: list[Dot], alt: str) -> str:
    own = [outline for outline in outlines if outline.role == OWN]
    points = [p for outline in own for ring in rings(outline.geometry) for p in ring]
    lon0 = (min(p[0] for p in points) + max(p[0] for p in points)) / 2
    lat0 = (min(p[1] for p in points) + max(p[1] for p in points)) / 2
    flat = [project(p[0], p[1], lon0, lat0) for p in points]
    left, right = min(p[0] for p in flat), max(p[0] for p in flat)
    low, high = min(p[1] for p in flat), max(p[1] for p in flat)
    # never closer than about 8 km across: an island of one commune stays readable
    scale = min((WIDTH - 2 * MARGIN) / max(right - left, 8), (HEIGHT - FOOT - 2 * MARGIN) / max(high - low, 8))

    def place(lon: float, lat: float) -> Point:
        x, y = project(lon, lat, lon0, lat0)
        return (WIDTH / 2 + (x - (left + right) / 2) * scale, (HEIGHT - FOOT) / 2 - (y - (low + high) / 2) * scale)

    largest = max((dot.jobs for dot in industry + other), default=0) or 1

    def dots(sites: list[Dot]) -> str:
        out = []
        for site in sorted(sites, key=lambda dot: -dot.jobs):  # small ones stay visible on top
            x, y = place(site.lon, site.lat)
            radius = max(1.8, LARGEST_PX * math.sqrt(site.jobs / largest))
            out.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/>')
        return "".join(out)

    def path(outline: Outline) -> str:
        return "".join(
            "M" + "L".join("{:.1f},{:.1f}".format(*place(p[0], p[1])) for p in ring) + "Z"
            for ring in rings(outline.geometry)
        )

    def layer(chosen: list[Outline], style: str) -> str:
        return f"<g {style}>" + "".join(f'<path d="{path(c)}"/>' for c in chosen) + "</g>"

    context = [outline for outline in outlines if outline.role != OWN]
    return "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" ',
            f'height="{HEIGHT}" ',
            f'role="img" aria-label="{escape(alt, quote=True)}" font-family="{FONT}" font-size="12">',
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#f4f6f8"/>',
            layer(context, 'fill="#ffffff" stroke="#b8c2cc"'),
            layer(own, f'fill="#e3edf5" stroke="{INK}" stroke-width="1.6" stroke-linejoin="round"'),
            _names(context, [place(p[0], p[1]) for p in points], place),
            f'<g fill="{WARM}" fill-opacity=".6" stroke="#ffffff" stroke-width=".5">{dots(other)}</g>',
            f'<g fill="{DEEP}" fill-opacity=".75" stroke="#ffffff" stroke-width=".5">{dots(industry)}</g>',
            _legend(largest, bool(industry), bool(other)),
            scale_bar(scale),
            "</svg>",
        )
    )


def _inside(x: float, y: float, corners: list[Point]) -> bool:
    """Even-odd rule."""
    crossings = 0
    for (x1, y1), (x2, y2) in zip(corners, corners[1:] + corners[:1], strict=True):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
            crossings += 1
    return crossings % 2 == 1


def _names(outlines: list[Outline], edge: list[Point], place: Callable[[float, float], Point]) -> str:
    """Names of the neighbours, in the middle of what the frame shows of them, when there is room beside `edge`."""
    out = []
    for outline in outlines:
        name = wording.short_name(outline.label)
        half = 3.3 * len(name)
        rows = range(24, HEIGHT - 60, 22)
        grid = [(x, y) for y in rows for x in range(math.ceil(half) + 6, WIDTH - math.ceil(half) - 6, 26)]
        shapes = [[place(p[0], p[1]) for p in ring] for ring in rings(outline.geometry)]
        # the whole box of the name on the neighbour's own ground, so that it never lies on the territory
        box = [(dx, dy) for dx in (-half - 4, -half / 2, 0, half / 2, half + 4) for dy in (-14, 6)]
        free = [
            (x, y) for x, y in grid if all(any(_inside(x + dx, y + dy, shape) for shape in shapes) for dx, dy in box)
        ]
        if not free:
            continue
        mean = (sum(p[0] for p in free) / len(free), sum(p[1] for p in free) / len(free))
        for x, y in sorted(free, key=lambda p: (math.dist(p, mean), p)):
            if not any(abs(cx - x) < half + 4 and -16 < cy - y < 8 for cx, cy in edge):
                out.append(f'<text x="{x}" y="{y}">{escape(name)}</text>')
                break
    return f'<g fill="{QUIET}" text-anchor="middle" font-style="italic">{"".join(out)}</g>'


def _legend(largest: float, industry: bool, other: bool) -> str:
    """Colours by name, and the size of the largest dot: bottom left, on its own ground."""
    kinds = [(DEEP, "industrie manufacturière")] * industry + [(WARM, "autres activités du registre")] * other
    if not kinds:
        return ""
    width = 24 + sum(26 + 6.3 * len(label) for _, label in kinds) + 170
    out = [f'<rect x="8" y="{HEIGHT - 44}" width="{width:.0f}" height="36" fill="#ffffff" fill-opacity=".92"/>']
    x, y = 22.0, HEIGHT - 26
    for color, label in kinds:
        out.append(
            f'<circle cx="{x:.0f}" cy="{y}" r="6" fill="{color}"/>'
            f'<text x="{x + 12:.0f}" y="{y + 4}" fill="{INK}">{label}</text>'
        )
        x += 26 + 6.3 * len(label)
    out.append(
        f'<circle cx="{x + 14:.0f}" cy="{y}" r="{LARGEST_PX}" fill="none" stroke="{QUIET}"/>'
        f'<text x="{x + 36:.0f}" y="{y + 4}" fill="{INK}">{count(round(largest), "emploi")}</text>'
    )
    return "".join(out)


def scale_bar(px_per_km: float, width: int = WIDTH, height: int = HEIGHT) -> str:
    """A round number of kilometres, bottom right."""
    length = max((s for s in _BAR_STEPS_KM if s * px_per_km <= 130), default=_BAR_STEPS_KM[0])
    x2, y = width - 16, height - 18
    x1 = x2 - length * px_per_km
    return (
        f'<path d="M{x1:.1f},{y - 5}V{y}H{x2}V{y - 5}" fill="none" stroke="{INK}" stroke-width="1.4"/>'
        f'<text x="{(x1 + x2) / 2:.1f}" y="{y - 6}" text-anchor="middle" fill="{INK}">{length} km</text>'
    )
