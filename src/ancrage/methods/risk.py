"""Uncertain drivers: three-point laws and what they do to a result."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ancrage.domain.card import Card
from ancrage.methods.arguments import checked
from ancrage.methods.arrays import above, broadcastable, numbers
from ancrage.methods.decision import Array

Model = Callable[[dict[str, Array]], ArrayLike]


@dataclass(frozen=True, slots=True)
class Pert:
    """Moments of a PERT law and the parameters of its beta on [a, b]."""

    mean: Array
    alpha: Array
    beta: Array
    variance: Array


def pert_moments(a: ArrayLike, m: ArrayLike, b: ArrayLike) -> Pert:
    """PERT law of lowest a, most likely m, highest b: a beta with alpha = 1 + 4 (m - a) / (b - a), beta =
    1 + 4 (b - m) / (b - a); mean (a + 4 m + b) / 6, variance alpha beta (b - a)^2 / [(alpha+beta)^2 (alpha+beta+1)].

    Numbers or arrays, any unit. a = b is a certain value: variance 0, alpha = beta = 3.
    Raises ValueError: not a <= m <= b, NaN. Source: Clark 1962, doi:10.1287/opre.10.3.405; Vose 2008.
    """
    low, mode, high = _three_points(a, m, b)
    span = high - low
    position = np.divide(mode - low, span, out=np.full(span.shape, 0.5), where=span > 0)
    alpha, beta = 1 + 4 * position, 5 - 4 * position
    return Pert((low + 4 * mode + high) / 6, alpha, beta, alpha * beta * span**2 / (36 * 7))


@dataclass(frozen=True, slots=True)
class Moments:
    """Mean and variance."""

    mean: Array
    variance: Array


def triangular_moments(a: ArrayLike, m: ArrayLike, b: ArrayLike) -> Moments:
    """Triangular law: mean (a + m + b) / 3, variance (a^2 + m^2 + b^2 - am - ab - mb) / 18.

    Numbers or arrays, any unit. Raises ValueError: not a <= m <= b, NaN.
    Source: Johnson, Kotz & Balakrishnan 1995, Continuous Univariate Distributions.
    """
    low, mode, high = _three_points(a, m, b)
    # as squares of differences: no digits lost on large, close bounds
    variance = ((mode - low) ** 2 + (high - mode) ** 2 + (mode - low) * (high - mode)) / 18
    return Moments((low + mode + high) / 3, np.asarray(variance))


def _three_points(a: ArrayLike, m: ArrayLike, b: ArrayLike) -> tuple[Array, Array, Array]:
    points = {name: numbers(x, name, negative=True) for name, x in (("a", a), ("m", m), ("b", b))}
    broadcastable(**points)
    low, mode, high = np.broadcast_arrays(*points.values())
    if not ((low <= mode) & (mode <= high)).all():
        raise ValueError("« a », « m », « b » doivent vérifier minimum <= plus probable <= maximum, finis.")
    return low, mode, high


@dataclass(frozen=True, slots=True)
class Simulation:
    """Result of `monte_carlo`.

    outcomes: the draws; p10, p50, p90: what is exceeded in 90, 50 and 10 % of draws; p_negative: probability of a
    result below 0, with its error at three standard errors; drivers: the draws of each driver; tornado: result with
    one driver at its own P10 then P90, the others at their medians, widest first.
    """

    outcomes: Array
    mean: float
    p10: float
    p50: float
    p90: float
    p_negative: float
    p_negative_error: float
    drivers: dict[str, Array]
    tornado: dict[str, tuple[float, float]]


@checked
def monte_carlo(
    model: Model,
    drivers: Mapping[str, Sequence[float]],
    correlation: ArrayLike | None = None,
    *,
    n_draws: int = 10_000,
    seed: int = 0,
) -> Simulation:
    """Distribution of a result whose drivers follow PERT laws joined by a Gaussian copula.

    model: from {name: array of draws} to the array of results; drivers: {name: (lowest, most likely, highest)};
    correlation: of the underlying normals, n x n in the order of the drivers (the rank correlation is
    6 / pi asin(r / 2)); none: independent. Same seed, same result. The unit is the model's.
    Raises ValueError: bounds, correlation not a correlation matrix, model of another shape or not finite.
    Source: PERT Clark 1962, doi:10.1287/opre.10.3.405; copula Nelsen 2006, doi:10.1007/0-387-28678-0.
    """
    from scipy.special import betaincinv, ndtr

    if not callable(model):
        raise ValueError("« model » doit être une fonction des tirages.")
    if not isinstance(drivers, Mapping) or not drivers:
        raise ValueError("« drivers » doit nommer au moins une grandeur incertaine.")
    if n_draws < 1 or seed < 0:
        raise ValueError("« n_draws » doit valoir au moins 1, et « seed » au moins 0.")
    names = list(drivers)
    low, mode, high = np.array([_bounds(name, drivers[name]) for name in names]).T
    law = pert_moments(low, mode, high)
    normal = np.random.default_rng(seed).standard_normal((n_draws, len(names)))
    if correlation is not None:
        normal = normal @ symmetric_root(correlation, len(names))

    def at(probability: Array) -> Array:
        return np.asarray(low + (high - low) * betaincinv(law.alpha, law.beta, probability))

    def run(x: Array) -> Array:
        result = numbers(model({name: x[:, k] for k, name in enumerate(names)}), "model", negative=True)
        if result.shape != (len(x),):
            raise ValueError("« model » doit rendre un résultat fini par tirage.")
        return result

    draws = at(ndtr(normal))
    outcomes = run(draws)
    ends = np.full((2 * len(names), len(names)), 0.5)
    for k in range(len(names)):
        ends[2 * k : 2 * k + 2, k] = 0.1, 0.9
    swings = run(at(ends)).reshape(-1, 2)
    widest = np.argsort(-np.abs(swings[:, 1] - swings[:, 0]), kind="stable")
    p10, p50, p90 = np.quantile(outcomes, [0.1, 0.5, 0.9])
    loss = float(above(0.0, outcomes, np.abs(outcomes).max()).mean())
    return Simulation(
        outcomes=outcomes,
        mean=float(outcomes.mean()),
        p10=float(p10),
        p50=float(p50),
        p90=float(p90),
        p_negative=loss,
        p_negative_error=3 * float(np.sqrt(loss * (1 - loss) / n_draws)),
        drivers={name: draws[:, k] for k, name in enumerate(names)},
        tornado={names[k]: (float(swings[k, 0]), float(swings[k, 1])) for k in widest},
    )


def _bounds(name: str, points: Sequence[float]) -> Array:
    if not isinstance(points, Sequence | np.ndarray) or isinstance(points, str) or len(points) != 3:
        raise ValueError(f"« drivers », {name} : il faut trois valeurs (minimum, plus probable, maximum).")
    try:
        return np.array(_three_points(*points))
    except ValueError as error:
        raise ValueError(f"« drivers », {name} : {error}") from error


def symmetric_root(correlation: ArrayLike, n: int) -> Array:
    """The symmetric square root of a correlation matrix (n x n), semi-definite ones included.

    Unlike any other root it does not depend on which eigenvectors of an equal eigenvalue a processor picks: the same
    draws everywhere. Raises ValueError when the matrix is not a correlation.
    """
    r = numbers(correlation, "correlation", 2, low=-1 - 1e-9, high=1 + 1e-9)
    if r.shape != (n, n) or not np.allclose(r, r.T) or not np.allclose(np.diag(r), 1):
        raise ValueError(f"« correlation » doit être symétrique, de taille {n}, avec des 1 sur la diagonale.")
    values, vectors = np.linalg.eigh(r)
    if values.min() < -1e-9:
        raise ValueError("« correlation » n'est pas une matrice de corrélation possible (valeur propre négative).")
    return np.asarray((vectors * np.sqrt(np.maximum(values, 0))) @ vectors.T)


CARDS = (
    Card(
        id="pert_moments",
        label="Loi PERT (minimum, plus probable, maximum)",
        formula="moyenne = (a + 4 m + b) / 6 ; α = 1 + 4 (m - a) / (b - a) ; β = 1 + 4 (b - m) / (b - a)",
        unit="celle de la grandeur",
        range="de a à b",
        neutral="a = m = b : valeur certaine, variance nulle",
        reading="Trois chiffres dits par quelqu'un qui connaît le sujet suffisent à décrire une incertitude.",
        conventions=("Poids 4 sur la valeur la plus probable.", "Valeur certaine : α = β = 3, variance 0."),
        references=(
            "Clark C. E., 1962, The PERT model for the distribution of an activity time, Operations Research 10(3), "
            "doi:10.1287/opre.10.3.405",
        ),
    ),
    Card(
        id="triangular_moments",
        label="Loi triangulaire",
        formula="moyenne = (a + m + b) / 3 ; variance = (a² + m² + b² - am - ab - mb) / 18",
        unit="celle de la grandeur",
        range="de a à b",
        neutral="a = m = b : valeur certaine, variance nulle",
        reading="Plus dispersée que la loi PERT pour les mêmes trois chiffres : à préférer quand on se fie peu au plus "
        "probable.",
        conventions=("Densité linéaire de part et d'autre de la valeur la plus probable.",),
        references=(
            "Johnson N. L., Kotz S., Balakrishnan N., 1995, Continuous Univariate Distributions, vol. 2, Wiley",
        ),
    ),
    Card(
        id="monte_carlo",
        label="Simulation de Monte-Carlo",
        formula="résultat = modèle(tirages des grandeurs incertaines), lois PERT liées par une copule gaussienne",
        unit="celle du résultat",
        range="P10 à P90 affichés",
        neutral="probabilité de perte de 50 % : une chance sur deux",
        reading="P10 = -1 M€, P90 = 4 M€, perte dans 15 % des tirages : le projet paie le plus souvent, pas toujours.",
        conventions=(
            "10 000 tirages, graine fixée : mêmes entrées, mêmes résultats ; erreur affichée à trois écarts-types.",
            "La corrélation donnée est celle des normales sous-jacentes ; celle des rangs vaut 6/π asin(r/2).",
            "Diagramme en tornade : chaque grandeur à son P10 puis à son P90, les autres à leur médiane.",
        ),
        references=(
            "Clark C. E., 1962, The PERT model for the distribution of an activity time, Operations Research 10(3), "
            "doi:10.1287/opre.10.3.405",
            "Nelsen R. B., 2006, An Introduction to Copulas, Springer, doi:10.1007/0-387-28678-0",
        ),
    ),
)
