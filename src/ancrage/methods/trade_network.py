"""Trade networks: who holds the centre of the world market of a product, and how far an activity is from final use."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ancrage.domain.card import Card
from ancrage.methods.arguments import checked
from ancrage.methods.arrays import Floats, above, number, numbers, ratio, shares
from ancrage.methods.dependence import first_largest
from ancrage.methods.leontief import MILLER_BLAIR, allocation_coefficients, solve_productive, square


@dataclass(frozen=True, slots=True)
class Centrality:
    """`out_strength` (..., countries); the others one value a product. All in [0, 1]."""

    out_strength: Floats
    out_strength_sd: Floats
    hhi: Floats
    freeman: Floats
    clustering: Floats


def centrality(flows: ArrayLike) -> Centrality:
    """How much a few countries hold the world trade of a product.

    out_strength_c = X_c / X (share of world exports); its standard deviation (over n) = presence of central players;
    HHI = sum of squares; Freeman out-degree centralisation = sum_c (max k - k_c) / (n - 1)^2, k = customers of c;
    clustering = mean over countries of the closed share of pairs of partners, links without direction.

    Args:
        flows: (n, n) or (products, n, n), exports of row country to column country, any unit. Diagonal ignored.

    Returns: `Centrality`; a product without trade has zeros.
    Raises: ValueError on NaN, negatives, a matrix that is not square.
    Source: Korniyenko, Pinat & Dew 2017, IMF WP/17/30; Freeman 1979, doi:10.1016/0378-8733(78)90021-7;
        Watts & Strogatz 1998, doi:10.1038/30918.
    """
    trade = square(flows, "flows").copy()
    n = trade.shape[-1]
    trade[..., np.arange(n), np.arange(n)] = 0
    strength = shares(trade.sum(axis=-1))
    customers = (trade > 0).sum(axis=-1)
    centralisation = (customers.max(axis=-1, keepdims=True) - customers).sum(axis=-1)
    return Centrality(
        out_strength=strength,
        out_strength_sd=strength.std(axis=-1),
        hhi=np.asarray((strength**2).sum(axis=-1)),
        freeman=ratio(centralisation, (n - 1) ** 2, 0.0),
        clustering=_clustering(trade),
    )


def _clustering(trade: Floats) -> Floats:
    linked = ((trade > 0) | (trade.mT > 0)).astype(np.float64)
    degree = linked.sum(axis=-1)
    triangles = ((linked @ linked) * linked).sum(axis=-1)
    return np.asarray(ratio(triangles, degree * (degree - 1), 0.0).mean(axis=-1))


@checked
def single_point_of_failure(exports: ArrayLike, imports: ArrayLike, *, threshold: float = 0.5) -> NDArray[np.bool_]:
    """Products whose first exporter cannot be replaced by the others at their present exports.

    True when the first exporter's share of world exports > threshold, and the exports of the other countries
    < the imports of the other countries.

    Args:
        exports, imports: (..., countries), world exports and imports by country, same order and unit. From a matrix
            of flows: its sums over columns and over rows.
        threshold: 0.5 to 0.7 in practice, strict.

    Returns: (...) booleans; false without trade. Raises: ValueError on NaN, negatives, different shapes.
    Source: our definition, after Arjona, Connell & Herghelegiu 2023, doi:10.2873/768035 (their test is not published).
    """
    sold, bought = numbers(exports, "exports"), numbers(imports, "imports")
    if sold.shape != bought.shape or not sold.ndim:
        raise ValueError("« exports » et « imports » doivent avoir la même forme, une valeur par pays.")
    if not sold.shape[-1]:
        raise ValueError("« exports » doit compter au moins un pays.")
    number(threshold, "threshold", low=0, high=1)
    first = first_largest(sold)[..., None]
    top, top_bought = np.take_along_axis(sold, first, -1)[..., 0], np.take_along_axis(bought, first, -1)[..., 0]
    total = sold.sum(axis=-1)
    everyone = bought.sum(axis=-1)
    alone = above(everyone - top_bought, total - top, np.maximum(everyone, total))
    return np.asarray(above(ratio(top, total, 0.0), threshold) & alone)


def upstreamness(flows: ArrayLike, output: ArrayLike) -> Floats:
    """Distance of a sector to final use, in stages: u = (I - B)^-1 1, B_ij = Z_ij / x_i.

    Args: flows Z (n, n), sales of row to column, and output x (n,), one currency unit.
    Returns: u (n,) >= 1; 1 when everything goes to final use (and without output). Row sums of the Ghosh inverse.
    Raises: ValueError on NaN, negatives, shapes, sales without output, nothing ever reaching final use.
    Source: Antràs, Chor, Fally & Hillberry 2012, doi:10.1257/aer.102.3.412.
    """
    b = allocation_coefficients(flows, output)
    return solve_productive(b, np.ones((len(b), 1)))[:, 0]


CARDS = (
    Card(
        id="centrality",
        label="Centralité du commerce mondial d'un produit",
        formula="w_c = X_c / X ; écart-type des w ; HHI = Σ w² ; Freeman = Σ (max k − k_c) / (n − 1)²",
        unit="parts et indices",
        range="0 à 1",
        neutral="0 (aucun acteur central)",
        reading="Un pays à 0,90 d'un produit en est le centre : s'il ferme, presque tout le commerce s'arrête.",
        conventions=(
            "L'écart-type divise par le nombre de pays n et dépend de n : ne comparer qu'à nombre de pays égal.",
            "Le regroupement (clustering) ignore le sens des échanges.",
        ),
        references=(
            "Korniyenko Y., Pinat M., Dew B. (2017), Assessing the Fragility of Global Trade, IMF WP/17/30.",
            "Freeman L. C. (1978), Centrality in social networks, Social Networks 1, doi:10.1016/0378-8733(78)90021-7.",
        ),
    ),
    Card(
        id="single_point_of_failure",
        label="Point de défaillance unique",
        formula="part du premier exportateur > seuil ET exportations des autres < importations des autres",
        unit="vrai ou faux",
        range="vrai ou faux",
        neutral="faux",
        reading="Vrai : sans le premier exportateur, les autres n'exportent pas assez pour servir le reste du monde.",
        conventions=(
            "Seuil de 0,5 par défaut (0,5 à 0,7 en pratique), inégalités strictes.",
            "Définition d'Ancrage : le test exact de la Commission n'est pas publié.",
            "Aucune réaction de la production : c'est l'état du commerce observé.",
        ),
        references=(
            "Arjona R., Connell W., Herghelegiu C. (2023), An enhanced methodology to monitor the EU's strategic "
            "dependencies and vulnerabilities, Commission européenne, doi:10.2873/768035.",
        ),
    ),
    Card(
        id="upstreamness",
        label="Distance à l'usage final",
        formula="u = (I − B)⁻¹ 1, b_ij = z_ij / x_i",
        unit="étapes",
        range="1 et plus",
        neutral="1 (tout va à l'usage final)",
        reading="3,2 : le produit passe en moyenne par trois étapes avant l'usage final ; une rupture se propage loin.",
        conventions=("Somme des lignes de l'inverse de Ghosh ; les exportations comptent comme usage final.",),
        references=(
            "Antràs P., Chor D., Fally T., Hillberry R. (2012), Measuring the Upstreamness of Production and Trade "
            "Flows, American Economic Review 102(3), doi:10.1257/aer.102.3.412.",
            MILLER_BLAIR,
        ),
    ),
)
