"""What is said of the sites: of one target, and of all of them."""

from collections.abc import Sequence

from ancrage.domain.wording import NBSP, count, listing
from ancrage.steps.resources import area, span
from ancrage.steps.sites.matching import TargetSites
from ancrage.steps.sites.offer import WEAK, Offer
from ancrage.steps.sites.reach import OWN

MUCH_BETTER = 0.2  # a note that much higher outside the territory deserves a word
NO_NATIONAL_LIST = "aucun terrain connu ne veut pas dire aucun terrain : donnez votre liste"


def sentence(found: TargetSites) -> str:
    """What a target asks for, how many sites have the room, which to see first; or why there is none."""
    land = found.need.land_ha
    if land is None:
        return "Besoin de terrain inconnu : rien à comparer."
    who = "Un projet type" if found.need.establishments else "Ce projet"
    small, bare = found.own_too_small, found.own_unmeasured
    words = "est trop petit" if small == 1 else "sont trop petits"
    aside = f" ; {count(small, 'site')} de votre liste {words}" if small else ""
    aside += f" ; {count(bare, 'site')} de votre liste sans surface donnée" if bare else ""
    asked = f"{who} demande {span(land, area)}{NBSP}ha de terrain"
    if not found.large_enough:
        return f"{asked} : aucun site connu assez grand{aside}. {_why_none(found)}."
    parts = [f"{count(found.own, 'site')} de votre liste"] if found.own else []
    if found.here:
        parts.append(f"{count(found.here, 'friche')} du territoire")
    if found.around:
        what = "autre" if found.here else "friche"
        parts.append(f"{count(found.around, what)} à moins de {found.radius_km:.0f}{NBSP}km")
    have = "a" if found.large_enough == 1 else "ont"
    return f"{asked} : {listing(parts)} {have} la place{aside}. {_first(found.offers)}."


def answer(targets: Sequence[TargetSites], own: bool, radius_km: float) -> str:
    """Where the targets could go, all together; `own`: the territory gave its list."""
    told = [t for t in targets if t.need.land_ha is not None]
    if not told:
        return "Aucune cible dont le besoin de terrain soit connu : rien à placer."
    inside = "dans le territoire ou sur votre liste" if own else "dans le territoire"
    near = f"à ses abords (moins de {radius_km:.0f}{NBSP}km)"
    here = sum(bool(t.own or t.here) for t in told)
    nowhere = sum(not t.large_enough for t in told)
    around = len(told) - here - nowhere
    if nowhere == len(told):
        return f"Aucun terrain connu n'est assez grand, {inside} ou {near}. Aucun connu ne veut pas dire aucun."
    unsure = sum(all(o.confidence == WEAK for o in t.offers) for t in told if t.large_enough)
    if len(told) == 1:
        doubt = ", mais ce ne sont que des friches jamais vérifiées" if unsure else ""
        return f"Au moins un terrain connu est assez grand {inside if here else f'seulement {near}'}{doubt}."
    parts = [f"{here} {'trouvent' if here > 1 else 'trouve'} un terrain connu assez grand {inside}"] if here else []
    if around:
        parts.append(f"{around} seulement {near}")
    if nowhere:
        parts.append(f"{nowhere} nulle part")
    if here == len(told):
        parts = [f"toutes trouvent un terrain connu assez grand {inside}"]
    verb = "ne trouvent" if unsure > 1 else "ne trouve"
    doubt = f" ; {unsure} {verb} que des friches jamais vérifiées" if unsure else ""
    return f"Sur {len(told)} cibles, {listing(parts)}{doubt}. Tout est à vérifier sur place."


def _first(offers: tuple[Offer, ...]) -> str:
    """« À voir d'abord : Cluses, 2,3 ha, friche sans projet, zone urbaine »; and the best outside when much better."""
    first = offers[0]
    outside = max((o for o in offers if not o.here and o.note is not None), key=lambda o: o.note or 0, default=None)
    said = f"À voir d'abord : {site_words(first)}"
    if first.origin != OWN and first.here and outside and (outside.note or 0) > (first.note or 0) + MUCH_BETTER:
        said += f". Mieux noté, hors du territoire ({outside.distance_km:.0f}{NBSP}km) : {site_words(outside)}"
    return said


def site_words(site: Offer) -> str:
    """« Cluses, 2,3 ha, friche sans projet, zone urbaine »."""
    what = [f"{site.name} ({site.commune_label})" if site.name else site.commune_label]
    if site.area_ha is not None:
        what.append(f"{area(site.area_ha, site.origin == OWN)}{NBSP}ha")
    if site.origin != OWN:
        what.append(site.status)
    return ", ".join(what + ([site.zoning] if site.zoning else []))


def _why_none(found: TargetSites) -> str:
    reasons = []
    within = f"à moins de {found.radius_km:.0f}{NBSP}km"
    if found.largest_ha is not None:
        size = f"{area(found.largest_ha)}{NBSP}ha"
        reasons.append(f"la plus grande friche constructible connue, ici ou {within}, fait {size}")
    if kept := found.kept_natural:
        words = "assez grande est" if kept == 1 else "assez grandes sont"
        reasons.append(f"{count(kept, 'friche')} {words} en zone naturelle ou agricole")
    if not reasons:
        reasons.append(f"aucune friche sans projet n'est recensée ici ni {within}")
    said = " ; ".join([*reasons, NO_NATIONAL_LIST])
    return said[:1].upper() + said[1:]
