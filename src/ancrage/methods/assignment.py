"""Who gets what, where: assignment under limits and p-median, solved to optimality."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ancrage.domain.card import Card
from ancrage.methods.arguments import checked
from ancrage.methods.arrays import at_least, number, numbers
from ancrage.methods.decision import Array

Rows = tuple[Any, Array, Array]  # sparse matrix A, low, high: low <= A x <= high
_SOLVED = 1e-9  # a change of a scaled optimum smaller than this is the solver's tolerance


@dataclass(frozen=True, slots=True)
class Assignment:
    """Result of `assign`.

    agent[j]: agent of task j, -1 if left out; value: total score; slack[k, i]: what agent i has left of resource k;
    shadow_price[k, i]: change of value for one more unit of it, in the continuous relaxation (solved again with that
    unit: a derivative misleads where several constraints meet); gap: proven distance to the optimum (0: optimal);
    solutions: the best distinct ones as (agent, value), best first.
    """

    agent: NDArray[np.intp]
    value: float
    slack: Array
    shadow_price: Array
    gap: float
    solutions: tuple[tuple[NDArray[np.intp], float], ...]


@checked
def assign(
    scores: ArrayLike,
    resources: ArrayLike | None = None,
    capacities: ArrayLike | None = None,
    *,
    maximise: bool = True,
    every: bool = True,
    min_per_agent: ArrayLike = 0,
    max_per_agent: ArrayLike | None = None,
    n_best: int = 1,
    time_limit_s: float | None = None,
) -> Assignment:
    """Generalised assignment: best sum of s_ij x_ij, each task j to one agent i, sum_j r_kij x_ij <= cap_ki.

    scores: n_agents x n_tasks (NaN: forbidden); resources: n_agents x n_tasks, or n_resources x n_agents x n_tasks
    (an axis of 1 repeats); capacities: n_agents, or n_resources x n_agents, infinite where unlimited.
    maximise: or minimise; every: all tasks are placed, or only those worth it; min_per_agent, max_per_agent: number
    of tasks of each agent (equity); n_best: number of distinct best solutions; time_limit_s: then read `gap`.
    Scores and each resource are brought to one scale before solving, so that the answer does not depend on the unit.
    Raises ValueError: shapes, NaN, negatives, limits that no assignment meets (the culprit is named).
    Source: Martello & Toth 1990, Knapsack Problems; solver HiGHS, Huangfu & Hall 2018, doi:10.1007/s12532-017-0130-5.
    """
    score = numbers(scores, "scores", 2, negative=True, missing=True)
    if not score.size:
        raise ValueError("« scores » doit être un tableau agents x tâches, non vide.")
    if n_best < 1:
        raise ValueError("« n_best » doit valoir au moins 1.")
    if time_limit_s is not None:
        number(time_limit_s, "time_limit_s", low=0, strict=True, infinite=True)
    need, limit = _limits(resources, capacities, score.shape)
    fewest = _per_agent(min_per_agent, "min_per_agent", len(score))
    most = _per_agent(np.inf if max_per_agent is None else max_per_agent, "max_per_agent", len(score))
    allowed = ~np.isnan(score)
    # the solver stops at absolute gaps of a millionth: what it compares must be of the size of one
    unit, units = _size(score[allowed]), np.array([_size(one) for one in need])
    cost = np.where(allowed, -score if maximise else score, 0) / unit
    need, limit = need / units[:, None, None], limit / units[:, None]

    solutions: list[tuple[NDArray[np.intp], float]] = []
    rows = _rows(need, limit, fewest, most, every)
    gap = 0.0
    while len(solutions) < n_best:
        found = _solve(cost, allowed, rows, time_limit_s)
        if found is None:
            break
        agent, reached = found
        gap = gap if solutions else reached
        tasks = np.flatnonzero(agent >= 0)
        solutions.append((agent, float(score[agent[tasks], tasks].sum())))
        rows = _without(rows, agent, score.shape)
    if not solutions:
        without = (np.where(np.arange(len(limit))[:, None] == k, np.inf, limit) for k in range(len(limit)))
        freed = [_solve(cost, allowed, _rows(need, one, fewest, most, every), time_limit_s) for one in without]
        raise ValueError(_culprit([k for k, found in enumerate(freed) if found], allowed, need, limit))
    solutions.sort(key=lambda one: -one[1] if maximise else one[1])
    agent = solutions[0][0]
    tasks = np.flatnonzero(agent >= 0)
    used = np.zeros_like(limit)
    np.add.at(used.T, agent[tasks], need[:, agent[tasks], tasks].T)
    price = _shadow_price(cost, allowed, partial(_rows, need, fewest=fewest, most=most, every=every), limit, 1 / units)
    slack = (limit - used) * units[:, None]
    return Assignment(*solutions[0], slack, unit * (-price if maximise else price), gap, tuple(solutions))


def _size(values: Array) -> float:
    """The largest of the values, in absolute value; 1 when there is none or all are zero."""
    return float(np.abs(values).max(initial=0.0)) or 1.0


def _per_agent(values: ArrayLike, name: str, n: int) -> Array:
    counts = numbers(values, name, infinite=True)
    if counts.shape not in ((), (n,)):
        raise ValueError(f"« {name} » doit être un nombre, ou {n} nombres, un par agent.")
    return np.broadcast_to(counts, (n,))


def _limits(resources: ArrayLike | None, capacities: ArrayLike | None, shape: tuple[int, ...]) -> tuple[Array, Array]:
    if (resources is None) != (capacities is None):
        raise ValueError("« resources » et « capacities » vont ensemble.")
    if resources is None or capacities is None:
        return np.zeros((0, *shape)), np.zeros((0, shape[0]))
    need, limit = numbers(resources, "resources"), np.atleast_2d(numbers(capacities, "capacities", infinite=True))
    need = need[None] if need.ndim == 2 else need
    if need.ndim != 3:
        raise ValueError("« resources » doit être un tableau (ressources x) agents x tâches.")
    try:
        need, limit = np.broadcast_to(need, (len(need), *shape)), np.broadcast_to(limit, (len(need), shape[0]))
    except ValueError as error:
        raise ValueError("« resources » et « capacities » ne correspondent pas aux agents et aux tâches.") from error
    return need, limit


def _rows(need: Array, limit: Array, fewest: Array, most: Array, every: bool) -> Rows:
    """Constraints on x, agents x tasks flattened: agents a task, tasks an agent, then resources."""
    from scipy import sparse

    n_agents, n_tasks = need.shape[1:]
    by_task = sparse.kron(np.ones((1, n_agents)), sparse.eye_array(n_tasks), format="csr")
    by_agent = sparse.kron(sparse.eye_array(n_agents), np.ones((1, n_tasks)), format="csr")
    used = [by_agent.multiply(one.ravel()) for one in need]
    low = np.concatenate([np.full(n_tasks, float(every)), fewest, np.full(limit.size, -np.inf)])
    return (
        sparse.vstack([by_task, by_agent, *used], format="csr"),
        low,
        np.concatenate([np.ones(n_tasks), most, *limit]),
    )


def _without(rows: Rows, agent: NDArray[np.intp], shape: tuple[int, ...]) -> Rows:
    """The same constraints and one more, that excludes this assignment: at least one x differs."""
    from scipy import sparse

    chosen = np.zeros(shape)
    tasks = np.flatnonzero(agent >= 0)
    chosen[agent[tasks], tasks] = 1
    a, low, high = rows
    differs = sparse.csr_array((1 - 2 * chosen).ravel()[None])
    return sparse.vstack([a, differs], format="csr"), np.append(low, 1.0 - len(tasks)), np.append(high, np.inf)


def _solve(
    cost: Array, allowed: NDArray[np.bool_], rows: Rows, time_limit_s: float | None
) -> tuple[NDArray[np.intp], float] | None:
    """Agent of each task and proven gap, None when no assignment meets the rows."""
    found = _optimum(cost.ravel(), np.ones(cost.size), allowed.ravel(), rows, time_limit_s)
    if found is None:
        return None
    placed = found[0].reshape(cost.shape) > 0.5
    return np.where(placed.any(axis=0), placed.argmax(axis=0), -1), found[1]


def _optimum(
    cost: Array, integers: Array, upper: ArrayLike, rows: Rows, time_limit_s: float | None = None
) -> tuple[Array, float] | None:
    """Least cost x in [0, upper] and its proven gap; None when nothing satisfies the rows."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    options: Any = {"mip_rel_gap": 0.0} | ({} if time_limit_s is None else {"time_limit": time_limit_s})
    bounds = Bounds(0, np.asarray(upper, dtype=np.float64))
    limits = LinearConstraint(*rows)
    found = milp(cost, integrality=integers.astype(np.int64), bounds=bounds, constraints=limits, options=options)
    if found.x is None and found.status == 1:
        raise ValueError("« time_limit_s » : aucune solution trouvée dans le temps donné.")
    return None if found.x is None else (np.asarray(found.x), float(found.mip_gap or 0.0))


def _shadow_price(
    cost: Array, allowed: NDArray[np.bool_], rows: Callable[[Array], Rows], limit: Array, unit: Array
) -> Array:
    """Change of the relaxed cost for one more unit of each resource of each agent; `unit` of each, as it is scaled."""
    price = np.zeros(limit.shape)
    base = _relaxed(cost, allowed, rows(limit)) if np.isfinite(limit).any() else 0.0
    for k, i in np.argwhere(np.isfinite(limit)):
        more = limit.copy()
        more[k, i] += unit[k]
        change = _relaxed(cost, allowed, rows(more)) - base
        price[k, i] = change if abs(change) > _SOLVED else 0.0
    return price


def _relaxed(cost: Array, allowed: NDArray[np.bool_], rows: Rows) -> float:
    """Least cost when a task may be shared between agents."""
    from scipy import sparse
    from scipy.optimize import linprog

    a, low, high = rows
    limits = np.concatenate([high, -low])
    finite = np.isfinite(limits)
    bounds: Any = np.column_stack([np.zeros(cost.size), allowed.ravel()])
    both: Any = sparse.vstack([a, -a], format="csr")[finite]
    solution: Any = linprog(cost.ravel(), A_ub=both, b_ub=limits[finite], bounds=bounds)
    return float(solution.fun)


def _culprit(freed: list[int], allowed: NDArray[np.bool_], need: Array, limit: Array) -> str:
    nowhere = np.flatnonzero(~(allowed & at_least(limit[:, :, None], need).all(axis=0)).any(axis=0))
    if len(nowhere):
        return f"Aucune affectation possible : la tâche {nowhere[0]} ne tient chez aucun agent."
    if freed:
        which = ", ".join(map(str, freed))
        return f"Aucune affectation possible : la capacité de la ressource {which} est trop faible."
    return "Aucune affectation possible : les nombres de tâches par agent ou plusieurs capacités se contredisent."


@dataclass(frozen=True, slots=True)
class Median:
    """Result of `p_median`: open sites, site of each client, total cost, proven gap (0: optimal)."""

    sites: NDArray[np.intp]
    site: NDArray[np.intp]
    value: float
    gap: float


@checked
def p_median(distance: ArrayLike, p: int, demand: ArrayLike | None = None) -> Median:
    """Open p sites so that clients are nearest: min sum_ij a_i d_ij x_ij, sum_j x_ij = 1, x_ij <= y_j, sum_j y_j = p.

    distance: n_clients x n_sites, any unit, infinite where out of reach; demand: n_clients weights (default 1).
    Returns the optimum; the value is in units of distance x demand.
    Raises ValueError: shapes, NaN, negatives, p out of range, a client that no set of p sites reaches.
    Source: Hakimi 1964, doi:10.1287/opre.12.3.450; ReVelle & Swain 1970, doi:10.1111/j.1538-4632.1970.tb00142.x.
    """
    from scipy import sparse

    d = numbers(distance, "distance", 2, infinite=True)
    if not d.size:
        raise ValueError("« distance » doit être un tableau clients x sites, non vide.")
    n, m = d.shape
    a = np.ones(n) if demand is None else numbers(demand, "demand")
    if a.shape != (n,):
        raise ValueError(f"« demand » doit compter {n} valeurs positives ou nulles, une par client.")
    if not 1 <= p <= m:
        raise ValueError(f"« p » doit être compris entre 1 et {m} (reçu : {p}).")
    within = np.isfinite(d)
    weighed = a[:, None] * np.where(within, d, 0)
    cost = np.concatenate([(weighed / _size(weighed)).ravel(), np.zeros(m)])
    one_site: Any = sparse.kron(sparse.eye_array(n), np.ones((1, m)))
    near: Any = [sparse.eye_array(n * m), sparse.kron(np.ones((n, 1)), -sparse.eye_array(m))]
    opened = np.concatenate([np.zeros(n * m), np.ones(m)])
    a_rows = sparse.vstack(
        [sparse.hstack([one_site, sparse.csr_array((n, m))]), sparse.hstack(near), sparse.csr_array(opened[None])],
        format="csr",
    )
    low = np.concatenate([np.ones(n), np.full(n * m, -np.inf), [p]])
    high = np.concatenate([np.ones(n), np.zeros(n * m), [p]])
    found = _optimum(cost, opened, np.concatenate([within.ravel(), np.ones(m)]), (a_rows, low, high))
    if found is None:
        raise ValueError(f"Aucun choix de {p} sites n'atteint tous les clients.")
    sites = np.flatnonzero(found[0][n * m :] > 0.5)
    site = sites[np.argmin(d[:, sites], axis=1)]
    return Median(sites, site, float((a * d[np.arange(n), site]).sum()), found[1])


CARDS = (
    Card(
        id="assign",
        label="Affectation sous limites",
        formula="max Σ s(i, j) x(i, j), chaque tâche j à un agent i, Σ_j r(k, i, j) x(i, j) ≤ capacité(k, i)",
        unit="celle des scores",
        range="toute valeur",
        neutral="0 quand rien n'est affecté",
        reading="La meilleure répartition des projets entre territoires sans dépasser foncier, main-d'œuvre, "
        "puissance ni eau ; le reste de chaque ressource est donné.",
        conventions=(
            "Résolu à l'optimum (programme en nombres entiers) ; l'écart prouvé est donné, 0 = optimal.",
            "Prix d'un hectare ou d'un mégawatt de plus : celui du problème continu, indicatif.",
            "Les meilleures solutions distinctes peuvent être demandées ; des limites impossibles sont refusées en "
            "nommant la ressource en cause.",
        ),
        references=(
            "Martello S., Toth P., 1990, Knapsack Problems, Wiley",
            "Huangfu Q., Hall J. A. J., 2018, Parallelizing the dual revised simplex method, Mathematical Programming "
            "Computation 10, doi:10.1007/s12532-017-0130-5",
        ),
    ),
    Card(
        id="p_median",
        label="Choix de p sites (p-médian)",
        formula="min Σ a(i) d(i, j) x(i, j), chaque client servi par un site ouvert, p sites ouverts",
        unit="distance × demande",
        range="0 et plus",
        neutral="0 : un site sur chaque client",
        reading="Les p lieux qui rapprochent le plus, au total, de ceux qu'ils servent.",
        conventions=(
            "Résolu à l'optimum ; chaque client va au site ouvert le plus proche.",
            "Une distance infinie interdit le trajet.",
        ),
        references=(
            "Hakimi S. L., 1964, Optimum locations of switching centers, Operations Research 12(3), "
            "doi:10.1287/opre.12.3.450",
            "ReVelle C. S., Swain R. W., 1970, Central facilities location, Geographical Analysis 2(1), "
            "doi:10.1111/j.1538-4632.1970.tb00142.x",
        ),
    ),
)
