"""What the first page answers of the first target: does it pay, what does it bring, where would it go."""

from ancrage.domain.described import Range
from ancrage.domain.wording import NBSP, count, listing
from ancrage.sections import wording
from ancrage.sections.shortlist import kept
from ancrage.steps.costs.targets import Bearable
from ancrage.steps.impact.wording import span
from ancrage.steps.sites import Offer
from ancrage.study import Study
from ancrage.study.impact import ImpactStudied
from ancrage.study.sites import SitesOfTarget

NOT_SAID = "On ne peut pas dire."


def answers(study: Study) -> tuple[tuple[str, str], ...]:
    """Questions and answers, each number with its range and its status; nothing without a target."""
    first = next(iter(kept(study)), None)
    if first is None:
        return ()
    code = first.activity
    costs = next((row for row in study.costs.targets if row.activity == code), None)
    impact = next((row for row in study.impact.targets if row.activity == code), None)
    sites = next((row for row in study.sites.by_target if row.activity == code), None)
    return (
        ("Est-ce que cela paie ?", _pays(costs.origins, costs.sentence) if costs else NOT_SAID),
        ("Qu'est-ce que cela apporte ?", _brings(impact) if impact else NOT_SAID),
        ("Où ?", _where(sites, study.sites.radius_km) if sites else NOT_SAID),
    )


def _pays(origins: tuple[Bearable, ...], sentence: str) -> str:
    """The price gap borne against the hardest supplier and the easiest one."""
    if not origins:
        return sentence
    ranked = sorted(origins, key=lambda origin: (origin.gap.central, origin.country))
    ends = [f"{_gap(ranked[0])} pour le plus dur à battre ({ranked[0].label})"]
    if ranked[1:]:
        ends.append(f"de {_gap(ranked[-1])} pour le plus facile ({ranked[-1].label})")
    return (
        f"Oui si un concurrent n'est pas moins cher, départ usine, de plus de {', '.join(ends)}. "
        "Ordre de grandeur, à vérifier avec un vrai prix."
    )


def _gap(origin: Bearable) -> str:
    low, middle, high = (wording.number(100 * end) for end in (origin.gap.low, origin.gap.central, origin.gap.high))
    return f"{middle}{NBSP}% ({low} à {high})"


def _brings(impact: ImpactStudied) -> str:
    """Jobs here and in the whole country, suppliers and wages spent included."""
    here, country = impact.circles[0], impact.circles[-1]
    local = f"{_jobs(here.jobs.total)} ici" if here.known else "ici, on ne peut pas dire"
    return (
        f"Un projet courant : {_jobs(here.jobs.direct)} emplois {impact.nature}. Avec les fournisseurs et les salaires "
        f"dépensés : {local} ; {_jobs(country.jobs.total)} dans toute la France. Estimé."
    )


def _jobs(band: Range | None) -> str:
    return wording.ABSENT if band is None else span(band)


def _where(sites: SitesOfTarget, radius: float) -> str:
    """Known sites that are large enough, and the first to see."""
    need = sites.need.land_ha
    if need is None:
        return NOT_SAID
    low, high = wording.short(need.low), wording.short(need.high)
    asked = f"Il faut {low if low == high else f'{low} à {high}'} ha (estimé)."
    around = f"à moins de {radius:g}{NBSP}km"
    places = [count(sites.own, "terrain de votre liste", "terrains de votre liste")] if sites.own else []
    places += [count(sites.here, "friche d'ici", "friches d'ici")] if sites.here else []
    near = f"{sites.around} {around}" if sites.here else f"{count(sites.around, 'friche')} {around}"
    places += [near] if sites.around else []
    if not places:
        return f"{asked} Aucun terrain connu n'est assez grand, ce qui ne veut pas dire aucun : donnez votre liste."
    have = "a" if sites.own + sites.here + sites.around == 1 else "ont"
    return f"{asked} {listing(places)} {have} la place{_first_seen(sites.offers)}. À vérifier sur place."


def _first_seen(offers: tuple[Offer, ...]) -> str:
    if not offers:
        return ""
    site = offers[0]
    area = f", {wording.area_of(site.area_ha, site.origin)} ha" if site.area_ha else ""
    return f" ; à voir d'abord : {site.name or site.commune_label}{area}"
