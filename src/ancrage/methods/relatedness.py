"""Relatedness: which activities go together, and how close a territory already is to those it does not have."""

import numpy as np
from numpy.typing import ArrayLike

from ancrage.domain.card import Card
from ancrage.methods.arrays import Floats, Matrix, binary, is_sparse, margins, numbers, ratio

# rows of a product matrix computed at once: fits the caches, and keeps clear of the symmetric product of a matrix
# with itself, which crashes some threaded BLAS on large inputs
BLOCK = 256


def proximity(M: Matrix, *, axis: int = 1, keep_diagonal: bool = True) -> Floats:
    """Proximity of activities: phi_pq = sum_c M_cp M_cq / max(u_p, u_q), the least of both conditional probabilities.

    `M` 0/1, territories x activities, dense or scipy.sparse. `axis=1` compares the columns (activities), `axis=0` the
    rows (territories, with their diversity). Returns a dense symmetric matrix between 0 and 1, 1 on the diagonal, or 0
    with `keep_diagonal=False`; an activity present nowhere has zeros, diagonal included.
    Raises ValueError when `M` is not 0/1. Source: Hidalgo et al. 2007, doi:10.1126/science.1144581.
    """
    present = binary(M)
    present = present if axis == 1 else present.T
    phi = _proximity(present, margins(present)[1])
    if not keep_diagonal:
        np.fill_diagonal(phi, 0.0)
    return phi


def _proximity(present: Matrix, ubiquity: Floats) -> Floats:
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
    related = _proximity(present, margins(present)[1]) if phi is None else numbers(phi, "phi", 2)
    if related.shape != (present.shape[1], present.shape[1]):
        raise ValueError("« phi » doit avoir une ligne et une colonne par activité (colonne de « M »).")
    if not keep_diagonal:
        related = related - np.diag(np.diag(related))
    # phi need not be symmetric: row p holds what is related to p
    near: Floats = present @ (ratio(related, related.sum(axis=1, keepdims=True), undefined=0.0)).T
    return near * 100 if percent else near


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
)
