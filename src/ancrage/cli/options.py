"""Options that several commands share."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ancrage.domain.territory import Level

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


LEVELS = click.Choice([level.value for level in Level if level is not Level.COMMUNES])
edition_option = click.option(
    "--edition",
    "edition_folder",
    type=click.Path(path_type=Path),
    metavar="DOSSIER",
    help="Édition de données à lire (défaut : l'édition embarquée).",
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
        click.echo(reading.note, err=True)
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
        type=click.Path(path_type=Path),
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
        click.echo(warning, err=True)
    origin = " ; ".join(part for part in (known.origin, sites_file.name) if part)
    return replace(known, origin=origin, sites=read.sites)
