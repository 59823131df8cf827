"""Options that several commands share."""

from dataclasses import replace
from datetime import date
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
        try:
            return float("".join(str(value).split()).replace(",", "."))
        except ValueError:
            self.fail(f"« {value} » n'est pas un nombre.", parameter, context)


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


LEVELS = click.Choice([level.value for level in Level if level is not Level.COMMUNES])
edition_option = click.option(
    "--edition",
    "edition_folder",
    type=click.Path(path_type=Path),
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
        click.echo(reading.note, err=True)
    return reading.value


def the_territory(edition: "Edition", text: str) -> "Territory":
    """The territory typed, with a word on stderr when others bear its name or codes were put right."""
    from ancrage.inputs.territories import read_territory

    return heard(read_territory(edition, text))


sites_option = click.option(
    "--sites",
    "sites_file",
    type=click.Path(path_type=Path),
    metavar="FICHIER",
    help="Votre liste de sites, en CSV (modèle : ancrage sites --modele).",
)


def told_by(
    edition: "Edition", territory: "Territory", sites_file: Path | None, known: "Knowledge | None" = None
) -> "Knowledge":
    """What the territory tells: `known` (its store), and its file of sites, which replaces the sites of the store.

    A word on stderr about what was not read of the file.
    """
    from ancrage.domain.knowledge import Knowledge

    known = known or Knowledge()
    if sites_file is None:
        return known
    from ancrage.own_sites import read_own_sites

    read = read_own_sites(sites_file, edition, territory)
    for warning in read.warnings:
        click.echo(warning, err=True)
    origin = " ; ".join(part for part in (known.origin, sites_file.name) if part)
    return replace(known, origin=origin, sites=read.sites)
