"""What a project brings: its purchases on the spot, nested territories, jobs induced without counting twice, ranges."""

import numpy as np
from numpy.typing import ArrayLike

from ancrage.domain.card import Card
from ancrage.methods import regional_quotients as lq
from ancrage.methods.arguments import checked
from ancrage.methods.arrays import Floats, at_least, broadcastable, numbers, ratio, same_shape
from ancrage.methods.leontief import MILLER_BLAIR, multipliers, square


@checked
def project_purchases(
    coefficients: ArrayLike,
    regional: ArrayLike,
    national: ArrayLike,
    delta: float = lq.DELTA,
    *,
    adjusted: bool = False,
) -> Floats:
    """What a newcomer of each sector buys in the territory, per unit of its output.

    p_ij = min(1, lambda SLQ_i / max(1, SLQ_j)) A^n_ij, and lambda SLQ_i on the diagonal: FLQ, where a sector that is
    absent or small here is counted as if it came with its national weight. Plain FLQ would let the first plant of a
    sector find everything on the spot, because it divides by a quotient close to zero.

    Args:
        coefficients: A^n (n, n), national domestic coefficients.
        regional, national, delta: as in `regional_quotients`, (n,) or (territories, n), and (n,).
        adjusted: multiply by log2(1 + SLQ_j) where SLQ_j > 1, as AFLQ does.

    Returns: (n, n) or (territories, n, n), <= A^n; the columns of FLQ (or AFLQ) where SLQ_j >= 1.
    Raises: ValueError as `regionalise`. Source: Flegg & Webber 1997; the floor on SLQ_j is ours.
    """
    a = square(numbers(coefficients, "coefficients", 2), "coefficients")
    if numbers(national, "national", 1).size != len(a):
        raise ValueError(f"« national » doit avoir {len(a)} valeurs, une par secteur.")
    find = lq.aflq if adjusted else lq.flq
    quotient = find(regional, national, delta, absent_slq=1.0)
    buyer = lq.slq(regional, national)
    smaller = np.where(buyer > 0, np.minimum(buyer, 1.0), 1.0)
    diagonal = np.diagonal(quotient, axis1=-2, axis2=-1).copy()
    quotient *= smaller[..., None, :]
    sector = np.arange(len(a))
    quotient[..., sector, sector] = diagonal
    np.minimum(quotient, 1.0, out=quotient)
    quotient *= a
    return quotient


def nested_coefficients(coefficients: ArrayLike) -> Floats:
    """Coefficients of territories that contain each other: what is bought in one is bought in those around it.

    A_k = max(A_1, ..., A_k), entry by entry. Location quotients alone do not know it: a valley that is specialised
    in a supplier may find there more of its purchases than the region around it.

    Args: A (territories, ..., n, n), from the smallest to the largest. Returns: same shape, growing along axis 0.
    Raises: ValueError on NaN, negatives, shapes. Source: ours.
    """
    return np.maximum.accumulate(square(coefficients, "coefficients"), axis=0)


def supplier_effects(coefficients: ArrayLike, purchases: ArrayLike, intensities: ArrayLike) -> Floats:
    """Effects at the suppliers, and at theirs, of one unit of output of a newcomer of each sector.

    e_j = sum_i m_i p_ij, with m = c'(I - A)^-1 the multipliers of the territory and p_j what the newcomer buys there.
    When p_j is the column j of A, c_j + e_j is the simple multiplier of sector j.

    Args:
        coefficients: A (..., n, n) of the territory. purchases: p (..., n, n), one column a newcomer.
        intensities: c (n,) or (k, n) contents per unit of output.

    Returns: (..., n) or (..., k, n), in the unit of `intensities`.
    Raises: ValueError on NaN, negatives, shapes, a matrix that is not productive.
    Source: Miller & Blair 2009, ch. 3 (a new firm and its purchases), doi:10.1017/CBO9780511626982.
    """
    bought = square(purchases, "purchases")
    content = numbers(intensities, "intensities", negative=True)
    by_sector = multipliers(coefficients, np.atleast_2d(content))
    if bought.shape[-1] != by_sector.shape[-1]:
        raise ValueError("« purchases » et « coefficients » doivent porter sur les mêmes secteurs.")
    broadcastable(coefficients=by_sector[..., 0, 0], purchases=bought[..., 0, 0])
    found = by_sector @ bought
    return np.asarray(found[..., 0, :] if content.ndim == 1 else found)


def induced_jobs(exposed: ArrayLike, sheltered_suppliers: ArrayLike, multiplier: ArrayLike) -> Floats:
    """Sheltered jobs that the published local multiplier announces and that are not suppliers already counted.

    induced = max(0, b x exposed - sheltered suppliers).

    Args:
        exposed: jobs open to competition from elsewhere (the project and its suppliers of goods), >= 0.
        sheltered_suppliers: jobs of its suppliers of services in the same labour market, >= 0.
        multiplier: b, sheltered jobs per exposed job.

    Returns: arrays broadcast together, >= 0: exposed + suppliers + induced is never below the published effect.
    Raises: ValueError on NaN or negatives. Source: Frocrain & Giraud 2018 for b; the subtraction is ours.
    """
    given = {"multiplier": multiplier, "exposed": exposed, "sheltered_suppliers": sheltered_suppliers}
    factor, jobs, counted = arrays = [numbers(value, name) for name, value in given.items()]
    broadcastable(**dict(zip(given, arrays, strict=True)))
    return np.maximum(0.0, factor * jobs - counted)


def independent_range(central: ArrayLike, low: ArrayLike, high: ArrayLike) -> tuple[Floats, Floats]:
    """Range of a quantity when several independent hypotheses each move it, one at a time.

    down = central - sqrt(sum_h (central - lowest_h)^2), up likewise, where lowest_h and highest_h are the least and the
    greatest of central, low_h, high_h. The downward end never goes below zero.

    Args: central (...), the quantity with every hypothesis at its centre; low, high (hypotheses, ...), the quantity
        with one hypothesis at its low or high end, the others at their centre. All >= 0.
    Returns: (down, up), shaped like `central`, down <= central <= up. Raises: ValueError on NaN, negatives.
    Source: usual combination of independent errors (GUM, JCGM 100:2008, 5.1.2).
    """
    middle = numbers(central, "central")
    first, second = numbers(low, "low"), numbers(high, "high")
    same_shape(low=first, high=second)
    if first.shape[1:] != middle.shape or not first.ndim:
        raise ValueError(
            "« low » et « high » doivent avoir une ligne par hypothèse, chacune de la forme de « central »."
        )
    lowest, highest = np.minimum(np.minimum(first, second), middle), np.maximum(np.maximum(first, second), middle)
    down = middle - np.sqrt(((middle - lowest) ** 2).sum(axis=0))
    up = middle + np.sqrt(((highest - middle) ** 2).sum(axis=0))
    return np.maximum(down, 0.0), np.asarray(up)


def spending_split(effects: ArrayLike, direct: ArrayLike, imports: ArrayLike) -> Floats:
    """Where the value of one unit of output ends up: the project, its suppliers ring by ring, abroad. Sums to one.

    Args:
        effects: value added at the suppliers (rings, ...), from the nearest territory to the whole country, growing.
        direct: value added of the project (...). imports: purchases abroad, of the project and its suppliers (...).

    Returns: shares (rings + 2, ...): project, first ring, what each wider ring adds, imports.
    Raises: ValueError on NaN, negatives, shapes, rings that shrink.
    Source: Miller & Blair 2009, ch. 6 (value added and imports sum to one).
    """
    rings = numbers(effects, "effects")
    own, abroad = numbers(direct, "direct"), numbers(imports, "imports")
    same_shape(direct=own, imports=abroad)
    if rings.shape[1:] != own.shape or not rings.ndim or not len(rings):
        raise ValueError("« effects » doit avoir une ligne par anneau, chacune de la forme de « direct ».")
    steps = np.diff(rings, axis=0, prepend=0.0)
    if not at_least(rings[1:], rings[:-1]).all():
        raise ValueError("« effects » doit grandir d'un anneau au suivant : le plus large contient les autres.")
    parts = np.concatenate([own[None], np.maximum(steps, 0.0), abroad[None]])
    return ratio(parts, parts.sum(axis=0), 0.0)


CARDS = (
    Card(
        id="project_purchases",
        label="Achats d'un projet sur place",
        formula="p_ij = min(1, λ SLQ_i / max(1, SLQ_j)) a^n_ij (λ SLQ_i sur la diagonale)",
        unit="euros d'intrants achetés sur place par euro de production du projet",
        range="0 à a^n_ij",
        neutral="a^n_ij (le territoire fournit autant que la nation)",
        reading="0,03 contre 0,10 en France : le projet trouverait ici trois dixièmes de cet achat.",
        conventions=(
            "Quotient de Flegg, δ = 0,3 ; un secteur absent ou petit ici compte comme s'il venait avec son poids "
            "national : sinon le premier atelier d'un secteur trouverait tout sur place.",
            "Là où le secteur pèse au moins son poids national, c'est la colonne du quotient de Flegg.",
            "Le projet achète comme la moyenne française de sa branche.",
        ),
        references=(lq.FLEGG_WEBBER, lq.FLEGG_TOHMO),
    ),
    Card(
        id="nested_coefficients",
        label="Coefficients de territoires emboîtés",
        formula="A_k = max(A_1, …, A_k), coefficient par coefficient",
        unit="euros d'intrants achetés dans le territoire par euro de production",
        range="de A_k au coefficient national",
        neutral="A_k (les quotients grandissent déjà avec le territoire)",
        reading="Ce qui s'achète dans la vallée s'achète aussi dans le département qui la contient.",
        conventions=(
            "Du plus petit territoire au plus grand ; le plus petit garde ses coefficients.",
            "Les quotients de localisation seuls ne respectent pas l'emboîtement : une vallée spécialisée peut y "
            "dépasser sa région.",
        ),
        references=(MILLER_BLAIR,),
    ),
    Card(
        id="supplier_effects",
        label="Effets d'un projet chez ses fournisseurs",
        formula="e_j = Σ_i m_i p_ij, m = c'(I − A)⁻¹",
        unit="unité du contenu, par unité de production du projet",
        range="0 et plus",
        neutral="0 (le projet n'achète rien sur place)",
        reading="1,4 emploi par M€ : un million d'euros produit occupe 1,4 emploi chez les fournisseurs d'ici.",
        conventions=(
            "Les fournisseurs et leurs propres fournisseurs, dans le territoire seul, sans limite de capacité.",
            "Quand le projet achète comme les entreprises déjà là, c_j + e_j est le multiplicateur de type I.",
        ),
        references=(MILLER_BLAIR,),
    ),
    Card(
        id="induced_jobs",
        label="Emplois induits, sans double compte",
        formula="induits = max(0, b × emplois exposés − emplois abrités déjà comptés chez les fournisseurs)",
        unit="emplois",
        range="0 et plus",
        neutral="0 (les fournisseurs de services font déjà tout l'effet publié)",
        reading="100 emplois exposés, b = 0,80, 30 emplois de services fournisseurs : 50 emplois induits.",
        conventions=(
            "b : 0,64, 0,80 et 1,25 emploi abrité par emploi exposé, mesuré dans la même zone d'emploi.",
            "Le multiplicateur publié contient les services achetés par les entreprises : on les retire.",
            "Exposés : agriculture, industries extractives et manufacturières. Effet de long terme, sans compter les "
            "emplois perdus ailleurs.",
            "Aucun modèle fermé : le tableau de l'OCDE ne dit pas ici ce que les ménages achètent.",
        ),
        references=(
            "Frocrain P., Giraud P.-N. (2018), L'évolution de l'emploi dans les secteurs exposés et abrités en "
            "France, Économie et Statistique 503-504.",
        ),
    ),
    Card(
        id="independent_range",
        label="Fourchette d'hypothèses indépendantes",
        formula="bas = c − √Σ_h (c − bas_h)², haut = c + √Σ_h (haut_h − c)²",
        unit="unité de la grandeur",
        range="bas ≤ central ≤ haut ; bas jamais négatif",
        neutral="bas = central = haut (aucune hypothèse ne joue)",
        reading="Deux hypothèses qui jouent chacune de 30 et 40 emplois font ensemble une fourchette de ± 50.",
        conventions=(
            "Chaque hypothèse va à ses deux bouts pendant que les autres restent au centre.",
            "Hypothèses supposées indépendantes : moins large que toutes au pire, plus large qu'une seule.",
        ),
        references=(
            "BIPM (2008), Évaluation des données de mesure : guide pour l'expression de l'incertitude de mesure, "
            "JCGM 100, § 5.1.2.",
        ),
    ),
    Card(
        id="spending_split",
        label="Où va un euro produit",
        formula="1 = v_j + Σ_anneaux Δ(v'L p_j) + importations",
        unit="part (0-1)",
        range="0 à 1 ; les parts font 1",
        neutral="1 pour le projet (il n'achète rien)",
        reading="Sur 100 € : 40 au projet, 6 à ses fournisseurs d'ici, 24 ailleurs en France, 30 à l'étranger.",
        conventions=(
            "Chaque anneau ne reçoit que ce que les anneaux plus petits n'ont pas déjà.",
            "La valeur ajoutée comprend les impôts nets sur les produits et les achats au reste du monde.",
        ),
        references=(MILLER_BLAIR,),
    ),
)
