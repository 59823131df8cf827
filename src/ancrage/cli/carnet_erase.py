"""`ancrage carnet effacer`: at someone's request, for good."""

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ancrage.cli.carnet_options import author_option, open_workspace, territory_option, the_store
from ancrage.cli.options import edition_option
from ancrage.domain.errors import AncrageError
from ancrage.domain.wording import count

if TYPE_CHECKING:
    from ancrage.store.erasing import Asked
    from ancrage.store.models import Workspace

PEOPLE = ("contacts", "adherents", "visites")


@click.command()
@territory_option
@click.option("--siret", metavar="SIRET", help="Tout ce qui est dit de cet établissement.")
@click.option("--ligne", type=int, metavar="N", help="Une ligne importée, par le numéro que donne carnet lister.")
@click.option("--import", "imported", type=int, metavar="N", help="Tout ce qu'a apporté cet import.")
@click.option("--avant", metavar="DATE", help="Contacts, adhérents et visites importés avant cette date (AAAA-MM-JJ).")
@click.option("--sauvegardes", is_flag=True, help="Supprimer aussi, ou seulement, les copies de sauvegarde du carnet.")
@click.option("--oui", is_flag=True, help="Ne pas demander confirmation.")
@author_option
@edition_option
def effacer(
    *,
    territoire: str | None,
    siret: str | None,
    ligne: int | None,
    imported: int | None,
    avant: str | None,
    sauvegardes: bool,
    oui: bool,
    author: str,
    edition_folder: Path | None,
) -> None:
    """Efface pour de bon, à la demande.

    Ce qui est dit d'un établissement, une ligne et ses répétitions, ce qu'a apporté un import, ou les contacts
    anciens. Ce qu'un autre import disait aussi reste.
    """
    given = sum(x is not None for x in (siret, ligne, imported, avant))
    if given > 1 or (not given and not sauvegardes):
        raise AncrageError(
            "Dites quoi effacer, une seule chose à la fois.", "--siret SIRET, --ligne N, --import N ou --avant DATE."
        )
    number = None if siret is None else whole_siret(siret)
    day = None if avant is None else read_day(avant)
    if not given:
        confirm(oui)
        the_store()
        drop_backups()
        return
    workspace = open_workspace(territoire, edition_folder)
    asked = asked_of(workspace, siret=number, row=ligne, imported=imported, before=day)
    confirm(oui)
    from ancrage.store.erasing import erase

    counts = erase(workspace, author, asked)
    if counts["lignes"] or counts["informations"] or imported is not None:
        rows = count(counts["lignes"], "ligne importée", "lignes importées")
        click.echo(f"Effacé : {rows}, {count(counts['informations'], 'information')}.")
    else:
        click.echo("Rien n'était à effacer.")
    if kept := counts["rattachées"]:
        verbs = ("disait", "reste") if kept == 1 else ("disaient", "restent")
        click.echo(f"{count(kept, 'ligne')} d'un autre import, qui {verbs[0]} la même chose, {verbs[1]}.")
    if sauvegardes:
        drop_backups()
    else:
        tell_backups()


def asked_of(
    workspace: "Workspace", *, siret: str | None, row: int | None, imported: int | None, before: date | None
) -> "Asked":
    from ancrage.store import erasing

    if siret is not None:
        return erasing.of_establishment(workspace, siret)
    if row is not None:
        return erasing.of_row(workspace, row)
    if imported is not None:
        return erasing.of_import(workspace, imported)
    return erasing.of_old(workspace, before or date.min, PEOPLE)


def whole_siret(text: str) -> str:
    """The SIRET typed, checked: an empty one, a short one or a SIREN would mean something else, or nothing."""
    from ancrage.inputs.identifiers import UnreadError, read_siret

    try:
        number = read_siret(text)
    except UnreadError as unread:
        raise AncrageError(f"{str(unread)[:1].upper()}{str(unread)[1:]}.", "Rien n'a été fait.") from None
    if not number:
        raise AncrageError("Le SIRET donné est vide : rien n'a été fait.", "Donnez ses 14 chiffres.")
    return number


def read_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise AncrageError(f"« {text} » n'est pas une date.", "Écrivez-la année-mois-jour.") from None


def confirm(agreed: bool) -> None:
    """« oui » typed on a terminal, unless the command says it; never without a terminal."""
    if agreed:
        return
    question = "Effacer pour de bon ? (oui/non)"
    if sys.stdin.isatty() and click.prompt(question, default="non", show_default=False).strip().lower() in ("oui", "o"):
        return
    raise AncrageError("Rien n'a été effacé : il faut confirmer.", "Ajoutez --oui.")


def drop_backups() -> None:
    """Remove the copies made before changes of tables: they hold what was erased since."""
    from ancrage.store.location import location
    from ancrage.store.opening import backups

    copies = backups(location())
    for copy in copies:
        copy.unlink()
    click.echo(f"Copies de sauvegarde supprimées : {len(copies)}.")


def tell_backups() -> None:
    from ancrage.store.location import location
    from ancrage.store.opening import backups

    if copies := backups(location()):
        number = count(len(copies), "copie de sauvegarde", "copies de sauvegarde")
        click.echo(
            f"Dans {copies[0].parent}, {number} du carnet, qui dit peut-être encore ce qui est effacé : "
            "« ancrage carnet effacer --sauvegardes » supprime tout cela.",
            err=True,
        )
