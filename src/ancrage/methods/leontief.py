"""Input-output analysis: Leontief and Ghosh inverses, multipliers, the model closed on households, linkages."""

import numpy as np
from numpy.typing import ArrayLike

from ancrage.domain.card import Card
from ancrage.methods.arrays import Floats, divide, finite, nonnegative, sized, square

UNPRODUCTIVE = (
    "La matrice de coefficients n'est pas productive (rayon spectral supérieur ou égal à 1) : "
    "produire une unité consommerait plus d'une unité."
)
# beyond this, (I - A) is singular to working precision
LARGEST_MULTIPLIER = 1e10


def technical_coefficients(flows: ArrayLike, output: ArrayLike) -> Floats:
    """Technical coefficients A_ij = Z_ij / x_j.

    Args:
        flows: Z (n, n), sales of row sector i to column sector j, one currency unit.
        output: x (n,), output of each sector, same unit. A sector with x_j = 0 gets a zero column.

    Returns: A (n, n), dimensionless. Raises: ValueError on NaN, negatives, shapes, purchases without output.
    Source: Miller & Blair 2009, ch. 2, doi:10.1017/CBO9780511626982.
    """
    z = square("flows", flows)
    x = sized("output", nonnegative("output", output), z.shape[-1])
    if (z.sum(axis=-2)[x == 0] > 0).any():
        raise ValueError("L'argument « flows » donne des achats à un secteur dont « output » est nul.")
    return divide(z, x, 0.0)


def leontief_inverse(coefficients: ArrayLike) -> Floats:
    """Leontief inverse L = (I - A)^-1: output of i needed, directly and indirectly, for one unit of final use of j.

    Args:
        coefficients: A (n, n), or a stack (..., n, n); column j holds the purchases of j per unit of its output.

    Returns: L, same shape, L >= I.
    Raises: ValueError on NaN, negatives, a matrix that is not square or not productive.
    Source: Leontief 1936; Miller & Blair 2009, ch. 2, doi:10.1017/CBO9780511626982.
    """
    a = square("coefficients", coefficients)
    return solve_productive(a, np.eye(a.shape[-1]))


def multipliers(coefficients: ArrayLike, intensities: ArrayLike | None = None, *, ratio: bool = False) -> Floats:
    """Simple multipliers c'L: what one unit of final use of j needs in all sectors together.

    Solves (I - A)'m = c, without forming the inverse.

    Args:
        coefficients: A (n, n), domestic coefficients for effects at home.
        intensities: c (n,) or (k, n), per unit of output: jobs per MEUR, value added per EUR, kg CO2 per EUR...
            None: ones, the output multiplier.
        ratio: divide by c_j (type I multiplier: total effect for one unit of direct effect); NaN where c_j = 0.

    Returns: (n,) or (k, n), in the unit of `intensities` (none when `ratio`).
    Raises: ValueError on NaN, shapes, a matrix that is not productive.
    Source: Miller & Blair 2009, ch. 6, doi:10.1017/CBO9780511626982.
    """
    a = square("coefficients", coefficients)
    n = a.shape[-1]
    c = np.ones(n) if intensities is None else sized("intensities", finite("intensities", intensities), n)
    total = solve_productive(np.swapaxes(a, -1, -2), np.atleast_2d(c).T).swapaxes(-1, -2)
    total = total[..., 0, :] if c.ndim == 1 else total
    return divide(total, c, np.nan) if ratio else total


def solve_productive(coefficients: Floats, right_hand_sides: Floats) -> Floats:
    """X with (I - A) X = R, for one A or a stack, after checking that A is productive.

    For A >= 0, (I - A) y = 1 having a solution y >= 0 is equivalent to a spectral radius below 1: one more
    right-hand side proves it, no eigenvalue is needed.
    """
    n = coefficients.shape[-1]
    system = -coefficients
    system[..., np.arange(n), np.arange(n)] += 1
    try:
        solution = np.linalg.solve(system, np.column_stack([right_hand_sides, np.ones(n)]))
    except np.linalg.LinAlgError as singular:
        raise ValueError(UNPRODUCTIVE) from singular
    proof = solution[..., -1]
    if not (proof >= 0).all() or proof.max(initial=0) > LARGEST_MULTIPLIER:
        raise ValueError(UNPRODUCTIVE)
    return solution[..., :-1]


MILLER_BLAIR = (
    "Miller R. E., Blair P. D. (2009), Input-Output Analysis: Foundations and Extensions, Cambridge University Press, "
    "doi:10.1017/CBO9780511626982."
)

CARDS = (
    Card(
        id="technical_coefficients",
        label="Coefficients techniques",
        formula="a_ij = z_ij / x_j",
        unit="euros d'intrants par euro de production",
        range="0 à 1",
        neutral="0 (aucun achat)",
        reading="0,12 : le secteur j achète 12 centimes de produits de i pour produire un euro.",
        conventions=(
            "Pour un effet en France, prendre les échanges intérieurs, jamais les échanges totaux.",
            "Un secteur sans production a une colonne de zéros.",
        ),
        references=(MILLER_BLAIR,),
    ),
    Card(
        id="leontief_inverse",
        label="Inverse de Leontief",
        formula="L = (I − A)⁻¹, x = L f",
        unit="euros de production par euro de demande finale",
        range="au moins 0 ; au moins 1 sur la diagonale",
        neutral="1 sur la diagonale, 0 ailleurs (aucun achat entre secteurs)",
        reading="l_ij = 0,33 : un euro de demande finale de j fait produire 33 centimes à i, directement ou non.",
        conventions=(
            "A est prise aux prix de base et en coefficients intérieurs.",
            "Une matrice non productive (rayon spectral d'au moins 1) est refusée.",
        ),
        references=(MILLER_BLAIR,),
    ),
    Card(
        id="multipliers",
        label="Multiplicateurs de production, d'emploi, de valeur ajoutée, de CO2",
        formula="m = c' L, c = contenu par unité de production ; type I : m_j / c_j",
        unit="unité du contenu (emplois par M€, € de valeur ajoutée par €, kg de CO2 par €)",
        range="au moins le contenu direct c_j",
        neutral="c_j (aucun effet sur les fournisseurs) ; 1 pour la production",
        reading="1,7 en production : un euro de demande fait produire 1,7 euro, dont 0,7 chez les fournisseurs.",
        conventions=(
            "Effets directs et indirects seulement ; les revenus dépensés (effets induits) sont dans le modèle fermé.",
            "Avec une matrice intérieure, celui de valeur ajoutée est inférieur à 1 : le reste est importé.",
            "Le rapport de type I n'est pas défini (NaN) quand le contenu direct est nul.",
        ),
        references=(MILLER_BLAIR,),
    ),
)
