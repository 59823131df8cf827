"""Strengths, weaknesses, opportunities, threats: each sentence comes from a number of this study, none from a list."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from ancrage.domain.described import Record, field, text
from ancrage.domain.wording import count, euros, integer, listing, lower_first, percent
from ancrage.steps.diagnostic import Diagnostic
from ancrage.steps.input_output import input_output, local_output
from ancrage.steps.links import Links, short_label
from ancrage.steps.local import Local
from ancrage.steps.sites import Sites
from ancrage.steps.targets import NEAR, PRESENT, Target
from ancrage.steps.tension import tense_occupations
from ancrage.warehouse.edition import Edition, derived

SURE = ("A", "B")
HIGH_TOP_THREE = 0.4
FALLING_PCT = -30.0
SHOWN = 4


class Point(Record):
    """A strength, a weakness, an opportunity or a threat."""

    title: Annotated[str, text("Titre")] = field(name="titre")
    sentence: Annotated[str, text("En une phrase", kind="prose")] = field(name="phrase")


@dataclass(frozen=True, slots=True)
class Swot:
    strengths: tuple[Point, ...]
    weaknesses: tuple[Point, ...]
    opportunities: tuple[Point, ...]
    threats: tuple[Point, ...]


def swot(local: Local, diagnostic: Diagnostic, targets: tuple[Target, ...], sites: Sites, links: Links) -> Swot:
    """Empty lists where the territory has no establishment in the register."""
    if not diagnostic.specialisations:
        return Swot((), (), _opportunities(diagnostic, targets, sites, links), ())
    return Swot(
        _strengths(local, diagnostic, links),
        _weaknesses(diagnostic, sites),
        _opportunities(diagnostic, targets, sites, links),
        _threats(local, diagnostic),
    )


def _strengths(local: Local, diagnostic: Diagnostic, links: Links) -> tuple[Point, ...]:
    found = [
        Point(s.label, f"{s.sentence[:-1]} (fiabilité {s.quality}).")
        for s in diagnostic.specialisations
        if s.is_manufacturing and s.quality in SURE and s.low > 1
    ][:SHOWN]
    weight = [s for s in diagnostic.specialisations if s.is_manufacturing]
    share = sum(s.jobs for s in weight) / local.jobs.sum()
    usual = float(local.country.jobs[local.country.is_manufacturing].sum() / local.country.jobs.sum())
    if share > usual:
        found.append(
            Point(
                "Base industrielle",
                f"{percent(share)} des emplois observés sont dans l'industrie manufacturière, contre {percent(usual)} "
                "en France.",
            )
        )
    if links.loops:
        found.append(Point("Branches qui s'achètent entre elles", links.loops[0].sentence))
    return tuple(found)


def _weaknesses(diagnostic: Diagnostic, sites: Sites) -> tuple[Point, ...]:
    found = []
    three = diagnostic.employers.top_three_share or 0.0
    if three >= HIGH_TOP_THREE:
        found.append(Point("Dépendance à peu d'employeurs", diagnostic.employers.sentence))
    if diagnostic.missing_links:
        named = listing([f"{lower_first(m.label)} ({euros(m.need_meur * 1e6)})" for m in diagnostic.missing_links[:3]])
        found.append(
            Point(
                "Maillons manquants",
                f"Achats moyens des branches d'ici que le registre ne voit presque pas fabriquer : {named}.",
            )
        )
    lacking = [s for s in reversed(diagnostic.sectors) if s.gap_jobs < 0 and s.quotient < 0.5][:3]
    if lacking:
        named = listing([f"{lower_first(s.label)} ({integer(-s.gap_jobs)} emplois de moins)" for s in lacking])
        found.append(Point("Secteurs peu présents", f"Au regard de leur poids en France : {named}."))
    asking = [t for t in sites.by_target if t.need.land_ha is not None]
    if asking and not any(t.large_enough for t in asking):
        found.append(Point("Aucun terrain connu à la taille des cibles", sites.answer))
    if diagnostic.quality.grade in ("C", "D"):
        found.append(Point("Petit nombre d'établissements", diagnostic.quality.sentence))
    return tuple(found)


def _opportunities(
    diagnostic: Diagnostic, targets: tuple[Target, ...], sites: Sites, links: Links
) -> tuple[Point, ...]:
    found = []
    for position, title in ((PRESENT, "Consolider"), (NEAR, "Prolonger")):
        named = [lower_first(t.label) for t in targets[:15] if t.position == position][:3]
        if named:
            found.append(Point(title, f"Activités les mieux classées de ce type : {listing(named)}."))
    first = next((a for a in links.arrivals if a.customers or a.suppliers), None)
    if first:
        found.append(Point("Compléter ce qui est là", f"{first.label} : {lower_first(first.sentence)}"))
    if links.supplied:
        near, labels = links.supplied[0], {m.sector: m.label for m in diagnostic.missing_links}
        where = listing([f"{n.label} (à {integer(n.distance_km)} km)" for n in near.neighbours])
        said = f"« {short_label(labels[near.sector])} », qui manque ici, se fabrique à côté : {where}."
        found.append(Point("Des fournisseurs chez les voisins", said))
    if any(t.large_enough for t in sites.by_target):
        found.append(Point("Terrains", sites.answer))
    elif sites.brownfields:
        found.append(Point("Friches", sites.sentence))
    return tuple(found)


@derived
def _changes(edition: Edition) -> dict[str, tuple[int, int, float]]:
    """First year, last year and change of the production of each class, %."""
    rows = edition.table("production_change").drop_nulls("change_pct")
    return {c: (a, b, p) for c, a, b, p in rows.select("class", "first_year", "last_year", "change_pct").iter_rows()}


def _threats(local: Local, diagnostic: Diagnostic) -> tuple[Point, ...]:
    found = []
    change = _changes(local.edition)
    for s in diagnostic.specialisations[:10]:
        first, last, pct = change.get(s.activity, (0, 0, 0.0))
        if pct <= FALLING_PCT and s.low > 1:
            found.append(
                Point(
                    f"{s.label} : recul national",
                    f"La production française de cette activité a baissé de {percent(-pct / 100)} entre {first} et "
                    f"{last} ; elle occupe ici {count(s.jobs, 'emploi')}.",
                )
            )
    found = found[:SHOWN]
    point = _imported_inputs(local)
    if point:
        found.append(point)
    point = _labour(local)
    if point:
        found.append(point)
    if diagnostic.know_how_at_risk:
        named = listing([f"{lower_first(k.label)} (surveillance {k.watch})" for k in diagnostic.know_how_at_risk[:3]])
        found.append(Point("Savoir-faire tenus par peu d'établissements", f"À surveiller : {named}."))
    return tuple(found)


def _imported_inputs(local: Local) -> Point | None:
    """Share of the purchases of local sectors that come from outside the EU, at national technology."""
    table, output = input_output(local.edition), local_output(local)
    purchases = table.flows.sum(0) + table.eu.sum(0) + table.non_eu.sum(0)
    share = np.divide(table.non_eu.sum(0), purchases, out=np.zeros(len(output)), where=purchases > 0)
    bought = (table.domestic + table.imported).sum(0) * output
    if not bought.any():
        return None
    mean = float(share @ bought / bought.sum())
    return Point(
        "Intrants venus de loin",
        f"Environ {percent(mean)} des achats des activités d'ici viendraient de hors de l'Union européenne "
        "(estimation au mix d'achats national).",
    )


def _labour(local: Local) -> Point | None:
    """Occupations of local activities in strong tension in the département."""
    labels = [o.label for o in tense_occupations(local)[:3] if o.label]
    if not labels:
        return None
    named = listing([lower_first(label) for label in labels])
    return Point("Métiers en tension", f"Dans le département, recrutements difficiles pour : {named}.")
