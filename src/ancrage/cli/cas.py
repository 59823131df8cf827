"""`ancrage cas`: what was tried in France, where, with how many jobs, and how it ended."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ancrage.cli.options import date_option, edition_option, format_option, heard, the_territory
from ancrage.cli.tabular import echo_rows
from ancrage.domain.errors import AncrageError
from ancrage.domain.wording import euros

if TYPE_CHECKING:
    from datetime import date

    from ancrage.steps.cases import Case

ISSUES = ("ouvert", "en cours", "fragile", "repris", "arrêté")
PEOPLE = ("entreprise", "produit", "lieu", "annonce", "emplois", "situation")
MACHINES = (
    "id", "entreprise", "produit", "famille", "activites", "commune", "departement", "distance_km", "annonce",
    "emplois_annonces", "emplois_nature", "investissement_eur", "pays_origine", "type", "issue", "situation",
    "annee_situation", "sans_nouvelle", "note", "sources", "siret",
)  # fmt: skip


@click.command()
@click.argument("recherche", default="")
@click.option("--activite", metavar="NAF", help="Cas d'une classe d'activité, par exemple 25.62.")
@click.option("--produit", metavar="CODE", help="Cas des activités qui font un produit : code NC8, SH6 ou SH4.")
@click.option("--famille", metavar="CODE", default="", help="Cas d'une famille de produits, par exemple textile.")
@click.option("--statut", type=click.Choice(ISSUES), help="Cas de cette issue.")
@click.option("--territoire", metavar="TERRITOIRE", help="Ranger les cas du plus proche au plus lointain.")
@format_option("texte", "csv", "json")
@date_option
@edition_option
def cas(
    *,
    recherche: str,
    activite: str | None,
    produit: str | None,
    famille: str,
    statut: str | None,
    territoire: str | None,
    output_format: str,
    on: "date | None",
    edition_folder: Path | None,
) -> None:
    """Cherche parmi les cas de relocalisation documentés.

    RECHERCHE est un ou plusieurs mots entre guillemets : entreprise, produit, famille, activité ou son code NAF,
    commune, pays d'origine, ou le numéro d'un cas. Sans rien, tous les cas. Quand un seul répond, il est dit en entier,
    avec ses sources.
    """
    if activite and produit:
        raise AncrageError("Donnez une activité ou un produit, pas les deux.", "Exemple : ancrage cas --activite 25.62")
    from ancrage.inputs.activities import read_activity
    from ancrage.inputs.products import makers, read_product
    from ancrage.steps.case_search import search_cases
    from ancrage.steps.cases import caution, failure_sentence, nearest
    from ancrage.warehouse.edition import open_edition

    edition = open_edition(edition_folder, on)
    classes: tuple[str, ...] = ()
    if activite:
        classes = (heard(read_activity(edition, activite)).code,)
    elif produit:
        classes = makers(edition, heard(read_product(edition, produit)).code)
    place = the_territory(edition, territoire) if territoire else None
    found = search_cases(edition, recherche, classes, famille, statut or "")
    if not found:
        click.echo("Aucun cas documenté ne répond à cette recherche.", err=True)
    rows = []
    for near in nearest(edition, place, found):
        case = near.case
        away = None if near.distance_km is None else round(near.distance_km, 1)
        rows.append(
            {
                "id": case.id,
                "entreprise": case.firm,
                "produit": case.product,
                "famille": case.family,
                "activites": " ".join(c.activity for c in case.classes),
                "commune": case.commune_label,
                "departement": case.departement,
                "distance_km": away,
                "lieu": case.place,
                "annonce": case.year,
                "emplois": case.jobs_words,
                "emplois_annonces": case.jobs,
                "emplois_nature": case.jobs_nature,
                "investissement_eur": case.investment_eur,
                "pays_origine": case.origin,
                "type": case.kind,
                "issue": case.outcome,
                "situation": case.outcome_words if output_format == "texte" else case.status,
                "annee_situation": case.status_year,
                "sans_nouvelle": case.silent,
                "note": case.note,
                "sources": " ; ".join(case.sources),
                "siret": " ".join(site.siret for site in case.sites),
            }
        )
    if output_format != "texte":
        echo_rows(rows, output_format, MACHINES)
    elif rows:
        for row in rows:  # a year is not a number of something
            row["annonce"] = str(row["annonce"] or "-")
        echo_rows(rows, output_format, (*PEOPLE, "distance_km") if place else PEOPLE)
        if len(found) == 1:
            tell(found[0])
        else:
            click.echo(f"\n{failure_sentence(found)} {caution(edition.day)}")


def tell(case: "Case") -> None:
    """The one case found, whole: what its sources say, and where to read them."""
    for label, text in (
        ("Ce qui est dit", case.note),
        ("Investissement", case.investment_eur and euros(case.investment_eur)),
        ("Venait de", case.origin),
        ("Activités", ", ".join(f"{c.activity} ({c.reason})" for c in case.classes)),
        ("Au registre", ", ".join(f"{s.siret} ({s.reason})" for s in case.sites)),
        ("Lu dans", "\n  ".join(case.sources)),
    ):
        if text:
            click.echo(f"{label} : {text}")
