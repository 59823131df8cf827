"""Input-output analysis: Leontief and Ghosh inverses, multipliers, the model closed on households, linkages."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ancrage.domain.card import Card
from ancrage.methods.arguments import checked
from ancrage.methods.arrays import Floats, broadcastable, numbers, ratio

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
    z, x = flows_and_output(flows, output)
    if (z.sum(axis=0)[x == 0] > 0).any():
        raise ValueError("« flows » donne des achats à un secteur dont « output » est nul.")
    return ratio(z, x, 0.0)


def leontief_inverse(coefficients: ArrayLike) -> Floats:
    """Leontief inverse L = (I - A)^-1: output of i needed, directly and indirectly, for one unit of final use of j.

    Args:
        coefficients: A (n, n), or a stack (..., n, n); column j holds the purchases of j per unit of its output.

    Returns: L, same shape, L >= I.
    Raises: ValueError on NaN, negatives, a matrix that is not square or not productive.
    Source: Leontief 1936; Miller & Blair 2009, ch. 2, doi:10.1017/CBO9780511626982.
    """
    a = square(coefficients, "coefficients")
    return solve_productive(a, np.eye(a.shape[-1]))


@checked
def multipliers(coefficients: ArrayLike, intensities: ArrayLike | None = None, *, relative: bool = False) -> Floats:
    """Simple multipliers c'L: what one unit of final use of j needs in all sectors together.

    Solves (I - A)'m = c, without forming the inverse.

    Args:
        coefficients: A (n, n), domestic coefficients for effects at home.
        intensities: c (n,) or (k, n), per unit of output: jobs per MEUR, value added per EUR, kg CO2 per EUR...
            None: ones, the output multiplier.
        relative: divide by c_j (type I multiplier: total effect for one unit of direct effect); NaN where c_j = 0.

    Returns: (n,) or (k, n), in the unit of `intensities` (none when `relative`).
    Raises: ValueError on NaN, shapes, a matrix that is not productive.
    Source: Miller & Blair 2009, ch. 6, doi:10.1017/CBO9780511626982.
    """
    a = square(coefficients, "coefficients")
    n = a.shape[-1]
    c = np.ones(n) if intensities is None else per_sector(intensities, "intensities", n, negative=True)
    if c.ndim > 2:
        raise ValueError("« intensities » doit être un vecteur, ou une matrice contenus x secteurs.")
    total = solve_productive(a.mT, np.atleast_2d(c).T).mT
    total = total[..., 0, :] if c.ndim == 1 else total
    return ratio(total, c) if relative else total


def ghosh_inverse(flows: ArrayLike, output: ArrayLike) -> Floats:
    """Ghosh inverse G = (I - B)^-1, B_ij = Z_ij / x_i: where one unit of primary input of i ends up.

    Args: flows Z (n, n) and output x (n,), one currency unit.
    Returns: G (n, n), dimensionless; a sector without output has the row of the identity.
    Raises: ValueError on NaN, negatives, shapes, sales without output, allocation that is not productive.
    Source: Ghosh 1958, doi:10.2307/2550694; Miller & Blair 2009, ch. 12.
    """
    return solve_productive(allocation_coefficients(flows, output), np.eye(np.shape(output)[-1]))


@checked
def closed_coefficients(
    coefficients: ArrayLike, income: ArrayLike, consumption: ArrayLike, household: float = 0.0
) -> Floats:
    """Coefficients closed on households: households are sector n+1, which sells labour and buys consumption.

    Args:
        coefficients: A (n, n) or (..., n, n).
        income: h_r (n,) or (..., n), household income per unit of output of each sector.
        consumption: h_c (n,) or (..., n), spending on each sector per unit of household income. In a small
            territory, only the part that is bought locally.
        household: spending of households on households, per unit of income.

    Returns: (..., n+1, n+1), to give to `multipliers` with intensities of n+1 entries (0 for households):
    its first n entries are then the total effects, direct, indirect and induced (type II).
    Raises: ValueError on NaN, negatives, shapes. Source: Miller & Blair 2009, ch. 2 and 6.
    """
    a = square(coefficients, "coefficients")
    n = a.shape[-1]
    own = {
        "income": per_sector(income, "income", n)[..., 0],
        "consumption": per_sector(consumption, "consumption", n)[..., 0],
        "household": numbers(household, "household"),
    }
    if broadcastable(coefficients=a[..., 0, 0], **own) != a.shape[:-2]:
        raise ValueError("« income » et « consumption » ont plus de lignes que « coefficients » de matrices.")
    closed = np.empty((*a.shape[:-2], n + 1, n + 1))
    closed[..., :n, :n] = a
    closed[..., n, :n] = per_sector(income, "income", n)
    closed[..., :n, n] = per_sector(consumption, "consumption", n)
    closed[..., n, n] = numbers(household, "household")
    return closed


@dataclass(frozen=True, slots=True)
class ClosedModel:
    """Per sector (n,), except `inverse` (n+1, n+1). NaN in the two types where a sector pays no income."""

    inverse: Floats
    output_total: Floats
    output_truncated: Floats
    income_simple: Floats
    income_total: Floats
    type_one: Floats
    type_two: Floats


@checked
def closed_model(
    coefficients: ArrayLike, income: ArrayLike, consumption: ArrayLike, household: float = 0.0
) -> ClosedModel:
    """Model closed on households: output multipliers with and without their row, income multipliers of type I and II.

    L* = (I - A*)^-1; total output = column sums of L*; truncated = its first n rows only; simple income = h_r'L;
    type I = (h_r'L)_j / h_rj; type II = L*_(n+1,j) / h_rj. Type II / type I is the same for every sector.

    Args: as `closed_coefficients`, one matrix. Raises: as it, and when the closed matrix is not productive.
    Source: Miller & Blair 2009, ch. 6, doi:10.1017/CBO9780511626982.
    """
    closed = closed_coefficients(numbers(coefficients, "coefficients", 2), income, consumption, household)
    n = closed.shape[-1] - 1
    inverse = leontief_inverse(closed)
    paid = closed[n, :n]
    simple = multipliers(closed[:n, :n], paid)
    return ClosedModel(
        inverse=inverse,
        output_total=inverse[:, :n].sum(axis=0),
        output_truncated=inverse[:n, :n].sum(axis=0),
        income_simple=simple,
        income_total=inverse[n, :n],
        type_one=ratio(simple, paid),
        type_two=ratio(inverse[n, :n], paid),
    )


@dataclass(frozen=True, slots=True)
class Linkages:
    """Per sector (n,). The three indices have mean 1; `spread` is a coefficient of variation."""

    backward: Floats
    forward: Floats
    forward_leontief: Floats
    power_of_dispersion: Floats
    sensitivity_of_dispersion: Floats
    sensitivity_ghosh: Floats
    spread: Floats


def linkages(flows: ArrayLike, output: ArrayLike) -> Linkages:
    """Backward and forward linkages of each sector, and their Rasmussen indices.

    backward_j = sum_i L_ij; forward_i = sum_j G_ij (Ghosh); forward_leontief_i = sum_j L_ij;
    power of dispersion = n backward_j / sum L; sensitivity = n forward_i / sum (of L, and of G);
    spread_j = sd_i(L_ij) / mean_i(L_ij) with n - 1: high when few suppliers receive the effect.

    Args: flows Z (n, n) and output x (n,), one currency unit. Raises: as `technical_coefficients`, `ghosh_inverse`.
    Source: Rasmussen 1956; Miller & Blair 2009, ch. 12, doi:10.1017/CBO9780511626982.
    """
    inverse, ghosh = leontief_inverse(technical_coefficients(flows, output)), ghosh_inverse(flows, output)
    n = len(inverse)
    backward, forward, rows = inverse.sum(axis=0), ghosh.sum(axis=1), inverse.sum(axis=1)
    deviation = inverse - backward / n
    return Linkages(
        backward=backward,
        forward=forward,
        forward_leontief=rows,
        power_of_dispersion=n * backward / backward.sum(),
        sensitivity_of_dispersion=n * rows / rows.sum(),
        sensitivity_ghosh=n * forward / forward.sum(),
        spread=np.sqrt((deviation**2).sum(axis=0) / max(n - 1, 1)) / (backward / n),
    )


def square(values: ArrayLike, name: str) -> Floats:
    """Checked square matrix without negatives, or a stack of them on the last two axes."""
    array = numbers(values, name)
    if array.ndim < 2 or array.shape[-1] != array.shape[-2] or not array.shape[-1]:
        raise ValueError(f"« {name} » doit être une matrice carrée (forme reçue : {array.shape}).")
    return array


def per_sector(values: ArrayLike, name: str, n: int, *, negative: bool = False) -> Floats:
    """Checked array whose last axis has one entry a sector."""
    array = numbers(values, name, negative=negative)
    if not array.ndim or array.shape[-1] != n:
        raise ValueError(f"« {name} » doit avoir {n} valeurs, une par secteur (forme reçue : {array.shape}).")
    return array


def flows_and_output(flows: ArrayLike, output: ArrayLike) -> tuple[Floats, Floats]:
    """One table checked: Z (n, n) and x (n,)."""
    z = square(numbers(flows, "flows", 2), "flows")
    return z, per_sector(numbers(output, "output", 1), "output", len(z))


def allocation_coefficients(flows: ArrayLike, output: ArrayLike) -> Floats:
    """B_ij = Z_ij / x_i, the share of the output of i sold to j."""
    z, x = flows_and_output(flows, output)
    if (z.sum(axis=1)[x == 0] > 0).any():
        raise ValueError("« flows » donne des ventes à un secteur dont « output » est nul.")
    return ratio(z, x[:, None], 0.0)


def solve_productive(coefficients: Floats, right_hand_sides: Floats) -> Floats:
    """X with (I - A) X = R, for one A or a stack, after checking that A is productive.

    For A >= 0, (I - A) y = 1 having a solution y >= 0 is equivalent to a spectral radius below 1: one more
    right-hand side proves it, no eigenvalue is needed.
    """
    n = coefficients.shape[-1]
    system = -coefficients
    system[..., np.arange(n), np.arange(n)] += 1
    try:
        solution = np.asarray(np.linalg.solve(system, np.column_stack([right_hand_sides, np.ones(n)])), np.float64)
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
            "Le rapport de type I n'est pas défini quand le contenu direct est nul.",
        ),
        references=(MILLER_BLAIR,),
    ),
    Card(
        id="ghosh_inverse",
        label="Inverse de Ghosh",
        formula="G = (I − B)⁻¹, b_ij = z_ij / x_i",
        unit="euros de production par euro d'intrant primaire",
        range="au moins 0 ; au moins 1 sur la diagonale",
        neutral="1 sur la diagonale, 0 ailleurs (aucune vente entre secteurs)",
        reading="g_ij = 0,2 : un euro de valeur ajoutée de i soutient, en aval, 20 centimes de production de j.",
        conventions=("Lue comme une description des débouchés, pas comme un modèle d'offre qui pousse la demande.",),
        references=(
            "Ghosh A. (1958), Input-output approach in an allocation system, Economica 25, doi:10.2307/2550694.",
            MILLER_BLAIR,
        ),
    ),
    Card(
        id="closed_coefficients",
        label="Coefficients fermés sur les ménages",
        formula="A* = [[A, h_c], [h_r', h]]",
        unit="euros par euro (de production ou de revenu)",
        range="0 et plus",
        neutral="h_c = 0 (rien n'est dépensé : modèle ouvert)",
        reading="La dernière ligne dit ce que chaque secteur verse aux ménages, la colonne ce qu'ils achètent.",
        conventions=(
            "Dans un petit territoire, h_c ne retient que la consommation achetée sur place.",
            "La consommation moyenne vaut pour le revenu supplémentaire.",
        ),
        references=(MILLER_BLAIR,),
    ),
    Card(
        id="closed_model",
        label="Modèle fermé : multiplicateurs de type I et II",
        formula="L* = (I − A*)⁻¹ ; type I = (h_r'L)_j / h_rj ; type II = l*_(n+1)j / h_rj",
        unit="rapport (revenu total par euro de revenu direct) ; euros de production par euro de demande",
        range="1 et plus",
        neutral="1 (aucun effet sur les fournisseurs ni sur la consommation)",
        reading="Type II de 1,90 : un euro de salaire direct en crée 90 centimes, fournisseurs et commerces compris.",
        conventions=(
            "Type II majore l'effet induit : revenus supposés dépensés comme la moyenne, chômeurs sans consommation.",
            "Le multiplicateur tronqué additionne les n premières lignes (sans la ligne des ménages).",
            "Ne jamais ajouter au multiplicateur local d'emploi : les deux comptent l'effet induit.",
        ),
        references=(MILLER_BLAIR,),
    ),
    Card(
        id="linkages",
        label="Liaisons amont et aval",
        formula="amont_j = Σ_i l_ij ; aval_i = Σ_j g_ij ; pouvoir de dispersion = n amont_j / Σ L",
        unit="euros de production par euro ; indices en rapport à la moyenne",
        range="liaisons : 1 et plus ; indices : 0 et plus",
        neutral="1 pour les indices (secteur moyen)",
        reading="Pouvoir de dispersion de 1,16 : ce secteur entraîne ses fournisseurs 16 % plus que la moyenne.",
        conventions=(
            "Aval : lignes de l'inverse de Ghosh (recommandé) ; les lignes de Leontief sont données à côté.",
            "La dispersion (coefficient de variation, n − 1) se lit sur la colonne du secteur qui achète.",
        ),
        references=(
            "Rasmussen P. N. (1956), Studies in Inter-Sectoral Relations, North-Holland.",
            MILLER_BLAIR,
        ),
    ),
)
