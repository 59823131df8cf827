"""Effects at the suppliers of a newcomer of every sector, in nested territories, for many territories at once."""

import numpy as np

from ancrage.methods import nested_coefficients, project_purchases, regionalise, supplier_effects
from ancrage.methods.regional_quotients import DELTA
from ancrage.steps.impact.economy import Economy, economy
from ancrage.steps.national import Floats
from ancrage.warehouse.edition import Edition, derived

# how purchases on the spot are estimated: the central one, few, many, and the adjusted quotient
DELTA_LOW_EFFECT, DELTA_HIGH_EFFECT = 0.4, 0.2
VARIANTS: tuple[tuple[float, bool], ...] = (
    (DELTA, False), (DELTA_LOW_EFFECT, False), (DELTA_HIGH_EFFECT, False), (DELTA, True),
)  # fmt: skip
PLAIN, FEW, MANY, ADJUSTED = range(4)
# territories worked on together: few enough to stay near the processor
BLOCK = 24


def effects(whole: Economy, output: Floats) -> Floats:
    """Contents at the suppliers per million euros of a newcomer.

    output: (places, circles, n), circles growing along their axis.
    Returns (places, circles, variants, contents, n); never above `national_effects`.
    """
    places, rings, n = output.shape
    found = np.empty((places, rings, len(VARIANTS), len(whole.contents), n))
    domestic = whole.io.domestic
    for start in range(0, places, BLOCK):
        block = output[start : start + BLOCK]
        flat = block.reshape(-1, n)
        for at, (delta, adjusted) in enumerate(VARIANTS):
            method = "aflq" if adjusted else "flq"
            inside = regionalise(domestic, flat, whole.output, method, delta=delta)
            bought = project_purchases(domestic, flat, whole.output, delta, adjusted=adjusted)
            inside, bought = (_nested(a.reshape(*block.shape, n)) for a in (inside, bought))
            found[start : start + BLOCK, :, at] = supplier_effects(inside, bought, whole.contents)
    return found


def _nested(coefficients: Floats) -> Floats:
    """(places, circles, n, n) -> the same, growing along the circles."""
    if coefficients.shape[1] == 1:
        return coefficients
    return np.moveaxis(nested_coefficients(np.moveaxis(coefficients, 1, 0)), 0, 1)


@derived
def national_effects(edition: Edition) -> Floats:
    """Contents (contents, n) at all the French suppliers per million euros of a newcomer."""
    whole = economy(edition)
    domestic = whole.io.domestic
    found: Floats = supplier_effects(domestic, domestic, whole.contents)
    return found
