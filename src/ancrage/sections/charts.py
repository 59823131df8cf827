"""Vega-Lite parts shared by the figures. Bars run across, because activities have long names, and end with their
number written out."""

from ancrage.sections import theme, wording
from ancrage.sections.theme import DEEP, GHOST, PALE, QUIET, ROW_PX, WARM, Spec

_QUOTIENT_TICKS = (0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
_FINE_TICKS = (0.5, 0.7, 1, 1.5, 2, 3, 5)  # when the whole range is narrow
_YEAR_STEPS, MOST_YEARS = (1, 2, 5, 10, 20, 50, 100), 7  # between two years written on an axis, and how many
COLUMN = 1.45  # a score of 1, and room for its number
_BAR = {"type": "bar", "height": 16}


def key(code: str, label: str) -> str:
    """Unique axis key ending with the wrapped label (the axis shows what follows "#")."""
    return f"{code}#{theme.wrap(label)}"


def axis_title(title: str, width: int) -> str | list[str]:
    """Axis title, on two lines when it is longer than its chart."""
    lines = theme.wrap(title, width // 6).split("|")
    return lines if len(lines) > 1 else title


def bars(values: list[Spec], order: list[str], x: Spec, *, width: int, labels: bool = True, color: str = DEEP) -> Spec:
    """Bars with their number at the end. `values` hold key, value, text and, for a bar that is a part, whole."""
    y = theme.label_axis("key", order, labels)
    layers = [
        {"mark": {**_BAR, "color": color}, "encoding": {"y": y, "x": x}},
        {"mark": {"type": "text", "align": "left", "dx": 5}, "encoding": {"y": y, "x": x, "text": {"field": "text"}}},
    ]
    if any("whole" in value for value in values):
        whole = {"y": y, "x": {**x, "field": "whole"}}
        layers.insert(0, {"mark": {**_BAR, "color": GHOST}, "encoding": whole})
    return {"data": {"values": values}, "width": width, "height": {"step": ROW_PX}, "layer": layers}


def domain(values: list[float], room: float = 1.25) -> Spec:
    """Scale from zero to the largest value plus the room its label needs."""
    return {"domain": [0, (max(values, default=0) or 1) * room]}


def score_columns(order: list[str], columns: list[tuple[str, list[float | None]]]) -> Spec:
    """Columns of 0-1 scores side by side, the first one in the main ink; an absent score is written, not drawn.

    One view, each column drawn at its own place along x: five charts side by side would cost five times as much.
    """
    values = [
        {
            "key": k,
            "start": at * COLUMN,
            "end": at * COLUMN + (score or 0),
            "whole": at * COLUMN + 1,
            "text": "absent" if score is None else wording.number(score, 2),
            "ink": "main" if at == 0 else "part",
        }
        for at, (_, scores) in enumerate(columns)
        for k, score in zip(order, scores, strict=True)
    ]
    y = theme.label_axis("key", order)
    scale = {"domain": [0, len(columns) * COLUMN]}
    x = {"field": "start", "type": "quantitative", "scale": scale, "axis": None}
    ink = {"field": "ink", "legend": None, "scale": {"domain": ["main", "part"], "range": [DEEP, PALE]}}
    return {
        "data": {"values": values},
        "width": 96 * len(columns),
        "height": {"step": ROW_PX},
        "padding": {"left": 5, "top": 44, "right": 5, "bottom": 5},
        "layer": [
            {"mark": {**_BAR, "color": GHOST}, "encoding": {"y": y, "x": x, "x2": {"field": "whole"}}},
            {"mark": _BAR, "encoding": {"y": y, "x": x, "x2": {"field": "end"}, "color": ink}},
            {
                "mark": {"type": "text", "align": "left", "dx": 5},
                "encoding": {"y": y, "x": {**x, "field": "end"}, "text": {"field": "text"}},
            },
            *_column_heads([title for title, _ in columns], x),
        ],
    }


def _column_heads(titles: list[str], x: Spec) -> list[Spec]:
    """Titles over the columns, their last lines level: one layer a line, counted from the bottom."""
    stacked = [title.split("|")[::-1] for title in titles]
    return [
        {
            "data": {"values": [{"start": i * COLUMN, "text": s[up]} for i, s in enumerate(stacked) if up < len(s)]},
            "mark": {"type": "text", "align": "left", "fontWeight": "bold", "fontSize": 11, "dy": -8 - 13 * up},
            "encoding": {"x": x, "y": {"value": 0}, "text": {"field": "text"}},
        }
        for up in range(max(len(s) for s in stacked))
    ]


def quotients(rows: list[tuple[float, float, float]], order: list[str], width: int) -> Spec:
    """Quotients (middle, low, high) as points with their interval, on a log scale where 1 is the national share."""
    values: list[Spec] = [
        {"key": k, "q": middle, "low": low, "high": high, "text": wording.times(middle)}
        for k, (middle, low, high) in zip(order, rows, strict=True)
        if middle
    ]
    low = min([0.8, *(v["low"] or v["q"] for v in values)])
    high = max([2, *(v["high"] or v["q"] for v in values)])
    chosen = _FINE_TICKS if high < 6 * low else _QUOTIENT_TICKS
    x = {
        "type": "quantitative",
        "scale": {"type": "log", "domain": [low * 0.9, high * 1.3]},
        "title": axis_title("Part ici rapportée à la part en France, avec l'intervalle", width),
        "axis": {
            "values": [t for t in chosen if low <= t <= high],
            "labelExpr": "'×' + replace(datum.label, '.', ',')",
        },
    }
    y = theme.label_axis("key", order, show=False)
    point = {"y": y, "x": {**x, "field": "q"}}
    return {
        "data": {"values": values},
        "width": width,
        "height": {"step": ROW_PX},
        "title": "Combien de fois la part nationale",
        "layer": [
            {"mark": {"type": "rule", "color": QUIET, "strokeDash": [3, 3]}, "encoding": {"x": {**x, "datum": 1}}},
            {
                "mark": {"type": "rule", "color": PALE, "strokeWidth": 5},
                "encoding": {"y": y, "x": {**x, "field": "low"}, "x2": {"field": "high"}},
            },
            {"mark": {"type": "point", "filled": True, "size": 70, "color": DEEP, "opacity": 1}, "encoding": point},
            {"mark": {"type": "text", "dy": -11}, "encoding": {**point, "text": {"field": "text"}}},
        ],
    }


def diverging(values: list[Spec], order: list[str], title: str, colors: tuple[str, str]) -> Spec:
    """Bars on both sides of zero; `values` hold key, value, text."""
    reach = max(abs(value["value"]) for value in values) * 1.3
    x = {
        "field": "value",
        "type": "quantitative",
        "scale": {"domain": [-reach, reach]},
        "axis": {"tickCount": 5, "format": ",d"},
        "title": title,
    }
    y = theme.label_axis("key", order)
    sides = [("datum.value > 0", colors[0], "left", 5), ("datum.value < 0", colors[1], "right", -5)]
    layers: list[Spec] = []
    for test, color, align, shift in sides:
        only = {"transform": [{"filter": test}]}
        layers.append({**only, "mark": {**_BAR, "color": color}, "encoding": {"y": y, "x": x}})
        text = {"type": "text", "align": align, "dx": shift}
        layers.append({**only, "mark": text, "encoding": {"y": y, "x": x, "text": {"field": "text"}}})
    layers.append({"mark": {"type": "rule", "color": QUIET}, "encoding": {"x": {"datum": 0}}})
    return {"data": {"values": values}, "width": 430, "height": {"step": 32}, "layer": layers}


def paired(values: list[Spec], order: list[str], flows: tuple[str, str], title: str) -> Spec:
    """Two bars a row, told apart by the word at their end as much as by their ink. `values` hold flow too."""
    x = {
        "field": "value",
        "type": "quantitative",
        "title": title,
        "axis": {"tickCount": 5, "labelExpr": "replace(datum.value / 1e9, '.', ',')"},
        "scale": domain([value["value"] for value in values], 1.4),
    }
    y = theme.label_axis("key", order)
    place = {"y": y, "x": x, "yOffset": {"field": "flow", "sort": list(flows)}}
    ink = {"field": "flow", "legend": None, "scale": {"domain": list(flows), "range": [DEEP, PALE]}}
    return {
        "data": {"values": values},
        "width": 430,
        "height": {"step": 20},
        "layer": [
            {"mark": _BAR, "encoding": {**place, "color": ink}},
            {"mark": {"type": "text", "align": "left", "dx": 5}, "encoding": {**place, "text": {"field": "text"}}},
        ],
    }


def lines(values: list[Spec], order: list[str], title: str, form: str) -> Spec:
    """One line a series over the years, named at its end; `values` hold year, value, series, `form` writes the axis.

    Dashes tell the lines apart without colour.
    """
    years = sorted({value["year"] for value in values})
    first, last = years[0], years[-1]
    step = next(step for step in _YEAR_STEPS if last - first <= MOST_YEARS * step)
    color = {
        "field": "series", "type": "nominal", "legend": None,
        "scale": {"domain": order, "range": [DEEP, WARM, QUIET][: len(order)]},
    }  # fmt: skip
    dash = {
        "field": "series", "type": "nominal", "legend": None,
        "scale": {"domain": order, "range": [[1, 0], [6, 3], [2, 2]][: len(order)]},
    }  # fmt: skip
    room = (last - first) * 0.18  # for the names
    x = {
        "field": "year", "type": "quantitative", "title": None,
        "axis": {"format": "d", "grid": False, "values": [year for year in years if year % step == 0]},
        "scale": {"domain": [first, last + room], "nice": False},
    }  # fmt: skip
    y = {
        "field": "value", "type": "quantitative", "title": title, "axis": {"format": form, "tickCount": 5},
        "scale": {"zero": form.endswith("%")},
    }  # fmt: skip
    ends = {
        "transform": [{"filter": f"datum.year == {last}"}],
        "mark": {"type": "text", "align": "left", "dx": 6},
        "encoding": {"x": x, "y": y, "color": color, "text": {"field": "series"}},
    }
    drawn = {
        "mark": {"type": "line", "strokeWidth": 2},
        "encoding": {"x": x, "y": y, "color": color, "strokeDash": dash},
    }
    return {"data": {"values": values}, "width": 430, "height": 200, "layer": [drawn, ends]}
