"""The plan as a page of text: what to do on Monday first, then each action in a few lines."""

from textwrap import fill

from ancrage.domain.plan import STAGES
from ancrage.sections.plan_words import cost, indicator, purpose, span
from ancrage.study import Study
from ancrage.study.plan import PlannedAction, PlanStudied

WIDTH = 110


def plan_text(study: Study) -> str:
    plan = study.plan
    page = [f"Plan d'action : {study.place.label}", plan.sentence, *plan.warnings]
    if plan.first_steps:
        page += ["", "DANS LES QUATRE-VINGT-DIX JOURS"]
        for first in plan.first_steps:
            page += ["", f"  {first.title}", f"  Pilote : {first.lead or 'à désigner'}"]
            page += [_line(f"{n}. {step}", 4) for n, step in enumerate(first.steps, start=1)]
    for stage in STAGES:
        rows = [row for row in plan.actions if row.stage == stage]
        if rows:
            page += ["", stage.upper()]
        for row in rows:
            page += ["", *_action(plan, row)]
    if plan.reserve:
        page += ["", "EN RÉSERVE", *(_line(f"{r.title} ({r.why})", 2) for r in plan.reserve[:8])]
    if plan.undecided:
        page += ["", "À DÉCIDER VOUS-MÊMES (aucune donnée ne le dit)"]
        page += [_line(r.title, 2) for r in plan.undecided]
    page += ["", "HYPOTHÈSES", *(_line(h, 2) for h in plan.hypotheses)]
    return "\n".join(page) + "\n"


def _action(plan: PlanStudied, row: PlannedAction) -> list[str]:
    status = "" if row.progress == "proposée" else f" ({row.progress})"
    said = [
        f"{row.title}{status}",
        f"{span(plan, row)} ; {row.lead or 'pilote à désigner'} ; {cost(row)}",
        f"Pourquoi : {row.signal.sentence}",
    ]
    said.append(purpose(row))
    said.append(f"{indicator(row)}")
    if row.supports:
        said.append(f"Aides à regarder : {' ; '.join(a.name for a in row.supports[:3])}")
    first, *rest = [s for s in said if s]
    return [f"  {first}  [{row.id}]", *(_line(s, 4) for s in rest)]


def _line(text: str, indent: int) -> str:
    blank = " " * indent
    return fill(text, WIDTH, initial_indent=blank, subsequent_indent=blank + "  ", break_long_words=False)
