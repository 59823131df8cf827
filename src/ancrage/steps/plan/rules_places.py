"""Signals of the ground: land, water, power, and processes that worry."""

from ancrage.domain.wording import NBSP, count, decimal, integer, listing, lower_first
from ancrage.steps.plan.facts import FIRST, LEADING, Facts
from ancrage.steps.plan.known import without_site
from ancrage.steps.plan.observation import HERE, Observation, names, of_target, strength_at
from ancrage.steps.resources import NO
from ancrage.steps.targets import Target

HEAVY_REGIME = "A"


def _land(facts: Facts, ratio_under: float, scale: float) -> list[Observation]:
    need, brownfields = facts.land_need_ha, facts.free_ha + facts.possible_ha
    have = brownfields + facts.own_ha
    if not need or have >= ratio_under * need:
        return []
    parts = [f"{_area(facts.own_ha)} sur votre liste de sites"] if facts.own_ha else []
    parts += [f"{_area(brownfields)} de friches sans projet ou potentielles recensées"] if brownfields else []
    told = listing(parts) if parts else "Aucune friche disponible n'est recensée"
    said = f"{told}, pour environ {_area(need)} demandés par les cinq premières cibles{_budget(facts)}."
    strength = scale * strength_at(-have / need, -ratio_under, 0)
    return [Observation(HERE, strength, have / need, said, ("brownfields", "establishments"), facts.largest())]


def _budget(facts: Facts) -> str:
    """What the ZAN ceiling leaves, when the territory told its figures."""
    left = facts.sites.land.remaining_ha
    if left is None:
        return ""
    return (
        f" ; {_area(left)} restent sous votre plafond ZAN"
        if left >= 0
        else f" ; votre plafond ZAN est dépassé de {_area(-left)}"
    )


def _area(hectares: float) -> str:
    return f"{decimal(hectares, 0 if hectares >= 9.95 else 1)}{NBSP}ha"


def short_land(facts: Facts, under: float) -> list[Observation]:
    return _land(facts, under, 0.9)


def very_short_land(facts: Facts, under: float) -> list[Observation]:
    return _land(facts, under, 0.7)


def no_site(facts: Facts, under: float) -> list[Observation]:
    needs = [(n.land_ha.central, t) for t in facts.targets[:LEADING] if (n := facts.needs[t.activity]).land_ha]
    if not needs:
        return []
    least, target = min(needs, key=lambda pair: pair[0])
    have = facts.free_ha + facts.own_ha
    if have >= under * least:
        return []
    own = f"{_area(facts.own_ha)} sur votre liste de sites et " if facts.own_ha else ""
    free = f"{_area(facts.free_ha)} de friches" if facts.free_ha else "aucune friche"
    nowhere = without_site(facts)
    said = (
        f"{own}{free} sans projet, alors que la moins gourmande des cinq premières cibles "
        f"({lower_first(target.label)}) en demande couramment {_area(least)}"
        f"{f' ; aucun site connu, ici ou alentour, pour {names(list(nowhere))}' if nowhere else ''}."
    )
    return [
        Observation(HERE, strength_at(-have / least, -under, 0), have / least, said[:1].upper() + said[1:],
                    ("brownfields", "establishments"), facts.largest())
    ]  # fmt: skip


def _heavy(facts: Facts) -> list[Target]:
    return [
        t for t in facts.first if (r := facts.needs[t.activity].regime) is not None and (r.heavy_power or r.heavy_water)
    ]


def thirsty(facts: Facts, least: float) -> list[Observation]:
    heavy = _heavy(facts)
    if len(heavy) < least:
        return []
    labels = [t.label for t in heavy]
    said = (
        f"{integer(len(heavy))} des dix premières cibles ont des produits gourmands en eau ou en énergie "
        f"({names(labels)}), et rien ne dit ici ce que les réseaux peuvent donner."
    )
    return [Observation(HERE, strength_at(len(heavy), least, FIRST), len(heavy), said, (), (), names(labels))]


def _risky(facts: Facts) -> list[Target]:
    return [
        t
        for t in facts.first
        if (r := facts.needs[t.activity].regime) is not None and (r.heaviest == HEAVY_REGIME or r.seveso != NO)
    ]


def risky_process(facts: Facts, least: float) -> list[Observation]:
    risky = _risky(facts)
    if len(risky) < least:
        return []
    first = risky[0]
    subject, stakes = of_target(facts, first)
    said = (
        f"{count(len(risky), 'cible')} parmi les dix premières relèveraient de l'autorisation ou de Seveso selon le "
        f"produit (à vérifier) : {names([t.label for t in risky])}."
    )
    strength = 0.8 * strength_at(len(risky), least, FIRST)
    firms = facts.target_firms(first.activity)
    return [Observation(subject, strength, len(risky), said, (), firms, names([t.label for t in risky]), stakes)]


def conflict(facts: Facts, least: float) -> list[Observation]:
    risky = _risky(facts)
    if len(risky) < least:
        return []
    labels = [t.label for t in risky]
    said = (
        f"{integer(len(risky))} des dix premières cibles appelleraient une enquête publique (régime indicatif, à "
        f"vérifier) : {names(labels)}."
    )
    return [Observation(HERE, 0.8 * strength_at(len(risky), least, FIRST), len(risky), said, (), (), names(labels))]
