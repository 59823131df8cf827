"""Occupations that the activities of a territory hire and that its département lacks."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ancrage.steps.local import Local
from ancrage.steps.national import Floats, national, positions
from ancrage.warehouse.edition import Edition, derived

# on the scale 1 to 5 of the Dares
STRONG = 4
DESCRIBED = ("fap", "fap_label", "workforce_lack", "training_link")


@dataclass(frozen=True, slots=True)
class TenseOccupation:
    """`hired`: jobs here times share of hirings; `lack`, `training`: levels 1 to 5; `classes` here, by hirings."""

    code: str
    label: str | None
    hired: float
    lack: int | None
    training: int | None
    classes: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class _Hirings:
    """One row a class and an occupation that it hires, in strong tension in a département: position of the class, share
    of its hirings, and the row of `occupations` (columns DESCRIBED) that it counts for."""

    at: NDArray[np.intp]
    share: Floats
    occupation: NDArray[np.intp]
    occupations: tuple[tuple[str, str | None, int | None, int | None], ...]


@derived
def _hirings(edition: Edition, departement: str) -> _Hirings:
    tense = edition.table("labour_tension").filter(
        (pl.col("departement") == departement) & (pl.col("tension_level") >= STRONG)
    )
    kinds = tense.select(DESCRIBED).unique().sort(DESCRIBED).with_row_index("occupation")
    rows = (
        edition.table("naf_occupation")
        .join(edition.table("rome_fap"), on="rome")
        .join(kinds.select("fap", "occupation"), on="fap")
        .sort("class", "rome", "occupation")
    )
    return _Hirings(
        positions(rows["class"], national(edition).index),
        rows["share"].to_numpy(),
        rows["occupation"].to_numpy().astype(np.intp),
        tuple(kinds.select(DESCRIBED).iter_rows()),
    )


def tense_occupations(local: Local) -> tuple[TenseOccupation, ...]:
    """Those in strong tension in the département, most hired first; none where no establishment is known."""
    if not local.jobs.any():
        return ()
    known, codes = _hirings(local.edition, local.departement), local.country.codes()
    hired = known.share * local.jobs[known.at]
    here = np.flatnonzero(local.jobs[known.at] > 0)
    order = here[np.lexsort((known.at[here], -hired[here]))]
    total = np.bincount(known.occupation[order], weights=hired[order], minlength=len(known.occupations))
    classes: dict[int, list[str]] = {}
    for kind, at in zip(known.occupation[order].tolist(), known.at[order].tolist(), strict=True):
        classes.setdefault(kind, []).append(codes[at])
    found = [
        TenseOccupation(code, label, float(total[kind]), lack, training, tuple(dict.fromkeys(classes[kind])))
        for kind, (code, label, lack, training) in enumerate(known.occupations)
        if kind in classes
    ]
    return tuple(sorted(found, key=lambda o: (-o.hired, o.code)))
