"""fermi-cref: RCA, ECI/PCI, proximity and density (it has neither COI nor COG: not a complete peer)."""

import contextlib
import io

import numpy as np
from fermi import ECPredictor, MatrixProcessorCA, RelatednessMetrics, efc
from scipy.sparse import csr_matrix

ROWS = 200


def prepare(inputs):
    return csr_matrix((inputs["data"], inputs["indices"], inputs["indptr"]), shape=tuple(inputs["shape"]))


def compute(X):
    with contextlib.redirect_stdout(io.StringIO()):
        M = MatrixProcessorCA().load(X).compute_rca().binarize(1).get_matrix().astype(float)
        eci, pci = efc().load(M).get_eci_pci()
        phi = RelatednessMetrics(M).get_projection(rows=False, projection_method="proximity").toarray()
        near = np.asarray(ECPredictor(M, normalize=True).predict_network(phi))
    return {"eci": np.asarray(eci), "pci": np.asarray(pci), "proximity": phi[:ROWS], "density": near[:ROWS]}
