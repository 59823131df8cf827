"""Figure of the plan: its calendar."""

from ancrage.domain.plan import STAGES
from ancrage.domain.wording import count, lower_first
from ancrage.sections import theme
from ancrage.sections.blocks import Figure
from ancrage.sections.plan_words import when
from ancrage.sections.table import Cell, data
from ancrage.sections.theme import DEEP, GHOST, INK, PALE, QUIET, WARM, Spec
from ancrage.study.plan import PlannedAction, PlanStudied

WIDTH, STEP, LINE = 430, 30, 40
INKS = dict(zip(STAGES, (PALE, WARM, DEEP, "#8fae6b", QUIET), strict=True))
NINETY_DAYS = 3
DONE, DROPPED = "faite", "abandonnée"


def timeline(plan: PlanStudied) -> Figure:
    """Each action over the months of the plan, by stage; the first ninety days in the background."""
    title = "Le calendrier, étape par étape"
    rows = sorted(
        (action for action in plan.actions if action.progress != DROPPED),
        key=lambda action: (STAGES.index(action.stage), action.first_month, action.id),
    )
    if not rows:
        return Figure("calendrier", title, "Aucune action à placer dans le temps.")
    shown = " ; ".join(f"{r.title} : {when(plan, r.first_month)} à {when(plan, r.last_month)}" for r in rows)
    heads = (
        ("Étape", "text"), ("Action", "text"), ("Début", "text"), ("Fin", "text"), ("Avancement", "text"),
        ("Priorité (sur 100)", "integer"),
    )  # fmt: skip
    cells: list[tuple[Cell, ...]] = [
        (
            r.stage, r.title, when(plan, r.first_month), when(plan, r.last_month), r.progress,
            r.priority.score if r.priority else None,
        )
        for r in rows
    ]  # fmt: skip
    return Figure(
        "calendrier",
        title,
        _load(plan, rows),
        data("calendrier", title, heads, cells),
        _spec(plan, rows),
        alt=f"{title}. {shown}",
        paths=("plan.actions.mois_debut",),
    )


def _load(plan: PlanStudied, rows: list[PlannedAction]) -> str:
    """The busiest moment, said."""
    running = {m: sum(r.first_month <= m <= r.last_month for r in rows) for m in range(1, plan.horizon + 1)}
    most = max(running.values(), default=0)
    peak = next((m for m, n in running.items() if n == most), 1)
    first = [r for r in rows if r.first_month == min(r.first_month for r in rows)]
    return (
        f"{count(len(first), 'action commence', 'actions commencent')} d'abord, dont "
        f"« {lower_first(first[0].title)} » ; au plus fort ({when(plan, peak)}), "
        f"{count(most, 'est en route', 'sont en route')}, actions continues comprises."
    )


def _spec(plan: PlanStudied, rows: list[PlannedAction]) -> Spec:
    first = min(1, *(r.first_month for r in rows))
    last = max(plan.horizon, *(r.last_month for r in rows))
    # an axis counts the months that are over: month 1 runs from 0 to 1
    step = next(s for s in (3, 6, 12, 24, 48, 96) if (last - first) / s <= 12 or s == 96)
    ticks = list(range(0, last, step))
    values = [
        {
            "key": f"{r.id}#{theme.wrap(r.title, LINE)}",
            "start": r.first_month - 1,
            "end": r.last_month,
            "now": 0,
            "soon": NINETY_DAYS,
            "stage": r.stage,
            "text": "faite" if r.progress == DONE else "en cours" if r.progress == "en cours" else "",
        }
        for r in rows
    ]
    y = theme.label_axis("key", [str(v["key"]) for v in values])
    labels = {t: (when(plan, t + 1) if plan.start else f"mois {t + 1}") for t in ticks}
    said = " : ".join(f"datum.value === {t} ? '{text}'" for t, text in labels.items())
    x: Spec = {
        "field": "start",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [first - 1, last], "nice": False},
        "axis": {"values": ticks, "labelExpr": f"{said} : ''", "orient": "top", "labelAlign": "left"},
    }
    present = [s for s in STAGES if any(r.stage == s for r in rows)]
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
