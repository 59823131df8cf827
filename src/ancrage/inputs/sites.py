"""The territory's own sites, from any table: one row read the same way for --sites and for the notebook."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ancrage.domain.errors import AncrageError
from ancrage.domain.knowledge import OwnSite
from ancrage.domain.territory import Territory
from ancrage.domain.wording import NBSP, count, integer, listing
from ancrage.inputs.bytes import Kind, shown
from ancrage.inputs.cells import UnreadError
from ancrage.inputs.columns import NEEDED, Columns, check_mapping, fields_of, is_known, propose
from ancrage.inputs.ground import Ground
from ancrage.inputs.position import read_point, read_position
from ancrage.inputs.problems import one_error
from ancrage.inputs.rows import Problem, Row, conversions, read_row
from ancrage.inputs.table import Sheet, read_sheet
from ancrage.inputs.units import words
from ancrage.warehouse.edition import Edition
from ancrage.warehouse.territories import normalise

SITES = "sites"
MAX_MB, MAX_ROWS, SHOWN, SHOWN_NOTES = 10, 5000, 30, 12
MODEL = "Partez du modèle : ancrage sites --modele > sites.csv"
LIST = Kind("La liste de sites", MODEL, "Gardez une ligne par site.")
EXAMPLE = "EXEMPLE à remplacer"
# headings of the model and an example of each
TEMPLATE = {
    "nom": EXAMPLE, "commune": "Cluses", "surface_ha": "12,5", "puissance_mw": "4", "eau_m3_par_jour": "150",
    "zonage": "UX", "pollue": "non", "disponible_le": "immédiate", "longitude": "6,58", "latitude": "46,06",
    "remarque": "raccordement au gaz",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class OwnSites:
    """`warnings`: French sentences about what was understood, and what was not read."""

    sites: tuple[OwnSite, ...]
    warnings: tuple[str, ...]


def sites_template() -> str:
    """CSV with semicolons: what a French spreadsheet opens at once."""
    return f"{';'.join(TEMPLATE)}\n{';'.join(TEMPLATE.values())}\n"


def read_site(cells: Mapping[str, str], headings: Mapping[str, str], ground: Ground) -> Row:
    """One site: cells, then its commune and its position checked against each other. Never raises.

    A name or a commune that is missing or unknown is a problem of the field; a position that cannot be is one too.
    """
    row = read_row(cells, SITES, headings)
    for name in NEEDED[SITES]:
        if name not in row.values and not any(name == problem.field for problem in row.problems):
            row.problems.append(
                Problem(name, f"il manque{NBSP}: {fields_of(SITES)[name].label.lower()}", "Remplissez-la.")
            )
    commune = row.values.get("commune")
    code = ""
    if commune:
        try:
            reading = ground.commune(commune)
        except AncrageError as error:
            row.problems.append(Problem("commune", error.message.rstrip("."), error.next_step))
        else:
            code = row.values["commune"] = reading.value
            row.notes += [reading.note] if reading.note else []
    _place(row, code, ground)
    return row


def _place(row: Row, code: str, ground: Ground) -> None:
    """Longitude and latitude put right, or taken out with a problem."""
    lon, lat, point = (row.values.pop(name, None) for name in ("lon", "lat", "point"))
    try:
        if point and lon is None and lat is None:
            lon, lat = read_point(point)
        if (lon is None) != (lat is None):
            raise UnreadError("une seule des deux coordonnées est donnée : donnez longitude et latitude, ou aucune")
        if lon is None or lat is None or not code:
            return
        label, *centre = ground.centre(code)
        reading = read_position(lon, lat, (centre[0], centre[1]), label, code.startswith("97"))
    except UnreadError as unread:
        row.problems.append(Problem("lon", str(unread), "Corrigez-les, ou laissez-les vides."))
    else:
        row.values["lon"], row.values["lat"] = reading.value
        row.notes += [reading.note] if reading.note else []


def read_own_sites(path: Path, edition: Edition, territory: Territory, columns: Columns | None = None) -> OwnSites:
    """The sites of a table (CSV of any usual encoding, XLSX, ODS). `columns`: a mapping given by the user.

    Raises AncrageError listing every problem of the file, each with its line, its column and what to write.
    """
    sheet = read_sheet(path, size_limit_mb=MAX_MB, known=lambda heading: is_known(heading, SITES), kind=LIST)
    if len(sheet.rows) > MAX_ROWS:
        raise AncrageError(
            f"La liste de sites {shown(path)} dépasse {integer(MAX_ROWS)} lignes.", "Gardez les sites à proposer."
        )
    mapping = columns or propose(sheet.headers, sheet.rows, SITES)
    _check(path, sheet, mapping)
    at = {field: sheet.headers.index(heading) for field, heading in mapping.columns.items()}
    ground = Ground(edition, frozenset(territory.communes))
    problems: list[tuple[int, str, str]] = []
    notes: list[str] = []
    sites: list[OwnSite] = []
    seen: dict[tuple[str, str], int] = {}
    nothing_offered: list[str] = []
    for line, cells in zip(sheet.lines, sheet.rows, strict=True):
        texts = {name: cells[i] for name, i in at.items()}
        if texts["nom"].startswith(EXAMPLE):
            continue
        row = read_site(texts, mapping.columns, ground)
        for problem in row.problems:
            heading = shown(mapping.columns.get(problem.field, problem.field), 60)
            problems.append((line, f"colonne « {heading} » : {problem.clause}.", problem.remedy))
        notes += [f"Ligne {line} : {note}" for note in row.notes]
        if row.problems:
            continue
        same = seen.setdefault((normalise(row.values["nom"]), row.values["commune"]), line)
        if same != line:
            problems.append((line, f"même nom et même commune qu'à la ligne {same}.", "Gardez une seule des deux."))
        elif row.values.get("surface_ha") == 0:
            nothing_offered.append(f"« {shown(row.values['nom'], 40)} » (ligne {line})")
        else:
            sites.append(own_site(row, path.name))
    if problems:
        raise one_error(path, problems, "la liste de sites", SHOWN)
    if not sites and not nothing_offered:
        raise AncrageError(
            f"La liste de sites {shown(path)} ne contient que l'exemple du modèle.", "Remplacez-le par vos sites."
        )
    if nothing_offered:
        notes.append(f"Aucune surface offerte, sites laissés de côté : {_some(nothing_offered)}.")
    said = [*sheet.notes, *understood(sheet, mapping), *conversions(SITES, mapping.columns), *notes[:SHOWN_NOTES]]
    if len(notes) > SHOWN_NOTES:
        said.append(f"… et {count(len(notes) - SHOWN_NOTES, 'autre remarque', 'autres remarques')}.")
    return OwnSites(tuple(sites), tuple(said))


def _check(path: Path, sheet: Sheet, mapping: Columns) -> None:
    """Raises AncrageError: a column that is needed, twice there, or in no known unit."""
    if re.fullmatch(r"colonne \d+", sheet.headers[-1]):
        position = len(sheet.headers) - 1
        line = next(at for at, cells in zip(sheet.lines, sheet.rows, strict=True) if cells[position])
        raise AncrageError(
            f"{shown(path)}, ligne {line} : plus de cases que de colonnes.",
            "Mettez entre guillemets un texte qui contient le séparateur, ou un nombre à virgule.",
        )
    missing = [f"« {name} »" for name in NEEDED[SITES] if name not in mapping.columns]
    if missing:
        what = (
            f"il manque la colonne {missing[0]}" if len(missing) == 1 else f"il manque les colonnes {listing(missing)}"
        )
        raise AncrageError(f"{shown(path)}, ligne des titres : {what}.", MODEL)
    for heading in mapping.columns.values():
        if any(words(other) == words(f"{heading} 2") and other.endswith(")") for other in sheet.headers):
            raise AncrageError(
                f"{shown(path)} : deux colonnes disent « {shown(heading, 60)} ».", "Gardez-en une seule."
            )
    check_mapping(mapping, sheet.headers, SITES)


def understood(sheet: Sheet, mapping: Columns) -> list[str]:
    """What each column was taken for, when its heading is not that of the model; and the columns not read."""
    taken = [
        f"« {shown(heading, 40)} » → {fields_of(SITES)[name].label}"
        for name, heading in mapping.columns.items()
        if heading not in TEMPLATE
    ]
    aside = [shown(heading, 40) for heading in sheet.headers if heading not in mapping.headings()]
    said = [f"Colonnes lues : {' ; '.join(taken)}."] if taken else []
    return said + ([f"Colonnes non lues : {_some(aside)}."] if aside else [])


def _some(names: Sequence[str]) -> str:
    return listing(names if len(names) <= SHOWN_NOTES else [*names[:SHOWN_NOTES], f"{len(names) - SHOWN_NOTES} autres"])


def placed(sites: Sequence[OwnSite], ground: Ground) -> tuple[tuple[OwnSite, ...], list[str]]:
    """Sites kept by a notebook, each with the code of its commune; and what is said of those not read literally.

    One whose commune is unknown keeps what was written: the study leaves it aside.
    """
    found, notes = [], []
    for site in sites:
        try:
            reading = ground.commune(site.commune)
        except AncrageError as error:
            notes.append(f"Site « {shown(site.name, 60)} » laissé de côté : {error.message} {error.next_step}")
            found.append(site)
            continue
        found.append(replace(site, commune=reading.value))
        notes += [f"Site « {shown(site.name, 60)} » : {reading.note}"] if reading.note else []
    return tuple(found), notes


def own_site(row: Row, source: str) -> OwnSite:
    told = row.values
    return OwnSite(
        name=told["nom"],
        commune=told["commune"],
        lon=told.get("lon"),
        lat=told.get("lat"),
        area_ha=told.get("surface_ha"),
        power_mw=told.get("puissance_mw"),
        water_m3_per_day=told.get("eau_m3_jour"),
        zoning=told.get("zonage"),
        polluted=told.get("pollue"),
        available_from=told.get("disponible"),
        source=source,
        note=told.get("remarque"),
    )
