"""Economic complexity: who makes what others cannot, read from a matrix territories x activities (or products)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ancrage.domain.card import Card
from ancrage.methods.arguments import checked
from ancrage.methods.arrays import ROUNDING, Floats, Matrix, at_least, binary, is_sparse, margins, matrix, number, ratio
from ancrage.methods.spectrum import NO_INFORMATION, SMALL, largest_block, scale, second_eigenvector, sign


@dataclass(frozen=True, slots=True)
class Reflections:
    """`kc` and `kp`: one row an order (0: diversity, ubiquity), one column a territory or an activity.

    `kc_spread`, `kp_spread`: the same, mean removed at every step and brought back to a size of one: what separates
    territories when the orders have all but converged to one number. 0 where nothing separates them.
    """

    kc: Floats
    kp: Floats
    kc_spread: Floats
    kp_spread: Floats

    def standardised(self, ddof: int = 1) -> tuple[Floats, Floats]:
        """ECI from the last even order of `kc`, PCI from the last odd order of `kp` (the readings of the paper)."""
        last = len(self.kc) - 1
        if last == 0:
            raise ValueError("Il faut au moins une itération pour lire une complexité.")
        kc, kp = self.kc_spread[last - last % 2], self.kp_spread[last - 1 + last % 2]
        eci, pci = (standard_score(k, ddof) for k in (kc, kp))
        return eci, pci


@dataclass(frozen=True, slots=True)
class Fitness:
    """`fitness` of territories, `product_fitness` (complexity) of activities; unpacks as both."""

    fitness: Floats
    product_fitness: Floats
    iterations: int

    def __iter__(self) -> Iterator[Floats]:
        return iter((self.fitness, self.product_fitness))


@dataclass(frozen=True, slots=True)
class Complexity:
    """Complexity of territories (`eci`) and of activities (`pci`); unpacks as `eci, pci`.

    `pci_uncentred` is the PCI divided by its standard deviation without removing the mean.
    `components` counts the separate blocks of the network once empty rows and columns are left out: above 1, both
    indices cover the largest block only and hold NaN elsewhere. `eigenvalue` is the second one (0 to 1).
    """

    eci: Floats
    pci: Floats
    pci_uncentred: Floats
    eigenvalue: float
    components: int

    def __iter__(self) -> Iterator[Floats]:
        return iter((self.eci, self.pci))


def rca(X: Matrix) -> Matrix:
    """Revealed comparative advantage: RCA_cp = (X_cp / X_c.) / (X_.p / X..).

    `X` non-negative values (exports, jobs, establishments), territories x activities, dense or scipy.sparse; the
    result is a float64 array, or CSR. Without unit. An empty row or column gives zeros.
    Raises ValueError on NaN, negatives, not two dimensions, or a zero total.
    Source: Balassa 1965, doi:10.1111/j.1467-9957.1965.tb00050.x.
    """
    values = matrix(X, "X")
    rows, columns = margins(values)
    total = rows.sum()
    if total == 0:
        raise ValueError("« X » est entièrement nul : aucun avantage comparatif n'a de sens.")
    if not is_sparse(values):
        # x T / (row column), in this order: exact for whole numbers, so that an exact 1 stays 1
        expected = np.multiply.outer(np.where(rows > 0, rows, 1.0), np.where(columns > 0, columns, 1.0))
        return np.divide(values * total, expected, out=expected)
    row_of_each = np.repeat(rows, np.diff(values.indptr))
    values.data *= total
    values.data /= row_of_each * columns[values.indices]
    return values


@checked
def presence(rca: Matrix, threshold: float = 1.0) -> Matrix:
    """Presence matrix M: true where RCA >= threshold (equality counts, beyond rounding: exact ones occur).

    `rca` territories x activities, dense or scipy.sparse (the result is then a boolean CSR). Without unit.
    Raises ValueError on NaN, negatives, or a threshold that is not positive.
    Source: Hidalgo & Hausmann 2009, doi:10.1073/pnas.0900943106.
    """
    number(threshold, "threshold", low=0, strict=True)
    values = matrix(rca, "rca")
    if not is_sparse(values):
        return at_least(values, threshold)
    values.data[~at_least(values.data, threshold)] = 0
    values.eliminate_zeros()
    return values.astype(bool)


@checked
def eci_pci(M: Matrix, *, pci_scale: Literal["own", "eci"] = "own", ddof: int = 1) -> Complexity:
    """Economic complexity index of territories and product complexity index of activities.

    ECI is the second eigenvector of D^-1 M U^-1 M', PCI that of U^-1 M' D^-1 M (D diversity, U ubiquity), found by
    Lanczos on the symmetric operator D^-1/2 M U^-1 M' D^-1/2 with its first eigenvector removed: no product matrix is
    formed. ECI has the sign of its correlation with diversity. `M` 0/1, territories x activities, dense or sparse.
    Standardised, without unit: `pci_scale="own"` each by its own mean and sd, `"eci"` PCI by those of ECI, so that the
    ECI of a territory is the mean PCI of its activities; `ddof` 1 (n - 1) or 0 (n) in the sd.
    Empty rows and columns have NaN, the others are not touched; see `Complexity` for a network in several blocks.
    All NaN when no second eigenvector exists (one territory, or the same activities everywhere), or when several share
    the second eigenvalue (interchangeable territories): any mixture of them would do, so that none says anything.
    Raises ValueError when `M` is not 0/1, or `ddof` is neither 0 nor 1.
    Source: Hidalgo & Hausmann 2009, doi:10.1073/pnas.0900943106.
    """
    check_ddof(ddof)
    present = binary(M)
    return unchecked_eci_pci(present, *margins(present), pci_scale=pci_scale, ddof=ddof)


def check_ddof(ddof: int) -> None:
    if ddof not in (0, 1):
        raise ValueError(f"« ddof » doit être 0 ou 1 (reçu : {ddof}).")


@checked
def reflections(M: Matrix, n: int = 19) -> Reflections:
    """Method of reflections: k_c,n = (1/k_c,0) sum_p M_cp k_p,n-1 and k_p,n = (1/k_p,0) sum_c M_cp k_c,n-1.

    `M` 0/1, territories x activities, dense or sparse; `n` the highest order. Order 0 counts activities (territories),
    higher ones are means. Rows or columns without anything: 0 at order 0, NaN after.
    Raises ValueError when `M` is not 0/1 or `n` is negative.
    Source: Hidalgo & Hausmann 2009, doi:10.1073/pnas.0900943106.
    """
    if n < 0:
        raise ValueError(f"« n » doit être positif ou nul (reçu : {n}).")
    present = binary(M)
    diversity, ubiquity = margins(present)
    here, there = diversity > 0, ubiquity > 0
    kc, kp = [diversity], [ubiquity]
    apart_c, apart_p = (
        [_apart(diversity, here, np.abs(diversity).max(initial=0))],
        [_apart(ubiquity, there, np.abs(ubiquity).max(initial=0))],
    )
    for _ in range(n):
        # the empty ones hold 0 on the way, so that they do not spoil the others
        to_c, to_p = (ratio(present @ k[-1], diversity, undefined=0.0) for k in (kp, apart_p))
        from_c, from_p = (ratio(present.T @ k[-1], ubiquity, undefined=0.0) for k in (kc, apart_c))
        kc.append(to_c)
        kp.append(from_c)
        apart_c.append(_apart(to_p, here, 1.0))
        apart_p.append(_apart(from_p, there, 1.0))
    by_order = [np.array(rows) for rows in (kc, kp, apart_c, apart_p)]
    for rows, filled, first in zip(by_order, (here, there) * 2, (1, 1, 0, 0), strict=True):
        rows[first:, ~filled] = np.nan
    return Reflections(*by_order)


def _apart(values: Floats, filled: NDArray[np.bool_], size: float) -> Floats:
    """Values less their mean, of a largest size of one; zeros when what is left is the rounding of `size`."""
    if not filled.any():
        return np.zeros_like(values)
    centred = np.where(filled, values - values[filled].mean(), 0.0)
    largest = np.abs(centred).max()
    return centred / largest if largest > ROUNDING * size else np.zeros_like(values)


def standard_score(values: Floats, ddof: int) -> Floats:
    """(x - mean) / standard deviation of the values known; NaN when they are all equal or too few."""
    known = values[~np.isnan(values)]
    centred = values - known.mean() if known.size else values
    spread = np.sqrt((centred[~np.isnan(centred)] ** 2).sum() / (known.size - ddof)) if known.size > ddof else 0.0
    if not spread > ROUNDING * np.abs(known).max(initial=0.0):
        return np.full(values.shape, np.nan)
    return np.asarray(centred / spread)


@checked
def fitness(M: Matrix, iterations: int = 200, tolerance: float | None = 1e-10) -> Fitness:
    """Fitness-complexity: F_c = sum_p M_cp Q_p, Q_p = 1 / sum_c (M_cp / F_c), each divided by its mean, from ones.

    `M` 0/1, territories x activities, dense or sparse. Stops after `iterations` steps, or when nothing moves by more
    than `tolerance` relative to the largest value (None: never). Both F and Q of a step come from the step before.
    Positive, mean 1. Territories or activities without anything: NaN. Some fitnesses may tend to 0: it is the method.
    Raises ValueError when `M` is not 0/1 or empty. Source: Tacchella et al. 2012, doi:10.1038/srep00723.
    """
    if iterations < 1:
        raise ValueError(f"« iterations » doit valoir au moins 1 (reçu : {iterations}).")
    if tolerance is not None:
        number(tolerance, "tolerance", low=0)
    present = binary(M)
    diversity, ubiquity = margins(present)
    rows, columns = np.flatnonzero(diversity), np.flatnonzero(ubiquity)
    if rows.size == 0:
        raise ValueError("« M » ne contient aucune présence.")
    block = present[rows][:, columns]
    f, q = np.ones(len(rows)), np.ones(len(columns))
    done = 0
    for done in range(1, iterations + 1):  # noqa: B007 (read after the loop)
        # a fitness on its way to 0 must not become an infinite penalty times zero
        new_f, new_q = block @ q, 1 / (block.T @ (1 / np.maximum(f, 1e-280)))
        new_f, new_q = new_f / new_f.mean(), new_q / new_q.mean()
        moved = max(np.abs(new_f - f).max() / new_f.max(), np.abs(new_q - q).max() / new_q.max())
        f, q = new_f, new_q
        if tolerance is not None and moved < tolerance:
            break
    of_rows, of_columns = np.full(len(diversity), np.nan), np.full(len(ubiquity), np.nan)
    of_rows[rows], of_columns[columns] = f, q
    return Fitness(fitness=of_rows, product_fitness=of_columns, iterations=done)


def unchecked_eci_pci(
    present: Matrix, diversity: Floats, ubiquity: Floats, *, pci_scale: str = "own", ddof: int = 1
) -> Complexity:
    rows, columns, components = largest_block(present, diversity, ubiquity)
    eci, pci = np.full(len(diversity), np.nan), np.full(len(ubiquity), np.nan)
    uncentred = pci.copy()
    if min(len(rows), len(columns)) < 2:
        return Complexity(eci, pci, uncentred, np.nan, components)
    whole = len(rows) == len(diversity) and len(columns) == len(ubiquity)
    block = present if whole else present[rows][:, columns]
    if min(block.shape) > SMALL and not is_sparse(block):
        # fewer bytes to read at each step than the zeros, and sums always in the same order; `scale` gives the values
        block = _stored(block)
    d, u = np.sqrt(diversity[rows]), np.sqrt(ubiquity[columns])
    scaled = scale(block, 1 / d, 1 / u)
    # work on the shorter side, then cross to the other one
    by_row = len(rows) <= len(columns)
    operand, first = (scaled, d) if by_row else (scaled.T, u)
    value, second, alone = second_eigenvector(operand, first / np.linalg.norm(first))
    if value < NO_INFORMATION or not alone:
        return Complexity(eci, pci, uncentred, value, components)
    other = operand.T @ second / np.sqrt(value)
    kc, kp = (second / d, other / u) if by_row else (other / d, second / u)
    way = sign(kc, diversity[rows])
    # D^-1 M (kp / sqrt(value)) = kc: the scale at which a territory is the mean of its activities
    kc, kp = way * kc, way * kp / np.sqrt(value)
    reference = kp if pci_scale == "own" else kc
    eci[rows] = (kc - kc.mean()) / kc.std(ddof=ddof)
    uncentred[columns] = kp / reference.std(ddof=ddof)
    pci[columns] = uncentred[columns] - reference.mean() / reference.std(ddof=ddof)
    return Complexity(eci, pci, uncentred, value, components)


def _stored(block: Floats) -> Matrix:
    """A dense 0/1 matrix as CSR: one pass over its cells."""
    from scipy.sparse import csr_array

    cells = np.flatnonzero(block != 0)
    starts = np.searchsorted(cells, np.arange(len(block) + 1) * block.shape[1]).astype(np.int32)
    columns = (cells - np.repeat(np.arange(len(block)) * block.shape[1], np.diff(starts))).astype(np.int32)
    return csr_array((np.ones(len(cells), dtype=bool), columns, starts), shape=block.shape)


CARDS = (
    Card(
        id="rca",
        label="Avantage comparatif révélé",
        formula="ACR = (X_cp / X_c) / (X_p / X) : part du produit ici sur sa part dans l'ensemble",
        unit="sans unité",
        range="de 0 à l'infini",
        neutral="1 : même part que dans l'ensemble",
        reading="Un ACR de 2 : le produit pèse deux fois plus dans les ventes d'ici que dans celles de l'ensemble.",
        conventions=(
            "Une ligne ou une colonne vide donne des zéros : elle ne gâche pas les autres.",
            "Pour un territoire, l'emploi ou les établissements remplacent les exportations.",
        ),
        references=("Balassa B., 1965, The Manchester School 33(2), doi:10.1111/j.1467-9957.1965.tb00050.x.",),
    ),
    Card(
        id="presence",
        label="Présence d'une activité",
        formula="M_cp = 1 si ACR ≥ 1, sinon 0",
        unit="oui ou non",
        range="0 ou 1",
        neutral="seuil de 1, égalité comprise",
        reading="1 : le territoire fait cette activité au moins autant que l'ensemble auquel on le compare.",
        conventions=("Supérieur ou égal au seuil : des égalités exactes existent.", "Seuil réglable (« threshold »)."),
        references=("Hidalgo C. A. & Hausmann R., 2009, PNAS 106(26), doi:10.1073/pnas.0900943106.",),
    ),
    Card(
        id="eci_pci",
        label="Complexité économique (territoires) et complexité des activités",
        formula="ICE : 2e vecteur propre de D⁻¹ M U⁻¹ M' ; ICP : 2e vecteur propre de U⁻¹ M' D⁻¹ M",
        unit="écarts-types",
        range="le plus souvent de −3 à 3",
        neutral="0 : la moyenne",
        reading="+1 : un écart-type au-dessus de la moyenne : des activités que peu d'autres savent faire.",
        conventions=(
            "Signe fixé par la corrélation positive avec la diversité.",
            "Par défaut chaque indice est réduit par sa moyenne et son écart-type (n − 1), comme le fait le paquet R.",
            "Au choix, la convention de Harvard : ICP réduit par ceux de l'ICE (n), l'ICE est alors l'ICP moyen d'ici.",
            "Territoires interchangeables (deuxième valeur propre multiple) : indices non définis.",
            "Réseau en plusieurs morceaux : indices du plus grand seulement, non définis ailleurs ; nombre rendu.",
            "À l'intérieur d'un pays, l'indice suit souvent la taille : à lire avec l'emploi total.",
        ),
        references=(
            "Hidalgo C. A. & Hausmann R., 2009, PNAS 106(26), doi:10.1073/pnas.0900943106.",
            "Hausmann R. et al., 2014, The Atlas of Economic Complexity, MIT Press.",
        ),
    ),
    Card(
        id="reflections",
        label="Méthode des réflexions",
        formula="k_c,n = (1/k_c,0) Σ_p M_cp k_p,n−1 ; k_p,n = (1/k_p,0) Σ_c M_cp k_c,n−1",
        unit="nombre d'activités ou de territoires (moyenne)",
        range="positif",
        neutral="la moyenne de l'ordre considéré",
        reading="k_c,1 = 3 : les activités d'ici sont présentes en moyenne dans trois territoires.",
        conventions=(
            "Lecture : ordre pair pour les territoires, impair pour les activités.",
            "Tend vers les indices ICE et ICP quand l'ordre grandit ; ceux-ci sont préférés.",
        ),
        references=("Hidalgo C. A. & Hausmann R., 2009, PNAS 106(26), doi:10.1073/pnas.0900943106.",),
    ),
    Card(
        id="fitness",
        label="Fitness et complexité (Tacchella et al.)",
        formula="F_c = Σ_p M_cp Q_p ; Q_p = 1 / Σ_c (M_cp / F_c) ; chacun divisé par sa moyenne à chaque pas",
        unit="sans unité",
        range="de 0 à l'infini, moyenne 1",
        neutral="1 : la moyenne",
        reading="1,4 : un territoire plus diversifié, et dans des activités plus difficiles, que la moyenne.",
        conventions=(
            "F et Q d'un pas sont calculés tous deux à partir du pas précédent.",
            "Certaines valeurs tendent vers 0 : le rang se lit mieux que la valeur.",
        ),
        references=("Tacchella A. et al., 2012, Scientific Reports 2, doi:10.1038/srep00723.",),
    ),
)
