"""The diagnosis as a study tells it: the first step, with the links between firms and what both amount to."""

from typing import Annotated

from ancrage.domain.described import Record, field, text
from ancrage.steps.diagnostic import Diagnostic, Quality
from ancrage.steps.diagnostic.employers import EmployerDependence
from ancrage.steps.diagnostic.know_how import RareActivity
from ancrage.steps.diagnostic.missing_links import MissingLink
from ancrage.steps.diagnostic.official import OfficialJobs
from ancrage.steps.diagnostic.peers import Peer
from ancrage.steps.diagnostic.sectors import Sector
from ancrage.steps.diagnostic.specialisations import Specialisation
from ancrage.steps.links import Arrival, Links, Loop, with_neighbours
from ancrage.steps.swot import Point, Swot


class Diagnosis(Record):
    """What this place is good at, what is missing, what hangs on few."""

    summary: Annotated[tuple[str, ...], text("Résumé", kind="prose")] = field(name="resume")
    quality: Annotated[Quality, text("Qualité du diagnostic")] = field(name="qualite")
    official: Annotated[OfficialJobs, text("Emplois officiels, le registre à côté")] = field(name="emplois_officiels")
    specialisations: Annotated[tuple[Specialisation, ...], text("Spécialités", in_columns=True)]
    sectors: Annotated[tuple[Sector, ...], text("Secteurs (divisions NAF)", in_columns=True)] = field(name="secteurs")
    peers: Annotated[tuple[Peer, ...], text("Territoires comparables", in_columns=True)] = field(name="comparables")
    employers: Annotated[EmployerDependence, text("Dépendance à quelques employeurs")] = field(
        name="dependance_employeurs"
    )
    missing_links: Annotated[tuple[MissingLink, ...], text("Maillons manquants")] = field(name="maillons_manquants")
    arrivals: Annotated[tuple[Arrival, ...], text("Ce que l'arrivée de chaque cible compléterait")] = field(
        name="arrivees"
    )
    loops: Annotated[tuple[Loop, ...], text("Boucles locales")] = field(name="boucles")
    strengths: Annotated[tuple[Point, ...], text("Atouts")] = field(name="atouts")
    weaknesses: Annotated[tuple[Point, ...], text("Faiblesses")] = field(name="faiblesses")
    opportunities: Annotated[tuple[Point, ...], text("Opportunités")] = field(name="opportunites")
    threats: Annotated[tuple[Point, ...], text("Menaces")] = field(name="menaces")
    know_how_at_risk: Annotated[tuple[RareActivity, ...], text("Savoir-faire à surveiller")] = field(
        name="savoir_faire_a_risque"
    )


def diagnosis(diagnostic: Diagnostic, swot: Swot, links: Links) -> Diagnosis:
    return Diagnosis(
        summary=diagnostic.summary,
        quality=diagnostic.quality,
        official=diagnostic.official,
        specialisations=diagnostic.specialisations,
        sectors=diagnostic.sectors,
        peers=diagnostic.peers,
        employers=diagnostic.employers,
        missing_links=with_neighbours(diagnostic.missing_links, links),
        arrivals=links.arrivals,
        loops=links.loops,
        strengths=swot.strengths,
        weaknesses=swot.weaknesses,
        opportunities=swot.opportunities,
        threats=swot.threats,
        know_how_at_risk=diagnostic.know_how_at_risk,
    )
