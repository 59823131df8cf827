"""Complexity outlook: what complex activities are within reach, and the whole complexity suite in one pass."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from os import cpu_count
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from ancrage.domain.card import Card
from ancrage.methods.arguments import checked
from ancrage.methods.arrays import Floats, Matrix, binary, is_sparse, margins, numbers
from ancrage.methods.complexity import check_ddof, presence, rca, standard_score, unchecked_eci_pci
from ancrage.methods.relatedness import density, unchecked_proximity

# territories handled at once: their products stay in the caches, and the peak memory is that of the results
BLOCK = 1024


@dataclass(frozen=True, slots=True)
class ComplexitySuite:
    """Everything `complexity_suite` computes. Sparse input: `rca` and `presence` are CSR, the rest is dense."""

    rca: Matrix
    presence: Matrix
    diversity: Floats
    ubiquity: Floats
    eci: Floats
    pci: Floats
    proximity: Floats
    density: Floats
    coi: Floats
    cog: Floats
    components: int


@checked
def complexity_outlook_index(
    M: Matrix, pci: ArrayLike, phi: ArrayLike | None = None, *, standardised: bool = False, ddof: int = 1
) -> Floats:
    """Complexity outlook of territories: COI_c = sum_p d_cp (1 - M_cp) PCI_p, d the density.

    `M` 0/1, territories x activities, dense or scipy.sparse; `pci` one value an activity (NaN counts for nothing);
    `phi` activities x activities, by default the proximity of `M`. In the unit of `pci`, or in standard deviations
    with `standardised` (Harvard's choice). A constant added to `pci` changes the index: fix its convention first.
    Raises ValueError when `M` is not 0/1 or lengths differ. Source: Hausmann et al. 2014, The Atlas of Economic
    Complexity.
    """
    check_ddof(ddof)
    present, index = _checked(M, pci)
    near = density(present, phi)
    outlook = near @ index - _present_part(near, present, index)
    return standard_score(outlook, ddof) if standardised else outlook


@checked
def complexity_outlook_gain(
    M: Matrix, pci: ArrayLike, phi: ArrayLike | None = None, *, normalise: Literal["source", "target"] = "source"
) -> Floats:
    """Complexity outlook gain: COG_cp = (1 - M_cp) sum_q (1 - M_cq) PCI_q phi_pq / S, what p would bring within reach.

    S is the sum of the proximities around each missing activity q (`"source"`, as in the Atlas and both reference
    packages, so that COG is the change of density times PCI) or around the candidate p (`"target"`). The activity p
    counts in the sum over q. Other arguments and errors as in `complexity_outlook_index`.
    Returns a dense matrix territories x activities, in the unit of `pci`, 0 where the activity is already present.
    """
    present, index = _checked(M, pci)
    related = unchecked_proximity(present, margins(present)[1]) if phi is None else numbers(phi, "phi", 2)
    if related.shape != (present.shape[1], present.shape[1]):
        raise ValueError("« phi » doit avoir une ligne et une colonne par activité (colonne de « M »).")
    around = related.sum(axis=1)
    weight, columns = _for_gain(index, np.where(around > 0, around, 1.0), related.T, normalise)
    gain = np.empty(present.shape)
    for rows in _blocks(len(gain)):
        _gain(present[rows], weight, columns, weight @ columns, gain[rows])
    return gain


@checked
def complexity_suite(
    X: Matrix,
    *,
    threshold: float = 1.0,
    pci_scale: Literal["own", "eci"] = "own",
    ddof: int = 1,
    keep_diagonal: bool = True,
    outlook_pci: Literal["standardised", "uncentred"] = "standardised",
    coi_standardised: bool = False,
    normalise: Literal["source", "target"] = "source",
) -> ComplexitySuite:
    """RCA, presence, ECI/PCI, proximity, density, COI and COG at once, intermediates shared, a block at a time.

    `X` non-negative values, territories x activities, dense or scipy.sparse. Same results, conventions, units and
    errors as the functions of these names (`normalise` is of COG). `outlook_pci` is the PCI that enters COI and COG:
    `"standardised"` as returned, or `"uncentred"` divided by its scale but not centred. Harvard's
    conventions (py-ecomplexity): `pci_scale="eci", ddof=0, outlook_pci="uncentred", coi_standardised=True`.
    Memory: the results, plus one block.
    """
    check_ddof(ddof)
    advantage = rca(X)
    has = presence(advantage, threshold)
    present = has.astype(np.float64)
    diversity, ubiquity = margins(present)
    # sparse work and the eigenvector use one core at a time, so several things are done at once; dense products already
    # use them all, one after the other
    sparse = is_sparse(present)
    near, gain, outlook = np.empty(present.shape), np.empty(present.shape), np.empty(len(diversity))
    blocks = list(_blocks(len(near)))
    with ThreadPoolExecutor(cpu_count() if sparse else 1) as pool:
        complexities = pool.submit(unchecked_eci_pci, present, diversity, ubiquity, pci_scale=pci_scale, ddof=ddof)
        spread = pool.map if sparse else map
        phi = unchecked_proximity(present, ubiquity)
        if not keep_diagonal:
            np.fill_diagonal(phi, 0.0)
        around = phi.sum(axis=1)
        total = np.where(around > 0, around, 1.0)

        def fill_near(rows: slice) -> None:
            np.divide(present[rows] @ phi, total, out=near[rows])

        list(spread(fill_near, blocks))
        complexity = complexities.result()
        index = np.nan_to_num(complexity.pci if outlook_pci == "standardised" else complexity.pci_uncentred)
        weight, related = _for_gain(index, total, phi, normalise)
        promise = phi @ (index / total)
        over_all = weight @ related

        def fill_gain(rows: slice) -> None:
            here = present[rows]
            outlook[rows] = here @ promise - _present_part(near[rows], here, index)
            _gain(here, weight, related, over_all, gain[rows])

        list(spread(fill_gain, blocks))
    return ComplexitySuite(
        rca=advantage,
        presence=has,
        diversity=diversity,
        ubiquity=ubiquity,
        eci=complexity.eci,
        pci=complexity.pci,
        proximity=phi,
        density=near,
        coi=standard_score(outlook, ddof) if coi_standardised else outlook,
        cog=gain,
        components=complexity.components,
    )


def _checked(M: Matrix, pci: ArrayLike) -> tuple[Matrix, Floats]:
    present = binary(M)
    index = np.nan_to_num(numbers(pci, "pci", 1, negative=True, missing=True), nan=0.0)
    if index.shape != present.shape[1:]:
        raise ValueError("« pci » doit avoir une valeur par activité (colonne de « M »).")
    return present, index


def _blocks(n: int) -> Iterator[slice]:
    return (slice(start, min(start + BLOCK, n)) for start in range(0, n, BLOCK))


def _cells(here: Matrix) -> tuple[Floats, Floats]:
    """Rows and columns of the stored cells of a CSR block."""
    return np.repeat(np.arange(here.shape[0]), np.diff(here.indptr)), here.indices


def _present_part(near: Floats, here: Matrix, index: Floats) -> Floats:
    """sum_p d_cp M_cp PCI_p for a block."""
    if not is_sparse(here):
        return np.asarray((near * here) @ index)
    rows, columns = _cells(here)
    return np.bincount(rows, near[rows, columns] * index[columns], minlength=len(near)).astype(np.float64)


def _for_gain(index: Floats, total: Floats, phi: Floats, normalise: str) -> tuple[Floats, Floats]:
    """Weight of each missing activity q, and proximities q x p divided as the convention of COG says."""
    return (index / total, phi) if normalise == "source" else (index, phi / total)


def _gain(here: Matrix, weight: Floats, related: Floats, over_all: Floats, out: Floats) -> None:
    """(1 - M_cp) sum_q (1 - M_cq) weight_q related_qp for a block, into `out`."""
    if is_sparse(here):
        # all activities, less those present
        weighted = here.copy()
        weighted.data = weight[here.indices]
        np.subtract(over_all, weighted @ related, out=out)
        out[_cells(here)] = 0.0
    else:
        absent = 1 - here
        np.matmul(absent * weight, related, out=out)
        out *= absent


CARDS = (
    Card(
        id="complexity_outlook_index",
        label="Perspective de complexité (COI)",
        formula="COI_c = Σ_p d_cp (1 − M_cp) ICP_p",
        unit="celle de l'ICP (ou écarts-types)",
        range="sans borne",
        neutral="0 : rien de complexe à portée",
        reading="Plus il est haut, plus d'activités complexes et absentes sont à portée.",
        conventions=(
            "d est la densité (et non la distance).",
            "L'ICP qui entre est dit par l'argument : ajouter une constante à l'ICP change l'indice.",
            "Brut par défaut ; centré et réduit au choix (Harvard).",
        ),
        references=("Hausmann R. et al., 2014, The Atlas of Economic Complexity, MIT Press.",),
    ),
    Card(
        id="complexity_outlook_gain",
        label="Gain de perspective (COG)",
        formula="COG_cp = (1 − M_cp) Σ_q (1 − M_cq) ICP_q φ_pq / Σ_s φ_qs",
        unit="celle de l'ICP",
        range="sans borne",
        neutral="0 : l'activité n'ouvre rien de complexe",
        reading="Un gain fort : s'y lancer rapprocherait d'autres activités complexes encore absentes.",
        conventions=(
            "Divisé par les proximités autour de l'activité rapprochée (q) ; autour de la candidate (p) au choix.",
            "L'activité compte dans la somme et aucun terme n'est retranché, comme dans les deux logiciels connus.",
            "Nul pour une activité déjà présente.",
        ),
        references=("Hausmann R. et al., 2014, The Atlas of Economic Complexity, MIT Press.",),
    ),
    Card(
        id="complexity_suite",
        label="Suite de complexité",
        formula="ACR, présence, ICE, ICP, proximité, densité, COI et COG calculés ensemble",
        unit="celle de chaque indice",
        range="celle de chaque indice",
        neutral="celui de chaque indice",
        reading="Mêmes nombres que chaque fonction prise à part, en partageant les calculs intermédiaires.",
        conventions=(
            "Par défaut : diagonale gardée, ICE et ICP réduits chacun par les siens (n − 1), COG par la source.",
            "Conventions de Harvard : pci_scale=eci, ddof=0, outlook_pci=uncentred, coi_standardised=True.",
        ),
        references=(
            "Hidalgo C. A. & Hausmann R., 2009, PNAS 106(26), doi:10.1073/pnas.0900943106.",
            "Hausmann R. et al., 2014, The Atlas of Economic Complexity, MIT Press.",
        ),
    ),
)
