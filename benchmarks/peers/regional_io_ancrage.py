"""FLQ and multipliers of every territory in one call; no inverse is formed."""

from typing import Any

import numpy as np

from ancrage.methods.regionalisation import regional_multipliers


def compute(data: dict[str, Any]) -> dict[str, np.ndarray]:
    found = regional_multipliers(
        data["coefficients"], data["regional"], data["national"], data["intensities"], "flq", delta=float(data["delta"])
    )
    return {"multipliers": found}
