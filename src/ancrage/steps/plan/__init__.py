"""Step 8, Plan: who does what by when, why, and how it will be known to have worked."""

from dataclasses import dataclass, replace

from ancrage.domain.plan import DONE, DROPPED, PROPOSED, RESERVE, STAGES, EditedPlan, month_text
from ancrage.domain.wording import count
from ancrage.steps.plan.action import Action, Candidate, make_action, priority_of, stakes_served
from ancrage.steps.plan.editing import laid_over, sorted_out
from ancrage.steps.plan.facts import Facts
from ancrage.steps.plan.library import Template, parameter, templates, thresholds
from ancrage.steps.plan.schedule import choose, dates
from ancrage.steps.plan.signals import RULES
from ancrage.steps.plan.supports import supports

MONTHS = 12
NINETY_DAYS = 3
SUBJECTS_SEEN = 3  # of a template: two hundred tense occupations do not make two hundred actions
CLOSED = (DONE, DROPPED)


@dataclass(frozen=True, slots=True)
class Reserve:
    """An action called for, but not in the plan, and why."""

    action: Action
    why: str


@dataclass(frozen=True, slots=True)
class Undecided:
    """A template that no data of this edition can call for: the territory knows."""

    code: str
    stage: str
    title: str
    question: str


@dataclass(frozen=True, slots=True)
class Plan:
    """`actions` by first month; `start`: « 2027-01 » or empty; `horizon`: months; `removed`: actions that someone
    deleted from the plan; `warnings`: sentences on what was read."""

    actions: tuple[Action, ...]
    reserve: tuple[Reserve, ...]
    undecided: tuple[Undecided, ...]
    start: str
    horizon: int
    origin: str
    removed: tuple[str, ...]
    warnings: tuple[str, ...]
    sentence: str
    hypotheses: tuple[str, ...]

    def month(self, number: int) -> str:
        return month_text(number, self.start)

    @property
    def first_steps(self) -> tuple[Action, ...]:
        """Actions that begin within ninety days, most pressing first; following up comes after doing."""
        soon = [a for a in self.actions if a.first_month <= NINETY_DAYS and a.steps and a.status not in CLOSED]
        return tuple(
            sorted(soon, key=lambda a: (a.stage == STAGES[-1], -(a.priority.score if a.priority else 0.0), a.id))
        )


def make_plan(facts: Facts, edited: EditedPlan | None = None) -> Plan:
    """The plan that the signals of this territory call for, with what people changed laid over it."""
    if edited:
        facts = replace(facts, followed=sum(a.values.get("valeur") is not None for a in edited.actions))
    strategy = facts.strategy
    horizon = MONTHS * strategy.horizon_years if strategy.horizon_years else int(parameter("horizon_mois"))
    start = edited.start if edited and edited.start else f"{strategy.first_year}-01" if strategy.first_year else ""
    candidates = called(facts)
    chosen, left = choose(candidates, horizon)
    ours = {c.id for c in chosen}  # what the program would put in the plan by itself
    if edited:
        chosen, left = sorted_out(candidates, chosen, left, edited)
    when = dates(chosen, horizon)

    def action(c: Candidate, status: str) -> Action:
        first, last = when.get(c.id, (1, min(horizon, c.template.months or horizon)))
        month = month_text(first, start) if start else ""
        found = supports(facts.local, c.template.supports, c.activity, month)
        made = make_action(
            c,
            facts,
            thresholds()[c.template.signal],
            when=(first, last),
            years=horizon / MONTHS,
            found=found,
        )
        dated = made.values | {"debut": month_text(first, start), "fin": month_text(last, start)}
        proposed = dated | {"statut": PROPOSED if c.id in ours else RESERVE}
        changed = ("statut",) if proposed["statut"] != status else ()
        return replace(made, values=dated | {"statut": status}, proposed=proposed, edited=changed)

    actions = sorted((action(c, PROPOSED) for c in chosen), key=lambda a: (a.first_month, a.id))
    plan = Plan(
        actions=tuple(actions),
        reserve=tuple(Reserve(action(x.candidate, RESERVE), x.why) for x in left),
        undecided=tuple(_undecided(t) for t in templates().values() if not t.signal),
        start=start,
        horizon=horizon,
        origin="généré",
        removed=(),
        warnings=(),
        sentence="",
        hypotheses=_hypotheses(facts, horizon, start),
    )
    if edited:
        plan = laid_over(plan, edited)
    return replace(plan, sentence=_sentence(plan))


def called(facts: Facts) -> list[Candidate]:
    """The actions that signals seen here call for, most pressing first; of a template, the SUBJECTS_SEEN best."""
    seen = [
        (template, observation, stakes_served(template, observation, facts.strategy))
        for template in templates().values()
        if template.signal
        for observation in RULES[template.signal](facts, thresholds()[template.signal].value)
    ]
    # sums made in another order differ in their last digits: two equal services stay equal
    service = [round(sum(s.weight * s.share for s in stakes), 12) for *_, stakes in seen]
    most = max(service, default=0.0) or 1.0
    found = [
        Candidate(t, o, stakes, x / most, priority_of(o.strength, x / most, stakes))
        for (t, o, stakes), x in zip(seen, service, strict=True)
    ]
    best: dict[str, int] = {}
    kept = []
    for c in sorted(found, key=lambda c: (-c.priority.score, c.id)):
        best[c.template.code] = best.get(c.template.code, 0) + 1
        if best[c.template.code] <= SUBJECTS_SEEN:
            kept.append(c)
    return kept


def _undecided(template: Template) -> Undecided:
    question = f"Aucune donnée de cette édition ne dit si c'est le cas : {template.trigger} ?"
    return Undecided(template.code, template.stage, template.title, question)


def _sentence(plan: Plan) -> str:
    if not plan.actions:
        return "Aucune action n'est appelée par ce que l'étude observe."
    soon = sum(a.first_month <= NINETY_DAYS and a.status not in CLOSED for a in plan.actions)
    years = count(plan.horizon / MONTHS, "an") if plan.horizon % MONTHS == 0 else f"{plan.horizon} mois"
    said = f"{count(len(plan.actions), 'action')} sur {years}"
    beginning = f", dont {count(soon, 'commence', 'commencent')} dans les quatre-vingt-dix jours" if soon else ""
    return f"{said}{beginning} ; chacune répond à un signal de cette étude."


def _hypotheses(facts: Facts, horizon: int, start: str) -> tuple[str, ...]:
    found = []
    if not facts.strategy.horizon_years:
        found.append(f"La stratégie ne fixe pas d'horizon : le plan court sur {horizon} mois.")
    if not start:
        found.append(
            "Le plan n'est pas daté : le mois 1 est celui où vous commencez. Pour le dater, donnez annee_debut dans la "
            "stratégie, ou le début du plan dans le fichier."
        )
    found += [
        f"Au plus {int(parameter('actions_au_plus'))} actions, {int(parameter('actions_par_etape'))} par étape, et "
        f"{int(parameter('agents_de_front'))} équivalents temps plein de front, partenaires compris : au-delà, une "
        "petite équipe ne les tient pas.",
        "Priorité : pour moitié la force du signal, pour moitié ce que l'action sert de vos enjeux, selon leurs poids.",
        f"Coûts : temps d'un agent (coût horaire moyen en France, {parameter('heures_par_an'):.0f} heures par an) et "
        "achats, en ordre de grandeur à vérifier ; un investissement qui dépend du projet reste inconnu.",
        "Les cibles des indicateurs sont des propositions à valider ; un départ que l'étude ne mesure pas reste à "
        "mesurer.",
        "Ce qui n'a pas été noté dans Ancrage (visites, fiches) est compté comme pas encore fait.",
    ]
    return tuple(found)
