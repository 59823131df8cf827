"""What every family asks of its arrays: numbers of the right shape and range, division and comparison without surprise.

A masked value is a missing one, text is never a number, and NaN is refused unless the method says what it does with it.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
# a dense matrix or a scipy.sparse one: scipy is only imported by callers that already hold such a matrix
Matrix = Any

# two numbers closer than this share of their size differ by rounding only
ROUNDING = 1e-12


def numbers(
    values: ArrayLike,
    name: str,
    ndim: int | None = None,
    *,
    negative: bool = False,
    low: float | None = None,
    high: float | None = None,
    strict: bool = False,
    missing: bool = False,
    infinite: bool = False,
) -> Floats:
    """`values` as float64; ValueError naming the argument on text, wrong dimension, NaN, infinity, or out of range.

    `negative` allows values below 0; `low`, `high` are bounds, excluded when `strict`; `missing` keeps NaN (masked
    values become NaN), `infinite` keeps infinities.
    """
    array = _floats(values, name)
    if ndim is not None and array.ndim != ndim:
        wanted = f"avoir {ndim} dimension{'s' if ndim > 1 else ''}, il en a {array.ndim}" if ndim else "être un nombre"
        raise ValueError(f"« {name} » doit {wanted}.")
    if not missing and np.isnan(array).any():
        raise ValueError(f"« {name} » contient une valeur manquante : retirez-la ou remplacez-la.")
    if not infinite and np.isinf(array).any():
        raise ValueError(f"« {name} » contient une valeur infinie : retirez-la ou remplacez-la.")
    if low is None and high is None:
        if not negative and (array < 0).any():
            raise ValueError(f"« {name} » contient une valeur négative.")
        return array
    least, most = -np.inf if low is None else low, np.inf if high is None else high
    beyond = above(least, array) | above(array, most)
    outside = (array <= least) | (array >= most) if strict else beyond
    if outside.any():
        raise ValueError(f"« {name} » doit {_interval(low, high, strict)} (reçu : {array[outside].flat[0]:g}).")
    # a share of an exact whole may pass 1 by rounding: it is 1
    return array if strict else np.clip(array, least, most)


def _floats(values: ArrayLike, name: str) -> Floats:
    wrong = f"« {name} » doit être un tableau de nombres de forme régulière."
    try:
        if np.ma.isMaskedArray(values):
            return np.asarray(np.ma.filled(np.ma.asarray(values).astype(np.float64), np.nan))
        array = np.asarray(values)
        if array.dtype.kind == "O" and any(isinstance(value, str | bytes | complex) for value in array.flat):
            raise ValueError(wrong)
        if array.dtype.kind not in "biufO":
            raise ValueError(wrong)
        return array.astype(np.float64, copy=False)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(wrong) from None


def _interval(low: float | None, high: float | None, strict: bool) -> str:
    if low is not None and high is not None:
        return f"être {'strictement ' if strict else ''}compris entre {low:g} et {high:g}"
    if low is not None:
        return f"être strictement supérieur à {low:g}" if strict else f"valoir au moins {low:g}"
    return f"être strictement inférieur à {high:g}" if strict else f"valoir au plus {high:g}"


def number(value: Any, name: str, **limits: Any) -> float:
    """One number, checked as `numbers` does."""
    return float(numbers(value, name, 0, **({"negative": True} | limits)))


def whole(values: ArrayLike, name: str, ndim: int | None = None, *, low: int = 0, high: int | None = None) -> Ints:
    """Whole numbers (counts, codes, positions); ValueError on 0.7, on text, on true and false, or out of range."""
    array = numbers(values, name, ndim, low=low, high=high)
    if np.asarray(values).dtype.kind == "b":
        raise ValueError(f"« {name} » doit contenir des nombres entiers, non des vrais et des faux.")
    if (array != np.rint(array)).any():
        raise ValueError(f"« {name} » doit contenir des nombres entiers.")
    return array.astype(np.int64)


def booleans(values: ArrayLike, name: str, ndim: int | None = None) -> Bools:
    """True or false (or 1 and 0); ValueError on anything else: a missing value is not true, a code is not a boolean."""
    try:
        array = numbers(values, name, ndim)
    except ValueError as error:
        raise ValueError(f"{error} Attendu : vrai ou faux.") from None
    if not ((array == 0) | (array == 1)).all():
        raise ValueError(f"« {name} » ne doit contenir que vrai ou faux (1 ou 0).")
    return array.astype(bool)


def above(values: Any, threshold: Any, size: Any = 0.0) -> Bools:
    """values > threshold, beyond rounding: equal to 1e-12 of the size of the numbers compared is not above.

    `size`: of what `values` was computed from, when larger than the threshold. NaN is never above.
    """
    return np.asarray(np.asarray(values) > np.asarray(threshold) + _rounding(threshold, size))


def at_least(values: Any, threshold: Any, size: Any = 0.0) -> Bools:
    """values >= threshold, equality counting whatever the rounding. NaN is never at least anything."""
    return np.asarray(np.asarray(values) >= np.asarray(threshold) - _rounding(threshold, size))


def _rounding(threshold: Any, size: Any) -> Floats:
    """What rounding may have changed in a comparison; nothing beside an infinity."""
    allowed = ROUNDING * np.maximum(np.abs(threshold), size)
    return np.where(np.isfinite(allowed), allowed, 0.0)


def settled(values: Floats, size: float | None = None) -> Floats:
    """A vector where numbers equal but for rounding (to 1e-12 of `size`, by default the largest) are made equal, so
    that ranks, scales and ties do not depend on the order of an addition. NaN is kept."""
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    if size is None:
        size = float(np.abs(values[np.isfinite(values)]).max(initial=0.0))
    with np.errstate(invalid="ignore"):  # two infinities are no distance apart
        new = ~(np.diff(ordered, prepend=np.nan) <= ROUNDING * size)
    out = np.empty_like(values)
    out[order] = ordered[np.maximum.accumulate(np.where(new, np.arange(len(values)), 0))]
    return out


def categories(labels: Any, name: str, n: int | None = None) -> Ints:
    """Code of each label, in order of appearance.

    ValueError on a missing one, or when there are not `n` of them (None: any number).
    """
    try:
        each = list(labels)
        codes = {label: i for i, label in enumerate(dict.fromkeys(each))}
    except TypeError:
        raise ValueError(f"« {name} » doit être une suite d'étiquettes (textes ou nombres).") from None
    if n is not None and len(each) != n:
        raise ValueError(f"« {name} » doit avoir une étiquette par valeur ({n} attendues).")
    if any(label is None or label != label for label in codes):  # noqa: PLR0124 (NaN is not itself)
        raise ValueError(f"« {name} » contient une étiquette manquante.")
    return np.array([codes[label] for label in each], dtype=np.int64)


def ratio(numerator: Any, denominator: Any, undefined: float = np.nan) -> Floats:
    """numerator / denominator, `undefined` where the denominator is 0."""
    top, bottom = np.broadcast_arrays(np.asarray(numerator, float), np.asarray(denominator, float))
    out: Floats = np.full(top.shape, undefined)
    np.divide(top, bottom, out=out, where=bottom != 0)
    return out


def shares(values: Floats, axis: int = -1) -> Floats:
    """Shares along `axis`; a line that sums to zero has shares of zero."""
    return ratio(values, values.sum(axis=axis, keepdims=True), undefined=0.0)


def same_shape(**arrays: Any) -> None:
    """ValueError naming the arguments whose shapes differ."""
    if len({np.shape(array) for array in arrays.values()}) > 1:
        raise ValueError(f"Les tableaux doivent avoir la même forme : {_shapes(arrays)}.")


def broadcastable(**arrays: Any) -> tuple[int, ...]:
    """The common shape of arrays that may repeat each other; ValueError naming them when there is none."""
    try:
        return np.broadcast_shapes(*(np.shape(array) for array in arrays.values()))
    except ValueError:
        raise ValueError(f"Les tableaux n'ont pas des formes qui vont ensemble : {_shapes(arrays)}.") from None


def _shapes(arrays: dict[str, Any]) -> str:
    return ", ".join(f"« {name} » {np.shape(array)}" for name, array in arrays.items())


def is_sparse(values: Any) -> bool:
    """True for any scipy.sparse matrix or array, without importing scipy."""
    return hasattr(values, "tocsr")


def matrix(values: Matrix, name: str) -> Matrix:
    """A non-negative matrix, territories x activities: float64 array, or canonical CSR when the input is sparse."""
    if not is_sparse(values):
        return numbers(values, name, 2)
    stored = values.tocsr()
    numbers(stored.data, name)
    stored = stored.astype(np.float64)  # a copy: the caller's matrix is left as it is
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
