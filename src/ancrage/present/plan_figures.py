"""Figures of `plan`. Each takes the study (plain dict) and returns a `Figure`, drawn or not."""

from collections.abc import Callable
from typing import Any

from ancrage.domain.plan import STAGES
from ancrage.domain.wording import count, lower_first
from ancrage.present.credits import Study, own_words
from ancrage.present.figure import Figure
from ancrage.sections import theme, wording
from ancrage.sections.theme import DEEP, GHOST, INK, PALE, QUIET, WARM, Spec
from ancrage.writers import svg

WIDTH, STEP, LINE = 430, 30, 40
INKS = dict(zip(STAGES, (PALE, WARM, DEEP, "#8fae6b", QUIET), strict=True))
MONTHS = ("janv.", "févr.", "mars", "avril", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
NINETY_DAYS = 3
DONE, DROPPED = "faite", "abandonnée"


def gantt(study: Study) -> Figure:
    """Each action over the months of the plan, by stage; the first ninety days in the background."""
    plan = study["plan"]
    title = "Le calendrier, étape par étape"
    rows = sorted(
        (r for r in plan["actions"] if r["statut"] != DROPPED),
        key=lambda r: (STAGES.index(r["etape"]), r["mois_debut"], r["id"]),
    )
    if not rows:
        return Figure("calendrier", title, "Aucune action à placer dans le temps.")
    told = " ; ".join(f"{r['titre']} : {month(plan, r['mois_debut'])} à {month(plan, r['mois_fin'])}" for r in rows)
    return Figure(
        "calendrier",
        title,
        _load(plan, rows),
        own_words("Ancrage", study["edition"]["id"]),
        svg.render(_spec(plan, rows), "calendrier", f"{title}. {told}"),
        ("Étape", "Action", "Début", "Fin", "Avancement", "Priorité (sur 100)"),
        tuple(
            (r["etape"], r["titre"], month(plan, r["mois_debut"]), month(plan, r["mois_fin"]), r["statut"],
             wording.number((r["priorite"] or {}).get("score")))
            for r in rows
        ),
    )  # fmt: skip


def _load(plan: dict[str, Any], rows: list[dict[str, Any]]) -> str:
    """The busiest moment, said."""
    running = {m: sum(r["mois_debut"] <= m <= r["mois_fin"] for r in rows) for m in range(1, plan["horizon_mois"] + 1)}
    most = max(running.values(), default=0)
    peak = next((m for m, n in running.items() if n == most), 1)
    first = [r for r in rows if r["mois_debut"] == min(r["mois_debut"] for r in rows)]
    named = lower_first(first[0]["titre"])
    return (
        f"{count(len(first), 'action commence', 'actions commencent')} d'abord, dont « {named} » ; au plus fort "
        f"({month(plan, peak)}), {count(most, 'est en route', 'sont en route')}, actions continues comprises."
    )


def month(plan: dict[str, Any], number: int) -> str:
    """« mars 2030 », or « mois 3 » in a plan without a date."""
    if not plan["debut"]:
        return f"mois {number}"
    year, first = (int(t) for t in plan["debut"].split("-")[:2])
    months = year * 12 + first - 1 + number - 1
    return f"{MONTHS[months % 12]} {months // 12}"


def _spec(plan: dict[str, Any], rows: list[dict[str, Any]]) -> Spec:
    first = min(1, *(r["mois_debut"] for r in rows))
    last = max(plan["horizon_mois"], *(r["mois_fin"] for r in rows))
    # an axis counts the months that are over: month 1 runs from 0 to 1
    step = next(s for s in (3, 6, 12, 24, 48, 96) if (last - first) / s <= 12 or s == 96)
    ticks = list(range(0, last, step))
    values = [
        {
            "key": f"{r['id']}#{theme.wrap(r['titre'], LINE)}",
            "start": r["mois_debut"] - 1,
            "end": r["mois_fin"],
            "now": 0,
            "soon": NINETY_DAYS,
            "stage": r["etape"],
            "text": "faite" if r["statut"] == DONE else "en cours" if r["statut"] == "en cours" else "",
        }
        for r in rows
    ]
    y = theme.label_axis("key", [v["key"] for v in values])
    labels = {t: (month(plan, t + 1) if plan["debut"] else f"mois {t + 1}") for t in ticks}
    said = " : ".join(f"datum.value === {t} ? '{text}'" for t, text in labels.items())
    x: Spec = {
        "field": "start",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [first - 1, last], "nice": False},
        "axis": {"values": ticks, "labelExpr": f"{said} : ''", "orient": "top", "labelAlign": "left"},
    }
    present = [s for s in STAGES if any(r["etape"] == s for r in rows)]
    ink = {
        "field": "stage",
        "scale": {"domain": present, "range": [INKS[s] for s in present]},
        "legend": {"orient": "top", "title": None, "labelFontSize": 12, "symbolType": "square", "symbolSize": 130},
    }
    soon: Spec = {
        "mark": {"type": "bar", "height": STEP, "color": GHOST},
        "encoding": {"y": y, "x": {**x, "field": "now"}, "x2": {"field": "soon"}},
    }
    bars = {"mark": {"type": "bar", "height": 15, "cornerRadius": 2},
            "encoding": {"y": y, "x": x, "x2": {"field": "end"}, "color": ink}}  # fmt: skip
    text = {"mark": {"type": "text", "align": "left", "dx": 4, "color": INK},
            "encoding": {"y": y, "x": {**x, "field": "end"}, "text": {"field": "text"}}}  # fmt: skip
    return {"data": {"values": values}, "width": WIDTH, "height": {"step": STEP}, "layer": [soon, bars, text]}


FIGURES: tuple[Callable[[Study], Figure], ...] = (gantt,)
