"""Stakes: the matrix form gives what reading the reference base family by family gives."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage.domain.strategy import Strategy
from ancrage.inputs.strategy import default_strategy
from ancrage.reference import read_reference
from ancrage.steps.stakes import families, served_by_all, served_stakes, stakes_score, stakes_scores

ACTIVITIES = ["10.39", "21.20", "26.11", "25.62", "28.29", "31.09", "62.01", "99.99"]
CODES = [s.code for s in default_strategy().stakes]
WEIGHTS = st.lists(st.integers(0, 5), min_size=len(CODES), max_size=len(CODES)).filter(any)


def weighing(weights: list[int]) -> Strategy:
    default = default_strategy()
    return replace(default, stakes=tuple(replace(s, weight=w) for s, w in zip(default.stakes, weights, strict=True)))


def by_hand(activity: str, strategy: Strategy) -> float:
    """The best family, straight from the files."""
    shares = strategy.shares()
    rows = list(read_reference("familles.csv").iter_rows(named=True))
    links = list(read_reference("enjeux_familles.csv").iter_rows(named=True))
    best = 0.0
    for row in rows:
        patterns = (row["naf_classes"] or "").split(";")
        if any(p and activity.startswith(p.rstrip("x")[:5]) for p in patterns):
            own = [r for r in links if r["famille"] == row["code"]]
            own = own or [r for r in links if r["famille"] == row["parent"]]
            best = max(best, sum(shares[r["enjeu"]] * float(r["poids"]) for r in own))
    return best


@given(WEIGHTS)
def test_scores_are_those_of_the_best_family(weights: list[int]) -> None:
    strategy = weighing(weights)
    found = stakes_scores(ACTIVITIES, families().shares(strategy))
    assert found == pytest.approx([by_hand(a, strategy) for a in ACTIVITIES])
    assert stakes_score(ACTIVITIES[1], strategy) == found[1]


@given(st.lists(WEIGHTS, min_size=1, max_size=4))
def test_many_strategies_at_once_are_each_alone(many: list[list[int]]) -> None:
    shares = np.column_stack([families().shares(weighing(weights)) for weights in many])
    together = stakes_scores(ACTIVITIES, shares)
    alone = [stakes_scores(ACTIVITIES, column) for column in shares.T]
    np.testing.assert_allclose(together, np.column_stack(alone), atol=1e-12)


@given(WEIGHTS)
def test_the_stakes_told_make_the_score(weights: list[int]) -> None:
    strategy = weighing(weights)
    shares = strategy.shares()
    told = served_by_all(ACTIVITIES, strategy)
    for activity, served in zip(ACTIVITIES, told, strict=True):
        assert sum(shares[s.code] * s.weight for s in served) == pytest.approx(stakes_score(activity, strategy))
        assert served == served_stakes(activity, strategy)
        assert all(shares[s.code] > 0 and s.reason for s in served)


def test_a_class_of_no_family_serves_nothing() -> None:
    assert stakes_score("99.99", default_strategy()) == 0
    assert served_stakes("99.99", default_strategy()) == ()


def test_families_without_links_take_those_of_their_parent() -> None:
    known = families()
    parents = {r["code"]: r["parent"] for r in read_reference("familles.csv").iter_rows(named=True)}
    linked = set(read_reference("enjeux_familles.csv")["famille"])
    kept = [r["code"] for r in read_reference("familles.csv").iter_rows(named=True) if r["naf_classes"]]
    orphans = [i for i, code in enumerate(kept) if code not in linked and parents[code] in linked]
    assert orphans
    assert all(known.service[i].any() for i in orphans)
