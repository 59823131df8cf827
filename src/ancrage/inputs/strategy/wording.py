"""French sentences about a strategy: what deserves a second look, and the whole of it in a few lines."""

from ancrage.domain.limits import Limits
from ancrage.domain.strategy import GROUPS, Goal, Strategy
from ancrage.domain.territory import Territory
from ancrage.domain.wording import count, decimal, listing, percent
from ancrage.inputs.strategy.weights import ACCEPTED_RATIO, Compared

WEIGHTINGS = {
    "direct": "donnés directement",
    "classement": "tirés d'un classement (centroïde des rangs)",
    "comparaisons": "tirés de comparaisons deux à deux (méthode de Saaty)",
}


def consistency_warning(compared: Compared) -> str:
    """Names the judgement that contradicts the others most, when they contradict each other too much."""
    if compared.ratio is None:
        return (
            "Les comparaisons sont juste assez nombreuses pour donner des poids : aucune ne recoupe les autres, leur "
            "cohérence n'est pas vérifiée."
        )
    if compared.ratio < ACCEPTED_RATIO:
        return ""
    ratio = f"rapport de cohérence {decimal(compared.ratio, 2)}, à garder sous {decimal(ACCEPTED_RATIO, 2)}"
    told = [f"« {a}/{b} » = {_number(judged)}" for a, b, judged, _ in compared.farthest]
    if len(told) > 1:
        return (
            f"Les comparaisons se contredisent ({ratio}) : {listing(told)} s'écartent autant ; revoyez l'une d'elles."
        )
    first, second, _, fitted = compared.farthest[0]
    others = (
        f"« {first}/{second} » = {_number(fitted)}" if fitted >= 1 else f"« {second}/{first} » = {_number(1 / fitted)}"
    )
    return (
        f"Les comparaisons se contredisent ({ratio}) : {told[0]} s'écarte le plus de l'ensemble, qui donne plutôt "
        f"{others} ; revoyez ce jugement d'abord."
    )


def idle_goal(goal: Goal) -> str:
    return (
        f"L'objectif « {goal.label} » sert l'enjeu {goal.stake}, dont le poids est nul : il ne pèse pas sur le "
        "classement."
    )


def summary(strategy: Strategy, territory: Territory | None = None) -> list[str]:
    """What a strategy says, line by line, for a terminal: weights in percent, goals, limits, warnings."""
    shares, groups = strategy.shares(), strategy.group_shares()
    place = f"{territory.label} ({territory.key})" if territory else strategy.territory or "non précisé"
    lines = [f"Territoire : {place}", *_period(strategy)]
    lines.append(f"Enjeux, poids {WEIGHTINGS[strategy.weighting]} :")
    weighty = sorted((s for s in strategy.stakes if s.weight > 0), key=lambda s: (-s.weight, s.code))
    lines += [f"  {percent(shares[s.code]):>5}  {s.code} {s.label}" for s in weighty]
    idle = [s.code for s in strategy.stakes if s.weight == 0]
    if idle:
        lines.append(f"  Sans poids : {', '.join(idle)}")
    if strategy.consistency_ratio is not None:
        held = "les jugements se tiennent" if strategy.consistency_ratio < ACCEPTED_RATIO else "à revoir"
        lines.append(f"  Rapport de cohérence : {decimal(strategy.consistency_ratio, 2)} ({held})")
    lines += ["Groupes de critères :", *(f"  {percent(groups[g]):>5}  {label}" for g, label in GROUPS.items())]
    lines.append("Objectifs :" if strategy.goals else "Objectifs : aucun")
    lines += [f"  {_goal(goal)}" for goal in strategy.goals]
    told = _limits(strategy.limits)
    lines += ["Limites :", *(f"  {limit}" for limit in told)] if told else ["Limites : aucune"]
    if strategy.land:
        lines.append(
            f"Foncier : {_number(strategy.land.reference_ha)} ha sur les dix années de référence, "
            f"{_number(strategy.land.used_ha)} ha depuis"
        )
    lines += [f"Attention : {warning}" for warning in strategy.warnings]
    return lines


def _period(strategy: Strategy) -> list[str]:
    if strategy.horizon_years is None:
        return []
    start = f" à partir de {strategy.first_year}" if strategy.first_year else ""
    return [f"Horizon : {count(strategy.horizon_years, 'an')}{start}"]


def _goal(goal: Goal) -> str:
    return (
        f"{goal.label} : de {_number(goal.start)} ({goal.start_year}) à {_number(goal.target)} {goal.unit} en "
        f"{goal.year}, en {goal.direction}, pour {goal.stake}"
    )


def _limits(limits: Limits) -> list[str]:
    amounts = (
        (limits.land_ha, "hectares"),
        (limits.power_mw, "mégawatts"),
        (limits.water_m3_per_day, "m³ d'eau par jour"),
    )
    told = [f"Au plus {_number(value)} {unit}" for value, unit in amounts if value is not None]
    if not limits.seveso_allowed:
        told.append("Aucun site Seveso")
    if limits.excluded:
        told.append(f"Secteurs exclus : {', '.join(limits.excluded)}")
    if limits.required:
        told.append(f"Secteurs à garder parmi les cibles : {', '.join(limits.required)}")
    return told


def _number(value: float) -> str:
    """At most two decimals, none when there are none."""
    return decimal(value, 2).rstrip("0").rstrip(",") if value != round(value) else decimal(value, 0)
