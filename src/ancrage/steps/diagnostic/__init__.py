"""Step 1, Diagnostic: what is this place good at, what is missing, what hangs on few?"""

from dataclasses import dataclass
from typing import Annotated

from ancrage.domain.described import Record, field, text
from ancrage.domain.knowledge import Signal
from ancrage.domain.wording import count, listing, lower_first, times_range
from ancrage.steps.diagnostic.employers import EmployerDependence, employer_dependence
from ancrage.steps.diagnostic.know_how import RareActivity, know_how_at_risk
from ancrage.steps.diagnostic.missing_links import MissingLink, missing_links
from ancrage.steps.diagnostic.official import OfficialJobs, official_jobs
from ancrage.steps.diagnostic.peers import Peer, peers
from ancrage.steps.diagnostic.sectors import Sector, sectors
from ancrage.steps.diagnostic.specialisations import Specialisation, specialisations
from ancrage.steps.local import Local

# establishments of 20 employees and more -> grade of the whole diagnosis
GRADES = ((100, "A"), (40, "B"), (10, "C"), (0, "D"))
GRADE_SENTENCES = {
    "A": "Assez d'établissements pour lire le profil avec confiance.",
    "B": "Profil lisible ; les activités tenues par un ou deux établissements restent fragiles.",
    "C": "Peu d'établissements : lire les ordres de grandeur, pas les rangs.",
    "D": "Trop peu d'établissements de 20 salariés et plus pour parler de spécialisation.",
}


class Quality(Record):
    """How far the profile of the place can be trusted, from A to D."""

    grade: Annotated[str, text("Qualité (A à D)", kind="code")] = field(name="lettre")
    sentence: Annotated[str, text("En une phrase", kind="prose")] = field(name="phrase")


@dataclass(frozen=True, slots=True)
class Diagnostic:
    summary: tuple[str, ...]
    quality: Quality
    official: OfficialJobs
    specialisations: tuple[Specialisation, ...]
    sectors: tuple[Sector, ...]
    peers: tuple[Peer, ...]
    employers: EmployerDependence
    missing_links: tuple[MissingLink, ...]
    know_how_at_risk: tuple[RareActivity, ...]


def diagnose(local: Local, signals: tuple[Signal, ...] = ()) -> Diagnostic:
    employers = employer_dependence(local)
    grade = next(letter for least, letter in GRADES if employers.establishments >= least)
    strong, similar, official = specialisations(local), peers(local), official_jobs(local)
    return Diagnostic(
        summary=(official.sentence, *_summary(local, strong, similar, employers)),
        quality=Quality(grade, GRADE_SENTENCES[grade]),
        official=official,
        specialisations=strong,
        sectors=sectors(local),
        peers=similar,
        employers=employers,
        missing_links=missing_links(local),
        know_how_at_risk=know_how_at_risk(local, signals),
    )


def _summary(
    local: Local, strong: tuple[Specialisation, ...], similar: tuple[Peer, ...], employers: EmployerDependence
) -> tuple[str, ...]:
    if not strong:
        return (
            "Aucun établissement de 20 salariés et plus n'est connu ici dans l'agriculture, l'industrie, l'énergie "
            "ou la construction : l'étude ne peut pas dire de quoi ce territoire est spécialiste.",
        )
    jobs = count(float(local.jobs.sum()), "emploi")
    first = [s for s in strong if s.is_manufacturing and s.low > 1][:3]
    lines = [
        f"{jobs} (estimation) dans {count(employers.establishments, 'établissement')} de 20 salariés et plus "
        "de l'agriculture, de l'industrie, de l'énergie et de la construction."
    ]
    if first:
        named = listing(
            [
                f"{lower_first(s.label)} ({count(s.jobs, 'emploi')}, {times_range(s.low, s.high)} la part nationale)"
                for s in first
            ]
        )
        lines.append(f"Ce que ce territoire fait plus que les autres : {named}.")
    if similar:
        lines.append(f"Les territoires qui lui ressemblent le plus : {listing([p.label for p in similar[:3]])}.")
    return (*lines, employers.sentence)
