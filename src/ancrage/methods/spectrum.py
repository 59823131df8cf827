"""The spectrum of a network territories x activities: its largest block, and its second eigenvector."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ancrage.methods.arrays import Floats, Matrix, is_sparse

# below this size a full decomposition is quicker than Lanczos and needs no import
SMALL = 64
# a second eigenvalue this close to zero means that every territory has the same activities
NO_INFORMATION = 1e-12
# a third eigenvalue this close to the second (in share of it) makes the second eigenvector arbitrary
DOUBLE = 1e-9


def scale(block: Matrix, left: Floats, right: Floats) -> Matrix:
    """diag(left) block diag(right)."""
    if not is_sparse(block):
        return block * left[:, None] * right
    scaled = block.copy()
    scaled.data = np.repeat(left, np.diff(block.indptr)) * right[block.indices]
    return scaled


def largest_block(
    present: Matrix, diversity: Floats, ubiquity: Floats
) -> tuple[NDArray[np.intp], NDArray[np.intp], int]:
    """Rows and columns of the largest connected block (most territories, then activities), and how many there are."""
    filled = np.flatnonzero(diversity)
    if filled.size == 0:
        return filled, filled, 0
    # spread from the most diverse territory: nearly always it reaches everything at once
    reached = np.zeros(len(diversity), bool)
    reached[np.argmax(diversity)] = True
    while True:
        columns = (present.T @ reached.astype(np.float64)) > 0
        wider = (present @ columns.astype(np.float64)) > 0
        if (wider == reached).all():
            break
        reached = wider
    if reached.sum() == filled.size:
        return filled, np.flatnonzero(columns), 1
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    edges = csr_array(present).tocoo()
    n, m = present.shape
    graph = csr_array((edges.data, (edges.row, edges.col + n)), shape=(n + m, n + m))
    _, label = connected_components(graph, directed=False)
    territories = np.bincount(label[:n][diversity > 0], minlength=label.max() + 1)
    activities = np.bincount(label[n:][ubiquity > 0], minlength=label.max() + 1)
    largest = max(range(len(territories)), key=lambda k: (territories[k], activities[k]))
    rows = np.flatnonzero((label[:n] == largest) & (diversity > 0))
    return rows, np.flatnonzero((label[n:] == largest) & (ubiquity > 0)), int((territories > 0).sum())


def second_eigenvector(operand: Matrix, first: Floats) -> tuple[float, Floats, bool]:
    """Largest eigenpair of operand operand' once its known first eigenvector (eigenvalue 1) is removed, and whether it
    is alone: no other eigenvector has the same eigenvalue."""
    n = len(first)
    if n <= SMALL:
        gram = operand @ operand.T
        gram = gram.toarray() if is_sparse(gram) else gram
        values, vectors = np.linalg.eigh(gram - np.outer(first, first))
        return float(values[-1]), vectors[:, -1], bool(n < 2 or values[-1] - values[-2] > DOUBLE * values[-1])
    from scipy.sparse.linalg import LinearOperator, eigsh

    def largest(removed: list[tuple[float, Floats]]) -> tuple[float, Floats]:
        def apply(x: Floats) -> Any:
            x = x.ravel()
            return operand @ (operand.T @ x) - sum(value * vector * (vector @ x) for value, vector in removed)

        start = np.random.default_rng(0).standard_normal(n)  # fixed: the same study gives the same bytes
        start -= sum(vector * (vector @ start) for _, vector in removed)
        values, vectors = eigsh(
            LinearOperator((n, n), matvec=apply, dtype=np.float64), k=1, which="LA", v0=start, ncv=min(n, 24)
        )
        return float(values[0]), vectors[:, 0]

    value, second = largest([(1.0, first)])
    # a Lanczos run finds one vector of a multiple eigenvalue: the next run shows whether there is another
    following = largest([(1.0, first), (value, second)])[0] if value >= NO_INFORMATION else 0.0
    return value, second, bool(value - following > DOUBLE * value)


def sign(index: Floats, diversity: Floats) -> float:
    """1 or -1, so that the index goes up with diversity; failing that, its largest value is positive."""
    together = float((index - index.mean()) @ (diversity - diversity.mean()))
    if abs(together) > 1e-12 * np.linalg.norm(index) * np.linalg.norm(diversity):
        return float(np.sign(together))
    return float(np.sign(index[np.argmax(np.abs(index))]))
