"""What the commands of the store share: its opening, its territory, who writes, names of the register."""

import getpass
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ancrage.store.location import AUTHOR

if TYPE_CHECKING:
    from ancrage.domain.knowledge import Knowledge
    from ancrage.domain.territory import Territory
    from ancrage.store.location import Location
    from ancrage.store.models import Workspace

KINDS = ("contacts", "adherents", "visites", "signaux", "corrections", "soutiens", "sites")


def who() -> str:
    """Who writes, when the command does not say: the variable ANCRAGE_AUTEUR, else the session of the machine."""
    try:
        return os.environ.get(AUTHOR, "").strip() or getpass.getuser()
    except (OSError, KeyError):
        return "inconnu"


def _author(context: click.Context, parameter: click.Parameter, text: str | None) -> str:
    return (text or "").strip()[:200] or who()


territory_option = click.option(
    "--territoire", metavar="T", help="Territoire du carnet (inutile quand il n'y en a qu'un)."
)
kind_option = click.option("--type", "kind", type=click.Choice(KINDS), help="Un seul type de lignes.")
author_option = click.option(
    "--par",
    "author",
    metavar="NOM",
    callback=_author,
    help=f"Qui écrit (défaut : la variable {AUTHOR}, sinon votre session).",
)
carnet_option = click.option(
    "--carnet", "with_store", is_flag=True, help="Tenir compte du carnet du territoire (voir ancrage carnet)."
)


def the_store() -> "Location":
    """Open the store, with a word on stderr when it is made or changed."""
    from ancrage.store.opening import open_store

    return open_store(say=lambda sentence: click.echo(sentence, err=True))


def open_workspace(territory: str | None, edition_folder: Path | None) -> "Workspace":
    """The book of the territory typed, or the only one."""
    if territory is None:
        the_store()
        from ancrage.store.writing import only_workspace

        return only_workspace()
    from ancrage.cli.options import the_territory
    from ancrage.warehouse.edition import open_edition

    place = the_territory(open_edition(edition_folder), territory)
    the_store()
    from ancrage.store.writing import workspace_of

    return workspace_of(place)


def the_knowledge(asked: bool, territory: "Territory") -> "Knowledge":
    """What the store tells of a territory, when it is asked for; a word on stderr when it tells nothing."""
    from ancrage.domain.knowledge import Knowledge

    if not asked:
        return Knowledge()
    the_store()
    from ancrage.store.knowledge import knowledge_of

    found = knowledge_of(territory.key)
    if not found.origin:
        click.echo(f"Le carnet ne contient rien sur {territory.label} ({territory.key}).", err=True)
    return found


class ShortRegister:
    """Name and town of a SIRET of the register, without preparing any search."""

    def __init__(self, edition_folder: Path | None) -> None:
        from ancrage.warehouse.edition import open_edition
        from ancrage.warehouse.register import known_establishments, shown_name

        edition = open_edition(edition_folder)
        towns = dict(edition.table("communes").select("commune", "label").iter_rows())
        rows = known_establishments(edition).select("siret", shown_name(), "commune").iter_rows()
        self._known = {siret: (name or "(nom tu)", towns.get(commune, "")) for siret, name, commune in rows}

    def __call__(self, siret: str) -> tuple[str, str]:
        return self._known.get(siret, ("", ""))
