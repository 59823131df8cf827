"""Assignment and p-median against every possibility, on cases small enough to list them."""

from itertools import combinations, product

import numpy as np
import pytest

from ancrage import methods as m


def every_assignment(score: np.ndarray, need: np.ndarray, limit: np.ndarray) -> list[tuple[float, tuple[int, ...]]]:
    tasks = np.arange(score.shape[1])
    found = []
    for agent in product(range(len(score)), repeat=len(tasks)):
        used = np.zeros(len(score))
        np.add.at(used, list(agent), need[list(agent), tasks])
        if (used <= limit).all():
            found.append((float(score[list(agent), tasks].sum()), agent))
    return sorted(found, reverse=True)


@pytest.mark.parametrize("seed", range(3))
def test_the_ten_best_assignments_are_the_ten_best(seed: int) -> None:
    rng = np.random.default_rng(seed)
    score, need = rng.integers(1, 30, (3, 6)), rng.integers(1, 10, (3, 6))
    limit = np.array([14, 12, 13])
    listed = every_assignment(score, need, limit)
    r = m.assign(score, need, limit, n_best=10)
    assert [v for _, v in r.solutions] == pytest.approx([v for v, _ in listed[:10]])
    assert len({tuple(agent) for agent, _ in r.solutions}) == len(r.solutions)
    assert r.value == r.solutions[0][1]
    assert r.gap == 0
    used = [need[i, r.agent == i].sum() for i in range(3)]
    assert r.slack[0] == pytest.approx(limit - used)
    worst = m.assign(score, need, limit, maximise=False)
    assert worst.value == listed[-1][0]


def test_one_more_unit_is_worth_its_shadow_price() -> None:
    """A continuous case: the relaxation is already whole."""
    r = m.assign([[10, 6, 3]], [[1, 1, 1]], [2], every=False)
    assert r.agent.tolist() == [0, 0, -1]
    assert r.value == 16
    assert 3 <= r.shadow_price[0, 0] <= 6
    cheap = m.assign([[1, 9], [5, 2]], [[1, 1], [1, 1]], [1, 1], maximise=False)
    assert cheap.value == 3
    assert (cheap.shadow_price <= 0).all()


def test_several_resources_forbidden_pairs_and_equity() -> None:
    score = [[9, 9, 9, np.nan], [1, 1, 1, 1]]
    resources = np.array([[[1, 1, 1, 1]], [[5, 5, 1, 1]]])  # the same need wherever the task goes
    r = m.assign(score, resources, [[4, 4], [6, np.inf]])
    assert r.agent[3] == 1
    assert (r.agent == 0).sum() == 2
    assert r.slack.shape == (2, 2)
    assert m.assign(score, min_per_agent=2).agent.tolist().count(1) == 2
    assert m.assign(score, max_per_agent=[1, 4]).agent.tolist().count(0) == 1


def test_without_limits_each_task_goes_to_its_best_agent() -> None:
    score = np.random.default_rng(0).random((4, 20))
    assert m.assign(score).agent.tolist() == score.argmax(axis=0).tolist()
    assert m.assign(-score, every=False).agent.tolist() == [-1] * 20


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: m.assign([[1, 1]], [[3, 9]], [5]), "tâche 1"),
        (lambda: m.assign([[1, 1]], [[[3, 3]], [[1, 1]]], [[9], [1]]), "ressource 1"),
        (lambda: m.assign([[1, 1], [1, 1]], min_per_agent=2), "se contredisent"),
        (lambda: m.assign([[1, 1]], [[1, 1]]), "vont ensemble"),
        (lambda: m.assign([[1, 1]], [[1, 1, 1]], [1]), "ne correspondent pas"),
        (lambda: m.assign([[1, 1]], [[-1, 1]], [1]), "« resources »"),
        (lambda: m.assign([1]), "« scores »"),
        (lambda: m.assign([[1]], n_best=0), "n_best"),
        (lambda: m.p_median([[1, 2]], 3), "« p »"),
        (lambda: m.p_median([[1, np.inf], [np.inf, 1]], 1), "n'atteint tous"),
        (lambda: m.p_median([[-1]], 1), "distance"),
        (lambda: m.p_median([[1]], 1, [1, 2]), "demand"),
    ],
)
def test_impossible_problems_name_the_culprit(call: object, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        call()  # type: ignore[operator]


@pytest.mark.parametrize("p", [1, 2, 4])
def test_medians_are_the_best_of_all_choices(p: int) -> None:
    rng = np.random.default_rng(p)
    d, a = rng.random((9, 7)), rng.random(9)
    best = min(float((a * d[:, list(sites)].min(axis=1)).sum()) for sites in combinations(range(7), p))
    r = m.p_median(d, p, a)
    assert r.value == pytest.approx(best)
    assert len(r.sites) == p
    assert set(r.site) <= set(r.sites)
