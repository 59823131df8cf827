"""Calls for the golden numbers of product and sector opportunity (complexity, relatedness)."""

from pathlib import Path
from typing import Any

import numpy as np

from ancrage import methods
from tests.methods.golden import call

Inputs = dict[str, Any]


@call("p2_complexity_hh2009")
def toy(x: Inputs, _: Path) -> Inputs:
    orders = methods.reflections(x["M"], x["n"])
    return {"kc": orders.kc, "kp": orders.kp, "proximity": methods.proximity(x["M"])}


@call("p2_complexity_world")
def world(x: Inputs, folder: Path) -> Inputs:
    with np.load(folder / x["data_file"]) as data:
        X, countries, products, gdp = data["X"], list(data["countries"]), list(data["products"]), data["gdp"]
    M = methods.presence(methods.rca(X))
    eci, pci = methods.eci_pci(M)
    # "20 iterations" of the R package are the starting values and 19 updates
    updates = x["iterations"] - 1
    eci_reflections, pci_reflections = methods.reflections(M, updates).standardised()
    fitness, product_fitness = methods.fitness(M, updates, tolerance=None)
    phi = methods.proximity(M)
    prody = methods.prody(X, gdp)
    named = [countries.index(code) for code in ("ago", "alb", "and", "are", "arg")]
    return {
        "n_countries": len(countries),
        "n_products": len(products),
        "rca_ones": M.sum(),
        "first_countries": countries[:5],
        "first_products": products[:5],
        "eci": eci[:5],
        "pci": pci[:5],
        "eci_reflections": eci_reflections[:5],
        "pci_reflections": pci_reflections[:5],
        "fitness": fitness[:5],
        "product_fitness": product_fitness[:5],
        "proximity_product": phi[:5, :5],
        "proximity_country": methods.proximity(M, axis=0)[:5, :5],
        "coi_with_fitness_pci": methods.complexity_outlook_index(M, product_fitness, phi)[:5],
        "cog_with_fitness_pci": methods.complexity_outlook_gain(M, product_fitness, phi)[:5, :5],
        "prody": prody[:5],
        "expy_countries": [countries[c] for c in named],
        "expy": methods.expy(X, prody)[named],
    }


@call("p2_complexity_harvard")
def harvard(x: Inputs, folder: Path) -> Inputs:
    with np.load(folder / x["data_file"]) as data:
        X, countries, products = data["X"], list(data["countries"]), list(data["products"])
    suite = methods.complexity_suite(X, pci_scale="eci", ddof=0, outlook_pci="uncentred", coi_standardised=True)
    afg = countries.index("afg")
    return {
        "eci": dict(zip(countries, suite.eci, strict=True)),
        "pci": dict(zip(products, suite.pci, strict=True)),
        "density_afg_0011": suite.density[afg, 0],
        "coi": dict(zip(countries, suite.coi, strict=True)),
        "cog_afg_0011": suite.cog[afg, 0],
    }


@call("p2_relatedness")
def cooccurrence(x: Inputs, _: Path) -> Inputs:
    kinds = ("association", "cosine", "jaccard")
    return {kind: methods.cooccurrence_relatedness(x["C"], kind) for kind in kinds}


@call("p2_relatedness_density")
def percent_density(x: Inputs, _: Path) -> Inputs:
    return {"density_pct": methods.density(x["M"], x["phi"], keep_diagonal=False, percent=True)}


@call("p2_jump_score")
def jump(x: Inputs, _: Path) -> Inputs:
    found = methods.jump_score(
        x["rca"],
        x["density"],
        x["pci"],
        x["cog"],
        x["dependency"],
        min_density=x["min_density"],
        weights=x["weights"],
    )
    return {
        "score": found.score,
        "eligible": found.eligible.tolist(),
        "ranking": [x["product"][i] for i in found.ranking],
    }
