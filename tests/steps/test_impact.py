"""Impact: conservation, nesting, growth with size, sums, monotony, honesty, on the embedded edition."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import pairwise

import numpy as np
import polars as pl
import pytest
from scipy.stats import spearmanr

from ancrage.domain.errors import AncrageError
from ancrage.domain.territory import Level, Territory
from ancrage.domain.wording import NBSP
from ancrage.methods import leontief_inverse
from ancrage.methods.scenarios import FRENCH_LOCAL_MULTIPLIERS
from ancrage.steps.impact import Impact, impact_of, impacts, setting
from ancrage.steps.impact import economy as eco
from ancrage.steps.impact.assess import AT, ENDS
from ancrage.steps.impact.economy import economy
from ancrage.steps.impact.effects import effects, national_effects
from ancrage.steps.impact.everywhere import HERE, described, everywhere, landscape, typical_projects
from ancrage.steps.impact.places import circles, outputs
from ancrage.steps.impact.project import CREATED, MAINTAINED, project, typical_project
from ancrage.steps.impact.published import published
from ancrage.steps.local import Local
from ancrage.steps.resources import Range
from ancrage.warehouse.edition import Edition, open_edition

Territories = Callable[[str, str], Territory]
PLACES = [
    ("zone_emploi", "8414"),
    ("epci", "200033116"),
    ("epci", "249730052"),
    ("departement", "75"),
    ("departement", "976"),
    ("region", "84"),
    ("territoire_industrie", "ti-0101"),
]


@pytest.fixture(scope="module")
def arve(edition: Edition, territory: Territories) -> Local:
    return Local(edition, territory("zone_emploi", "8414"))


@cache
def zones() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Outputs of the 306 zones (places, n), effects in each (places, variants, contents, n), national effects."""
    edition = open_edition()
    whole = economy(edition)
    land = landscape(edition, whole, Level.ZONE_EMPLOI)
    return land.output[:, HERE], effects(whole, land.output)[:, HERE], national_effects(edition)


def members(places: dict[str, list[str]]) -> pl.DataFrame:
    """place, commune: one row a commune of each place."""
    return pl.DataFrame(
        {
            "place": [name for name, communes in places.items() for _ in communes],
            "commune": [c for communes in places.values() for c in sorted(communes)],
        },
        schema={"place": pl.String, "commune": pl.String},
    )


def test_one_euro_of_output_is_value_added_or_imports(edition: Edition) -> None:
    whole = economy(edition)
    everything = whole.contents + national_effects(edition)
    assert everything[eco.VALUE_ADDED] + everything[eco.IMPORTS] == pytest.approx(np.ones(len(whole.output)))


def test_national_effects_are_those_of_the_leontief_inverse(edition: Edition) -> None:
    whole = economy(edition)
    inverse = leontief_inverse(whole.io.domestic)
    assert whole.contents + national_effects(edition) == pytest.approx(whole.contents @ inverse)
    published = edition.table("icio_sectors").sort("sector")["output_multiplier"].to_numpy()
    assert 1 + national_effects(edition)[eco.OUTPUT] == pytest.approx(published)


def test_insee_finds_two_euros_of_value_added_for_one_of_a_factory(edition: Edition) -> None:
    """Insee Analyses 89: 2.0 in manufacturing. Ours counts net taxes and the rest of the world as value added."""
    whole = economy(edition)
    made = np.array([sector.startswith("C") for sector in whole.io.sectors])
    direct = (whole.contents[eco.VALUE_ADDED] * whole.output)[made].sum()
    total = direct + (national_effects(edition)[eco.VALUE_ADDED] * whole.output)[made].sum()
    assert total / direct == pytest.approx(published()["valeur_ajoutee_par_valeur_ajoutee"].low, abs=0.25)


def test_the_parts_of_the_country_make_its_output(edition: Edition) -> None:
    whole = economy(edition)
    output, _, _ = zones()
    seen = output.sum(axis=0) > 0
    assert output.sum(axis=0)[seen] == pytest.approx(whole.output[seen], rel=2e-3)
    # a branch without any establishment in the register has no territory: nothing is invented
    assert [s for s, found in zip(whole.io.sectors, seen, strict=True) if not found] == ["B05", "T"]


def test_no_zone_does_better_than_the_country_whatever_the_branch_and_the_hypothesis() -> None:
    _, here, france = zones()
    assert (here >= 0).all()
    assert (here <= france + 1e-9).all()


def test_multipliers_grow_with_the_size_of_the_zone() -> None:
    """The 306 zones: rank correlation of their size with the effects at suppliers, over all manufacturing branches."""
    edition = open_edition()
    output, here, _ = zones()
    whole = economy(edition)
    made = np.array([sector.startswith("C") for sector in whole.io.sectors])
    size = output.sum(axis=1)
    for content, least in ((eco.OUTPUT, 0.8), (eco.VALUE_ADDED, 0.8), (eco.SHELTERED.start + 1, 0.65)):
        mean = here[:, 0, content][:, made] @ (whole.output[made] / whole.output[made].sum())
        assert spearmanr(size, mean).statistic > least
    each = [spearmanr(size, here[:, 0, eco.OUTPUT, sector]).statistic for sector in np.flatnonzero(made)]
    assert min(each) > 0.4
    assert np.median(each) > 0.7


@pytest.mark.parametrize("place", PLACES, ids=":".join)
def test_circles_contain_each_other_and_so_do_their_effects(
    edition: Edition, territory: Territories, place: tuple[str, str]
) -> None:
    local = Local(edition, territory(*place))
    rings = circles(edition, local.territory)
    for inner, outer in pairwise(rings):
        assert inner.communes < outer.communes
    found = impact_of(local, project(edition, "25.73", "emplois", 80))
    for name in ("suppliers", "induced", "jobs", "value_added", "co2"):
        told = [getattr(ring, name).central for ring in found.rings if getattr(ring, name)]
        assert told == sorted(told), name


@pytest.mark.parametrize("place", PLACES, ids=":".join)
def test_every_range_is_in_order_and_the_euro_is_spent_whole(
    edition: Edition, territory: Territories, place: tuple[str, str]
) -> None:
    found = impact_of(Local(edition, territory(*place)), project(edition, "20.16", "production", 12e6))
    for ring in found.rings:
        for name in (
            "direct",
            "suppliers",
            "induced",
            "jobs",
            "value_added_direct",
            "value_added",
            "co2_direct",
            "co2",
        ):
            if (told := getattr(ring, name)) is not None:
                assert 0 <= told.low <= told.central <= told.high
    assert sum(part.share for part in found.split) == pytest.approx(1)


def test_the_direct_jobs_asked_are_the_direct_jobs_told(edition: Edition, arve: Local) -> None:
    found = impact_of(arve, project(edition, "25.73", "emplois", 80))
    assert found.here.direct == Range(80, 80, 80)
    assert found.here.jobs and found.here.suppliers and found.here.induced
    assert found.here.jobs.central == pytest.approx(80 + found.here.suppliers.central + found.here.induced.central)
    assert f"80{NBSP}emplois créés" in found.sentence


def test_services_here_are_those_that_the_published_multiplier_announces(edition: Edition, arve: Local) -> None:
    """80 sheltered jobs per 100 exposed in the zone, suppliers of services included: nothing is counted twice."""
    place = setting(arve)
    asked = project(edition, "25.73", "emplois", 100)
    central = place.assess((asked,)).central[place.market, 0]
    exposed = central[AT["direct"]] + central[AT["suppliers"]] - central[AT["suppliers_sheltered"]]
    sheltered = central[AT["suppliers_sheltered"]] + central[AT["induced"]]
    assert sheltered == pytest.approx(0.8 * exposed)


def test_twice_the_jobs_bring_twice_as_much(edition: Edition, arve: Local) -> None:
    one, two = (impact_of(arve, project(edition, "25.73", "emplois", n)) for n in (40, 80))
    for a, b in zip(one.rings, two.rings, strict=True):
        assert a.jobs and b.jobs and b.jobs.central > a.jobs.central
        for end in ("low", "central", "high"):
            assert getattr(b.jobs, end) == pytest.approx(2 * getattr(a.jobs, end))


def test_the_same_question_has_the_same_answer(edition: Edition, arve: Local) -> None:
    asked = project(edition, "25.73", "emplois", 80)
    assert impact_of(arve, asked) == impact_of(Local(edition, arve.territory), asked)


def test_jobs_and_their_output_are_the_same_project(edition: Edition, arve: Local) -> None:
    by_jobs = impact_of(arve, project(edition, "25.73", "emplois", 80))
    by_output = impact_of(arve, project(edition, "25.73", "production", by_jobs.output.central * 1e6))
    assert by_output.france.direct.central == pytest.approx(80)
    assert by_output.france.value_added and by_jobs.france.value_added
    assert by_output.france.value_added.central == pytest.approx(by_jobs.france.value_added.central)


def test_a_portfolio_is_the_sum_of_its_projects(edition: Edition, arve: Local) -> None:
    chosen = ["25.62", "27.12", "26.11", "28.15"]
    found = impacts(arve, chosen, chosen)
    assert found.portfolio is not None and len(found.projects) == len(chosen)
    for at, ring in enumerate(found.portfolio.rings):
        for name in ("direct", "suppliers", "induced", "jobs", "value_added_direct", "value_added", "co2"):
            parts = [getattr(p.rings[at], name) for p in found.projects]
            whole = getattr(ring, name)
            assert whole.central == pytest.approx(sum(p.central for p in parts)), name
            # hypotheses are shared, so the whole is at most as uncertain as all parts at their ends together
            assert whole.high - whole.central <= sum(p.high - p.central for p in parts) + 1e-9
    for end in ("here_low", "here_high", "france_low", "france_high"):
        together = {h.code: getattr(h, end) for h in found.portfolio.hypotheses}
        for code, value in together.items():
            parts = [getattr(h, end) for p in found.projects for h in p.hypotheses if h.code == code]
            assert value == pytest.approx(sum(parts), abs=1e-9)


def test_imports_replaced_are_earned_at_home(edition: Edition, arve: Local) -> None:
    found = impact_of(arve, project(edition, "27.20", "importations", 50e6)).substitution
    assert found is not None
    assert found.conservation == pytest.approx(0, abs=1e-6)
    assert found.value_added == pytest.approx(-found.imports)
    assert found.induced_imports > 0
    assert found.value_added + found.induced_imports == pytest.approx(found.value)


def test_replacing_imports_and_producing_as_much_tell_nearly_the_same(edition: Edition, arve: Local) -> None:
    """The exact substitution also changes the coefficients: the two agree when the share is small."""
    found = impact_of(arve, project(edition, "27.20", "importations", 5e6))
    assert found.substitution and found.france.value_added and found.france.suppliers
    assert found.substitution.value_added == pytest.approx(found.france.value_added.central, rel=0.01)
    jobs = found.france.direct.central + found.france.suppliers.central
    assert found.substitution.jobs == pytest.approx(jobs, rel=0.01)


def test_jobs_per_million_of_imports_stand_beside_the_published_ones(edition: Edition, arve: Local) -> None:
    found = {c.published.code: c for c in impact_of(arve, project(edition, "27.20", "emplois", 80)).comparisons}
    assert (found["emplois_par_meur_importe"].published.low, found["emplois_par_meur_importe"].published.high) == (
        3.3,
        6.7,
    )
    assert found["emplois_par_meur_importe"].verdict == "recoupe"
    assert all("publié" in c.sentence and c.published.where in c.sentence for c in found.values())
    # the published multiplier of sheltered jobs is a hypothesis, never a check of what is made of it
    assert "abrites_par_100_exposes" not in found
    bound = published()["abrites_par_100_exposes"]
    assert FRENCH_LOCAL_MULTIPLIERS[:2] == (bound.low / 100, bound.high / 100)


def test_maintained_jobs_are_never_called_created(edition: Edition, arve: Local) -> None:
    kept = impact_of(arve, project(edition, "25.73", "emplois", 80, MAINTAINED))
    assert kept.nature == MAINTAINED
    assert "maintenus" in kept.sentence and CREATED not in kept.sentence
    assert "garderait" in kept.sentence


def test_a_place_without_establishments_cannot_tell(edition: Edition) -> None:
    rows = (
        edition.table("communes")
        .join(edition.table("establishments"), on="commune", how="anti")
        .filter(pl.col("zone_emploi") == "8414")
    )
    commune = rows.sort("population")["commune"][0]
    alone = Territory(Level.COMMUNES, commune, "Un village", (commune,), 100, 6.6, 46.0)
    found = impact_of(Local(edition, alone), project(edition, "25.73", "emplois", 80))
    assert found.here.suppliers is None and found.here.jobs is None
    assert found.rings[1].suppliers is not None
    assert "on ne peut pas dire" in found.sentence
    assert "on ne peut pas dire" in found.unknowns[0]


def test_mayotte_where_no_population_is_published_by_commune(edition: Edition, territory: Territories) -> None:
    found = impact_of(Local(edition, territory("departement", "976")), project(edition, "10.71", "emplois", 20))
    assert [ring.level for ring in found.rings] == ["departement", "france"]
    assert found.here.jobs and found.here.jobs.central > 20
    whole = economy(edition)
    communes = members({"all": territory("departement", "976").communes})
    parts = members({c: [c] for c in territory("departement", "976").communes})
    together = outputs(edition, whole, communes, ["all"]).output[0]
    apart = outputs(edition, whole, parts, list(territory("departement", "976").communes)).output
    assert apart.sum(axis=0) == pytest.approx(together)


def test_a_service_says_that_its_induced_jobs_are_unknown(edition: Edition, arve: Local) -> None:
    found = impact_of(arve, project(edition, "62.01", "emplois", 80))
    assert found.here.induced is None
    assert found.beside.world_co2 is None
    assert any("induits ne sont pas dits" in said for said in found.unknowns)


def test_agriculture_is_exposed_and_can_be_told(edition: Edition, arve: Local) -> None:
    found = impact_of(arve, project(edition, "01.13", "emplois", 5))
    assert found.here.induced is not None and found.france.suppliers is not None


@pytest.mark.parametrize("amount", [-5, 0, float("nan"), float("inf"), float("-inf"), 1e12])
@pytest.mark.parametrize("basis", ["emplois", "production", "importations"])
def test_nonsense_is_refused_in_a_sentence(edition: Edition, basis: str, amount: float) -> None:
    with pytest.raises(AncrageError) as refused:
        project(edition, "25.73", basis, amount)
    assert refused.value.message.endswith(".") and refused.value.next_step


def test_more_imports_than_the_branch_has_are_refused(edition: Edition, arve: Local) -> None:
    asked = project(edition, "25.73", "importations", 40e9)
    with pytest.raises(AncrageError, match="importe environ"):
        impact_of(arve, asked)


def test_each_hypothesis_is_told_with_its_values(edition: Edition, territory: Territories) -> None:
    found = impact_of(Local(edition, territory("epci", "200033116")), project(edition, "25.73", "emplois", 80))
    assert {h.code for h in found.hypotheses} == set(ENDS) - {"taille"}
    reach = [h.reach for h in found.hypotheses]
    assert reach == sorted(reach, reverse=True)
    change = {h.code: (h.here_low, h.here_high) for h in found.hypotheses}
    assert change["consommation"][0] < 0 < change["consommation"][1]
    # the range of the total is made of these changes
    low = np.sqrt(sum(min(0.0, *ends) ** 2 for ends in change.values()))
    assert found.here.jobs and found.here.jobs.central - found.here.jobs.low == pytest.approx(low)


def test_the_low_end_of_productivity_brings_fewer_jobs_however_the_project_is_sized(
    edition: Edition, arve: Local
) -> None:
    for basis, amount in (("emplois", 80), ("production", 17e6)):
        found = {h.code: h for h in impact_of(arve, project(edition, "25.73", basis, amount)).hypotheses}
        assert found["productivite"].france_low < 0 < found["productivite"].france_high


def test_the_table_of_all_territories_says_what_one_study_says(edition: Edition, territory: Territories) -> None:
    table = everywhere(edition, Level.ZONE_EMPLOI)
    assert table.columns == [column.name for column in described()]
    assert table.height == 306 * len(typical_projects(edition))
    row = table.row(by_predicate=(pl.col("code") == "8414") & (pl.col("classe") == "25.73"), named=True)
    one = typical_project(edition, "25.73")
    assert one is not None
    found: Impact = impact_of(Local(edition, territory("zone_emploi", "8414")), one)
    for name, told in (("fournisseurs_ici", found.here.suppliers), ("total_france", found.france.jobs)):
        assert told is not None
        for end, value in zip(("bas", "central", "haut"), (told.low, told.central, told.high), strict=True):
            assert row[f"emplois_{name}_{end}"] == pytest.approx(value, rel=1e-3)
    assert (
        table["multiplicateur_production_ici_central"] <= table["multiplicateur_production_france_central"] + 1e-3
    ).all()


def test_a_perimeter_across_two_zones_is_its_own_labour_market(edition: Edition, territory: Territories) -> None:
    one, other = territory("zone_emploi", "8414"), territory("zone_emploi", "8425")
    both = replace(one, level=Level.COMMUNES, code="x", communes=tuple(sorted((*one.communes, *other.communes))))
    place = setting(Local(edition, both))
    names = [level for level, _, _ in place.names]
    assert names[0] == "communes" and names[-1] == "france"
