"""Ancrage: dense input as an array, sparse as CSR, whichever the payload asks for."""

from scipy.sparse import csr_array

from ancrage.methods import complexity_suite

ROWS = 200  # of the large matrices, enough to check the agreement


def prepare(inputs):
    X = csr_array((inputs["data"], inputs["indices"], inputs["indptr"]), shape=tuple(inputs["shape"]))
    return X if inputs["sparse"] else X.toarray()


def compute(X):
    suite = complexity_suite(X)
    return {
        "eci": suite.eci,
        "pci": suite.pci,
        "coi": suite.coi,
        "proximity": suite.proximity[:ROWS],
        "density": suite.density[:ROWS],
        "cog": suite.cog[:ROWS],
    }
