"""econcomplex: its matrix functions on a data frame, each given what was computed before (kinder than its pipeline)."""

import numpy as np
import pandas as pd
from econcomplex.complexity.eci_pci import eci_pci
from econcomplex.core.rca import rca
from econcomplex.outlook.coi_cog import complexity_outlook_gain, complexity_outlook_index
from econcomplex.relatedness.density import relatedness_density
from econcomplex.relatedness.proximity import proximity
from scipy.sparse import csr_array

ROWS = 200


def prepare(inputs):
    X = csr_array((inputs["data"], inputs["indices"], inputs["indptr"]), shape=tuple(inputs["shape"])).toarray()
    return pd.DataFrame(X)


def compute(X):
    advantage = rca(X)
    M = (advantage >= 1).astype(float)
    eci, pci = eci_pci(M, use_rca=False, threshold=0.5)
    phi = proximity(M, use_rca=False, threshold=0.5, compute="product")["product"]
    near = relatedness_density(M, phi=phi, use_rca=False, threshold=0.5)
    coi = complexity_outlook_index(M, pci, phi=phi, use_rca=False, threshold=0.5)
    cog = complexity_outlook_gain(M, pci, phi=phi, use_rca=False, threshold=0.5)
    return {
        "eci": np.asarray(eci),
        "pci": np.asarray(pci),
        "coi": np.asarray(coi),
        "proximity": np.asarray(phi)[:ROWS],
        "density": np.asarray(near)[:ROWS],
        "cog": np.asarray(cog)[:ROWS],
    }
