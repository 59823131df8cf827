"""What every family asks of its arrays: numbers, finite, of the right shape, and division without silent nonsense."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
# a dense matrix or a scipy.sparse one: scipy is only imported by callers that already hold such a matrix
Matrix = Any


def numbers(values: ArrayLike, name: str, ndim: int | None = None, *, negative: bool = False) -> Floats:
    """`values` as float64; ValueError naming the argument on text, NaN, infinity, wrong dimension or unwanted sign."""
    try:
        array = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise ValueError(f"« {name} » doit être un tableau de nombres de forme régulière.") from None
    if ndim is not None and array.ndim != ndim:
        raise ValueError(f"« {name} » doit avoir {ndim} dimension(s), il en a {array.ndim}.")
    if not np.isfinite(array).all():
        raise ValueError(f"« {name} » contient une valeur manquante ou infinie : retirez-la ou remplacez-la.")
    if not negative and (array < 0).any():
        raise ValueError(f"« {name} » contient une valeur négative.")
    return array


def ratio(numerator: Any, denominator: Any, undefined: float = np.nan) -> Floats:
    """numerator / denominator, `undefined` where the denominator is 0."""
    top, bottom = np.broadcast_arrays(np.asarray(numerator, float), np.asarray(denominator, float))
    out: Floats = np.full(top.shape, undefined)
    np.divide(top, bottom, out=out, where=bottom != 0)
    return out


def shares(values: Floats, axis: int = -1) -> Floats:
    """Shares along `axis`; a line that sums to zero has shares of zero."""
    return ratio(values, values.sum(axis=axis, keepdims=True), undefined=0.0)


def same_shape(**arrays: Floats) -> None:
    """ValueError naming the arguments whose shapes differ."""
    if len({array.shape for array in arrays.values()}) > 1:
        named = ", ".join(f"« {name} » {array.shape}" for name, array in arrays.items())
        raise ValueError(f"Les tableaux doivent avoir la même forme : {named}.")


def is_sparse(values: Any) -> bool:
    """True for any scipy.sparse matrix or array, without importing scipy."""
    return hasattr(values, "tocsr")


def matrix(values: Matrix, name: str) -> Matrix:
    """A non-negative matrix, territories x activities: float64 array, or canonical CSR when the input is sparse."""
    if not is_sparse(values):
        return numbers(values, name, 2)
    stored = values.tocsr().astype(np.float64)  # a copy: the caller's matrix is left as it is
    stored.sum_duplicates()
    stored.eliminate_zeros()
    numbers(stored.data, name)
    return stored


def binary(values: Matrix, name: str = "M") -> Matrix:
    """A presence matrix as `matrix` gives it. ValueError when a value is neither 0 nor 1 (a raw RCA, for instance)."""
    checked = matrix(values, name)
    stored = checked.data if is_sparse(checked) else checked
    if not ((stored == 0) | (stored == 1)).all():
        raise ValueError(f"« {name} » ne doit contenir que des 0 et des 1 : passez d'abord par « presence ».")
    return checked


def margins(checked: Matrix) -> tuple[Floats, Floats]:
    """Sums of the rows and of the columns, as vectors."""
    return np.asarray(checked.sum(axis=1)).ravel(), np.asarray(checked.sum(axis=0)).ravel()
