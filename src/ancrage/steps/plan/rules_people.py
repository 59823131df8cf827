"""Signals of the fabric: firms nobody met, occupations in tension, rare know-how, dependence."""

from ancrage.domain.wording import count, integer, listing, lower_first, percent
from ancrage.steps.diagnostic.know_how import HIGH
from ancrage.steps.plan.facts import Cluster, Facts, Firm, Occupation
from ancrage.steps.plan.observation import HERE, Observation, Subject, names, strength_at

_JOBS = ("labour_tension", "naf_occupation", "rome_fap")
_RARE = ("establishments", "jobs_territory_class")
SMALL_WORKSHOP = 80.0
SIGNALLED = "Signalé par"  # reasons told by the territory are told apart
REASONS = 3


def few_seen(facts: Facts, most: float) -> list[Observation]:
    n = facts.establishments
    if n > most:
        return []
    said = (
        f"Le registre ne montre que {count(n, 'établissement')} de 20 salariés et plus : les petites entreprises, "
        "l'essentiel du tissu, n'y sont pas."
        if n
        else "Le registre ne montre aucun établissement de 20 salariés et plus : tout le tissu reste à connaître."
    )
    return [Observation(HERE, strength_at(-n, -most, 0), n, said, ("establishments",), facts.unmet())]


def few_met(facts: Facts, least: float) -> list[Observation]:
    n, met = facts.establishments, len(facts.met)
    if n <= 40 or met >= least * n:
        return []
    told = f"{count(met, 'rencontre notée', 'rencontres notées')}" if met else "aucune rencontre notée dans Ancrage"
    makers = len(facts.to_meet)
    able = (
        f" ; au moins {count(makers, 'pourrait', 'pourraient')} faire l'une des cinq premières cibles et "
        f"{'reste' if makers == 1 else 'restent'} à rencontrer"
        if makers
        else ""
    )
    said = f"{count(n, 'établissement')} de 20 salariés et plus, {told} : leurs projets ne sont pas connus{able}."
    firms = facts.first_to_meet()
    return [Observation(HERE, strength_at(-met / n, -least, 0) * 0.8, met / n, said, ("establishments",), firms)]


def tense_jobs(facts: Facts, least: float) -> list[Observation]:
    tense = facts.occupations
    if len(tense) < least:
        return []
    labels = [o.label for o in tense]
    said = (
        f"{count(len(tense), 'métier')} des activités d'ici sont en tension forte dans le département, d'abord : "
        f"{names(labels[:3])}."
    )
    classes = tuple(dict.fromkeys(c for o in tense[:3] for c in o.classes))
    strength = 0.9 * strength_at(len(tense), least, 40)
    return [Observation(HERE, strength, len(tense), said, _JOBS, facts.firms_of(classes), names(labels[:3]))]


def _occupation(facts: Facts, found: Occupation, level: int, why: str) -> Observation:
    total = sum(o.hired for o in facts.occupations) or 1.0
    said = f"{found.label} : tension forte dans le département, {why} ({level} sur 5)."
    strength = min(1.0, 0.5 + 2 * found.hired / total)
    subject = Subject("métier", found.code, found.label)
    return Observation(subject, strength, level, said, _JOBS, facts.firms_of(found.classes), found.label)


def lacking_hands(facts: Facts, least: float) -> list[Observation]:
    why = "les candidats manquent"
    return [_occupation(facts, o, o.lack, why) for o in facts.occupations if o.lack is not None and o.lack >= least]


def trained_job(facts: Facts, least: float) -> list[Observation]:
    why = "un métier qui demande une formation précise"
    return [
        _occupation(facts, o, o.training, why)
        for o in facts.occupations
        if o.training is not None and o.training >= least
    ]


def rare_know_how(facts: Facts, least: float) -> list[Observation]:
    rare = facts.diagnostic.know_how_at_risk
    if len(rare) < least:
        return []
    labels = [k.label for k in rare]
    high = sum(k.watch == HIGH for k in rare)
    held = "tenue" if len(rare) == 1 else "tenues"
    said = (
        f"{count(len(rare), 'activité rare', 'activités rares')} {held} ici par peu d'établissements"
        f"{f', dont {integer(high)} à surveillance haute' if high else ''} : {names(labels)}."
    )
    firms = facts.firms_of(tuple(k.activity for k in rare))
    return [Observation(HERE, strength_at(len(rare), least, 8), len(rare), said, _RARE, firms, names(labels))]


def last_holder(facts: Facts, most: float) -> list[Observation]:
    """What the territory told of a holder (a handover, an insolvency) comes before what the register shows."""
    signs = {s.siret: s for s in facts.knowledge.signals}
    told = {c: signs[siret] for siret, c in facts.local.register.select("siret", "class").iter_rows() if siret in signs}
    found = []
    for rare in facts.diagnostic.know_how_at_risk:
        sign = told.get(rare.activity)
        if rare.establishments_here > most and not sign:
            continue
        unknown = f"signal noté : {sign.kind}" if sign else "l'âge du dirigeant et la relève ne sont pas publics"
        reasons = [r for r in rare.reasons if not r.startswith(SIGNALLED)][:REASONS]
        why = listing([reasons[0], *map(lower_first, reasons[1:])]) if reasons else count(rare.jobs, "emploi")
        said = f"{rare.label}, surveillance {rare.watch} : {lower_first(why)} ; {unknown}."
        strength = 1.0 if sign else strength_at(rare.national_share, 0.05, 0.5) * 0.9
        found.append(
            Observation(Subject("savoir-faire", rare.activity, rare.label), strength, rare.establishments_here, said,
                        _RARE, facts.firms_of((rare.activity,)), rare.label, facts.stakes_of(rare.activity))
        )  # fmt: skip
    return found


def workshops(facts: Facts, least: float) -> list[Observation]:
    def seen(c: Cluster) -> Observation:
        said = (
            f"{c.label} : {count(c.establishments, 'établissement')} de 20 salariés et plus, de {integer(c.mean_jobs)} "
            "salariés en moyenne ; assez d'ateliers pour partager une machine qu'aucun n'achèterait seul."
        )
        strength = strength_at(c.establishments, least, 5 * least)
        firms, stakes = facts.firms_of((c.activity,)), facts.stakes_of(c.activity)
        subject = Subject("activité", c.activity, c.label)
        return Observation(subject, strength, c.establishments, said, ("establishments",), firms, c.label, stakes)

    return [seen(c) for c in facts.clusters if c.establishments >= least and c.mean_jobs <= SMALL_WORKSHOP]


def dependence(facts: Facts, least: float) -> list[Observation]:
    three = facts.diagnostic.employers.top_three_share or 0.0
    main = max(facts.clusters, key=lambda c: (c.share, c.activity), default=None)
    share = main.share if main else 0.0
    if max(three, share) < least or main is None:
        return []
    if share >= three:
        said = f"« {main.label} » porte à elle seule {percent(share)} des emplois observés ici."
        firms = facts.firms_of((main.activity,))
        subject, stakes = Subject("activité", main.activity, main.label), facts.stakes_of(main.activity)
    else:
        said = facts.diagnostic.employers.sentence
        firms = _once_employers(facts)
        subject, stakes = HERE, {}
    strength = strength_at(max(three, share), least, 0.9)
    return [Observation(subject, strength, max(three, share), said, ("establishments",), firms, main.label, stakes)]


def _once_employers(facts: Facts) -> tuple[Firm, ...]:
    return tuple(Firm(e.name, "") for e in facts.diagnostic.employers.main[:3] if e.name)
