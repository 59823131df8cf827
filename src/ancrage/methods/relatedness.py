"""Relatedness: which activities go together, and how close a territory already is to those it does not have."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ancrage.domain.card import Card
from ancrage.methods.arguments import checked
from ancrage.methods.arrays import (
    Floats,
    Matrix,
    above,
    at_least,
    binary,
    is_sparse,
    margins,
    number,
    numbers,
    ratio,
    same_shape,
    settled,
    shares,
)

# rows of a product matrix computed at once: fits the caches, and keeps clear of the symmetric product of a matrix
# with itself, which crashes some threaded BLAS on large inputs
BLOCK = 256

# what a jump is judged on, and how much each counts, until a strategy says otherwise
JUMP_WEIGHTS = {"density": 0.4, "pci": 0.2, "cog": 0.2, "dependency": 0.2}


@dataclass(frozen=True, slots=True)
class JumpScore:
    """`score` from 0 to 1 of every activity, which are `eligible`, and the `ranking` of these (indices, best first)."""

    score: Floats
    eligible: NDArray[np.bool_]
    ranking: NDArray[np.intp]


@checked
def proximity(M: Matrix, *, axis: int = 1, keep_diagonal: bool = True) -> Floats:
    """Proximity of activities: phi_pq = sum_c M_cp M_cq / max(u_p, u_q), the least of both conditional probabilities.

    `M` 0/1, territories x activities, dense or scipy.sparse. `axis=1` compares the columns (activities), `axis=0` the
    rows (territories, with their diversity). Returns a dense symmetric matrix between 0 and 1, 1 on the diagonal, or 0
    with `keep_diagonal=False`; an activity present nowhere has zeros, diagonal included.
    Raises ValueError when `M` is not 0/1. Source: Hidalgo et al. 2007, doi:10.1126/science.1144581.
    """
    if axis not in (0, 1):
        raise ValueError(f"« axis » doit être 0 ou 1 (reçu : {axis}).")
    present = binary(M)
    present = present if axis == 1 else present.T
    phi = unchecked_proximity(present, margins(present)[1])
    if not keep_diagonal:
        np.fill_diagonal(phi, 0.0)
    return phi


def unchecked_proximity(present: Matrix, ubiquity: Floats) -> Floats:
    floor = np.maximum(ubiquity, 1.0)  # absent everywhere: 0 / 1
    if is_sparse(present):
        phi: Floats = (present.T @ present).toarray()
    else:
        # sums of ones are exact in single precision up to 2^24 territories, and twice as quick
        ones = np.ascontiguousarray(present, dtype=np.float32)
        phi = np.empty((len(ubiquity), len(ubiquity)))
        for start in range(0, len(ubiquity), BLOCK):
            phi[start : start + BLOCK] = ones[:, start : start + BLOCK].T @ ones
    for start in range(0, len(ubiquity), BLOCK):
        phi[start : start + BLOCK] /= np.maximum(floor[start : start + BLOCK, None], floor)
    return phi


@checked
def density(M: Matrix, phi: ArrayLike | None = None, *, keep_diagonal: bool = True, percent: bool = False) -> Floats:
    """Relatedness density: d_cp = sum_q M_cq phi_pq / sum_q phi_pq, the related share of what a territory has.

    `M` 0/1, territories x activities, dense or scipy.sparse; `phi` activities x activities, non-negative, by default
    the proximity of `M`. `keep_diagonal=True` follows Hidalgo et al. (an activity counts in its own density), `False`
    leaves it out (Boschma et al.; EconGeo, which also gives percents). Returns a dense matrix from 0 to 1 (100 with
    `percent`); 0 for an activity related to nothing. Distance is 1 - density.
    Raises ValueError when `M` is not 0/1 or `phi` has not one row and column an activity.
    Source: Hidalgo et al. 2007, doi:10.1126/science.1144581; Boschma, Balland & Kogler 2015, doi:10.1093/icc/dtu012.
    """
    present = binary(M)
    related = unchecked_proximity(present, margins(present)[1]) if phi is None else numbers(phi, "phi", 2)
    if related.shape != (present.shape[1], present.shape[1]):
        raise ValueError("« phi » doit avoir une ligne et une colonne par activité (colonne de « M »).")
    if not keep_diagonal:
        related = related - np.diag(np.diag(related))
    # phi need not be symmetric: row p holds what is related to p
    near: Floats = present @ (ratio(related, related.sum(axis=1, keepdims=True), undefined=0.0)).T
    return near * 100 if percent else near


def _square(values: ArrayLike, name: str) -> Floats:
    flows = numbers(values, name, 2)
    if flows.shape[0] != flows.shape[1]:
        raise ValueError(f"« {name} » doit être carrée : les mêmes activités en lignes et en colonnes.")
    return flows


@checked
def cooccurrence_relatedness(
    C: ArrayLike,
    method: Literal["association", "cosine", "jaccard", "probability"] = "association",
    *,
    minimum_count: float = 0.0,
) -> Floats:
    """Relatedness from how often activities occur together (same firm, same place, same patent).

    With s_i = sum_j C_ij, T = sum C: association C_ij T / (s_i s_j); cosine C_ij / sqrt(s_i s_j); Jaccard
    C_ij / (s_i + s_j - C_ij); probability C_ij / {[(s_i/T)(s_j/(T-s_i)) + (s_j/T)(s_i/(T-s_j))] T/2}.
    `C` symmetric counts, activities x activities; its diagonal is left out. Pairs under `minimum_count` give 0:
    association explodes for rare pairs. Without unit, symmetric with a zero diagonal; 1 is chance for association and
    probability, the maximum for the others. An activity that never occurs has zeros.
    Raises ValueError when `C` is not square and symmetric, or on an unknown method.
    Source: van Eck & Waltman 2009, doi:10.1002/asi.21075; Steijn 2021, doi:10.1007/s11192-020-03826-3.
    """
    counts = _square(C, "C")
    if not np.allclose(counts, counts.T):
        raise ValueError("« C » doit être symétrique : compter « i avec j » comme « j avec i ».")
    counts = counts - np.diag(np.diag(counts))
    s, total = counts.sum(axis=1), counts.sum()
    other = s[:, None]
    if method == "association":
        expected = ratio(s * other, total, undefined=0.0)
    elif method == "cosine":
        expected = np.sqrt(s * other)
    elif method == "jaccard":
        expected = s + other - counts
    elif method == "probability":
        expected = (ratio(s * other, total - other, 0.0) + ratio(s * other, total - s, 0.0)) / 2
    else:
        raise ValueError("« method » doit être association, cosine, jaccard ou probability.")
    return np.where(
        at_least(counts, number(minimum_count, "minimum_count", low=0)), ratio(counts, expected, undefined=0.0), 0.0
    )


def _correlation(rows: Floats) -> Floats:
    """Correlation of the rows; a constant one has zeros, its diagonal included."""
    centred = rows - rows.mean(axis=1, keepdims=True)
    # what is left of a constant row after rounding is not a variation
    norm = np.linalg.norm(centred, axis=1)
    norm = np.where(norm > 1e-12 * np.linalg.norm(rows, axis=1), norm, 0.0)
    scaled = ratio(centred, norm[:, None], undefined=0.0)
    return np.clip(scaled @ scaled.T.copy(), -1.0, 1.0)


def colocation_relatedness(employment: ArrayLike) -> Floats:
    """Relatedness from co-location: correlation of the jobs of two activities across territories.

    `employment` territories x activities (jobs, shares or quotients). Returns activities x activities from -1 to 1; an
    activity spread evenly has zeros. Raises ValueError on NaN or negatives.
    Source: Porter 2003, doi:10.1080/0034340032000108688; Delgado, Porter & Stern 2016, doi:10.1093/jeg/lbv017.
    """
    return _correlation(numbers(employment, "employment", 2).T.copy())


def io_relatedness(Z: ArrayLike, output: ArrayLike | None = None, inputs: ArrayLike | None = None) -> Floats:
    """Relatedness from trade between branches: the largest of the four shares a_ij, a_ji, b_ij, b_ji.

    a_ij = Z_ij / inputs of j (what j buys from i), b_ij = Z_ij / output of i (what i sells to j). `Z` branches x
    branches flows (any currency); `output` and `inputs` a value a branch, by default the sums of rows and of columns.
    Symmetric, from 0 to 1, without unit; a branch without flows has zeros.
    Raises ValueError when `Z` is not square, on NaN, negatives or a wrong length.
    Source: Ellison, Glaeser & Kerr 2010, doi:10.1257/aer.100.3.1195; Delgado, Porter & Stern 2016.
    """
    flows = _square(Z, "Z")
    sold = flows.sum(axis=1) if output is None else numbers(output, "output", 1)
    bought = flows.sum(axis=0) if inputs is None else numbers(inputs, "inputs", 1)
    same_shape(output=sold, inputs=bought, Z=flows[0])
    largest = np.maximum(ratio(flows, bought, undefined=0.0), ratio(flows, sold[:, None], undefined=0.0))
    return np.maximum(largest, largest.T)


def occupation_relatedness(occupations: ArrayLike) -> Floats:
    """Relatedness from shared occupations: correlation of the occupation profiles (shares) of two activities.

    `occupations` activities x occupations, jobs or hirings. Returns activities x activities from -1 to 1; an activity
    without jobs has zeros. Raises ValueError on NaN or negatives.
    Source: Farjoun 1994, doi:10.1002/smj.4250150302; Delgado, Porter & Stern 2016, doi:10.1093/jeg/lbv017.
    """
    return _correlation(shares(numbers(occupations, "occupations", 2)))


@checked
def skill_relatedness(F: ArrayLike, *, symmetric: Literal["before", "after", "no"] = "before") -> Floats:
    """Skill relatedness from job moves: SR_ij = F_ij F.. / (F_i. F_.j), normalised (SR - 1) / (SR + 1).

    `F` activities x activities, moves from i to j. The mean of both directions is taken `"before"` normalising (the
    default), `"after"`, or not. Without unit, from -1 (no move) to 1; 0 is what chance gives. An activity nobody leaves
    or joins has SR = 0 in that direction. The diagonal is used as given: set it to 0 to ignore moves within.
    Raises ValueError when `F` is not square, on NaN or negatives. Source: Neffke & Henning 2013, doi:10.1002/smj.2014.
    """
    moves = _square(F, "F")
    related = ratio(moves * moves.sum(), np.multiply.outer(moves.sum(axis=1), moves.sum(axis=0)), undefined=0.0)
    if symmetric == "before":
        related = (related + related.T) / 2
    normalised = (related - 1) / (related + 1)
    return (normalised + normalised.T) / 2 if symmetric == "after" else normalised


@checked
def jump_score(
    rca: ArrayLike,
    density: ArrayLike,
    pci: ArrayLike | None = None,
    cog: ArrayLike | None = None,
    dependency: ArrayLike | None = None,
    *,
    min_density: float = 0.2,
    weights: Mapping[str, float] | None = None,
) -> JumpScore:
    """Productive jumps: which absent activities are close enough, and worth it.

    score = sum_k w_k minmax(k) over density (risk), PCI and COG (gain) and import dependency (stake); eligible when
    RCA < 1 and density >= `min_density`. One value an activity in each argument; those left out are not counted and
    the weights of the others are brought back to a sum of 1. Each criterion is put on 0..1 over all activities given
    (0 when constant). `weights` by name (`density`, `pci`, `cog`, `dependency`).
    Raises ValueError on NaN, shapes that differ, an unknown weight or none positive.
    Ours: no public formula of "sauts productifs" exists; after Balland et al. 2019, doi:10.1080/00343404.2018.1437900.
    """
    given = {"density": density, "pci": pci, "cog": cog, "dependency": dependency}
    criteria = {k: numbers(v, k, 1, negative=True) for k, v in given.items() if v is not None}
    if "density" not in criteria:
        raise ValueError("« density » manque : c'est la proximité de chaque activité.")
    advantage = numbers(rca, "rca", 1)
    same_shape(rca=advantage, **criteria)
    if weights is not None and (not isinstance(weights, Mapping) or set(weights) - set(given)):
        raise ValueError("« weights » ne doit nommer que density, pci, cog ou dependency.")
    wanted = {k: number(v, f"weights.{k}", low=0) for k, v in (JUMP_WEIGHTS if weights is None else weights).items()}
    total = sum(wanted.get(name, 0.0) for name in criteria)
    if total <= 0:
        raise ValueError("« weights » ne donne de poids à aucun des critères fournis.")
    score = np.zeros(advantage.shape)
    for name, values in criteria.items():
        even = settled(values)
        scaled = ratio(even - even.min(initial=np.inf), np.ptp(even) if even.size else 0.0, undefined=0.0)
        score += wanted.get(name, 0.0) / total * scaled
    number(min_density, "min_density", low=0)
    eligible = above(1.0, advantage) & at_least(criteria["density"], min_density)
    candidates = np.flatnonzero(eligible)
    best_first = candidates[np.argsort(-settled(score[candidates], 1.0), kind="stable")]
    return JumpScore(score=score, eligible=eligible, ranking=best_first)


CARDS = (
    Card(
        id="proximity",
        label="Proximité entre activités",
        formula="φ_pq = nombre de territoires qui ont p et q / nombre de territoires qui ont la plus répandue des deux",
        unit="sans unité",
        range="de 0 à 1",
        neutral="0 : jamais ensemble",
        reading="0,6 : au moins 60 % des territoires qui ont l'une des deux activités ont aussi l'autre.",
        conventions=(
            "Diagonale gardée à 1 par défaut ; elle peut être mise à 0.",
            "Une activité présente nulle part a une proximité nulle avec tout, elle-même comprise.",
        ),
        references=("Hidalgo C. A. et al., 2007, Science 317, doi:10.1126/science.1144581.",),
    ),
    Card(
        id="density",
        label="Densité de proximité",
        formula="d_cp = Σ_q M_cq φ_pq / Σ_q φ_pq",
        unit="sans unité (ou pour cent)",
        range="de 0 à 1 (0 à 100 en pour cent)",
        neutral="0 : rien de proche n'est présent",
        reading="0,35 : le territoire a déjà 35 % de ce qui est proche de cette activité.",
        conventions=(
            "L'activité compte dans sa propre densité (Hidalgo et al.) ; l'autre usage (EconGeo) l'en retire.",
            "La distance est 1 − densité.",
            "Une activité qui n'est proche de rien a une densité nulle.",
        ),
        references=(
            "Hidalgo C. A. et al., 2007, Science 317, doi:10.1126/science.1144581.",
            "Boschma R., Balland P.-A. & Kogler D., 2015, Ind. Corp. Change 24(1), doi:10.1093/icc/dtu012.",
        ),
    ),
    Card(
        id="cooccurrence_relatedness",
        label="Proximité par cooccurrence",
        formula="association C_ij T / (s_i s_j) ; cosinus C_ij / √(s_i s_j) ; Jaccard C_ij / (s_i + s_j − C_ij)",
        unit="sans unité",
        range="association à partir de 0 ; cosinus et Jaccard de 0 à 1",
        neutral="association et probabilité : 1, autant que le hasard",
        reading="Association de 1,8 : les deux activités se trouvent ensemble 1,8 fois plus que par hasard.",
        conventions=(
            "La diagonale n'est pas comptée.",
            "L'association s'emballe pour les paires rares : un nombre minimal (5, par exemple) est conseillé.",
        ),
        references=(
            "van Eck N. J. & Waltman L., 2009, JASIST 60(8), doi:10.1002/asi.21075.",
            "Steijn M., 2021, Scientometrics 126, doi:10.1007/s11192-020-03826-3.",
        ),
    ),
    Card(
        id="colocation_relatedness",
        label="Proximité par colocalisation",
        formula="corrélation des emplois des deux activités d'un territoire à l'autre",
        unit="sans unité",
        range="de −1 à 1",
        neutral="0 : aucune relation",
        reading="0,7 : là où l'une est forte, l'autre l'est aussi.",
        conventions=(
            "Sur les emplois tels quels, la taille des territoires compte : donner des parts pour l'écarter.",
            "Une activité également répartie a une proximité nulle.",
        ),
        references=(
            "Porter M. E., 2003, Regional Studies 37(6-7), doi:10.1080/0034340032000108688.",
            "Delgado M., Porter M. E. & Stern S., 2016, J. Econ. Geogr. 16(1), doi:10.1093/jeg/lbv017.",
        ),
    ),
    Card(
        id="io_relatedness",
        label="Proximité par les échanges entre branches",
        formula="max (a_ij, a_ji, b_ij, b_ji), parts dans les achats et dans les ventes",
        unit="part",
        range="de 0 à 1",
        neutral="0 : aucun échange",
        reading="0,25 : l'une des deux branches fait avec l'autre le quart de ses achats ou de ses ventes.",
        conventions=("Parts dans les flux intermédiaires, sauf production ou achats totaux donnés.",),
        references=("Ellison G., Glaeser E. & Kerr W., 2010, AER 100(3), doi:10.1257/aer.100.3.1195.",),
    ),
    Card(
        id="occupation_relatedness",
        label="Proximité par les métiers",
        formula="corrélation des parts de chaque métier dans les deux activités",
        unit="sans unité",
        range="de −1 à 1",
        neutral="0 : aucune relation",
        reading="0,8 : les deux activités emploient à peu près les mêmes métiers.",
        conventions=("Parts par activité : une grande branche ne pèse pas plus qu'une petite.",),
        references=(
            "Farjoun M., 1994, Strategic Management Journal 15(3), doi:10.1002/smj.4250150302.",
            "Delgado M., Porter M. E. & Stern S., 2016, J. Econ. Geogr. 16(1), doi:10.1093/jeg/lbv017.",
        ),
    ),
    Card(
        id="skill_relatedness",
        label="Proximité par les compétences (mobilités)",
        formula="SR_ij = F_ij F.. / (F_i. F_.j), puis (SR − 1) / (SR + 1)",
        unit="sans unité",
        range="de −1 à 1",
        neutral="0 : autant de mobilités que par hasard",
        reading="0,26 : les salariés passent de l'une à l'autre 1,7 fois plus que par hasard.",
        conventions=(
            "Moyenne des deux sens avant la normalisation (au choix : après, ou aucune).",
            "Diagonale prise telle quelle.",
        ),
        references=("Neffke F. & Henning M., 2013, Strategic Management Journal 34(3), doi:10.1002/smj.2014.",),
    ),
    Card(
        id="jump_score",
        label="Score de saut productif",
        formula="Σ_k poids_k × minmax(k), k : densité, ICP, COG, dépendance ; éligible si ACR < 1 et densité ≥ seuil",
        unit="sans unité",
        range="de 0 à 1",
        neutral="0,5",
        reading="0,53 : parmi les activités absentes mais proches, un bon compromis entre risque et gain.",
        conventions=(
            "Formule propre à Ancrage : aucune formule publique des « sauts productifs » n'existe.",
            "Poids par défaut 0,4 / 0,2 / 0,2 / 0,2 et densité minimale 0,2, réglables.",
            "Chaque critère est ramené entre 0 et 1 sur toutes les activités données.",
        ),
        references=("Balland P.-A. et al., 2019, Regional Studies 53(9), doi:10.1080/00343404.2018.1437900.",),
    ),
)
