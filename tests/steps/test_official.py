"""Known truths of the official jobs, and what is said where nothing is published."""

from collections.abc import Callable

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage.domain.territory import Level, Territory
from ancrage.domain.wording import NBSP
from ancrage.steps.diagnostic.official import SECTIONS, OfficialJobs, official_jobs, signed_percent
from ancrage.steps.local import Local
from ancrage.warehouse.edition import Edition

Official = Callable[[str, str], OfficialJobs]
ARVE = ("zone_emploi", "8414")


@pytest.fixture(scope="session")
def official(edition: Edition, territory: Callable[[str, str], Territory]) -> Official:
    return lambda level, code: official_jobs(Local(edition, territory(level, code)))


def by_hand(edition: Edition, communes: tuple[str, ...]) -> OfficialJobs:
    return official_jobs(Local(edition, Territory(Level.COMMUNES, "x", "Ici", communes, None, 0.0, 0.0)))


def test_the_register_holds_four_fifths_of_the_manufacturing_jobs(edition: Edition) -> None:
    """At the end of 2022: 0.82 in all, food 0.62, pharmacy 1.00, vehicles 1.03, of what the register held."""
    classes = edition.table("naf_classes").select("class", "a38", "is_manufacturing")
    official = edition.table("salaried_jobs_zone").filter(year=2022).group_by("a38").agg(official=pl.col("jobs").sum())
    register = (
        edition.table("jobs_territory_class")
        .filter(level="france")
        .join(classes.filter("is_manufacturing"), on="class")
        .group_by("a38")
        .agg(pl.col("jobs").sum())
        .join(official, on="a38")
    )
    assert register["official"].sum() == 2_820_942
    assert register["jobs"].sum() / register["official"].sum() == pytest.approx(0.82, abs=0.03)
    factors = dict(register.select("a38", pl.col("jobs") / pl.col("official")).iter_rows())
    for branch, factor in (("CA", 0.62), ("CF", 1.00), ("CL", 1.03)):
        assert factors[branch] == pytest.approx(factor, abs=0.04), branch


def test_arve_has_its_official_jobs_and_their_decline(official: Official) -> None:
    arve = official(*ARVE)
    assert (arve.year, arve.first_year, arve.last_year) == (2023, 2019, 2024)
    assert (arve.total, arve.manufacturing) == (35_220, 11_693)
    assert arve.factor == pytest.approx(arve.register_manufacturing / 11_693)
    whole = arve.trends[0]
    assert (whole.code, whole.first, whole.last) == ("C", 12_617, 11_723)
    assert whole.change == pytest.approx(-0.0709, abs=1e-3)
    assert whole.national_change == pytest.approx(2_805_329 / 2_744_185 - 1)
    assert arve.reason == ""


def test_the_official_figure_is_the_first_sentence(study: Callable[[str, str], object]) -> None:
    diagnostic = study(*ARVE).diagnostic  # type: ignore[attr-defined]
    assert diagnostic.summary[0] == diagnostic.official.sentence
    assert diagnostic.summary[0].startswith("35\u202f220\u00a0emplois salariés fin 2023")
    assert "11\u202f693 dans l'industrie manufacturière" in diagnostic.summary[0]


def test_branches_make_the_total_and_manufacturing(official: Official) -> None:
    arve = official(*ARVE)
    assert arve.total == sum(row.jobs or 0 for row in arve.branches)
    assert arve.manufacturing == sum(row.jobs or 0 for row in arve.branches if row.is_manufacturing)
    assert arve.register_manufacturing == sum(row.register_jobs or 0 for row in arve.branches if row.is_manufacturing)
    assert [row.code for row in arve.branches] == sorted(row.code for row in arve.branches)


def test_absent_small_and_unseen_are_told_apart(official: Official) -> None:
    """No refining is published in Arve, textile is too small for a ratio, the register sees no health."""
    rows = {row.code: row for row in official(*ARVE).branches}
    assert (rows["CD"].jobs, rows["CD"].factor) == (None, None)
    assert "non publié" in rows["CD"].remark
    assert (rows["CB"].jobs, rows["CB"].factor) == (44, None)
    assert "moins de 50 emplois" in rows["CB"].remark
    assert rows["QA"].jobs is not None and (rows["QA"].register_jobs, rows["QA"].factor) == (None, None)
    assert rows["QA"].remark == "hors du champ du registre"
    moves = {row.code: row for row in official(*ARVE).trends}
    assert moves["BZ"].change is None and "moins de 50 emplois" in moves["BZ"].remark
    assert moves["CD"].change is None and "non publié" in moves["CD"].remark
    assert "AZ" not in moves  # the source has no agriculture


def test_mayotte_is_told_absent_never_zero(official: Official) -> None:
    for place in (("zone_emploi", "0601"), ("departement", "976"), ("region", "06")):
        mayotte = official(*place)
        assert (mayotte.total, mayotte.manufacturing, mayotte.factor, mayotte.private) == (None,) * 4
        assert mayotte.branches == mayotte.trends == ()
        assert f"«{NBSP}Mayotte{NBSP}» (0601)" in mayotte.sentence
        assert (mayotte.trend_sentence, mayotte.short) == ("", "")


def test_an_intercommunality_has_its_total_and_the_zone_to_read(official: Official) -> None:
    cognac = official("epci", "200070514")
    assert cognac.total is None and cognac.manufacturing is None and cognac.branches == ()
    assert f"étudiez la zone d'emploi «{NBSP}Cognac{NBSP}» (7509)" in cognac.sentence
    assert cognac.private is not None and cognac.private.last == 20_418
    assert cognac.sentence.startswith("20\u202f418\u00a0emplois salariés privés fin 2024")


def test_a_perimeter_made_of_whole_zones_has_their_sum(official: Official, edition: Edition) -> None:
    """Corsica is seven zones; the communes of Arve chosen by hand are Arve."""
    corsica, communes = official("region", "94"), edition.table("communes")
    zones = sorted(communes.filter(region="94")["zone_emploi"].unique())
    assert corsica.total == sum(official("zone_emploi", zone).total or 0 for zone in zones)
    arve = tuple(communes.filter(zone_emploi="8414")["commune"].sort())
    assert by_hand(edition, arve) == official(*ARVE)
    assert by_hand(edition, arve[1:]).total is None


def test_a_place_without_private_jobs_published_says_nothing_of_them(edition: Edition) -> None:
    known = edition.table("private_jobs_commune")["commune"].unique()
    alone = edition.table("communes").filter(~pl.col("commune").is_in(known.implode()))["commune"].sort()[0]
    place = by_hand(edition, (alone,))
    assert place.private is None
    assert place.sentence.startswith("L'emploi officiel par branche")


def test_every_zone_but_mayotte_is_told(edition: Edition, territory: Callable[[str, str], Territory]) -> None:
    for zone in edition.table("communes")["zone_emploi"].unique().sort()[::17]:
        place = official_jobs(Local(edition, territory("zone_emploi", zone)))
        assert place.total is not None and place.manufacturing is not None, zone
        assert place.private is not None and place.private.last < place.total * 1.25, zone
        assert f"{NBSP}emplois salariés fin 2023" in place.sentence


def test_sections_are_those_of_the_register(edition: Edition) -> None:
    """More than nine tenths of the jobs of the register stand in the sections compared."""
    jobs = edition.table("jobs_territory_class").filter(level="france")
    rows = jobs.join(edition.table("naf_classes").select("class", "a21"), on="class")
    assert rows.filter(pl.col("a21").is_in(SECTIONS))["jobs"].sum() > 0.9 * rows["jobs"].sum()


@given(st.floats(-1, 10))
def test_a_change_is_written_with_its_sign(change: float) -> None:
    text = signed_percent(change)
    assert text.endswith(f"{NBSP}%")
    assert text.startswith("+") == (round(change * 100, 1) > 0)
    assert text.startswith("−") == (round(change * 100, 1) < 0)
