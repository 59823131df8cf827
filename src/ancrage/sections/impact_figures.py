"""Figures of the impact: jobs brought, where one hundred euros go, what makes the jobs vary."""

from ancrage.domain.described import Range
from ancrage.domain.wording import NBSP
from ancrage.sections import charts, theme, wording
from ancrage.sections.blocks import Figure
from ancrage.sections.charts import key
from ancrage.sections.table import Cell, data
from ancrage.sections.theme import DEEP, INK, PALE, QUIET, WARM, Spec
from ancrage.steps.impact.wording import amount
from ancrage.study.impact import ImpactsStudied, ImpactStudied, RingJobs, Sensitivity

SHOWN = 10
LEAST = 0.5  # jobs: a smaller change is not drawn
KINDS = (("direct", "directs"), ("suppliers", "fournisseurs"), ("induced", "salaires dépensés"))
BASE = "impact.cibles."


def _known(impact: ImpactsStudied) -> list[ImpactStudied]:
    """Targets whose effect here can be told."""
    return [target for target in impact.targets if target.circles[0].known]


def _label(target: ImpactStudied) -> str:
    return target.label or target.words


def jobs_brought(impact: ImpactsStudied, place: str) -> Figure:
    """Jobs of one typical project of each target: the project, its suppliers, wages spent; here, then in France."""
    title = "Ce qu'apporterait un projet de chaque cible : ici, et en France"
    targets = _known(impact)[:SHOWN]
    if not targets:
        return Figure("impact", title, impact.sentence)
    order = [key(target.activity or "", _label(target)) for target in targets]
    shown = " ; ".join(
        f"{_label(t)} : {_band(t.circles[0].jobs.total)} ici, {_band(t.circles[-1].jobs.total)} en France"
        for t in targets
    )
    names = (
        "Activité", "Libellé", "Emplois du projet", f"Fournisseurs, {place}", f"Induits, {place}", f"Total, {place}",
        "Fournisseurs, France", "Total, France",
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = [
        (
            t.activity, _label(t), _band(here.direct), _band(here.suppliers), _band(here.induced), _band(here.total),
            _band(france.suppliers), _band(france.total),
        )
        for t in targets
        for here, france in [(t.circles[0].jobs, t.circles[-1].jobs)]
    ]  # fmt: skip
    return Figure(
        "impact",
        title,
        impact.sentence,
        data("impact", title, tuple((name, "text") for name in names), rows),
        _stacked(targets, order),
        alt=f"{title}. {shown}",
        paths=(f"{BASE}cercles.emplois.total",),
    )


def _band(band: Range | None) -> str:
    if band is None:
        return wording.ABSENT
    low, central, high = (amount(end) for end in (band.low, band.central, band.high))
    return central if low == high else f"{central} ({low} à {high})"


def _stacked(targets: list[ImpactStudied], order: list[str]) -> Spec:
    parts: list[Spec] = []
    bands: list[Spec] = []
    for name, target in zip(order, targets, strict=True):
        for at, flow in ((0, "ici"), (-1, "France")):
            jobs: RingJobs = target.circles[at].jobs
            start = 0.0
            for field, word in KINDS:
                band: Range | None = getattr(jobs, field)
                size = band.central if band else 0.0
                parts.append({"key": name, "flow": flow, "start": start, "end": start + size, "kind": word})
                start += size
            if jobs.total:
                text = f"{flow} {amount(jobs.total.central)}"
                bands.append({"key": name, "flow": flow, "low": jobs.total.low, "high": jobs.total.high, "text": text})
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


def hundred_euros(impact: ImpactsStudied) -> Figure:
    """Where one hundred euros of output of the first target end up, step after step."""
    title = "Où vont 100 euros produits"
    target = next((target for target in impact.targets if target.split), None)
    if target is None:
        return Figure("partage", title, "On ne peut pas dire où irait la production des cibles.")
    shares = [(share.label, 100 * share.share) for share in target.split]
    order = [key(str(i), name) for i, (name, _) in enumerate(shares)]
    start = 0.0
    values: list[Spec] = []
    for name, (label, size) in zip(order, shares, strict=True):
        kind = "project" if not values else "abroad" if label == shares[-1][0] else "suppliers"
        values.append(
            {"key": name, "start": start, "end": start + size, "text": f"{wording.number(size)}{NBSP}€", "kind": kind}
        )
        start += size
    home = sum(size for _, size in shares[:-1])
    shown = " ; ".join(f"{label} : {wording.number(size)} euros" for label, size in shares)
    return Figure(
        "partage",
        title,
        f"« {_label(target)} » : sur 100 € produits, {wording.number(home)} € restent en France et "
        f"{wording.number(shares[-1][1])} € paient des importations.",
        data("partage", title, (("Où", "text"), ("Sur 100 €", "decimal1")), list(shares)),
        _waterfall(values, order),
        alt=f"{title}. {shown}",
        paths=(f"{BASE}partage.part",),
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


def _reach(row: Sensitivity) -> float:
    return max(abs(row.here_low), abs(row.here_high))


def what_moves_jobs(impact: ImpactsStudied) -> Figure:
    """What each hypothesis, alone, changes to the jobs of the first target here."""
    title = "Ce qui fait varier ces emplois"
    target = next(iter(_known(impact)), None)
    rows = [] if target is None else [row for row in target.sensitivity if _reach(row) >= LEAST]
    total = target.circles[0].jobs.total if target else None
    if target is None or total is None or not rows:
        return Figure("sensibilite_impact", title, "Aucune hypothèse ne change les emplois d'ici d'un emploi entier.")
    rows.sort(key=lambda row: -_reach(row))
    order = [key(row.code, f"{row.label} ({row.low} à {row.high})") for row in rows]
    values = [
        {"key": name, "value": change, "text": _signed(change)}
        for name, row in zip(order, rows, strict=True)
        for change in (row.here_low, row.here_high)
        if abs(change) >= LEAST
    ]
    shown = " ; ".join(f"{row.label} : {_signed(row.here_low)} à {_signed(row.here_high)}" for row in rows)
    heads = (
        ("Hypothèse", "text"), ("Bas", "text"), ("Central", "text"), ("Haut", "text"), ("Emplois ici (bas)", "text"),
        ("Emplois ici (haut)", "text"),
    )  # fmt: skip
    cells: list[tuple[Cell, ...]] = [
        (row.label, row.low, row.central, row.high, _signed(row.here_low), _signed(row.here_high)) for row in rows
    ]
    return Figure(
        "sensibilite_impact",
        title,
        f"« {_label(target)} », environ {amount(total.central)} emplois ici en tout ; ce qui compte le plus : "
        f"« {rows[0].label.lower()} » ({_signed(rows[0].here_low)} à {_signed(rows[0].here_high)} emplois).",
        data("sensibilite_impact", title, heads, cells),
        charts.diverging(values, order, "Changement du nombre d'emplois ici", (DEEP, QUIET)),
        alt=f"{title}. {shown}",
        paths=(f"{BASE}sensibilite.ici_haut",),
    )


def _signed(value: float) -> str:
    words = wording.number(value)
    return f"+{words}" if value >= LEAST else words
