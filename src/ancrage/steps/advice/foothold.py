"""On whom a place could stand to make something: the firms here that a link between their very activities names."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ancrage.domain.standing import STATE_CLOSED, standing
from ancrage.domain.wording import lower_first
from ancrage.steps.class_links import KIN, KINDS, WORTH, links, why
from ancrage.steps.national import national, positions
from ancrage.warehouse.edition import Edition, derived

NAMED = 3


@dataclass(frozen=True, slots=True)
class Support:
    """A firm here on which an activity could stand."""

    siret: str
    name: str
    state: str
    kind: str
    reason: str


@dataclass(frozen=True, eq=False)
class Stand:
    """The named, open, manufacturing establishments of a territory, largest first; `at`: position of their class."""

    edition: Edition
    rows: pl.DataFrame
    at: NDArray[np.intp]


def stand(edition: Edition, register: pl.DataFrame) -> Stand:
    """Those that a sentence may name; one told closed is never called, not even to be confirmed."""
    country = national(edition)
    made = country.classes.filter("is_manufacturing")["class"]
    rows = register.filter(
        pl.col("name").is_not_null(), pl.col("class").is_in(made.implode()), pl.col("state") != STATE_CLOSED
    ).sort(["jobs", "siret"], descending=[True, False])
    return Stand(edition, rows, positions(rows["class"], country.index))


def supports(
    here: Stand, activity: str, subclasses: frozenset[str] = frozenset(), most: int = NAMED
) -> tuple[Support, ...]:
    """The best ones for a class: those of the trade first, then by the strength of the link and size; a firm once.

    `subclasses`: those of the class that make what is wanted, when only some do (glasses are not catheters)."""
    country, known = national(here.edition), links(here.edition)
    wanted = country.index[activity]
    strength = known.strength[wanted, here.at]
    beside = np.zeros(len(strength), dtype=bool)
    if subclasses:
        beside = (here.at == wanted) & ~here.rows["naf"].is_in(list(subclasses)).to_numpy()
        strength = np.where(beside, WORTH[KIN], strength)
    able = np.flatnonzero(strength > 0)
    order = able[np.argsort(-strength[able] * (1 + 0.2 * np.log(here.rows["jobs"].to_numpy()[able])), kind="stable")]
    found: list[Support] = []
    firms: set[str] = set()
    for i in order:
        row = here.rows.row(int(i), named=True)
        if row["siret"][:9] in firms:
            continue
        firms.add(row["siret"][:9])
        kind = KIN if beside[i] else KINDS[known.kind[wanted, here.at[i]]]
        reason = (
            _other_speciality(here.edition, row["naf"])
            if beside[i]
            else why(here.edition, activity, row["class"], kind)
        )
        found.append(Support(row["siret"], row["name"], standing(row), kind, reason))
        if len(found) == most:
            break
    return tuple(found)


def _other_speciality(edition: Edition, naf: str) -> str:
    return f"{lower_first(naf_labels(edition)[naf])} : autre spécialité de la même activité"


@derived
def naf_labels(edition: Edition) -> dict[str, str]:
    return dict(edition.table("naf").select("naf", "label").iter_rows())
