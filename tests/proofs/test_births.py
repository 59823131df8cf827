"""The births test, in its small form: `part` still tells place and activity, better than counts of jobs."""

import pytest
from benchmarks.births import Births, from_edition

from ancrage.warehouse.edition import Edition

# AUC reached on the register of the end of 2018 is .755 and .822; below these, something is broken
LEAST = {"place": 0.745, "activity": 0.81}


@pytest.fixture(scope="module")
def births(edition: Edition) -> Births:
    return from_edition(edition, "zone_emploi")


def test_the_births_are_those_of_the_proof(births: Births) -> None:
    assert 1050 <= len(births.place) <= 1150
    assert (int(births.inhabited.sum()), int(births.candidates.sum())) == (302, 219)


@pytest.mark.parametrize("question", ["place", "activity"])
def test_part_tells_where_and_what_beyond_counts_of_jobs(births: Births, question: str) -> None:
    aucs = births.auc(question, n_draws=400)
    low, high = aucs["part"]["interval"]
    assert aucs["part"]["auc"] >= LEAST[question]
    assert low < aucs["part"]["auc"] < high
    for name in aucs.keys() - {"part"}:
        assert aucs[name]["part adds"][0] > 0, name


def test_shares_and_displayed_chances_are_calibrated(births: Births) -> None:
    for rows in births.tables().values():
        assert sum(row["births"] for row in rows) == len(births.place)
        assert [row["observed"] for row in rows] == sorted(row["observed"] for row in rows)
        for row in rows:
            if row["births"] >= 50:
                assert row["observed"] == pytest.approx(row["announced"], rel=0.3)


@pytest.mark.parametrize(("level", "place", "activity"), [("epci", 0.785, 0.81), ("departement", 0.715, 0.80)])
def test_other_levels(edition: Edition, level: str, place: float, activity: float) -> None:
    test = from_edition(edition, level)
    assert test.percentiles("place", test.scores["place"]["part"]).mean() >= place
    assert test.percentiles("activity", test.scores["activity"]["part"]).mean() >= activity
