"""An action of the plan in a few words: when, for what, at what cost, how it will be known to have worked."""

import re

from ancrage.domain.wording import MONTHS, integer
from ancrage.sections import wording
from ancrage.steps.plan.action import TELLING
from ancrage.study.plan import PlannedAction, PlanStudied


def when(plan: PlanStudied, month: int) -> str:
    """« mars 2030 », or « mois 3 » in a plan without a date."""
    if not plan.start:
        return f"mois {month}"
    year, first = (int(part) for part in plan.start.split("-")[:2])
    months = year * 12 + first - 1 + month - 1
    return f"{MONTHS[months % 12]} {months // 12}"


def span(plan: PlanStudied, action: PlannedAction) -> str:
    """« mois 1 à 3 », « janv. à mars 2030 »."""
    first, last = when(plan, action.first_month), when(plan, action.last_month)
    if first == last:
        return first
    if not plan.start:
        return f"mois {action.first_month} à {action.last_month}"
    before, _, shared = first.rpartition(" ")
    return f"{before} à {last}" if last.endswith(f" {shared}") else f"{first} à {last}"


def risk(action: PlannedAction) -> str:
    """The risk, and what happened elsewhere."""
    seen = f" Vu ailleurs : {' ; '.join(action.failures)}" if action.failures else ""
    return f"{action.risk[:1].upper()}{action.risk[1:]}.{seen}" if action.risk else seen.strip()


def purpose(action: PlannedAction) -> str:
    """The goal of the strategy that the action serves; else its stakes, and that no goal is set."""
    goal = action.purpose
    if goal and goal.year is not None:
        return f"Objectif : {goal.sentence}"
    served = [stake.label for stake in action.stakes if stake.share > 0 and stake.weight >= TELLING]
    if not served:
        return "Sert peu vos enjeux, tels que vous les pesez." if action.priority else ""
    whole = len(action.stakes) > 3 and len({stake.weight for stake in action.stakes}) == 1
    named = f"{'Enjeux servis' if served[1:] else 'Enjeu servi'} : {' ; '.join(served[:2])}"
    return f"{'Sert toute la stratégie' if whole else named}.{' Objectif chiffré à fixer.' if goal else ''}"


def amounts(ceiling: str) -> str:
    """Published ceilings, with their thousands apart: « 150 000 000 ; 200 000 000 en AFR »."""
    return re.sub(r"\d{5,}", lambda digits: integer(int(digits[0])), ceiling)


def _proposed(action: PlannedAction, *names: str) -> bool:
    """The program's own values, that nobody changed."""
    return not set(names) & set(action.edited) and not action.is_own


def indicator(action: PlannedAction) -> str:
    """« Entretiens menés : 0 → 31 à 46 (à valider) »."""
    start = "à mesurer" if action.base is None else wording.short(action.base, 4)
    ends = [end for end in (action.aim_low, action.aim_high) if end is not None]
    aim = "à fixer"
    if ends:
        low, high = wording.short(ends[0], 4), wording.short(ends[-1], 4)
        aim = f"{low if low == high else f'{low} à {high}'} {action.indicator_unit or ''}".strip()
        aim += " (à valider)" if _proposed(action, "cible_bas", "cible_haut") else ""
    return f"{action.indicator or 'Indicateur à choisir'} : {start} → {aim}"


def cost(action: PlannedAction) -> str:
    """« 11 k€ à 38 k€, à vérifier »; what is not known stays so."""
    known = [wording.euros(value) for value in (action.cost_low, action.cost_high) if value is not None]
    if not known:
        return "à chiffrer" if action.cost_sentence else "non renseigné"
    check = ", à vérifier" if _proposed(action, "cout_bas_eur", "cout_haut_eur") else ""
    return " à ".join(dict.fromkeys(known)) + check
