"""`ancrage territoires`: which territories exist and how to name them."""

from pathlib import Path

import click

from ancrage.cli.options import LEVELS, edition_option, format_option
from ancrage.cli.tabular import echo_rows
from ancrage.domain.territory import Level


@click.command()
@click.argument("recherche", default="")
@click.option("--niveau", type=LEVELS, help="Un seul niveau de territoire.")
@format_option("texte", "csv", "json")
@edition_option
def territoires(recherche: str, niveau: str | None, output_format: str, edition_folder: Path | None) -> None:
    """Liste les territoires que l'on peut étudier.

    RECHERCHE est un nom, un morceau de nom ou un code. La colonne « territoire » se donne telle quelle à « ancrage
    etude ».
    """
    from ancrage.warehouse.edition import open_edition
    from ancrage.warehouse.territories import candidates, search_territories, unknown

    edition = open_edition(edition_folder)
    level = Level(niveau) if niveau else None
    found = search_territories(edition, recherche, level)
    if not found:
        raise unknown(edition, recherche, candidates(edition, level))
    rows = [
        {
            "territoire": f"{c.level.value}:{c.code}",
            "niveau": c.level.value,
            "code": c.code,
            "nom": c.label,
            "population": c.population,
        }
        for c in found
    ]
    people = ("territoire", "nom", "population")
    machines = ("niveau", "code", "nom", "population", "territoire")
    echo_rows(rows, output_format, people if output_format == "texte" else machines)
