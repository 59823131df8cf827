"""How many brownfields the communes of the territory hold, by status."""

from dataclasses import dataclass

import polars as pl

from ancrage.domain.wording import NBSP, count, decimal
from ancrage.steps.local import Local

WITHOUT_PROJECT = "friche sans projet"


@dataclass(frozen=True, slots=True)
class Brownfields:
    """Sites of one status; `area_ha` sums the plots whose area is known (`sites_with_area` of them)."""

    status: str
    sites: int
    sites_with_area: int
    area_ha: float


def brownfields(local: Local) -> tuple[Brownfields, ...]:
    rows = local.edition.table("brownfields").filter(
        pl.col("commune").is_in(pl.Series(local.territory.communes).implode())
    )
    by_status = (
        rows.group_by("status")
        .agg(pl.col("sites", "sites_with_area").sum(), pl.col("area_m2").sum())
        .sort(["sites", "status"], descending=[True, False])
    )
    return tuple(
        Brownfields(status, int(sites), int(known), float(area or 0) / 1e4)
        for status, sites, known, area in by_status.select("status", "sites", "sites_with_area", "area_m2").iter_rows()
    )


def counted(found: tuple[Brownfields, ...]) -> str:
    """All of them in one sentence."""
    if not found:
        return "Aucune friche n'est recensée ici ; cela ne veut pas dire qu'il n'y en a pas."
    free = next((b for b in found if b.status == WITHOUT_PROJECT), None)
    total = count(sum(b.sites for b in found), "site")
    sure = f", dont {count(free.sites, 'friche')} sans projet ({_area(free)})" if free else ""
    return f"{total} au recensement national des friches{sure} ; à vérifier sur place."


def _area(found: Brownfields) -> str:
    """An area that nobody measured is not zero, and a garden is not « 0 ha »."""
    if not found.sites_with_area:
        return "surface inconnue"
    return f"{decimal(found.area_ha, 0)}{NBSP}ha" if found.area_ha >= 0.5 else f"moins de 1{NBSP}ha"
