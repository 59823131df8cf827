"""Arrays checked at the door of a method, and divisions that state what an empty denominator gives.

A bad value becomes a French sentence here, never a silent NaN further on.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def finite(name: str, values: ArrayLike) -> Floats:
    """`values` as float64 (a scipy sparse matrix is made dense). ValueError if one is NaN or infinite."""
    dense = values.toarray() if hasattr(values, "toarray") else values
    array = np.asarray(dense, dtype=np.float64)
    # the sum is finite whenever every value is: one pass without a temporary in the usual case
    if not np.isfinite(array.sum()) and not np.isfinite(array).all():
        raise ValueError(f"L'argument « {name} » contient des valeurs manquantes ou infinies.")
    return array


def nonnegative(name: str, values: ArrayLike) -> Floats:
    """`finite`, and ValueError if a value is below zero."""
    array = finite(name, values)
    if array.size and array.min() < 0:
        raise ValueError(f"L'argument « {name} » contient des valeurs négatives.")
    return array


def square(name: str, values: ArrayLike) -> Floats:
    """`nonnegative`, and ValueError unless it is one square matrix, or a stack of them on the last two axes."""
    array = nonnegative(name, values)
    if array.ndim < 2 or array.shape[-1] != array.shape[-2] or not array.shape[-1]:
        raise ValueError(f"L'argument « {name} » doit être une matrice carrée (forme reçue : {array.shape}).")
    return array


def sized(name: str, values: Floats, n: int) -> Floats:
    """`values`, or ValueError unless its last axis has n entries."""
    if not values.ndim or values.shape[-1] != n:
        raise ValueError(f"L'argument « {name} » doit avoir {n} valeurs sur son dernier axe (forme : {values.shape}).")
    return values


def divide(numerator: ArrayLike, denominator: ArrayLike, empty: float) -> Floats:
    """numerator / denominator, and `empty` where the denominator is zero."""
    over, under = np.asarray(numerator, dtype=np.float64), np.asarray(denominator, dtype=np.float64)
    quotient: Floats = np.full(np.broadcast_shapes(over.shape, under.shape), empty)
    np.divide(over, under, out=quotient, where=under != 0)
    return quotient
