"""Sophistication: the income level that goes with what a territory sells."""

import numpy as np
from numpy.typing import ArrayLike

from ancrage.domain.card import Card
from ancrage.methods.arrays import Floats, Matrix, margins, matrix, numbers, ratio


def prody(X: Matrix, income: ArrayLike) -> Floats:
    """PRODY: the income that goes with a product, mean income of those who sell it weighted by their RCA.

    PRODY_p = sum_c [(X_cp/X_c) / sum_c' (X_c'p/X_c')] Y_c. `X` non-negative, territories x products, dense or sparse;
    `income` Y a head of each territory (NaN: the territory is left out). In the unit of `income`; NaN for a product
    that none of the territories kept sells. Raises ValueError on NaN or negatives in `X`, or a wrong length.
    Source: Hausmann, Hwang & Rodrik 2007, doi:10.1007/s10887-006-9009-4.
    """
    values = matrix(X, "X")
    wealth = numbers(income, "income", negative=True, missing=True)
    if wealth.shape != values.shape[:1]:
        raise ValueError("« income » doit avoir une valeur par territoire (ligne de « X »).")
    total = margins(values)[0]
    weight = np.where(np.isnan(wealth), 0.0, ratio(1.0, total, undefined=0.0))
    return ratio(values.T @ (weight * np.nan_to_num(wealth)), values.T @ weight)


def expy(X: Matrix, prody: ArrayLike) -> Floats:
    """EXPY: the income level of what a territory sells, EXPY_c = sum_p (X_cp / X_c) PRODY_p.

    `X` non-negative, territories x products, dense or sparse; `prody` a value a product (NaN: left out of the basket,
    whose shares are taken again). In the unit of `prody`; NaN for a territory that sells nothing.
    Raises ValueError on NaN or negatives in `X`, or a wrong length.
    Source: Hausmann, Hwang & Rodrik 2007, doi:10.1007/s10887-006-9009-4.
    """
    values = matrix(X, "X")
    level = numbers(prody, "prody", negative=True, missing=True)
    if level.shape != values.shape[1:]:
        raise ValueError("« prody » doit avoir une valeur par produit (colonne de « X »).")
    known = ~np.isnan(level)
    return ratio(values @ np.where(known, level, 0.0), values @ known.astype(float))


CARDS = (
    Card(
        id="prody",
        label="Niveau de revenu d'un produit (PRODY)",
        formula="PRODY_p = Σ_c [(X_cp/X_c) / Σ_c' (X_c'p/X_c')] Y_c",
        unit="celle du revenu par habitant",
        range="entre le plus petit et le plus grand revenu",
        neutral="le revenu moyen",
        reading="17 600 : les pays qui vendent ce produit ont en moyenne ce revenu par habitant.",
        conventions=("Un territoire sans revenu connu est laissé de côté.",),
        references=("Hausmann R., Hwang J. & Rodrik D., 2007, J. Econ. Growth 12, doi:10.1007/s10887-006-9009-4.",),
    ),
    Card(
        id="expy",
        label="Niveau de revenu du panier vendu (EXPY)",
        formula="EXPY_c = Σ_p (X_cp/X_c) PRODY_p",
        unit="celle du revenu par habitant",
        range="entre le plus petit et le plus grand PRODY",
        neutral="le revenu moyen",
        reading="Au-dessus du revenu d'ici : le territoire vend ce que vendent de plus riches que lui.",
        conventions=("Un produit sans PRODY sort du panier, dont les parts sont recalculées.",),
        references=("Hausmann R., Hwang J. & Rodrik D., 2007, J. Econ. Growth 12, doi:10.1007/s10887-006-9009-4.",),
    ),
)
