"""Variety: how spread out the activities of a territory are, between families and inside them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ancrage.domain.card import Card
from ancrage.methods.arguments import checked
from ancrage.methods.arrays import Floats, categories, number, numbers, ratio, shares


@dataclass(frozen=True, slots=True)
class Variety:
    """`total` entropy = `unrelated` (between groups) + `related` (inside them); `evenness` total over its maximum."""

    unrelated: Floats
    related: Floats
    total: Floats
    evenness: Floats


@checked
def entropy_variety(
    employment: ArrayLike,
    group: Sequence[object],
    base: float = 2.0,
    *,
    observations: ArrayLike | None = None,
) -> Variety:
    """Related and unrelated variety: RV = sum_g P_g H_g and UV = sum_g P_g log(1/P_g), whose sum is the entropy.

    `employment` jobs of a territory by activity, or a matrix territories x activities; `group` one label an activity
    (its 2-digit division for the 5-digit activities of the paper); `base` of the logarithm. `observations`, the
    number of independent observations of each territory (establishments, not jobs), turns on the Miller-Madow
    correction (k - 1) / 2n of the downward bias of small territories, k the activities (or groups) present.
    In bits for base 2; from 0 to log(number of activities). NaN for a territory without jobs.
    Raises ValueError on NaN, negatives, a wrong number of labels, or base not above 1.
    Source: Frenken, Van Oort & Verburg 2007, doi:10.1080/00343400601120296; Miller 1955.
    """
    jobs = numbers(employment, "employment")
    if jobs.ndim not in (1, 2) or not jobs.shape[-1]:
        raise ValueError("« employment » doit être un vecteur ou une matrice territoires x activités, non vide.")
    number(base, "base", low=1, strict=True)
    of = categories(group, "group", jobs.shape[-1])
    grouped = jobs @ (of[:, None] == np.arange(of.max() + 1)).astype(float)
    total, unrelated = _entropy(jobs), _entropy(grouped)
    if observations is not None:
        n = numbers(observations, "observations", low=0, strict=True)
        if n.shape not in ((), total.shape):
            raise ValueError("« observations » doit être un nombre, ou un par territoire.")
        total = total + ratio(np.maximum((jobs > 0).sum(axis=-1) - 1, 0), 2 * n)
        unrelated = unrelated + ratio(np.maximum((grouped > 0).sum(axis=-1) - 1, 0), 2 * n)
        # the correction, made for large samples, must not pass the entropy of an even spread
        total = np.minimum(total, np.log(jobs.shape[-1]))
        unrelated = np.minimum(unrelated, np.log(grouped.shape[-1]))
    unit = np.log(base)
    return Variety(
        unrelated=(unrelated / unit)[()],
        related=((total - unrelated) / unit)[()],
        total=(total / unit)[()],
        evenness=ratio(total, np.log(jobs.shape[-1]))[()],
    )


def _entropy(values: Floats) -> Floats:
    """Shannon entropy of the shares along the last axis, in nats; NaN without anything."""
    p = shares(values)
    entropy = -(p * np.log(np.where(p > 0, p, 1.0))).sum(axis=-1)
    return np.where(values.sum(axis=-1) > 0, entropy, np.nan)


CARDS = (
    Card(
        id="entropy_variety",
        label="Variété reliée et non reliée",
        formula="non reliée Σ P_g log₂(1/P_g) ; reliée Σ P_g H_g ; leur somme est l'entropie totale",
        unit="bits (logarithme en base 2)",
        range="de 0 au logarithme du nombre d'activités",
        neutral="0 : une seule activité",
        reading="Une variété reliée forte : plusieurs métiers voisins cohabitent et peuvent apprendre l'un de l'autre.",
        conventions=(
            "Base 2, comme dans l'article ; la base est réglable.",
            "Les familles sont celles de la nomenclature, donc administratives.",
            "Correction de Miller-Madow au choix, sur le nombre d'établissements : l'entropie d'un petit territoire "
            "est sous-estimée.",
        ),
        references=(
            "Frenken K., Van Oort F. & Verburg T., 2007, Regional Studies 41(5), doi:10.1080/00343400601120296.",
            "Miller G. A., 1955, Note on the bias of information estimates, Free Press.",
        ),
    ),
)
