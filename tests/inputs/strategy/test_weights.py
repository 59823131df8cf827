"""Weights from a ranking or from comparisons: published numbers, exact cases, the culprit named."""

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ancrage.inputs.strategy import load_strategy
from ancrage.inputs.strategy.weights import compared_weights, ranked_weights, unlinked
from ancrage.inputs.strategy.wording import consistency_warning
from ancrage.methods import ahp_weights
from tests.inputs.strategy.files import written

CODES = [f"E{i:02}" for i in range(1, 14)]


def test_rank_order_centroid_of_four() -> None:
    """Barron & Barrett 1996: 0.5208, 0.2708, 0.1458, 0.0625."""
    assert list(ranked_weights([["a"], ["b"], ["c"], ["d"]]).values()) == pytest.approx(
        [0.5208, 0.2708, 0.1458, 0.0625], abs=5e-5
    )


@given(st.lists(st.integers(1, 4), min_size=1, max_size=6))
def test_a_ranking_gives_decreasing_weights_and_ties_share(sizes: list[int]) -> None:
    left = iter(range(100))
    ranking = [[str(next(left)) for _ in range(size)] for size in sizes]
    weights = ranked_weights(ranking)
    assert sum(weights.values()) == pytest.approx(1)
    places = [{weights[code] for code in place} for place in ranking]
    assert all(len(place) == 1 for place in places)
    values = [place.pop() for place in places]
    assert values == sorted(values, reverse=True) and len(set(values)) == len(values)


def consistent(values: list[float], pairs: list[tuple[int, int]]) -> dict[tuple[str, str], float]:
    return {(CODES[i], CODES[j]): values[i] / values[j] for i, j in pairs}


@given(st.lists(st.integers(1, 30), min_size=2, max_size=13), st.randoms(use_true_random=False))
def test_consistent_judgements_give_back_the_weights_even_incomplete(values: list[int], random) -> None:
    n = len(values)
    tree = [(random.randrange(j), j) for j in range(1, n)]
    more = [pair for pair in combinations(range(n), 2) if random.random() < 0.4]
    pairs = list(dict.fromkeys(tree + more))
    found = compared_weights(CODES[:n], consistent([float(v) for v in values], pairs))
    assert [found.weights[c] for c in CODES[:n]] == pytest.approx(np.array(values) / sum(values), rel=1e-6)
    assert (found.ratio is None) == (len(pairs) == n - 1 and n > 2)
    assert found.ratio is None or found.ratio == pytest.approx(0, abs=1e-9)


def test_complete_judgements_are_those_of_the_method() -> None:
    matrix = np.array([[1, 3, 5, 9], [1 / 3, 1, 2, 1 / 4], [1 / 5, 1 / 2, 1, 3], [1 / 9, 4, 1 / 3, 1]])
    said = {(CODES[i], CODES[j]): float(matrix[i, j]) for i, j in combinations(range(4), 2)}
    found, expected = compared_weights(CODES[:4], said), ahp_weights(matrix)
    assert list(found.weights.values()) == pytest.approx(expected.weights)
    assert found.ratio == pytest.approx(expected.cr)


@given(
    st.lists(st.integers(1, 9), min_size=4, max_size=9),
    st.sampled_from([1 / 8, 1 / 4, 4, 8]),
    st.randoms(use_true_random=False),
)
def test_the_one_judgement_that_contradicts_the_others_is_named(values: list[int], factor: float, random) -> None:
    n = len(values)
    said = consistent([float(v) for v in values], list(combinations(range(n), 2)))
    culprit = random.choice(list(said))
    said[culprit] *= factor
    found = compared_weights(CODES[:n], said)
    assert [(a, b) for a, b, *_ in found.farthest] == [culprit]
    assert found.ratio is not None and found.ratio > 0.005
    if warning := consistency_warning(found):
        assert f"« {culprit[0]}/{culprit[1]} » = " in warning


def test_three_judgements_that_disagree_are_equally_at_fault() -> None:
    found = compared_weights(CODES[:3], {("E01", "E02"): 5, ("E02", "E03"): 5, ("E03", "E01"): 5})
    assert len(found.farthest) == 3
    assert "« E01/E02 » = 5, « E02/E03 » = 5 et « E03/E01 » = 5 s'écartent autant" in consistency_warning(found)


def test_a_missing_comparison_is_the_mean_over_trees_and_shrinks_the_random_index() -> None:
    said = consistent([1.0, 2.0, 3.0, 4.0], [(0, 1), (1, 2), (2, 3), (0, 3), (0, 2)]) | {("E01", "E02"): 4.0}
    trees = [t for t in combinations(said, 3) if len({c for p in t for c in p}) == 4 and not unlinked(CODES[:4], t)]
    ratios = []
    for tree in trees:
        weights = compared_weights(CODES[:4], {pair: said[pair] for pair in tree}).weights
        ratios.append(np.log(weights["E02"] / weights["E04"]))
    matrix = np.ones((4, 4))
    for (a, b), value in (said | {("E02", "E04"): np.exp(np.mean(ratios))}).items():
        i, j = CODES.index(a), CODES.index(b)
        matrix[i, j], matrix[j, i] = value, 1 / value
    found, complete = compared_weights(CODES[:4], said), ahp_weights(matrix)
    assert len(trees) == 8
    assert list(found.weights.values()) == pytest.approx(complete.weights)
    assert found.ratio == pytest.approx(complete.ci / (0.90 * (1 - 2 / 6)))
    assert found.farthest[0][:2] == ("E01", "E02")


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=8))
def test_what_no_chain_links_is_found(pairs: list[tuple[int, int]]) -> None:
    links = [(CODES[i], CODES[j]) for i, j in pairs if i != j]
    codes = sorted({c for link in links for c in link})
    assume(codes)
    groups = [{c} for c in codes]
    for a, b in links:
        joined = [g for g in groups if g & {a, b}]
        groups = [g for g in groups if g not in joined] + [set().union(*joined)]
    gap = unlinked(codes, links)
    assert (gap is None) == (len(groups) == 1)
    if gap:
        assert not any(set(gap) <= g for g in groups)


def test_a_file_of_comparisons(tmp_path: Path) -> None:
    said = '[enjeux.comparaisons]\n"E01/E02" = 3\n"E01 / E05" = 6\n"E02/E05" = 2\n'
    read = load_strategy(written(tmp_path, said))
    assert read.weighting == "comparaisons" and read.warnings == ()
    assert read.consistency_ratio == pytest.approx(0, abs=1e-9)
    assert read.shares()["E01"] == pytest.approx(2 / 3, abs=1e-5) and read.shares()["E08"] == 0


def test_judgements_at_random_have_a_ratio_near_one_at_every_order() -> None:
    """That is what the ratio is measured against."""
    draw = np.random.default_rng(20)
    scale = [1 / k for k in range(9, 1, -1)] + list(range(1, 10))
    for n in (5, 11, 13):
        pairs = list(combinations(CODES[:n], 2))
        drawn = [dict(zip(pairs, draw.choice(scale, len(pairs)), strict=True)) for _ in range(150)]
        ratios = [compared_weights(CODES[:n], said).ratio for said in drawn]
        assert np.mean([r for r in ratios if r is not None]) == pytest.approx(1, abs=0.08)


def test_comparisons_that_contradict_each_other_are_a_warning(tmp_path: Path) -> None:
    said = "".join(f'"{a}/{b}" = 1\n' for a, b in combinations(CODES[:5], 2)).replace('"E01/E02" = 1', '"E01/E02" = 9')
    read = load_strategy(written(tmp_path, f"[enjeux.comparaisons]\n{said}"))
    assert read.consistency_ratio is not None and read.consistency_ratio >= 0.1
    assert "« E01/E02 » = 9 s'écarte le plus" in read.warnings[0]


def test_comparisons_that_nothing_checks_are_a_warning(tmp_path: Path) -> None:
    read = load_strategy(written(tmp_path, '[enjeux.comparaisons]\n"E01/E02" = 3\n"E02/E05" = 2\n'))
    assert read.consistency_ratio is None
    assert "cohérence n'est pas vérifiée" in read.warnings[0]


def test_all_thirteen_stakes_compared(tmp_path: Path) -> None:
    said = "".join(f'"{a}/{b}" = {1 + (i * 7) % 9}\n' for i, (a, b) in enumerate(combinations(CODES, 2)))
    read = load_strategy(written(tmp_path, f"[enjeux.comparaisons]\n{said}"))
    assert read.consistency_ratio is not None and 0 < read.consistency_ratio < 2
    assert min(read.shares().values()) > 0
