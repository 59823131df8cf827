"""One look for every chart: palette, Vega-Lite configuration, labels.

The four inks differ in lightness as much as in hue, so they stay apart in greyscale and for colour-blind
readers (measured in tests); text on the page never relies on them alone.
"""

import re
import textwrap
from typing import Any

Spec = dict[str, Any]

INK = "#1f2933"  # text
QUIET = "#52606d"  # secondary text, 6.5:1 on white
GRID = "#e4e7eb"
DEEP = "#12456b"  # main series
WARM = "#c8641c"  # the opposite of the main series
PALE = "#9fc5de"  # second series beside DEEP
GHOST = "#edf0f3"  # the whole behind a part

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"  # same widths in all three
ROW_PX = 30  # room for two lines of label; a chart must still be read on half a sheet

CONFIG: Spec = {
    "font": FONT,
    "background": "transparent",
    "aria": False,  # the text alternative is on the root, written for people
    "view": {"stroke": None},
    "axis": {
        "labelColor": INK,
        "labelFontSize": 12,
        "titleColor": QUIET,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "titlePadding": 8,
        "gridColor": GRID,
        "domain": False,
        "ticks": False,
        "labelPadding": 6,
    },
    "title": {"anchor": "start", "frame": "group", "color": INK, "fontSize": 12, "fontWeight": "bold", "offset": 6},
    "text": {"color": INK, "fontSize": 12},
    "concat": {"spacing": 14},
}


def wrap(label: str, width: int = 38) -> str:
    """Label on at most two lines, "|" between them, with an ellipsis when cut."""
    label = re.sub(r"\bFabrication\b", "Fab.", label)  # half the industrial nomenclature starts with this word
    lines = textwrap.wrap(label, width)
    if len(lines) > 2:
        lines = textwrap.wrap(label, width, max_lines=2, placeholder="…")
    return "|".join(lines)


def label_axis(field: str, order: list[str], show: bool = True) -> Spec:
    """Vertical axis of labels made by `wrap`, in the order given."""
    # the first of two lines is what the axis centres: lift it by half a line
    two_lines = {"condition": {"test": "indexof(datum.label, '|') > 0", "value": -6}, "value": 0}
    axis: Spec = {
        "labelExpr": "split(slice(datum.label, indexof(datum.label, '#') + 1), '|')",
        "labelLimit": 320,
        "labelOffset": two_lines,
    }
    return {"field": field, "type": "nominal", "sort": order, "title": None, "axis": axis if show else None}
