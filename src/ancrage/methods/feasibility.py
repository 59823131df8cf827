"""Can it be done here: land under the ZAN ceiling, a site for a project, labour."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ancrage.domain.card import Card
from ancrage.methods.arguments import checked
from ancrage.methods.arrays import at_least, broadcastable, number, numbers
from ancrage.methods.decision import Array, as_table, as_types


@dataclass(frozen=True, slots=True)
class LandBudget:
    """Result of `land_budget`, hectares: ceiling of the period, what is left of it (negative when overdrawn), and
    whether each project, taken alone, fits: the axes of the territories, then those of the projects."""

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
    projects_ha: areas to test, any shape; guarantee_ha: floor granted to a commune. The others are
    numbers or arrays of territories, which broadcast; `fits` is territories x projects.
    Raises ValueError: negative or missing areas, rate out of [0, 1].
    Source: lois 2021-1104 (article 191) et 2023-630.
    """
    areas = {
        "reference_ha": numbers(reference_ha, "reference_ha"),
        "used_ha": numbers(used_ha, "used_ha"),
        "reduction_rate": numbers(reduction_rate, "reduction_rate", low=0, high=1),
        "guarantee_ha": numbers(guarantee_ha, "guarantee_ha"),
    }
    broadcastable(**areas)
    reference, used, rate, floor = areas.values()
    projects = numbers(projects_ha, "projects_ha")
    cap = np.maximum(reference * (1 - rate), floor)
    remaining = np.asarray(cap - used)
    left, size = (x.reshape(x.shape + (1,) * projects.ndim) for x in (remaining, np.maximum(cap, used)))
    # what is left is a difference: a project of exactly that area fits, whatever the rounding
    return LandBudget(cap, remaining, at_least(left, projects, size))


@checked
def site_fit(
    area_ha: ArrayLike, need_ha: ArrayLike, qualities: ArrayLike, weights: ArrayLike, unknown: float = 0.5
) -> Array:
    """How well each site suits a need: fit of its area x weighted mean of its qualities.

    area_ha: n areas; need_ha: (low, central, high) with 0 <= low <= central <= high; qualities: n x k notes in [0, 1],
    NaN where unknown (counted as `unknown`); weights: k, not negative, not all zero.
    Fit: NaN below low (the project does not hold there); from 1/2 at low to 1 at central; 1 up to high; high / area
    beyond. Returns n notes in [0, 1], NaN where the site is too small or its area unknown (NaN).
    Raises ValueError: shapes, order of the need, notes out of [0, 1], weights.
    Source: Ancrage's own convention.
    """
    area = numbers(area_ha, "area_ha", 1, missing=True)
    notes = numbers(qualities, "qualities", 2, low=0, high=1, missing=True)
    w = numbers(weights, "weights", 1)
    need = numbers(need_ha, "need_ha", 1)
    if need.shape != (3,) or (np.diff(need) < 0).any():
        raise ValueError("« need_ha » doit être une fourchette (bas, central, haut) en hectares, connue et croissante.")
    low, central, high = need.tolist()
    if notes.shape != (len(area), len(w)):
        raise ValueError("« qualities » doit avoir une ligne par site et une colonne par poids.")
    number(unknown, "unknown", low=0, high=1)
    if w.sum() <= 0:
        raise ValueError("« weights » doit contenir des poids positifs, pas tous nuls.")
    rising = np.divide(area - low, central - low, out=np.ones_like(area), where=central > low)
    fit = np.where(area <= central, 0.5 + 0.5 * np.clip(rising, 0.0, 1.0), 1.0)
    beyond = area > high
    fit = np.where(beyond, np.divide(high, area, out=np.ones_like(area), where=beyond), fit)
    fit = np.where(at_least(area, low), fit, np.nan)
    return np.asarray(fit * (np.where(np.isnan(notes), unknown, notes) @ w / w.sum()))


@checked
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
    if ddof not in (0, 1):
        raise ValueError(f"« ddof » doit être 0 ou 1 (reçu : {ddof}).")
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
        id="site_fit",
        label="Convenance d'un site",
        formula="note = ajustement de la surface × moyenne pondérée des qualités (zonage, statut, sol, rail, distance)",
        unit="note",
        range="de 0 à 1 ; non définie si le site est trop petit",
        neutral="0,5 : surface juste, qualités inconnues",
        reading="Une note de 0,8 : la surface convient et presque tout ce qu'on sait du site est favorable.",
        conventions=(
            "Sous le bas de la fourchette, le site est écarté ; de là au milieu, l'ajustement monte de 1/2 à 1 ; "
            "au-delà du haut, il vaut haut / surface : un terrain dix fois trop grand reste possible, mais à partager.",
            "Une qualité inconnue compte pour 0,5 : ne pas savoir n'est ni un atout ni un défaut.",
            "Les notes et les poids sont un choix d'Ancrage, écrit dans la page « Sites » : ils ordonnent des visites, "
            "ils ne jugent pas un terrain.",
        ),
        references=("Convention d'Ancrage",),
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
