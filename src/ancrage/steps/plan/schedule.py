"""Which actions make the plan, and when: few enough to be carried, in an order that makes sense, within the horizon."""

from dataclasses import dataclass

from ancrage.domain.plan import STAGES
from ancrage.steps.plan.action import EVERY, Candidate
from ancrage.steps.plan.library import parameter

# subjects of a template that may enter the same plan: two missing links are two studies
SUBJECTS = {"T23": 2}


@dataclass(frozen=True, slots=True)
class Left:
    """A candidate kept in reserve, and why."""

    candidate: Candidate
    why: str


def choose(candidates: list[Candidate], horizon: int) -> tuple[list[Candidate], list[Left]]:
    """By priority: first the best of each stage, then the others, under the limits of the parameters."""
    ranked = sorted(candidates, key=lambda c: (-c.priority.score, c.id))
    most, by_stage, by_subject = (
        int(parameter(name)) for name in ("actions_au_plus", "actions_par_etape", "actions_par_sujet")
    )
    chosen: list[Candidate] = []
    left: dict[str, str] = {}

    def refusal(c: Candidate) -> str:
        template, subject = c.template, c.observation.subject
        if template.months is not None and template.months > horizon:
            return f"dure {template.months} mois, plus que l'horizon du plan"
        if sum(o.template.code == template.code for o in chosen) >= SUBJECTS.get(template.code, 1):
            return "même action déjà au plan pour un sujet plus pressant"
        if subject.code and sum(o.observation.subject == subject for o in chosen) >= by_subject:
            return "sujet déjà porté par d'autres actions du plan"
        if sum(o.template.stage == template.stage for o in chosen) >= by_stage:
            return f"étape « {template.stage} » déjà pleine"
        return "plan déjà plein" if len(chosen) >= most else ""

    for stage in STAGES:
        first = next((c for c in ranked if c.template.stage == stage and not refusal(c)), None)
        if first:
            chosen.append(first)
    for c in ranked:
        if c not in chosen:
            why = refusal(c)
            if why:
                left[c.id] = why
            else:
                chosen.append(c)
    return chosen, [Left(c, left[c.id]) for c in ranked if c.id in left]


def dates(chosen: list[Candidate], horizon: int) -> dict[str, tuple[int, int]]:
    """First and last month of each action, from 1, never past `horizon`.

    What serves the whole strategy comes first, then by stage and by priority. An action starts when those it follows
    are over, and when fewer than `actions_de_front`
    others run. A lasting one runs to the horizon and loads only its first months. What would end too late starts as
    late as the horizon allows: its place in the order gives way, its length does not.
    """
    load_limit, starting = int(parameter("actions_de_front")), int(parameter("mise_en_route_mois"))
    load = [0] * (horizon + 2)
    found: dict[str, tuple[int, int]] = {}
    order = sorted(
        chosen,
        key=lambda c: (EVERY not in c.template.stakes, STAGES.index(c.template.stage), -c.priority.score, c.id),
    )
    ends: dict[str, int] = {}
    for c in order:
        months = c.template.months
        busy = min(starting if months is None else months, horizon)
        length = horizon if months is None else months
        earliest = 1 + max((ends.get(code, 0) for code in c.template.after), default=0)
        latest = max(1, horizon - busy + 1)
        start = next(
            (m for m in range(min(earliest, latest), latest + 1) if max(load[m : m + busy]) < load_limit), latest
        )
        for m in range(start, start + busy):
            load[m] += 1
        last = horizon if months is None else start + length - 1
        found[c.id] = (start, min(last, horizon))
        ends[c.template.code] = max(ends.get(c.template.code, 0), start + busy - 1)
    return found
