"""`ancrage territoires`: which territories exist and how to name them."""

from pathlib import Path
from typing import Any

import click

from ancrage.cli.options import LEVELS, edition_option, format_option, heard
from ancrage.cli.tabular import echo_rows
from ancrage.domain.territory import Level

MOST = 12  # communes of one name


@click.command()
@click.argument("recherche", default="")
@click.option("--niveau", type=LEVELS, help="Un seul niveau de territoire.")
@format_option("texte", "csv", "json")
@edition_option
def territoires(recherche: str, niveau: str | None, output_format: str, edition_folder: Path | None) -> None:
    """Liste les territoires que l'on peut étudier.

    RECHERCHE est un nom, un morceau de nom ou un code ; une commune (nom d'aujourd'hui ou d'hier, code INSEE, code
    postal) donne aussi les territoires dont elle fait partie. La colonne « territoire » se donne telle quelle à
    « ancrage etude ».
    """
    from ancrage.inputs.communes import possible_communes, read_commune
    from ancrage.inputs.territories import homes, unknown
    from ancrage.warehouse.edition import open_edition
    from ancrage.warehouse.territories import candidates, perimeter, search_territories

    edition = open_edition(edition_folder)
    level = Level(niveau) if niveau else None
    places = search_territories(edition, recherche, level)
    rows = [row(c.level, c.code, c.label, c.population) for c in places]
    communes = possible_communes(edition, recherche)[:MOST] if recherche and not level else []
    for commune in communes:
        alone = perimeter(edition, [commune])
        name = alone.label.partition("(")[2].rstrip(")")
        rows.append(row(alone.level, commune, f"{name} (commune)", alone.population))
        rows += [row(c.level, c.code, c.label, c.population) for c in homes(edition, commune) if c not in places]
    if not rows:
        raise unknown(edition, recherche, candidates(edition, level))
    if len(communes) == 1:
        heard(read_commune(edition, recherche))
    people = ("territoire", "nom", "population")
    machines = ("niveau", "code", "nom", "population", "territoire")
    rows = [dict(pairs) for pairs in dict.fromkeys(tuple(one.items()) for one in rows)]
    echo_rows(rows, output_format, people if output_format == "texte" else machines)


def row(level: Level, code: str, label: str, population: int | None) -> dict[str, Any]:
    return {
        "territoire": f"{level.value}:{code}",
        "niveau": level.value,
        "code": code,
        "nom": label,
        "population": population,
    }
