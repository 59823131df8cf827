"""Options that several commands share."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ancrage.cli.terminal import plain
from ancrage.domain.errors import AncrageError
from ancrage.domain.territory import Level
from ancrage.domain.wording import listing

if TYPE_CHECKING:
    from ancrage.domain.knowledge import Knowledge
    from ancrage.domain.territory import Territory
    from ancrage.inputs.reading import Reading
    from ancrage.warehouse.edition import Edition

T = TypeVar("T")


class Number(click.ParamType):
    """A number as the French write it: « 80 », « 12,5 », « 12 000 000 »."""

    name = "nombre"

    def convert(self, value: Any, parameter: click.Parameter | None, context: click.Context | None) -> float:
        from ancrage.inputs.cells import UnreadError, read_number, shown

        try:
            number = read_number(str(value)).value
        except UnreadError:
            number = None
        if number is None:
            self.fail(f"« {shown(value, 40)} » n'est pas un nombre.", parameter, context)
        return number


class Day(click.ParamType):
    """A day, year first with dashes, or as the French write it: day, month, year with slashes."""

    name = "jour"

    def convert(self, value: Any, parameter: click.Parameter | None, context: click.Context | None) -> date:
        text = str(value).strip()
        try:
            if "/" in text:
                day, month, year = (int(part) for part in text.split("/"))
                return date(year, month, day)
            return date.fromisoformat(text)
        except ValueError:
            self.fail(f"« {value} » n'est pas une date : écrivez-la AAAA-MM-JJ ou JJ/MM/AAAA.", parameter, context)


class FileName(click.Path):
    """A file or folder; an unset variable of a script gives an empty name, which would be the present folder."""

    def __init__(self) -> None:
        super().__init__(path_type=Path, readable=False)  # whoever reads it says why it cannot, in French

    def convert(self, value: Any, parameter: click.Parameter | None, context: click.Context | None) -> Any:
        if not str(value).strip():
            self.fail("le nom est vide.", parameter, context)
        return super().convert(value, parameter, context)


PATH = FileName()
# what a folder is not called: a file was meant
OF_FILES = (
    *(".html", ".htm", ".pdf", ".docx", ".doc", ".odt", ".txt", ".md"),
    *(".xlsx", ".xls", ".ods", ".csv", ".json", ".geojson", ".toml", ".parquet", ".zip"),
)


def form_of(path: Path | None, asked: str | None, forms: Mapping[str, str], default: str) -> str:
    """The form to write: the one asked for, else that of the file, else `default`. `forms`: extension -> form.

    Raises AncrageError: an extension that the command does not write, or that is not of the form asked for.
    """
    if path is None:
        return asked or default
    suffix = path.suffix.lower()
    if suffix not in forms and (suffix or not asked):
        raise AncrageError(
            f"Le fichier {path.name} n'a pas d'extension connue de cette commande.",
            f"Finissez-le par {listing(list(forms), 'ou')}.",
        )
    if asked and suffix and forms[suffix] != asked:
        raise AncrageError(f"Le nom {path.name} dit {forms[suffix]} et --format dit {asked}.", "Gardez l'un des deux.")
    return asked or forms[suffix]


def check_folder(path: Path | None) -> None:
    """Raise AncrageError when the folder to write is named like a file."""
    if path and path.suffix.lower() in OF_FILES and not path.is_dir():
        raise AncrageError(
            f"L'option --sortie attend un dossier, et {path.name} est un nom de fichier.",
            f"Donnez un dossier, par exemple : --sortie {path.stem}",
        )


LEVELS = click.Choice([level.value for level in Level if level is not Level.COMMUNES])
edition_option = click.option(
    "--edition",
    "edition_folder",
    type=PATH,
    metavar="DOSSIER",
    help="Édition de données à lire (défaut : l'édition embarquée).",
)

date_option = click.option(
    "--date",
    "on",
    type=Day(),
    metavar="JOUR",
    help="Jour de l'étude, pour les aides closes et les cas sans nouvelle (défaut : celui de l'édition).",
)


def format_option(*names: str) -> "click.decorators.FC":
    """--format among `names`, the first by default."""
    return click.option(
        "--format",
        "output_format",
        type=click.Choice(names),
        default=names[0],
        show_default=True,
        help="Forme de la sortie.",
    )


def heard(reading: "Reading[T]") -> T:
    """The value of a reading, with a word on stderr when it is not literally what was typed."""
    if reading.note:
        click.echo(plain(reading.note), err=True)
    return reading.value


def the_territory(edition: "Edition", text: str) -> "Territory":
    """The territory typed, with a word on stderr when others bear its name or codes were put right."""
    from ancrage.inputs.territories import read_territory

    return heard(read_territory(edition, text))


def sites_option(command: "click.decorators.FC") -> "click.decorators.FC":
    """--sites and --colonnes-sites, for what the territory lists itself."""
    command = click.option(
        "--colonnes-sites",
        "sites_columns",
        metavar="LISTE",
        help='Quelle colonne de la liste dit quoi : nom="Nom de la zone",surface_ha="Libre (ha)".',
    )(command)
    return click.option(
        "--sites",
        "sites_file",
        type=PATH,
        metavar="FICHIER",
        help="Votre liste de sites : CSV, XLSX ou ODS (modèle : ancrage sites --modele).",
    )(command)


def told_by(
    edition: "Edition",
    territory: "Territory",
    sites_file: Path | None,
    known: "Knowledge | None" = None,
    columns: str | None = None,
) -> "Knowledge":
    """What the territory tells: `known` (its store), and its file of sites, which replaces the sites of the store.

    columns: which column of the file says what, as typed. A word on stderr about what was not read literally.
    """
    from ancrage.domain.knowledge import Knowledge

    known = known or Knowledge()
    if sites_file is None and not known.sites:
        return known
    from ancrage.inputs.columns import parse_columns
    from ancrage.inputs.ground import Ground
    from ancrage.inputs.sites import placed, read_own_sites

    if sites_file is None:
        sites, notes = placed(known.sites, Ground(edition, frozenset(territory.communes)))
        for note in notes:
            click.echo(note, err=True)
        return replace(known, sites=sites)

    read = read_own_sites(sites_file, edition, territory, parse_columns(columns) if columns else None)
    for warning in read.warnings:
        click.echo(plain(warning), err=True)
    origin = " ; ".join(part for part in (known.origin, sites_file.name) if part)
    return replace(known, origin=origin, sites=read.sites)
