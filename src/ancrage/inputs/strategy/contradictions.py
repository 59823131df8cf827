"""What a file, well formed, says against itself. Each contradiction names its culprit."""

from collections import Counter
from collections.abc import Iterator

from ancrage.inputs.strategy.default import DEFAULT_GROUPS
from ancrage.inputs.strategy.model import GoalTable, LimitsTable, StakesTable, StrategyFile
from ancrage.inputs.strategy.weights import Judgements, unlinked
from ancrage.inputs.toml_problems import Problem, show

ONE_WAY = "Gardez une seule façon : des poids, « classement » ou [enjeux.comparaisons]."


def contradictions(file: StrategyFile) -> list[Problem]:
    found = [*_limits(file.limites), *_horizon(file)]
    for number, goal in enumerate(file.objectifs):
        found += _goal(number, goal)
    found += _same_goal(file.objectifs)
    if file.territoire and file.perimetre is not None:
        found.append(
            Problem(("perimetre",), "Le fichier donne à la fois « territoire » et « perimetre ».", "Gardez-en un seul.")
        )
    if file.enjeux is not None:
        found += _stakes(file.enjeux)
    if sum((DEFAULT_GROUPS | file.groupes.model_dump(exclude_none=True)).values()) <= 0:
        found.append(Problem(("groupes",), "Tous les poids de [groupes] sont nuls.", "Donnez-en au moins un positif."))
    return found


def judgements(comparisons: dict[str, float]) -> Judgements:
    """{"E01/E05": 3} as {("E01", "E05"): 3}."""
    return {_codes(pair): value for pair, value in comparisons.items()}


def compared_stakes(comparisons: dict[str, float]) -> list[str]:
    return sorted({code for pair in comparisons for code in _codes(pair)})


def _codes(pair: str) -> tuple[str, str]:
    first, second = pair.split("/")
    return first.strip(), second.strip()


def _stakes(table: StakesTable) -> Iterator[Problem]:
    direct = table.model_extra or {}
    given = [bool(direct), table.classement is not None, table.comparaisons is not None]
    if sum(given) > 1:
        yield Problem(("enjeux",), "[enjeux] donne les poids de plusieurs façons à la fois.", ONE_WAY)
    elif table.classement is not None:
        yield from _ranking(table.classement)
    elif table.comparaisons is not None:
        yield from _comparisons(table.comparaisons)
    elif sum(direct.values()) <= 0:
        yield Problem(("enjeux",), "Tous les poids de [enjeux] sont nuls.", "Donnez-en au moins un positif.")


def _ranking(ranking: list[list[str]]) -> Iterator[Problem]:
    where = ("enjeux", "classement")
    codes = [code for place in ranking for code in place]
    if not codes or not all(ranking):
        yield Problem(
            where, "« classement » a une place vide.", 'Nommez au moins un enjeu par place, par exemple ["E05", "E01"].'
        )
    for code, times in Counter(codes).items():
        if times > 1:
            yield Problem(where, f"« classement » nomme {times} fois {code}.", "Gardez une seule place pour cet enjeu.")


def _comparisons(comparisons: dict[str, float]) -> Iterator[Problem]:
    where = ("enjeux", "comparaisons")
    if not comparisons:
        yield Problem(where, "[enjeux.comparaisons] est vide.", 'Ajoutez par exemple : "E05/E01" = 3')
        return
    seen: dict[frozenset[str], str] = {}
    for pair in comparisons:
        same = seen.setdefault(frozenset(_codes(pair)), pair)
        if len(set(_codes(pair))) == 1:
            yield Problem((*where, pair), f"{show(pair)} compare un enjeu à lui-même.", "Retirez cette ligne.")
        elif same != pair:
            yield Problem(
                (*where, pair),
                f"{show(same)} et {show(pair)} comparent deux fois les mêmes enjeux.",
                "Gardez une seule des deux lignes.",
            )
    gap = unlinked(compared_stakes(comparisons), list(judgements(comparisons)))
    if gap:
        yield Problem(
            where,
            f"Aucune comparaison ne relie {gap[0]} à {gap[1]}, même de proche en proche.",
            f'Ajoutez par exemple : "{gap[0]}/{gap[1]}" = 1',
        )


def _limits(limits: LimitsTable) -> Iterator[Problem]:
    for required in limits.secteurs_minimum:
        for excluded in limits.secteurs_exclus:
            if required.startswith(excluded):
                inside = "" if required == excluded else f" (dans {excluded})"
                yield Problem(
                    ("limites", "secteurs_minimum"),
                    f"Le secteur {required}{inside} est demandé par « secteurs_minimum » et écarté par "
                    "« secteurs_exclus ».",
                    "Retirez-le de l'une des deux listes.",
                )


def _goal(number: int, goal: GoalTable) -> Iterator[Problem]:
    where, name = ("objectifs", number), f"L'objectif {number + 1} ({show(goal.indicateur)})"
    if goal.cible == goal.depart:
        yield Problem(
            (*where, "cible"),
            f"{name} a une cible égale à son départ ({goal.cible:.15g}).",
            "Donnez la valeur à atteindre, ou retirez cet objectif.",
        )
    elif goal.sens is not None and goal.sens != ("hausse" if goal.cible > goal.depart else "baisse"):
        yield Problem(
            (*where, "cible"),
            f"{name} va de {goal.depart:.15g} à {goal.cible:.15g} alors que son sens est « {goal.sens} ».",
            "Corrigez la cible ou le sens.",
        )
    if goal.annee <= goal.annee_depart:
        yield Problem(
            (*where, "annee"),
            f"{name} doit être atteint en {goal.annee}, qui ne vient pas après son départ en {goal.annee_depart}.",
            "Donnez une année plus lointaine.",
        )


def _same_goal(goals: list[GoalTable]) -> Iterator[Problem]:
    first: dict[tuple[str, int], int] = {}
    for number, goal in enumerate(goals):
        same = first.setdefault((goal.indicateur.strip().lower(), goal.annee), number)
        if same != number:
            yield Problem(
                ("objectifs", number, "indicateur"),
                f"Les objectifs {same + 1} et {number + 1} portent sur le même indicateur, {show(goal.indicateur)}, "
                f"la même année ({goal.annee}).",
                "Gardez-en un seul.",
            )


def _horizon(file: StrategyFile) -> Iterator[Problem]:
    """A goal beyond the horizon, counted from `annee_debut` or else from the latest start of a goal."""
    if file.horizon is None or not file.objectifs:
        return
    begins = file.annee_debut or max(goal.annee_depart for goal in file.objectifs)
    for number, goal in enumerate(file.objectifs):
        if goal.annee > begins + file.horizon:
            yield Problem(
                ("objectifs", number, "annee"),
                f"L'objectif {number + 1} ({show(goal.indicateur)}) vise {goal.annee}, au-delà de l'horizon de la "
                f"stratégie : {file.horizon} ans à partir de {begins}, soit {begins + file.horizon}.",
                "Allongez « horizon », avancez l'objectif ou donnez « annee_debut ».",
            )
