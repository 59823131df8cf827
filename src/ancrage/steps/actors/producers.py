"""Possible producers: the clues that an establishment makes, or could soon make, what is looked for."""

import math
import re
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ancrage.domain.wording import lower_first
from ancrage.reference import read_reference
from ancrage.steps.actors.actor import (
    DECLARED,
    FAIR,
    INFERRED,
    PRODUCER,
    RADIUS_KM,
    STRONG,
    WEAK,
    Actor,
    Around,
    actor,
    place,
)
from ancrage.steps.actors.wanted import Wanted, words_of
from ancrage.steps.local import Local
from ancrage.steps.national import Floats, national, positions
from ancrage.steps.targets.kinship import relatedness
from ancrage.warehouse.edition import Edition, derived
from ancrage.warehouse.register import TABLE, among, engine, in_parts, within_classes

# what each clue is worth alone, 0-1 (see docs/acteurs.md for how they were chosen)
OWN_CLASS, OWN_SUBCLASS, OTHER_SUBCLASS = 0.6, 0.7, 0.35
SAME_GROUP, SAME_DIVISION, RELATED = 0.15, 0.06, 0.15
SAME_FIRM_MOST = 0.25
NAMED_PRODUCT, NAMED_TRADE = 0.45, 0.2
ELSEWHERE = 0.12
# evidence that makes a confidence, and below which an establishment is not named at all
CONFIDENCES = ((0.59, STRONG), (0.3, FAIR), (0.0, WEAK))
LEAST_EVIDENCE = 0.03
# a name outside manufacturing (a builder, a farm, a distributor of energy) says less
OUTSIDE_FACTORIES = 0.3
# what an e-fold of jobs adds to the score
SIZE_GAIN = 0.2


@derived
def neighbours(edition: Edition) -> tuple[Floats, dict[tuple[str, str], str]]:
    """How likely a class makes what another makes: (made, maker), own class excepted; and the reasons written by hand.

    The strongest of: the pair written in metiers_voisins.csv; both under one roof (same firm declaring both); same
    group or division; found in the same places; hiring for the same occupations. Only factories are neighbours of
    factories."""
    country = national(edition)
    index, n = country.index, len(country.index)
    kinds = relatedness(edition)
    found = RELATED * (kinds["lieux"] + kinds["metiers"]) / 2
    for digits, worth in ((4, SAME_GROUP), (2, SAME_DIVISION)):
        heads = np.array([code[:digits] for code in index])
        found = np.maximum(found, worth * (heads[:, None] == heads[None, :]))
    found = np.maximum(found, SAME_FIRM_MOST * _same_firm(edition))
    factory = country.is_manufacturing
    found[factory[:, None] & ~factory[None, :]] = 0.0
    reasons = {}
    rows = read_reference("metiers_voisins.csv").with_columns(force=pl.col("force").cast(pl.Float64))
    for made, maker, strength, reason in rows.iter_rows():
        i, j = index[made], index[maker]
        found[i, j] = max(found[i, j], strength)
        reasons[made, maker] = reason
    found[np.arange(n), np.arange(n)] = 0.0
    return found, reasons


def _same_firm(edition: Edition) -> Floats:
    """How often the same firms declare two classes, 0-1 (table same_firm_class)."""
    index = national(edition).index
    rows = edition.table("same_firm_class")
    out = np.zeros((len(index),) * 2)
    a, b = positions(rows["class_a"], index), positions(rows["class_b"], index)
    out[a, b] = out[b, a] = rows["relatedness"].to_numpy()
    return out


@derived
def firms_of(edition: Edition, activities: frozenset[str]) -> pl.Series:
    """SIREN of the firms that declare one of the classes somewhere in the country."""
    rows = edition.scan(TABLE).filter(within_classes(activities))
    return rows.select(siren=pl.col("siret").str.slice(0, 9)).unique().collect()["siren"]


def activity_strength(edition: Edition, wanted: Wanted) -> Floats:
    """(classes,) what declaring each class is worth as a clue, sub-classes left aside."""
    country, (near, _) = national(edition), neighbours(edition)
    out = np.zeros(len(country.index))
    for code, share in wanted.classes.items():
        i = country.index[code]
        out = np.maximum(out, share * near[i])
    for code, share in wanted.classes.items():
        i = country.index[code]
        out[i] = max(out[i], OWN_CLASS * share**0.5)
    return out


def scored(local: Local, near: pl.LazyFrame, wanted: Wanted) -> pl.LazyFrame:
    """Establishments of `near` (see `Around`) that a clue points at, and what the clues are worth, 0-1: `activity`,
    `named`, `elsewhere` (the same firm declares it elsewhere), `evidence` together; `score`: once weighed by distance
    and size. The same as `methods.joint_evidence` and `methods.proximity_weight`, while rows are read."""
    country = local.country
    strength = activity_strength(local.edition, wanted)
    codes = country.codes()
    worth = {codes[int(i)]: float(strength[i]) for i in np.flatnonzero(strength)}
    activity = pl.col("class").replace_strict(worth, default=0.0, return_dtype=pl.Float64)
    if wanted.subclasses:
        right = pl.when(among("naf", wanted.subclasses)).then(OWN_SUBCLASS).otherwise(OTHER_SUBCLASS)
        activity = pl.when(among("class", {naf[:-1] for naf in wanted.subclasses})).then(right).otherwise(activity)
    own = among("class", wanted.classes)
    factory = among("class", country.classes.filter("is_manufacturing")["class"])
    named = pl.lit(0.0)
    for pattern, value in patterns(wanted):
        named = pl.when(pl.col("name").str.contains(pattern)).then(value).otherwise(named)
    named = named * pl.when(factory).then(1.0).otherwise(OUTSIDE_FACTORIES)
    if not wanted.codes:
        # whoever declares the very activity needs no name to say so
        named = pl.when(own).then(0.0).otherwise(named)
    firms = firms_of(local.edition, frozenset(wanted.classes))
    elsewhere = pl.when(pl.col("siren").is_in(firms.implode()) & ~own).then(ELSEWHERE).otherwise(0.0)
    doubt = (1 - pl.col("activity")) * (1 - pl.col("named")) * (1 - pl.col("elsewhere"))
    away = pl.when("here").then(0.0).otherwise("distance_km")
    size = 1 + SIZE_GAIN * pl.col("jobs").cast(pl.Float64).log()
    return (
        near.with_columns(activity=activity, named=named, elsewhere=elsewhere)
        .with_columns(evidence=1 - doubt)
        .filter(pl.col("evidence") >= LEAST_EVIDENCE)
        .with_columns(score=pl.col("evidence") * (away * (math.log(0.5) / RADIUS_KM)).exp() * size)
    )


def best_makers(local: Local, near: pl.LazyFrame, wanted: Wanted, shown: int) -> pl.DataFrame:
    """The `shown` establishments most likely to make what is wanted, best first (ties: by SIRET)."""
    rows = scored(local, near, wanted).sort(["score", "siret"], descending=[True, False]).head(shown)
    return rows.collect(engine=engine(local.edition))


def likely_makers(found: Around, wanted: Wanted, shown: int) -> list[dict[str, Any]]:
    """The same as `best_makers`, on establishments already read."""
    country, rows, at = found.local.country, found.rows, found.at
    activity = activity_strength(found.local.edition, wanted)[at]
    own = np.zeros(len(country.index), dtype=bool)
    own[[country.index[code] for code in wanted.classes]] = True
    own = own[at]
    if wanted.subclasses:
        classes = rows["class"].is_in({naf[:-1] for naf in wanted.subclasses}).to_numpy()
        exact = rows["naf"].is_in(wanted.subclasses).to_numpy()
        activity = np.where(classes, np.where(exact, OWN_SUBCLASS, OTHER_SUBCLASS), activity)
    named = np.zeros(rows.height)
    for pattern, value in patterns(wanted):
        named[found.known.named(pattern, found.index)] = value
    named *= np.where(country.is_manufacturing, 1.0, OUTSIDE_FACTORIES)[at]
    if not wanted.codes:
        named[own] = 0.0
    elsewhere = np.where(_same_firms(found, wanted) & ~own, ELSEWHERE, 0.0)
    evidence = 1 - (1 - activity) * (1 - named) * (1 - elsewhere)
    best = found.best(np.where(evidence >= LEAST_EVIDENCE, evidence, 0.0), LEAST_EVIDENCE, shown)
    return [
        found.row(i)
        | {
            "activity": float(activity[i]),
            "named": float(named[i]),
            "elsewhere": float(elsewhere[i]),
            "evidence": float(evidence[i]),
        }
        for i in best
    ]


def _same_firms(found: Around, wanted: Wanted) -> NDArray[np.bool_]:
    """Establishments of the firms that declare one of the classes somewhere in the country."""
    if found.local.whole_register:
        return found.known.of_firms(wanted.classes)[found.index]
    firms = firms_of(found.local.edition, frozenset(wanted.classes))
    return found.rows["siren"].is_in(firms.implode()).to_numpy()


def patterns(wanted: Wanted) -> list[tuple[str, float]]:
    """Regular expressions over names and what they are worth, the last that matches wins."""
    words = words_of(wanted)
    return [(p, worth) for p, worth in ((words.trade, NAMED_TRADE), (words.product, NAMED_PRODUCT)) if p]


def producers(found: Around, wanted: Wanted, shown: int) -> list[Actor]:
    """The establishments most likely to make what is wanted, best first."""
    country = found.local.country
    main = country.index[wanted.main]
    if in_parts(found.local.edition):
        rows = best_makers(found.local, found.near, wanted, shown).to_dicts()
    else:
        rows = likely_makers(found, wanted, shown)
    return [
        actor(
            found,
            row,
            target=wanted.key,
            rank=rank,
            role=PRODUCER,
            proximity=float(country.proximity[main, country.index[row["class"]]]),
            reason=_reason(found, wanted, row),
            confidence=next(word for least, word in CONFIDENCES if row["evidence"] >= least),
            proof=DECLARED if row["class"] in wanted.classes else INFERRED,
        )
        for rank, row in enumerate(rows, start=1)
    ]


def _reason(found: Around, wanted: Wanted, row: dict[str, Any]) -> str:
    """One sentence: its activity, then its name and its firm, then where and how large."""
    country = found.local.country
    label = f"{row['class']}, {lower_first(country.labels[row['class']])}"
    what = "ce produit" if wanted.codes else "cette activité"
    if row["class"] in wanted.classes:
        made = "l'activité qui fait ce produit" if wanted.codes else "cette activité"
        told = f"Déclare {made} ({label})" if wanted.codes else f"Déclare {made}"
        if row["activity"] == OTHER_SUBCLASS:
            told = f"Déclare une sous-activité voisine ({row['naf']})"
    else:
        told = f"{_link(found, wanted, row['class'])} ({label})"
    if row["named"]:
        told += f" ; son nom évoque {what} (« {_word(row['name'], wanted)} »)"
    if row["elsewhere"]:
        told += " ; la même entreprise déclare cette activité ailleurs en France"
    return f"{told} ; {place(row)}."


def _word(name: str, wanted: Wanted) -> str:
    """The word of a name that speaks: of the product first."""
    return next(match[1] for pattern, _ in reversed(patterns(wanted)) if (match := re.search(pattern, name)))


def _link(found: Around, wanted: Wanted, activity: str) -> str:
    """Why another activity could make it, the strongest reason first."""
    _, written = neighbours(found.local.edition)
    for made in wanted.classes:
        if (made, activity) in written:
            return f"Métier voisin, {written[made, activity]}"
    if any(made[:4] == activity[:4] for made in wanted.classes):
        return "Activité du même groupe"
    if any(made[:2] == activity[:2] for made in wanted.classes):
        return "Activité du même secteur"
    return "Activité voisine par les lieux ou les métiers"
