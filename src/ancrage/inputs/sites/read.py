"""From a list of sites to records, or to one error that lists what is wrong, line by line."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ancrage.domain.errors import AncrageError
from ancrage.domain.knowledge import OwnSite
from ancrage.domain.territory import Territory
from ancrage.inputs.problems import one_error
from ancrage.inputs.sites.columns import COLUMNS, RefusedError
from ancrage.inputs.sites.table import Row, read_rows
from ancrage.inputs.sites.template import EXAMPLE
from ancrage.warehouse.communes import Communes, shown
from ancrage.warehouse.edition import Edition
from ancrage.warehouse.territories import normalise

SHOWN = 30


@dataclass(frozen=True, slots=True)
class OwnSites:
    """`warnings`: French sentences about what was not read."""

    sites: tuple[OwnSite, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    line: int
    sentence: str
    next_step: str


def read_own_sites(path: Path, edition: Edition, territory: Territory) -> OwnSites:
    """The sites of a CSV file (`;`, `,` or tabulation; UTF-8, UTF-16 or cp1252; decimal comma or point).

    A commune is an INSEE code or a name; of several communes that bear it, the one of `territory` is meant.
    Raises AncrageError listing every problem of the file, each with its line, its column and what to write.
    """
    rows, ignored = read_rows(path)
    problems: list[Problem] = []
    communes = Communes(edition, territory)
    sites: list[OwnSite] = []
    seen: dict[tuple[str, str | None], int] = {}
    for row in rows:
        if row.cells.get("nom", "").startswith(EXAMPLE):
            continue
        values, found = _values(row)
        commune, doubt = communes.find(row.cells.get("commune", ""))
        found += [Problem(row.line, *doubt)] if doubt and values.get("commune") else []
        found += list(_whole(row.line, values))
        same = seen.setdefault((normalise(values.get("nom") or ""), commune), row.line)
        if same != row.line and not found:
            found.append(
                Problem(
                    row.line, f"même nom et même commune qu'à la ligne {same}.", "Gardez une seule des deux lignes."
                )
            )
        problems += found
        if not found:
            sites.append(_site(values, commune, path))
    if problems:
        told = [(p.line, p.sentence, p.next_step) for p in problems]
        raise one_error(path, told, "la liste de sites", SHOWN)
    if not sites:
        raise AncrageError(
            f"La liste de sites {path} ne contient que l'exemple du modèle.", "Remplacez-le par vos sites."
        )
    warned = (f"Colonnes non lues dans {path} : {', '.join(ignored)}.",) if ignored else ()
    return OwnSites(tuple(sites), warned)


def _values(row: Row) -> tuple[dict[str, Any], list[Problem]]:
    values: dict[str, Any] = {}
    problems = []
    for column in COLUMNS:
        cell = row.cells.get(column.name, "")
        try:
            values[column.name] = column.read(cell)
        except RefusedError as refusal:
            what, _, remedy = str(refusal).partition(". ")
            problems.append(Problem(row.line, f"colonne « {column.name} », {shown(cell)} {what}.", f"{remedy}."))
        else:
            if column.required and values[column.name] is None:
                problems.append(Problem(row.line, f"la colonne « {column.name} » est vide.", "Remplissez-la."))
    return values, problems


def _whole(line: int, values: dict[str, Any]) -> Iterator[Problem]:
    if {"longitude", "latitude"} <= set(values) and (values["longitude"] is None) != (values["latitude"] is None):
        yield Problem(line, "une seule des deux coordonnées est donnée.", "Donnez longitude et latitude, ou aucune.")


def _site(values: dict[str, Any], commune: str, path: Path) -> OwnSite:
    return OwnSite(
        name=values["nom"],
        commune=commune,
        lon=values["longitude"],
        lat=values["latitude"],
        area_ha=values["surface_ha"],
        power_mw=values["puissance_mw"],
        water_m3_per_day=values["eau_m3_par_jour"],
        zoning=values["zonage"],
        polluted=values["pollue"],
        available_from=values["disponible_le"],
        source=path.name,
        note=values["remarque"],
    )
