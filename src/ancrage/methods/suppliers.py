"""Who supplies each product, from long arrays of trade flows."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ancrage.domain.card import Card
from ancrage.methods.arguments import checked
from ancrage.methods.arrays import Floats, Ints, booleans, numbers, ratio, whole
from ancrage.methods.dependence import SWD2021, first_largest


@dataclass(frozen=True, slots=True)
class SupplierConcentration:
    """One entry a product. NaN where a share has no denominator (no import, no extra-EU import)."""

    total_imports: Floats
    hhi: Floats
    hhi_extra_eu: Floats
    extra_eu_share: Floats
    top_supplier: Ints
    top_share: Floats
    top_supplier_extra_eu: Ints
    suppliers: Ints


@checked
def supplier_concentration(
    product: ArrayLike,
    partner: ArrayLike,
    value: ArrayLike,
    is_eu: ArrayLike,
    n_products: int | None = None,
) -> SupplierConcentration:
    """Concentration of the suppliers of each product, from long arrays (one row a product x partner flow).

    HHI = sum over partners of share²; HHI extra-EU takes the shares within extra-EU imports only.

    Args:
        product: (rows,) codes 0..n_products-1. Any order; several rows of one pair are added up.
        partner: (rows,) codes 0..n_partners-1.
        value: (rows,) imports, any one unit, >= 0.
        is_eu: (n_partners,) true for the partners that count as "inside" (indexed by partner code).
        n_products: products without any row get NaN shares; default: the largest code + 1.

    Returns: arrays (n_products,), shares in [0, 1]; `top_supplier` is -1 without import, the lowest code on ties.
    Raises: ValueError on NaN or negative value, arrays of different lengths, a code out of range.
    Source: European Commission SWD(2021)352 (HHI of extra-EU imports).
    """
    values = numbers(value, "value")
    products, partners = whole(product, "product"), whole(partner, "partner")
    inside = booleans(is_eu, "is_eu", 1)
    if not products.shape == partners.shape == values.shape or values.ndim != 1:
        raise ValueError("« product », « partner » et « value » doivent avoir la même longueur.")
    n = int(products.max(initial=-1)) + 1 if n_products is None else n_products
    if n < 0 or (values.size and products.max() >= n):
        raise ValueError(f"« product » contient un code hors de l'intervalle [0, {n - 1}].")
    if values.size and partners.max() >= inside.size:
        raise ValueError("« partner » contient un code sans valeur dans « is_eu ».")

    # products x partners is small (thousands by hundreds): dense, every total is one pass
    cells = np.bincount(products * inside.size + partners, values, n * inside.size)
    flows = cells.astype(np.float64, copy=False).reshape(n, inside.size)
    outside = np.where(inside, 0.0, flows)
    total, extra = flows.sum(axis=1), outside.sum(axis=1)
    top, top_flow = _largest(flows)
    return SupplierConcentration(
        total_imports=total,
        hhi=ratio((flows**2).sum(axis=1), total**2),
        hhi_extra_eu=ratio((outside**2).sum(axis=1), extra**2),
        extra_eu_share=ratio(extra, total),
        top_supplier=top,
        top_share=ratio(top_flow, total),
        top_supplier_extra_eu=_largest(outside)[0],
        suppliers=(flows > 0).sum(axis=1),
    )


def _largest(flows: Floats) -> tuple[Ints, Floats]:
    """Code and flow of the largest supplier of each product, -1 and 0 without one."""
    if not flows.shape[1]:
        return np.full(len(flows), -1), np.zeros(len(flows))
    top = first_largest(flows)
    flow = flows[np.arange(len(flows)), top]
    return np.where(flow > 0, top, -1), flow


CARDS = (
    Card(
        id="supplier_concentration",
        label="Concentration des fournisseurs",
        formula="HHI_p = Σ_c s_pc², s_pc = M_pc / Σ_c M_pc ; HHI extra-UE : mêmes parts, parmi les seuls pays hors UE",
        unit="indice (0 à 1) et parts",
        range="0 à 1",
        neutral="0,4 (seuil usuel de concentration)",
        reading="Un indice de 0,54 équivaut à moins de deux fournisseurs de même taille (1 / 0,54 = 1,9).",
        conventions=(
            "Les parts portent sur les valeurs importées, pas sur les volumes.",
            "Les lignes d'un même couple produit-pays sont additionnées.",
            "Sans importation, les parts et l'indice ne sont pas définis et le premier fournisseur vaut -1.",
            "« is_eu » dit quels pays sont intérieurs : le Royaume-Uni n'y figure que si l'appelant l'y met.",
        ),
        references=(SWD2021,),
    ),
)
