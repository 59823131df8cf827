"""Import dependence: from the inputs of a vector to the call that must give its expected numbers."""

from pathlib import Path
from typing import Any

from ancrage.methods import dependency_eu2021
from ancrage.methods.vulnerability import PUBLISHED_COUNTS
from tests.methods.golden import call


@call("p3_cdi")
def cdi(inputs: dict[str, Any], _: Path) -> dict[str, Any]:
    products = inputs["products"]
    got = dependency_eu2021(
        *([p[k] for p in products] for k in ("extra_eu_imports", "intra_eu_imports", "exports_total"))
    )
    rows = zip(got.cdi1, got.cdi2, got.cdi3, got.dependent, strict=True)
    names = ("CDI1", "CDI2", "CDI3", "dependent")
    return {p["id"]: dict(zip(names, row, strict=True)) for p, row in zip(products, rows, strict=True)}


@call("p3_published_counts")
def published_counts(_inputs: dict[str, Any], _: Path) -> dict[str, Any]:
    return dict(PUBLISHED_COUNTS)
