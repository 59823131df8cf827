"""`ancrage acteurs`: who, here and around, is nearest to making something."""

from pathlib import Path

import click

from ancrage.cli.carnet_options import carnet_option, the_knowledge
from ancrage.cli.options import edition_option, format_option, the_territory
from ancrage.cli.tabular import echo_rows
from ancrage.domain.errors import AncrageError

COLUMNS = ("rang", "siret", "nom", "activite", "role", "commune", "distance_km", "raison", "confiance")


@click.command()
@click.argument("territoire")
@click.option("--activite", metavar="NAF", help="Classe d'activité visée, par exemple 25.73.")
@click.option("--produit", metavar="CODE", help="Produit visé : code NC8 ou SH6, par exemple 850760.")
@format_option("texte", "csv", "json")
@carnet_option
@edition_option
def acteurs(
    *,
    territoire: str,
    activite: str | None,
    produit: str | None,
    output_format: str,
    with_store: bool,
    edition_folder: Path | None,
) -> None:
    """Liste qui pourrait faire une activité.

    Les établissements du territoire et des environs les plus proches de savoir la faire, avec leur raison.
    Établissements de 20 salariés et plus ; les noms qui pourraient désigner une personne sont tus.
    """
    if bool(activite) == bool(produit):
        raise AncrageError("Donnez une activité ou un produit, l'un des deux.", "Exemple : --activite 25.73")
    from ancrage.steps.actors import actors
    from ancrage.steps.local import Local
    from ancrage.warehouse.activities import find_activity, find_product
    from ancrage.warehouse.edition import open_edition

    edition = open_edition(edition_folder)
    classes = (find_activity(edition, activite),) if activite else find_product(edition, produit or "")
    territory = the_territory(edition, territoire)
    found = actors(Local(edition, territory), list(classes))
    if not found:
        click.echo(
            f"Aucun établissement connu n'est proche de {', '.join(classes)} à {territory.label} ou aux environs : "
            "le registre ne compte que ceux de 20 salariés et plus.",
            err=True,
        )
    rows = [
        {
            "rang": rank,
            "siret": a.siret,
            "nom": a.name,
            "activite": a.activity,
            "role": a.role,
            "commune": a.commune_label,
            "distance_km": round(a.distance_km, 1),
            "raison": a.reason,
            "confiance": a.confidence,
        }
        for rank, a in enumerate(found, start=1)
    ]
    known = the_knowledge(with_store, territory)
    rows = [row | {"carnet": known.said_of(row["siret"])} for row in rows]
    people = ("rang", "nom", "commune", "distance_km", "confiance", "raison")
    columns = people if output_format == "texte" else COLUMNS
    echo_rows(rows, output_format, columns + (("carnet",) if with_store else ()))
