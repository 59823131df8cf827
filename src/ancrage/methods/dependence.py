"""The published rules that call an imported product dependent, each with its thresholds as arguments.

Imports and exports are values, any one unit; their last axis is the partner country: (products, partners), one vector
for a single product, lists of different lengths (read as padded with zeros), or a scipy sparse matrix. When only an
index is known, give the totals (products,) and the index in `hhi...`. All thresholds are strict (>).
Which countries count as extra-EU (the United Kingdom, for one) is settled by who builds the arrays.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ancrage.domain.card import Card
from ancrage.methods.arguments import checked
from ancrage.methods.arrays import (
    ROUNDING,
    Bools,
    Floats,
    Ints,
    above,
    at_least,
    is_sparse,
    number,
    numbers,
    ratio,
    same_shape,
    shares,
)


@dataclass(frozen=True, slots=True)
class EuDependency:
    """One entry a product: the three core dependency indicators, which pass, and all three together."""

    cdi1: Floats
    cdi2: Floats
    cdi3: Floats
    passes: Bools
    dependent: Bools


@checked
def dependency_eu2021(
    extra_eu_imports: Any,
    intra_eu_imports: ArrayLike,
    exports: ArrayLike,
    *,
    hhi: ArrayLike | None = None,
    hhi_threshold: float = 0.4,
    share_threshold: float = 0.5,
    ratio_threshold: float = 1.0,
    no_export_ratio: float = np.inf,
) -> EuDependency:
    """European Commission 2021: concentrated, mostly extra-EU, and more imported than exported.

    CDI1 = HHI of extra-EU imports > 0.4; CDI2 = extra-EU / (extra-EU + intra-EU) imports > 0.5;
    CDI3 = extra-EU imports / total exports > 1; dependent when all three hold.

    Args:
        extra_eu_imports: (..., partners), or totals (...) with `hhi`; intra_eu_imports, exports: (...).
        no_export_ratio: CDI3 where exports are zero and imports are not.

    Returns: `EuDependency`, `passes` (3, ...). Without extra-EU imports the three indicators are 0.
    Raises: ValueError on NaN, negatives, shapes. Source: European Commission, SWD(2021) 352.
    """
    _thresholds(hhi_threshold=hhi_threshold, share_threshold=share_threshold)
    number(ratio_threshold, "ratio_threshold", low=0)
    number(no_export_ratio, "no_export_ratio", low=0, infinite=True)
    extra, cdi1 = _total_and_hhi(extra_eu_imports, hhi, "extra_eu_imports")
    intra, sold = numbers(intra_eu_imports, "intra_eu_imports"), numbers(exports, "exports")
    same_shape(extra_eu_imports=extra, hhi=cdi1, intra_eu_imports=intra, exports=sold)
    cdi2 = ratio(extra, extra + intra, 0.0)
    cdi3 = np.where(extra > 0, ratio(extra, sold, float(no_export_ratio)), 0.0)
    passes = np.stack([above(cdi1, hhi_threshold), above(cdi2, share_threshold), above(cdi3, ratio_threshold)])
    return EuDependency(cdi1, cdi2, cdi3, passes, np.asarray(passes.all(axis=0)))


@dataclass(frozen=True, slots=True)
class GeodepDependency:
    """Indicators (years, ...), the years in which all hold, and the verdict over the years (...)."""

    hhi_imports: Floats
    hhi_world_exports: Floats
    ratio: Floats
    dependent_years: Bools
    dependent: Bools


@checked
def dependency_geodep(
    imports: Any,
    world_exports: Any,
    exports: ArrayLike,
    *,
    hhi_imports: ArrayLike | None = None,
    hhi_world_exports: ArrayLike | None = None,
    hhi_threshold: float = 0.4,
    world_threshold: float = 0.4,
    ratio_threshold: float = 1.0,
    years_required: int = 2,
    no_export_ratio: float = 9999.0,
) -> GeodepDependency:
    """CEPII GeoDep: imports concentrated, world exports concentrated, imports above exports, 2 years out of 3.

    Args:
        imports: (years, ..., partners), or totals (years, ...) with `hhi_imports`.
        world_exports: (years, ..., exporters), or None with `hhi_world_exports` (years, ...).
        exports: (years, ...), exports of the economy that imports.
        years_required: least number of years in which the three conditions hold.
        no_export_ratio: imports / exports where exports are zero and imports are not.

    Returns: `GeodepDependency`. Raises: ValueError on NaN, negatives, shapes, more years required than given.
    Source: Lefebvre & Wibaux 2024, CEPII (GeoDep).
    """
    _thresholds(hhi_threshold=hhi_threshold, world_threshold=world_threshold)
    number(ratio_threshold, "ratio_threshold", low=0)
    number(no_export_ratio, "no_export_ratio", low=0, infinite=True)
    bought, hhi_in = _total_and_hhi(imports, hhi_imports, "imports")
    hhi_out = _hhi(world_exports, hhi_world_exports, "world_exports")
    sold = numbers(exports, "exports")
    same_shape(imports=bought, hhi_imports=hhi_in, hhi_world_exports=hhi_out, exports=sold)
    deficit = np.where(bought > 0, ratio(bought, sold, float(no_export_ratio)), 0.0)
    if not deficit.ndim or not 1 <= years_required <= len(deficit):
        raise ValueError(f"« years_required » vaut {years_required} : il faut au moins autant d'années de données.")
    concentrated = above(hhi_in, hhi_threshold) & above(hhi_out, world_threshold)
    yearly = concentrated & above(deficit, ratio_threshold)
    return GeodepDependency(hhi_in, hhi_out, deficit, yearly, yearly.sum(axis=0) >= years_required)


@dataclass(frozen=True, slots=True)
class CustomsDependency:
    """One entry a product; `top_supplier` is a partner index, -1 without import."""

    top_supplier: Ints
    top_share: Floats
    world_share: Floats
    dependent: Bools


@checked
def dependency_customs2022(
    imports: Any, world_exports: Any, *, share_threshold: float = 0.5, world_threshold: float = 0.5
) -> CustomsDependency:
    """French Customs 2022: one country supplies more than half of imports, and half of the world's exports.

    Args: imports, world_exports: (..., partners), the same countries in the same order.
    Returns: `CustomsDependency`. Raises: ValueError on NaN, negatives, different shapes.
    Source: Direction générale des douanes, July 2022.
    """
    _thresholds(share_threshold=share_threshold, world_threshold=world_threshold)
    bought, world = _by_partner(imports, "imports"), _by_partner(world_exports, "world_exports")
    if bought.shape != world.shape:
        raise ValueError("« imports » et « world_exports » doivent porter sur les mêmes pays, dans le même ordre.")
    top = first_largest(bought)
    top_share = np.take_along_axis(shares(bought), top[..., None], -1)[..., 0]
    world_share = np.take_along_axis(shares(world), top[..., None], -1)[..., 0]
    dependent = above(top_share, share_threshold) & above(world_share, world_threshold)
    return CustomsDependency(np.where(top_share > 0, top, -1), top_share, world_share, np.asarray(dependent))


@dataclass(frozen=True, slots=True)
class TresorCascade:
    """One entry a product; each mask includes the one before it; `stage` counts those that hold (0 to 3)."""

    mostly_extra_eu: Bools
    concentrated: Bools
    low_diversification: Bools
    stage: Ints


@checked
def dependency_tresor(
    extra_eu_imports: Any,
    intra_eu_imports: ArrayLike,
    world_exports: Any,
    *,
    hhi: ArrayLike | None = None,
    hhi_world_exports: ArrayLike | None = None,
    production: ArrayLike | None = None,
    demand: ArrayLike | None = None,
    share_threshold: float = 0.5,
    hhi_threshold: float = 0.4,
    world_threshold: float = 0.4,
) -> TresorCascade:
    """Cascade of the French Treasury: mostly extra-EU, few suppliers there, few other suppliers in the world.

    1. extra-EU share of imports > `share_threshold` and, when given, EU production < EU demand;
    2. HHI of extra-EU imports > `hhi_threshold`; 3. HHI of world exports > `world_threshold`.
    The cascade is published, its cut-offs are not readable: the defaults are ours.

    Args: extra_eu_imports (..., partners) or totals with `hhi`; intra_eu_imports (...);
        world_exports (..., exporters), or None with `hhi_world_exports`; production, demand (...), both or none.
    Returns: `TresorCascade`. Raises: ValueError on NaN, negatives, shapes, production without demand.
    Source: Bonneau & Nakaa 2020, Trésor-Éco 274; DG Trésor, working paper 2021-06.
    """
    _thresholds(share_threshold=share_threshold, hhi_threshold=hhi_threshold, world_threshold=world_threshold)
    extra, concentration = _total_and_hhi(extra_eu_imports, hhi, "extra_eu_imports")
    world = _hhi(world_exports, hhi_world_exports, "world_exports")
    if (production is None) != (demand is None):
        raise ValueError("« production » et « demand » vont ensemble : donnez les deux ou aucun.")
    intra = numbers(intra_eu_imports, "intra_eu_imports")
    same_shape(extra_eu_imports=extra, hhi=concentration, intra_eu_imports=intra, hhi_world_exports=world)
    first = above(ratio(extra, extra + intra, 0.0), share_threshold)
    if production is not None and demand is not None:
        made, used = numbers(production, "production"), numbers(demand, "demand")
        same_shape(extra_eu_imports=extra, production=made, demand=used)
        first = first & above(used, made)
    second = first & above(concentration, hhi_threshold)
    third = second & above(world, world_threshold)
    return TresorCascade(first, second, third, np.asarray(first.astype(np.int64) + second + third))


@dataclass(frozen=True, slots=True)
class CaeDependency:
    """One entry a product; `reinforced` is false everywhere when nothing is known of the importing firms."""

    largest_share: Floats
    vulnerable: Bools
    reinforced: Bools


@checked
def dependency_cae(
    extra_eu_imports: Any,
    intra_eu_imports: ArrayLike,
    importing_firms: ArrayLike | None = None,
    *,
    suppliers: int = 3,
    share_threshold: float = 0.5,
    firms_threshold: float = 5,
) -> CaeDependency:
    """After CAE note 64: a few countries outside the EU supply most of a product; few firms import it.

    vulnerable: share of the `suppliers` largest extra-EU countries in all imports > `share_threshold`;
    reinforced: vulnerable, and at most `firms_threshold` importing firms. The note's cut-offs are not readable and its
    firm data are confidential: the defaults are ours.

    Args: extra_eu_imports (..., partners); intra_eu_imports (...); importing_firms (...), number of firms.
    Returns: `CaeDependency`. Raises: ValueError on NaN, negatives, shapes.
    Source: Jaravel & Méjean 2021, CAE note 64 and focus 057.
    """
    _thresholds(share_threshold=share_threshold)
    number(firms_threshold, "firms_threshold", low=0)
    if suppliers < 1:
        raise ValueError(f"« suppliers » doit valoir au moins 1 (reçu : {suppliers}).")
    bought = _by_partner(extra_eu_imports, "extra_eu_imports")
    intra = numbers(intra_eu_imports, "intra_eu_imports")
    same_shape(extra_eu_imports=bought[..., 0], intra_eu_imports=intra)
    total = bought.sum(axis=-1) + intra
    largest = ratio(np.sort(bought, axis=-1)[..., -suppliers:].sum(axis=-1), total, 0.0)
    vulnerable = above(largest, share_threshold)
    few = np.zeros(vulnerable.shape, dtype=bool)
    if importing_firms is not None:
        firms = numbers(importing_firms, "importing_firms")
        same_shape(intra_eu_imports=intra, importing_firms=firms)
        few = at_least(firms_threshold, firms)
    return CaeDependency(largest, vulnerable, vulnerable & few)


def _thresholds(**shares_or_indices: float) -> None:
    for name, value in shares_or_indices.items():
        number(value, name, low=0, high=1)


def first_largest(flows: Floats) -> Ints:
    """Position of the largest along the last axis, the first one when several are equal but for rounding."""
    return np.asarray(at_least(flows, flows.max(axis=-1, keepdims=True)).argmax(axis=-1))


def _by_partner(values: Any, name: str) -> Floats:
    flows = numbers(_padded(values.toarray() if is_sparse(values) else values), name)
    if not flows.ndim or not flows.shape[-1]:
        raise ValueError(f"« {name} » doit avoir au moins un pays partenaire sur son dernier axe.")
    return flows


def _padded(values: Any) -> Any:
    """Lists of different lengths made regular: a partner that is not there sells nothing."""
    if not isinstance(values, list | tuple) or not any(isinstance(v, list | tuple | np.ndarray) for v in values):
        return values
    rows = [np.atleast_1d(_padded(row)) for row in values]
    widest = max(row.shape[-1] for row in rows)
    wide = [np.pad(row, [(0, 0)] * (row.ndim - 1) + [(0, widest - row.shape[-1])]) for row in rows]
    # of different depths, they are left as they are: `numbers` says that the shape is not regular
    return np.stack(wide) if len({row.shape for row in wide}) == 1 else values


def _total_and_hhi(values: Any, hhi: ArrayLike | None, name: str) -> tuple[Floats, Floats]:
    """Total and HHI over the last axis; or `values` as the total when the index is already known."""
    if hhi is not None:
        return numbers(values, name), _hhi(values, hhi, name)
    flows = _by_partner(values, name)
    return np.asarray(flows.sum(axis=-1)), _hhi(flows, None, name)


def _hhi(values: Any, hhi: ArrayLike | None, name: str) -> Floats:
    """The index given (NaN, the index of nothing, is no concentration here), or that of the last axis of `values`."""
    if hhi is not None:
        return np.nan_to_num(numbers(hhi, f"hhi ({name})", low=0, high=1 + ROUNDING, missing=True))
    flows = _by_partner(values, name)
    # one rounding only: an index exactly at the threshold must not pass it
    return ratio((flows**2).sum(axis=-1), flows.sum(axis=-1) ** 2, 0.0)


SWD2021 = "Commission européenne (2021), Strategic dependencies and capacities, SWD(2021) 352 final."
OURS = "Les seuils publiés ne sont pas lisibles : ceux-ci sont d'Ancrage, donnés en arguments et affichés."

CARDS = (
    Card(
        id="dependency_eu2021",
        label="Dépendance au sens de la Commission européenne",
        formula="CDI1 = HHI hors UE > 0,4 ; CDI2 = M hors UE / M > 0,5 ; CDI3 = M hors UE / X > 1",
        unit="indices, parts et rapport ; vrai ou faux",
        range="CDI1 et CDI2 : 0 à 1 ; CDI3 : 0 et plus",
        neutral="0,4 ; 0,5 ; 1 (seuils, inégalités strictes)",
        reading="0,54 ; 0,625 ; 1,25 : peu de pays, surtout hors d'Europe, et plus d'achats que de ventes. Dépendant.",
        conventions=(
            "Sans exportation, CDI3 est infini ; sans importation hors UE, les trois indicateurs valent 0.",
            "En valeur. Un produit sur cinq n'est plus dépendant un an plus tard : préférer plusieurs années.",
            "Appliquée à la France, dire si « intérieur » désigne la France ou l'Union.",
        ),
        references=(SWD2021,),
    ),
    Card(
        id="dependency_geodep",
        label="Dépendance au sens de GeoDep (CEPII)",
        formula="HHI importations > 0,4 ET HHI exportations mondiales > 0,4 ET M/X > 1, au moins 2 années sur 3",
        unit="indices et rapport ; vrai ou faux",
        range="HHI : 0 à 1 ; rapport : 0 et plus",
        neutral="0,4 ; 0,4 ; 1",
        reading="Vrai : peu de fournisseurs, peu d'autres dans le monde, et cela dure.",
        conventions=("Sans exportation, le rapport M/X vaut 9999, comme dans GeoDep.", "Inégalités strictes."),
        references=("Lefebvre K., Wibaux P. (2024), base GeoDep et Policy Brief 2024-47, CEPII.",),
    ),
    Card(
        id="dependency_customs2022",
        label="Vulnérabilité au sens des Douanes",
        formula="part du premier fournisseur > 50 % ET part de ce pays dans les exportations mondiales > 50 %",
        unit="parts ; vrai ou faux",
        range="0 à 1",
        neutral="0,5 et 0,5",
        reading="Vrai : un seul pays domine nos achats et le marché mondial, il n'y a guère d'autre porte où frapper.",
        conventions=("Ex æquo : le premier pays dans l'ordre des colonnes.", "Inégalités strictes."),
        references=("Direction générale des douanes et droits indirects (juillet 2022), vulnérabilité des imports.",),
    ),
    Card(
        id="dependency_tresor",
        label="Cascade de vulnérabilité de la DG Trésor",
        formula="part hors UE > 0,5 (et production < demande), puis HHI hors UE > 0,4, puis HHI mondial > 0,4",
        unit="étapes franchies",
        range="0 à 3",
        neutral="0",
        reading="3 : surtout hors d'Europe, chez peu de fournisseurs, et peu d'autres pays pourraient les remplacer.",
        conventions=(OURS, "Chaque étape suppose la précédente."),
        references=(
            "Bonneau C., Nakaa M. (2020), Vulnérabilité des approvisionnements français et européens, Trésor-Éco 274.",
        ),
    ),
    Card(
        id="dependency_cae",
        label="Vulnérabilité d'après le Conseil d'analyse économique",
        formula="part des 3 premiers pays hors UE dans les importations > 0,5 ; renforcée : 5 importateurs au plus",
        unit="part ; vrai ou faux",
        range="0 à 1",
        neutral="0,5",
        reading="0,8 : trois pays hors d'Europe fournissent 80 % du produit.",
        conventions=(OURS, "Sans donnée sur les entreprises importatrices, la forme renforcée n'est jamais vraie."),
        references=("Jaravel X., Méjean I. (2021), Quelle stratégie de résilience ?, note du CAE 64 et focus 057.",),
    ),
)
