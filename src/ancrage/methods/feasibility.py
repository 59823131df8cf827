"""Can it be done here: land under the ZAN ceiling, labour."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ancrage.domain.card import Card
from ancrage.methods.decision import Array, as_table, as_types


@dataclass(frozen=True, slots=True)
class LandBudget:
    """Result of `land_budget`, hectares: ceiling of the period, what is left of it (negative when overdrawn), and
    whether each project, taken alone, fits."""

    cap_ha: Array
    remaining_ha: Array
    fits: NDArray[np.bool_]


def land_budget(
    reference_ha: ArrayLike,
    used_ha: ArrayLike,
    reduction_rate: ArrayLike = 0.5,
    projects_ha: ArrayLike = (),
    guarantee_ha: ArrayLike = 0.0,
) -> LandBudget:
    """Land that may still be consumed: cap = max(reference x (1 - rate), guarantee), remaining = cap - used.

    reference_ha: natural, farm and forest land consumed over the ten years of reference; used_ha: consumed since;
    reduction_rate: share to give up, in [0, 1] (regions share a national envelope: theirs differs from the default);
    projects_ha: areas to test; guarantee_ha: floor granted to a commune. Numbers or arrays that broadcast.
    Raises ValueError: negative or missing areas, rate out of [0, 1].
    Source: lois 2021-1104 (article 191) et 2023-630.
    """
    reference, used, rate, projects, floor = (
        np.asarray(x, dtype=np.float64) for x in (reference_ha, used_ha, reduction_rate, projects_ha, guarantee_ha)
    )
    for name, area in (
        ("reference_ha", reference),
        ("used_ha", used),
        ("projects_ha", projects),
        ("guarantee_ha", floor),
    ):
        if not np.isfinite(area).all() or (area < 0).any():
            raise ValueError(f"« {name} » doit être une surface en hectares, connue et positive ou nulle.")
    if not ((rate >= 0) & (rate <= 1)).all():
        raise ValueError("« reduction_rate » doit être compris entre 0 et 1.")
    cap = np.maximum(reference * (1 - rate), floor)
    remaining = cap - used
    return LandBudget(cap, remaining, np.asarray(projects <= remaining))


def labour_tension(indicators: ArrayLike, types: ArrayLike | None = None, ddof: int = 0) -> Array:
    """Tension of each occupation: mean of the z-scores of its indicators, (x - mean) / standard deviation.

    indicators: n_occupations x n_indicators (difficulty expected by employers, offers for a job seeker, ease of
    leaving the register...), NaN where unknown; types: 1 when more means more tension (default), -1 otherwise;
    ddof: 0 divides by n, 1 by n - 1. Returns n_occupations values, in standard deviations, mean near 0; an
    indicator that is constant counts 0; an occupation without any indicator is NaN.
    Raises ValueError: shapes, infinite values.
    Source: after Dares, France Travail 2020 (the official weights are not published: equal ones here).
    """
    table = as_table(indicators, "indicators", missing=True)
    sign = as_types(types, table.shape[1])
    known = ~np.isnan(table)
    count = known.sum(axis=0)
    filled = np.where(known, table, 0.0)
    mean = np.divide(filled.sum(axis=0), count, out=np.zeros(len(count)), where=count > 0)
    spread = np.where(known, table - mean, 0.0)
    variance = np.divide((spread**2).sum(axis=0), count - ddof, out=np.zeros(len(count)), where=count > ddof)
    varies = np.nanmax(np.where(known, np.abs(spread), 0.0), axis=0) > 1e-12 * np.maximum(1.0, np.abs(mean))
    z = np.divide(spread, np.sqrt(variance), out=np.zeros_like(table), where=varies & (variance > 0)) * sign
    seen = known.sum(axis=1)
    tension = np.full(len(table), np.nan)
    np.divide(z.sum(axis=1), seen, out=tension, where=seen > 0)
    return tension


CARDS = (
    Card(
        id="land_budget",
        label="Budget foncier (ZAN)",
        formula="plafond = max(consommation de référence × (1 - taux), garantie) ; reste = plafond - consommé depuis",
        unit="ha",
        range="reste négatif si le plafond est dépassé",
        neutral="0 : plus aucun hectare disponible sans recyclage de friche",
        reading="Il reste 140 ha : un projet de 139 ha passe, un projet de 141 ha ne passe pas sans friche.",
        conventions=(
            "Taux de réduction de 50 % par défaut ; une région qui contribue à l'enveloppe nationale en applique un "
            "autre, à donner.",
            "Chaque projet est testé seul. La garantie communale est un plancher du plafond.",
            "Règle datée : vérifier la loi en vigueur.",
        ),
        references=(
            "Loi n° 2021-1104 du 22 août 2021, article 191",
            "Loi n° 2023-630 du 20 juillet 2023",
        ),
    ),
    Card(
        id="labour_tension",
        label="Tension sur le marché du travail",
        formula="t(métier) = moyenne sur les indicateurs connus de (x - moyenne) / écart-type",
        unit="écarts-types",
        range="-3 à 3 environ",
        neutral="0 : tension moyenne des métiers comparés",
        reading="Au-dessus de 1, recruter est nettement plus difficile que pour le métier moyen.",
        conventions=(
            "Poids égaux : ceux de l'indicateur officiel ne sont pas publiés, les valeurs ne sont donc pas les "
            "siennes.",
            "Écart-type de la population (division par n) par défaut.",
            "Indicateur constant : 0. Indicateur inconnu : moyenne des autres ; aucun indicateur : non défini.",
        ),
        references=("Dares, France Travail, 2020, Les tensions sur le marché du travail, méthodologie",),
    ),
)
