"""Needs of a typical project, and what hard limits say of it."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage.domain.limits import Limits, in_sector
from ancrage.reference import read_reference
from ancrage.steps.limits_check import BREAKS, RESPECTS, UNKNOWN, limits_check
from ancrage.steps.resources import DEPENDS, EVERY, NO, YES, Need, Range, Regime, resources
from ancrage.steps.targets.values import candidates

EVIDENCE = ("land_evidence", "power_evidence", "water_evidence")


def need(activity: str = "25.62", **known: object) -> Need:
    empty = dict.fromkeys(("jobs", "land_ha", "power_mw", "water_m3_per_day", "regime"))
    return Need(
        **(empty | {"activity": activity, "establishments": 0, "sentence": ""} | dict.fromkeys(EVIDENCE, ()) | known)
    )


def regime(seveso: str, confidence: str = "K") -> Regime:
    return Regime(3, "A", "A", seveso, "Ammoniac", True, True, confidence)


def test_a_typical_project_is_as_large_as_those_of_the_register(edition):
    found = resources(edition, "25.62")
    sizes = edition.table("establishments").filter(pl.col("class") == "25.62")["jobs"]
    assert found.establishments == len(sizes)
    assert found.jobs.central == sizes.median()
    assert (sizes < found.jobs.low).mean() <= 0.25 <= (sizes <= found.jobs.low).mean()
    assert (sizes > found.jobs.high).mean() <= 0.25 <= (sizes >= found.jobs.high).mean()


def test_an_activity_nobody_does_in_france_has_no_typical_project(edition):
    found = resources(edition, "19.10")
    assert found.jobs is None and found.land_ha is None
    assert "ne peut pas être estimé" in found.sentence


def test_land_is_jobs_times_the_published_ratios(edition):
    found = resources(edition, "27.20")
    ratios = [e.value for e in found.land_evidence]
    assert sorted(ratios) == [416, 667, 674]
    assert found.land_ha.low == pytest.approx(found.jobs.low * 416 / 1e4)
    assert found.land_ha.central == pytest.approx(found.jobs.central * 667 / 1e4)
    assert found.land_ha.high == pytest.approx(found.jobs.high * 674 / 1e4)


def test_power_runs_from_continuous_running_to_one_shift(edition):
    found = resources(edition, "10.31")
    assert len(found.power_evidence) == 2 and all("h (" in e.label for e in found.power_evidence)
    hours = 8760 * found.power_mw.low / found.jobs.low, 1607 * found.power_mw.high / found.jobs.high
    assert hours == pytest.approx((49.26, 49.26), rel=1e-3)  # megawatt-hours a job and year in food industries
    assert "MW (moyenne de branche)" in found.sentence
    assert limits_check(found, Limits(power_mw=0.2)).set_apart


def test_a_need_without_ratio_is_unknown_and_said(edition):
    found = resources(edition, "25.62")
    assert found.power_mw is None and found.water_m3_per_day is None
    assert "aucun ratio sourcé pour la puissance ni pour l'eau" in found.sentence
    assert "à vérifier" in found.sentence


def test_every_candidate_has_an_ordered_need_or_none(edition):
    for code in candidates(edition).codes:
        found = resources(edition, code)
        for one in (found.jobs, found.land_ha):
            assert one is None or 0 < one.low <= one.central <= one.high, code
        assert (found.jobs is None) == (found.land_ha is None)
        assert found.sentence.endswith(".")


def test_every_ratio_and_regime_is_sourced_and_names_a_known_class(edition):
    classes = edition.table("naf_classes")["class"].to_list()
    ratios = read_reference("besoins_sites.csv")
    assert ratios.filter(ratios["source"].is_null() | ratios["date"].is_null()).is_empty()
    assert all(sector == EVERY or any(in_sector(c, sector) for c in classes) for sector in ratios["naf"])
    assert all(float(x) > 0 for x in ratios["valeur"])
    regimes = read_reference("contraintes_classes.csv")
    assert set(regimes["classe"]) <= set(classes)
    assert regimes["classe"].is_unique().all()
    for row in regimes.iter_rows(named=True):
        seveso = int(row["produits_seveso"]) + int(row["produits_seveso_possible"])
        assert seveso <= int(row["produits"])
        assert bool(row["note"]) == bool(seveso), row["classe"]
        assert row["regime_min"] in {"NC", "D", "E", "A"} and row["confiance"] in {"S", "K"}


@pytest.mark.parametrize(
    ("low", "high", "status", "said"),
    [
        (4, 9, BREAKS, "Demande 4,0 à 9,0 ha, la limite est de 3 ha."),
        (1, 3, RESPECTS, "Demande 1,0 à 3,0 ha, la limite est de 3 ha."),
        (2, 9, UNKNOWN, "Demande 2,0 à 9,0 ha, la limite est de 3 ha : cela dépend de la taille du projet."),
    ],
)
def test_a_quantity_breaks_a_limit_only_when_the_smallest_project_does(low, high, status, said):
    found = limits_check(need(land_ha=Range(low, (low + high) / 2, high)), Limits(land_ha=3))
    assert [v.answer for v in found.verdicts] == [status]
    assert found.verdicts[0].sentence.replace("\u00a0", " ") == said
    assert found.set_apart == (status == BREAKS)
    assert found.reasons == ((found.verdicts[0].sentence,) if status == BREAKS else ())


def test_an_unknown_need_breaks_nothing_and_says_so():
    found = limits_check(need(), Limits(power_mw=5.5))
    assert found.verdicts[0].answer == UNKNOWN
    assert "inconnu" in found.verdicts[0].sentence and "5,5" in found.verdicts[0].sentence
    assert not found.set_apart


@pytest.mark.parametrize(("seveso", "status"), [(YES, BREAKS), (DEPENDS, UNKNOWN), (NO, RESPECTS)])
def test_seveso_is_judged_on_the_products_followed_and_flagged(seveso, status):
    verdict = limits_check(need(regime=regime(seveso)), Limits(seveso_allowed=False)).verdicts[0]
    assert verdict.answer == status
    assert verdict.sentence.endswith("(à vérifier).")
    sure = limits_check(need(regime=regime(seveso, "S")), Limits(seveso_allowed=False)).verdicts[0]
    assert "vérifier" not in sure.sentence


def test_seveso_of_a_class_without_products_cannot_be_told():
    assert limits_check(need(), Limits(seveso_allowed=False)).verdicts[0].answer == UNKNOWN


@pytest.mark.parametrize("sector", ["20", "20.xx", "20.1", "20.14", "20.14Z"])
def test_sectors_are_written_as_people_write_them(sector):
    assert limits_check(need("20.14"), Limits(excluded=("10", sector))).set_apart
    assert not limits_check(need("21.10"), Limits(excluded=(sector,))).set_apart


def test_no_limit_no_verdict():
    found = limits_check(need(regime=regime(YES)), Limits())
    assert found.verdicts == () and not found.set_apart


AMOUNTS = st.floats(0.1, 1000)


@given(st.lists(AMOUNTS, min_size=3, max_size=3), AMOUNTS, AMOUNTS)
def test_a_wider_limit_never_sets_apart_more(ends, cap, more):
    one = need(land_ha=Range(*sorted(ends)))
    if limits_check(one, Limits(land_ha=cap + more)).set_apart:
        assert limits_check(one, Limits(land_ha=cap)).set_apart
