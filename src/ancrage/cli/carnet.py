"""`ancrage carnet`: what the people of a territory know, imported, matched to the register, given back."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ancrage.cli.carnet_erase import PEOPLE, effacer, whole_siret
from ancrage.cli.carnet_import import importer
from ancrage.cli.carnet_options import (
    ShortRegister,
    author_option,
    kind_option,
    open_workspace,
    territory_option,
)
from ancrage.cli.carnet_review import revoir
from ancrage.cli.options import PATH, edition_option, form_of, format_option, heard
from ancrage.cli.progress import waiting
from ancrage.cli.tabular import echo_rows
from ancrage.cli.terminal import plain
from ancrage.domain.errors import AncrageError

if TYPE_CHECKING:
    from ancrage.store.models import Workspace

RETENTION_YEARS = 3


@click.group(subcommand_metavar="COMMANDE [ARGUMENTS]...")
def carnet() -> None:
    """Tient le carnet du territoire : contacts, adhérents, visites, corrections, sites.

    Rien n'est envoyé nulle part : le carnet est un fichier de cette machine, ou la base de votre équipe.
    """


@carnet.command()
@territory_option
@kind_option
@click.option("--siret", metavar="SIRET", help="Ce qui est su d'un seul établissement.")
@click.option("--statut", metavar="STATUT", help="Par exemple « apparié », « à revoir », « non trouvé ».")
@format_option("texte", "csv", "json")
@edition_option
def lister(
    *,
    territoire: str | None,
    kind: str | None,
    siret: str | None,
    statut: str | None,
    output_format: str,
    edition_folder: Path | None,
) -> None:
    """Liste ce que contient le carnet.

    Les noms, courriels et téléphones de personnes n'y sont pas : voir ancrage carnet exporter.
    """
    number = None if siret is None else whole_siret(siret)
    workspace = open_workspace(territoire, edition_folder)
    from ancrage.files.spreadsheets import harmless
    from ancrage.store.exporting import records

    register = ShortRegister(edition_folder)
    shown = []
    for r in records(workspace, kind):
        if (number and r["siret"] != number) or (statut and r["statut"] != statut):
            continue
        values = r["valeurs"]
        name, town = register(r["siret"]) if r["siret"] else ("", "")
        said = values.get("texte") or values.get("valeur") or values.get("remarque") or ""
        line = {
            "numero": r["numero"],
            "type": r["type"],
            "statut": r["statut"],
            "siret": r["siret"],
            "nom": name or values.get("nom", ""),
            "commune": town or values.get("commune", ""),
            "date": values.get("date", ""),
            "texte": f"{values['champ']} : {said}" if "champ" in values else said,
            "raison": r["raison"],
        }
        if output_format == "texte":
            line |= {"texte": _short(line["texte"]), "raison": _short(line["raison"])}
        shown.append({k: harmless(v) if output_format == "csv" else v for k, v in line.items()})
    if not shown:
        click.echo("Rien de tel dans le carnet.", err=True)
    columns = ("numero", "type", "statut", "siret", "nom", "commune", "date", "texte", "raison")
    if shown or output_format != "texte":
        echo_rows(shown, output_format, columns)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:59] + "…"


@carnet.command()
@click.argument("siret")
@click.option("--champ", required=True, metavar="CHAMP", help="nom, activite, emplois, commune ou ferme.")
@click.option("--valeur", required=True, metavar="VALEUR", help="La bonne valeur.")
@author_option
@territory_option
@edition_option
def corriger(
    *, siret: str, champ: str, valeur: str, author: str, territoire: str | None, edition_folder: Path | None
) -> None:
    """Corrige ce que dit le registre.

    Le registre n'est pas touché : la correction se pose dessus, avec son auteur et sa date.
    """
    _correct(siret, champ, valeur, author=author, territory=territoire, folder=edition_folder)


@carnet.command()
@click.argument("siret")
@author_option
@territory_option
@edition_option
def fermer(siret: str, author: str, territoire: str | None, edition_folder: Path | None) -> None:
    """Note qu'un établissement a fermé.

    Pour revenir en arrière : ancrage carnet corriger SIRET --champ ferme --valeur non.
    """
    _correct(siret, "ferme", "oui", author=author, territory=territoire, folder=edition_folder)


def _correct(siret: str, field: str, value: str, *, author: str, territory: str | None, folder: Path | None) -> None:
    from ancrage.inputs.cells import UnreadError
    from ancrage.inputs.ground import Ground
    from ancrage.store.matching import Register
    from ancrage.store.rows import correction
    from ancrage.warehouse.edition import open_edition

    number = whole_siret(siret)
    edition = open_edition(folder)
    register = Register.light(edition)
    try:
        name, text = heard(correction(field, value, Ground(edition)))
    except UnreadError as unread:
        sentence = f"{unread}."
        raise AncrageError(sentence[0].upper() + sentence[1:], "Rien n'a été écrit.") from None
    workspace = open_workspace(territory, folder)
    from ancrage.store.writing import correct

    old = register.told(number, name)
    correct(workspace, number, name, text, old=old, author=author)
    where = "" if number in register.by_siret else " (cet établissement n'est pas dans le registre de l'édition)"
    click.echo(plain(f"{number} : {name} = {text}{f', au lieu de {old}' if old else ''}, noté par {author}{where}."))


@carnet.command()
@territory_option
@author_option
@edition_option
def rapprocher(territoire: str | None, author: str, edition_folder: Path | None) -> None:
    """Cherche encore les lignes non reliées.

    Lignes non trouvées ou douteuses, par exemple avec une édition plus complète. Vos décisions ne bougent pas.
    """
    workspace = open_workspace(territoire, edition_folder)
    from ancrage.store.matching import Register
    from ancrage.store.rematching import rematch
    from ancrage.warehouse.edition import open_edition

    edition = open_edition(edition_folder)
    with waiting("Rapprochement avec le registre…"):
        changed = rematch(workspace, Register.of(edition), edition=edition.id, author=author)
    told = [f"{number} {status}" for status, number in sorted(changed.items())]
    click.echo(f"Lignes qui changent : {', '.join(told)}." if told else "Aucune ligne ne change.")


@carnet.command()
@territory_option
@kind_option
@click.option(
    "--sortie",
    required=True,
    type=PATH,
    metavar="FICHIER",
    help="Fichier écrit : .csv, .xlsx, .json.",
)
@click.option(
    "--format",
    "output_format",
    type=click.Choice(("csv", "xlsx", "json")),
    help="Forme du fichier (défaut : selon son nom).",
)
@edition_option
def exporter(
    *, territoire: str | None, kind: str | None, sortie: Path, output_format: str | None, edition_folder: Path | None
) -> None:
    """Rend tout ce que contient le carnet.

    Chaque ligne telle qu'elle a été importée ou saisie, et ce qu'elle est devenue, avec l'historique.
    """
    form = form_of(sortie, output_format, {".csv": "csv", ".xlsx": "xlsx", ".json": "json"}, "csv")
    workspace = open_workspace(territoire, edition_folder)
    from ancrage.files.whole import write_whole
    from ancrage.store.exporting import as_csv, as_json, as_xlsx, records

    found = records(workspace, kind)
    kinds = sorted({r["type"] for r in found})
    if form == "csv" and len(kinds) > 1:
        raise AncrageError(
            f"Le carnet contient plusieurs types de lignes ({', '.join(kinds)}), qui n'ont pas les mêmes colonnes.",
            "Choisissez-en un avec --type, ou exportez en xlsx ou en json.",
        )
    content = as_csv(found) if form == "csv" else (as_xlsx if form == "xlsx" else as_json)(workspace, found)
    write_whole(sortie, content, private=True, make_folder=True)
    click.echo(f"{sortie} ({len(found)} lignes)")


@carnet.command()
def etat() -> None:
    """Dit où est le carnet et ce qu'il contient."""
    from ancrage.cli.carnet_options import the_store

    place = the_store()
    from ancrage.store.models import Import, Workspace
    from ancrage.store.opening import backups, version
    from ancrage.store.writing import contents, counts_of

    click.echo(f"Carnet : {place.label} ({place.engine}, tables {version()})")
    spaces = list(Workspace.objects.order_by("label"))
    if not spaces:
        click.echo('Il est vide. Pour commencer : ancrage carnet importer contacts.xlsx --territoire "Cognac"')
    for space in spaces:
        click.echo(f"\n{space.label} ({space.key})")
        for label, number in contents(space).items():
            click.echo(f"  {label} : {number}")
        for one in Import.objects.filter(workspace=space).order_by("id"):
            told = ", ".join(f"{number} {status}" for status, number in sorted(counts_of(one).items()))
            about = f"{one.created_at:%d/%m/%Y}, {one.kind}, {one.file_name}, par {one.author}"
            click.echo(plain(f"  import {one.pk}, {about} : {told}"))
        _retention(space)
    if copies := backups(place):
        click.echo(f"\nCopies de sauvegarde : {len(copies)}, dans {copies[0].parent}")


def _retention(space: "Workspace") -> None:
    from ancrage.store.erasing import old_rows

    number, day = old_rows(space, RETENTION_YEARS, PEOPLE)
    if number:
        click.echo(
            f"  {number} lignes de contacts ont plus de {RETENTION_YEARS} ans : relisez-les, puis "
            f"« ancrage carnet effacer --avant {day.isoformat()} »."
        )


for command in (importer, revoir, effacer):
    carnet.add_command(command)
