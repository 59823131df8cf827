"""From the uncertainty of the data to that of the notes and of the groups of criteria."""

import numpy as np
from numpy.typing import NDArray

from ancrage.domain.strategy import GROUPS
from ancrage.steps.national import Floats
from ancrage.steps.targets.criteria import CRITERIA, ONE_ESTABLISHMENT, UNCERTAINTY


def value_errors(values: dict[str, Floats], establishments: Floats, is_service: NDArray[np.bool_]) -> dict[str, Floats]:
    """Standard deviation of each value, by criterion, in its unit; NaN where the value is unknown.

    A zero of the register stays a zero: what it does not see (fewer than 20 employees) is a limit of the study, the
    same for all. Jobs: sqrt(0.13^2 + 0.22^2 / establishments) of the value, as sizes within a class are independent.
    """
    found = {}
    for code, error in UNCERTAINTY.items():
        services = error.relative if error.service is None else error.service
        relative = np.where(is_service, services, error.relative)
        if code == "emplois_ici":
            relative = np.hypot(relative, ONE_ESTABLISHMENT / np.sqrt(np.maximum(np.nan_to_num(establishments), 1.0)))
        size = np.abs(values[code])
        if code == "deficit":  # a small difference of two large numbers is no better known than they are
            bought = values["importations"]
            size = np.hypot(bought, bought - values["deficit"])
        found[code] = relative * size + error.absolute
    return found


def note_errors(values: dict[str, Floats], errors: dict[str, Floats]) -> Floats:
    """Standard deviation of each note (candidates, criteria): half of what the scale moves over x - error, x + error.

    That secant is the local slope of the scale times the error, without the jumps of a percentile between neighbours.
    """
    return np.column_stack(
        [
            (_scaled(x, x + e, c.scale) - _scaled(x, x - e, c.scale)) / 2
            for c, x, e in ((c, values[c.code], errors[c.code]) for c in CRITERIA)
        ]
    )


def _scaled(among: Floats, x: Floats, scale: str) -> Floats:
    """Note of x on the scale that the values `among` draw; direction does not matter for an error."""
    if scale == "log":
        ends = np.log1p([np.nanmin(among), np.nanmax(among)]) if not np.isnan(among).all() else np.zeros(2)
        span = float(ends[1] - ends[0])
        return np.asarray(np.log1p(np.maximum(x, 0.0)) / span if span > 0 else x * 0.0)
    known = np.sort(among[~np.isnan(among)])
    if len(known) < 2:
        return np.asarray(x * 0.0)
    middle = (np.searchsorted(known, x, "left") + np.searchsorted(known, x, "right")) / 2
    return np.where(np.isnan(x), np.nan, middle / (len(known) - 1))


def group_errors(errors: Floats, notes: Floats) -> Floats:
    """Standard deviation of each group's note (candidates, groups), criteria erring independently:
    sqrt(sum (w_k s_k)^2) / sum w_k over the known criteria; 0 where none is."""
    found = []
    for group in GROUPS:
        at = [k for k, c in enumerate(CRITERIA) if c.group == group]
        weight = np.array([CRITERIA[k].weight for k in at]) * ~np.isnan(notes[:, at])
        total = weight.sum(axis=1)
        spread = np.sqrt(((weight * np.nan_to_num(errors[:, at])) ** 2).sum(axis=1))
        found.append(np.divide(spread, total, out=np.zeros(len(notes)), where=total > 0))
    return np.column_stack(found)
