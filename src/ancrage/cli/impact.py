"""`ancrage impact`: what a project brings to a territory, or every manufacturing class to every territory."""

import json
from pathlib import Path

import click

from ancrage.cli.options import LEVELS, PATH, Number, edition_option, format_option, heard, the_territory
from ancrage.cli.progress import waiting
from ancrage.cli.tabular import echo_rows
from ancrage.domain.errors import AncrageError
from ancrage.domain.territory import Level

EXAMPLE = "Exemple : ancrage impact zone_emploi:8414 --activite 25.73 --emplois 80"
TABLE = Path("multiplicateurs.csv")
COLUMNS = ("cercle", "grandeur", "unite", "bas", "central", "haut", "nature", "statut")


@click.command()
@click.argument("territoire", default="")
@click.option("--activite", metavar="NAF", help="Classe d'activité du projet, par exemple 25.73.")
@click.option("--emplois", type=Number(), metavar="NOMBRE", help="Emplois directs du projet.")
@click.option("--production", type=Number(), metavar="EUR", help="Ou sa production, en euros par an.")
@click.option(
    "--importations", type=Number(), metavar="EUR", help="Ou les importations qu'il remplacerait, en euros par an."
)
@click.option("--crees", is_flag=True, help="Emplois créés (par défaut).")
@click.option("--maintenus", is_flag=True, help="Emplois maintenus : jamais ajoutés à des emplois créés.")
@click.option("--tous", type=LEVELS, help="Tous les territoires d'un niveau et toutes les classes de l'industrie.")
@click.option(
    "--sortie",
    type=PATH,
    metavar="FICHIER",
    help="Avec --tous : fichier écrit, .csv, .parquet ou .xlsx (défaut : multiplicateurs.csv).",
)
@format_option("texte", "csv", "json")
@edition_option
def impact(
    *,
    territoire: str,
    activite: str | None,
    emplois: float | None,
    production: float | None,
    importations: float | None,
    crees: bool,
    maintenus: bool,
    tous: str | None,
    sortie: Path | None,
    output_format: str,
    edition_folder: Path | None,
) -> None:
    """Dit ce qu'un projet apporte : emplois, valeur ajoutée, CO2, impôts, terrain.

    Dans le territoire, autour de lui et en France, en fourchettes, avec ce qui les fait varier.

    Avec --tous, écrit les multiplicateurs de chaque territoire et l'impact d'un projet de taille courante de chaque
    classe de l'industrie.
    """
    sizes = {"emplois": emplois, "production": production, "importations": importations}
    given = {name: amount for name, amount in sizes.items() if amount is not None}
    if tous:
        if territoire or activite or given or crees or maintenus:
            raise AncrageError("L'option --tous ne se combine qu'avec --sortie et --edition.", f"Sinon : {EXAMPLE}")
        write_everywhere(edition_folder, Level(tous), sortie or TABLE)
        return
    if not territoire:
        raise AncrageError("Aucun territoire n'est donné.", EXAMPLE)
    if not activite:
        raise AncrageError("Aucune activité n'est donnée.", EXAMPLE)
    if len(given) != 1:
        raise AncrageError(
            "Donnez la taille du projet par --emplois, --production ou --importations, une seule.", EXAMPLE
        )
    if crees and maintenus:
        raise AncrageError(
            "Des emplois sont créés ou maintenus, pas les deux à la fois.", "Faites deux calculs séparés."
        )
    if sortie:
        raise AncrageError(
            "L'option --sortie ne va qu'avec --tous.", "Sinon, choisissez --format et redirigez la sortie."
        )
    from ancrage.inputs.activities import read_activity
    from ancrage.steps.impact import impact_of
    from ancrage.steps.impact.project import CREATED, MAINTAINED, project
    from ancrage.steps.local import Local
    from ancrage.study.impact import project_document
    from ancrage.warehouse.edition import open_edition

    edition = open_edition(edition_folder)
    territory = the_territory(edition, territoire)
    (basis, amount), nature = next(iter(given.items())), MAINTAINED if maintenus else CREATED
    asked = project(edition, heard(read_activity(edition, activite)).code, basis, amount, nature)
    found = impact_of(Local(edition, territory), asked)
    document = project_document(edition, found)
    if output_format == "json":
        territory_named = {"niveau": territory.level.value, "code": territory.code, "nom": territory.label}
        click.echo(json.dumps({"territoire": territory_named} | document, ensure_ascii=False, indent=1))
    elif output_format == "csv":
        from ancrage.writers.impact_text import rows

        echo_rows(rows(document), "csv", COLUMNS)
    else:
        from ancrage.writers.impact_text import text

        click.echo(text(document["impact"]))


def write_everywhere(folder: Path | None, level: Level, path: Path) -> None:
    """The open tables of a level; the file and its notice appear whole or not at all."""
    from ancrage.writers.multipliers import check_path, write_multipliers

    check_path(path)
    with waiting("Multiplicateurs en cours…"):
        from ancrage.steps.impact.everywhere import credits, described, everywhere
        from ancrage.warehouse.edition import open_edition

        edition = open_edition(folder)
        title = (
            f"Multiplicateurs régionaux et impact d'un projet de taille courante, niveau {level.value}, {edition.id}"
        )
        written = write_multipliers(everywhere(edition, level), described(), credits(edition), title, path)
    for file in written:
        click.echo(str(file))
