"""Possible producers: the clues that an establishment makes, or could soon make, what is looked for."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import polars as pl

from ancrage.domain.wording import lower_first
from ancrage.methods import cooccurrence_relatedness, joint_evidence
from ancrage.reference import read_reference
from ancrage.steps.actors.actor import DECLARED, FAIR, INFERRED, PRODUCER, STRONG, WEAK, Actor, Around, actor, place
from ancrage.steps.actors.wanted import Wanted, words_of
from ancrage.steps.national import Floats, national, positions
from ancrage.steps.targets.kinship import relatedness
from ancrage.warehouse.edition import Edition

# what each clue is worth alone, 0-1 (see docs/acteurs.md for how they were chosen)
OWN_CLASS, OWN_SUBCLASS, OTHER_SUBCLASS = 0.6, 0.7, 0.35
SAME_GROUP, SAME_DIVISION, RELATED = 0.15, 0.06, 0.15
SAME_FIRM_MOST, SAME_FIRM_PAIRS = 0.25, 3
NAMED_PRODUCT, NAMED_TRADE = 0.45, 0.2
ELSEWHERE = 0.12
# evidence that makes a confidence, and below which an establishment is not named at all
CONFIDENCES = ((0.59, STRONG), (0.3, FAIR), (0.0, WEAK))
LEAST_EVIDENCE = 0.03
# a name outside manufacturing (a builder, a farm, a distributor of energy) says less
OUTSIDE_FACTORIES = 0.3


@dataclass(frozen=True, eq=False)
class Clues:
    """Arrays over the rows of a neighbourhood; `word`: the word of the name that speaks, "" without."""

    activity: Floats
    name: Floats
    group: Floats
    total: Floats
    word: list[str]


@lru_cache(maxsize=4)
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
    """Cosine of the classes that the same firms (SIREN) declare, 0-1; pairs met less than SAME_FIRM_PAIRS times: 0."""
    country = national(edition)
    rows = edition.table("establishments").select(siren=pl.col("siret").str.slice(0, 9), code="class").unique()
    many = rows.filter(pl.len().over("siren") > 1).sort("siren", "code")
    pairs = many.join(many, on="siren").filter(pl.col("code") != pl.col("code_right"))
    counts = np.zeros((len(country.index),) * 2)
    np.add.at(counts, (positions(pairs["code"], country.index), positions(pairs["code_right"], country.index)), 1.0)
    return np.asarray(cooccurrence_relatedness(counts, "cosine", minimum_count=SAME_FIRM_PAIRS))


@lru_cache(maxsize=4)
def firms_by_class(edition: Edition) -> dict[str, frozenset[str]]:
    """SIREN of the firms with several establishments that declare each class."""
    rows = edition.table("establishments").select("class", siren=pl.col("siret").str.slice(0, 9))
    many = rows.filter(pl.len().over("siren") > 1)
    return {c: frozenset(s) for c, s in many.group_by("class").agg("siren").iter_rows()}


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


def clues(edition: Edition, wanted: Wanted, rows: pl.DataFrame) -> Clues:
    """Clues for each establishment of `rows` (columns naf, class, name, siren)."""
    country = national(edition)
    at = positions(rows["class"], country.index)
    activity = activity_strength(edition, wanted)[at]
    if wanted.subclasses:
        known = {naf[:-1] for naf in wanted.subclasses}
        apart = rows["class"].is_in(list(known)).to_numpy()
        right = rows["naf"].is_in(list(wanted.subclasses)).to_numpy()
        activity = np.where(apart, np.where(right, OWN_SUBCLASS, OTHER_SUBCLASS), activity)
    name, word = _names(wanted, rows)
    name *= np.where(country.is_manufacturing[at], 1.0, OUTSIDE_FACTORIES)
    own = rows["class"].is_in(list(wanted.classes)).to_numpy()
    if not wanted.codes:
        # whoever declares the very activity needs no name to say so
        name[own] = 0.0
    firms = frozenset[str]().union(*(firms_by_class(edition).get(code, frozenset()) for code in wanted.classes))
    elsewhere = np.where(rows["siren"].is_in(list(firms)).to_numpy() & ~own, ELSEWHERE, 0.0)
    return Clues(activity, name, elsewhere, joint_evidence(activity, name, elsewhere), word)


def _names(wanted: Wanted, rows: pl.DataFrame) -> tuple[Floats, list[str]]:
    strength, word = np.zeros(rows.height), [""] * rows.height
    patterns = words_of(wanted)
    names = rows["name"].fill_null("")
    for pattern, worth in ((patterns.trade, NAMED_TRADE), (patterns.product, NAMED_PRODUCT)):
        if pattern is None:
            continue
        found = names.str.extract(pattern, 1)
        hit = found.is_not_null().to_numpy()
        strength[hit] = worth
        for i in np.flatnonzero(hit):
            word[i] = found[int(i)]
    return strength, word


def producers(found: Around, wanted: Wanted, shown: int) -> list[Actor]:
    """The establishments most likely to make what is wanted, best first."""
    edition = found.local.edition
    seen = clues(edition, wanted, found.rows)
    main = found.local.country.index[wanted.main]
    return [
        actor(
            found,
            row,
            target=wanted.key,
            rank=rank,
            role=PRODUCER,
            proximity=float(found.local.country.proximity[main, found.at[i]]),
            reason=_reason(found, wanted, seen, i, row),
            confidence=next(word for least, word in CONFIDENCES if seen.total[i] >= least),
            proof=DECLARED if row["class"] in wanted.classes else INFERRED,
        )
        for rank, i in enumerate(found.best(seen.total, LEAST_EVIDENCE, shown), start=1)
        for row in [found.rows.row(i, named=True)]
    ]


def _reason(found: Around, wanted: Wanted, seen: Clues, i: int, row: dict[str, Any]) -> str:
    """One sentence: its activity, then its name and its firm, then where and how large."""
    country = found.local.country
    label = f"{row['class']}, {lower_first(country.labels[row['class']])}"
    what = "ce produit" if wanted.codes else "cette activité"
    if row["class"] in wanted.classes:
        made = "l'activité qui fait ce produit" if wanted.codes else "cette activité"
        told = f"Déclare {made} ({label})" if wanted.codes else f"Déclare {made}"
        if seen.activity[i] == OTHER_SUBCLASS:
            told = f"Déclare une sous-activité voisine ({row['naf']})"
    else:
        told = f"{_link(found, wanted, row['class'])} ({label})"
    if seen.name[i]:
        told += f" ; son nom évoque {what} (« {seen.word[i]} »)"
    if seen.group[i]:
        told += " ; la même entreprise déclare cette activité ailleurs en France"
    return f"{told} ; {place(row)}."


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
