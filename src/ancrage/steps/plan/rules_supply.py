"""Signals of the supply chain: what is bought from far, what nobody makes here."""

import numpy as np

from ancrage.domain.wording import euros, integer, percent
from ancrage.steps.diagnostic.missing_links import MissingLink
from ancrage.steps.input_output import input_output, local_output
from ancrage.steps.plan.facts import Facts
from ancrage.steps.plan.known import loop, neighbours
from ancrage.steps.plan.observation import HERE, Observation, Subject, names, strength_at
from ancrage.steps.resources import resources

# a branch bought this many times more here than in the country is as particular as can be
OWN_TASTE = 5.0
MADE = "C"  # extraction and farming follow the ground, not a factory
_LINKS = ("icio_domestic", "icio_imported", "branch_coefficients", "establishments")
# branches whose goods are also made from scrap: metals, plastics, paper, glass
RECYCLABLE = ("C24A", "C24B", "C22", "C17_18", "C23")


def many_links(facts: Facts, least: float) -> list[Observation]:
    links = [m for m in facts.diagnostic.missing_links if m.sector.startswith(MADE)]
    if len(links) < least:
        return []
    need = sum(m.need_meur for m in links)
    labels = [m.label for m in links]
    said = (
        f"{integer(len(links))} maillons amont manquent, pour environ {euros(need * 1e6)} d'achats par an : "
        f"{names(labels)}."
    )
    firms = facts.buyers_of(tuple(b.sector for b in links[0].buyers))
    return [Observation(HERE, strength_at(len(links), least, 8), len(links), said, _LINKS, firms, listed=names(labels))]


def _link_stakes(facts: Facts, link: MissingLink) -> dict[str, float]:
    """The best that a class of the link serves, stake by stake."""
    found: dict[str, float] = {}
    for absent in link.absent_classes:
        for code, weight in facts.stakes_of(absent.activity).items():
            found[code] = max(found.get(code, 0.0), weight)
    return found


def _link(facts: Facts, link: MissingLink, strength: float) -> Observation:
    said = (
        f"Les activités d'ici achèteraient environ {euros(link.need_meur * 1e6)} par an de « {link.label} » ; on n'en "
        f"fait ici que {euros(link.supply_meur * 1e6) if link.supply_meur else 'rien de visible'}, et "
        f"{percent(link.imported_share)} des achats français viennent de l'étranger"
    ).replace("que rien", "rien")
    near = neighbours(facts, link.sector, named=False)
    said += f" ; on en fait à côté : {near}." if near else " ; aucun voisin connu n'en fait à moins de 100 km."
    firms = facts.buyers_of(tuple(b.sector for b in link.buyers))
    stakes = _link_stakes(facts, link)
    subject = Subject("maillon", link.sector, link.label)
    return Observation(subject, strength, link.imported_share, said, _LINKS, firms, link.label, stakes)


def absent_link(facts: Facts, least: float) -> list[Observation]:
    """Links that can be made: extraction and farming follow the ground, not a factory."""
    links = [m for m in facts.diagnostic.missing_links if m.imported_share >= least and m.sector.startswith(MADE)]
    if not links:
        return []
    usual = _usual(facts)
    most = max(m.need_meur * m.imported_share for m in links)
    return [
        _link(facts, m, 0.4 * m.need_meur * m.imported_share / most + 0.6 * min(1.0, usual[m.sector] / OWN_TASTE))
        for m in links
    ]


def _usual(facts: Facts) -> dict[str, float]:
    """By branch, share of the purchases here over its share in the country: what is particular to this place."""
    table, output = input_output(facts.local.edition), local_output(facts.local)
    here = (table.domestic + table.imported) @ output
    there = (table.flows + table.eu + table.non_eu).sum(axis=1)
    quotient = np.divide(here / here.sum(), there / there.sum(), out=np.zeros_like(here), where=there > 0)
    return dict(zip(table.sectors, quotient.tolist(), strict=True))


def recyclable_link(facts: Facts, least: float) -> list[Observation]:
    return [
        _link(facts, m, strength_at(m.imported_share, least, 1.0))
        for m in facts.diagnostic.missing_links
        if m.sector in RECYCLABLE and m.imported_share >= least
    ]


def far_purchases(facts: Facts, least: float) -> list[Observation]:
    links = facts.diagnostic.missing_links
    bought = sum(m.need_meur * m.imported_share for m in links)
    if bought < least:
        return []
    said = (
        f"Environ {euros(bought * 1e6)} d'achats par an des activités d'ici viendraient de l'étranger pour ces "
        f"maillons (au mix d'achats national){_already(facts)}."
    )
    strength = strength_at(bought, least, 10 * least)
    return [Observation(HERE, strength, bought, said, _LINKS, facts.largest(), names([m.label for m in links]))]


def _already(facts: Facts) -> str:
    told = loop(facts)
    return f" ; {told} s'achètent déjà en boucle ici, en moyenne de branche" if told else ""


def small_supplier(facts: Facts, most: float) -> list[Observation]:
    found = []
    for link in absent_link(facts, 0.5):
        sector = next(m for m in facts.diagnostic.missing_links if m.sector == link.subject.code)
        for absent in sector.absent_classes:
            jobs = resources(facts.local.edition, absent.activity).jobs
            if jobs and jobs.central <= most:
                said = (
                    f"{absent.label} : personne ici ; un projet courant y compte {integer(jobs.central)} emplois, et "
                    f"les activités d'ici achèteraient environ {euros(sector.need_meur * 1e6)} par an dans cette "
                    "branche."
                )
                subject = Subject("activité", absent.activity, absent.label)
                strength = 0.8 * link.strength
                found.append(
                    Observation(subject, strength, jobs.central, said, _LINKS, link.firms, absent.label,
                                facts.stakes_of(absent.activity))
                )  # fmt: skip
                break
    return found
