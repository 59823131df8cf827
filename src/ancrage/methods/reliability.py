"""Is a probability worth its name: discrimination and calibration against what happened."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ancrage.domain.card import Card
from ancrage.methods.arguments import checked
from ancrage.methods.arrays import booleans, numbers
from ancrage.methods.decision import Array
from ancrage.methods.scaling import normalise

DECILES = 10


@dataclass(frozen=True, slots=True)
class Calibration:
    """Result of `calibration`: AUC (0.5: no better than chance), Brier score (0: perfect), and by group of equal size,
    from the lowest to the highest probabilities: mean probability announced and share observed."""

    auc: float
    brier: float
    announced: Array
    observed: Array


@checked
def calibration(probabilities: ArrayLike, outcomes: ArrayLike, groups: int | None = None) -> Calibration:
    """AUC = P(p of a positive > p of a negative), ties half; Brier = mean (p - y)^2; reliability by decile.

    probabilities: n in [0, 1]; outcomes: n of 0 or 1, both present; groups: 1 to n (default: ten, or n
    when there are fewer cases).
    Raises ValueError: lengths, values out of range, one outcome only.
    Source: Hanley & McNeil 1982, doi:10.1148/radiology.143.1.7063747; Brier 1950.
    """
    p, y = numbers(probabilities, "probabilities", 1, low=0, high=1), booleans(outcomes, "outcomes", 1).astype(float)
    if p.shape != y.shape:
        raise ValueError("« probabilities » et « outcomes » doivent être deux suites de même longueur.")
    positive = y.sum()
    if positive in (0, len(y)):
        raise ValueError("« outcomes » : il faut au moins un cas survenu et un cas non survenu.")
    groups = min(DECILES, len(p)) if groups is None else groups
    if not 1 <= groups <= len(p):
        raise ValueError(f"« groups » doit être compris entre 1 et {len(p)}.")
    rank = normalise(p[:, None], normalisation="rank")[:, 0] * (len(p) - 1) + 1
    auc = (rank[y == 1].sum() - positive * (positive + 1) / 2) / (positive * (len(y) - positive))
    parts = np.array_split(np.argsort(p, kind="stable"), groups)
    return Calibration(
        float(auc),
        float(((p - y) ** 2).mean()),
        np.array([p[part].mean() for part in parts]),
        np.array([y[part].mean() for part in parts]),
    )


CARDS = (
    Card(
        id="calibration",
        label="Qualité d'une probabilité annoncée",
        formula="AUC = P(p d'un cas survenu > p d'un cas non survenu) ; Brier = moyenne (p - y)²",
        unit="sans unité",
        range="AUC 0 à 1 ; Brier 0 à 1",
        neutral="AUC de 0,5 : pas mieux que le hasard",
        reading="AUC de 0,8 : un cas survenu était mieux classé qu'un autre huit fois sur dix.",
        conventions=(
            "Égalités comptées pour moitié dans l'AUC. Fiabilité par groupes de même effectif (déciles).",
            "Cas médiatisés et événements rares : l'échantillon n'est pas la population, le dire.",
        ),
        references=(
            "Hanley J. A., McNeil B. J., 1982, The meaning and use of the area under a ROC curve, Radiology 143(1), "
            "doi:10.1148/radiology.143.1.7063747",
            "Brier G. W., 1950, Verification of forecasts expressed in terms of probability, Monthly Weather Review 78",
        ),
    ),
)
