"""What moved in the plan from one study to the next."""

import copy
from typing import Any

import pytest

from ancrage.comparison import compare
from ancrage.comparison.plans import EARLY, LATE, ON_TIME, compare_plans, pace
from ancrage.domain.errors import AncrageError


@pytest.fixture
def dated(arve: dict[str, Any]) -> dict[str, Any]:
    """The study of the Arve with a plan that starts in January 2027."""
    found = copy.deepcopy(arve)
    found["plan"]["debut"] = "2027-01"
    for row in found["plan"]["actions"]:
        for key, month in (("debut", row["mois_debut"]), ("fin", row["mois_fin"])):
            row[key] = f"{2027 + (month - 1) // 12}-{(month - 1) % 12 + 1:02d}"
    return found


def moved(study: dict[str, Any], at: int, **values: Any) -> dict[str, Any]:
    found = copy.deepcopy(study)
    found["plan"]["actions"][at].update(values)
    return found


def kinds(a: dict[str, Any], b: dict[str, Any], today: str = "") -> dict[str, str]:
    return {c.id: c.kind for c in compare_plans(a, b, today).changes}


def test_a_plan_compared_with_itself_has_not_moved(arve: dict[str, Any]) -> None:
    found = compare(arve, arve)
    assert found.same and found.plan.changes == () and found.plan.summary == "Le plan n'a pas bougé."


def test_done_started_slipped_new_and_gone(dated: dict[str, Any]) -> None:
    ids = [row["id"] for row in dated["plan"]["actions"]]
    assert kinds(dated, moved(dated, 0, avancement="faite")) == {ids[0]: "faite"}
    assert kinds(dated, moved(dated, 1, avancement="en cours")) == {ids[1]: "avancement"}
    later = moved(dated, 2, fin="2029-12", mois_fin=36)
    assert kinds(dated, later)[ids[2]] == "décalée"
    assert "plus tard" in compare_plans(dated, later).changes[0].sentence
    short = copy.deepcopy(dated)
    del short["plan"]["actions"][3]
    assert kinds(dated, short) == {ids[3]: "disparue"} and kinds(short, dated) == {ids[3]: "nouvelle"}
    dark = copy.deepcopy(dated)
    dark["plan"]["actions"][4]["signal"] = {"nom": "x", "observe": False, "phrase": "Le signal n'est plus observé."}
    assert kinds(dated, dark) == {ids[4]: "signal éteint"}
    assert "1\u00a0signal éteint" in compare_plans(dated, dark).summary


def test_lateness_is_told_by_a_month_never_by_a_hidden_clock(dated: dict[str, Any]) -> None:
    assert compare_plans(dated, dated).changes == ()
    late = kinds(dated, dated, "2027-06")
    expected = {r["id"] for r in dated["plan"]["actions"] if r["fin"] < "2027-06" or r["debut"] < "2027-06"}
    assert set(late) == expected and set(late.values()) == {"en retard"}
    done = copy.deepcopy(dated)
    for row in done["plan"]["actions"]:
        row["avancement"] = "faite"
    assert set(kinds(dated, done, "2030-01").values()) == {"faite"}


def test_an_indicator_is_judged_by_the_time_that_passed(dated: dict[str, Any]) -> None:
    cells = {"debut": "2027-01", "fin": "2028-12", "depart": 0.0, "cible_bas": 100.0, "cible_haut": 120.0}
    for value, wanted in ((80.0, EARLY), (50.0, ON_TIME), (20.0, LATE)):
        study = moved(dated, 0, **cells, valeur=value, date_valeur="2027-12-31")
        found = compare_plans(dated, study).indicators[0]
        assert (found.done, found.expected, found.pace) == (value / 100, 0.5, wanted)
        assert wanted in found.sentence and "50\u00a0%" in found.sentence
    undated = compare_plans(dated, moved(dated, 0, **cells, valeur=20.0, date_valeur="")).indicators[0]
    assert undated.expected is None and undated.pace == ""


def test_the_lower_is_the_better_too(dated: dict[str, Any]) -> None:
    cells = {"debut": "2027-01", "fin": "2027-12", "depart": 40.0, "cible_bas": 20.0, "cible_haut": 20.0}
    found = compare_plans(dated, moved(dated, 0, **cells, valeur=30.0, date_valeur="2027-06")).indicators[0]
    assert found.done == 0.5 and found.pace == ON_TIME
    assert pace(0.5, 0.6) == ON_TIME and pace(0.5, 0.61) == LATE


def test_a_study_without_plan_is_still_compared(arve: dict[str, Any]) -> None:
    old = copy.deepcopy(arve)
    old["plan"] = {"statut": "absent", "phrase": "Le plan d'action ne fait pas partie de cette version."}
    assert compare(old, arve).plan.summary == "" and compare(old, arve).plan.changes == ()


@pytest.mark.parametrize("value", ["x", True, 1e300, float("nan"), []])
def test_a_malformed_plan_is_a_sentence(dated: dict[str, Any], value: Any) -> None:
    with pytest.raises(AncrageError, match="mal formé"):
        compare_plans(dated, moved(dated, 0, mois_debut=value))
    with pytest.raises(AncrageError, match="mal formé"):
        compare_plans(dated, {**dated, "plan": {"actions": 3}})


def test_goals_are_followed_from_one_strategy_to_the_next(arve: dict[str, Any]) -> None:
    goal = {"indicateur": "emplois", "libelle": "Emplois", "unite": "emplois", "depart": 100.0, "annee_depart": 2026,
            "cible": 300.0, "annee": 2030, "sens": "hausse", "enjeu": "E05"}  # fmt: skip
    a, b = copy.deepcopy(arve), copy.deepcopy(arve)
    a["strategie"]["objectifs"] = [goal]
    for value, word in ((150.0, ON_TIME), (105.0, LATE), (200.0, EARLY)):
        b["strategie"]["objectifs"] = [goal | {"depart": value, "annee_depart": 2027}]
        found = compare(a, b).goals[0]
        assert found.pace == word and word in found.sentence
