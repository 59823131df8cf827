"""`ancrage etude`: one study, or every study of a level."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ancrage.cli.carnet_options import carnet_option, the_knowledge
from ancrage.cli.options import LEVELS, edition_option, heard, sites_option, the_territory, told_by
from ancrage.cli.progress import counting, waiting
from ancrage.domain.errors import AncrageError
from ancrage.domain.territory import Level, Territory

if TYPE_CHECKING:
    from ancrage.domain.knowledge import Knowledge
    from ancrage.domain.plan import EditedPlan
    from ancrage.domain.strategy import Strategy
    from ancrage.warehouse.edition import Edition

STUDIES = Path("etudes")
DEFAULT_FORMATS = ("html", "json", "xlsx")


def read_formats(context: click.Context, parameter: click.Parameter, text: str | None) -> tuple[str, ...] | None:
    """« html,json » as written, each once; an unknown one is refused before any work begins."""
    if text is None:
        return None
    asked = tuple(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))
    from ancrage.reports.write import check_formats

    check_formats(asked)
    return asked


@click.command()
@click.argument("territoire", default="")
@click.option(
    "--strategie",
    type=click.Path(path_type=Path),
    metavar="FICHIER",
    help="Fichier de stratégie (défaut : la pondération proposée).",
)
@click.option(
    "--sortie",
    type=click.Path(path_type=Path),
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
    type=click.Path(path_type=Path),
    metavar="FICHIER",
    help="Plan modifié (.xlsx, .ods ou .toml), posé sur celui que l'étude propose.",
)
@click.option("--tous", type=LEVELS, help="Tous les territoires d'un niveau, un dossier chacun.")
@click.option("--reprendre", is_flag=True, help="Avec --tous : passer les territoires déjà écrits.")
@carnet_option
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
    with_store: bool,
    edition_folder: Path | None,
) -> None:
    """Étudie un territoire.

    Écrit dossier.html, tableaux.xlsx et etude.json.

    TERRITOIRE est un nom, un code officiel, niveau:code (zone_emploi:8414, epci:200033116, departement:74,
    territoire_industrie:ti-8422), un périmètre (communes:74081,74042) ou un fichier de stratégie (strategie.toml).
    """
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
    with waiting("Étude en cours…"):
        from ancrage.inputs.plan import load_plan
        from ancrage.inputs.strategy import check_codes, default_strategy, load_strategy
        from ancrage.warehouse.edition import open_edition

        strategy = load_strategy(strategie) if strategie else default_strategy()
        edited_plan = load_plan(plan_file) if plan_file else None
        edition = open_edition(edition_folder)
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
            report(write_study(edition, territory, strategy, folder, chosen, told=told, edited_plan=edited_plan))
    if tous:
        write_all(
            edition, Level(tous), strategy, sortie or STUDIES / tous, formats=formats or ("json",), resume=reprendre
        )


def default_folder(territory: Territory) -> Path:
    """`etudes/la-vallee-de-l-arve_zone_emploi-8414`: readable, and different for two territories of one name."""
    from ancrage.warehouse.territories import normalise

    name = "" if territory.level is Level.COMMUNES else normalise(territory.label).replace(" ", "-") + "_"
    return STUDIES / f"{name}{territory.level.value}-{territory.code.replace(',', '-')}"


def write_study(
    edition: "Edition",
    territory: Territory,
    strategy: "Strategy",
    folder: Path,
    formats: tuple[str, ...],
    *,
    told: "Knowledge | None" = None,
    edited_plan: "EditedPlan | None" = None,
) -> list[Path]:
    """Run the study and write its files into `folder`, all of them or none; `told`: what the territory tells."""
    from ancrage.reports.write import write_reports
    from ancrage.study import NOTHING, run_study

    study = run_study(edition, territory, strategy, told or NOTHING, edited_plan)
    return write_reports(study.as_dict(), folder, formats)


def report(written: list[Path]) -> None:
    for path in written:
        click.echo(str(path))


def write_all(
    edition: "Edition", level: Level, strategy: "Strategy", folder: Path, *, formats: tuple[str, ...], resume: bool
) -> None:
    """Every territory of a level in one process: what is national is computed once."""
    from ancrage.warehouse.territories import candidates, territory_of

    places = candidates(edition, level)
    left = [c for c in places if not (resume and finished(folder / c.code, formats))]
    with counting(len(left), f"Études ({level.value})") as begin:
        for place in left:
            begin(place.label)
            write_study(edition, territory_of(edition, place), strategy, folder / place.code, formats)
    click.echo(f"Études écrites : {len(left)}, déjà faites : {len(places) - len(left)}, dans {folder}")


def finished(folder: Path, formats: tuple[str, ...]) -> bool:
    """Files arrive together, so one of each kind means the study is whole."""
    return all(any(folder.glob(f"*.{name}")) for name in formats)
