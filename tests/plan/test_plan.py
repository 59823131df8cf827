"""The plan answers what is observed: each action has a signal, and two places or two wills give two plans."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ancrage.domain.knowledge import Knowledge, Note, Signal
from ancrage.domain.plan import FIELDS, LABELS, STAGES, STATUSES, month_number, month_text
from ancrage.domain.strategy import Goal, Strategy
from ancrage.inputs.strategy import default_strategy
from ancrage.reference import read_reference
from ancrage.steps.local import Local
from ancrage.steps.plan import Plan
from ancrage.steps.plan.library import failures, templates, thresholds
from ancrage.steps.plan.signals import RULES
from ancrage.steps.plan.supports import CHECKS, is_over, last_day, supports
from ancrage.study.run import Results, run_steps
from ancrage.warehouse.edition import Edition, open_edition

Studies = Callable[[str, str], Results]
ARVE, MAYOTTE = ("zone_emploi", "8414"), ("departement", "976")


@pytest.fixture(scope="module")
def cognac(edition) -> tuple[str, str]:
    row = edition.table("territories").row(
        by_predicate=(pl.col("level") == "zone_emploi") & (pl.col("label") == "Cognac"), named=True
    )
    return ("zone_emploi", row["code"])


@pytest.fixture(scope="module")
def lyon() -> tuple[str, str]:
    return ("epci", "200046977")


def subjects(plan: Plan) -> set[str]:
    return {a.id for a in plan.actions}


def wanted(**weights: float) -> Strategy:
    default = default_strategy()
    stakes = tuple(replace(s, weight=weights.get(s.code, 0.0)) for s in default.stakes)
    return replace(default, origin="essai.toml", stakes=stakes)


def again(study: Results, strategy: Strategy | None = None, knowledge: Knowledge = Knowledge()) -> Plan:  # noqa: B008
    local = study.local
    return run_steps(local.edition, local.territory, strategy or study.strategy, knowledge).plan


# the library


def test_every_template_is_ruled_or_left_to_decide() -> None:
    rows = templates().values()
    assert len(rows) == 41 and {t.stage for t in rows} == set(STAGES)
    assert {t.signal for t in rows if t.signal} == set(RULES) == set(thresholds())
    stakes = set(read_reference("enjeux.csv")["code"]) | {"*"}
    aids = set(read_reference("aides.csv")["code"])
    for t in rows:
        assert t.indicator and t.unit and t.lead and t.trigger, t.code
        assert set(t.stakes) <= stakes and set(t.supports) <= aids and set(t.after) <= set(templates()), t.code
        assert set(t.failures) <= set(failures()), t.code
        if t.signal:
            assert len(t.steps) == 3 and t.stakes | {"": 0} and t.target and t.work_months, t.code
            assert t.target[0] <= t.target[1] and t.work_months[0] <= t.work_months[1], t.code


def test_criteria_of_supports_are_known() -> None:
    rows = read_reference("aides_criteres.csv")
    assert set(rows["critere"]) <= set(CHECKS)
    assert set(rows["aide"]) <= set(read_reference("aides.csv")["code"])


def test_headings_of_files_and_pages_agree() -> None:
    assert set(FIELDS) == set(LABELS)
    assert len(set(LABELS.values())) == len(LABELS)


# what a plan is


@pytest.mark.parametrize("place", [ARVE, MAYOTTE, ("departement", "75"), ("epci", "249730052"), ("region", "03")])
def test_every_action_has_a_signal_an_indicator_and_a_place_in_time(study: Studies, place: tuple[str, str]) -> None:
    plan = study(*place).plan
    assert 8 <= len(plan.actions) <= 13
    assert {a.stage for a in plan.actions} == set(STAGES)
    for a in plan.actions:
        assert a.observation and a.observation.sentence.endswith(".") and a.signal_seen
        assert a.values["indicateur"] and a.values["unite_indicateur"] and a.values["cible_bas"] is not None
        assert 1 <= a.first_month <= a.last_month <= plan.horizon
        assert len(a.steps) == 3 and not any("{" in step for step in a.steps)
        assert a.values["statut"] in STATUSES and a.priority and 0 <= a.priority.score <= 100
        assert "None" not in " ".join((*a.steps, a.cost_sentence, a.indicator_sentence, a.observation.sentence))


@settings(max_examples=12)
@given(row=st.integers(0, 1862), weights=st.dictionaries(st.sampled_from(["E01", "E05", "E09"]), st.floats(1, 9)),
       years=st.integers(1, 12))  # fmt: skip
def test_any_place_any_will_any_horizon(row: int, weights: dict[str, float], years: int) -> None:
    from ancrage.inputs.territories import read_territory

    edition = open_edition()
    level, code = edition.table("territories").select("level", "code").row(row)
    strategy = replace(wanted(**weights) if weights else default_strategy(), horizon_years=years)
    plan = run_steps(edition, read_territory(edition, f"{level}:{code}").value, strategy).plan
    assert plan.actions and plan.horizon == 12 * years
    for a in plan.actions:
        assert a.observation and a.values["indicateur"]
        assert 1 <= a.first_month <= a.last_month <= plan.horizon
    ids = [a.id for a in plan.actions] + [r.action.id for r in plan.reserve]
    assert len(ids) == len(set(ids))


def test_four_places_have_four_plans(study: Studies, cognac: tuple[str, str], lyon: tuple[str, str]) -> None:
    plans = [subjects(study(*place).plan) for place in (ARVE, cognac, MAYOTTE, lyon)]
    for i, a in enumerate(plans):
        for b in plans[i + 1 :]:
            assert len(a & b) / len(a | b) < 0.5


def test_two_wills_have_two_plans(study: Studies) -> None:
    here = study(*ARVE)
    health, jobs = (again(here, wanted(**w)) for w in ({"E01": 10, "E02": 2, "E05": 1}, {"E05": 10, "E13": 4}))
    a, b = subjects(health), subjects(jobs)
    assert len(a & b) / len(a | b) < 0.5
    assert any("médical" in str(x.values["titre"]) for x in health.actions)
    assert any(x.template == "T34" for x in jobs.actions) and not any(x.template == "T34" for x in health.actions)
    assert not any(x.template == "T10" for x in health.actions)  # its weights are decided


def test_same_inputs_same_plan(study: Studies) -> None:
    assert again(study(*ARVE)) == study(*ARVE).plan


def test_a_goal_of_the_strategy_is_what_the_action_is_for(study: Studies) -> None:
    goal = Goal("emplois", "Emplois industriels", "emplois", 100.0, 2026, 400.0, 2030, "E05")
    plan = again(study(*ARVE), replace(wanted(E05=1), goals=(goal,)))
    served = [a for a in plan.actions if a.purpose and a.purpose.year == 2030]
    assert served and all("100" in a.purpose.sentence and "400" in a.purpose.sentence for a in served if a.purpose)
    assert not any(a.template == "T09" for a in plan.actions)


def test_a_dated_strategy_dates_the_plan(study: Studies) -> None:
    plan = again(study(*ARVE), replace(default_strategy(), first_year=2027, horizon_years=5))
    assert plan.start == "2027-01" and plan.horizon == 60
    first = min(plan.actions, key=lambda a: a.first_month)
    assert first.values["debut"] == "2027-01"
    assert not any("n'est pas daté" in h for h in plan.hypotheses)


def test_what_the_territory_told_is_counted(study: Studies) -> None:
    here = study(*ARVE)
    sirets = here.local.register["siret"].to_list()
    notes = tuple(Note(s, "visite", None, "essai", "vue") for s in sirets[:60])
    plan = again(here, knowledge=Knowledge(notes=notes))
    assert "T02" not in subjects(plan) | {r.action.id for r in plan.reserve}
    rare = here.diagnostic.know_how_at_risk[0].activity
    holder = here.local.register.filter(pl.col("class") == rare)["siret"][0]
    told = again(here, knowledge=Knowledge(signals=(Signal(holder, "transmission", None, "essai", ""),)))
    action = next(a for a in (*told.actions, *(r.action for r in told.reserve)) if a.id == f"T27-{rare}")
    assert action.observation and "transmission" in action.observation.sentence


def test_links_to_attract_or_anchor_come_after_knowing(study: Studies) -> None:
    plan = study(*ARVE).plan
    know = min(a.last_month for a in plan.actions if a.stage == "connaître")
    assert all(a.first_month > know for a in plan.actions if a.stage in ("attirer", "ancrer"))


# supports


def test_supports_closed_elsewhere_or_for_another_trade_are_left_out(study: Studies) -> None:
    local: Local = study(*ARVE).local
    assert supports(local, ("A15", "A16", "A30"), "", "") == ()  # closed
    assert supports(local, ("A11", "A40"), "", "") == ()  # Meuse and Lavelanet, overseas
    assert supports(local, ("A23", "A24", "A37"), "", "") == ()  # Occitanie, Grand Est, overseas
    assert [s.verdict for s in supports(local, ("A22", "A01"), "", "")] == ["critère rempli", "critère rempli"]
    assert supports(local, ("A14",), "25.62", "") == () and supports(local, ("A14",), "21.20", "")
    assert supports(study(*MAYOTTE).local, ("A37",), "", "")[0].verdict == "critère rempli"


def test_a_support_that_ends_before_the_action_is_left_out(study: Studies) -> None:
    local = study(*ARVE).local
    assert supports(local, ("A12",), "", "2026-12") and not supports(local, ("A12",), "", "2027-01")
    assert supports(local, ("A01",), "", "2027-12") and not supports(local, ("A01",), "", "2028-01")
    undated = supports(local, ("A12",), "", "")[0]
    assert "2026" in undated.sentence


def test_a_support_past_its_last_day_is_closed_by_itself(study: Studies) -> None:
    """The day is that of the edition, or the one asked for: never the clock, whatever the status of the row says."""
    local = study(*ARVE).local
    assert supports(local, ("A12",), "", "")  # last day: 15 December 2026
    seen = replace(local, edition=open_edition(on=date(2026, 12, 15)))
    assert supports(seen, ("A12",), "", "")
    after = replace(local, edition=open_edition(on=date(2026, 12, 16)))
    assert supports(after, ("A12",), "", "") == ()
    assert supports(after, ("A01",), "", "") and not supports(
        replace(local, edition=open_edition(on=date(2028, 1, 1))), ("A01",), "", ""
    )


@pytest.mark.parametrize(
    ("written", "day"), [("2027", "2027-12-31"), ("2021-06-01", "2021-06-01"), ("2024-02", "2024-02-31")]
)
def test_the_last_day_of_a_support(written: str, day: str) -> None:
    assert last_day(written) == day


def test_no_open_support_of_the_base_is_over(edition: Edition) -> None:
    rows = read_reference("aides.csv").fill_null("").rows(named=True)
    assert not [r["code"] for r in rows if r["statut"] == "ouvert" and is_over(r, edition.day)]
    over = {r["code"] for r in rows if is_over(r, edition.day)}
    assert over == {"A15", "A16", "A30"}


# months


@given(st.integers(1, 480), st.integers(2000, 2090), st.integers(1, 12))
def test_a_month_is_told_and_read_alike(number: int, year: int, month: int) -> None:
    for start in ("", f"{year}-{month:02d}"):
        assert month_number(month_text(number, start), start) == number


def test_docs_name_every_sheet_and_status() -> None:
    text = (Path(__file__).parents[2] / "docs" / "plan.md").read_text(encoding="utf-8")
    assert all(word in text for word in (*STATUSES, *STAGES))
