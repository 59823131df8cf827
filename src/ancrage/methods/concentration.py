"""Concentration: is a quantity in few hands, is an activity in few places beyond what chance gives?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from ancrage.domain.card import Card
from ancrage.methods.arguments import checked
from ancrage.methods.arrays import Floats, broadcastable, categories, number, numbers, ratio
from ancrage.methods.inequality import gini
from ancrage.methods.specialisation import location_quotient


@dataclass(frozen=True, slots=True)
class EllisonGlaeser:
    """`gamma` and what it is made of: `G` raw concentration, `H` plant Herfindahl; `variance` of G by chance, `z`."""

    gamma: Floats
    G: Floats
    H: Floats
    variance: Floats
    z: Floats


@checked
def herfindahl(
    values: ArrayLike,
    *,
    form: Literal["index", "normalised", "equivalent_number"] = "index",
    axis: int = -1,
    scale: float = 1.0,
) -> Floats:
    """Herfindahl-Hirschman index: HHI = sum s_i^2 of the shares of `values` along `axis`.

    `form="normalised"`: (HHI - 1/n) / (1 - 1/n), with n the number of values, zeros included; `"equivalent_number"`:
    1 / HHI, how many equal actors would give it. `scale` multiplies the index (10 000 in competition law). Without
    unit, from 1/n to 1. Masked values are left out. NaN when the values sum to zero, and for the normalised
    form of a single value. Raises ValueError on NaN or negatives. Source: Herfindahl 1950; Hirschman 1964.
    """
    left_out = np.ma.getmaskarray(values) if np.ma.isMaskedArray(values) else np.False_
    array = numbers(np.ma.filled(values, 0) if left_out.any() else values, "values")
    if array.ndim == 0 or array.size == 0:
        raise ValueError("« values » doit contenir au moins une valeur dans un vecteur ou une matrice.")
    if not -array.ndim <= axis < array.ndim:
        raise ValueError(f"« axis » doit être compris entre {-array.ndim} et {array.ndim - 1} (reçu : {axis}).")
    number(scale, "scale", low=0, strict=True)
    hhi = (ratio(array, array.sum(axis=axis, keepdims=True)) ** 2).sum(axis=axis)
    n = (~np.broadcast_to(left_out, array.shape)).sum(axis=axis)
    if form == "equivalent_number":
        return ratio(1.0, hhi)[()]
    if form == "normalised":
        hhi = ratio(n * hhi - 1, n - 1)
    return np.asarray(hhi * scale)[()]


@checked
def locational_gini(
    e_ij: ArrayLike,
    e_j: ArrayLike | None = None,
    e_i: ArrayLike | None = None,
    *,
    of: Literal["activities", "territories"] = "activities",
) -> Floats:
    """Locational Gini: G = 2 / (n^2 mean(C)) sum_k rank_k (C_k - mean(C)), on location quotients C sorted ascending.

    Vectors: jobs of one activity `e_ij` with all jobs of the territories `e_j` (is the activity concentrated?), or
    jobs of one territory with all jobs of the activities `e_i` (is the territory specialised?). A matrix territories x
    activities gives one index an activity, or a territory with `of="territories"`. Without unit, 0 (as everything
    else) to 1 - 1/n. Unweighted: a tiny territory counts as much as a metropolis. Undefined quotients are left out.
    Raises ValueError on bad arrays, or without `e_j` and `e_i` for a vector. Source: Krugman 1991.
    """
    quotients = np.asarray(location_quotient(e_ij, e_j, e_i))
    if not quotients.ndim:
        raise ValueError("« e_ij » doit être un vecteur ou une matrice territoires x activités.")
    lines = np.atleast_2d(quotients.T if quotients.ndim == 2 and of == "activities" else quotients)
    index = np.array([gini(line[~np.isnan(line)]) for line in lines])
    return (index if quotients.ndim == 2 else index[0])[()]


def ellison_glaeser(
    employment: ArrayLike | None = None,
    *,
    regional_total_employment: ArrayLike | None = None,
    H: ArrayLike | None = None,
    plant_employment: ArrayLike | None = None,
    plant_region: Sequence[object] | None = None,
    regions: Sequence[object] | None = None,
) -> EllisonGlaeser:
    """Ellison-Glaeser index of geographic concentration beyond what the size of plants explains.

    gamma = [G - (1 - S2) H] / [(1 - S2)(1 - H)], G = sum_j (x_j - s_j)^2, x_j shares of the activity, s_j of all jobs,
    S2 = sum s_j^2, H = sum z_k^2 over its plants. Two forms:
    - one activity, plant by plant: `plant_employment`, `plant_region`, the list of `regions` and their
      `regional_total_employment`;
    - `employment` territories x activities (or a vector with `regional_total_employment`, otherwise row sums), with
      `H` an activity; left out, one worker a plant: H = 1 / jobs.
    `variance` is that of G if plants chose at random, `z` = (G - (1 - S2) H) / sd; NaN when plant sizes are unknown
    (`H` given). NaN throughout for H = 1 (a single plant), an empty activity, or a single territory.
    Raises ValueError on bad arrays or an unknown region. Source: Ellison & Glaeser 1997, doi:10.1086/262098.
    """
    jobs, totals, h, z4 = _plants(
        employment=employment,
        totals=regional_total_employment,
        H=H,
        plant_employment=plant_employment,
        plant_region=plant_region,
        regions=regions,
    )
    x, s = ratio(jobs, jobs.sum(axis=0)), totals / totals.sum()
    s2, s3 = float(s @ s), float(s @ s**2)
    raw = ((x.T - s) ** 2).sum(axis=-1)
    by_chance = (1 - s2) * h
    variance = 2 * (h**2 * (s2 - 2 * s3 + s2**2) - z4 * (s2 - 4 * s3 + 3 * s2**2))
    spread = np.sqrt(np.where(variance > 0, variance, np.nan))
    return EllisonGlaeser(
        gamma=ratio(raw - by_chance, (1 - s2) * (1 - h))[()],
        G=raw[()],
        H=h[()],
        variance=variance[()],
        z=((raw - by_chance) / spread)[()],
    )


def maurel_sedillot(
    employment: ArrayLike | None = None,
    *,
    regional_total_employment: ArrayLike | None = None,
    H: ArrayLike | None = None,
    plant_employment: ArrayLike | None = None,
    plant_region: Sequence[object] | None = None,
    regions: Sequence[object] | None = None,
) -> Floats:
    """Maurel-Sédillot index: gamma = [(sum x_j^2 - S2) / (1 - S2) - H] / (1 - H).

    Arguments, shapes and errors as in `ellison_glaeser`. Negative as soon as the activity keeps away from the large
    territories, even when it is concentrated: publish both. Source: Maurel & Sédillot 1999,
    doi:10.1016/S0166-0462(99)00020-8.
    """
    jobs, totals, h, _ = _plants(
        employment=employment,
        totals=regional_total_employment,
        H=H,
        plant_employment=plant_employment,
        plant_region=plant_region,
        regions=regions,
    )
    x, s = ratio(jobs, jobs.sum(axis=0)), totals / totals.sum()
    s2 = float(s @ s)
    return ratio(ratio((x**2).sum(axis=0) - s2, 1 - s2) - h, 1 - h)[()]


@checked
def coagglomeration(
    employment: ArrayLike, regional_total_employment: ArrayLike | None = None, *, pairwise: bool = False
) -> Floats:
    """Ellison-Glaeser coagglomeration: do different activities settle in the same places beyond chance?

    gamma_c = [G/(1 - S2) - H - sum_i gamma_i w_i^2 (1 - H_i)] / (1 - sum w_i^2) over a group of activities of weights
    w_i. Plant sizes cancel out: it is the mean over pairs, weighted by w_i w_k, of sum_j (x_ij - s_j)(x_kj - s_j) /
    (1 - S2), and computed so. `employment` territories x activities of the group; `regional_total_employment` all jobs
    of the territories (default: row sums). One number, or the activities x activities matrix of the pairs with
    `pairwise` (its diagonal is the raw concentration G / (1 - S2)). Without unit; 0 is chance, negative is avoidance.
    An empty activity is left out (NaN in the matrix); NaN below two activities or for a single territory.
    Raises ValueError on bad arrays. Source: Ellison & Glaeser 1997, doi:10.1086/262098; Ellison, Glaeser & Kerr 2010,
    doi:10.1257/aer.100.3.1195.
    """
    jobs, totals, _, _ = _plants(
        employment=numbers(employment, "employment", 2),
        totals=regional_total_employment,
        H=None,
        plant_employment=None,
        plant_region=None,
        regions=None,
    )
    s = totals / totals.sum()
    apart = ratio(jobs, jobs.sum(axis=0)) - s[:, None]
    pairs = ratio(apart.T @ apart.copy(), 1 - float(s @ s))
    if pairwise:
        return pairs
    filled = jobs.sum(axis=0) > 0
    w = jobs[:, filled].sum(axis=0) / jobs.sum()
    pairs = pairs[filled][:, filled]
    return ratio(w @ pairs @ w - w**2 @ np.diag(pairs), 1 - w @ w)[()]


def _plants(
    *,
    employment: ArrayLike | None,
    totals: ArrayLike | None,
    H: ArrayLike | None,
    plant_employment: ArrayLike | None,
    plant_region: Sequence[object] | None,
    regions: Sequence[object] | None,
) -> tuple[Floats, Floats, Floats, Floats]:
    """Jobs by territory (x activity), jobs of the territories, sum z^2 and sum z^4 of the plants."""
    if plant_employment is not None:
        sizes = numbers(plant_employment, "plant_employment", 1)
        if plant_region is None:
            raise ValueError("« plant_region » doit avoir une région par établissement.")
        categories(plant_region, "plant_region", len(sizes))
        known = list(dict.fromkeys(plant_region if regions is None else _listed(regions)))
        if set(plant_region) - set(known):
            raise ValueError("« plant_region » cite une région absente de « regions ».")
        place = [known.index(region) for region in plant_region]
        jobs: Floats = np.bincount(np.array(place, np.int64), sizes, minlength=len(known)).astype(np.float64)
        z = ratio(sizes, sizes.sum())
        h, z4 = np.asarray((z**2).sum()), np.asarray((z**4).sum())
    elif employment is not None:
        jobs = numbers(employment, "employment")
        if jobs.ndim not in (1, 2) or not jobs.size:
            raise ValueError("« employment » doit être un vecteur ou une matrice territoires x activités, non vide.")
        workers = jobs.sum(axis=0)
        if H is None and ((workers > 0) & (workers < 1)).any():
            raise ValueError("« employment » doit compter des emplois, non des milliers ; sinon donnez « H ».")
        given = workers if H is None else numbers(H, "H", low=0, high=1)
        if given.shape not in ((), workers.shape):
            raise ValueError("« H » doit être un nombre, ou un par activité.")
        h = ratio(1.0, workers) if H is None else np.broadcast_to(given, workers.shape)
        z4 = ratio(1.0, workers**3) if H is None else np.full(workers.shape, np.nan)
    else:
        raise ValueError("Donnez « employment » (par territoire) ou « plant_employment » (par établissement).")
    if totals is None and jobs.ndim == 1:
        raise ValueError("« regional_total_employment » manque : il donne le poids de chaque territoire.")
    everyone = jobs.sum(axis=1) if totals is None else numbers(totals, "regional_total_employment", 1)
    if jobs.ndim not in (1, 2) or everyone.shape != jobs.shape[:1]:
        raise ValueError("« regional_total_employment » doit avoir une valeur par territoire.")
    if everyone.sum() == 0:
        raise ValueError("« regional_total_employment » est entièrement nul.")
    return jobs, everyone, h, z4


def _listed(regions: Sequence[object]) -> list[object]:
    """Labels as a list; ValueError when they are not a sequence of known labels."""
    try:
        listed = list(regions)
    except TypeError:
        raise ValueError("« regions » doit être une suite d'étiquettes.") from None
    categories(listed, "regions", len(listed))
    return listed


def cluster_index(
    *,
    e_ij: ArrayLike,
    e_i: ArrayLike,
    a_j: ArrayLike,
    a: ArrayLike,
    p_j: ArrayLike,
    p: ArrayLike,
    b_ij: ArrayLike,
    b_i: ArrayLike,
) -> Floats:
    """Litzenberger-Sternberg cluster index: relative job density x relative specialisation / relative firm size.

    CI = [(e_ij/a_j) / (e_i/a)] [(e_ij/p_j) / (e_i/p)] / [(e_ij/b_ij) / (e_i/b_i)], jobs e, area a, population p, firms
    b, of the activity i here (j) and everywhere; numbers or arrays that broadcast. Without unit, from 0; 1 as
    everywhere. 0 without any job or firm here; NaN when a comparison is empty.
    Raises ValueError on NaN or negatives. Source: Litzenberger & Sternberg 2006,
    Geographische Zeitschrift 94, p. 209-224.
    """
    named = {"e_ij": e_ij, "e_i": e_i, "a_j": a_j, "a": a, "p_j": p_j, "p": p, "b_ij": b_ij, "b_i": b_i}
    arrays = {name: numbers(value, name) for name, value in named.items()}
    broadcastable(**arrays)
    jobs, all_jobs, area, all_area, people, all_people, firms, all_firms = arrays.values()
    index = ratio(jobs * firms * all_area * all_people, all_jobs * all_firms * area * people)
    return index[()]


CARDS = (
    Card(
        id="herfindahl",
        label="Indice de Herfindahl-Hirschman",
        formula="HHI = Σ s_i² ; normalisé (HHI − 1/n) / (1 − 1/n) ; nombre équivalent 1 / HHI",
        unit="sans unité",
        range="de 1/n à 1 (droit de la concurrence : de 0 à 10 000)",
        neutral="1/n : n acteurs de même taille",
        reading="0,34 : la même concentration que s'il y avait à peu près trois acteurs de même taille (1 / 0,34).",
        conventions=(
            "Échelle de 0 à 1 ; l'argument « scale » donne celle du droit de la concurrence.",
            "Dans la forme normalisée, n compte aussi les valeurs nulles : retirez-les si elles n'existent pas.",
        ),
        references=(
            "Herfindahl O. C., 1950, Concentration in the Steel Industry, Columbia University.",
            "Hirschman A. O., 1964, American Economic Review 54(5), https://www.jstor.org/stable/1818582.",
        ),
    ),
    Card(
        id="locational_gini",
        label="Gini de localisation",
        formula="G = 2 / (n² C̄) Σ rang_k (C_k − C̄), sur les quotients de localisation C triés",
        unit="sans unité",
        range="de 0 à 1 − 1/n",
        neutral="0 : répartie comme l'ensemble de l'emploi",
        reading="0,41 : l'activité est nettement plus présente dans certains territoires que dans d'autres.",
        conventions=(
            "Non pondéré : un très petit territoire compte autant que Paris.",
            "Par activité : concentration ; par territoire : spécialisation.",
        ),
        references=(
            "Krugman P., 1991, Geography and Trade, MIT Press.",
            "Wieland T., 2019, REAT, REGION 6(3), doi:10.18335/region.v6i3.267.",
        ),
    ),
    Card(
        id="ellison_glaeser",
        label="Indice d'Ellison-Glaeser",
        formula="γ = [G − (1 − Σs²) H] / [(1 − Σs²)(1 − H)], G = Σ (x_j − s_j)²",
        unit="sans unité",
        range="d'ordinaire de −0,2 à 1",
        neutral="0 : la concentration qu'explique la seule taille des établissements",
        reading="0,06 : concentrée au-delà du hasard (faible sous 0,02, forte au-delà de 0,05).",
        conventions=(
            "H porte sur les établissements, non sur les entreprises.",
            "Sans taille des établissements : un emploi par établissement, H = 1 / emplois.",
            "Non défini pour un établissement unique ; dépend du découpage : à lire par département et zone d'emploi.",
        ),
        references=("Ellison G. & Glaeser E., 1997, JPE 105(5), doi:10.1086/262098.",),
    ),
    Card(
        id="maurel_sedillot",
        label="Indice de Maurel-Sédillot",
        formula="γ = [(Σx² − Σs²) / (1 − Σs²) − H] / (1 − H)",
        unit="sans unité",
        range="d'ordinaire de −1 à 1",
        neutral="0 : la concentration qu'explique la seule taille des établissements",
        reading="Négatif : l'activité se tient à l'écart des grands territoires, même si elle est concentrée ailleurs.",
        conventions=("Publié à côté d'Ellison-Glaeser : les deux peuvent être de signe contraire.",),
        references=("Maurel F. & Sédillot B., 1999, RSUE 29(5), doi:10.1016/S0166-0462(99)00020-8.",),
    ),
    Card(
        id="coagglomeration",
        label="Indice de coagglomération d'Ellison-Glaeser",
        formula="γᶜ = [G/(1 − Σs²) − H − Σ γ_i w_i² (1 − H_i)] / (1 − Σw_i²)",
        unit="sans unité",
        range="d'ordinaire de −0,2 à 1",
        neutral="0 : ensemble autant que le hasard le donne",
        reading="0,05 : ces activités choisissent les mêmes territoires nettement plus que par hasard.",
        conventions=(
            "La taille des établissements s'annule dans la formule : elle n'est pas demandée.",
            "Calculé comme moyenne pondérée sur les paires ; la version d'un logiciel connu (REAT) est fausse.",
        ),
        references=(
            "Ellison G. & Glaeser E., 1997, JPE 105(5), doi:10.1086/262098.",
            "Ellison G., Glaeser E. & Kerr W., 2010, AER 100(3), doi:10.1257/aer.100.3.1195.",
        ),
    ),
    Card(
        id="cluster_index",
        label="Indice de grappe de Litzenberger-Sternberg",
        formula="densité d'emplois relative × spécialisation relative / taille relative des entreprises",
        unit="sans unité",
        range="de 0 à l'infini",
        neutral="1 : comme dans l'ensemble",
        reading="Au-delà de 4, on parle d'ordinaire de grappe d'entreprises.",
        conventions=("Population au dénominateur de la spécialisation, surface à celui de la densité.",),
        references=(
            "Litzenberger T. & Sternberg R., 2006, Der Clusterindex, Geographische Zeitschrift 94, p. 209-224.",
            "Wieland T., 2019, REAT, REGION 6(3), doi:10.18335/region.v6i3.267.",
        ),
    ),
)
