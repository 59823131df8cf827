"""`ancrage verifier`: the sheet « Vos 20 premiers employeurs », read back into the book."""

from pathlib import Path

import click

from ancrage.cli.carnet_options import author_option, carnet_option, open_workspace, the_knowledge
from ancrage.cli.options import PATH, edition_option, the_territory
from ancrage.domain.wording import count


@click.command()
@click.argument("territoire")
@click.option(
    "--sortie",
    type=PATH,
    metavar="FICHIER",
    default=Path("verifier.xlsx"),
    show_default=True,
    help="Feuille à écrire.",
)
@click.option("--relire", type=PATH, metavar="FICHIER", help="Feuille remplie, à relire.")
@click.option(
    "--partager",
    type=PATH,
    metavar="FICHIER",
    help="Écrit les corrections du carnet en CSV, pour les proposer au projet.",
)
@carnet_option
@author_option
@edition_option
def verifier(
    *,
    territoire: str,
    sortie: Path,
    relire: Path | None,
    partager: Path | None,
    with_store: bool,
    author: str,
    edition_folder: Path | None,
) -> None:
    """Fait vérifier les premiers employeurs et les premiers noms cités.

    Écrit la feuille « Vos 20 premiers employeurs » : ouvert ? effectif ? nom d'usage ? activité réelle ? Remplie, elle
    se relit avec --relire ; les réponses vont dans le carnet et la prochaine étude (--carnet) les suit.
    """
    if relire or partager:
        _answers(territoire, relire, partager, author, edition_folder)
        return
    if sortie.suffix.lower() != ".xlsx":
        from ancrage.domain.errors import AncrageError

        raise AncrageError(f"« {sortie} » n'est pas un classeur.", "Donnez à --sortie un nom qui finit par .xlsx.")
    from ancrage.files.whole import write_whole
    from ancrage.inputs.strategy import default_strategy
    from ancrage.steps.checklist import checklist
    from ancrage.study.run import run_steps
    from ancrage.warehouse.edition import open_edition
    from ancrage.writers.checklist import checklist_workbook

    edition = open_edition(edition_folder)
    territory = the_territory(edition, territoire)
    study = run_steps(edition, territory, default_strategy(), knowledge=the_knowledge(with_store, territory))
    rows = checklist(study.local, study.actors, [target.activity for target in study.targets])
    source = edition.sources("establishments")[0]
    title = f"{territory.label} : vos premiers employeurs, à vérifier"
    write_whole(sortie, checklist_workbook(rows, title, f"Registre : {source.producer}, {source.vintage}."))
    click.echo(
        f"{count(len(rows), 'établissement')} à vérifier dans {sortie}. Remplissez les colonnes jaunes, puis : "
        f'ancrage verifier "{territoire}" --relire {sortie}'
    )


def _answers(territory: str, path: Path | None, shared: Path | None, author: str, folder: Path | None) -> None:
    workspace = open_workspace(territory, folder)
    from ancrage.files.whole import write_whole
    from ancrage.inputs.ground import Ground
    from ancrage.store.checklist import keep_replies, read_checklist, shared_corrections
    from ancrage.store.matching import Register
    from ancrage.warehouse.edition import open_edition

    edition = open_edition(folder)
    register = Register.light(edition)
    if path:
        replies = read_checklist(path, Ground(edition))
        added = keep_replies(workspace, replies, register, author)
        told = count(added, "correction notée", "corrections notées")
        click.echo(
            f'{told} sur {count(len(replies), "réponse")}. Pour les suivre : ancrage etude "{territory}" --carnet'
        )
    if shared:
        write_whole(shared, shared_corrections(workspace, register))
        click.echo(f"Corrections à partager : {shared}")
