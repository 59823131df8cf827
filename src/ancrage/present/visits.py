"""The sites worth a visit: each once, in one order and with one number on the map, the page and the workbook."""

from typing import Any

from ancrage.present.credits import Study

OWN = "votre liste"
PLACES = (OWN, "friche d'ici", "friche des abords")
NUMBERED = 12  # on the map and in the table of the page


def place_of(site: dict[str, Any]) -> str:
    """One of PLACES."""
    return OWN if site["origine"] == OWN else PLACES[1] if site["sur_place"] else PLACES[2]


def to_visit(study: Study) -> list[dict[str, Any]]:
    """Each proposed site with its number from 1 (`numero`), the targets it may hold (`cibles`), its best note, its
    reserves for any of them and its place (`endroit`): own sites first, then those that hold the most targets."""
    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    for target in study["sites"]["par_cible"]:
        for site in target["sites"]:
            key = (site["origine"], site["site"] or site["nom"], site["commune"])
            row = found.setdefault(key, {**site, "cibles": [], "reserves": [], "endroit": place_of(site)})
            row["cibles"].append(target["cible"])
            row["reserves"] += [said for said in site["reserves"] if said not in row["reserves"]]
            row["note"] = max(row["note"] or 0, site["note"] or 0)
    ordered = sorted(
        found.values(),
        key=lambda s: (s["endroit"] != OWN, -len(s["cibles"]), -s["note"], s["commune"], s["site"] or s["nom"]),
    )
    return [{**site, "numero": number} for number, site in enumerate(ordered, start=1)]
