"""An action of the plan: a template called by a signal seen here, filled with the names and numbers of this place."""

from dataclasses import dataclass, field
from functools import cache

from ancrage.domain.plan import PROPOSED, Value
from ancrage.domain.strategy import Goal, Strategy
from ancrage.domain.wording import NBSP, count, decimal, euros, figure, integer, listing, lower_first
from ancrage.reference import read_reference
from ancrage.steps.cases import Case
from ancrage.steps.plan import known
from ancrage.steps.plan.facts import Facts, lead_of
from ancrage.steps.plan.library import Template, Threshold, failures, parameter
from ancrage.steps.plan.observation import Observation, Subject
from ancrage.steps.plan.supports import Support

EVERY = "*"  # an action that serves the whole strategy
TO_CHECK = "ordre de grandeur, à vérifier"
SUBJECT_KINDS_WITH_CLASS = ("cible", "savoir-faire", "activité")
MONTHS = 12
MEASURED = ("M€", "ha", "m²")  # units that are not counts of things
# an action tells the stakes it serves from here, and answers a goal of the strategy from there
TELLING, ANSWERS = 0.3, 0.5


@dataclass(frozen=True, slots=True)
class StakeServed:
    """`weight` 0-1: how much the action serves it; `share`: what it weighs for the territory."""

    code: str
    hashtag: str
    label: str
    weight: float
    share: float


@dataclass(frozen=True, slots=True)
class Purpose:
    """What the action is for: a goal of the strategy, else the public indicator of the stake, with nothing set."""

    indicator: str
    unit: str
    start: float | None
    target: float | None
    year: int | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Priority:
    """0-100: half strength of the signal, half service to the stakes as they are weighted."""

    score: float
    strength: float
    service: float
    sentence: str


@dataclass(frozen=True, slots=True)
class Action:
    """`values`: what people may change (see domain.plan.FIELDS), `proposed`: the same as this program gives them,
    empty for an action of their own; `edited`: names of the fields they changed; `signal_seen`: None when the action
    has no signal of ours. `first_month`, `last_month` count from 1."""

    id: str
    template: str
    subject: Subject
    purpose_text: str
    trigger: str
    observation: Observation | None
    threshold: Threshold | None
    signal_seen: bool | None
    stakes: tuple[StakeServed, ...]
    purpose: Purpose | None
    cost_sentence: str
    indicator_sentence: str
    supports: tuple[Support, ...]
    risk: str
    failures: tuple[str, ...]
    steps: tuple[str, ...]
    priority: Priority | None
    first_month: int
    last_month: int
    values: dict[str, Value]
    proposed: dict[str, Value] = field(default_factory=dict)
    edited: tuple[str, ...] = ()
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def stage(self) -> str:
        return str(self.values["etape"])

    @property
    def status(self) -> str:
        return str(self.values["statut"])


@dataclass(frozen=True, slots=True)
class Candidate:
    """A template and what calls for it."""

    template: Template
    observation: Observation
    stakes: tuple[StakeServed, ...]
    service: float
    priority: Priority

    @property
    def id(self) -> str:
        code = self.observation.subject.code
        return f"{self.template.code}-{code}" if code else self.template.code

    @property
    def activity(self) -> str:
        """NAF class it bears on, empty when none."""
        subject = self.observation.subject
        return subject.code if subject.kind in SUBJECT_KINDS_WITH_CLASS else ""


def stakes_served(template: Template, observation: Observation, strategy: Strategy) -> tuple[StakeServed, ...]:
    """Stakes of the strategy served by the template or by its subject, those that count most here first."""
    shares = strategy.shares()
    weights = dict(template.stakes)
    if EVERY in weights:
        weights = dict.fromkeys(shares, weights.pop(EVERY)) | weights
    for code, weight in (observation.stakes or {}).items():
        weights[code] = max(weights.get(code, 0.0), weight)
    found = [
        StakeServed(s.code, s.hashtag, s.label, weights[s.code], shares[s.code])
        for s in strategy.stakes
        if weights.get(s.code, 0.0) > 0
    ]
    return tuple(sorted(found, key=lambda s: (-s.weight * s.share, -s.weight, s.code)))


def title(template: Template, subject: Subject) -> str:
    return f"{template.title}{NBSP}: {lower_first(subject.label)}" if subject.code else template.title


def purpose_of(stakes: tuple[StakeServed, ...], facts: Facts, subject: Subject) -> Purpose | None:
    """The goal of the strategy that the action answers, else the public indicator of the stake it serves most.

    None when that stake has a goal, too far from the action to be answered by it. A goal counted in jobs is set
    against those of the target: what would be reached, as a range to validate.
    """
    strategy = facts.strategy
    for stake in stakes:
        goal = next((g for g in strategy.goals if g.stake == stake.code and stake.weight >= ANSWERS), None)
        if goal:
            said = f"{_goal(goal)}{_jobs_towards(goal, facts, subject)}"
            return Purpose(goal.indicator, goal.unit, goal.start, goal.target, goal.year, said)
    if not stakes or any(g.stake == stakes[0].code for g in strategy.goals):
        return None
    row = _public_indicators()[stakes[0].code]
    said = (
        f"{stakes[0].label} : aucun objectif chiffré dans la stratégie ; indicateur public possible : "
        f"{lower_first(row['indicateur_cible'])} ({row['unite']}), départ et cible à fixer."
    )
    return Purpose(row["indicateur_cible"], row["unite"], None, None, None, said)


@cache
def _public_indicators() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in read_reference("enjeux.csv").iter_rows(named=True)}


def _goal(goal: Goal) -> str:
    return f"{goal.label} : de {figure(goal.start)} à {figure(goal.target)} {goal.unit} d'ici {goal.year}."


def _jobs_towards(goal: Goal, facts: Facts, subject: Subject) -> str:
    """What one project of usual size brings of the jobs that the goal still wants; empty for any other goal."""
    if not is_in_jobs(goal.unit) or goal.target <= goal.start or not facts.targets:
        return ""
    activity = subject.code if subject.kind == known.TARGET else facts.targets[0].activity
    told = known.jobs(facts, activity)
    label = facts.local.country.labels[activity]
    which = "cette cible" if subject.kind == known.TARGET else f"la première cible ({lower_first(label)})"
    wanted = count(goal.target - goal.start, "emploi")
    return f" Il en faut {wanted} de plus ; {which} apporterait {told} (fourchette à valider)." if told else ""


def is_in_jobs(unit: str) -> bool:
    """« emplois », « emplois industriels », « emploi »; not « emplois par hectare » nor a rate."""
    return unit.lower().startswith("emploi") and " par " not in unit and "/" not in unit


def cost_of(template: Template) -> tuple[float | None, float | None, str]:
    """(low, high) in euros rounded to the thousand, and its hypothesis; None when spending is unknown."""
    if template.work_months is None:
        return None, None, "Coût inconnu."
    month = parameter("cout_horaire_eur") * parameter("heures_par_an") / MONTHS
    low, high = template.work_months
    work = f"{_months(low)} à {_months(high)} mois de travail d'un agent, à {euros(month)} le mois"
    if template.spending_eur is None:
        return None, None, f"{work} ; investissement à chiffrer : il dépend du projet ({TO_CHECK})."
    less, more = template.spending_eur
    bought = f" et {euros(less)} à {euros(more)} d'achats" if more and less else f" et au plus {euros(more)} d'achats"
    total = (_thousands(low * month + less), _thousands(high * month + more))
    return *total, f"{work}{bought if more else ''} ({TO_CHECK})."


def _months(number: float) -> str:
    return integer(number) if number == round(number) else decimal(number)


def _thousands(amount: float) -> float:
    return float(round(amount / 1000) * 1000)


def numbers(facts: Facts, observation: Observation, years: float) -> dict[str, float | None]:
    """Numbers that an indicator may start from or be measured against."""
    return {
        "n": observation.number,
        "etablissements": float(facts.establishments),
        "fiches": float(len(facts.met)),
        "entretiens": float(len(facts.met)),
        "foncier": facts.own_ha + facts.free_ha + facts.possible_ha,
        "besoin_foncier": facts.land_need_ha,
        "objectifs": float(len(facts.strategy.goals)),
        "stables": float(facts.robustness.agreement.common),
        "annees": years,
    }


def indicator_of(
    template: Template, measured: dict[str, float | None]
) -> tuple[float | None, float | None, float | None, str]:
    """(start, low target, high target, sentence): a target is a proposal to validate, never a fact."""
    start = (
        measured[template.start] if template.start in measured else float(template.start) if template.start else None
    )
    base = measured[template.base] if template.base else 1.0
    if template.target is None or base is None:
        return start, None, None, "Cible à fixer."
    low, high = (_round(x * base) for x in template.target)
    if template.base == "n" and template.unit not in MEASURED:
        low, high = max(1.0, float(round(low))), max(1.0, float(round(high)))  # half a candidate is nobody
    begin = "état zéro à mesurer" if start is None else f"départ : {_number(start)}"
    unit = template.unit if high >= 2 else template.unit.removesuffix("s")
    span = f"{_number(low)}" if low == high else f"{_number(low)} à {_number(high)}"
    return start, low, high, f"{template.indicator} : {begin} ; cible proposée : {span} {unit}, à valider."


def _round(x: float) -> float:
    return float(round(x)) if x >= 9.95 else round(x, 1)


def _number(x: float) -> str:
    return integer(x) if x == round(x) else decimal(x)


def first_steps(template: Template, facts: Facts, observation: Observation) -> tuple[str, ...]:
    """The steps of the template, with the names of this place."""
    firms = listing([str(f) for f in observation.firms]) or "les entreprises de la feuille Acteurs"
    slots = {
        "lieu": facts.local.territory.label,
        "sujet": f"« {lower_first(observation.subject.label)} »",
        "firmes": firms,
        "liste": observation.listed or "la liste des cibles",
        "n": _number(observation.number),
        "cibles": listing([lower_first(t.label) for t in facts.targets[:2]]),
        **known.slots(facts, observation.subject),
    }
    return tuple(step.format(**slots) for step in template.steps)


def make_action(
    candidate: Candidate, facts: Facts, threshold: Threshold, *, when: tuple[int, int], years: float,
    found: tuple[Support, ...],
) -> Action:  # fmt: skip
    template, seen = candidate.template, candidate.observation
    cases = known.ended(facts, seen.subject.code) if seen.subject.kind == known.TARGET else ()
    low, high, cost = cost_of(template)
    start, least, most, indicator = indicator_of(template, numbers(facts, seen, years))
    first, last = when
    values: dict[str, Value] = {
        "titre": title(template, seen.subject),
        "etape": template.stage,
        "statut": PROPOSED,
        "pilote": lead_of(facts.local, template.lead),
        "partenaires": ", ".join([template.partners, *facts.bodies(_classes(candidate, facts))]),
        "moyens": template.means,
        "debut": f"M{first}",
        "fin": f"M{last}",
        "cout_bas_eur": low,
        "cout_haut_eur": high,
        "indicateur": template.indicator,
        "unite_indicateur": template.unit,
        "depart": start,
        "cible_bas": least,
        "cible_haut": most,
        "valeur": None,
        "date_valeur": "",
        "commentaire": "",
    }
    return Action(
        id=candidate.id,
        template=template.code,
        subject=seen.subject,
        purpose_text=template.purpose,
        trigger=template.trigger,
        observation=seen,
        threshold=threshold,
        signal_seen=True,
        stakes=candidate.stakes,
        purpose=purpose_of(candidate.stakes, facts, seen.subject),
        cost_sentence=cost,
        indicator_sentence=indicator,
        supports=found,
        risk=known.risk(facts, seen.subject, template.risk),
        failures=_told_failures(template, cases),
        steps=first_steps(template, facts, seen),
        priority=candidate.priority,
        first_month=first,
        last_month=last,
        values=values,
        proposed=values,
    )


def _classes(candidate: Candidate, facts: Facts) -> tuple[str, ...]:
    """Classes that the subject bears on, to find who supports them; none for the whole territory."""
    subject = candidate.observation.subject
    if subject.kind == known.JOB:
        return next((o.classes for o in facts.occupations if o.code == subject.code), ())
    if subject.kind == known.LINK:
        links = (m for m in facts.diagnostic.missing_links if m.sector == subject.code)
        return tuple(c.activity for m in links for c in m.absent_classes)
    return (candidate.activity,) if candidate.activity else ()


def _told_failures(template: Template, cases: tuple[Case, ...]) -> tuple[str, ...]:
    """What happened to others: the cases of the template, then those of the target, each once."""
    own = [failures()[code] for code in template.failures]
    return (*own, *(known.told_case(c) for c in cases[: known.QUOTED] if c.id not in template.failures))


def priority_of(strength: float, service: float, stakes: tuple[StakeServed, ...]) -> Priority:
    """Half strength of the signal, half service to the stakes (1: the action of this place that serves them most)."""
    score = 50 * strength + 50 * service
    served = [s for s in stakes if s.share > 0 and s.weight >= TELLING][:2]
    whole = len(stakes) > len(served) and len({s.weight for s in stakes}) == 1
    named = ", ".join(lower_first(s.label) for s in served)
    for_whom = "sert toute la stratégie" if whole else f"sert {named}" if served else "sert peu vos enjeux"
    word = "fort" if strength >= 0.75 else "net" if strength >= 0.5 else "faible"
    said = f"{integer(score)} sur 100 : signal {word}, {for_whom}."
    return Priority(score, strength, service, said)
