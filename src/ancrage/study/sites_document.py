"""The part `sites` of `etude.json`."""

from typing import TYPE_CHECKING, Any

from ancrage.domain.measure import Status

if TYPE_CHECKING:
    from ancrage.study import Study

# tables this part reads beside those of the others; rows of `study.measures`: (path, label, unit, tables, status)
TABLES: tuple[str, ...] = ("brownfields",)
MEASURES: tuple[tuple[str, str, str, tuple[str, ...], Status], ...] = (
    ("sites.friches.sites", "Friches recensées", "sites", ("brownfields",), Status.PUBLISHED),
    ("sites.friches.sites_de_surface_connue", "Friches de surface connue", "sites", ("brownfields",), Status.PUBLISHED),
    ("sites.friches.surface_ha", "Surface connue", "ha", ("brownfields",), Status.PUBLISHED),
)


def document(study: "Study") -> dict[str, Any]:
    return {
        "phrase": study.sites.sentence,
        "friches": [
            {
                "statut_friche": b.status,
                "sites": b.sites,
                "sites_de_surface_connue": b.sites_with_area,
                "surface_ha": float(f"{b.area_ha:.6g}"),
            }
            for b in study.sites.brownfields
        ],
    }
