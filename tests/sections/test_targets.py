"""What the targets, the what-ifs, the portfolio and the strategy show."""

import json

import pytest
from msgspec.structs import replace

from ancrage.sections.portfolio import PORTFOLIO, left_out, margins
from ancrage.sections.shortlist import TO_DO, kept, set_apart
from ancrage.sections.strategy import STRATEGY
from ancrage.sections.table import Table, table
from ancrage.sections.target_card import here
from ancrage.sections.targets import RANKING
from ancrage.sections.targets_figures import first_targets, trade, trade_off
from ancrage.sections.targets_tables import CRITERIA, PRODUCTS
from ancrage.sections.vulnerability import answer
from ancrage.sections.what_if import STEADINESS
from ancrage.sections.what_if_figures import tornado
from ancrage.steps.vulnerability import ActivityVerdict
from ancrage.study import Study
from ancrage.writers.json import write_json
from tests import fixtures


@pytest.fixture(scope="module")
def dense() -> Study:
    return fixtures.typed(fixtures.dense())


@pytest.fixture(scope="module")
def chosen() -> Study:
    return fixtures.typed(fixtures.chosen())


def column(rows: Table, name: str) -> list[object]:
    at = [c.name for c in rows.columns].index(name)
    return [row[at] for row in rows.rows]


def test_targets_set_apart_are_in_no_figure(chosen: Study) -> None:
    apart = {target.activity for target in set_apart(chosen)}
    assert apart
    for draw in (first_targets, trade_off, trade):
        figure = draw(chosen)
        assert figure.table and not apart & {cell for row in figure.table.rows for cell in row}


def test_the_trade_off_names_the_first_targets_and_counts_postures(dense: Study) -> None:
    figure, first = trade_off(dense), dense.targets[:10]
    assert figure.table and [row[1] for row in figure.table.rows[:10]] == [t.activity for t in first]
    postures = [target.posture for target in first]
    for posture, words in TO_DO.items():
        if n := postures.count(posture):
            assert f"{n} {words}" in figure.sentence


def test_the_tornado_is_of_the_first_target_that_is_kept(dense: Study) -> None:
    first, *others = dense.targets
    study = replace(dense, targets=(replace(first, set_apart=True), *others))
    assert f"« {others[0].label} »" in tornado(study).sentence


@pytest.mark.parametrize(
    ("vulnerable", "approximate", "words"),
    [(True, False, "oui"), (False, True, "non (approché)"), (None, True, "on ne peut pas dire")],
)
def test_a_verdict_is_never_firmer_than_it_is(vulnerable: bool | None, approximate: bool, words: str) -> None:
    assert answer(ActivityVerdict("cae", vulnerable, approximate, None, None, None, None)) == words


@pytest.mark.parametrize(
    ("position", "jobs", "sites", "words"),
    [
        ("présent", 35, 1, "Ici : 1\u00a0établissement, 35\u00a0emplois\u00a0(est.)."),
        ("proche", 0, 0, "les savoir-faire proches y sont"),
        ("éloigné", None, None, "Éloigné de ce qui se fait ici."),
    ],
)
def test_where_the_territory_stands_on_a_target(dense, position, jobs, sites, words) -> None:
    target = replace(dense.targets[0], kind="bien", position=position, jobs_here=jobs, establishments_here=sites)
    assert words in here(dense, target)


def test_every_target_and_criterion_has_its_row_with_its_own_source(dense: Study) -> None:
    rows = table(dense, CRITERIA)
    assert len(rows.rows) == len(dense.targets) * len(dense.strategy.criteria)
    assert {c.name for c in rows.columns} >= {"valeur", "note", "origine.source", "origine.statut"}
    for value, status in zip(column(rows, "valeur"), column(rows, "origine.statut"), strict=True):
        assert (value is None) == (status == "absent")
    assert not rows.paths  # each row names its own source


def test_services_do_not_take_their_sources_from_customs(dense: Study) -> None:
    criteria = {criterion.code: criterion for criterion in dense.strategy.criteria}
    share = criteria["part_hors_ue"]
    assert share.goods.source != share.services.source
    assert share.origin("service") == share.services and share.origin("bien") == share.goods


def test_every_product_of_a_target_is_in_the_sheet(dense: Study) -> None:
    assert len(table(dense, PRODUCTS).rows) == sum(len(target.products) for target in dense.targets)


def test_why_a_target_is_set_apart_is_in_the_ranking(chosen: Study) -> None:
    reasons = dict(
        zip(column(table(chosen, RANKING), "activite"), column(table(chosen, RANKING), "motif"), strict=True)
    )
    assert all(reasons[target.activity] for target in set_apart(chosen))
    assert not any(reasons[target.activity] for target in kept(chosen))


def test_the_page_tests_only_targets_that_are_kept(chosen: Study) -> None:
    ranks = column(table(chosen, STEADINESS), "cibles.rang")
    assert ranks and not set(ranks) & {target.rank for target in set_apart(chosen)}


def test_projects_come_with_their_rank_and_usual_size(chosen: Study) -> None:
    projects, *_ = [table(chosen, view) for view in PORTFOLIO.views if view.id == "projets"]
    assert len(projects.rows) == len(chosen.portfolio.projects)
    targets = {target.activity: target for target in chosen.targets}
    for code, rank in zip(column(projects, "activite"), column(projects, "cibles.rang"), strict=True):
        assert rank == (targets[code].rank if code in targets else None)


def test_what_is_left_out_and_what_more_would_buy_is_told_by_name(chosen: Study) -> None:
    inside = {project.activity for project in chosen.portfolio.projects}
    missing = [target for target in kept(chosen)[:5] if target.activity not in inside]
    assert all(f"« {target.label} »" in left_out(chosen) for target in missing)
    named = {target.activity for target in chosen.targets}
    for row, sentence in zip(chosen.portfolio.marginals, margins(chosen), strict=True):
        assert all(f"({code})" in sentence for code in {*row.entering, *row.leaving} & named)


def test_goals_name_their_stake(chosen: Study) -> None:
    goals, *_ = [table(chosen, view) for view in STRATEGY.views if view.id == "objectifs"]
    assert all(" " in str(stake) for stake in column(goals, "enjeu"))


def test_criteria_are_one_table_and_targets_not_told_in_full_are_short(dense: Study) -> None:
    document = json.loads(write_json(dense))
    table_of = document["criteres"]
    told, short = document["cibles"], document["cibles_suivantes"]
    assert all(target["detaillee"] for target in told[-1:])
    codes = [target["activite"] for target in told] + (short["activite"] if short else [])
    assert table_of["activite"] == codes and len(table_of["valeurs"]["importations"]) == len(codes)
    assert not {"raisons", "produits", "vulnerabilite", "besoins", "detaillee"} & set(short)
