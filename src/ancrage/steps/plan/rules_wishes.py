"""Signals of the will of the territory: weights, goals, follow-up, what it aims at and does not measure."""

from ancrage.domain.wording import count, lower_first, percent
from ancrage.steps.plan.facts import Facts
from ancrage.steps.plan.known import carbon
from ancrage.steps.plan.observation import HERE, Observation, strength_at

JOBS = "E05"
CLIMATE = ("E03", "E11")


def no_goal(facts: Facts, least: float) -> list[Observation]:
    goals = facts.strategy.goals
    if len(goals) >= least:
        return []
    said = "La stratégie ne porte aucun objectif chiffré : dans trois ans, rien ne dira si elle a marché."
    return [Observation(HERE, 0.8, len(goals), said, ())]


def default_weights(facts: Facts, least: float) -> list[Observation]:
    if facts.strategy.origin != "défaut":
        return []
    said = "Les poids des enjeux sont ceux que propose Ancrage : les élus ne les ont pas arrêtés."
    return [Observation(HERE, 0.9, 0, said, ())]


def jobs_first(facts: Facts, least: float) -> list[Observation]:
    shares = facts.strategy.shares()
    share = shares.get(JOBS, 0.0)
    if share < least or share < max(shares.values()):
        return []
    said = f"L'emploi et l'inclusion sont votre premier enjeu ({percent(share)}) ; rien n'y réserve encore de postes."
    return [Observation(HERE, strength_at(share, least, 0.5), share, said, (), facts.largest())]


def no_follow_up(facts: Facts, least: float) -> list[Observation]:
    """Always: a plan holds by being read again."""
    n = facts.followed
    if n is None:
        said = "Aucun plan suivi n'est joint à cette étude : rien ne dit encore qui relira quoi, et quand."
    elif n == 0:
        said = "Le plan joint ne porte encore aucune valeur mesurée."
    else:
        said = f"Le plan joint suit {count(n, 'indicateur')} : sa relecture annuelle continue."
    return [Observation(HERE, 0.6, n or 0, said, (), facts.largest())]


def old_data(facts: Facts, least: float) -> list[Observation]:
    age = (facts.strategy.first_year or facts.newest_year) - facts.trade_year
    if age < least:
        return []
    said = (
        f"Les échanges de cette étude couvrent {facts.trade_vintage} : {count(age, 'an')} d'écart, une dépendance "
        "peut avoir changé."
    )
    return [Observation(HERE, 0.5 * strength_at(age, least, 10), age, said, ("trade_product:customs_nc8",))]


def climate(facts: Facts, least: float) -> list[Observation]:
    shares = facts.strategy.shares()
    share = sum(shares.get(code, 0.0) for code in CLIMATE)
    if share < least:
        return []
    first = facts.targets[0] if facts.targets else None
    guess = carbon(facts, first.activity) if first else ""
    known = f" ; l'étude l'estime seulement, pour {lower_first(first.label)} : {guess}" if first and guess else ""
    said = (
        f"Énergie et décarbonation pèsent {percent(share)} de vos enjeux, et aucun effet sur le climat n'est mesuré"
        f"{known}."
    )
    return [Observation(HERE, 0.8 * strength_at(share, least, 0.6), share, said, ())]
