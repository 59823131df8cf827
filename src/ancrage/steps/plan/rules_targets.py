"""Signals of the targets: which are firm, disputed, close without an anchor, bought by public bodies."""

from ancrage.domain.wording import NBSP, count, euros, integer, percent
from ancrage.steps.plan.facts import FIRST, LEADING, Facts
from ancrage.steps.plan.known import gap
from ancrage.steps.plan.observation import HERE, Observation, names, of_target, strength_at
from ancrage.steps.targets import FAR, GOOD, NEAR, PRESENT, Target
from ancrage.steps.vulnerability import vulnerability

SANITARY = "E01"
FOOD = "E02"
OPEN = (0.2, 0.8)
# what hospitals and canteens buy: food, beverages, medicines, medical devices
PUBLIC_NEEDS = ("10", "11", "21", "32.50", "26.60")


def open_list(facts: Facts, least: float) -> list[Observation]:
    low, high = OPEN
    disputed = [t for t in facts.targets if low <= t.chances.top10 <= high]
    if len(disputed) < least:
        return []
    labels = [t.label for t in disputed]
    said = (
        f"{integer(len(disputed))} cibles ont entre 20 et 80 chances sur 100 d'être dans les dix premières : "
        f"{names(labels)}."
    )
    return [Observation(HERE, strength_at(len(disputed), least, 15), len(disputed), said, (), (), names(labels))]


def methods_disagree(facts: Facts, under: float) -> list[Observation]:
    common = facts.robustness.agreement.common
    if common >= under:
        return []
    said = f"Trois méthodes de classement ne s'accordent que sur {integer(common)} des dix premières cibles."
    return [Observation(HERE, strength_at(-common, -under, 0), common, said, ())]


def unknown_cost(facts: Facts, least: float) -> list[Observation]:
    found = []
    for target in facts.first:
        balance = _balance(facts, target)
        if target.kind != GOOD or balance is None or balance >= 0:
            continue
        subject, stakes = of_target(facts, target)
        said = (
            f"{target.label}, {_nth(target)} cible : le pays en importe {euros(-balance)} de plus qu'il n'en exporte ; "
            + (
                f"produire ici tient si l'écart de prix départ usine ne dépasse pas {bearable} ; aucun prix n'est "
                "connu."
                if (bearable := gap(facts, target.activity))
                else "ni prix ni écart supportable ne sont connus."
            )
        )
        strength = strength_at(FIRST - target.rank, 0, FIRST)
        firms = facts.target_firms(target.activity)
        found.append(Observation(subject, strength, 0, said, ("trade_class",), firms, target.label, stakes))
    return found


def _nth(target: Target) -> str:
    return "première" if target.rank == 1 else f"{target.rank}e"


def _balance(facts: Facts, target: Target) -> float | None:
    """Exports less imports of the whole class; None when unknown (services)."""
    trade = vulnerability(facts.local.edition, target.activity)
    return None if trade.import_eur is None or trade.export_eur is None else trade.export_eur - trade.import_eur


def firm_target(facts: Facts, least: float) -> list[Observation]:
    found = []
    for target in facts.targets[:LEADING]:
        chance = target.chances.top10
        if chance >= least and target.position != FAR:
            subject, stakes = of_target(facts, target)
            said = (
                f"{target.label} reste dans les dix premières {round(chance * 100)} fois sur 100 ; aucune page "
                "ne la présente à un industriel."
            )
            strength = 0.9 * strength_at(chance, least, 1.0) * (1 - 0.05 * target.rank)
            firms = facts.target_firms(target.activity)
            found.append(Observation(subject, strength, chance, said, (), firms, target.label, stakes))
    return found


def heavy_import(facts: Facts, least: float) -> list[Observation]:
    known = [(b, t) for t in facts.first if t.position != FAR and (b := _balance(facts, t)) is not None]
    found = []
    for balance, target in sorted(known, key=lambda pair: (pair[0], pair[1].rank)):
        if -balance < least * 1e6:
            continue
        subject, stakes = of_target(facts, target)
        where = "déjà faite ici" if target.position == PRESENT else "proche de ce qui se fait ici"
        said = (
            f"{target.label}, {where} : le pays en importe {euros(-balance)} de plus qu'il n'en exporte sur douze mois."
        )
        strength = strength_at(-balance, least * 1e6, 20 * least * 1e6)
        firms = facts.target_firms(target.activity, here=True)
        number = -balance / 1e6
        found.append(Observation(subject, strength, number, said, ("trade_class",), firms, target.label, stakes))
    return found


def no_carrier(facts: Facts, least: float) -> list[Observation]:
    found = []
    for target in facts.first:
        if target.kind == GOOD and target.position != PRESENT and facts.capable(target.activity, here=False) < least:
            subject, stakes = of_target(facts, target)
            said = (
                f"{target.label}, {_nth(target)} cible : aucun établissement ne fait cette activité, ni une activité "
                "du même groupe, ici ou à moins de 50 km."
            )
            strength = strength_at(FIRST - target.rank, 0, FIRST)
            found.append(Observation(subject, strength, 0, said, ("establishments",), (), target.label, stakes))
    return found


def possible_carrier(facts: Facts, least: float) -> list[Observation]:
    """Close, but nobody anchors it: the firms of a neighbouring trade could."""
    found = []
    for target in facts.first:
        close = [a for a in facts.producers(target.activity) if a.here]
        if target.kind != GOOD or target.position != NEAR or len(close) < least:
            continue
        subject, stakes = of_target(facts, target)
        said = (
            f"{target.label}, {_nth(target)} cible : personne ici ne la fait, mais "
            f"{count(len(close), 'établissement')} d'ici ont un savoir-faire proche."
        ).replace(f"1{NBSP}établissement d'ici ont", f"1{NBSP}établissement d'ici a")
        strength = strength_at(FIRST - target.rank, 0, FIRST)
        firms = facts.target_firms(target.activity, here=True)
        found.append(Observation(subject, strength, len(close), said, ("establishments",), firms, target.label, stakes))
    return found


def public_need(facts: Facts, least: float) -> list[Observation]:
    shares = facts.strategy.shares()
    share = shares.get(SANITARY, 0.0) + shares.get(FOOD, 0.0)
    if share < least:
        return []
    found = []
    for target in facts.targets[:20]:
        subject, stakes = of_target(facts, target)
        if not (target.activity.startswith(PUBLIC_NEEDS) and stakes.keys() & {SANITARY, FOOD}):
            continue
        said = (
            f"{target.label}, {_nth(target)} cible, répond à des achats publics (hôpitaux, cantines) ; santé et "
            f"alimentation pèsent {percent(share)} de vos enjeux."
        )
        strength = strength_at(share, least, 0.6) * (1 - 0.02 * target.rank)
        firms = facts.target_firms(target.activity)
        found.append(Observation(subject, strength, share, said, (), firms, target.label, stakes))
    return found
