"""Regional input-output tables from national ones, by location quotients, for all territories at once."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from ancrage.domain.card import Card
from ancrage.methods.arrays import Floats, divide, nonnegative, sized, square
from ancrage.methods.leontief import MILLER_BLAIR

# delta of Flegg & Webber; 0.25 to 0.3 in the Finnish studies
DELTA = 0.3


def slq(regional: ArrayLike, national: ArrayLike) -> Floats:
    """Simple location quotients SLQ_i = (x_ir / x_r) / (x_in / x_n).

    Args:
        regional: x_ir (n,) or (territories, n), jobs or output (the same measure as `national`).
        national: x_in (n,), a nation that contains the territories.

    Returns: same shape as `regional`, neutral value 1; 0 in an empty territory and in a sector absent everywhere.
    Raises: ValueError on NaN, negatives, shapes, a territory larger than the nation, a sector only found locally.
    Source: Flegg & Webber 1997, doi:10.1080/713693401.
    """
    return _slq(*_pair(regional, national))


def flq(regional: ArrayLike, national: ArrayLike, delta: float = DELTA, *, absent_slq: float = 0.0) -> Floats:
    """Flegg location quotients FLQ_ij = lambda CILQ_ij, lambda SLQ_i on the diagonal, not capped.

    lambda = [log2(1 + x_r / x_n)]^delta; CILQ_ij = SLQ_i / SLQ_j.

    Args:
        regional, national: as in `slq`.
        delta: 0 <= delta < 1; the larger, the more a small territory is held to import.
        absent_slq: SLQ_j given to a buying sector that the territory does not have. 0: its column is zero (it buys
            nothing here). 1: what it would find here if it came with its national weight.

    Returns: (n, n) or (territories, n, n); row i sells, column j buys.
    Raises: as `slq`, and ValueError when delta is out of bounds.
    Source: Flegg & Webber 1997, doi:10.1080/713693401; Flegg & Tohmo 2013, doi:10.1080/00343404.2011.592138.
    """
    x, nation = _pair(regional, national)
    return _size_factor(x, nation, delta)[..., None, None] * _cross(_slq(x, nation), absent_slq, slq_diagonal=True)


class InputGaps(NamedTuple):
    """Per sector (last axis), in the unit of `output`; `coverage` is a share in [0, 1]."""

    need: Floats
    supply: Floats
    coverage: Floats
    gap: Floats


def input_gaps(domestic: ArrayLike, imported: ArrayLike, output: ArrayLike) -> InputGaps:
    """Inputs that the sectors of a territory need and that the territory does not make ("maillons manquants").

    need_i = sum_j (A_d + A_m)_ij x_j; supply_i = x_i; coverage_i = min(1, supply_i / need_i);
    gap_i = max(0, need_i - supply_i).

    Args:
        domestic, imported: national coefficients A_d and A_m (n, n), purchases per unit of output by origin.
        output: x (n,) or (territories, n), output by sector, for instance jobs x national output per job.

    Returns: arrays shaped like `output`; coverage is 1 where nothing is needed.
    Raises: ValueError on NaN, negatives, shapes.
    Source: regional purchase coefficient, Stevens & Trainer 1980; Miller & Blair 2009, ch. 8.
    """
    a_d, a_m = square("domestic", domestic), square("imported", imported)
    sized("imported", a_m, a_d.shape[-1])
    supply = sized("output", nonnegative("output", output), a_d.shape[-1])
    need = supply @ (a_d + a_m).T
    coverage = np.minimum(1.0, divide(supply, need, 1.0))
    return InputGaps(need, supply, coverage, np.maximum(0.0, need - supply))


def _pair(regional: ArrayLike, national: ArrayLike) -> tuple[Floats, Floats]:
    """Checked territories and nation."""
    nation = nonnegative("national", national)
    x = nonnegative("regional", regional)
    if nation.ndim != 1:
        raise ValueError("L'argument « national » doit être un vecteur : une valeur par secteur.")
    sized("regional", x, nation.size)
    if (x.sum(axis=-1) > nation.sum() * (1 + 1e-9)).any():
        raise ValueError("L'argument « regional » dépasse le total de « national » : la nation contient le territoire.")
    if x[..., nation == 0].any():
        raise ValueError("L'argument « regional » a une valeur dans un secteur où « national » est nul.")
    return x, nation


def _slq(x: Floats, nation: Floats) -> Floats:
    return x * divide(nation.sum(), nation, 0.0) * divide(1.0, x.sum(axis=-1, keepdims=True), 0.0)


def _size_factor(x: Floats, nation: Floats, delta: float) -> Floats:
    """lambda, one value a territory."""
    if not 0 <= delta < 1:
        raise ValueError(f"L'argument « delta » doit être compris entre 0 et 1 exclu (reçu : {delta}).")
    total = nation.sum()
    share = np.minimum(x.sum(axis=-1) / total, 1.0) if total > 0 else np.zeros(x.shape[:-1])
    return np.asarray(np.log2(1 + share) ** delta)


def _cross(quotient: Floats, absent_slq: float, *, slq_diagonal: bool) -> Floats:
    """SLQ_i / SLQ_j; zero columns where the buyer is absent, unless it is given the quotient `absent_slq`."""
    buyer = np.where(quotient > 0, quotient, absent_slq)
    cross = quotient[..., :, None] * divide(1.0, buyer, 0.0)[..., None, :]
    if slq_diagonal:
        sector = np.arange(quotient.shape[-1])
        cross[..., sector, sector] = quotient
    return cross


FLEGG_WEBBER = (
    "Flegg A. T., Webber C. D. (1997), On the appropriate use of location quotients in generating regional "
    "input-output tables: reply, Regional Studies 31, doi:10.1080/713693401."
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
        id="input_gaps",
        label="Maillons manquants de l'approvisionnement local",
        formula="besoin_i = Σ_j (A_d + A_m)_ij x_j ; offre_i = x_i ; couverture = min(1, offre/besoin) ; "
        "manque = max(0, besoin − offre)",
        unit="euros de production (couverture : part de 0 à 1)",
        range="manque : 0 et plus ; couverture : 0 à 1",
        neutral="couverture de 1 (l'offre locale suffirait)",
        reading="Couverture de 0,3 : même si tout était vendu ici, la production locale couvrirait 30 % du besoin.",
        conventions=(
            "Le besoin réunit intrants français et importés : c'est ce que les activités du territoire consomment.",
            "Toute la production locale est supposée disponible : le manque est un minimum, la couverture un maximum.",
            "Les coefficients nationaux sont supposés valoir pour les établissements du territoire.",
        ),
        references=(MILLER_BLAIR,),
    ),
)
