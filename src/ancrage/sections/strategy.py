"""What the territory wants: its stakes, goals and limits, and how they rank the targets."""

from collections.abc import Iterator

from ancrage.domain.strategy import GROUPS
from ancrage.domain.wording import count
from ancrage.sections import wording
from ancrage.sections.blocks import Block, Columns, Rows, Section, Text, Title, items
from ancrage.sections.table import Chain, Col, View, table, walk
from ancrage.study import Study

CONSISTENT = 0.1  # Saaty's threshold
GIVEN = {
    "direct": "Poids des enjeux donnés directement.",
    "classement": "Poids des enjeux tirés d'un classement, du plus au moins important.",
    "comparaisons": "Poids des enjeux tirés de comparaisons deux à deux",
}
GOALS_SHOWN, STAKES_SHOWN, CRITERIA_SHOWN = 10, 20, 40
WISH = {"+": "c'est haut", "-": "c'est bas"}


def _stake(chain: Chain) -> str:
    code = chain["objectifs"].stake
    return str(chain["libelles"].get(code, code))


def _goals(study: Study) -> Iterator[Chain]:
    names = {stake.code: f"{stake.code} {stake.label}" for stake in study.strategy.stakes}
    return ({**chain, "libelles": names} for chain in walk(study, "strategie.objectifs"))


STAKES = View(
    "poids-enjeux",
    "Enjeux et leurs poids",
    rows="strategie.enjeux",
    columns=("hashtag", "libelle", "poids", "part"),
)
GOALS = View(
    "objectifs",
    "Objectifs du territoire",
    rows="strategie.objectifs",
    columns=(
        "libelle", "indicateur", "depart", "annee_depart", "cible", "annee", "unite",
        Col("enjeu", kind="text", value=_stake),
    ),
    empty="La stratégie ne fixe pas d'objectif chiffré.",
    chains=_goals,
)  # fmt: skip
_GROUP = Col("groupe", kind="text", value=lambda chain: GROUPS[chain["criteres"].group])
_SIGN = Col("sens", value=lambda chain: WISH[chain["criteres"].sign])
CRITERIA = View(
    "poids-criteres",
    "Critères du classement et leurs poids",
    rows="strategie.criteres",
    columns=("libelle", _GROUP, "poids", "unite", _SIGN, "lecture"),
)
CRITERIA_BRIEF = View(
    CRITERIA.id, CRITERIA.title, rows=CRITERIA.rows, columns=("libelle", _GROUP, "poids", _SIGN, "lecture")
)


def weighting(study: Study) -> str:
    """How the weights of the stakes were given, and how well comparisons agree."""
    strategy = study.strategy
    given = GIVEN[strategy.weighting]
    if strategy.weighting != "comparaisons":
        return given
    ratio = strategy.consistency
    if ratio is None:
        return f"{given}, trop peu nombreuses pour se contredire."
    verdict = "elles s'accordent" if ratio <= CONSISTENT else "elles se contredisent"
    return f"{given} : {verdict} (rapport de cohérence {wording.number(ratio, 2)}, à garder sous 0,10)."


def horizon(study: Study) -> str:
    """Years the strategy looks at; empty when the file gives none."""
    years, first = study.strategy.horizon.years, study.strategy.horizon.first_year
    if years is None:
        return ""
    return f"Horizon : {count(years, 'an')}{f', à partir de {first}' if first else ''}."


def limits(study: Study) -> list[str]:
    """One line a limit set; empty when the strategy sets none."""
    limit = study.strategy.limits
    quantities = (
        ("Foncier", limit.land_ha, "ha"),
        ("Puissance", limit.power_mw, "MW"),
        ("Eau", limit.water_m3_per_day, "m³ par jour"),
    )
    lines = [f"{label} : au plus {wording.quantity(cap, unit)}" for label, cap, unit in quantities if cap is not None]
    if not limit.seveso_allowed:
        lines.append("Aucun site Seveso")
    if limit.excluded:
        lines.append(f"Secteurs refusés : {', '.join(limit.excluded)}")
    if limit.required:
        lines.append(f"Secteurs à garder parmi les cibles : {', '.join(limit.required)}")
    return lines


def blocks(study: Study) -> Iterator[Block]:
    strategy, bounds = study.strategy, limits(study)
    yield Text(" ".join(filter(None, (strategy.sentence, weighting(study), horizon(study)))))
    yield from (Text(warning, style="warning") for warning in strategy.warnings)
    heaviest = [chain for chain in walk(study, STAKES.rows) if chain["enjeux"].weight]
    heaviest.sort(key=lambda chain: -chain["enjeux"].weight)
    yield Rows(table(study, STAKES, heaviest), STAKES_SHOWN)
    goals: tuple[Block, ...] = (Title("Objectifs"), Rows(table(study, GOALS), GOALS_SHOWN, named=False))
    bound: tuple[Block, ...] = (
        Title("Limites du territoire"),
        items(bounds) if bounds else Text("La stratégie ne pose aucune limite.", style="empty"),
    )
    if strategy.goals:
        yield from (*goals, *bound)
    else:
        yield Columns((goals, bound))
    if strategy.notes.strip():
        yield Title("Notes du territoire")
        yield Text(strategy.notes.strip(), style="quote")
    yield Title("Comment les cibles sont classées")
    groups = ", ".join(f"{group.label.lower()} ({wording.percent(group.weight)})" for group in strategy.groups)
    yield Text(f"Le classement réunit {count(len(strategy.groups), 'groupe')} de critères : {groups}.")
    yield Rows(table(study, CRITERIA_BRIEF), CRITERIA_SHOWN)


STRATEGY = Section("enjeux", "Enjeux", "Que veut le territoire ?", blocks, views=(STAKES, GOALS, CRITERIA))
