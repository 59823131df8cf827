"""The sentences of impact."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ancrage.domain.described import Range
from ancrage.domain.wording import NBSP, euros, integer, listing, lower_first
from ancrage.steps.impact.project import CREATED, Project

if TYPE_CHECKING:
    from ancrage.steps.impact import Impact, Ring

CANNOT_TELL = "on ne peut pas dire"
NO_CLOSED_MODEL = (
    "L'effet des salaires dépensés vient d'un multiplicateur publié, pas d'un modèle des ménages : le tableau de "
    "l'OCDE employé ici ne dit pas ce qu'ils achètent."
)
ALWAYS_UNKNOWN = (
    NO_CLOSED_MODEL,
    "Ce sont des effets bruts : ni les emplois perdus ailleurs, ni l'écart de prix payé par les acheteurs, ni le "
    "manque de bras ne sont comptés.",
    "Les services aux entreprises ne sont connus que par département : ils sont répartis selon la population.",
    "Les impôts locaux (cotisation foncière, taxe foncière) ne sont pas calculés : ils dépendent de la valeur locative "
    "du site et des taux votés.",
    "Le CO2 émis en France vient de moyennes de branches larges, plus anciennes que la production : la fourchette ne "
    "compte pas cet écart, ni le transport des marchandises.",
)


def amount(value: float) -> str:
    """Jobs at the precision they deserve: « 7 », « 46 », « 120 », « 1 300 »."""
    step = 1 if value < 100 else 5 if value < 400 else 10 if value < 2000 else 100
    return integer(round(value / step) * step)


def span(found: Range) -> str:
    """« 46 (30 à 70) », or one number when nothing varies."""
    low, central, high = (amount(v) for v in (found.low, found.central, found.high))
    return central if low == high else f"{central} ({low} à {high})"


def million_span(found: Range) -> str:
    low, central, high = (euros(v * 1e6) for v in (found.low, found.central, found.high))
    unit = high.rpartition(NBSP)[2]
    least = low.removesuffix(f"{NBSP}{unit}")  # « 16 à 21 M€ », but « 900 k€ à 1,2 M€ »
    return central if low == high else f"{central} ({least} à {high})"


def named(project: Project, direct: Range) -> str:
    """The project in words, with its jobs when they are not what was asked."""
    if project.by_jobs:
        return project.words
    size, rest = project.words.split(" dans ", 1)
    low, central, high = (amount(v) for v in (direct.low, direct.central, direct.high))
    between = "" if low == high else f", de {low} à {high}"
    return f"{size} (environ {central}{NBSP}emplois {project.nature}{between}) dans {rest}"


def sentence(words: str, nature: str, rings: Sequence["Ring"], market: "Ring") -> str:
    """What it brings here, then in France. Jobs around are of the same nature as the project: created or maintained."""
    here, france = rings[0], rings[-1]
    gains = "gagnerait" if nature == CREATED else "garderait"
    if here.jobs is None:
        first = (
            f"{CANNOT_TELL} ce qu'apporteraient les fournisseurs d'ici : aucun établissement du registre n'y est connu"
        )
    else:
        extra = here.jobs.central - here.direct.central
        first = f"le territoire en {gains} environ {amount(extra)} de plus, dont {_around(here, market)}"
    suppliers = france.suppliers or france.direct
    several = "" if suppliers.central < 1.5 else "s"
    jobs = f"emploi{several} {nature[:-1]}{several}"
    then = f"Dans toute la France, les fournisseurs compteraient {span(suppliers)}{NBSP}{jobs}."
    return f"Pour {words}, {first}. {then}"


def _around(ring: "Ring", market: "Ring") -> str:
    parts = [f"{span(ring.suppliers)} chez des fournisseurs"] if ring.suppliers else []
    if ring.induced is not None:
        whole = (
            ""
            if market is ring or market.induced is None
            else (f" (sur {amount(market.induced.central)} dans sa zone d'emploi)")
        )
        parts.append(f"{span(ring.induced)} par les salaires dépensés{whole}")
    return listing(parts)


def unknowns(rings: Sequence["Ring"], told: bool) -> tuple[str, ...]:
    """What this result does not say, the most particular first."""
    rows = [
        f"{r.label} : {CANNOT_TELL} l'effet chez les fournisseurs, aucun établissement du registre n'y est connu."
        for r in rings
        if not r.known
    ]
    if not told:
        rows.append(
            "Les emplois induits ne sont pas dits : le multiplicateur publié ne vaut que pour les emplois exposés à la "
            "concurrence d'autres régions (agriculture, industrie)."
        )
    return (*rows, *ALWAYS_UNKNOWN)


def summary(found: Sequence["Impact"], place: str) -> str:
    """One sentence for the page: which project brings most around it."""
    told = [(i.here.jobs.central, i.project) for i in found if i.here.jobs is not None and i.project]
    if not told:
        return f"On ne peut pas dire l'impact des cibles à {place} : aucun établissement du registre n'y est connu."
    least, (most, best) = min(jobs for jobs, _ in told), max(told, key=lambda row: (row[0], row[1].activity))
    named = f"« {lower_first(best.label)} » ({best.activity})"
    spread = f"environ {amount(most)}" if amount(least) == amount(most) else f"de {amount(least)} à {amount(most)}"
    return (
        f"Selon la cible, un projet de taille courante apporterait ici {spread}{NBSP}emplois, fournisseurs et salaires "
        f"dépensés compris ; le plus avec {named}."
    )
