"""`ancrage plan`: the plan of a territory, to read, or as a file to edit."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ancrage.cli.options import PATH, date_option, edition_option, form_of, heard, the_territory
from ancrage.cli.progress import waiting
from ancrage.cli.terminal import plain_lines
from ancrage.domain.errors import AncrageError
from ancrage.files.whole import mend, write_whole

if TYPE_CHECKING:
    from datetime import date

    from ancrage.study import Study


@click.command()
@click.argument("territoire", default="")
@click.option("--strategie", type=PATH, metavar="FICHIER", help="Fichier de stratégie.")
@click.option("--edite", type=PATH, metavar="FICHIER", help="Plan modifié à reprendre (.xlsx, .ods, .toml).")
@click.option(
    "--format",
    "output_format",
    type=click.Choice(("texte", "json", "toml", "xlsx")),
    help="Forme de la sortie (défaut : texte, ou celle que dit le nom du fichier de --sortie).",
)
@click.option("--sortie", type=PATH, metavar="FICHIER", help="Fichier à écrire.")
@date_option
@edition_option
def plan(
    *,
    territoire: str,
    strategie: Path | None,
    edite: Path | None,
    output_format: str | None,
    sortie: Path | None,
    on: "date | None",
    edition_folder: Path | None,
) -> None:
    """Plan d'action d'un territoire.

    Qui fait quoi, pour quand, pourquoi, et comment le saura-t-on. En texte, à lire ; en xlsx ou toml, à modifier puis à
    rendre à « ancrage etude --plan ».

    Exemple : ancrage plan "Cognac" --sortie plan.xlsx
    """
    forms = {".txt": "texte", ".json": "json", ".toml": "toml", ".xlsx": "xlsx"}
    chosen = form_of(sortie, output_format, forms, "texte")
    if chosen == "xlsx" and sortie is None:
        raise AncrageError("Un classeur ne s'affiche pas.", "Donnez son nom : --sortie plan.xlsx")
    with waiting("Plan en cours…"):
        from ancrage.inputs.plan import load_plan
        from ancrage.inputs.strategy import check_codes, default_strategy, load_strategy
        from ancrage.study import run_study
        from ancrage.warehouse.edition import open_edition

        if territoire.endswith(".toml") and not strategie:
            strategie, territoire = Path(territoire), ""
        strategy = load_strategy(strategie) if strategie else default_strategy()
        if edite:
            mend(edite.parent)
        edited = load_plan(edite) if edite else None
        edition = open_edition(edition_folder, on)
        strategy = heard(check_codes(strategy, edition))
        place = territoire or strategy.territory
        if not place:
            raise AncrageError("Aucun territoire n'est donné.", 'Par exemple : ancrage plan "Cognac"')
        study = run_study(edition, the_territory(edition, place), strategy, edited_plan=edited)
    content = contents(study, chosen)
    if sortie is None:
        click.echo(plain_lines(content.decode()) if chosen == "texte" else content.decode(), nl=False)
    else:
        write_whole(sortie, content)
        click.echo(str(sortie))


def contents(study: "Study", kind: str) -> bytes:
    if kind == "xlsx":
        from ancrage.writers.plan import plan_xlsx

        return plan_xlsx(study)
    if kind == "toml":
        from ancrage.writers.plan import plan_toml

        return plan_toml(study).encode()
    if kind == "json":
        from ancrage.domain.documents import plain

        return (json.dumps(plain(study.plan), ensure_ascii=False, indent=1) + "\n").encode()
    from ancrage.writers.plan_text import plan_text

    return plan_text(study).encode()
