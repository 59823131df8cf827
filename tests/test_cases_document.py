"""The cases inside `etude.json`: each cited once, each number with its own source, the failures in plain sight."""

from typing import Any

from ancrage.steps.cases import case_base, failure_sentence
from ancrage.steps.targets import DETAILED
from ancrage.warehouse.edition import open_edition


def test_targets_cite_cases_of_the_list_and_the_list_only_cited_ones(arve: dict[str, Any]) -> None:
    listed = [case["id"] for case in arve["cas"]["liste"]]
    cited = {id for target in arve["cibles"] if target["cas"] for id in target["cas"]["cas"]}
    assert listed == sorted(set(listed)) and set(listed) == cited


def test_the_first_targets_have_an_answer_the_others_none(arve: dict[str, Any]) -> None:
    answered = [target for target in arve["cibles"] if target["cas"] is not None]
    assert len(answered) == DETAILED
    for target in answered:
        found = target["cas"]
        assert found["phrase"] and found["total"] >= len(found["cas"])
        assert (found["lien"] == "") == (found["total"] == 0)
        assert found["phrase"].startswith("Aucun cas français") == (found["total"] == 0)


def test_jobs_and_money_carry_their_nature_year_and_page(arve: dict[str, Any]) -> None:
    base = {case.id: case for case in case_base(open_edition().day)}
    for row in arve["cas"]["liste"]:
        case = base[row["id"]]
        jobs, money = row["emplois"], row["investissement"]
        assert (jobs["valeur"], jobs["nature"]) == (case.jobs, case.jobs_nature)
        assert (jobs["statut"] == "absent") == (case.jobs is None)
        assert money["valeur"] == case.investment_eur and money["unite"] == "€"
        assert jobs["source"] in row["sources"] and jobs["millesime"].isdigit()
        assert row["distance_km"] is None if case.commune is None else row["distance_km"] >= 0


def test_the_caveat_is_in_the_document(arve: dict[str, Any]) -> None:
    assert "Ce n'est pas un taux de réussite." in arve["cas"]["reserve"]
    assert failure_sentence(case_base(open_edition().day)) in arve["cas"]["phrase"]
