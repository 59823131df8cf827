"""The set of targets that best serves the territory under its limits, what else comes close, what more would buy."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

from ancrage.domain.described import Record, field, number, text
from ancrage.domain.limits import Limits
from ancrage.domain.measure import Status
from ancrage.domain.units import INDEX, JOBS, OF_GOAL, OF_LIMIT, SHARE
from ancrage.domain.wording import NBSP, count, integer, listing, percent
from ancrage.steps.limits_check import QUANTITIES, Check, limits_check
from ancrage.steps.portfolio_choice import AMOUNTS, Choice, Project, Rules, choose_first, culprits, total, value
from ancrage.steps.resources import area, plain_number

PUB = Status.PUBLISHED
SIZES = ("establishments",)
PER_DIVISION, PROJECTS = 2, 10
ALTERNATIVES, CULPRITS = 3, 3
GOALS = {"score": "la somme des scores", "emplois": "le nombre d'emplois", "enjeux": "le service des enjeux"}
# what one more unit is, and how far to look for the first one that buys something
STEPS: dict[str, tuple[float, str]] = {
    "land_ha": (1.0, "ha"), "power_mw": (1.0, "MW"), "water_m3_per_day": (100.0, "m³ par jour"),
    "projects": (1.0, "projet"),
}  # fmt: skip
MULTIPLES = (1, 2, 5, 10, 20)


class ChosenProject(Record):
    """A project of the set."""

    activity: Annotated[str, text("Activité (NAF)", kind="code")] = field(name="activite")
    label: Annotated[str, text("Libellé")] = field(name="libelle")
    score: Annotated[float, number("Score", INDEX, head="Score (0 à 1)")]


class Marginal(Record):
    """What `more` of a limit would buy: `gain` of the goal (0: nothing, up to that much), who enters, who leaves."""

    limit: Annotated[str, text("Limite")] = field(name="limite")
    more: Annotated[float, number("Relâchement de la limite", OF_LIMIT, status=PUB, head="De plus")] = field(
        name="de_plus"
    )
    unit: Annotated[str, text("Unité")] = field(name="unite_limite")
    gain: Annotated[float, number("Gain du but", OF_GOAL)]
    jobs_gain: Annotated[float, number("Gain d'emplois", JOBS, of=SIZES, kind="number")] = field(name="gain_emplois")
    entering: Annotated[tuple[str, ...], text("Entrent", kind="code")] = field(name="entrent")
    leaving: Annotated[tuple[str, ...], text("Sortent", kind="code")] = field(name="sortent")
    sentence: Annotated[str, text("En une phrase", kind="prose")] = field(name="phrase")


class Alternative(Record):
    """Another set, `loss` below the best (in units of the goal): it holds at least one project the better ones lack."""

    activities: Annotated[tuple[str, ...], text("Activités", kind="code")] = field(name="activites")
    loss: Annotated[float, number("Perte par rapport au meilleur ensemble", OF_GOAL)] = field(name="perte")
    loss_share: Annotated[
        float | None,
        number("Perte, en part de la valeur du meilleur ensemble", SHARE, head="Perte (part de la valeur)"),
    ] = field(name="part_perdue")
    entering: Annotated[tuple[str, ...], text("Entrent", kind="code")] = field(name="entrent")
    leaving: Annotated[tuple[str, ...], text("Sortent", kind="code")] = field(name="sortent")
    sentence: Annotated[str, text("En une phrase", kind="prose")] = field(name="phrase")


class Used(Record):
    """`amount` taken by the chosen projects out of `cap`; `unknown`: activities whose need is not known (counted 0)."""

    limit: Annotated[str, text("Limite")] = field(name="limite")
    amount: Annotated[float, number("Quantité employée", OF_LIMIT, of=SIZES, head="Employé")] = field(name="employe")
    cap: Annotated[float, number("Plafond", OF_LIMIT, status=PUB)] = field(name="plafond")
    unit: Annotated[str, text("Unité")] = field(name="unite_limite")
    unknown: Annotated[tuple[str, ...], text("Besoin inconnu", kind="code")] = field(name="inconnus")
    sentence: Annotated[str, text("En une phrase", kind="prose")] = field(name="phrase")


class Portfolio(Record):
    """`projects` by decreasing contribution; empty when the limits contradict each other, and `infeasible` says which.
    `gap`: proven relative distance to the optimum (0: optimal). Nothing but a sentence when no limit is set."""

    status: Annotated[str, text("Statut")] = field(name="statut")
    sentence: Annotated[str, text("En une phrase", kind="prose")] = field(name="phrase")
    infeasible: Annotated[str | None, text("Pourquoi rien ne convient")] = field(name="impossible", default=None)
    goal: Annotated[str | None, text("But", kind="code")] = field(name="but", default=None)
    value: Annotated[float | None, number("Valeur de l'ensemble choisi", OF_GOAL)] = field(name="valeur", default=None)
    jobs: Annotated[float | None, number("Emplois de l'ensemble choisi", JOBS, of=SIZES)] = field(
        name="emplois", default=None
    )
    gap: Annotated[float | None, number("Écart prouvé à l'optimum", SHARE)] = field(name="ecart_optimum", default=None)
    projects: Annotated[tuple[ChosenProject, ...], text("Projets")] = field(name="projets", default=())
    used: Annotated[tuple[Used, ...], text("Limites employées")] = field(name="limites", default=())
    alternatives: Annotated[tuple[Alternative, ...], text("Autres ensembles presque aussi bons")] = field(
        name="autres", default=()
    )
    marginals: Annotated[tuple[Marginal, ...], text("Ce qu'apporterait un peu plus de chaque limite")] = field(
        name="marges", default=()
    )


NO_LIMIT = Portfolio(
    Status.ABSENT.value,
    "La stratégie ne pose ni limite ni secteur imposé : rien n'oblige à choisir un ensemble. Donnez-en dans [limites] "
    "du fichier de stratégie.",
)


def portfolio(
    projects: Sequence[Project],
    limits: Limits,
    *,
    goal: str = "score",
    most: int = PROJECTS,
    per_division: int = PER_DIVISION,
) -> Portfolio:
    """Projects (one an activity) that maximise the goal under total land, power, water, number, excluded and required
    sectors, and at most `per_division` a NAF division. Solved to optimality (HiGHS, mixed integers).

    goal: one of GOALS. Needs are central ones; an unknown need counts 0 and is named in `used`. A target that breaks a
    hard limit alone cannot be chosen. most: how many projects in all.
    Raises ValueError: unknown goal, no room for any project.
    """
    if goal not in GOALS:
        raise ValueError(f"« goal » doit être l'un de {', '.join(GOALS)} (reçu : {goal}).")
    if per_division < 1 or most < 1:
        raise ValueError("« most » et « per_division » doivent valoir au moins 1.")
    rules = Rules(limits, most, per_division, goal)
    checks = tuple(limits_check(p.need, limits) for p in projects)
    best = choose_first(projects, rules)
    if best is None:
        return _impossible(projects, rules)
    chosen = tuple(sorted(best.projects, key=lambda p: (-value(p, goal), p.activity)))
    return Portfolio(
        status=Status.ESTIMATED.value,
        goal=goal,
        projects=tuple(ChosenProject(p.activity, p.label, p.score) for p in chosen),
        value=best.value,
        jobs=total(chosen, "jobs"),
        gap=best.gap,
        used=tuple(_used(chosen, limits)),
        alternatives=tuple(_alternatives(projects, rules, best)),
        marginals=tuple(_marginals(projects, rules, best)),
        sentence=_sentence(chosen, best, goal, checks),
    )


def _impossible(projects: Sequence[Project], rules: Rules) -> Portfolio:
    sentence = _culprit_sentence(culprits(projects, rules))
    return Portfolio(Status.ESTIMATED.value, sentence, sentence, rules.goal, 0.0, 0.0, 0.0)


def _culprit_sentence(sets: list[tuple[str, ...]]) -> str:
    if not sets:
        return "Aucun choix ne respecte toutes les limites, même en en levant deux : revoyez-les ensemble."
    either = " ; ou ".join(listing(one) for one in sets[:CULPRITS])
    how = "suffirait d'en lever une" if len(sets[0]) == 1 else "faudrait en lever deux ensemble"
    return f"Aucun choix ne respecte toutes les limites ; il {how} : {either}."


def _sentence(chosen: tuple[Project, ...], best: Choice, goal: str, checks: tuple[Check, ...]) -> str:
    apart = sum(c.set_apart for c in checks)
    proof = "optimum prouvé" if best.gap <= 1e-9 else f"à {plain_number(best.gap * 100)}{NBSP}% au plus de l'optimum"
    known = f" (environ {integer(total(chosen, 'jobs'))}{NBSP}emplois)" if chosen else ""
    aside = (
        f" ; {count(apart, 'écartée par une limite', 'écartées par une limite')} sur les {len(checks)} premières cibles"
        if apart
        else ""
    )
    return f"{count(len(chosen), 'projet')} pour {GOALS[goal]}{known}, {proof}{aside}."


def _used(chosen: tuple[Project, ...], limits: Limits) -> list[Used]:
    found = []
    for name, (word, unit) in QUANTITIES.items():
        cap = getattr(limits, name)
        if cap is None:
            continue
        form = area if name == "land_ha" else plain_number
        amount = total(chosen, name)
        unknown = tuple(p.activity for p in chosen if getattr(p.need, name) is None)
        doubt = f" ; besoin inconnu pour {len(unknown)} sur {len(chosen)}, à vérifier" if unknown else ""
        text = f"{word.capitalize()} : {form(amount)} sur {form(cap)}{NBSP}{unit}{doubt}."
        if unknown and len(unknown) == len(chosen):
            text = f"{word.capitalize()} : aucun besoin connu, la limite de {form(cap)}{NBSP}{unit} n'est pas vérifiée."
        found.append(Used(word, amount, cap, unit, unknown, text))
    return found


def _alternatives(projects: Sequence[Project], rules: Rules, best: Choice) -> list[Alternative]:
    """Each next set must bring a project absent from one of the better sets: a mere subset is no alternative."""
    seen = [best]
    found: list[Alternative] = []
    while len(found) < ALTERNATIVES:
        other = choose_first(projects, rules, tuple(c.activities for c in seen), best.activities)
        if other is None:
            break
        seen.append(other)
        entering, leaving = _moves(best, other)
        loss = best.value - other.value
        swap = f"Avec {listing(entering)}" + (f" au lieu de {listing(leaving)}" if leaving else "")
        sentence = f"{swap} : {_amount(loss, best, rules.goal)}{' de moins' if loss else ''}."
        share = loss / best.value if best.value else None
        found.append(Alternative(tuple(sorted(other.activities)), loss, share, entering, leaving, sentence))
    return found


def _marginals(projects: Sequence[Project], rules: Rules, best: Choice) -> list[Marginal]:
    found = []
    for name, (step, _) in STEPS.items():
        if name in AMOUNTS and not _tells(projects, rules, name):
            continue
        amounts = [step * m for m in MULTIPLES]
        if _better(projects, rules, best, name, amounts[-1]) is None:
            found.append(_nothing(name, amounts[-1]))
            continue
        for more in amounts:
            if (other := _better(projects, rules, best, name, more)) is not None:
                found.append(_marginal(name, more, best, other, rules.goal))
                break
    return found


def _tells(projects: Sequence[Project], rules: Rules, name: str) -> bool:
    """Whether a quantity is limited, and its need known for somebody."""
    return getattr(rules.limits, name) is not None and any(getattr(p.need, name) is not None for p in projects)


def _better(projects: Sequence[Project], rules: Rules, best: Choice, name: str, more: float) -> Choice | None:
    """The best set with `more` of a limit, when it beats the best one."""
    if name in AMOUNTS:
        limits = replace(rules.limits, **{name: getattr(rules.limits, name) + more})
        wider = replace(rules, limits=limits)
    else:
        wider = replace(rules, projects=rules.projects + round(more))
    other = choose_first(projects, wider, near=best.activities)
    return other if other is not None and other.value > best.value * (1 + 1e-6) else None


def _nothing(name: str, more: float) -> Marginal:
    unit = STEPS[name][1]
    sentence = f"Jusqu'à {_quantity(more, unit)} de plus n'apporteraient rien : ce n'est pas ce qui limite."
    return Marginal(_word(name), more, unit, 0.0, 0.0, (), (), sentence)


def _word(name: str) -> str:
    return QUANTITIES[name][0] if name in QUANTITIES else "nombre de projets"


def _marginal(name: str, more: float, best: Choice, other: Choice, goal: str) -> Marginal:
    unit = STEPS[name][1]
    entering, leaving = _moves(best, other)
    gain, jobs = other.value - best.value, total(other.projects, "jobs") - total(best.projects, "jobs")
    first = "" if more == STEPS[name][0] else " (moins n'apporte rien)"
    also = f" ({jobs:+.0f}{NBSP}emplois)".replace("-", "−") if goal != "emplois" and round(jobs) else ""
    out = f", sortie de {listing(leaving)}" if leaving else ""
    sentence = (
        f"{_quantity(more, unit).capitalize()} de plus{first} : {_amount(gain, best, goal)} de plus{also}, "
        f"entrée de {listing(entering)}{out}."
    )
    return Marginal(_word(name), more, unit, gain, jobs, entering, leaving, sentence)


def _moves(best: Choice, other: Choice) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return (
        tuple(sorted(other.activities - best.activities)),
        tuple(sorted(best.activities - other.activities)),
    )


def _amount(change: float, best: Choice, goal: str) -> str:
    """Change of the goal: jobs, or a share of what the best set reaches (a sum of scores has no unit to quote)."""
    if not change:
        return "autant"
    if goal == "emplois" or not best.value:
        return count(round(change), "emploi") if goal == "emplois" else plain_number(change)
    return f"{percent(change / best.value, 1)} {'de score' if goal == 'score' else 'd’enjeux servis'}"


def _quantity(value: float, unit: str) -> str:
    return count(value, "projet") if unit == "projet" else f"{integer(value)}{NBSP}{unit}"
