"""Step 7, Sites, first form: the brownfields known in the communes of the territory. Matching needs comes later."""

from dataclasses import dataclass

import polars as pl

from ancrage.domain.wording import count, decimal
from ancrage.steps.local import Local

AVAILABLE = ("friche sans projet", "friche potentielle")


@dataclass(frozen=True, slots=True)
class Brownfields:
    """Sites of one status; `area_ha` sums the plots whose area is known (`sites_with_area` of them)."""

    status: str
    sites: int
    sites_with_area: int
    area_ha: float


@dataclass(frozen=True, slots=True)
class Sites:
    sentence: str
    brownfields: tuple[Brownfields, ...]


def brownfields(local: Local) -> Sites:
    rows = local.edition.table("brownfields").filter(
        pl.col("commune").is_in(pl.Series(local.territory.communes).implode())
    )
    by_status = (
        rows.group_by("status")
        .agg(pl.col("sites", "sites_with_area").sum(), pl.col("area_m2").sum())
        .sort(["sites", "status"], descending=[True, False])
    )
    found = tuple(
        Brownfields(status, int(sites), int(known), float(area or 0) / 1e4)
        for status, sites, known, area in by_status.select("status", "sites", "sites_with_area", "area_m2").iter_rows()
    )
    if not found:
        return Sites("Aucune friche n'est recensée ici ; cela ne veut pas dire qu'il n'y en a pas.", ())
    free = [b for b in found if b.status == AVAILABLE[0]]
    total = count(sum(b.sites for b in found), "site")
    sure = f"dont {count(free[0].sites, 'friche')} sans projet ({decimal(free[0].area_ha, 0)} ha)" if free else ""
    return Sites(
        f"{total} au recensement national des friches{', ' + sure if sure else ''} ; à vérifier sur place.", found
    )
