"""`ancrage etude`: one study, or every study of a level."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ancrage.cli.carnet_options import carnet_option, the_knowledge
from ancrage.cli.every_study import Order, spare_collector, write_all
from ancrage.cli.options import (
    LEVELS,
    PATH,
    check_folder,
    date_option,
    edition_option,
    heard,
    sites_option,
    the_territory,
    told_by,
)
from ancrage.cli.progress import waiting
from ancrage.domain.errors import AncrageError
from ancrage.domain.territory import Level, Territory
from ancrage.files.whole import mend

if TYPE_CHECKING:
    from datetime import date

STUDIES = Path("etudes")
DEFAULT_FORMATS = ("html", "json", "xlsx")


def read_formats(context: click.Context, parameter: click.Parameter, text: str | None) -> tuple[str, ...] | None:
    """« html,json » as written, each once; an unknown one is refused before any work begins."""
    if text is None:
        return None
    asked = tuple(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))
    from ancrage.writers.write import check_formats

    check_formats(asked)
    return asked


@click.command()
@click.argument("territoire", default="")
@click.option(
    "--strategie",
    type=PATH,
    metavar="FICHIER",
    help="Fichier de stratégie (défaut : la pondération proposée).",
)
@click.option(
    "--sortie",
    type=PATH,
    metavar="DOSSIER",
    help="Dossier des fichiers écrits (défaut : etudes/, un dossier par territoire).",
)
@click.option(
    "--formats",
    callback=read_formats,
    metavar="LISTE",
    help="Parmi html, json, xlsx, geojson, séparés par des virgules (défaut : html,json,xlsx ; json avec --tous).",
)
@sites_option
@click.option(
    "--plan",
    "plan_file",
    type=PATH,
    metavar="FICHIER",
    help="Plan modifié (.xlsx, .ods ou .toml), posé sur celui que l'étude propose.",
)
@click.option("--tous", type=LEVELS, help="Tous les territoires d'un niveau, un dossier chacun.")
@click.option(
    "--reprendre",
    is_flag=True,
    help="Avec --tous : passer les territoires déjà écrits avec la même édition et la même stratégie.",
)
@click.option(
    "--processus",
    type=click.IntRange(1, 256),
    metavar="N",
    help="Avec --tous : processus de calcul (défaut : un par cœur).",
)
@carnet_option
@date_option
@edition_option
def etude(
    *,
    territoire: str,
    strategie: Path | None,
    sortie: Path | None,
    sites_file: Path | None,
    sites_columns: str | None,
    formats: tuple[str, ...] | None,
    plan_file: Path | None,
    tous: str | None,
    reprendre: bool,
    processus: int | None,
    with_store: bool,
    on: "date | None",
    edition_folder: Path | None,
) -> None:
    """Étudie un territoire.

    Écrit dossier.html, tableaux.xlsx et etude.json.

    TERRITOIRE est un nom, un code officiel, niveau:code (zone_emploi:8414, epci:200033116, departement:74,
    territoire_industrie:ti-8422), un périmètre (communes:74081,74042) ou un fichier de stratégie (strategie.toml).
    """
    check_folder(sortie)
    if bool(territoire) == bool(tous):
        raise AncrageError(
            "Donnez un territoire, ou --tous et un niveau, pas les deux." if tous else "Aucun territoire n'est donné.",
            'Par exemple : ancrage etude "La Vallée de l\'Arve", ou ancrage etude --tous departement.',
        )
    own = {"--carnet": with_store, "--sites": sites_file, "--plan": plan_file}
    if tous and (given := [name for name, value in own.items() if value]):
        raise AncrageError(f"{', '.join(given)} : cela vaut pour un territoire, pas pour tous.", "Retirez --tous.")
    if territoire.endswith(".toml"):
        if strategie:
            raise AncrageError("Deux fichiers de stratégie sont donnés.", "Gardez-en un seul.")
        strategie, territoire = Path(territoire), ""
    spare_collector()
    with waiting("Étude en cours…"):
        from ancrage.inputs.plan import load_plan
        from ancrage.inputs.strategy import check_codes, default_strategy, load_strategy
        from ancrage.study import run_study
        from ancrage.warehouse.edition import open_edition
        from ancrage.writers.write import write_reports

        strategy = load_strategy(strategie) if strategie else default_strategy()
        if plan_file:
            mend(plan_file.parent)
        edited_plan = load_plan(plan_file) if plan_file else None
        edition = open_edition(edition_folder, on)
        strategy = heard(check_codes(strategy, edition))
        if not tous:
            place = territoire or strategy.territory
            if not place:
                raise AncrageError(
                    f"Le fichier {strategie} ne nomme pas de territoire.",
                    'Ajoutez-y la ligne : territoire = "zone_emploi:8414", ou donnez-le avant --strategie.',
                )
            territory = the_territory(edition, place)
            folder = sortie or default_folder(territory)
            told = told_by(edition, territory, sites_file, the_knowledge(with_store, territory), sites_columns)
            chosen = formats or DEFAULT_FORMATS
            study = run_study(edition, territory, strategy, told, edited_plan)
            report(write_reports(study, folder, chosen, private=with_store))
    if tous:
        order = Order(edition.folder, on, strategy, sortie or STUDIES / tous, formats or ("json",))
        write_all(edition, Level(tous), order, resume=reprendre, processes=processus)


def default_folder(territory: Territory) -> Path:
    """`etudes/la-vallee-de-l-arve_zone_emploi-8414`: readable, and different for two territories of one name."""
    from ancrage.warehouse.territories import normalise

    name = "" if territory.level is Level.COMMUNES else normalise(territory.label).replace(" ", "-") + "_"
    return STUDIES / f"{name}{territory.level.value}-{territory.code.replace(',', '-')}"


def report(written: list[Path]) -> None:
    for path in written:
        click.echo(str(path))
