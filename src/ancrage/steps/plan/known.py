"""What the steps before the plan know of the subject of an action, in the words of a first step or of a signal."""

from ancrage.domain.described import Range
from ancrage.domain.wording import NBSP, count, decimal, integer, listing, lower_first
from ancrage.steps.actors.actor import ATTRACT, CUSTOMER
from ancrage.steps.cases import FRAGILE, HOW, STOPPED, Case
from ancrage.steps.costs.wording import share_range
from ancrage.steps.diagnostic.missing_links import Neighbour
from ancrage.steps.impact import wording
from ancrage.steps.links import short_label
from ancrage.steps.plan.facts import LEADING, Facts, Firm
from ancrage.steps.plan.observation import Subject
from ancrage.steps.sites.wording import site_words

TARGET, LINK, JOB, HERE = "cible", "maillon", "métier", "territoire"
LINKS = 3  # told when an action bears on all of them
QUOTED = 2  # cases


def gap(facts: Facts, activity: str) -> str:
    """« 2 à 5 % face à l'Allemagne, … »: the price gap that making it here can bear, empty when it is not known."""
    known = facts.costs.get(activity)
    if known is None:
        return ""
    hard = min(known.origins, key=lambda o: (o.gap.central, o.country))
    easy = max(known.origins, key=lambda o: (o.gap.central, o.country))
    told = f"{share_range(hard.gap)} face au plus dur à battre ({hard.label})"
    return told if hard is easy else f"{told}, {share_range(easy.gap)} face au plus facile ({easy.label})"


def direct_jobs(facts: Facts, activity: str) -> Range | None:
    """Jobs of the project of usual size, the same in every step."""
    found = facts.impact.get(activity)
    return found.project.amount if found and found.project else None


def jobs(facts: Facts, activity: str) -> str:
    """« de 62 à 150 emplois directs, de 120 à 300 ici en tout »: ranges to validate, empty when no size is known."""
    direct = direct_jobs(facts, activity)
    if direct is None:
        return ""
    whole = facts.impact[activity].here.jobs
    more = f", {_between(whole)} ici avec fournisseurs et salaires dépensés" if whole else ""
    return f"{_between(direct)} emplois directs{more}"


def _between(found: Range) -> str:
    low, high = wording.amount(found.low), wording.amount(found.high)
    return low if low == high else f"de {low} à {high}"


def carbon(facts: Facts, activity: str) -> str:
    """What the project would emit in France and, when a ratio is published, change in the world."""
    found = facts.impact.get(activity)
    home = found.france.co2 if found else None
    if found is None or home is None:
        return ""
    told = f"environ {_tonnes(home)} de CO2 par an en France"
    world = found.beside.world_co2
    if world is None:
        return told
    way = "de moins" if world.central < 0 else "de plus"
    size = _tonnes(Range(*sorted((abs(world.low), abs(world.central), abs(world.high)))))
    return f"{told}, {size} {way} dans le monde s'il remplace des importations"


def _tonnes(found: Range) -> str:
    low, high = (integer(float(f"{v:.2g}")) for v in (found.low, found.high))
    return f"{low}{NBSP}t" if low == high else f"{low} à {high}{NBSP}t"


def site(facts: Facts, activity: str) -> str:
    """The site to see first for a target, empty without any that is known and large enough."""
    offers = next((s.offers for s in facts.sites.by_target if s.need.activity == activity), ())
    return site_words(offers[0]) if offers else ""


def first_site(facts: Facts) -> str:
    """The site to see first for the first target that finds one."""
    return next((s for t in facts.targets[:LEADING] if (s := site(facts, t.activity))), "")


def without_site(facts: Facts) -> tuple[str, ...]:
    """Labels of the first targets for which no known site in reach is large enough."""
    leading = {t.activity: t.label for t in facts.targets[:LEADING]}
    return tuple(
        leading[s.need.activity]
        for s in facts.sites.by_target
        if s.need.activity in leading and s.need.land_ha is not None and not s.large_enough
    )


def neighbours(facts: Facts, sector: str, *, named: bool = True) -> str:
    """« Annecy (à 35 km : SNR, Pfeiffer) et … »: who makes a missing link within reach, empty when nobody."""
    found = next((s.neighbours for s in facts.links.supplied if s.sector == sector), ())

    def told(neighbour: Neighbour) -> str:
        names = [f.name for f in neighbour.firms if f.name][:2] if named else []
        who = f"{NBSP}: {', '.join(names)}" if names else ""
        return f"{neighbour.label} (à {decimal(neighbour.distance_km, 0)}{NBSP}km{who})"

    return listing([told(n) for n in found[:LINKS]])


def arrival(facts: Facts, activity: str) -> str:
    """« vendre à « … » et acheter à « … » »: what the coming of a target would complete here."""
    found = next((a for a in facts.links.arrivals if a.activity == activity), None)
    if found is None or not (found.customers or found.suppliers):
        return ""
    parts = [
        f"{verb} {listing([f'« {lower_first(short_label(p.label))} »' for p in partners[:2]])}"
        for verb, partners in (("vendre à", found.customers), ("acheter à", found.suppliers))
        if partners
    ]
    return listing(parts)


def loop(facts: Facts) -> str:
    """The first loop of trade, empty without any."""
    found = next(iter(facts.links.loops), None)
    return listing([f"« {lower_first(short_label(p.label))} »" for p in found.sectors]) if found else ""


def ended(facts: Facts, activity: str) -> tuple[Case, ...]:
    """Documented cases of the target that stopped or falter, nearest activity only."""
    found = facts.cases.get(activity)
    return tuple(c.case for c in found.cases if c.case.outcome in (STOPPED, FRAGILE)) if found else ()


def told_case(case: Case) -> str:
    """As the failures of a template are told: « REC Solar (Hambach, 2022) : projet annulé »."""
    said = f"{case.firm} ({', '.join(filter(None, [case.commune_label, str(case.status_year)]))})"
    return f"{said} : {case.note}" if case.note else f"{said} : {case.outcome}"


def risk(facts: Facts, subject: Subject, written: str) -> str:
    """The risk of the template, then what the documented cases of the target say: counts, never a rate. The nearest
    of them are named by `ended`."""
    found = facts.cases.get(subject.code) if subject.kind == TARGET else None
    if found is None or not found.stopped + found.fragile:
        return written
    n = found.stopped + found.fragile
    verb = "s'est arrêté ou vacille" if n == 1 else "se sont arrêtés ou vacillent"
    said = f"sur {count(found.total, 'cas documenté', 'cas documentés')} {HOW[found.link]}, {n} {verb}"
    return f"{written} ; {said}" if written else said


def slots(facts: Facts, subject: Subject) -> dict[str, str]:
    """What a first step may name; each has words for when nothing is known."""
    target = subject.code if subject.kind == TARGET else ""
    sectors = [subject.code] if subject.kind == LINK else [m.sector for m in facts.diagnostic.missing_links[:LINKS]]
    near = [text for s in sectors if (text := neighbours(facts, s))]
    place = site(facts, target) if target else first_site(facts)
    first = target or (facts.targets[0].activity if facts.targets else "")
    return {
        "ecart": gap(facts, target) or "l'étude ne sait pas le dire pour cette cible",
        "emplois": jobs(facts, first) or "emplois à estimer",
        "site": place or "aucun assez grand, donnez votre liste",
        "voisins": " ; ".join(near[:2]) or "personne à moins de 100 km",
        "importateurs": _firms(facts.in_role(target, CUSTOMER), "les acheteurs de la feuille Acteurs"),
        "groupes": _firms(facts.in_role(target, ATTRACT), "à chercher, aucun n'est connu"),
        "liens": arrival(facts, target) or "aucun lien d'achat notable avec les branches d'ici",
        "carbone": carbon(facts, first) or "l'étude ne sait pas l'estimer",
        "savoir_faire": watched(facts) or "aucun n'est à surveiller ici d'après le registre",
    }


def watched(facts: Facts) -> str:
    """« fonderie (surveillance haute : NOM) »: know-how at risk, with its grade and who holds it."""
    rows = facts.diagnostic.know_how_at_risk[:LINKS]
    return listing(
        [
            f"{lower_first(k.label)} (surveillance {k.watch}{f'{NBSP}: {k.holders[0]}' if k.holders else ''})"
            for k in rows
        ]
    )


def _firms(firms: tuple[Firm, ...], nobody: str) -> str:
    return listing([str(f) for f in firms]) or nobody
