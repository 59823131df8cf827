"""`ancrage carnet revoir`: the doubtful rows, decided by someone."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ancrage.cli.carnet_options import ShortRegister, author_option, open_workspace, territory_option
from ancrage.cli.options import PATH, edition_option, form_of, format_option
from ancrage.cli.tabular import echo_rows
from ancrage.cli.terminal import plain
from ancrage.domain.errors import AncrageError
from ancrage.domain.wording import count

if TYPE_CHECKING:
    from ancrage.store.models import Workspace


@click.command()
@territory_option
@click.option(
    "--sortie",
    type=PATH,
    metavar="FICHIER",
    help="Écrire les lignes douteuses dans un CSV à remplir.",
)
@click.option(
    "--decisions",
    type=PATH,
    metavar="FICHIER",
    help="Lire ce CSV rempli : oui, non, ou un SIRET.",
)
@click.option("--ligne", type=int, metavar="N", help="Une seule ligne, par son numéro.")
@click.option("--siret", metavar="SIRET", help="Avec --ligne : l'établissement choisi.")
@click.option("--refuser", is_flag=True, help="Avec --ligne : aucun établissement ne convient.")
@click.option("--une-par-une", "one_by_one", is_flag=True, help="Répondre aux questions, ligne après ligne.")
@author_option
@format_option("texte", "csv", "json")
@edition_option
def revoir(
    *,
    territoire: str | None,
    sortie: Path | None,
    decisions: Path | None,
    ligne: int | None,
    siret: str | None,
    refuser: bool,
    one_by_one: bool,
    author: str,
    output_format: str,
    edition_folder: Path | None,
) -> None:
    """Montre les lignes douteuses à décider.

    Une décision se reprend : la dernière compte, et l'historique garde les précédentes.
    """
    if ligne is not None and bool(siret) == refuser:
        raise AncrageError("Dites ce qu'est cette ligne.", "Ajoutez --siret SIRET, ou --refuser.")
    if sortie:
        form_of(sortie, None, {".csv": "csv"}, "csv")
    workspace = open_workspace(territoire, edition_folder)
    from ancrage.store.review import COLUMNS, chosen, doubtful
    from ancrage.store.writing import decide, pending

    if decisions:
        number = take(workspace, decisions, author)
        click.echo(f"Décisions enregistrées : {number}. Restent à revoir : {len(pending(workspace))}.")
        return
    if ligne is not None:
        row = decide(workspace, ligne, chosen(siret, "") if siret else "", author)
        click.echo(f"Ligne {ligne} : {row.status}{f', {row.siret}' if row.siret else ''}.")
        return
    lines = doubtful(pending(workspace), ShortRegister(edition_folder))
    if not lines:
        click.echo("Rien à revoir.", err=True)
        if output_format == "texte" and not sortie:
            return
    if sortie:
        write(lines, sortie)
    elif one_by_one:
        ask(workspace, lines, author)
    else:
        people = ("numero", "nom", "commune", "chances", "siret_propose", "nom_propose", "commune_proposee", "raison")
        echo_rows(lines, output_format, people if output_format == "texte" else COLUMNS)


def take(workspace: "Workspace", path: Path, author: str) -> int:
    """The decisions of a filled file, all or none."""
    from django.db import transaction

    from ancrage.inputs.table import read_sheet
    from ancrage.store.review import read_decisions
    from ancrage.store.writing import decide

    found = read_decisions(read_sheet(path))
    with transaction.atomic():
        for decision in found:
            decide(workspace, decision.number, decision.siret, author)
    return len(found)


def write(lines: list[dict[str, Any]], path: Path) -> None:
    import csv
    import io

    from ancrage.files.spreadsheets import harmless
    from ancrage.files.whole import write_whole
    from ancrage.store.review import COLUMNS

    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerows([list(COLUMNS), *([harmless(line[c]) for c in COLUMNS] for line in lines)])
    write_whole(path, out.getvalue().encode("utf-8-sig"), private=True, make_folder=True)
    click.echo(f"{path} ({count(len(lines), 'ligne')} : remplissez « decision », puis --decisions {path})")


def ask(workspace: "Workspace", lines: list[dict[str, Any]], author: str) -> None:
    """Question after question; « arrêter » keeps what was decided."""
    from ancrage.store.review import chosen
    from ancrage.store.writing import decide

    if not sys.stdin.isatty():
        raise AncrageError("Il n'y a pas de terminal pour répondre.", "Passez par --sortie, puis --decisions.")
    for position, line in enumerate(lines, start=1):
        asked = f"[{position}/{len(lines)}] « {line['nom']} », {line['commune'] or 'commune inconnue'}"
        click.echo(f"\n{plain(asked)}")
        proposed = f"{line['nom_propose']}, {line['commune_proposee']} ({line['siret_propose']})"
        click.echo(plain(f"  proposé : {proposed} ; {line['raison']}"))
        if line["autres_candidats"]:
            click.echo(f"  autres : {line['autres_candidats']}")
        said = click.prompt("  oui, non, un SIRET, passer ou arrêter", default="passer", show_default=False).strip()
        if said.startswith("arr"):
            return
        if not said.startswith("pas"):
            decide(workspace, line["numero"], chosen(said, line["siret_propose"]), author)
