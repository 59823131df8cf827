"""The first page of a kit: each thing known or inferred, with its status and its source."""

import re
from dataclasses import dataclass

import polars as pl

from ancrage.domain.measure import Status
from ancrage.domain.standing import standing
from ancrage.domain.wording import NBSP, count, decimal, euros, integer, listing, lower_first, percent
from ancrage.steps.actors import Actor
from ancrage.steps.interview.bearings import Bearings, group_sentence
from ancrage.steps.local import Local
from ancrage.steps.resources import area, span
from ancrage.steps.targets.products import PROXY
from ancrage.steps.vulnerability import vulnerability
from ancrage.warehouse.edition import Edition

PUBLISHED, ESTIMATED, ABSENT = Status.PUBLISHED.value, Status.ESTIMATED.value, Status.ABSENT.value
# a statement without number of its own: from an activity code to a capacity
INFERRED = "déduit"
PRODUCTS = 2


@dataclass(frozen=True, slots=True)
class Fact:
    """`status`: publié, estimé, déduit or absent; `source`: producer and vintage, as short as a reader needs."""

    label: str
    text: str
    status: str
    source: str


def known(local: Local, actor: Actor, found: Bearings) -> tuple[Fact, ...]:
    """What the register says of the establishment."""
    assert actor.siret and actor.commune_label and actor.distance_km is not None  # a support body has no kit
    edition = local.edition
    register = credit(edition, "establishments")
    row = local.scan("establishments").filter(pl.col("siret") == actor.siret).collect().row(0, named=True)
    labels = dict(edition.table("naf").select("naf", "label").iter_rows())
    place = actor.commune_label + (
        "" if actor.here else f", hors du territoire, à {decimal(actor.distance_km, 0)}{NBSP}km de son centre"
    )
    group = found.group
    return (
        Fact("SIRET", _grouped(actor.siret), PUBLISHED, register),
        Fact("État", _sentence(standing(row)), PUBLISHED, register),
        Fact(
            "Activité déclarée", f"{labels.get(row['naf'], actor.activity_label)} ({row['naf']})", PUBLISHED, register
        ),
        Fact("Effectif", f"{actor.size_class} (tranche, pas un effectif)", PUBLISHED, register),
        Fact("Commune", place, PUBLISHED, register),
        Fact(
            "Même entreprise",
            group_sentence(group)
            if group.in_france > 1
            else "Aucun autre établissement de 20 salariés et plus sous ce SIREN ; un groupe peut en réunir plusieurs.",
            PUBLISHED,
            register,
        ),
    )


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def inferred(local: Local, actor: Actor, found: Bearings) -> tuple[Fact, ...]:
    """What averages and neighbourhoods suggest; each may be false for this very establishment."""
    facts = [
        Fact(
            "Pourquoi elle",
            f"{actor.role.capitalize()}. {actor.reason} Confiance {actor.confidence}.",
            INFERRED,
            credit(local.edition, "establishments"),
        ),
        _place_here(local, actor),
        _purchases(local, found),
        _imports(local, found),
        _vulnerable(local, actor),
        Fact("Cas français", found.cases.sentence, PUBLISHED, "presse citée, base d'Ancrage"),
        _labour(local, found),
        _need(local, found),
        _rare(local, found),
    ]
    return tuple(fact for fact in facts if fact)


def credit(edition: Edition, table: str) -> str:
    """« INSEE, 2024 »: the producer as people name it and the vintage of the first source of a table. What completed it
    since is told in the state of the plant: a kit holds on two pages."""
    source = edition.sources(table)[0]
    head = source.producer.split(",", maxsplit=1)[0]
    acronym = re.search(r"\(([A-Z]{3,})\)$", head)
    vintage = source.vintage.partition(", complét")[0]
    return f"{acronym.group(1) if acronym else head}, {vintage}"


def _place_here(local: Local, actor: Actor) -> Fact | None:
    """Its rank by size among those of its own activity; ties share the best rank."""
    same = local.register.filter(pl.col("class") == actor.activity)
    if not actor.here or same.height < 2:
        return None
    larger = int((same["jobs"] > actor.jobs).sum())
    level = int((same["jobs"] == actor.jobs).sum())
    tied = f", à égalité avec {level - 1}" if level > 1 else ""
    said = f"{_ordinal(larger + 1)} par la taille{tied}, sur {same.height} établissements de son activité ici."
    return Fact("Sa place ici", said, ESTIMATED, credit(local.edition, "establishments"))


def _purchases(local: Local, found: Bearings) -> Fact | None:
    inputs = found.inputs
    if inputs is None:
        return None
    first = f", {inputs.top_country} en tête" if inputs.top_country else ""
    said = (
        f"En moyenne, sa branche ({lower_first(inputs.label)}) importe {percent(inputs.imported_share)} de ses achats, "
        f"{percent(inputs.non_eu_share)} de hors de l'Union{first}"
    )
    if found.bought:
        said += f". Surtout : {' ; '.join(found.bought)}"
    return Fact("Ses achats probables", f"{said}.", PUBLISHED, credit(local.edition, "icio_imported"))


def _imports(local: Local, found: Bearings) -> Fact:
    source = credit(local.edition, "trade_product")
    if not found.imports:
        return Fact("Importations", "Pas de commerce extérieur par produit pour cette activité.", ABSENT, source)
    shown = found.imports[:PRODUCTS]
    named = [
        f"{row.name} ({euros(row.import_eur)}{f' ; premier pays : {row.top_country}' if row.top_country else ''})"
        for row in shown
    ]
    said = f"La France achète à l'étranger, en douze mois : {listing(named)}."
    if any(row.level == PROXY for row in shown):
        said += " Pays connu au poste CPA, plus large que le produit."
    return Fact("Importations", said, PUBLISHED, source)


def _vulnerable(local: Local, actor: Actor) -> Fact:
    judged = vulnerability(local.edition, actor.target)
    status = ESTIMATED if judged.agreement.firm or judged.agreement.wider else ABSENT
    return Fact("Le pays est-il vulnérable ?", judged.sentence, status, credit(local.edition, "supplier_concentration"))


def _labour(local: Local, found: Bearings) -> Fact:
    source = credit(local.edition, "labour_tension")
    if not found.trades:
        return Fact(
            "Recrutement",
            "Aucune forte tension publiée sur les métiers de la cible dans le département.",
            PUBLISHED,
            source,
        )
    trades = " ; ".join(lower_first(trade) for trade in found.trades)
    return Fact("Recrutement", f"En forte tension dans le département : {trades}.", PUBLISHED, source)


def _need(local: Local, found: Bearings) -> Fact | None:
    need = found.need
    if need.jobs is None:
        return None
    land = f" et {span(need.land_ha, area)}{NBSP}ha de terrain" if need.land_ha else ""
    said = f"{span(need.jobs, integer)}{NBSP}emplois{land} ({count(need.establishments, 'établissement')} observés)."
    return Fact("Projet typique", said, ESTIMATED, credit(local.edition, "establishments"))


def _rare(local: Local, found: Bearings) -> Fact | None:
    if found.rare is None:
        return None
    return Fact("Savoir-faire rare", found.rare.sentence, ESTIMATED, credit(local.edition, "establishments"))


def _grouped(siret: str) -> str:
    """« 401 612 080 00028 », as on official letters."""
    return NBSP.join((siret[:3], siret[3:6], siret[6:9], siret[9:]))


def _ordinal(rank: int) -> str:
    return "Premier" if rank == 1 else f"{rank}ᵉ"
