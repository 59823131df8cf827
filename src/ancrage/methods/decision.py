"""A decision table: alternatives in rows, criteria in columns, one weight and one direction a criterion.

Every multi-criteria method reads its arguments here, so that bad data gives the same French sentence everywhere.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ancrage.methods.arrays import ROUNDING, Floats, numbers

Array = Floats


def as_table(matrix: ArrayLike, name: str = "matrix", *, missing: bool = False) -> Array:
    """The table as floats (n_alternatives x n_criteria). NaN only where `missing` allows it, never infinite."""
    table = numbers(matrix, name, negative=True, missing=True)
    if table.ndim != 2 or table.size == 0:
        raise ValueError(f"« {name} » doit être un tableau à deux dimensions (alternatives x critères), non vide.")
    if not missing and np.isnan(table).any():
        row, column = np.argwhere(np.isnan(table))[0]
        raise ValueError(f"« {name} » contient une valeur manquante (ligne {row}, critère {column}).")
    return table


def as_weights(weights: ArrayLike, n_criteria: int, name: str = "weights") -> Array:
    """Weights rescaled to sum to one."""
    w = numbers(weights, name)
    if w.shape != (n_criteria,):
        raise ValueError(f"« {name} » doit compter {n_criteria} poids, un par critère.")
    if w.sum() == 0:
        raise ValueError(f"« {name} » : la somme des poids est nulle, aucun critère ne compte.")
    return np.asarray(w / w.sum())


def varies(table: Array) -> NDArray[np.bool_]:
    """Which criteria (columns) separate alternatives, beyond rounding."""
    return np.asarray(np.ptp(table, axis=0) > ROUNDING * np.abs(table).max(axis=0))


def as_types(types: ArrayLike | None, n_criteria: int) -> Array:
    """+1 where more is better, -1 where less is better (a cost). None: all are benefits."""
    if types is None:
        return np.ones(n_criteria)
    t = numbers(types, "types", negative=True)
    if t.shape != (n_criteria,) or not np.isin(t, (-1.0, 1.0)).all():
        raise ValueError(f"« types » doit compter {n_criteria} valeurs : 1 (gain) ou -1 (coût).")
    return t
