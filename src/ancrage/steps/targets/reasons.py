"""Why an activity ranks where it does, in sentences a person would say aloud, and what to hold against it."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from ancrage.domain.wording import count, euros, integer, listing, lower_first, percent
from ancrage.steps.local import Local
from ancrage.steps.national import Floats, national
from ancrage.steps.stakes import ServedStake
from ancrage.steps.targets.products import countries
from ancrage.steps.targets.values import french_suppliers, occupations
from ancrage.warehouse.edition import Edition, derived

ANCHORS, OCCUPATIONS, STAKES, TENSE = 3, 3, 2, 2
# an occupation counts in the reserve on recruitment from this share of the hirings of the activity
MAIN_OCCUPATION = 0.05
TENSION_LEVEL = 4
# below, two classes are met together too seldom for the link to be told
LEAST_PROXIMITY = 0.25
COVID_RESERVE = 0.2
LEAST_KNOWN = 0.7
# below, the profile of the territory is a handful of firms: its fit scores are anecdotes
LEAST_ESTABLISHMENTS = 10
# an occupation is telling when the activity hires it this many times more than activities at large
TELLING = 1.5


@dataclass(frozen=True, slots=True)
class Facts:
    """What the sentences of one candidate need beside the criteria values. `hirings`: what the activities of the
    territory hire, by occupation."""

    activity: str
    is_service: bool
    jobs: float
    establishments: float
    known: float
    stakes: tuple[ServedStake, ...]
    kinship: str
    hirings: Floats


def reasons(local: Local, facts: Facts, value: dict[str, float]) -> tuple[str, ...]:
    """The country's need first when there is one, then what is here, skills, stakes, history, foreign suppliers."""
    need, lacking = _need(value), value["deficit"] > 0
    told = [
        need if lacking else None,
        _presence(local, facts),
        facts.kinship,
        _skills(local, facts),
        _stakes(facts.stakes),
        _history(local.edition, facts.activity),
        _origin(local.edition, facts.activity) if not facts.is_service else None,
        None if lacking else need,
    ]
    return tuple(sentence for sentence in told if sentence)


def reserves(local: Local, facts: Facts, value: dict[str, float]) -> tuple[str, ...]:
    told = []
    if facts.is_service:
        told.append(
            "Service : pas de commerce par produit ; emplois connus par département seulement (établissements de 10 "
            "salariés et plus), répartis ici au prorata des habitants."
        )
    if facts.known < LEAST_KNOWN:
        told.append(f"Seuls {percent(facts.known)} du poids des critères sont connus : rang fragile.")
    if value["deficit"] <= 0:
        told.append(
            "La France exporte déjà plus de ces produits qu'elle n'en importe : ce n'est pas un manque du pays."
        )
    inflated = _covid_share(local.edition).get(facts.activity) or 0.0
    if inflated >= COVID_RESERVE:
        told.append(
            f"{percent(inflated)} de ces importations portent sur des produits dont la fenêtre douanière est marquée "
            "par le choc Covid."
        )
    tense = tension(local, facts.activity)
    if tense:
        told.append(tense)
    if 0 < local.register.height < LEAST_ESTABLISHMENTS:
        told.append(
            f"Le territoire n'a que {count(local.register.height, 'établissement')} de 20 salariés et plus dans ce "
            "champ : l'ancrage local repose sur très peu d'observations."
        )
    if facts.establishments == 0 and not facts.is_service:
        told.append(
            "Aucun établissement de 20 salariés et plus ici : les plus petits ne sont pas vus par ces données, à "
            "vérifier sur place."
        )
    return tuple(told)


def _need(value: dict[str, float]) -> str | None:
    bought, deficit = value["importations"], value["deficit"]
    if np.isnan(bought):
        return None
    sold = bought - deficit
    balance = f"un déficit de {euros(deficit)}" if deficit > 0 else f"un excédent de {euros(-deficit)}"
    return (
        f"La France importe pour {euros(bought)} de ces produits en douze mois et en exporte {euros(sold)} : {balance}."
    )


def _origin(edition: Edition, activity: str) -> str | None:
    item = _item(edition).get(activity)
    row = french_suppliers(edition).get(item) if item else None
    if row is None or row["extra_eu_share"] is None:
        return None
    outside, top = float(row["extra_eu_share"]), str(row["top_country"])
    name = countries(edition).get(top, top)
    return (
        f"{percent(outside)} des importations du poste (CPA {item}, approximation) viennent de hors de l'Union "
        f"européenne ; premier fournisseur : {name} ({percent(float(row['top_share']))})."
    )


def _presence(local: Local, facts: Facts) -> str | None:
    if facts.is_service:
        if not facts.jobs >= 1:
            return None
        return (
            f"Environ {count(facts.jobs, 'emploi')} dans cette activité, si le territoire en a la même part que le "
            "reste de son département (10 salariés et plus)."
        )
    if facts.establishments > 0:
        return (
            f"Ici, {count(facts.establishments, 'établissement')} de 20 salariés et plus "
            f"{'font' if facts.establishments > 1 else 'fait'} déjà cette activité ({count(facts.jobs, 'emploi')})."
        )
    anchors = nearest_here(local, facts.activity)
    if not anchors:
        return None
    named = listing([f"{lower_first(label)} ({integer(jobs)} emplois)" for label, jobs in anchors])
    return f"Personne ne la fait ici à cette taille, mais des activités qui vont souvent avec elle y sont : {named}."


def nearest_here(local: Local, activity: str) -> list[tuple[str, float]]:
    """Local specialisations most often found with an activity: (label, jobs here)."""
    country = local.country
    i = country.index[activity]
    near: Floats = country.proximity[i] * local.presence
    near[i] = 0
    labels = list(country.labels.values())
    order = np.argsort(-near, kind="stable")[:ANCHORS]
    return [(labels[j], float(local.jobs[j])) for j in order if near[j] >= LEAST_PROXIMITY]


def _skills(local: Local, facts: Facts) -> str | None:
    codes, shares = occupations(local.edition)
    if not facts.hirings.any():
        return None
    own, usual = shares[local.country.index[facts.activity]], _usual_hirings(local.edition)
    telling = own > TELLING * usual / usual.sum()  # accountants and storekeepers are everywhere: they tell nothing
    common = np.minimum(own, facts.hirings / facts.hirings.sum()) * telling
    labels = _occupation_labels(local.edition)
    best = [labels[codes[j]] for j in np.argsort(-common, kind="stable")[:OCCUPATIONS] if common[j] > 0]
    return f"Métiers communs avec les activités d'ici : {listing([lower_first(b) for b in best])}." if best else None


def tension(local: Local, activity: str) -> str | None:
    """The occupations the activity hires most that are hard to recruit in the département."""
    codes, shares = occupations(local.edition)
    own = shares[local.country.index[activity]]
    hard = tense_families(local.edition, local.departement)
    found: dict[str, float] = {}
    for j in np.flatnonzero(own >= MAIN_OCCUPATION):
        for family in hard.get(codes[j], ()):
            found[family] = found.get(family, 0.0) + float(own[j])
    best = sorted(found, key=lambda family: (-found[family], family))[:TENSE]
    if not best:
        return None
    return f"Recrutements difficiles dans le département : {listing([lower_first(label) for label in best])}."


def _stakes(stakes: tuple[ServedStake, ...]) -> str | None:
    if not stakes:
        return None
    return f"Sert {listing([f'{s.hashtag} ({s.reason})' for s in stakes[:STAKES]])}."


def _history(edition: Edition, activity: str) -> str | None:
    row = _production(edition).get(activity)
    if row is None:
        return None
    first, last, change = row
    way = "baissé" if change < 0 else "augmenté"
    return f"La production française de cette activité a {way} de {percent(abs(change) / 100)} entre {first} et {last}."


@derived
def _production(edition: Edition) -> dict[str, tuple[int, int, float]]:
    rows = edition.table("production_change").select("class", "first_year", "last_year", "change_pct").drop_nulls()
    return {c: (first, last, change) for c, first, last, change in rows.iter_rows()}


@derived
def _covid_share(edition: Edition) -> dict[str, float]:
    rows = edition.table("trade_class").select("class", "covid_share")
    return dict(rows.iter_rows())


@derived
def _item(edition: Edition) -> dict[str, str]:
    rows = edition.table("naf_classes").select("class", "cpa_item").drop_nulls()
    return dict(rows.iter_rows())


@derived
def tense_families(edition: Edition, departement: str) -> dict[str, tuple[str, ...]]:
    """By occupation (ROME), the labels of its families (FAP) in strong tension in a département."""
    rows = edition.table("labour_tension").filter(
        (pl.col("departement") == departement) & (pl.col("tension_level") >= TENSION_LEVEL)
    )
    both = edition.table("rome_fap").join(rows.select("fap", "fap_label").drop_nulls(), on="fap").sort("rome", "fap")
    grouped = both.group_by("rome", maintain_order=True).agg(pl.col("fap_label"))
    return {rome: tuple(dict.fromkeys(labels)) for rome, labels in grouped.iter_rows()}


@derived
def _usual_hirings(edition: Edition) -> Floats:
    """What the activities of the country hire, by occupation."""
    return np.asarray(national(edition).jobs @ occupations(edition)[1])


@derived
def _occupation_labels(edition: Edition) -> dict[str, str]:
    return dict(edition.table("occupations").select("rome", "label").iter_rows())
