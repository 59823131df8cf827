"""Specialisation: what a territory does more than the country, and how sure one can be with few establishments."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ancrage.domain.card import Card
from ancrage.methods.arguments import checked
from ancrage.methods.arrays import Floats, at_least, broadcastable, number, numbers, ratio, same_shape, shares

# weakest and strongest prior an estimate from the data may give (in establishment-equivalents)
PRIOR_BOUNDS = (0.5, 50.0)
# grade -> (least number of establishments, widest high / low of the interval)
GRADES = {"A": (20, 2.5), "B": (10, 3.5), "C": (5, 6.0)}


@dataclass(frozen=True, slots=True)
class ShrunkQuotient:
    """A location quotient with its uncertainty; every array has the shape of the jobs given.

    `estimate` posterior mean, `low`/`high` credible interval, `raw` unshrunk quotient, `effective_count` what
    the establishments are worth as observations, `prior_strength` in the same unit, `quality` A (sure) to D.
    """

    estimate: Floats
    low: Floats
    high: Floats
    raw: Floats
    effective_count: Floats
    prior_strength: Floats
    quality: NDArray[np.str_]


def _margins(
    e_ij: ArrayLike, e_j: ArrayLike | None, e_i: ArrayLike | None, e: ArrayLike | None
) -> tuple[Floats, Floats, Floats, Floats]:
    """Jobs, territory totals, activity totals and grand total, shaped to broadcast against the jobs."""
    jobs = numbers(e_ij, "e_ij")
    territory = None if e_j is None else numbers(e_j, "e_j")
    activity = None if e_i is None else numbers(e_i, "e_i")
    if jobs.ndim == 2:
        territory = jobs.sum(axis=1) if territory is None else territory
        activity = jobs.sum(axis=0) if activity is None else activity
        total = activity.sum() if e is None else numbers(e, "e")
        territory = territory[:, None] if territory.ndim == 1 else territory
    elif jobs.ndim == 1 and territory is not None and territory.ndim == 1:
        # one activity over several territories
        activity = jobs.sum() if activity is None else activity
        total = territory.sum() if e is None else numbers(e, "e")
    elif jobs.ndim == 1 and activity is not None:
        # one territory over its activities
        territory = jobs.sum() if territory is None else territory
        total = activity.sum() if e is None else numbers(e, "e")
    elif territory is not None and activity is not None and e is not None:
        total = numbers(e, "e")
    else:
        raise ValueError("Il manque les totaux de comparaison : donnez « e_i » (activités) ou « e_j » (territoires).")
    if not np.all(total > 0):
        raise ValueError("Le total national « e » est nul : aucun quotient n'a de sens.")
    try:
        shape = np.broadcast_shapes(jobs.shape, np.shape(territory), np.shape(activity), np.shape(total))
    except ValueError:
        raise ValueError("Les totaux « e_j » et « e_i » n'ont pas la longueur qui convient à « e_ij ».") from None
    if shape != jobs.shape:
        raise ValueError("Les totaux « e_j », « e_i » et « e » ne doivent pas avoir plus de valeurs que « e_ij ».")
    return jobs, np.asarray(territory), np.asarray(activity), np.asarray(total)


@checked
def location_quotient(
    e_ij: ArrayLike,
    e_j: ArrayLike | None = None,
    e_i: ArrayLike | None = None,
    e: ArrayLike | None = None,
    *,
    form: Literal["ratio", "additive", "symmetric"] = "ratio",
) -> Floats:
    """Location quotient: the share of an activity in a territory over its share in the country.

    LQ_ij = (e_ij / e_j) / (e_i / e). `e_ij` jobs: a number, a vector (one territory over activities with `e_i`, or
    one activity over territories with `e_j`) or a matrix territories x activities; totals left out are summed from it.
    `form="additive"`: e_ij/e_i - e_j/e; `"symmetric"`: (LQ - 1) / (LQ + 1), between -1 and 1.
    Returns the shape of `e_ij`, without unit; NaN where the activity or the territory has no job at all.
    Raises ValueError on NaN, negatives, shapes that do not fit or a zero grand total.
    Source: Florence 1939; Balassa 1965, doi:10.1111/j.1467-9957.1965.tb00050.x.
    """
    jobs, territory, activity, total = _margins(e_ij, e_j, e_i, e)
    if form == "additive":
        return (ratio(jobs, activity) - territory / total)[()]
    quotient = ratio(jobs * total, territory * activity)
    return (quotient if form == "ratio" else (quotient - 1) / (quotient + 1))[()]


def excess_jobs(
    e_ij: ArrayLike, e_j: ArrayLike | None = None, e_i: ArrayLike | None = None, e: ArrayLike | None = None
) -> Floats:
    """Jobs above (or below) what the national share would give: e_ij - e_j e_i / e, in jobs.

    Arguments, shapes and errors as in `location_quotient`. Sums to zero over the activities of a territory.
    Source: Isard 1960, Methods of Regional Analysis.
    """
    jobs, territory, activity, total = _margins(e_ij, e_j, e_i, e)
    return (jobs - territory * activity / total)[()]


@checked
def shrunk_location_quotient(
    e_ij: ArrayLike,
    establishments: ArrayLike,
    e_j: ArrayLike | None = None,
    e_i: ArrayLike | None = None,
    e: ArrayLike | None = None,
    *,
    national_establishments: ArrayLike | None = None,
    effective_count: ArrayLike | None = None,
    prior_strength: ArrayLike | None = None,
    level: float = 0.9,
) -> ShrunkQuotient:
    """Location quotient drawn towards 1 when few establishments carry it, with a credible interval.

    Gamma-Poisson: y ~ Poisson(LQ mu), LQ ~ Gamma(a, a), hence LQ | y ~ Gamma(a + y, a + mu). The unit of information
    is the establishment: y = jobs / scale, mu = expected jobs / scale, where the scale is the larger of the local and
    the national mean size, so that an establishment never counts for more than one observation, however many jobs.
    `effective_count` replaces `establishments` in the local size (give 1 / sum of squared size shares when sizes are
    known). `prior_strength` a, in establishment-equivalents; left out, it is estimated by moments for each activity
    of a matrix, over all activities of a vector. Jobs and totals as in `location_quotient`; `establishments` has the
    shape of `e_ij`. Estimates are NaN where the quotient itself is undefined (no job expected).
    The interval is a floor of the uncertainty: its simulated coverage at 0.9 is 0.85 with equal sizes and 0.65 with
    sizes as unequal as those of French establishments, and it may exclude the raw quotient, which it draws towards 1.
    Publish `location_quotient_interval` instead.
    Raises ValueError on bad arrays, on jobs without establishment, or `level` outside (0, 1).
    Source: Clayton & Kaldor 1987, doi:10.2307/2532003; Marshall 1991, doi:10.2307/2347593.
    """
    from scipy.special import gammaincinv

    number(level, "level", low=0, high=1, strict=True)
    jobs, territory, activity, total = _margins(e_ij, e_j, e_i, e)
    counted = numbers(establishments, "establishments")
    count = counted if effective_count is None else numbers(effective_count, "effective_count")
    same_shape(e_ij=jobs, establishments=counted, effective_count=count)
    if ((jobs > 0) & (count == 0)).any():
        raise ValueError("« establishments » : des emplois sont comptés là où il n'y a aucun établissement.")
    expected = territory * activity / total
    everywhere = counted.sum(axis=0) if jobs.ndim == 2 else counted
    if national_establishments is not None:
        everywhere = numbers(national_establishments, "national_establishments")
        broadcastable(e_ij=jobs, national_establishments=everywhere)
    pooled_size = ratio(jobs.sum(), counted.sum(), undefined=1.0)
    national_size = ratio(activity, everywhere) if jobs.ndim == 2 or national_establishments is not None else np.nan
    national_size = np.where(np.isnan(national_size), pooled_size, national_size)
    scale = np.fmax(ratio(jobs, count), national_size)
    y, mu = ratio(jobs, scale, undefined=0.0), ratio(expected, scale, undefined=0.0)
    a = _prior_strength(y, mu) if prior_strength is None else numbers(prior_strength, "prior_strength")
    if (a <= 0).any():
        raise ValueError("« prior_strength » doit être strictement positif.")
    if broadcastable(e_ij=jobs, prior_strength=a) != jobs.shape:
        raise ValueError("« prior_strength » doit être un nombre, ou un par activité.")
    a = np.broadcast_to(a, jobs.shape)
    defined = expected > 0
    rate = np.where(defined, a + mu, np.nan)
    low = gammaincinv(a + y, (1 - level) / 2) / rate
    high = gammaincinv(a + y, (1 + level) / 2) / rate
    return ShrunkQuotient(
        estimate=((a + y) / rate)[()],
        low=low[()],
        high=high[()],
        raw=ratio(jobs, expected)[()],
        effective_count=y[()],
        prior_strength=a[()],
        quality=quality_grade(counted, low, high),
    )


def _prior_strength(y: Floats, mu: Floats) -> Floats:
    """Moments (Marshall 1991) with mean 1: 1 / (spread of the quotients beyond what chance alone explains)."""
    weight = mu.sum(axis=0)
    spread = ratio((mu * (ratio(y, mu, undefined=1.0) - 1) ** 2).sum(axis=0), weight, undefined=0.0)
    by_chance = ratio((mu > 0).sum(axis=0), weight, undefined=0.0)
    weakest, strongest = PRIOR_BOUNDS
    return 1 / np.clip(spread - by_chance, 1 / strongest, 1 / weakest)


def quality_grade(establishments: ArrayLike, low: ArrayLike, high: ArrayLike) -> NDArray[np.str_]:
    """Grade of an estimate, "A" (sure) to "D" (do not quote alone), from the establishments and the interval.

    A: at least 20 establishments and high / low <= 2.5; B: 10 and 3.5; C: 5 and 6; D: the rest, undefined included.
    Arrays of one shape, low and high without unit (NaN allowed). Thresholds are ours; 5 is close to the statistical
    secrecy of INSEE. Raises ValueError when shapes differ.
    """
    count = numbers(establishments, "establishments")
    bottom, top = (numbers(x, name, missing=True, infinite=True) for x, name in ((low, "low"), (high, "high")))
    same_shape(establishments=count, low=bottom, high=top)
    if (bottom > top).any():
        raise ValueError("« low » dépasse « high » : les bornes sont inversées.")
    known = (bottom > 0) & np.isfinite(top)
    wanted = [known & (count >= least) & at_least(widest * bottom, top) for least, widest in GRADES.values()]
    return np.select(wanted, list(GRADES), default="D")


@checked
def krugman_index(
    a: ArrayLike,
    b: ArrayLike | None = None,
    *,
    reference: Literal["national", "others_mean", "pairwise"] | None = None,
    halved: bool = False,
) -> Floats:
    """Krugman index of dissimilarity: K = sum_i |s_i - s'_i|, from 0 (same structure) to 2 (nothing in common).

    `a` jobs of one territory over activities, or a matrix territories x activities; `b` one structure to compare with,
    or a matrix of several. `reference` says what several become: `"national"` the share of their sum (the default
    without `b`: each row of `a` against the whole), `"others_mean"` the plain mean of the shares of the others (REAT;
    the default with several rows in `b`), `"pairwise"` each row of `a` against each other. `halved` gives the 0..1 form
    of some authors. Rows may as well be activities and columns territories: the index then reads concentration.
    A line of zeros has NaN.
    Returns a number, a vector (rows of `a`) or a square matrix. Raises ValueError on bad arrays or lengths.
    Source: Krugman 1991, Geography and Trade; Midelfart-Knarvik et al. 2000.
    """
    jobs = numbers(a, "a")
    if jobs.ndim not in (1, 2) or jobs.shape[-1] == 0:
        raise ValueError("« a » doit être un vecteur ou une matrice non vide.")
    own = ratio(jobs, jobs.sum(axis=-1, keepdims=True))
    if b is None:
        if jobs.ndim == 1 or (len(jobs) == 1 and reference in ("others_mean", "pairwise")):
            raise ValueError("« b » manque : il faut au moins une autre structure à laquelle comparer « a ».")
        if reference == "pairwise":
            index = np.stack([np.abs(own - row).sum(axis=1) for row in own])
        else:
            other = _others_mean(own) if reference == "others_mean" else shares(jobs.sum(axis=0))
            index = np.abs(own - other).sum(axis=-1)
    else:
        against = numbers(b, "b")
        if against.ndim not in (1, 2) or against.shape[-1:] != jobs.shape[-1:]:
            raise ValueError("« a » et « b » doivent porter sur les mêmes activités.")
        if reference == "pairwise":
            raise ValueError("« reference » ne peut pas être pairwise avec « b » : elle compare les lignes de « a ».")
        if against.ndim == 2 and reference != "national":
            if not against.sum():
                raise ValueError("« b » est entièrement nul : il n'y a aucune structure à laquelle comparer.")
            other = shares(against[against.sum(axis=1) > 0]).mean(axis=0)
        else:
            summed = against.sum(axis=0) if against.ndim == 2 else against
            other = ratio(summed, summed.sum())
        index = np.abs(own - other).sum(axis=-1)
    return (index / 2 if halved else index)[()]


def _others_mean(own: Floats) -> Floats:
    """For each row of shares, the plain mean of the other rows; empty ones (NaN) are not counted."""
    filled = ~np.isnan(own).any(axis=1, keepdims=True)
    known = np.where(filled, own, 0.0)
    return ratio(known.sum(axis=0) - known, filled.sum() - filled)


CARDS = (
    Card(
        id="location_quotient",
        label="Quotient de localisation",
        formula="QL = (emplois de l'activité ici / emplois ici) / (emplois de l'activité au pays / emplois au pays)",
        unit="sans unité",
        range="de 0 à l'infini (forme symétrique : de −1 à 1)",
        neutral="1 : même part ici qu'en France",
        reading="Un quotient de 3 : l'activité pèse trois fois plus dans l'emploi d'ici que dans celui du pays.",
        conventions=(
            "Spécialisé à partir de 1 inclus : les égalités exactes existent.",
            "La zone de comparaison comprend le territoire lui-même : elle est la même pour tous.",
            "Non défini (et non pas nul) quand l'activité n'existe nulle part ou que le territoire est sans emploi.",
            "Instable pour les petits nombres : lire le quotient lissé et sa note avant de citer celui-ci.",
        ),
        references=(
            "Florence P. S., 1939, Report on the Location of Industry, Political and Economic Planning.",
            "Balassa B., 1965, The Manchester School 33(2), doi:10.1111/j.1467-9957.1965.tb00050.x.",
        ),
    ),
    Card(
        id="shrunk_location_quotient",
        label="Quotient de localisation lissé",
        formula="QL lissé = (a + y) / (a + μ) ; y établissements-équivalents observés, μ attendus, a force a priori",
        unit="sans unité, avec intervalle de crédibilité",
        range="de 0 à l'infini",
        neutral="1 : même part ici qu'en France",
        reading="Un quotient brut de 20 porté par une seule usine est ramené près de 2, avec un intervalle très large.",
        conventions=(
            "L'unité d'information est l'établissement, pas l'emploi : une usine de 300 salariés est une observation.",
            "Un établissement plus petit que la moyenne nationale de son activité compte pour moins d'une observation.",
            "L'a priori est centré sur 1 (la part nationale) ; sa force est estimée par les moments, entre 0,5 et 50.",
            "Intervalle de crédibilité à 90 % par défaut.",
        ),
        references=(
            "Clayton D. & Kaldor J., 1987, Biometrics 43(3), doi:10.2307/2532003.",
            "Marshall R. J., 1991, Applied Statistics 40(2), doi:10.2307/2347593.",
        ),
    ),
    Card(
        id="excess_jobs",
        label="Emplois en excédent",
        formula="emplois ici − emplois ici toutes activités × part nationale de l'activité",
        unit="emplois",
        range="de moins l'emploi attendu à l'emploi observé",
        neutral="0 : autant d'emplois que la part nationale en donnerait",
        reading="+420 : l'activité emploie ici 420 personnes de plus que si elle avait son poids national.",
        conventions=(
            "La somme sur toutes les activités d'un territoire est nulle : un excédent répond à des manques.",
        ),
        references=("Isard W., 1960, Methods of Regional Analysis, MIT Press.",),
    ),
    Card(
        id="quality_grade",
        label="Qualité de l'estimation",
        formula="note de A à D selon le nombre d'établissements et le rapport haut / bas de l'intervalle",
        unit="lettre",
        range="A, B, C ou D",
        neutral="C : à citer avec son intervalle",
        reading="A : au moins 20 établissements et intervalle serré ; D : ne pas citer ce chiffre seul.",
        conventions=(
            "Seuils propres à Ancrage : A 20 établissements et rapport 2,5 ; B 10 et 3,5 ; C 5 et 6 ; D sinon.",
            "Le seuil de 5 établissements est proche de celui du secret statistique de l'INSEE.",
        ),
        references=("INSEE, Guide du secret statistique.",),
    ),
    Card(
        id="krugman_index",
        label="Indice de spécialisation de Krugman",
        formula="K = Σ |part de l'activité ici − part de l'activité dans la référence|",
        unit="sans unité",
        range="de 0 à 2 (de 0 à 1 dans la forme divisée par deux)",
        neutral="0 : même structure que la référence",
        reading="0,45 : il faudrait changer d'activité 22,5 % des emplois pour avoir la structure de la référence.",
        conventions=(
            "Forme de 0 à 2 par défaut ; certains auteurs la divisent par deux (argument « halved »).",
            "Référence : l'ensemble ; face à plusieurs structures données, la moyenne simple de leurs parts.",
        ),
        references=(
            "Krugman P., 1991, Geography and Trade, MIT Press.",
            "Wieland T., 2019, REAT, REGION 6(3), doi:10.18335/region.v6i3.267.",
        ),
    ),
)
