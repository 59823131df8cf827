"""The set of targets that fits: optimal, within limits, explained, and honest when nothing fits."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ancrage.domain.limits import Limits, in_sector
from ancrage.steps.limits_check import limits_check
from ancrage.steps.portfolio import GOALS, PROJECTS, portfolio
from ancrage.steps.portfolio_choice import CONSIDERED, Project, central, projects_of, total, value
from ancrage.steps.resources import YES, Need, Range, Regime

SEVESO = Regime(1, "A", "A", YES, "Ammoniac", True, True, "K")


def project(
    activity: str, score: float = 0.5, land: float | None = 2.0, jobs: float = 50.0, regime: Regime | None = None
) -> Project:
    def fixed(x: float | None) -> Range | None:
        return None if x is None else Range(x, x, x)

    need = Need(activity, fixed(jobs), 10, fixed(land), (), None, (), None, (), regime, "")
    return Project(activity, f"Activité {activity}", score, score / 2, need)


THREE = (project("10.11", 0.9, 6.0), project("25.62", 0.8, 3.0), project("26.11", 0.7, 3.0))


def chosen(found) -> list[str]:
    return [p.activity for p in found.projects]


def test_two_small_projects_beat_a_large_one_when_land_is_short():
    found = portfolio(THREE, Limits(land_ha=6))
    assert chosen(found) == ["25.62", "26.11"]
    assert found.value == pytest.approx(1.5)
    assert found.jobs == 100
    assert found.gap == 0
    assert "2\u00a0projets" in found.sentence and "optimum prouvé" in found.sentence
    assert found.used[0].sentence.replace("\u00a0", " ") == "Foncier : 6,0 sur 6,0 ha."


def test_what_one_more_hectare_or_project_would_buy():
    found = {m.limit: m for m in portfolio(THREE, Limits(land_ha=6)).marginals}
    land = found["foncier"]
    assert (land.more, land.entering, land.leaving) == (5, ("10.11",), ("26.11",))
    assert land.gain == pytest.approx(0.2)
    assert "moins n'apporte rien" in land.sentence
    assert found["nombre de projets"].gain == 0
    assert "ce n'est pas ce qui limite" in found["nombre de projets"].sentence


def test_alternatives_are_other_sets_from_the_best_to_the_worst():
    found = portfolio(THREE, Limits(land_ha=6))
    assert [a.activities for a in found.alternatives] == [("10.11",)]
    assert found.alternatives[0].loss == pytest.approx(0.6)
    assert "10.11 au lieu de 25.62 et 26.11" in found.alternatives[0].sentence


def test_the_number_of_projects_is_limited_even_when_nothing_is_said():
    many = [project(f"{10 + i}.1{i % 9}", 0.5 + i / 100) for i in range(20)]
    assert len(portfolio(many, Limits()).projects) == PROJECTS
    assert len(portfolio(many, Limits(), most=3).projects) == 3
    assert chosen(portfolio(many, Limits(), most=3)) == [p.activity for p in many[:-4:-1]]


def test_a_division_takes_only_so_many():
    four = [project(f"25.{i}1", 0.9 - i / 10) for i in range(4)] + [project("10.11", 0.1)]
    assert chosen(portfolio(four, Limits())) == ["25.01", "25.11", "10.11"]
    assert chosen(portfolio(four, Limits(), per_division=1)) == ["25.01", "10.11"]


def test_goals_lead_to_other_sets():
    two = (project("10.11", 0.9, 3.0, jobs=20), project("25.62", 0.3, 3.0, jobs=90))
    assert chosen(portfolio(two, Limits(land_ha=3))) == ["10.11"]
    assert chosen(portfolio(two, Limits(land_ha=3), goal="emplois")) == ["25.62"]
    assert chosen(portfolio(two, Limits(land_ha=3), goal="enjeux")) == ["10.11"]


def test_equal_jobs_are_told_apart_by_score():
    two = (project("25.62", 0.3), project("10.11", 0.9))
    assert chosen(portfolio(two, Limits(), most=1, goal="emplois")) == ["10.11"]


def test_a_target_that_breaks_a_limit_is_set_apart_with_its_reason():
    found = portfolio((project("20.15", 0.9, regime=SEVESO), project("25.62", 0.2)), Limits(seveso_allowed=False))
    assert chosen(found) == ["25.62"]
    apart = limits_check(project("20.15", 0.9, regime=SEVESO).need, Limits(seveso_allowed=False))
    assert apart.set_apart and "Seveso" in apart.reasons[0]
    assert "1\u00a0écartée par une limite" in found.sentence


def test_an_unknown_need_is_counted_zero_and_named():
    found = portfolio((project("25.62", land=None), project("10.11")), Limits(land_ha=2, power_mw=5))
    land, power = found.used
    assert land.unknown == ("25.62",) and "besoin inconnu pour 1 sur 2" in land.sentence
    assert "n'est pas vérifiée" in power.sentence
    assert [m.limit for m in found.marginals] == ["foncier", "nombre de projets"]


def test_nothing_to_choose_is_an_empty_portfolio():
    found = portfolio((), Limits())
    assert found.infeasible is None and found.projects == () and found.alternatives == ()


@pytest.mark.parametrize(
    ("limits", "most", "said", "unsaid"),
    [
        (Limits(required=("99",)), 9, ["l'exigence du secteur 99 (aucune cible n'en fait partie)"], ["foncier"]),
        (
            Limits(land_ha=5, required=("10",)),
            9,
            ["la limite de foncier (5 ha)", "l'exigence du secteur 10"],
            ["projets"],
        ),
        (Limits(excluded=("10",), required=("10.11",)), 9, ["l'exclusion du secteur 10", "secteur 10.11"], ["foncier"]),
        (Limits(required=("10", "26")), 1, ["le nombre de projets (1 au plus)"], ["foncier", "diversité"]),
        (
            Limits(land_ha=5, required=("10", "25", "26")),
            1,
            ["la limite de foncier (5 ha) et le nombre"],
            ["Seveso"],
        ),
    ],
)
def test_impossible_limits_name_the_culprit(limits, most, said, unsaid):
    found = portfolio(THREE, limits, most=most)
    assert found.infeasible and found.projects == ()
    assert found.sentence == found.infeasible
    text = found.infeasible.replace("\u00a0", " ")
    assert [part for part in said if part not in text] == []
    assert [part for part in unsaid if part in text] == []


def test_a_bad_call_is_refused():
    with pytest.raises(ValueError, match="goal"):
        portfolio(THREE, Limits(), goal="joie")
    with pytest.raises(ValueError, match="per_division"):
        portfolio(THREE, Limits(), per_division=0)


def test_a_real_territory(study):
    found = study("zone_emploi", "8414")
    limits = Limits(land_ha=12, excluded=("26",), required=("10",))
    candidates = projects_of(found.local.edition, found.targets, limits)
    assert len(candidates) > CONSIDERED
    best = portfolio(candidates, limits)
    assert best == portfolio(candidates, limits)
    assert best.gap == 0 and best.projects
    taken = {p.activity for p in best.projects}
    assert total([p for p in candidates if p.activity in taken], "land_ha") <= 12
    assert any(in_sector(p.activity, "10") for p in best.projects)
    assert not any(in_sector(p.activity, "26") for p in best.projects)
    assert all(a.loss_share == pytest.approx(a.loss / best.value) for a in best.alternatives)
    assert all(a.loss >= 0 for a in best.alternatives) and len(best.alternatives) == 3


ACTIVITIES = ("10.11", "10.20", "10.39", "20.15", "25.62", "25.94", "26.11", "27.20")


@st.composite
def worlds(draw):
    codes = draw(st.lists(st.sampled_from(ACTIVITIES), min_size=1, max_size=6, unique=True))
    return tuple(
        project(
            code,
            draw(st.integers(0, 100)) / 100,
            draw(st.one_of(st.none(), st.integers(1, 90).map(lambda x: x / 10))),
            draw(st.integers(10, 200)),
        )
        for code in codes
    )


@given(worlds(), st.integers(1, 20), st.integers(1, 4), st.sampled_from(sorted(GOALS)))
@settings(max_examples=25)
def test_the_optimum_is_that_of_trying_everything(world, land, most, goal):
    limits = Limits(land_ha=land)

    def fits(some: tuple[Project, ...]) -> bool:
        divisions = [p.activity[:2] for p in some]
        alone = all(p.need.land_ha is None or p.need.land_ha.low <= land for p in some)
        return alone and total(some, "land_ha") <= land + 1e-9 and all(divisions.count(d) <= 2 for d in divisions)

    sets = [s for n in range(most + 1) for s in combinations(world, n) if fits(s)]
    expected = max(sum(value(p, goal) for p in some) for some in sets)
    assert portfolio(world, limits, goal=goal, most=most).value == pytest.approx(expected, abs=1e-6)


@given(worlds(), st.integers(1, 15), st.integers(1, 10), st.integers(1, 3))
@settings(max_examples=15)
def test_more_capacity_never_lowers_the_optimum(world, land, more, most):
    tight = portfolio(world, Limits(land_ha=land), most=most)
    assert portfolio(world, Limits(land_ha=land + more), most=most).value >= tight.value - 1e-6
    assert portfolio(world, Limits(land_ha=land), most=most + 1).value >= tight.value - 1e-6
    assert all(m.gain >= 0 for m in tight.marginals)
    assert all(a.loss >= -1e-6 for a in tight.alternatives)


@given(worlds(), st.sampled_from(["10", "20", "25.6"]), st.sampled_from(["10", "25", "26.11"]), st.integers(2, 15))
@settings(max_examples=25)
def test_excluded_is_never_chosen_and_required_always_or_the_culprit_is_named(world, out, wanted, land):
    found = portfolio(world, Limits(land_ha=land, excluded=(out,), required=(wanted,)))
    assert not any(in_sector(p.activity, out) for p in found.projects)
    if found.infeasible is None:
        assert any(in_sector(p.activity, wanted) for p in found.projects)
        taken = {p.activity for p in found.projects}
        assert sum(central(p.need, "land_ha") for p in world if p.activity in taken) <= land + 1e-9
    else:
        assert f"secteur {wanted}" in found.infeasible
