"""Weights from the data themselves: entropy, CRITIC, MEREC. They say what separates alternatives, not what matters."""

import numpy as np
from numpy.typing import ArrayLike

from ancrage.domain.card import Card
from ancrage.methods.decision import Array, as_table, as_types, varies
from ancrage.methods.scaling import normalise


def entropy_weights(matrix: ArrayLike) -> Array:
    """Weights by what a criterion distinguishes: w_j = (1 - E_j) / sum (1 - E), E_j = -sum_i p_ij ln p_ij / ln m,
    p_ij = x_ij / sum_i x_ij.

    matrix: m x n_criteria, m >= 2, values >= 0 with a positive sum a criterion (0 ln 0 = 0). Weights sum to one.
    Raises ValueError: NaN, negatives, a criterion all zero, one alternative, every criterion constant.
    Source: Shannon 1948, doi:10.1002/j.1538-7305.1948.tb01338.x; Zeleny 1982.
    """
    table = _comparable(matrix)
    total = table.sum(axis=0)
    if (table < 0).any() or (total == 0).any():
        raise ValueError("« matrix » : l'entropie demande des valeurs positives, et aucun critère entièrement nul.")
    p = table / total
    entropy = -np.where(p > 0, p * np.log(np.where(p > 0, p, 1)), 0).sum(axis=0) / np.log(len(table))
    return _shares(np.maximum(1 - entropy, 0) * varies(table))


def critic_weights(matrix: ArrayLike, types: ArrayLike | None = None) -> Array:
    """Weights by contrast and conflict: C_j = s_j sum_k (1 - r_jk), w = C / sum C, on min-max scaled criteria,
    s standard deviation, r linear correlation.

    matrix: m x n_criteria, m >= 2; types: 1 gain, -1 cost. A constant criterion has weight 0. Weights sum to one.
    Raises ValueError: NaN, one alternative, every criterion constant or perfectly in agreement.
    Source: Diakoulaki, Mavrotas & Papayannakis 1995, doi:10.1016/0305-0548(94)00059-H.
    """
    table = _comparable(matrix)
    scaled = normalise(table, types)
    separates = varies(table)
    information = np.zeros(table.shape[1])
    if separates.any():
        kept = scaled[:, separates]
        conflict = (1 - np.atleast_2d(np.corrcoef(kept, rowvar=False))).sum(axis=0)
        # alone, a criterion conflicts with none and still is the only one that tells alternatives apart
        information[separates] = kept.std(axis=0) * (np.maximum(conflict, 0) if separates.sum() > 1 else 1)
    return _shares(np.where(information < 1e-14, 0, information))


def merec_weights(matrix: ArrayLike, types: ArrayLike | None = None) -> Array:
    """Weights by the effect of removing a criterion: S_i = ln(1 + mean_j |ln n_ij|), S'_ij without j,
    E_j = sum_i |S'_ij - S_i|, w = E / sum E; n = min x / x for a gain, x / max x for a cost.

    matrix: m x n_criteria, m >= 2, strictly positive; types: 1 gain, -1 cost. Weights sum to one.
    Raises ValueError: NaN, zero or negative values, one alternative, every criterion constant.
    Source: Keshavarz-Ghorabaee et al. 2021, doi:10.3390/sym13040525.
    """
    table = _comparable(matrix)
    if (table <= 0).any():
        raise ValueError("« matrix » : MEREC demande des valeurs strictement positives.")
    gain = as_types(types, table.shape[1]) > 0
    scale = np.abs(np.log(np.where(gain, table.min(axis=0) / table, table / table.max(axis=0))))
    overall = scale.sum(axis=1, keepdims=True)
    n = table.shape[1]
    return _shares(np.abs(np.log1p((overall - scale) / n) - np.log1p(overall / n)).sum(axis=0))


def _comparable(matrix: ArrayLike) -> Array:
    table = as_table(matrix)
    if len(table) < 2:
        raise ValueError("« matrix » : il faut deux alternatives au moins pour tirer des poids des données.")
    return table


def _shares(information: Array) -> Array:
    if information.sum() == 0:
        raise ValueError("« matrix » : aucun critère ne distingue les alternatives, les poids sont indéterminés.")
    return np.asarray(information / information.sum())


CARDS = (
    Card(
        id="entropy_weights",
        label="Poids par l'entropie",
        formula="w(j) = (1 - E(j)) / Σ (1 - E), E(j) = -Σ p ln p / ln m, p = x / Σ x",
        unit="part du poids total",
        range="0 à 1, somme 1",
        neutral="1/n quand tous les critères dispersent autant",
        reading="Plus un critère est inégalement réparti entre les alternatives, plus il pèse.",
        conventions=(
            "Ces poids disent ce qui sépare les alternatives, pas ce qui compte : ils ne remplacent pas les enjeux.",
            "0 ln 0 = 0 ; valeurs négatives refusées ; dépend de l'origine de l'échelle (une température n'y a pas "
            "sa place).",
        ),
        references=(
            "Shannon C. E., 1948, A mathematical theory of communication, Bell System Technical Journal 27, "
            "doi:10.1002/j.1538-7305.1948.tb01338.x",
            "Zeleny M., 1982, Multiple Criteria Decision Making, McGraw-Hill",
        ),
    ),
    Card(
        id="critic_weights",
        label="Poids par le contraste et le conflit (CRITIC)",
        formula="C(j) = s(j) Σ_k (1 - r(j, k)), w = C / Σ C, sur critères ramenés au min-max",
        unit="part du poids total",
        range="0 à 1, somme 1",
        neutral="1/n quand les critères varient autant et se ressemblent autant",
        reading="Pèse davantage un critère qui varie beaucoup et que les autres ne répètent pas.",
        conventions=(
            "Ces poids disent ce qui sépare les alternatives, pas ce qui compte : ils ne remplacent pas les enjeux.",
            "Corrélation linéaire ; critère constant : poids nul ; un seul critère variable porte tout le poids.",
        ),
        references=(
            "Diakoulaki D., Mavrotas G., Papayannakis L., 1995, Determining objective weights in multiple criteria "
            "problems: the CRITIC method, Computers & Operations Research 22(7), doi:10.1016/0305-0548(94)00059-H",
        ),
    ),
    Card(
        id="merec_weights",
        label="Poids par l'effet du retrait (MEREC)",
        formula="E(j) = Σ_i |S'(i, j) - S(i)|, w = E / Σ E, S = ln(1 + moyenne |ln n|)",
        unit="part du poids total",
        range="0 à 1, somme 1",
        neutral="1/n quand le retrait de chaque critère change autant les scores",
        reading="Pèse davantage un critère dont le retrait changerait le plus les scores.",
        conventions=(
            "Ces poids disent ce qui sépare les alternatives, pas ce qui compte : ils ne remplacent pas les enjeux.",
            "Valeurs strictement positives ; critère constant : poids nul.",
        ),
        references=(
            "Keshavarz-Ghorabaee M. et al., 2021, Determination of objective weights using a new method based on the "
            "removal effects of criteria (MEREC), Symmetry 13(4), doi:10.3390/sym13040525",
        ),
    ),
)
