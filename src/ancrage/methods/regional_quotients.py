"""Location quotients for input-output tables: what part of a purchase a territory can meet at home.

`regional` is x_ir, (n,) for one territory or (territories, n): jobs or output; `national` is x_in (n,), the same
measure over a nation that contains the territories. Quotients are (n, n) or (territories, n, n), row i sells, column j
buys, and are not capped: `regionalise` caps them at 1 after every multiplication.

`absent_slq` is the SLQ_j given to a buying sector that a territory does not have. 0: its column is zero, it buys
nothing here. 1: what it would find here if it came with its national weight (for an activity one wants to attract).
"""

import numpy as np
from numpy.typing import ArrayLike

from ancrage.domain.card import Card
from ancrage.methods.arguments import checked
from ancrage.methods.arrays import Floats, number, numbers, ratio
from ancrage.methods.leontief import per_sector

# delta of Flegg & Webber, 0.25 to 0.3 in the Finnish studies; alpha and beta of Pereira-Lopez et al., a start
DELTA, ALPHA, BETA = 0.3, 0.2, 0.1


def slq(regional: ArrayLike, national: ArrayLike) -> Floats:
    """Simple location quotients SLQ_i = (x_ir / x_r) / (x_in / x_n).

    Args: `regional`, `national` as the module says.
    Returns: same shape as `regional`, neutral value 1; 0 in an empty territory and in a sector absent everywhere.
    Raises: ValueError on NaN, negatives, shapes, a sector larger than the nation's.
    Source: Flegg & Webber 1997.
    """
    return _slq(*_pair(regional, national))


@checked
def cilq(regional: ArrayLike, national: ArrayLike, *, slq_diagonal: bool = False, absent_slq: float = 0.0) -> Floats:
    """Cross-industry location quotients CILQ_ij = SLQ_i / SLQ_j: the size of the seller against that of the buyer.

    Args: as the module says; slq_diagonal: SLQ_i instead of 1 on the diagonal, as `regionalise` does.
    Returns: (n, n) or (territories, n, n). Raises: as `slq`.
    Source: Flegg & Webber 1997.
    """
    quotient = _slq(*_pair(regional, national))
    return _cross(quotient, quotient, absent_slq, slq_diagonal=slq_diagonal)


@checked
def rlq(regional: ArrayLike, national: ArrayLike, *, absent_slq: float = 0.0) -> Floats:
    """Round's quotients RLQ_ij = SLQ_i / log2(1 + SLQ_j), between SLQ and CILQ.

    Args: as the module says. Returns: (n, n) or (territories, n, n). Raises: as `slq`.
    Source: Round 1978; Miller & Blair 2009, ch. 8, doi:10.1017/CBO9780511626982.
    """
    quotient = _slq(*_pair(regional, national))
    demand = ratio(1.0, np.log2(1 + _buyers(quotient, absent_slq)), 0.0)
    return np.asarray(quotient[..., :, None] * demand[..., None, :])


@checked
def flq(regional: ArrayLike, national: ArrayLike, delta: float = DELTA, *, absent_slq: float = 0.0) -> Floats:
    """Flegg location quotients FLQ_ij = lambda CILQ_ij, lambda SLQ_i on the diagonal.

    lambda = [log2(1 + x_r / x_n)]^delta.

    Args: as the module says; 0 <= delta < 1, the larger, the more a small territory is held to import.
    Returns: (n, n) or (territories, n, n). Raises: as `slq`, and ValueError when delta is out of bounds.
    Source: Flegg & Webber 1997; Flegg & Tohmo 2013, doi:10.1080/00343404.2011.592138.
    """
    x, nation = _pair(regional, national)
    if not 0 <= number(delta, "delta") < 1:
        raise ValueError(f"« delta » doit être compris entre 0 et 1 exclu (reçu : {delta}).")
    # the share of an exact whole may exceed 1 by rounding
    share = np.minimum(ratio(x.sum(axis=-1), nation.sum(), 0.0), 1.0)
    size = np.log2(1 + share)[..., None] ** delta
    # lambda goes to the n sellers, not to the n x n quotients: the largest array is only written once
    quotient = _slq(x, nation)
    return _cross(size * quotient, quotient, absent_slq, slq_diagonal=True)


@checked
def aflq(regional: ArrayLike, national: ArrayLike, delta: float = DELTA, *, absent_slq: float = 0.0) -> Floats:
    """Adjusted FLQ: FLQ_ij log2(1 + SLQ_j) where the buyer is specialised (SLQ_j > 1), FLQ_ij elsewhere.

    Args: as `flq`. Returns: (n, n) or (territories, n, n), >= FLQ. Raises: as `flq`.
    Source: Flegg & Webber 2000; Flegg & Tohmo 2013, doi:10.1080/00343404.2011.592138.
    """
    attraction = np.log2(1 + np.maximum(slq(regional, national), 1.0))
    return np.asarray(flq(regional, national, delta, absent_slq=absent_slq) * attraction[..., None, :])


@checked
def two_dimensional_lq(regional: ArrayLike, national: ArrayLike, alpha: float = ALPHA, beta: float = BETA) -> Floats:
    """Two-dimensional quotients q_ij = r_i w_j, one for the seller, one for the weight of the buyer in the nation.

    r_i = SLQ_i^alpha if SLQ_i <= 1, [tanh(SLQ_i - 1) / 2 + 1]^alpha above; w_j = (x_jr / x_jn)^beta.

    Args: as the module says; alpha, beta >= 0, to be estimated (0.1 to 0.3 as a start).
    Returns: (n, n) or (territories, n, n). Raises: as `slq`, and ValueError when alpha or beta is negative.
    Source: Pereira-López, Carrascal-Incera & Fernández-Fernández 2020; doi:10.1186/s40008-021-00237-5.
    """
    x, nation = _pair(regional, national)
    number(alpha, "alpha", low=0)
    number(beta, "beta", low=0)
    quotient = _slq(x, nation)
    seller = np.where(quotient <= 1, quotient, np.tanh(quotient - 1) / 2 + 1) ** alpha
    seller, buyer = np.where(quotient > 0, seller, 0.0), np.where(x > 0, ratio(x, nation, 0.0) ** beta, 0.0)
    return np.asarray(seller[..., :, None] * buyer[..., None, :])


def _pair(regional: ArrayLike, national: ArrayLike) -> tuple[Floats, Floats]:
    """Checked territories and nation."""
    nation = numbers(national, "national", 1)
    x = per_sector(regional, "regional", nation.size)
    if (x > nation * (1 + 1e-9)).any() and nation.all():
        raise ValueError("« regional » dépasse « national » dans un secteur : la nation doit contenir le territoire.")
    if x[..., nation == 0].any():
        raise ValueError("« regional » a une valeur dans un secteur où « national » est nul.")
    return x, nation


def _slq(x: Floats, nation: Floats) -> Floats:
    return x * ratio(nation.sum(), nation, 0.0) * ratio(1.0, x.sum(axis=-1, keepdims=True), 0.0)


def _buyers(quotient: Floats, absent_slq: float) -> Floats:
    """SLQ_j, or `absent_slq` for the sectors that the territory does not have."""
    return np.where(quotient > 0, quotient, number(absent_slq, "absent_slq", low=0))


def _cross(seller: Floats, buyer: Floats, absent_slq: float, *, slq_diagonal: bool) -> Floats:
    """seller_i / buyer_j; seller_i on the diagonal if asked; zero columns where there is no buyer."""
    cross: Floats = seller[..., :, None] * ratio(1.0, _buyers(buyer, absent_slq), 0.0)[..., None, :]
    if slq_diagonal:
        sector = np.arange(seller.shape[-1])
        cross[..., sector, sector] = seller
    return cross


FLEGG_WEBBER = (
    "Flegg A. T., Webber C. D. (1997), On the appropriate use of location quotients in generating regional "
    "input-output tables: reply, Regional Studies 31(8)."
)
FLEGG_TOHMO = (
    "Flegg A. T., Tohmo T. (2013), Regional input-output tables and the FLQ formula: a case study of Finland, "
    "Regional Studies 47, doi:10.1080/00343404.2011.592138."
)

CARDS = (
    Card(
        id="slq",
        label="Quotient de localisation simple (entrées-sorties)",
        formula="SLQ_i = (x_ir / x_r) / (x_in / x_n)",
        unit="rapport",
        range="0 et plus",
        neutral="1 (même poids qu'au niveau national)",
        reading="0,45 : le secteur pèse ici moins de la moitié de son poids national, il faut faire venir le reste.",
        conventions=(
            "Emplois ou production, mais la même grandeur pour le territoire et la nation, qui le contient.",
            "Territoire vide ou secteur absent partout : 0.",
        ),
        references=(FLEGG_WEBBER,),
    ),
    Card(
        id="cilq",
        label="Quotient de localisation croisé",
        formula="CILQ_ij = SLQ_i / SLQ_j",
        unit="rapport",
        range="0 et plus",
        neutral="1 (vendeur et acheteur ont le même poids relatif)",
        reading="0,25 : le fournisseur pèse quatre fois moins, ici, que l'acheteur ; il ne suivra pas ses besoins.",
        conventions=(
            "SLQ_i sur la diagonale dans la régionalisation (le rapport, lui, vaut 1).",
            "Colonne nulle pour un secteur acheteur absent, sauf « absent_slq ».",
        ),
        references=(FLEGG_WEBBER,),
    ),
    Card(
        id="rlq",
        label="Quotient de localisation de Round",
        formula="RLQ_ij = SLQ_i / log2(1 + SLQ_j)",
        unit="rapport",
        range="0 et plus",
        neutral="1",
        reading="Entre le quotient simple et le quotient croisé : le poids de l'acheteur compte, mais amorti.",
        conventions=("Colonne nulle pour un secteur acheteur absent, sauf « absent_slq ».",),
        references=(
            "Round J. I. (1978), An interregional input-output approach to the evaluation of nonsurvey methods, "
            "Journal of Regional Science 18.",
        ),
    ),
    Card(
        id="flq",
        label="Quotient de localisation de Flegg",
        formula="FLQ_ij = λ SLQ_i / SLQ_j (λ SLQ_i sur la diagonale), λ = [log2(1 + x_r/x_n)]^δ",
        unit="rapport (plafonné à 1 seulement dans la régionalisation)",
        range="0 et plus",
        neutral="1 (le territoire fournit autant que la nation)",
        reading="0,25 : le territoire ne fournit qu'un quart de ce que la nation fournirait à ce secteur acheteur.",
        conventions=(
            "δ = 0,3 par défaut (0,25 à 0,3 dans les études finlandaises) ; à estimer si une table régionale existe.",
            "Le plafond à 1 s'applique après la multiplication par λ.",
            "Colonne nulle pour un secteur acheteur absent, sauf « absent_slq » (1 : comme s'il venait s'installer).",
        ),
        references=(FLEGG_WEBBER, FLEGG_TOHMO),
    ),
    Card(
        id="aflq",
        label="Quotient de Flegg ajusté",
        formula="AFLQ_ij = FLQ_ij log2(1 + SLQ_j) si SLQ_j > 1, sinon FLQ_ij",
        unit="rapport (plafonné à 1 seulement dans la régionalisation)",
        range="au moins FLQ_ij",
        neutral="1",
        reading="Un secteur acheteur très présent attire ses fournisseurs : le quotient de sa colonne est relevé.",
        conventions=(
            "Mêmes conventions que le quotient de Flegg.",
            "Sur vingt régions finlandaises, l'ajustement n'améliore presque rien : FLQ reste le choix par défaut.",
        ),
        references=(
            "Flegg A. T., Webber C. D. (2000), Regional size, regional specialization and the FLQ formula, "
            "Regional Studies 34(6).",
            FLEGG_TOHMO,
        ),
    ),
    Card(
        id="two_dimensional_lq",
        label="Quotient de localisation à deux dimensions",
        formula="q_ij = r_i w_j ; r_i = SLQ_i^α, ou [tanh(SLQ_i − 1)/2 + 1]^α au-dessus de 1 ; w_j = (x_jr / x_jn)^β",
        unit="rapport",
        range="0 et plus",
        neutral="1",
        reading="La ligne suit la spécialisation du vendeur, la colonne le poids de l'acheteur dans le pays.",
        conventions=(
            "α = 0,2 et β = 0,1 au départ (0,1 à 0,3) ; à estimer quand une table régionale existe.",
            "Formule d'après la littérature, sans exemple chiffré publié pour la vérifier.",
        ),
        references=(
            "Pereira-López X., Carrascal-Incera A., Fernández-Fernández M. (2020), A bidimensional reformulation of "
            "location quotients for generating input-output tables, Spatial Economic Analysis 15(4).",
        ),
    ),
)
