"""`ancrage entretien`: what to take to a meeting with a firm, as a printable page and a DOCX."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ancrage.cli.options import edition_option, the_territory
from ancrage.cli.progress import waiting
from ancrage.domain.errors import AncrageError

if TYPE_CHECKING:
    from ancrage.steps.actors import Actor
    from ancrage.steps.local import Local

FIRST, MOST = 5, 100
# more actors than a register of 39 335 establishments can give: when one is asked for, none is left out
EVERY = 100_000


def read_kit_formats(context: click.Context, parameter: click.Parameter, text: str) -> tuple[str, ...]:
    """« html,docx » as written, each once; an unknown one is refused before any work begins."""
    from ancrage.reports.kits import check_kit_formats

    asked = tuple(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))
    check_kit_formats(asked)
    return asked


@click.command()
@click.argument("territoire")
@click.option("--activite", metavar="NAF", help="Activité visée, par exemple 25.73.")
@click.option("--produit", metavar="CODE", help="Produit visé : code NC8 ou SH6, par exemple 850760.")
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
    type=click.Path(path_type=Path),
    metavar="DOSSIER",
    help="Dossier des fichiers écrits (défaut : etudes/<territoire>/entretiens).",
)
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
    edition_folder: Path | None,
) -> None:
    """Prépare l'entretien avec une entreprise.

    Deux pages par entreprise : ce que l'on sait, ce que l'on déduit, huit questions choisies pour elle, la place
    pour répondre. Avec plusieurs entreprises, une tournée par commune.
    """
    if bool(activite) == bool(produit):
        raise AncrageError("Donnez une activité ou un produit, l'un des deux.", "Exemple : --activite 25.73")
    if siret and premiers:
        raise AncrageError("Donnez --siret ou --premiers, pas les deux.", "Avec --siret, un seul kit est écrit.")
    with waiting("Préparation des entretiens…"):
        from ancrage.cli.etude import default_folder
        from ancrage.reports.kits import kit_files
        from ancrage.reports.write import write_whole
        from ancrage.steps.interview import interview_kits
        from ancrage.steps.local import Local
        from ancrage.warehouse.activities import find_activity, find_product
        from ancrage.warehouse.edition import open_edition

        edition = open_edition(edition_folder)
        classes = (find_activity(edition, activite),) if activite else find_product(edition, produit or "")
        code = "".join(c for c in produit if c.isdigit()) if produit else None
        local = Local(edition, the_territory(edition, territoire))
        chosen = the_actors(local, classes, siret, premiers or FIRST)
        folder = sortie or default_folder(local.territory) / "entretiens"
        written = write_whole(folder, kit_files(interview_kits(local, chosen, code), formats)) if chosen else []
    if not chosen:
        click.echo(
            f"Aucun établissement connu n'est proche de {', '.join(classes)} à {local.territory.label} ou aux "
            "environs : le registre ne compte que ceux de 20 salariés et plus. Aucun kit n'est écrit.",
            err=True,
        )
    for path in written:
        click.echo(str(path))


def the_actors(local: "Local", classes: tuple[str, ...], siret: str | None, first: int) -> "list[Actor]":
    """The actor of this SIRET, or the first ones of the classes, each firm (SIREN) once: one meeting, not four."""
    from ancrage.steps.actors import actors

    found = actors(local, list(classes), shown=EVERY)
    if siret is None:
        best: dict[str, Actor] = {}
        for actor in sorted(found, key=lambda actor: (actor.rank, classes.index(actor.target))):
            best.setdefault(actor.siret[:9], actor)
        return list(best.values())[:first]
    wanted = "".join(siret.split())
    if not (wanted.isdigit() and wanted.isascii() and len(wanted) == 14):
        raise AncrageError(f"« {siret} » n'est pas un SIRET.", "Un SIRET a 14 chiffres, par exemple 12345678900012.")
    if same := [actor for actor in found if actor.siret == wanted]:
        return [max(same, key=lambda actor: actor.proximity)]
    known = local.edition.table("establishments")["siret"].is_in([wanted]).any()
    raise AncrageError(
        f"L'établissement {wanted} n'est pas un acteur de {', '.join(classes)} pour {local.territory.label} : "
        + (
            "il est trop loin, ou son activité ne va pas avec celle-ci."
            if known
            else "il n'est pas dans le registre (20 salariés et plus ; agriculture, industrie, énergie, construction)."
        ),
        f'Voyez les acteurs connus : ancrage acteurs "{local.territory.label}" --activite {classes[0]}',
    )
