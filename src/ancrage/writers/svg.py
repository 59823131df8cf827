"""A chart as an accessible SVG."""

import re
from html import escape

from ancrage.sections.theme import CONFIG, Spec


def render(spec: Spec, figure_id: str, alt: str) -> str:
    """SVG of a spec, alone and accessible: one role, one name, ids of its own, no link to anywhere."""
    import vl_convert  # 60 ms, and half a second at the first chart: only when a chart is asked for

    full = {"$schema": "https://vega.github.io/schema/vega-lite/v6.json", "config": CONFIG, **spec}
    svg = vl_convert.vegalite_to_svg(full, vl_version="6.4", allowed_base_urls=[], format_locale="fr-FR")
    svg = re.sub(r' (?:role|aria-[a-z]+|class|pointer-events)="[^"]*"', "", svg)
    svg = svg.replace('xmlns:xlink="http://www.w3.org/1999/xlink" ', "")
    svg = re.sub(r'(\bid="|url\(#)', rf"\g<1>{figure_id}-", svg)
    return svg.replace("<svg ", f'<svg role="img" aria-label="{escape(alt, quote=True)}" ', 1)
