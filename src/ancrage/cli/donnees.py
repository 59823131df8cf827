"""`ancrage donnees`: what the edition holds, how it is built, whether it is intact."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from ancrage.cli.options import PATH, edition_option, format_option
from ancrage.cli.progress import counting
from ancrage.cli.tabular import echo_rows
from ancrage.domain.errors import AncrageError

EDITIONS = ("embarquee",)
OWN_LICENCE = "Apache-2.0 (référence écrite par le projet)"


@click.group()
def donnees() -> None:
    """Les données : liste, construction, contrôle."""


@donnees.command()
@format_option("texte", "csv", "json")
@edition_option
def liste(output_format: str, edition_folder: Path | None) -> None:
    """Liste les tables de l'édition, leurs lignes, leurs sources et leurs licences."""
    from ancrage.warehouse.edition import open_edition

    edition = open_edition(edition_folder)
    rows = []
    for name, entry in sorted(edition.manifest["tables"].items()):
        sources = edition.sources(name)
        rows.append(
            {
                "table": name,
                "lignes": entry["rows"],
                "millesime": " ; ".join(dict.fromkeys(s.vintage for s in sources)) or "sans objet",
                "licence": " ; ".join(dict.fromkeys(s.licence for s in sources)) or OWN_LICENCE,
                "producteur": " ; ".join(dict.fromkeys(s.producer for s in sources)) or "Ancrage",
                "titre": entry["title"],
            }
        )
    people = ("table", "lignes", "millesime", "licence", "titre")
    echo_rows(rows, output_format, people if output_format == "texte" else tuple(rows[0]))


@donnees.command()
@click.option(
    "--edition",
    "name",
    type=click.Choice(EDITIONS),
    default="embarquee",
    show_default=True,
    help="Édition à construire.",
)
@click.option("--depuis", type=PATH, metavar="DOSSIER", required=True, help="Dossier des fichiers sources.")
@click.option(
    "--vers",
    type=PATH,
    metavar="DOSSIER",
    help="Dossier de l'édition (défaut : celui du paquet).",
)
def construire(name: str, depuis: Path, vers: Path | None) -> None:
    """Construit une édition à partir des fichiers sources.

    Chaque table est vérifiée (contrat et sens) ; une erreur laisse l'ancienne édition en place.
    """
    with building_tools():
        from ancrage.warehouse.build import build_edition, tables
        from ancrage.warehouse.edition import EMBEDDED, open_edition

        count = sum(1 for _ in tables())
    target = vers or EMBEDDED
    with counting(count, "Construction") as begin:
        manifest = build_edition(name, depuis, target, progress=begin)
    size = sum(entry["bytes"] for entry in manifest["tables"].values())
    click.echo(f"{len(manifest['tables'])} tables, {size / 1e6:.1f} Mo : {open_edition(target).id} dans {target}")


@donnees.command()
@edition_option
@click.option(
    "--depuis",
    type=PATH,
    metavar="DOSSIER",
    help="Dossier des fichiers sources : refait aussi les contrôles qui comparent une table à sa source.",
)
def verifier(edition_folder: Path | None, depuis: Path | None) -> None:
    """Vérifie l'édition : empreinte de chaque fichier, puis contrat et sens de chaque table.

    Du registre : clés des SIRET, places, et millésime d'après les numéros SIREN.
    """
    from ancrage.warehouse.edition import open_edition

    edition = open_edition(edition_folder)
    # each read checks its hash
    rows = {name: edition.table(name) for name, entry in edition.manifest["tables"].items() if "parts" not in entry}
    with building_tools():
        from ancrage.warehouse.build import tables, verify, verify_parts
        from ancrage.warehouse.faults import refuse_faults
        from ancrage.warehouse.table import Inputs, SourceMissingError

        known = list(tables())
    inputs = Inputs(depuis or edition.folder, edition.vintages, rows)
    left = []
    with counting(len(known), "Vérification") as begin:
        for table in known:
            begin(table.title)
            if table.name not in rows:
                verify_parts(table, edition)
                left.append(table.name)
            elif not rows.keys() >= set(table.needs):  # what its meaning is compared with does not fit in memory
                refuse_faults(table, rows[table.name])
                left.append(table.name)
            else:
                try:
                    verify(table, rows[table.name], inputs)
                except SourceMissingError:
                    left.append(table.name)
        inputs.refuse_contradictions()
    click.echo(f"{len(known)} tables intactes et conformes : {edition.id} ({edition.folder})")
    if left:
        why = "fichiers sources absents (--depuis) ou table en plusieurs fichiers"
        click.echo(f"Contrôles de sens non refaits, {why} : {', '.join(left)}")


@contextmanager
def building_tools() -> Iterator[None]:
    """Table contracts need libraries that a study does not: say so plainly when they are absent."""
    try:
        yield
    except ModuleNotFoundError as error:
        if str(error.name).startswith("ancrage"):
            raise
        raise AncrageError(
            f"Construire ou vérifier une édition demande une bibliothèque absente : {error.name}.",
            "Installez-la : pip install 'ancrage[donnees]' (ou make test dans le dépôt).",
        ) from error
