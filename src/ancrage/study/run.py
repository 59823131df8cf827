"""The steps chained for one territory, one strategy and one edition. Same inputs, same outputs."""

from dataclasses import dataclass

from ancrage.domain.knowledge import Knowledge
from ancrage.domain.plan import EditedPlan
from ancrage.domain.strategy import Strategy
from ancrage.domain.territory import Territory
from ancrage.steps.actors import TARGETS, Actor, actors
from ancrage.steps.advice import Advice, advise
from ancrage.steps.cases import TargetCases, target_cases
from ancrage.steps.costs.targets import Costs, target_costs
from ancrage.steps.diagnostic import Diagnostic, diagnose
from ancrage.steps.impact import Impacts, impacts
from ancrage.steps.limits import Limit, Told, limits
from ancrage.steps.limits_check import Check, limits_check
from ancrage.steps.links import Links, links
from ancrage.steps.local import Local
from ancrage.steps.outline import Outline, outlines
from ancrage.steps.plan import Plan, make_plan
from ancrage.steps.plan.facts import facts_of
from ancrage.steps.portfolio import NO_LIMIT, Portfolio, portfolio
from ancrage.steps.portfolio_choice import projects_of
from ancrage.steps.resources import resources
from ancrage.steps.sites import Sites, sites
from ancrage.steps.swot import Swot, swot
from ancrage.steps.targets import Target, criterion_values, rank_candidates, target_postures, targets
from ancrage.steps.targets.robustness import Robustness, TargetRobustness, robustness
from ancrage.steps.targets.target import CriterionValues
from ancrage.warehouse.edition import Edition

NOTHING = Knowledge()
# first targets of the table of all activities whose actors are found, besides those of the two lists
FIRST = 5


@dataclass(frozen=True, eq=False)
class Results:
    """The result of each step, from which the study is put together.

    `criteria`: in the order of `targets`; `target_robustness`, `checks`: by activity, how sure the place of the first
    targets is, and the verdict of the limits of the strategy.
    """

    local: Local
    strategy: Strategy
    knowledge: Knowledge
    diagnostic: Diagnostic
    swot: Swot
    advice: Advice
    targets: tuple[Target, ...]
    criteria: tuple[CriterionValues, ...]
    robustness: Robustness
    target_robustness: dict[str, TargetRobustness]
    checks: dict[str, Check]
    portfolio: Portfolio
    actors: tuple[Actor, ...]
    cases: dict[str, TargetCases]
    costs: Costs
    impact: Impacts
    links: Links
    sites: Sites
    plan: Plan
    limits: tuple[Limit, ...]
    outlines: tuple[Outline, ...]


def run_steps(
    edition: Edition,
    territory: Territory,
    strategy: Strategy,
    knowledge: Knowledge = NOTHING,
    edited_plan: EditedPlan | None = None,
) -> Results:
    """Run every step; `knowledge` is what the territory itself tells, by default nothing; `edited_plan`: its plan.

    Raises AncrageError when the edition lacks a table or holds a damaged one.
    """
    local = Local(edition, territory, knowledge.corrections)
    diagnostic = diagnose(local, knowledge.signals)
    ranked = rank_candidates(local, strategy)
    posture = target_postures(local, ranked, diagnostic.specialisations)
    checks = {code: limits_check(resources(edition, code), strategy.limits) for code in ranked.chosen.codes}
    apart = {code for code, check in checks.items() if check.set_apart}
    chosen = targets(local, strategy, ranked, posture, apart)
    kept = [t.activity for t in chosen if t.activity not in apart]
    needs = [resources(edition, code) for code in kept[:TARGETS]]
    places = sites(local, needs, knowledge.sites, strategy.land)
    advice = advise(local, strategy, apart)
    wanted = tuple(dict.fromkeys((*advice.activities, *kept[:FIRST])))
    called = actors(local, wanted, knowledge=knowledge, at_risk=diagnostic.know_how_at_risk)
    sure, target_robustness = robustness(ranked.ranking, strategy, local.country.labels)
    bounded = strategy.limits.any_set
    chosen_set = portfolio(projects_of(edition, chosen, strategy.limits), strategy.limits) if bounded else NO_LIMIT
    cases = {t.activity: target_cases(edition, territory, t.activity) for t in chosen if t.detailed}
    costs = target_costs(edition, [t for t in chosen if t.activity not in apart])
    impact = impacts(local, kept[:TARGETS], [p.activity for p in chosen_set.projects] if bounded else None)
    linked = links(local, diagnostic.missing_links, kept)
    facts = facts_of(
        local=local, strategy=strategy, knowledge=knowledge, diagnostic=diagnostic, targets=chosen, robustness=sure,
        checks=checks, actors=called, sites=places, costs=costs, impact=impact, cases=cases, links=linked,
    )  # fmt: skip
    plan = make_plan(facts, edited_plan)
    said = Told(costs=costs, impact=impact, sites=places, cases=cases, plan=plan, knowledge=knowledge)
    return Results(
        local=local,
        strategy=strategy,
        knowledge=knowledge,
        diagnostic=diagnostic,
        advice=advice,
        swot=swot(local, diagnostic, chosen, places, linked),
        targets=chosen,
        criteria=criterion_values(ranked, strategy),
        robustness=sure,
        target_robustness=target_robustness,
        checks=checks,
        portfolio=chosen_set,
        actors=called,
        cases=cases,
        costs=costs,
        impact=impact,
        links=linked,
        sites=places,
        plan=plan,
        limits=limits(local, diagnostic, chosen, said),
        outlines=outlines(local),
    )
