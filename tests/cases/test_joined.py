"""The chain is joined: for one target, each step speaks of the same project; the plan reads what the others found."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from ancrage.domain.knowledge import Knowledge, OwnSite
from ancrage.domain.limits import LandFigures, Limits
from ancrage.domain.strategy import Goal
from ancrage.inputs.strategy import default_strategy
from ancrage.steps.actors.actor import CUSTOMER, ROLES
from ancrage.steps.cases import FRAGILE, STOPPED
from ancrage.steps.plan import Plan
from ancrage.steps.plan.action import Action, is_in_jobs
from ancrage.steps.plan.observation import Observation
from ancrage.steps.resources import resources
from ancrage.study.run import Results, run_steps
from tests.studies import as_dict

Studies = Callable[[str, str], Results]
PLACES = [("zone_emploi", "8414"), ("zone_emploi", "0058"), ("departement", "976"), ("epci", "200046977")]


def actions(plan: Plan) -> list[Action]:
    return [*plan.actions, *(r.action for r in plan.reserve)]


def first(plan: Plan, template: str) -> Action:
    return next(a for a in actions(plan) if a.template == template)


@pytest.mark.parametrize("place", PLACES)
def test_each_step_speaks_of_the_same_project(study: Studies, place: tuple[str, str]) -> None:
    found = study(*place)
    document = as_dict(found)
    ranked = {t["activite"]: t for t in document["cibles"]}
    sites = {s["cible"]: s for s in document["sites"]["par_cible"]}
    told = {i["activite"]: i for i in document["impact"]["cibles"]}
    assert told and sites.keys() >= told.keys()
    for activity, impact in told.items():
        need = resources(found.local.edition, activity)
        assert need.jobs and need.land_ha
        for size, of in ((impact["taille"], need.jobs), (impact["terrain_ha"], need.land_ha)):
            assert size == pytest.approx({"bas": of.low, "central": of.central, "haut": of.high}, rel=1e-5)
        assert impact["cercles"][0]["emplois"]["directs"] == impact["taille"]
        asked = sites[activity]["besoin"]
        assert (asked["foncier_ha"], asked["emplois"]) == (impact["terrain_ha"], impact["taille"])
        assert ranked[activity]["libelle"] == impact["libelle"] == sites[activity]["libelle"]
    costs = {c["activite"]: c for c in document["couts"]["cibles"]}
    for activity, cost in costs.items():
        assert cost["rang"] == ranked[activity]["rang"] and cost["libelle"] == ranked[activity]["libelle"]
    assert {a["cible"] for a in document["acteurs"]} <= ranked.keys()
    assert {a["role"] for a in document["acteurs"]} <= set(ROLES)


def test_a_set_of_projects_adds_up_to_its_land_and_jobs(study: Studies) -> None:
    here = study("zone_emploi", "8414")
    strategy = replace(default_strategy(), limits=Limits(land_ha=40.0))
    found = run_steps(here.local.edition, here.local.territory, strategy)
    assert found.portfolio and found.impact.portfolio
    needs = [resources(here.local.edition, p.activity) for p in found.portfolio.projects]
    whole = found.impact.portfolio
    assert whole.here.direct.central == pytest.approx(sum(n.jobs.central for n in needs if n.jobs))
    assert whole.beside.land_ha
    assert whole.beside.land_ha.central == pytest.approx(sum(n.land_ha.central for n in needs if n.land_ha))
    assert whole.beside.land_ha.central <= 40.0


def test_the_plan_names_what_the_other_steps_found(study: Studies) -> None:
    found = study("zone_emploi", "8414")
    plan = found.plan
    costs = {c.activity: c for c in found.costs.targets if c.applies}
    costed = next(a for a in actions(plan) if a.template == "T13" and a.subject.code in costs)
    hard = min(costs[costed.subject.code].origins, key=lambda o: o.gap.central)
    assert costed.observation and hard.label in costed.observation.sentence
    assert hard.label in costed.steps[2]
    link = first(plan, "T12")
    near = next(s for s in found.links.supplied if s.sector == link.subject.code)
    assert link.observation and near.neighbours[0].label in link.observation.sentence
    firm = next(f.name for f in near.neighbours[0].firms if f.name)
    assert firm in link.steps[1]
    card = first(plan, "T15")
    offer = next(s for s in found.sites.by_target if s.need.activity == card.subject.code).offers[0]
    assert offer.commune_label in card.steps[0] and "emplois directs" in card.steps[0]
    letter = first(plan, "T17")
    buyers = [a for a in found.actors if a.target == letter.subject.code and a.role == CUSTOMER and a.name]
    assert ((buyers[0].name or "").split(",")[0] if buyers else "les acheteurs de la feuille Acteurs") in letter.steps[
        0
    ]
    rare = found.diagnostic.know_how_at_risk[0]
    watch = first(plan, "T08")
    assert rare.label.lower()[:12] in watch.steps[2].lower() and f"surveillance {rare.watch}" in watch.steps[2]
    held = first(plan, "T27")
    kept = next(k for k in found.diagnostic.know_how_at_risk if k.activity == held.subject.code)
    assert held.observation and f"surveillance {kept.watch}" in held.observation.sentence


@pytest.mark.parametrize("place", PLACES)
def test_documented_failures_stand_in_the_risk_of_their_target(study: Studies, place: tuple[str, str]) -> None:
    found = study(*place)
    quoted = 0
    for action in actions(found.plan):
        cases = found.cases.get(action.subject.code) if action.subject.kind == "cible" else None
        if cases and cases.stopped + cases.fragile:
            quoted += 1
            assert f"sur {cases.total}" in action.risk
            ended = [c.case.firm for c in cases.cases if c.case.outcome in (STOPPED, FRAGILE)]
            assert all(any(told.startswith(firm) for told in action.failures) for firm in ended[:2])
        else:
            assert "documenté" not in action.risk
    assert quoted or not any(c.stopped + c.fragile for c in found.cases.values()) or place[1] == "976"


def test_a_goal_in_jobs_is_set_against_the_jobs_of_the_target(study: Studies) -> None:
    here = study("zone_emploi", "8414")
    goal = Goal("emplois", "Emplois industriels", "emplois", 100.0, 2026, 400.0, 2030, "E05")
    strategy = replace(default_strategy(), goals=(goal,))
    found = run_steps(here.local.edition, here.local.territory, strategy)
    told = [a.purpose.sentence for a in actions(found.plan) if a.purpose and a.purpose.indicator == "emplois"]
    assert told and all("300\u00a0emplois de plus" in t and "à valider" in t for t in told)
    size = found.impact.projects[0].project
    assert size and any(f"de {size.amount.low:.0f} à {size.amount.high:.0f}" in t for t in told)
    other = replace(goal, unit="emplois par hectare")
    again = run_steps(here.local.edition, here.local.territory, replace(strategy, goals=(other,))).plan
    assert not any("de plus ;" in a.purpose.sentence for a in actions(again) if a.purpose)


def test_which_goals_are_in_jobs() -> None:
    assert all(map(is_in_jobs, ("emplois", "Emplois directs", "emploi")))
    assert not any(map(is_in_jobs, ("emplois par hectare", "emplois/ha", "% d'emplois", "ha")))


@pytest.mark.parametrize("place", PLACES)
def test_what_the_study_cannot_say_covers_each_step_once(study: Studies, place: tuple[str, str]) -> None:
    document: dict[str, Any] = as_dict(study(*place))
    rows = document["limites"]
    titles = [r["titre"] for r in rows]
    assert len(set(titles)) == len(titles) and len({r["phrase"] for r in rows}) == len(rows)
    assert {"Acteurs", "Coûts", "Impact", "Sites", "Plan d'action", "Achats entre entreprises"} <= set(titles)
    assert ("Savoir-faire à surveiller" in titles) == bool(document["diagnostic"]["savoir_faire_a_risque"])
    assert all(len(r["phrase"]) < 340 for r in rows)
    assert not any("ne fait pas partie" in r["phrase"] for r in rows)


@pytest.mark.parametrize("place", PLACES)
def test_every_point_of_the_swot_is_a_sentence(study: Studies, place: tuple[str, str]) -> None:
    found = study(*place).swot
    points = [*found.strengths, *found.weaknesses, *found.opportunities, *found.threats]
    assert points and all(p.sentence.endswith(".") and "None" not in p.sentence for p in points)
    assert len({p.title for p in points}) == len(points)


def test_land_that_the_territory_lists_is_land_that_the_plan_counts(study: Studies) -> None:
    here = study("departement", "976")
    commune = here.local.territory.communes[0]
    figures = LandFigures(reference_ha=60.0, used_ha=20.0, reduction_rate=0.5)
    strategy = replace(default_strategy(), land=figures)

    def plan(*sites: OwnSite) -> Plan:
        known = Knowledge(origin="essai", sites=sites)
        return run_steps(here.local.edition, here.local.territory, strategy, known).plan

    def site(area: float | None) -> OwnSite:
        return OwnSite("Les Badamiers", commune, None, None, area, None, None, None, None, None, "essai", None)

    for bare in (plan(), plan(site(None))):  # an area that nobody told is not land, and not a refusal either
        assert "aucune friche" in (first(bare, "T18").observation or fail()).sentence.lower()
        assert first(bare, "T05").values["depart"] == 0.0
    listed = plan(site(5.0))
    assert not any(a.template == "T18" for a in actions(listed))
    atlas = first(listed, "T05")
    assert atlas.values["depart"] == 5.0
    said = (atlas.observation or fail()).sentence
    assert "5,0\u00a0ha sur votre liste de sites" in said and "10\u00a0ha restent sous votre plafond ZAN" in said


def fail() -> Observation:
    raise AssertionError("an action without what calls for it")
