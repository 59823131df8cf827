"""How sure is the ranking: probabilities checked by redrawing, changes checked by making them."""

import re
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage.domain.errors import AncrageError
from ancrage.domain.strategy import GROUPS, Strategy
from ancrage.inputs.strategy import default_strategy
from ancrage.methods import rank_acceptability
from ancrage.methods.sensitivity import weight_sensitivity
from ancrage.steps.targets import Ranked, rank_candidates, targets
from ancrage.steps.targets.acceptability import CONCENTRATION, DRAWS, monte_carlo_error, top_probabilities
from ancrage.steps.targets.agreement import compare_methods
from ancrage.steps.targets.criteria import CRITERIA, UNCERTAINTY
from ancrage.steps.targets.crossings import smallest_steps, weight_changes
from ancrage.steps.targets.noise import group_errors, note_errors, value_errors
from ancrage.steps.targets.postures import BET, CONSOLIDATE, DENSITY, EXTEND, postures
from ancrage.steps.targets.ranking import best_first, note, places
from ancrage.steps.targets.robustness import Robustness, TargetRobustness, robustness
from ancrage.steps.targets.tornado import FACTORS, criterion_scores
from ancrage.steps.targets.what_if import DOUBLED, REMOVED, stake_scenarios
from ancrage.study.run import Results

Studies = Callable[[str, str], Results]
SEEDS = st.integers(0, 10_000)


@pytest.fixture(scope="module")
def ranked(study: Studies) -> Ranked:
    return rank_candidates(study("zone_emploi", "8414").local, default_strategy())


@pytest.fixture(scope="module")
def tested(study: Studies, ranked: Ranked) -> tuple[Robustness, dict[str, TargetRobustness]]:
    local = study("zone_emploi", "8414").local
    return robustness(ranked.ranking, default_strategy(), local.country.labels)


def one_stake(factor: float, code: str) -> Strategy:
    default = default_strategy()
    stakes = tuple(replace(s, weight=s.weight * (factor if s.code == code else 1)) for s in default.stakes)
    return replace(default, stakes=stakes)


# --- probabilities ---------------------------------------------------------------------------------------------


def redraw(ranked: Ranked, draws: int, seed: int, *, from_values: bool) -> dict[int, np.ndarray]:
    """Another program for the same question: errors drawn criterion by criterion (on the notes, or on the values
    themselves, every scale drawn anew), weights by Gamma variables, and a full sort of each draw."""
    rng = np.random.default_rng(seed)
    ranking, values = ranked.ranking, ranked.values
    errors = value_errors(values, ranked.here.establishments, ranked.chosen.is_service)
    spread = np.nan_to_num(note_errors(values, errors))
    group_of = np.array([list(GROUPS).index(c.group) for c in CRITERIA])
    within = np.array([c.weight for c in CRITERIA])
    known = ~np.isnan(ranking.notes)
    central = np.array(list(default_strategy().group_shares().values()))
    counts = {k: np.zeros(len(ranking.codes)) for k in (5, 10, 20)}
    for _ in range(draws):
        w = rng.gamma(CONCENTRATION * central)
        w /= w.sum()
        if from_values:
            moved = {c: values[c] + errors[c] * rng.standard_normal(len(values[c])) for c in UNCERTAINTY}
            moved["emplois_ici"] = np.maximum(moved["emplois_ici"], 0)
            notes = np.column_stack([note(moved[c.code], c.sign, c.scale) for c in CRITERIA])
        else:
            notes = ranking.notes + spread * rng.standard_normal(spread.shape)
        score = np.zeros(len(notes))
        for g in range(len(GROUPS)):
            at = group_of == g
            carried = known[:, at] * within[at]
            score += w[g] * (carried * np.nan_to_num(notes[:, at])).sum(1) / carried.sum(1)
        order = np.argsort(-score)
        for k, count in counts.items():
            count[order[:k]] += 1
    return {k: count / draws for k, count in counts.items()}


def test_probabilities_are_those_of_independent_redraws(ranked: Ranked) -> None:
    """A target said to stay in the first ten 9 times in 10 does, within the error of both Monte-Carlo runs."""
    draws = 4000
    again = redraw(ranked, draws, seed=987, from_values=False)
    sure = 0
    for k, p in ranked.ranking.top.items():
        middle = (p + again[k]) / 2
        error = np.sqrt(middle * (1 - middle) * (1 / DRAWS + 1 / draws))
        assert (np.abs(p - again[k]) <= 4 * error + 1e-3).all()
        sure += int(((p > 0.85) & (p < 0.95)).sum())
    assert sure > 0  # the claim is about targets near 90 %: there are some


def test_the_slope_of_the_scales_stands_for_drawing_the_data_anew(ranked: Ranked) -> None:
    """Not exactly: a value drawn anew also moves the scale of the others, and the best can only fall."""
    again = redraw(ranked, 600, seed=5, from_values=True)
    for k, p in ranked.ranking.top.items():
        assert np.abs(p - again[k]).max() < 0.15


def test_without_data_error_it_is_the_acceptability_of_the_weights() -> None:
    rng = np.random.default_rng(3)
    table, shares = rng.random((60, 4)), np.array([0.2, 0.5, 0.1, 0.2])
    ours = top_probabilities(table, np.zeros_like(table), shares, draws=3000, seed=8)
    theirs = rank_acceptability(table, shares, n_draws=3000, seed=8, concentration=CONCENTRATION, top=(5, 10, 20))
    for k in (5, 10, 20):
        assert ours[k] == pytest.approx(theirs.top[k], abs=1 / 3000)


def test_a_duel_has_a_closed_form() -> None:
    """Two targets, one group: the first wins with probability Phi(gap / sqrt(2) s); gap = s sqrt(2) -> 0.8413."""
    found = top_probabilities(
        np.array([[0.5 + 0.1 * np.sqrt(2)], [0.5]]), np.full((2, 1), 0.1), np.ones(1), top=(1,), draws=40_000
    )
    assert found[1][0] == pytest.approx(0.8413, abs=float(monte_carlo_error(0.8413, 40_000)))


@given(SEEDS, st.integers(1, 30))
def test_places_sum_to_their_number_and_equals_share_them(seed: int, twins: int) -> None:
    rng = np.random.default_rng(seed)
    table = np.vstack([np.tile(rng.random(3), (twins, 1)), rng.random((5, 3))])
    found = top_probabilities(table, np.zeros_like(table), np.full(3, 1 / 3), draws=200, top=(1, 5))
    for k in (1, 5):
        assert found[k].sum() == pytest.approx(k)
        assert found[k][:twins] == pytest.approx(np.full(twins, found[k][0]))


def test_same_inputs_same_draws(ranked: Ranked) -> None:
    ranking = ranked.ranking
    again = top_probabilities(ranking.table, ranking.noise, ranking.shares)
    assert all((again[k] == p).all() for k, p in ranking.top.items())


# --- uncertainty of the data -----------------------------------------------------------------------------------


def test_every_criterion_states_its_uncertainty() -> None:
    assert set(UNCERTAINTY) == {c.code for c in CRITERIA}
    assert all(u.reason.endswith(".") and 0 <= u.relative <= 1 for u in UNCERTAINTY.values())


def test_one_establishment_is_less_sure_than_many(ranked: Ranked) -> None:
    values = {c: np.full(2, 100.0) for c in UNCERTAINTY}
    errors = value_errors(values, np.array([1.0, 100.0]), np.array([False, False]))
    assert errors["emplois_ici"] == pytest.approx([25.6, 13.2], abs=0.1)
    assert value_errors(values, np.ones(2), np.array([False, True]))["emplois_ici"][1] > 50


def test_the_error_of_a_deficit_is_that_of_its_flows() -> None:
    """Imports 100, exports 99: a deficit of 1 that is not known within 2 %."""
    values = {c: np.full(1, 1.0) for c in UNCERTAINTY} | {"importations": np.array([100.0])}
    assert value_errors(values, np.ones(1), np.array([False]))["deficit"][0] == pytest.approx(0.02 * np.hypot(100, 99))


def test_errors_of_independent_criteria_add_as_squares() -> None:
    notes = np.full((2, len(CRITERIA)), 0.5)
    notes[1, 0] = np.nan
    found = group_errors(np.full_like(notes, 0.1), notes)
    weights = np.array([c.weight for c in CRITERIA if c.group == "besoin"])
    assert found[0, 0] == pytest.approx(0.1 * np.sqrt((weights**2).sum()))
    assert found[1, 0] == pytest.approx(0.1 * np.sqrt((weights[1:] ** 2).sum()) / weights[1:].sum())


# --- changes of weights ----------------------------------------------------------------------------------------


@given(SEEDS, st.integers(2, 4))
def test_smallest_steps_are_those_of_the_method_and_cross_the_border(seed: int, n_groups: int) -> None:
    rng = np.random.default_rng(seed)
    table, shares = rng.random((25, n_groups)), rng.dirichlet(np.ones(n_groups))
    order = best_first(table @ shares, [f"{i:02}" for i in range(25)])
    steps, others = smallest_steps(table, shares, order, 15, 10)
    nearest = np.abs(np.where(np.isnan(steps), np.inf, steps)).min(axis=1)
    assert nearest[:10] == pytest.approx(weight_sensitivity(table, shares, top=10).critical)
    for rank, (row, step, other) in enumerate(zip(order[:15], steps, others, strict=True), start=1):
        for j in np.flatnonzero(~np.isnan(step)):
            before, after = (inside(table, shares, int(j), step[j] * part, row) for part in (1 - 1e-6, 1 + 1e-6))
            assert before == (rank <= 10)
            assert after != before or step[j] in (1 - shares[j], -shares[j])
            assert order.index(int(other[j])) != rank - 1


def inside(table: np.ndarray, shares: np.ndarray, j: int, step: float, row: int) -> bool:
    others = np.delete(shares, j)
    weights = np.insert(others / others.sum() * (1 - shares[j] - step), j, shares[j] + step)
    score = table @ weights
    return int((score > score[row]).sum()) < 10


def test_what_cannot_be_crossed_is_said() -> None:
    """The same notes in every group: no weight changes anything."""
    notes = np.tile(np.linspace(1, 0, 12)[:, None], (1, 3))
    steps, others = smallest_steps(notes, np.full(3, 1 / 3), list(range(12)), 12, 10)
    assert np.isnan(steps).all()
    assert (others == -1).all()


def test_a_tie_on_the_border_is_told_as_such(ranked: Ranked) -> None:
    ranking = ranked.ranking
    table = ranking.table.copy()
    tenth, eleventh = ranking.order[9:11]
    table[tenth] = table[eleventh] + np.array([0.05, -0.02 + 1e-7, 0, 0])
    close = replace(ranking, table=table, score=table @ ranking.shares)
    last = weight_changes(close, dict.fromkeys(ranking.codes, "Activité"))[9].change
    assert last.group is not None
    assert last.sentence.startswith("À égalité ou presque avec « Activité »")


def test_weight_changes_are_told(study: Studies, ranked: Ranked) -> None:
    crossings = weight_changes(ranked.ranking, study("zone_emploi", "8414").local.country.labels)
    assert [c.inside for c in crossings] == [True] * 10 + [False] * 5
    for crossing in crossings:
        change = crossing.change
        if change.group is None:
            assert change.sentence.startswith("Aucun changement d'un seul poids")
        else:
            assert change.points == pytest.approx(100 * (change.new_weight - change.weight))  # type: ignore[operator]
            assert GROUPS[change.group] in change.sentence
            assert change.sentence.startswith("Sort des" if crossing.inside else "Entre dans les")


# --- stakes ----------------------------------------------------------------------------------------------------


def test_scenarios_are_what_the_other_strategy_gives(study: Studies, ranked: Ranked) -> None:
    local = study("zone_emploi", "8414").local
    scenarios = stake_scenarios(ranked.ranking, default_strategy(), local.country.labels)
    weights = [s for s in default_strategy().stakes if s.weight > 0]
    assert len(scenarios) == 3 * len(weights)
    before = ranked.ranking.places()
    moving = [s for s in scenarios if s.entering][:2]
    assert moving
    for scenario in [*moving, scenarios[0]]:
        factor = {DOUBLED: 2.0, REMOVED: 0.0}.get(scenario.change, 0.5)
        other = one_stake(factor, scenario.stake)
        after = rank_candidates(local, other).ranking
        assert scenario.new_share == pytest.approx(other.shares()[scenario.stake])
        come = {ranked.ranking.codes[i] for i in after.order[:10]} - {
            ranked.ranking.codes[i] for i in ranked.ranking.order[:10]
        }
        assert {m.activity for m in scenario.entering} == come
        rank_of = dict(zip(after.codes, after.places().tolist(), strict=True))
        for move in (*scenario.entering, *scenario.leaving):
            assert move.after == rank_of[move.activity]
            assert move.before == before[ranked.ranking.codes.index(move.activity)]
            assert move.label in scenario.sentence


def test_a_sole_stake_has_no_scenario(study: Studies) -> None:
    local = study("zone_emploi", "8414").local
    default = default_strategy()
    health = replace(default, stakes=tuple(replace(s, weight=float(s.code == "E01")) for s in default.stakes))
    ranked = rank_candidates(local, health)
    assert stake_scenarios(ranked.ranking, health, local.country.labels) == ()
    tested, _ = robustness(ranked.ranking, health, local.country.labels)
    assert tested.scenarios == ()
    assert len(tested.sentences) == 1


def test_every_stake_is_told_once_as_moving_or_without_effect(
    tested: tuple[Robustness, dict[str, TargetRobustness]],
) -> None:
    whole, _ = tested
    still = whole.sentences[-1].lower()
    for stake in default_strategy().stakes:
        moves = any(s.entering for s in whole.scenarios if s.stake == stake.code)
        assert (stake.label.lower() in still) != moves
        told = [s for s in whole.sentences[1:-1] if f"« {stake.label} »" in s]
        assert bool(told) == moves


# --- criteria --------------------------------------------------------------------------------------------------


def test_tornado_scores_are_those_of_the_changed_weights(ranked: Ranked) -> None:
    ranking, share = ranked.ranking, default_strategy().group_shares()
    found = criterion_scores(ranking, default_strategy())
    service = next(i for i, is_service in enumerate(ranked.chosen.is_service) if is_service)
    for i in (ranking.order[0], service):
        for k, changed in enumerate(CRITERIA):
            for f, factor in enumerate(FACTORS):
                weight = {c.code: c.weight * (factor if c is changed else 1) for c in CRITERIA}
                total = carried = 0.0
                for group in GROUPS:
                    inside = [(weight[c.code], ranking.notes[i, j]) for j, c in enumerate(CRITERIA) if c.group == group]
                    known = [(w, n) for w, n in inside if not np.isnan(n)]
                    group_weight = share[group] * sum(w for w, _ in inside)
                    if sum(w for w, _ in known) > 0:
                        total += group_weight * sum(w * n for w, n in known) / sum(w for w, _ in known)
                        carried += group_weight
                assert found[i, k, f] == pytest.approx(total / carried)


def test_tornado_of_the_first(tested: tuple[Robustness, dict[str, TargetRobustness]]) -> None:
    drawn = [t.tornado for t in tested[1].values() if t.tornado]
    assert len(drawn) == 10
    for rank, tornado in enumerate(drawn, start=1):
        assert {b.criterion for b in tornado.bars} == {c.code for c in CRITERIA}
        swings = [max(abs(b.halved or 0), abs(b.doubled or 0)) for b in tornado.bars]
        assert swings == sorted(swings, reverse=True)
        assert tornado.best_rank <= rank <= tornado.worst_rank


# --- methods, postures, sentences ------------------------------------------------------------------------------


def test_three_methods_on_one_table(ranked: Ranked) -> None:
    agreement, compared = compare_methods(ranked.ranking)
    by_method = [r.by_method for r in compared]
    n = len(ranked.ranking.codes)
    for ranks in zip(*[(r.weighted_sum, r.promethee_ii, r.topsis) for r in by_method], strict=True):
        assert sorted(ranks) == list(range(1, n + 1))
    assert [r.weighted_sum for r in by_method] == list(range(1, n + 1))
    for one, r in zip(compared, by_method, strict=True):
        assert one.agree == (len({rank <= 10 for rank in (r.weighted_sum, r.promethee_ii, r.topsis)}) == 1)
    assert agreement.common == sum(max(r.weighted_sum, r.promethee_ii, r.topsis) <= 10 for r in by_method)
    a, b = (np.array([getattr(r, name) for r in by_method]) for name in ("weighted_sum", "topsis"))
    rho = 1 - 6 * ((a - b) ** 2).sum() / (n * (n**2 - 1))
    assert next(c.spearman for c in agreement.correlations if c.second == "topsis") == pytest.approx(rho)


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ((3, 1.5, 0.9, 0.1, 0.9), CONSOLIDATE),
        ((3, 1.5, 0.7, 0.1, 0.9), EXTEND),
        ((3, 0.9, 0.85, 0.1, 0.9), EXTEND),
        ((3, np.nan, np.nan, 0.1, 0.9), EXTEND),
        ((0, np.nan, np.nan, 0.7, 0.9), EXTEND),
        ((0, np.nan, np.nan, 0.5, 0.9), BET),
        ((3, 1.5, 0.9, 0.9, 0.6), BET),
        ((np.nan, np.nan, np.nan, np.nan, 0.9), BET),
    ],
)
def test_postures(ranked: Ranked, case: tuple[float, ...], expected: str) -> None:
    establishments, quotient, low, near, known = case
    notes = ranked.ranking.notes[:1].copy()
    notes[0, DENSITY] = near
    one = replace(ranked.ranking, notes=notes, known=np.array([known]))
    assert postures(one, *np.array([establishments, quotient, low])[:, None]) == [expected]


def test_trade_off_points_are_undominated_or_not(tested: tuple[Robustness, dict[str, TargetRobustness]]) -> None:
    points = [(p.fit, p.promise) for p in tested[0].trade_off]
    for point in tested[0].trade_off:
        beaten = any(f >= point.fit and p >= point.promise and (f, p) != (point.fit, point.promise) for f, p in points)
        assert point.undominated != beaten


def test_sentences_of_the_first(tested: tuple[Robustness, dict[str, TargetRobustness]]) -> None:
    for rank, target in enumerate(tested[1].values(), start=1):
        assert all(s.endswith(".") and not re.search(r"\bnan\b", s) for s in target.sentences)
        if rank <= 10:
            assert "dix premières" in target.sentences[0]
        assert [c.size for c in target.chances] == [5, 10, 20]
        assert [c.probability for c in target.chances] == sorted(c.probability for c in target.chances)
        for chance in target.chances:
            p = chance.probability
            assert chance.error == pytest.approx(3 * (p * (1 - p) / 10_000) ** 0.5)


def test_targets_carry_their_posture(study: Studies) -> None:
    found = study("zone_emploi", "8414").targets
    assert {t.posture for t in found} == {CONSOLIDATE, EXTEND, BET}
    assert all(t.establishments_here for t in found if t.posture == CONSOLIDATE)


def test_where_nothing_is_observed(study: Studies) -> None:
    territories = study("zone_emploi", "8414").local.edition.table("territories")
    empty = territories.filter((pl.col("level") == "epci") & (pl.col("jobs") == 0))["code"][0]
    local = study("epci", empty).local
    ranked = rank_candidates(local, default_strategy())
    assert "ancrage" not in ranked.ranking.informed
    tested, by_target = robustness(ranked.ranking, default_strategy(), local.country.labels)
    assert tested.trade_off == ()
    assert len(by_target) == 15
    only_here = replace(default_strategy(), groups={g: float(g == "ancrage") for g in GROUPS})
    with pytest.raises(AncrageError, match="ancrage local"):
        targets(local, only_here)


def test_the_table_gives_back_the_scores(ranked: Ranked) -> None:
    ranking = ranked.ranking
    assert ranking.table @ ranking.shares == pytest.approx(ranking.score)
    assert (places(ranking.order)[ranking.order] == np.arange(1, len(ranking.codes) + 1)).all()
