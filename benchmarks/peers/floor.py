"""The floor: only the three matrix products no suite can do without, on the same data (dense or sparse)."""

import numpy as np
from scipy.sparse import csr_array

from ancrage.methods import eci_pci, presence, proximity, rca


def prepare(inputs):
    X = csr_array((inputs["data"], inputs["indices"], inputs["indptr"]), shape=tuple(inputs["shape"]))
    M = presence(rca(X)).astype(np.float64)
    phi, pci = proximity(M), np.nan_to_num(eci_pci(M).pci)
    if inputs["sparse"]:
        return M, phi, M * pci
    return M.toarray(), phi, (1 - M.toarray()) * pci


def compute(data):
    M, phi, weighted = data
    together, near, gain = M.T @ M, M @ phi, weighted @ phi
    return {"shapes": np.array([together.shape, near.shape, gain.shape])}
