"""`ancrage acteurs`: who, here and around, could make something, supply it, buy it, come or be kept."""

from pathlib import Path

import click

from ancrage.cli.carnet_options import carnet_option, the_knowledge
from ancrage.cli.options import edition_option, format_option, heard, the_territory
from ancrage.cli.tabular import echo_rows
from ancrage.domain.errors import AncrageError

COLUMNS = ("rang", "siret", "nom", "activite", "role", "commune", "distance_km", "raison", "confiance")
PEOPLE = ("rang", "role", "nom", "commune", "distance_km", "confiance", "raison")
# as people type them, without accents either
ROLE_NAMES = {
    "producteur": "producteur possible", "fournisseur": "fournisseur", "client": "client", "pivot": "pivot",
    "attirer": "à attirer", "garder": "à garder", "soutien": "soutien",
}  # fmt: skip
PRODUCERS, OTHERS = 30, 10
NAME = 36


@click.command()
@click.argument("territoire")
@click.option("--activite", metavar="NAF", help="Activité visée, par exemple 25.73 ou 10.51C.")
@click.option("--produit", metavar="CODE", help="Produit visé : code NC8, SH6 ou SH4, par exemple 850760.")
@click.option("--role", "roles", multiple=True, type=click.Choice(list(ROLE_NAMES)), help="Rôle voulu (répétable).")
@click.option(
    "--nombre", type=click.IntRange(1, 1000), help="Lignes par rôle (défaut : 30 producteurs, 10 par autre rôle)."
)
@format_option("texte", "csv", "json")
@carnet_option
@edition_option
def acteurs(
    *,
    territoire: str,
    activite: str | None,
    produit: str | None,
    roles: tuple[str, ...],
    nombre: int | None,
    output_format: str,
    with_store: bool,
    edition_folder: Path | None,
) -> None:
    """Liste qui pourrait faire une activité ou un produit.

    D'abord les producteurs possibles, du plus probable au moins probable, puis fournisseurs, clients, pivots, firmes à
    attirer et à garder. Établissements de 20 salariés et plus ; les noms qui pourraient désigner une personne sont tus.
    """
    if bool(activite) == bool(produit):
        raise AncrageError("Donnez une activité ou un produit, l'un des deux.", "Exemple : --activite 25.73")
    from ancrage.inputs.activities import read_activity
    from ancrage.inputs.products import read_product
    from ancrage.steps.actors import ROLES, find_actors, wanted_activity, wanted_product
    from ancrage.steps.local import Local
    from ancrage.warehouse.edition import open_edition

    edition = open_edition(edition_folder)
    if activite:
        activity = heard(read_activity(edition, activite))
        wanted = wanted_activity(activity.code, activity.subclass)
    else:
        wanted = wanted_product(edition, heard(read_product(edition, produit or "")).code)
    territory = the_territory(edition, territoire)
    asked = [ROLE_NAMES[r] for r in roles] or list(ROLES)
    known = the_knowledge(with_store, territory)
    found = find_actors(
        Local(edition, territory, known.corrections),
        [wanted],
        shown=nombre or PRODUCERS,
        others=nombre or OTHERS,
        knowledge=known,
        roles=asked,
    )
    if not found:
        click.echo(
            f"Aucun établissement connu n'est proche de {', '.join(wanted.classes)} à {territory.label} ou aux "
            "environs : le registre ne compte que ceux de 20 salariés et plus.",
            err=True,
        )
    rows = [
        {
            "rang": rank,
            "siret": a.siret,
            "nom": _short(a.name) if output_format == "texte" else a.name,
            "activite": a.activity,
            "role": a.role,
            "commune": a.commune_label,
            "distance_km": None if a.distance_km is None else round(a.distance_km, 1),
            "raison": a.reason,
            "confiance": a.confidence,
        }
        for rank, a in enumerate(found, start=1)
    ]
    rows = [row | {"carnet": known.said_of(row["siret"])} for row in rows]
    columns = PEOPLE if output_format == "texte" else COLUMNS
    echo_rows(rows, output_format, columns + (("carnet",) if with_store else ()))


def _short(name: str | None) -> str | None:
    """A name that leaves room for the reason on a screen."""
    return f"{name[: NAME - 1]}…" if name and len(name) > NAME else name
