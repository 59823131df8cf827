"""How sure is a ranking: stochastic acceptability (SMAA) over everything that is not known about the weights."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ancrage.domain.card import Card
from ancrage.methods.arguments import checked
from ancrage.methods.arrays import ROUNDING, numbers, whole
from ancrage.methods.decision import Array, as_table, as_weights
from ancrage.methods.rank_counts import count_ranks, slices
from ancrage.methods.simplex import draw_weights

Sampler = Callable[[np.random.Generator, int], Array]
_BLOCK = 2**19  # numbers held at once: some 4 MB an array, whatever the count of draws
_PARTS = 2  # of the draws, counted at the same time: sorting, the main cost, leaves the interpreter free


@dataclass(frozen=True, slots=True)
class RankAcceptability:
    """Result of `rank_acceptability`; probabilities in [0, 1], one row an alternative.

    rank_acceptability[i, r]: probability that i comes at rank r + 1; rows and columns sum to one (all ranks kept).
    top[k][i]: probability that i is among the first k. mean_rank (1 = best), mean_value: expectations.
    central_weights[i]: mean of the weights that put i first (NaN if none does); confidence_factors[i]: probability
    that i is first with them (0 if never first). pairwise_winning[i, j]: probability that i beats j, ties counted
    half. winner_entropy_bits: 0 when one alternative always wins, log2(n_alternatives) when nothing separates them.
    """

    rank_acceptability: Array
    top: dict[int, Array]
    mean_rank: Array
    mean_value: Array
    central_weights: Array
    confidence_factors: Array
    winner_entropy_bits: float
    pairwise_winning: Array | None
    n_draws: int

    @property
    def error(self) -> Array:
        """Monte-Carlo error of each probability, three standard errors: 3 sqrt(b (1-b) / n)."""
        return _error(self.rank_acceptability, self.n_draws)

    def top_error(self, k: int) -> Array:
        """The same for `top[k]`."""
        return _error(self.top[k], self.n_draws)


def _error(probability: Array, n_draws: int) -> Array:
    return np.asarray(3 * np.sqrt(probability * (1 - probability) / n_draws))


@checked
def rank_acceptability(
    values: ArrayLike | Sampler,
    weights: ArrayLike | str = "uniform",
    *,
    n_draws: int = 10_000,
    seed: int = 0,
    concentration: float | None = None,
    order: Sequence[int] | None = None,
    lower: ArrayLike | None = None,
    upper: ArrayLike | None = None,
    top: Sequence[int] = (1, 5, 10, 20),
    max_rank: int | None = None,
    pairwise: bool = False,
    missing: Literal["error", "renormalise"] = "error",
) -> RankAcceptability:
    """SMAA: draw weights (and values), score v_i = sum_j w_j x_ij, rank, and count how often each rank is reached.

    values: n_alternatives x n_criteria already on one scale, more being better; or draws of them
    (n_draws x n_alternatives x n_criteria); or a function (generator, size) -> size x n_alternatives x n_criteria,
    called block by block so that large tables fit in memory.
    weights: "uniform" on the simplex; n_criteria central weights, drawn around them with `concentration`
    (Dirichlet) or held fixed without; or n_draws x n_criteria draws. order, lower, upper: see `draw_weights`.
    top: sizes of the leading groups; max_rank: keep only the first ranks (default all; larger groups are left out);
    pairwise: duels too, a work in n_alternatives^2.
    missing: "error" refuses NaN; "renormalise" (one fixed table) spreads, in each draw, the weight of the criteria an
    alternative lacks over those it has, as `weighted_sum` does.

    Ties: alternatives whose scores are equal, but for the rounding of what they add up (1e-12 of its size), share the
    ranks they occupy equally, and win half of their duels.
    Same arguments and seed, same result. Raises ValueError: NaN, shapes, weights, impossible constraints.
    Source: Lahdelma & Salminen 2001, doi:10.1287/opre.49.3.444.11220.
    """
    from concurrent.futures import ThreadPoolExecutor

    if n_draws < 1 or seed < 0:
        raise ValueError("« n_draws » doit valoir au moins 1, et « seed » au moins 0.")
    groups = whole(top, "top", 1, low=1).tolist()
    (n_alt, n_crit), source = _read(values, seed, missing)
    if not callable(source) and source.ndim == 3:
        n_draws = len(source)
    law = {"seed": seed, "order": order, "lower": lower, "upper": upper}
    draws = _weight_draws(weights, n_crit, n_draws, concentration, **law)
    n = len(draws)
    if not callable(source) and source.ndim == 3 and n != len(source):
        raise ValueError(f"« weights » compte {n} tirages, « values » en compte {len(source)}.")
    kept = n_alt if max_rank is None else min(max_rank, n_alt)
    if kept < 1:
        raise ValueError("« max_rank » doit valoir au moins 1.")

    def count(rows: slice) -> tuple[Array, ...]:
        part = source[rows] if not callable(source) and source.ndim == 3 else source
        return count_ranks(_scores(part, draws[rows], n_alt, seed), n_alt, n_crit, kept, pairwise)

    # a fixed number of parts, whatever the machine: sums of floats must not depend on it
    parts = slices(n, n if callable(source) else -(-n // _PARTS))
    with ThreadPoolExecutor(_PARTS) as pool:
        counts, shared, rank_sum, value_sum, weight_sum, first, wins = (
            reduce(np.add, part) for part in zip(*pool.map(count, parts), strict=True)
        )
    accepted = (counts.T + np.cumsum(shared[:, :-1], axis=1)) / n
    central = np.divide(weight_sum, first[:, None], out=np.full((n_alt, n_crit), np.nan), where=first[:, None] > 0)
    pairwise_winning = None
    if pairwise:
        pairwise_winning = (wins + n - wins.T) / (2 * n)
        np.fill_diagonal(pairwise_winning, 0)
    p_first = first[first > 0] / n
    sizes = sorted({k for k in groups if 0 < k <= kept or kept == n_alt <= k})
    return RankAcceptability(
        rank_acceptability=np.clip(accepted, 0, 1),
        top={k: np.clip(accepted[:, :k].sum(axis=1), 0, 1) for k in sizes},
        mean_rank=accepted @ np.arange(1, n_alt + 1) if kept == n_alt else rank_sum / n + 1,
        mean_value=value_sum / n,
        central_weights=central,
        confidence_factors=_confidence(source, central, n, seed),
        winner_entropy_bits=float(-(p_first * np.log2(p_first)).sum()) + 0.0,
        pairwise_winning=pairwise_winning,
        n_draws=n,
    )


def _read(values: ArrayLike | Sampler, seed: int, missing: str) -> tuple[tuple[int, int], NDArray[Any] | Sampler]:
    """Check the three forms values may take: (n_alternatives, n_criteria), and what `_scores` reads."""
    if callable(values):
        return _cube(values(np.random.default_rng([seed, 1]), 1)).shape[1:], values
    array = numbers(values, "values", negative=True, missing=True)
    if array.ndim == 3:
        return _cube(array).shape[1:], array
    table = as_table(array, "values", missing=missing == "renormalise")
    return table.shape, table


def _cube(values: ArrayLike) -> NDArray[Any]:
    cube = numbers(values, "values", negative=True)
    if cube.ndim != 3 or cube.size == 0:
        raise ValueError("« values » doit être de forme (tirages x) alternatives x critères, non vide.")
    return cube


def _weight_draws(
    weights: ArrayLike | str, n_criteria: int, n_draws: int, concentration: float | None, **law: Any
) -> Array:
    if isinstance(weights, str):
        if weights != "uniform":
            raise ValueError(f"« weights » doit être « uniform » ou un tableau de poids (reçu : {weights}).")
        return draw_weights(n_criteria, n_draws, concentration=concentration, **law)
    given = numbers(weights, "weights")
    if given.ndim == 2:
        if given.shape[1] != n_criteria:
            raise ValueError(f"« weights » doit compter {n_criteria} poids par tirage, finis et positifs ou nuls.")
        if not len(given) or (given.sum(axis=1) == 0).any():
            raise ValueError("« weights » : la somme des poids d'un tirage est nulle.")
        return np.asarray(given / given.sum(axis=1, keepdims=True))
    central = as_weights(given, n_criteria)
    if concentration is None:
        return np.broadcast_to(central, (n_draws, n_criteria))
    return draw_weights(n_criteria, n_draws, central=central, concentration=concentration, **law)


def _cubes(values: NDArray[Any] | Sampler, n: int, size: int, seed: int) -> Iterator[tuple[slice, NDArray[Any]]]:
    """Draws of uncertain values, a few at a time."""
    rng = np.random.default_rng([seed, 1])
    for rows in slices(n, size):
        yield rows, _cube(values(rng, rows.stop - rows.start)) if callable(values) else values[rows]


def _scores(
    values: NDArray[Any] | Sampler, draws: Array, n_alt: int, seed: int
) -> Iterator[tuple[Array, Array, Array]]:
    """Weights, scores (size x n_alternatives) and the size of what each draw adds up, a few draws at a time."""
    if not callable(values) and values.ndim == 2:
        # identical alternatives are scored once: they must tie, and sums of products may not round alike everywhere
        known = ~np.isnan(values)
        table = np.hstack([np.where(known, values, 0), known])
        distinct, twin = np.unique(table, axis=0, return_inverse=True)
        single = len(distinct) == n_alt
        criteria, has = (np.ascontiguousarray(half.T) for half in np.split(table if single else distinct, 2, axis=1))
        for rows in slices(len(draws), _BLOCK // n_alt):
            # draw by draw: on such thin tables the threads of one large product cost more than they bring
            scores = np.matmul(draws[rows, None], criteria)[:, 0]
            if not known.all():
                scores /= _known_weight(np.matmul(draws[rows, None], has)[:, 0])
            size = np.abs(scores).max(axis=1)
            if (criteria < 0).any():
                size = np.maximum(size, np.matmul(draws[rows, None], np.abs(criteria))[:, 0].max(axis=1))
            yield draws[rows], scores if single else scores[:, twin], size
        return
    for rows, cube in _cubes(values, len(draws), _BLOCK // (n_alt * draws.shape[1]), seed):
        size = np.matmul(np.abs(cube), draws[rows, :, None])[:, :, 0].max(axis=1)
        yield draws[rows], np.matmul(cube, draws[rows, :, None])[:, :, 0], size


def _best(scores: Array, sizes: Array) -> NDArray[np.bool_]:
    """Which alternatives (axis 1) are first in each draw, ties included."""
    top = scores.max(axis=1, keepdims=True)
    return np.asarray(scores >= top - ROUNDING * np.expand_dims(sizes, 1))


def _known_weight(weight: Array) -> Array:
    if (weight == 0).any():
        raise ValueError("« values » : une alternative n'a aucune valeur connue sur les critères qui ont un poids.")
    return weight


def _confidence(values: NDArray[Any] | Sampler, central: Array, n: int, seed: int) -> Array:
    """Probability that each alternative is first with its own central weights (ties share)."""
    n_alt = len(central)
    factors = np.zeros(n_alt)
    ever = np.flatnonzero(~np.isnan(central[:, 0]))
    if not callable(values) and values.ndim == 2:
        found = [_best(s, size) for _, s, size in _scores(values, central[ever], n_alt, seed)]
        best = np.concatenate(found) if found else np.zeros((0, n_alt))
        factors[ever] = best[np.arange(len(ever)), ever] / best.sum(axis=1)
        return factors
    for _, cube in _cubes(values, n, _BLOCK // (n_alt * max(central.shape[1], len(ever))), seed):
        scores = cube @ central[ever].T
        best = _best(scores, (np.abs(cube) @ central[ever].T).max(axis=1))
        factors[ever] += (best[:, ever, np.arange(len(ever))] / best.sum(axis=1)).sum(axis=0) / n
    return factors


CARDS = (
    Card(
        id="rank_acceptability",
        label="Acceptabilité des rangs (SMAA)",
        formula="b(i, r) = part des tirages de poids (et de valeurs) où i arrive au rang r ; score v(i) = Σ w(j) "
        "x(i, j)",
        unit="probabilité",
        range="0 à 1 ; chaque ligne et chaque colonne somment à 1",
        neutral="1/m pour chaque rang quand rien ne départage m alternatives",
        reading="Parmi les 5 premiers dans 90 % des tirages : la place tient presque quels que soient les poids ; à "
        "30 %, elle dépend du choix des poids.",
        conventions=(
            "Poids uniformes sur le simplexe (Dirichlet de paramètre 1) par défaut : aucune préférence supposée.",
            "Égalité de scores (à 1e-14 de leur étendue) : les alternatives se partagent à parts égales les rangs "
            "qu'elles occupent.",
            "Poids centraux : moyenne des poids qui placent l'alternative première ; non définis si elle ne l'est "
            "jamais, et son facteur de confiance vaut alors 0.",
            "Valeurs certaines : le facteur de confiance vaut 1 par construction (score linéaire) ; il n'informe que "
            "si les valeurs sont incertaines.",
            "Valeur manquante : refusée par défaut ; sur demande, son poids passe aux critères connus de "
            "l'alternative, à chaque tirage, comme dans la somme pondérée.",
            "Duel (i bat j) : une égalité compte pour moitié.",
            "Erreur de Monte-Carlo affichée : 3 √(b (1-b) / n). Graine fixée : mêmes entrées, mêmes résultats.",
        ),
        references=(
            "Lahdelma R., Salminen P., 2001, SMAA-2: Stochastic multicriteria acceptability analysis for group "
            "decision making, Operations Research 49(3), doi:10.1287/opre.49.3.444.11220",
            "Tervonen T., Lahdelma R., 2007, Implementing stochastic multicriteria acceptability analysis, European "
            "Journal of Operational Research 178(2), doi:10.1016/j.ejor.2005.12.037",
        ),
    ),
)
