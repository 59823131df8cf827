"""How sure is a location quotient, when sizes are known by bands only and few establishments carry it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ancrage.domain.card import Card
from ancrage.methods.arguments import checked
from ancrage.methods.arrays import Floats, Ints, at_least, number, numbers, ratio, same_shape, whole
from ancrage.methods.specialisation import location_quotient, quality_grade


@dataclass(frozen=True, slots=True)
class QuotientInterval:
    """Result of `location_quotient_interval`, territories x activities: the raw quotient and bounds that contain it,
    establishments behind it, `quality` A (sure) to D."""

    quotient: Floats
    low: Floats
    high: Floats
    establishments: Floats
    quality: NDArray[np.str_]


@checked
def location_quotient_interval(
    activity: ArrayLike,
    territory: ArrayLike,
    jobs: ArrayLike,
    low_jobs: ArrayLike,
    high_jobs: ArrayLike,
    *,
    e_j: ArrayLike,
    e_i: ArrayLike,
    e: float | None = None,
    level: float = 0.9,
) -> QuotientInterval:
    """Location quotient with an interval that always contains it, from the size bands and the small numbers.

    The jobs J of a cell are a sum of independent sizes z, whose number is Poisson: with V the variance of J,
    low = V / J G(J² / V, (1 - level) / 2) and high = V' / J' G(J'² / V', (1 + level) / 2), G the quantile of a gamma
    law of scale 1, J' = J + z_max, V' = V + z_max² (Fay & Feuer). V = max(sum z², n m) + sum (high - low)² / 12, m the
    mean of z² of the activity everywhere given: a few small establishments do not prove that none is large.
    A cell without establishment has z_max = sqrt m: what one more would change. high never passes e / e_i, the
    quotient of a territory that does nothing else.

    activity, territory: codes of each establishment (territory -1: outside all); jobs: its central size, low_jobs and
    high_jobs the ends of its band. e_j: jobs of each territory; e_i: of each activity in the country; e: of the country
    (default: sum of e_i). Without unit; NaN where no job is expected.
    Simulated coverage at 0.9: from 0.92 to 0.99 for sizes that are equal or lognormal with a log-sd of 1 to 1.8.
    Raises ValueError: codes, lengths, jobs out of their band, level. Source: Fay & Feuer 1997,
    doi:10.1002/(SICI)1097-0258(19970415)16:7<791::AID-SIM500>3.0.CO;2-#; size bands and m are ours.
    """
    from scipy.special import gammaincinv

    number(level, "level", low=0, high=1, strict=True)
    places, branches = numbers(e_j, "e_j", 1), numbers(e_i, "e_i", 1)
    total = float(branches.sum()) if e is None else number(e, "e", low=0, strict=True)
    which, where = (
        whole(activity, "activity", 1, high=len(branches) - 1),
        whole(territory, "territory", 1, low=-1, high=len(places) - 1),
    )
    size, least, most = (
        numbers(z, name, 1) for z, name in ((jobs, "jobs"), (low_jobs, "low_jobs"), (high_jobs, "high_jobs"))
    )
    same_shape(activity=which, territory=where, jobs=size, low_jobs=least, high_jobs=most)
    if not (at_least(size, least) & at_least(most, size)).all():
        raise ValueError("« jobs » doit être compris entre « low_jobs » et « high_jobs ».")

    shape, inside = (len(places), len(branches)), where >= 0
    cell = where[inside] * shape[1] + which[inside]
    count, here = _sums(cell, np.ones(len(cell)), shape), _sums(cell, size[inside], shape)
    mean_square = _mean_square(which, size, shape[1])
    spread = np.maximum(_sums(cell, size[inside] ** 2, shape), count * mean_square)
    spread += _sums(cell, (most - least)[inside] ** 2 / 12, shape)
    largest = np.zeros(shape)
    np.maximum.at(largest.ravel(), cell, size[inside])
    one_more = np.where(count > 0, largest, np.sqrt(mean_square))

    expected = places[:, None] * branches / total if total > 0 else np.zeros(shape)
    quotient = np.asarray(location_quotient(here, places, branches, total))
    below, above = (1 - level) / 2, (1 + level) / 2
    bottom = ratio(spread, here, 0.0) * gammaincinv(ratio(here**2, spread, 1.0), below)
    wide, far = spread + one_more**2, here + one_more
    top = ratio(wide, far, 0.0) * gammaincinv(ratio(far**2, wide, 1.0), above)
    ceiling = ratio(total, branches)
    low = np.fmin(ratio(bottom, expected), quotient)
    high = np.fmax(np.fmin(ratio(top, expected), ceiling), quotient)
    return QuotientInterval(quotient, low, high, count, quality_grade(count, low, high))


def _sums(cell: Ints, values: Floats, shape: tuple[int, int]) -> Floats:
    return np.bincount(cell, values, shape[0] * shape[1]).reshape(shape).astype(np.float64)


def _mean_square(which: Ints, size: Floats, n: int) -> Floats:
    """Mean of the squared sizes of each activity, of all of them where it has no establishment."""
    everywhere = float((size**2).mean()) if size.size else 0.0
    return ratio(np.bincount(which, size**2, n), np.bincount(which, minlength=n), everywhere)


CARDS = (
    Card(
        id="location_quotient_interval",
        label="Fourchette du quotient de localisation",
        formula="bas = V/J Γ⁻¹(J²/V ; 5 %), haut = V'/J' Γ⁻¹(J'²/V' ; 95 %), rapportés à l'emploi attendu ; "
        "V = max(Σz², n m) + Σ(haut − bas)²/12",
        unit="sans unité",
        range="de 0 au quotient d'un territoire qui ne ferait que cela ; contient toujours le quotient observé",
        neutral="1 : même part qu'en France",
        reading="2,4 (de 1,1 à 4,0) : au moins un peu plus présent qu'ailleurs, peut-être quatre fois plus.",
        conventions=(
            "L'unité d'information est l'établissement : un seul gros employeur laisse une fourchette très large.",
            "Taille inconnue dans sa tranche : chacune ajoute le douzième du carré de sa largeur à la variance.",
            "m : moyenne des carrés des tailles de l'activité en France ; quelques petits établissements ne prouvent "
            "pas qu'aucun n'est grand.",
            "Couverture simulée au niveau de 90 % : de 92 à 99 % selon la dispersion des tailles ; prudente.",
        ),
        references=(
            "Fay M. P., Feuer E. J., 1997, Confidence intervals for directly standardized rates, Statistics in "
            "Medicine 16(7), p. 791-801.",
        ),
    ),
)
