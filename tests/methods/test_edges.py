"""Where methods went wrong once, with the smallest input: ties, rounding, missing values, scales, ranges."""

from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage import methods as m
from ancrage.methods.matching import Names
from ancrage.methods.risk import symmetric_root

TINY = [1.0, 1e-3, 1e-6, 1e-8, 1e6]


@pytest.mark.parametrize("unit", TINY)
def test_the_optimum_does_not_depend_on_the_unit(unit: float) -> None:
    first = m.assign(np.array([[3, 1, 2], [1, 3, 2]]) * unit, np.full((2, 3), 2.0), [4, 4])
    assert first.value == pytest.approx(8 * unit) and first.gap == 0
    second = m.assign(np.array([[8, 5, 8, 4], [6, 8, 2, 4]]) * unit, [[1, 1, 3, 2], [2, 3, 2, 3]], [5, 5])
    assert second.value == pytest.approx(26 * unit)
    median = m.p_median(np.array([[7, 7, 3], [5, 3, 7], [1, 2, 2]]) * unit, 1)
    assert median.value == pytest.approx(12 * unit) and median.sites[0] in (1, 2)


@pytest.mark.parametrize("unit", TINY)
def test_no_capacity_is_overrun_whatever_its_unit(unit: float) -> None:
    rng = np.random.default_rng(1)
    for _ in range(10):
        scores, need = rng.integers(1, 9, (3, 6)), rng.integers(1, 9, (3, 6)) * unit
        capacity = np.full(3, 12 * unit)
        best = m.assign(scores, need, capacity, every=False)
        used = [need[i, best.agent == i].sum() for i in range(3)]
        assert (np.array(used) <= capacity * (1 + 1e-9)).all()
        assert best.value == m.assign(scores, need / unit, capacity / unit, every=False).value


def test_a_unit_that_changes_nothing_is_worth_nothing() -> None:
    assert m.assign([[1, 7], [4, 6]], [[1, 1], [1, 1]], [1, 1]).shadow_price.tolist() == [[0, 0]]
    assert m.assign([[5, 3]], [[1, 1]], [1], every=False).shadow_price[0, 0] == pytest.approx(3)


def test_exact_ties_share_ranks_and_duels() -> None:
    table, weights = [[3, 1, 2, 1], [2, 3, 0, 2]], [0.1, 0.4, 0.5, 0.3]
    two = m.rank_acceptability(table, weights, n_draws=10)
    assert two.rank_acceptability.tolist() == [[0.5, 0.5], [0.5, 0.5]]
    assert two.winner_entropy_bits == pytest.approx(1)
    three = m.rank_acceptability([*table, [0, 0, 0, 0]], weights, n_draws=10, pairwise=True)
    assert three.rank_acceptability[:2, :2].tolist() == [[0.5, 0.5], [0.5, 0.5]]
    assert three.pairwise_winning is not None and three.pairwise_winning[0, 1] == 0.5
    assert three.confidence_factors[:2].tolist() == [0.5, 0.5]


@given(st.lists(st.integers(0, 9), min_size=4, max_size=4), st.permutations(range(4)), st.sampled_from(TINY))
def test_alternatives_whose_scores_are_a_permutation_tie(values: list[int], order: list[int], unit: float) -> None:
    table = np.array([values, [values[i] for i in order], [0, 0, 0, 0]]) * unit
    found = m.rank_acceptability(table, [0.25] * 4, n_draws=3, pairwise=True)
    assert found.rank_acceptability[0] == pytest.approx(found.rank_acceptability[1])
    assert found.pairwise_winning is not None and found.pairwise_winning[0, 1] == 0.5


def test_values_equal_but_for_rounding_are_equal_on_every_scale() -> None:
    noise = [[0.1 + 0.2], [0.3], [0.3]]
    for scale in ("minmax", "rank"):
        assert m.normalise(noise, normalisation=scale).tolist() == [[0.5], [0.5], [0.5]]
    assert m.promethee_ii(noise, [1.0]).phi.tolist() == [0, 0, 0]
    assert m.vikor([[0.1 + 0.2, 1.0], [0.3, 2.0]], [0.5, 0.5]).ranking[0] == 1
    assert m.weight_sensitivity(np.array(noise) * 1e-9, [1.0]).members.tolist() == [0]
    assert m.calibration([0.1 + 0.2, 0.3], [1, 0], 1).auc == 0.5


def test_gini_of_classes_never_passes_one() -> None:
    assert m.gini([0, 10], [9, 1], normalised=True) == pytest.approx(1)
    assert m.gini([0] * 9 + [10], normalised=True) == pytest.approx(1)


@pytest.mark.parametrize("unit", [1, 100])
def test_a_ratio_of_exactly_one_is_not_above_one(unit: float) -> None:
    bought = np.array([2.19, 5.11]) * unit
    assert not m.dependency_geodep([[bought]] * 2, [[[9, 1]]] * 2, [[7.3 * unit]] * 2).dependent.any()
    assert not m.dependency_eu2021([bought], [7.3 * unit], [7.3 * unit]).passes[2].any()


def test_a_quotient_of_exactly_one_is_present() -> None:
    for unit in (1, 10):
        jobs = np.array([[1.2, 0.6], [3, 1.5]]) * unit
        assert m.presence(m.rca(jobs)).all()
        assert m.presence(m.location_quotient(jobs)).all()


def test_names_as_registers_spell_them() -> None:
    assert m.normalise_name("Cœur de Bœuf") == m.normalise_name("COEUR DE BOEUF") == "coeur de boeuf"
    assert m.normalise_name("Straße Sørensen Łódź Æro") == "strasse sorensen lodz aero"
    assert m.name_key("Thales S A S") == "thales"
    register = Names.of([m.name_key("COEUR DE BOEUF")])
    _, level, _ = m.name_agreement([m.name_key("Cœur de Bœuf")], register, [0], [0])
    assert level.tolist() == [7]


def test_names_without_a_letter_of_ours_match_only_themselves() -> None:
    keys = [m.name_key("Ελλάς"), m.name_key("Москва"), m.name_key("!!!")]
    score, level, _ = m.name_agreement(keys, Names.of(keys), [0, 0, 2], [0, 1, 2])
    assert level.tolist() == [7, 0, 0] and score[2] == 0


def test_pairs_are_not_several_structures() -> None:
    with pytest.raises(ValueError, match="« reference »"):
        m.krugman_index([[1, 2], [3, 4]], [[1, 1], [2, 2]], reference="pairwise")


@pytest.mark.parametrize("rate", [-0.2, 0.0, 0.1, 1.5])
def test_a_double_rate_is_a_rate(rate: float) -> None:
    assert m.irr(-100 * np.array([1, -2 * (1 + rate), (1 + rate) ** 2])) == pytest.approx(rate, abs=1e-7)
    with pytest.raises(ValueError, match="« cashflows »"):
        m.irr([-100, 220, -122])


@pytest.mark.parametrize("n", [30, 40, 60])
def test_reflections_are_those_of_exact_arithmetic(n: int) -> None:
    present = np.random.default_rng(0).random((30, 20)) < 0.4
    present[0], present[:, 0] = True, True
    with localcontext() as context:
        context.prec = 120
        exact = np.array([[Decimal(int(cell)) for cell in row] for row in present])
        diversity, ubiquity = exact.sum(axis=1), exact.sum(axis=0)
        kc, kp = diversity, ubiquity
        for _ in range(n):
            kc, kp = exact @ kp / diversity, exact.T @ kc / ubiquity
        centred = kc - kc.sum() / len(kc)
        wanted = (centred / max(abs(centred))).astype(float)
    found, _ = m.reflections(present, n).standardised()
    assert np.corrcoef(found, wanted)[0, 1] == pytest.approx(1, abs=1e-9)


def test_reflections_reach_the_eigenvector() -> None:
    present = np.random.default_rng(0).random((30, 20)) < 0.4
    present[0], present[:, 0] = True, True
    found, _ = m.reflections(present, 400).standardised()
    assert abs(np.corrcoef(found, m.eci_pci(present).eci)[0, 1]) == pytest.approx(1)


def test_interchangeable_territories_have_no_order() -> None:
    assert np.isnan(m.eci_pci(1 - np.eye(4)).eci).all()
    large = np.kron(np.ones((1, 1)), 1 - np.eye(80))
    assert np.isnan(m.eci_pci(large).eci).all()
    assert np.isnan(m.reflections(np.ones((3, 3)), 4).standardised()[0]).all()


def test_missing_is_never_true() -> None:
    for call in (
        lambda: m.persistence([[np.nan], [1]]),
        lambda: m.dependency_agreement([np.nan]),
        lambda: m.supplier_concentration([0, 0], [0, 1], [1, 1], [np.nan, 1]),
        lambda: m.supplier_concentration([0, 0], [0, 1], [1, 1], ["FR", "CN"]),
        lambda: m.supplier_concentration([0.7, 0], [0, 1], [1, 1], [True, False]),
        lambda: m.supplier_concentration([0], ["CN"], [1], [True]),
        lambda: m.know_how_at_risk([10], [0.5], 1, 0.5, hhi=np.nan),
        lambda: m.know_how_at_risk([10], [0.5], 1, 0.5, hhi=2500),
        lambda: m.know_how_at_risk([10], [0.5], 1, 0.5, hhi=-1),
        lambda: m.match_posterior([np.inf], [0], 1),
        lambda: m.distance_km(np.nan, 48, 2, 48),
        lambda: m.distance_km(np.inf, 48, 2, 48),
    ):
        with pytest.raises(ValueError, match="«"):
            call()


def test_a_masked_value_is_left_out_or_refused() -> None:
    masked = np.ma.array([1, 1, 1000], mask=[0, 0, 1])
    assert m.herfindahl(masked) == pytest.approx(0.5)
    assert m.herfindahl(masked, form="normalised") == pytest.approx(0)
    with pytest.raises(ValueError, match="manquante"):
        m.gini(masked)


def test_a_single_territory_has_no_outlook_and_no_warning() -> None:
    assert np.isnan(m.complexity_suite([[1, 2]], coi_standardised=True).coi).all()


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: m.ellison_glaeser([[0.3, 0.4], [0.1, 0.2]]), "employment"),
        (lambda: m.ellison_glaeser([[30, 40], [10, 20]], H=[2, 0.1]), "H"),
        (lambda: m.slq([10, 0], [5, 100]), "regional"),
        (lambda: m.labour_market_validity(500, 70), "self_containment"),
        (lambda: m.lm3([100, 200, 300]), "rounds"),
        (lambda: m.spending_split([[0.3], [0.2]], [0.4], [0.3]), "effects"),
        (lambda: m.dependency_cae([[1, 2]], [1], suppliers=0), "suppliers"),
        (lambda: m.dependency_cae([[1, 2]], [1], suppliers=-1), "suppliers"),
        (lambda: m.total_cost({"price": 1, "duty_rate": 5}, {"price": 2}), "offshore.duty_rate"),
        (
            lambda: m.total_cost({"price": 1, "risks": [(2, 10)], "annual_volume": 1}, {"price": 2}),
            "offshore.risks",
        ),
        (lambda: m.total_cost({"price": 1, "extra": 3}, {"price": 2}), "offshore.extra"),
        (lambda: m.total_cost({"price": "cher"}, {"price": 2}), "offshore.price"),
        (lambda: m.total_cost({"price": [1, 2]}, {"price": [1, 2, 3]}), "offshore.price"),
        (lambda: m.npv([0.1, 0.2, 0.3], [[1, 2], [3, 4]]), "rate"),
        (lambda: m.weighted_sum([["cher"]], [1]), "matrix"),
        (lambda: m.site_fit([3], [1, 2], [[1]], [1]), "need_ha"),
        (lambda: m.site_fit(3, [1, 2, 3], [[1]], [1]), "area_ha"),
        (lambda: m.theil_decomposition([1, 2], ["a", None]), "groups"),
        (lambda: m.siren_is_valid(732829320), "siren"),
        (lambda: m.p_median([[1, 2]], 1.5), "p"),
    ],
)
def test_out_of_range_is_said_by_name(call: object, name: str) -> None:
    with pytest.raises(ValueError, match=f"« {name} »"):
        call()  # type: ignore[operator]


def test_labels_may_be_pairs() -> None:
    pairs = m.theil_decomposition([1, 2, 4], [("a", 1), ("a", 1), ("b", 2)])
    assert pairs.between == m.theil_decomposition([1, 2, 4], ["a", "a", "b"]).between


def test_a_siren_as_french_typography_prints_it() -> None:
    for space in ("\u00a0", "\u202f", " ", "\u2009"):
        assert m.siren_is_valid(f"732{space}829{space}320")
        assert m.siret_is_valid(f"732{space}829{space}320{space}00074")


def test_few_cases_have_as_many_groups() -> None:
    assert len(m.calibration([0.1, 0.4, 0.8], [0, 0, 1]).observed) == 3


def test_a_price_that_nothing_reaches_is_said() -> None:
    far = m.total_cost({"price": 1, "freight": 500}, {"price": 10})
    assert far.break_even_price < 0 and not far.price_decides
    assert m.total_cost({"price": 1, "freight": 5}, {"price": 10}).price_decides


def test_the_root_of_a_correlation_is_symmetric() -> None:
    correlation = np.array([[1, 0.5, 0], [0.5, 1, 0], [0, 0, 1]])
    root = symmetric_root(correlation, 3)
    assert root == pytest.approx(root.T) and root @ root == pytest.approx(correlation)
    assert symmetric_root(np.eye(4), 4) == pytest.approx(np.eye(4))


def test_a_share_of_an_exact_whole_is_a_share() -> None:
    over = np.nextafter(1.0, 2.0)
    assert m.leak_index(over, over, 0) == 1
    assert m.joint_evidence(over) == 1
    with pytest.raises(ValueError, match="« foreign_share »"):
        m.leak_index(1.001, 1, 0)
