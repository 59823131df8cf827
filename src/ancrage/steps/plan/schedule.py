"""Which actions make the plan, and when: few enough to be carried, in an order that makes sense, within the horizon."""

from dataclasses import dataclass

from ancrage.domain.plan import STAGES
from ancrage.steps.plan.action import EVERY, Candidate
from ancrage.steps.plan.library import parameter

# subjects of a template that may enter the same plan: two missing links are two studies
KNOW, TO_DO = STAGES[0], STAGES[2:4]
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
    are over (and, to attract or anchor, once a first action of knowledge is) and when the work under way, its own
    included, stays under `agents_de_front`. A lasting one runs to the horizon and loads only its first months. What
    would end too late starts as late as the horizon allows.
    """
    team, starting = parameter("agents_de_front"), int(parameter("mise_en_route_mois"))
    load = [0.0] * (horizon + 2)
    found: dict[str, tuple[int, int]] = {}
    ends: dict[str, int] = {}
    order = sorted(
        chosen,
        key=lambda c: (EVERY not in c.template.stakes, STAGES.index(c.template.stage), -c.priority.score, c.id),
    )
    known = [c.template.months or starting for c in chosen if c.template.stage == KNOW]
    aware = min(known, default=0)
    for c in order:
        months, work = c.template.months, sum(c.template.work_months or (0.0, 0.0)) / 2
        busy = min(starting if months is None else months, horizon)
        agents = min(work / busy, team)
        before = [ends.get(code, 0) for code in c.template.after] + [aware if c.template.stage in TO_DO else 0]
        earliest = 1 + max(before)
        latest = max(1, horizon - busy + 1)
        start = next(
            (m for m in range(min(earliest, latest), latest + 1) if max(load[m : m + busy]) + agents <= team), latest
        )
        for m in range(start, start + busy):
            load[m] += agents
        found[c.id] = (start, horizon if months is None else min(start + months - 1, horizon))
        ends[c.template.code] = max(ends.get(c.template.code, 0), start + busy - 1)
    return found
