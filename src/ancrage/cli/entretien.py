"""`ancrage entretien`: what to take to a meeting with a firm, as a printable page and a DOCX."""

from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from ancrage.cli.carnet_options import carnet_option, the_knowledge
from ancrage.cli.options import PATH, check_folder, edition_option, heard, the_territory
from ancrage.cli.progress import waiting
from ancrage.domain.errors import AncrageError

if TYPE_CHECKING:
    from ancrage.domain.knowledge import Knowledge
    from ancrage.steps.actors import Actor, Wanted
    from ancrage.steps.local import Local

FIRST, MOST = 5, 100
# more actors than a neighbourhood can give: when one firm is asked for, none is left out
EVERY = 100_000


def read_kit_formats(context: click.Context, parameter: click.Parameter, text: str) -> tuple[str, ...]:
    """« html,docx » as written, each once; an unknown one is refused before any work begins."""
    from ancrage.writers.kits import check_kit_formats

    asked = tuple(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))
    check_kit_formats(asked)
    return asked


@click.command()
@click.argument("territoire")
@click.option("--activite", metavar="NAF", help="Activité visée, par exemple 25.73.")
@click.option("--produit", metavar="CODE", help="Produit visé : code NC8, SH6 ou SH4, par exemple 850760.")
@click.option("--siret", metavar="SIRET", help="Une seule entreprise, par son SIRET (14 chiffres).")
@click.option(
    "--premiers",
    type=click.IntRange(1, MOST),
    metavar="N",
    help=f"Les N premières entreprises, une fois chacune (défaut : {FIRST}).",
)
@click.option(
    "--formats",
    default="html,docx",
    show_default=True,
    callback=read_kit_formats,
    metavar="LISTE",
    help="Parmi html et docx, séparés par une virgule.",
)
@click.option(
    "--sortie",
    type=PATH,
    metavar="DOSSIER",
    help="Dossier des fichiers écrits (défaut : etudes/<territoire>/entretiens).",
)
@carnet_option
@edition_option
def entretien(
    *,
    territoire: str,
    activite: str | None,
    produit: str | None,
    siret: str | None,
    premiers: int | None,
    formats: tuple[str, ...],
    sortie: Path | None,
    with_store: bool,
    edition_folder: Path | None,
) -> None:
    """Prépare l'entretien avec une entreprise.

    Deux pages par entreprise : ce que l'on sait, ce que l'on déduit, huit questions choisies pour elle, la place
    pour répondre. Avec plusieurs entreprises, une tournée par commune.
    """
    check_folder(sortie)
    if bool(activite) == bool(produit):
        raise AncrageError("Donnez une activité ou un produit, l'un des deux.", "Exemple : --activite 25.73")
    if siret and premiers:
        raise AncrageError("Donnez --siret ou --premiers, pas les deux.", "Avec --siret, un seul kit est écrit.")
    with waiting("Préparation des entretiens…"):
        from ancrage.cli.etude import default_folder
        from ancrage.inputs.activities import read_activity
        from ancrage.inputs.products import read_product
        from ancrage.steps.actors import wanted_activity, wanted_product
        from ancrage.steps.interview import interview_kits
        from ancrage.steps.local import Local
        from ancrage.warehouse.edition import open_edition
        from ancrage.writers.kits import kit_files
        from ancrage.writers.write import write_in

        edition = open_edition(edition_folder)
        code = heard(read_product(edition, produit)).code if produit else None
        wanted = (
            wanted_product(edition, code)
            if code
            else wanted_activity(heard(read_activity(edition, activite or "")).code)
        )
        territory = the_territory(edition, territoire)
        told = the_knowledge(with_store, territory)
        local = Local(edition, territory, told.corrections)
        chosen = the_actors(local, wanted, told, siret=siret, first=premiers or FIRST)
        folder = sortie or default_folder(territory) / "entretiens"
        files = kit_files(interview_kits(local, chosen, code, told), formats) if chosen else {}
        written = write_in(folder, files, private=with_store) if files else []
    if not chosen:
        click.echo(
            f"Aucun établissement connu n'est proche de {', '.join(wanted.classes)} à {territory.label} ou aux "
            "environs : le registre ne compte que ceux de 20 salariés et plus. Aucun kit n'est écrit.",
            err=True,
        )
    for path in written:
        click.echo(str(path))


def the_actors(local: "Local", wanted: "Wanted", told: "Knowledge", *, siret: str | None, first: int) -> "list[Actor]":
    """The actor of this SIRET in its first role, or the first possible producers, each firm (SIREN) once: one
    meeting, not four."""
    from ancrage.steps.actors import PRODUCER, ROLES, SUPPORT, find_actors

    roles = [PRODUCER] if siret is None else [role for role in ROLES if role != SUPPORT]
    found = [
        replace(a, target=a.activity if a.activity in wanted.classes else wanted.main)
        for a in find_actors(local, [wanted], EVERY, others=EVERY, knowledge=told, roles=roles)
        if a.siret
    ]
    if siret is None:
        best: dict[str, Actor] = {}
        for actor in found:
            best.setdefault(str(actor.siren), actor)
        return list(best.values())[:first]
    number = "".join(siret.split())
    if not (number.isdigit() and number.isascii() and len(number) == 14):
        raise AncrageError(f"« {siret} » n'est pas un SIRET.", "Un SIRET a 14 chiffres, par exemple 12345678900012.")
    if same := [actor for actor in found if actor.siret == number]:
        return same[:1]
    from ancrage.warehouse.register import TABLE, among

    classes = ", ".join(wanted.classes)
    known = not local.edition.scan(TABLE).filter(among("siret", [number])).collect().is_empty()
    raise AncrageError(
        f"L'établissement {number} n'est pas un acteur de {classes} pour {local.territory.label} : "
        + (
            "il est trop loin, ou son activité ne va pas avec celle-ci."
            if known
            else "il n'est pas dans le registre (20 salariés et plus ; agriculture, industrie, énergie, construction)."
        ),
        f'Voyez les acteurs connus : ancrage acteurs "{local.territory.label}" --activite {wanted.main}',
    )
