"""Step Sites: known places, the rules of the ranking, the territory's own list, the land budget."""

import json
from collections.abc import Callable
from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage.cli.documentation import ROOT
from ancrage.domain.knowledge import OwnSite
from ancrage.domain.limits import LandFigures
from ancrage.domain.territory import Territory
from ancrage.steps.local import Local
from ancrage.steps.resources import Range, resources, resources_for
from ancrage.steps.sites import Sites, sentence, sites
from ancrage.steps.sites.brownfields import Brownfields, counted
from ancrage.steps.sites.land import land
from ancrage.steps.sites.qualities import buildable, read_zone
from ancrage.warehouse.edition import Edition

Places = Callable[[str, str], Territory]
BATTERIES, MACHINING, STEEL = "27.20", "25.62", "24.10"
SPREAD = [
    ("zone_emploi", "8414"),  # La Vallée de l'Arve
    ("zone_emploi", "3213"),  # Dunkerque
    ("departement", "976"),
    ("region", "32"),
    ("epci", "200054807"),
]


def site(name: str, commune: str = "74081", **known: object) -> OwnSite:
    told: dict = dict.fromkeys(("lon", "lat", "area_ha", "power_mw", "water_m3_per_day", "zoning", "polluted"))
    told |= {"available_from": None, "source": "sites.csv", "note": None}
    return OwnSite(name, commune, **(told | known))


def found(edition: Edition, place: Territory, *codes: str, own: tuple[OwnSite, ...] = (), radius: float = 20) -> Sites:
    return sites(Local(edition, place), [resources(edition, code) for code in codes], own, None, radius)


@pytest.mark.parametrize("place", SPREAD, ids=":".join)
@pytest.mark.parametrize("radius", [5.0, 20.0])
def test_what_is_proposed_is_large_enough_within_reach_and_in_order(
    edition: Edition, territory: Places, place: tuple[str, str], radius: float
) -> None:
    where = territory(*place)
    own = (site("A", where.communes[0], area_ha=4.0), site("B", where.communes[0]), site("C", "59183", area_ha=90.0))
    result = found(edition, where, BATTERIES, MACHINING, STEEL, own=own, radius=radius)
    for target in result.by_target:
        assert [o.rank for o in target.offers] == list(range(1, len(target.offers) + 1))
        tiers = [(o.origin != "votre liste", not o.here) for o in target.offers]
        assert tiers == sorted(tiers)
        for tier in set(tiers):
            notes = [o.note for o, t in zip(target.offers, tiers, strict=True) if t == tier and o.note is not None]
            assert notes == sorted(notes, reverse=True)
        for o in target.offers:
            assert o.area_ha is None or o.area_ha >= target.need.land_ha.low
            assert o.here == (o.commune in where.communes)
            assert o.distance_km == 0 if o.here else o.distance_km > 0
            assert o.origin == "votre liste" or o.distance_km <= radius
            assert o.note is None or 0 <= o.note <= 1
    assert result == found(edition, where, BATTERIES, MACHINING, STEEL, own=own, radius=radius)


def test_the_valley_of_the_arve(edition: Edition, territory: Places) -> None:
    (target,) = found(edition, territory("zone_emploi", "8414"), MACHINING).by_target
    assert (target.own, target.here, target.around) == (0, 2, 12)
    assert {o.commune_label for o in target.offers if o.here} == {"Saint-Jeoire", "Marnaz"}
    passy = next(o for o in target.offers if o.commune_label == "Passy")
    assert passy.site == "74208_27988" and passy.link.endswith("?site=74208_27988")
    assert passy.confidence == "moyenne" and "zonage inconnu" in passy.reserves
    assert passy.area_ha == pytest.approx(4.04, abs=0.01)


def test_steel_at_le_creusot_finds_large_plots(edition: Edition, territory: Places) -> None:
    (target,) = found(edition, territory("zone_emploi", "2710"), STEEL).by_target
    assert target.here >= 3
    assert any(o.commune_label == "Le Creusot" and o.area_ha > 10 for o in target.offers)


def test_no_site_is_said_with_the_reason(edition: Edition, territory: Places) -> None:
    mayotte = found(edition, territory("departement", "976"), BATTERIES)
    assert mayotte.by_target[0].offers == ()
    assert "Aucun terrain connu" in mayotte.answer and "ne veut pas dire aucun" in mayotte.answer
    arve = Local(edition, territory("zone_emploi", "8414"))
    huge = sites(arve, [resources_for(edition, "20.16", 3000)])
    assert huge.by_target[0].offers == () and huge.by_target[0].too_small > 0
    assert "La plus grande friche constructible connue" in sentence(huge.by_target[0])


def test_an_intercommunality_without_brownfield_still_gets_an_answer(edition: Edition, territory: Places) -> None:
    communes = edition.table("communes")
    with_some = communes.join(edition.table("brownfields"), on="commune", how="semi")["epci"]
    epcis = edition.table("territories").filter(level="epci")["code"]
    code = min(set(epcis) - set(with_some))
    result = found(edition, territory("epci", code), MACHINING)
    assert result.brownfields == () and "Aucune friche n'est recensée ici" in result.sentence
    assert all(not o.here for o in result.by_target[0].offers)


@pytest.mark.parametrize(("code", "share"), [(MACHINING, 0.25), (BATTERIES, 0.449)])
def test_how_many_intercommunalities_know_no_plot_large_enough(edition: Edition, code: str, share: float) -> None:
    """The shares of docs/sites.md, from the table alone."""
    epcis = edition.table("territories").filter(level="epci").select(epci="code")
    large = edition.table("brownfield_sites").filter(
        pl.col("area_m2") >= 1e4 * resources(edition, code).land_ha.low, buildable()
    )
    with_one = edition.table("communes").join(large, on="commune", how="semi")
    without = epcis.join(with_one, on="epci", how="anti").height
    assert without / epcis.height == pytest.approx(share, abs=0.005)


def test_the_own_list_wins_and_its_short_sites_are_said(edition: Edition, territory: Places) -> None:
    own = (
        site("Trop petit", area_ha=0.2),
        site("Juste", area_ha=3.0, power_mw=0.001, zoning="UX", polluted=False, available_from="2027"),
        site("Sans surface"),
        site("En zone naturelle", area_ha=3.0, zoning="N"),
    )
    (target,) = found(edition, territory("zone_emploi", "8414"), MACHINING, own=own).by_target
    assert (target.own, target.own_too_small, target.own_unmeasured) == (2, 1, 1)
    names = [o.name for o in target.offers if o.origin == "votre liste"]
    assert names == ["Juste", "En zone naturelle", "Sans surface"]
    assert [o.origin for o in target.offers[:3]] == ["votre liste"] * 3
    assert "de votre liste" in sentence(target) and "trop petit" in sentence(target)


def test_power_and_plan_of_an_own_site_are_compared(edition: Edition, territory: Places) -> None:
    own = (site("Faible", area_ha=3.0, power_mw=0.001), site("Champ", area_ha=3.0, zoning="A", power_mw=900.0))
    (target,) = found(edition, territory("zone_emploi", "8414"), "20.59", own=own).by_target
    by_name = {o.name: o for o in target.offers}
    assert any("puissance insuffisante" in r for r in by_name["Faible"].reserves)
    assert not any("puissance" in r for r in by_name["Champ"].reserves)
    assert any("zone agricole" in r for r in by_name["Champ"].reserves)


def test_an_own_site_of_an_unknown_commune_is_left_aside_and_named(edition: Edition, territory: Places) -> None:
    arve = territory("zone_emploi", "8414")
    result = found(edition, arve, MACHINING, own=(site("Zone X", "Communex"), site("Zone Y", "74081")))
    assert result.own == 1 and result.by_target[0].offers[0].commune == "74081"
    assert "laissé de côté" in result.answer and "Zone X" in result.answer and "Communex" in result.answer


@pytest.mark.parametrize("known", [{"area_ha": float("nan")}, {"area_ha": -1.0}, {"power_mw": float("inf")}])
def test_a_number_that_cannot_be_stops_no_other_site(
    edition: Edition, territory: Places, known: dict[str, float]
) -> None:
    sites = (site("X", "74081", **known), site("Y", "74081"))
    result = found(edition, territory("zone_emploi", "8414"), MACHINING, own=sites)
    assert result.own == 1 and "« X »" in result.answer and "impossible" in result.answer


def test_a_list_without_areas_places_nothing(edition: Edition, territory: Places) -> None:
    result = found(edition, territory("departement", "976"), MACHINING, own=(site("X", "97608"),))
    assert result.by_target[0].offers[0].name == "X"
    assert "aucun site connu assez grand ; 1 site de votre liste sans surface" in sentence(result.by_target[0])
    assert result.answer.startswith("Aucun terrain connu")


@pytest.mark.parametrize(
    ("written", "zone"),
    [
        ("UX", ("U", "Activité")), ("1AUi", ("AUc", "Activité")), ("2AUx", ("AUs", "Activité")), ("N", ("N", None)),
        ("A", ("A", None)), ("zone industrielle", ("U", "Activité")), ("habitat", ("U", "Habitat")),
        ("UA", ("U", None)), ("", (None, None)), (None, (None, None)), ("à voir", (None, None)),
    ],
)  # fmt: skip
def test_the_zone_a_territory_writes_is_understood(written: str | None, zone: tuple[str | None, str | None]) -> None:
    assert read_zone(written) == zone


def test_the_published_land_budget(edition: Edition) -> None:
    vector = json.loads((ROOT / "tests/golden/p8_zan.json").read_text(encoding="utf-8"))
    told, expected = vector["inputs"], vector["expected"]
    projects = [
        replace(resources(edition, MACHINING), activity=f"25.6{i}", land_ha=Range(size, size, size))
        for i, size in enumerate(told["projects_ha"])
    ]
    figures = LandFigures(told["consumed_2011_2021"], told["consumed_2021_now"], told["regional_rate"])
    result = land(figures, projects)
    assert (result.cap_ha, result.remaining_ha) == (expected["cap_50"], expected["remaining"])
    assert [n.verdict == "tient" for n in result.needs] == expected["feasible"]
    assert "il en reste 140\u00a0ha" in result.sentence and "1\u00a0projet type n'y tient pas" in result.sentence
    assert land(replace(figures, reduction_rate=0.545), projects).cap_ha == pytest.approx(expected["cap_545"])
    national = land(replace(figures, reduction_rate=None), projects)
    assert national.cap_ha == expected["cap_50"] and national.rate_source


def test_without_figures_nothing_is_guessed(edition: Edition) -> None:
    result = land(None, [resources(edition, MACHINING)])
    assert (result.cap_ha, result.remaining_ha, result.rate, result.needs) == (None, None, None, ())
    assert "ne sont pas donnés" in result.sentence


@given(st.floats(0, 1e6), st.floats(0, 1e6), st.floats(0, 1))
def test_an_overdrawn_ceiling_is_said(reference: float, used: float, rate: float) -> None:
    result = land(LandFigures(reference, used, rate), [])
    assert (result.remaining_ha < 0) == ("dépassé" in result.sentence)


@pytest.mark.parametrize(
    ("known", "area_ha", "said"), [(0, None, "surface inconnue"), (1, 0.2, "moins de 1 ha"), (2, 3.4, "3 ha")]
)
def test_an_area_that_nobody_measured_is_not_zero(known: int, area_ha: float | None, said: str) -> None:
    found = counted((Brownfields("friche sans projet", 2, known, area_ha),))
    assert f"({said})" in found.replace("\u00a0", " ")
