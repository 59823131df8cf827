"""How many brownfields the communes of the territory hold, by status."""

from typing import Annotated

from ancrage.domain.described import Record, field, number, text
from ancrage.domain.measure import Status
from ancrage.domain.units import HA, PLACES
from ancrage.domain.wording import NBSP, count, decimal
from ancrage.steps.local import Local
from ancrage.warehouse.edition import Edition, derived

WITHOUT_PROJECT = "friche sans projet"


class Brownfields(Record):
    """Sites of one status; the area sums the plots whose area is known, None when none is."""

    status: Annotated[str, text("Statut")] = field(name="statut_friche")
    sites: Annotated[int, number("Friches recensées", PLACES, of=("brownfields",), status=Status.PUBLISHED)]
    sites_with_area: Annotated[
        int, number("Friches de surface connue", PLACES, of=("brownfields",), status=Status.PUBLISHED)
    ] = field(name="sites_de_surface_connue")
    area_ha: Annotated[float | None, number("Surface connue", HA, of=("brownfields",), status=Status.PUBLISHED)] = (
        field(name="surface_ha")
    )


def brownfields(local: Local) -> tuple[Brownfields, ...]:
    known = _by_commune(local.edition)
    sums: dict[str, list[float]] = {}
    for commune in local.territory.communes:
        for status, *numbers in known.get(commune, ()):
            total = sums.setdefault(status, [0, 0, 0.0])
            total[:] = [a + b for a, b in zip(total, numbers, strict=True)]
    return tuple(
        Brownfields(
            status, int(sums[status][0]), int(sums[status][1]), sums[status][2] / 1e4 if sums[status][1] else None
        )
        for status in sorted(sums, key=lambda status: (-sums[status][0], status))
    )


@derived
def _by_commune(edition: Edition) -> dict[str, list[tuple[str, int, int, float]]]:
    """Status, sites, sites of known area and area (m²) of the brownfields of each commune."""
    found: dict[str, list[tuple[str, int, int, float]]] = {}
    rows = edition.table("brownfields").select("commune", "status", "sites", "sites_with_area", "area_m2")
    for commune, status, sites, known, area in rows.iter_rows():
        found.setdefault(commune, []).append((status, sites, known, float(area or 0)))
    return found


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
    if found.area_ha is None:
        return "surface inconnue"
    return f"{decimal(found.area_ha, 0)}{NBSP}ha" if found.area_ha >= 0.5 else f"moins de 1{NBSP}ha"
