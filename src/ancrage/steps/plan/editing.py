"""What people changed, laid over the plan that the signals of today give: edits win, untouched cells follow."""

from dataclasses import replace
from typing import TYPE_CHECKING

from ancrage.domain.errors import AncrageError
from ancrage.domain.plan import (
    FIELDS,
    KEPT,
    PROPOSED,
    RESERVE,
    STAGES,
    EditedAction,
    EditedPlan,
    Value,
    month_number,
    month_text,
)
from ancrage.domain.wording import listing
from ancrage.steps.plan.action import Action, Candidate
from ancrage.steps.plan.library import failures, templates
from ancrage.steps.plan.observation import HERE, Subject
from ancrage.steps.plan.schedule import Left

if TYPE_CHECKING:
    from ancrage.steps.plan import Plan

BY_YOU, REMOVED = "mise en réserve par vous", "retirée du plan par vous"


def sorted_out(
    candidates: list[Candidate], chosen: list[Candidate], left: list[Left], edited: EditedPlan
) -> tuple[list[Candidate], list[Left]]:
    """Actions that people decided on stay in the plan; those they put in reserve, or deleted, stay out of it."""
    kept, out = [], {x.candidate.id: x for x in left}
    auto = {c.id for c in chosen}
    for c in candidates:
        row = edited.get(c.id)
        why = REMOVED if c.id in edited.removed else ""
        if row is not None and not why:
            status, before = row.values.get("statut", PROPOSED), (row.seen or {}).get("statut", PROPOSED)
            if status == RESERVE and before != RESERVE:
                why = BY_YOU
            elif status != RESERVE and (before == RESERVE or _changes(row)):
                kept.append(c)
                continue
        if why:
            out[c.id] = Left(c, why)
        elif c.id in auto:
            kept.append(c)
    ids = {c.id for c in kept}
    return kept, [x for x in sorted(out.values(), key=lambda x: (-x.candidate.priority.score, x.candidate.id))
                  if x.candidate.id not in ids]  # fmt: skip


def laid_over(plan: "Plan", edited: EditedPlan) -> "Plan":
    """Raises AncrageError: an action is dated in a plan without a date."""
    from ancrage.steps.plan import Reserve

    actions = [_edit(a, edited.get(a.id), plan) for a in plan.actions]
    reserve = [Reserve(_edit(r.action, edited.get(r.action.id), plan), r.why) for r in plan.reserve]
    known = {a.id for a in actions} | {r.action.id for r in reserve}
    actions += [_of_theirs(row, plan) for row in edited.actions if row.id not in known and not _gone_unseen(row)]
    warnings = list(edited.notes)
    late = [a.id for a in actions if a.last_month > plan.horizon and a.edited]
    if late:
        warnings.append(f"Au-delà de l'horizon du plan ({plan.horizon} mois) : {listing(late)}.")
    gone = [a.id for a in actions if a.signal_seen is False]
    if gone:
        warnings.append(f"Signal qui n'est plus observé, à revoir : {listing(gone)}.")
    return replace(
        plan,
        actions=tuple(sorted(actions, key=lambda a: (a.first_month, a.id))),
        reserve=tuple(reserve),
        origin=edited.origin,
        removed=tuple(sorted(edited.removed)),
        warnings=tuple(warnings),
    )


def _gone_unseen(row: EditedAction) -> bool:
    """A row of the reserve whose signal vanished and that nobody touched: nothing of theirs is lost."""
    return row.values.get("statut") == RESERVE and row.seen is not None and not _changes(row)


def _changes(row: EditedAction) -> dict[str, Value]:
    """Cells that differ from what the program had written; all of them when it had written nothing."""
    if row.seen is None:
        return dict(row.values)
    return {name: value for name, value in row.values.items() if name in row.seen and value != row.seen[name]}


def _edit(action: Action, row: EditedAction | None, plan: "Plan") -> Action:
    if row is None:
        return action
    changed = {k: v for k, v in _changes(row).items() if v != action.proposed.get(k)}
    values = action.values | changed
    first, last = action.first_month, action.last_month
    length = last - first
    if "debut" in changed:
        first = _month(row.id, "début", str(changed["debut"]), plan.start)
        last = first + length
    if "fin" in changed:
        last = _month(row.id, "fin", str(changed["fin"]), plan.start)
        first = min(first, last)
    values |= {"debut": month_text(first, plan.start), "fin": month_text(last, plan.start)}
    edited = tuple(name for name in FIELDS if values[name] != action.proposed[name])
    return replace(action, values=values, edited=edited, first_month=first, last_month=last, extra=row.extra)


def _month(row: str, word: str, text: str, start: str) -> int:
    number = month_number(text, start)
    if number is None:
        raise AncrageError(
            f"L'action {row} a une date de {word} ({text}) dans un plan qui n'est pas daté.",
            'Donnez le début du plan (case « Début du plan », ou debut = "AAAA-MM" en tête du fichier TOML), ou '
            "annee_debut dans la stratégie.",
        )
    return number


def _of_theirs(row: EditedAction, plan: "Plan") -> Action:
    """An action of their own, or one whose signal vanished: what the file says of it, and nothing else."""
    code, _, subject = row.id.partition("-")
    template = templates().get(code)
    values: dict[str, Value] = {name: None if kind == "number" else "" for name, kind in FIELDS.items()}
    values |= {"etape": template.stage if template else STAGES[0], "statut": KEPT, "titre": row.id}
    values |= {k: v for k, v in row.values.items() if v not in (None, "")}
    first = _month(row.id, "début", str(values["debut"] or "M1"), plan.start)
    last = _month(row.id, "fin", str(values["fin"]), plan.start) if values["fin"] else max(first, plan.horizon)
    values |= {"debut": month_text(first, plan.start), "fin": month_text(last, plan.start)}
    return Action(
        id=row.id,
        template=code if template else "",
        subject=Subject("", subject, "") if subject else HERE,
        purpose_text=template.purpose if template else "",
        trigger=template.trigger if template else "",
        observation=None,
        threshold=None,
        signal_seen=False if template else None,
        stakes=(),
        purpose=None,
        cost_sentence="",
        indicator_sentence="",
        supports=(),
        risk=template.risk if template else "",
        failures=tuple(failures()[c] for c in template.failures) if template else (),
        steps=(),
        priority=None,
        first_month=first,
        last_month=last,
        values=values,
        proposed=dict(row.seen or {}) if template else {},
        edited=tuple(_changes(row)) if template else tuple(row.values),
        extra=row.extra,
    )
