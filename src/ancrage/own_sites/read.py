"""From a list of sites to records, or to one error that lists what is wrong, line by line."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ancrage.domain.errors import AncrageError
from ancrage.domain.knowledge import OwnSite
from ancrage.domain.territory import Territory
from ancrage.own_sites.columns import COLUMNS, RefusedError
from ancrage.own_sites.table import Row, read_rows
from ancrage.own_sites.template import EXAMPLE
from ancrage.reference import read_reference
from ancrage.warehouse.edition import Edition
from ancrage.warehouse.territories import loosen, normalise

SHOWN = 30
NEAREST = 3


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
    sites, seen = [], {}
    for row in rows:
        if row.cells.get("nom", "").startswith(EXAMPLE):
            continue
        values, found = _values(row)
        commune, doubt = communes.code(row.cells.get("commune", ""))
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
        raise _refusal(path, problems)
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
            problems.append(Problem(row.line, f"colonne « {column.name} », {_shown(cell)} {what}.", f"{remedy}."))
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


class Communes:
    """Finds the commune that a cell names."""

    def __init__(self, edition: Edition, territory: Territory) -> None:
        self.labels = dict(edition.table("communes").select("commune", "label").iter_rows())
        merged = read_reference("corrections_communes.csv").select("commune", "successeur")
        self.successors = dict(merged.iter_rows())
        self.own = set(territory.communes)
        self.by_name: dict[str, list[str]] = {}
        for code, label in self.labels.items():
            for name in {normalise(label), loosen(normalise(label))}:
                self.by_name.setdefault(name, []).append(code)

    def code(self, cell: str) -> tuple[str, tuple[str, str] | None]:
        """(INSEE code, None), or ("", what is wrong and what to do)."""
        code = cell.strip().upper().zfill(5) if cell.strip().isdigit() else cell.strip().upper()
        code = self.successors.get(code, code)
        if code in self.labels:
            return code, None
        name = normalise(cell)
        found = self.by_name.get(name) or self.by_name.get(loosen(name), [])
        near = [c for c in found if c in self.own] or found
        if len(near) == 1:
            return near[0], None
        if near:
            listed = ", ".join(f"{c} ({c[:3] if c.startswith('97') else c[:2]})" for c in sorted(near)[:8])
            return "", (f"plusieurs communes s'appellent {_shown(cell)}.", f"Donnez le code INSEE : {listed}.")
        return "", (f"la commune {_shown(cell)} est inconnue.", self._suggestion(name))

    def _suggestion(self, name: str) -> str:
        from rapidfuzz import fuzz, process  # only errors need it

        among = {normalise(self.labels[code]): code for code in sorted(self.own)} or {}
        close = process.extract(name, list(among), scorer=fuzz.WRatio, limit=1, score_cutoff=80)
        if not close:
            among = {normalise(label): code for code, label in self.labels.items()}
            close = process.extract(name, list(among), scorer=fuzz.WRatio, limit=NEAREST)
        words = [f"{self.labels[among[key]]} ({among[key]})" for key, _, _ in close]
        return (
            f"Vouliez-vous {' ou '.join(words)} ? Le code INSEE convient aussi." if words else "Donnez un code INSEE."
        )


def _shown(cell: str) -> str:
    """A cell as it can be printed: short, without what could upset a terminal."""
    plain = "".join(c if c.isprintable() else "�" for c in cell[:40])
    return f"« {plain}{'…' if len(cell) > 40 else ''} »"


def _refusal(path: Path, problems: list[Problem]) -> AncrageError:
    if len(problems) == 1:
        found = problems[0]
        return AncrageError(f"{path}, ligne {found.line} : {found.sentence}", found.next_step)
    told = [f"Ligne {p.line} : {p.sentence} {p.next_step}" for p in problems[:SHOWN]]
    if len(problems) > SHOWN:
        told.append(f"… et {len(problems) - SHOWN} autres, à voir une fois celles-ci corrigées.")
    return AncrageError(f"{path} : {len(problems)} erreurs dans la liste de sites.", "\n".join(told))
