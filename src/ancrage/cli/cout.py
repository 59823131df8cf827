"""`ancrage cout`: what a product really costs, made here or bought elsewhere."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ancrage.cli.options import PATH, check_folder, edition_option, format_option, heard
from ancrage.cli.progress import waiting
from ancrage.cli.terminal import plain_lines
from ancrage.domain.errors import AncrageError

if TYPE_CHECKING:
    from ancrage.warehouse.edition import Edition

DRAWS = 10_000
MOST_DRAWS = 1_000_000


def whole(low: int, high: int) -> click.IntRange:
    """A whole number between two bounds, that says its name in French."""
    kind = click.IntRange(low, high)
    kind.name = "nombre entier"
    return kind


@click.command()
@click.argument("dossier", required=False, type=PATH)
@format_option("texte", "json")
@click.option(
    "--sortie",
    type=PATH,
    metavar="DOSSIER",
    help="Écrit aussi cout.html, cout.xlsx et cout.json dans ce dossier.",
)
@click.option(
    "--tirages",
    type=whole(100, MOST_DRAWS),
    default=DRAWS,
    show_default=True,
    metavar="NOMBRE",
    help="Nombre de tirages des hypothèses.",
)
@click.option(
    "--graine", type=whole(0, 2**32 - 1), default=0, show_default=True, metavar="NOMBRE", help="Graine des tirages."
)
@click.option("--modele", is_flag=True, help="Écrit un dossier à remplir, avec chaque valeur par défaut et sa source.")
@click.option("--produit", default="", metavar="CODE", help="Avec --modele : code douanier de 4, 6 ou 8 chiffres.")
@click.option("--activite", default="", metavar="NAF", help="Avec --modele : activité, par exemple 25.73.")
@click.option(
    "--origine",
    default="CHN",
    show_default=True,
    metavar="PAYS,...",
    help="Avec --modele : cinq pays au plus, code ISO ou nom.",
)
@edition_option
def cout(
    *,
    dossier: Path | None,
    output_format: str,
    sortie: Path | None,
    tirages: int,
    graine: int,
    modele: bool,
    produit: str,
    activite: str,
    origine: str,
    edition_folder: Path | None,
) -> None:
    """Compare le coût total d'un produit fait ici et acheté ailleurs.

    DOSSIER est un fichier .toml. Trois valeurs suffisent : le produit, le volume par an, le prix ailleurs ; les autres
    sont prises par défaut, avec leur source. Toute réponse est une fourchette.

    \b
    ancrage cout --modele --produit 84807100 --origine CHN,PRT > moules.toml
    ancrage cout moules.toml --sortie moules
    """
    from ancrage.warehouse.edition import open_edition

    check_folder(sortie)
    if bool(dossier) == modele:
        raise AncrageError(
            "Donnez un dossier, ou --modele, pas les deux." if modele else "Aucun dossier n'est donné.",
            "Par exemple : ancrage cout --modele --produit 84807100 > dossier.toml, puis ancrage cout dossier.toml.",
        )
    edition = open_edition(edition_folder)
    if modele:
        click.echo(_template(edition, produit, activite, origine), nl=False)
        return
    with waiting("Calcul en cours…"):
        from ancrage.business_case.document import case_document
        from ancrage.inputs.business_case import read_case
        from ancrage.steps.costs.compare import evaluate

        result = evaluate(heard(read_case(Path(str(dossier)), edition)), tirages, graine)
        document = case_document(result, edition)
        written: list[Path] = []
        if sortie:
            from ancrage.writers.case import write_case

            written = write_case(document, sortie)
    if output_format == "json":
        from ancrage.writers.json import write_json

        click.echo(write_json(document), nl=False)
    else:
        from ancrage.business_case.wording import summary

        click.echo(plain_lines("\n".join(summary(result))))
    for path in written:
        click.echo(str(path), err=output_format == "json")


def _template(edition: "Edition", code: str, activity: str, origins: str) -> str:
    from ancrage.inputs.activities import read_activity
    from ancrage.inputs.business_case import case_template
    from ancrage.inputs.business_case.model import MOST_ORIGINS
    from ancrage.inputs.countries import read_foreign_country
    from ancrage.inputs.products import read_product
    from ancrage.steps.costs.goods import goods
    from ancrage.steps.costs.places import place

    known = heard(read_product(edition, code)).code if code else ""
    made = goods(edition, known, heard(read_activity(edition, activity)).code if activity else "")
    asked = [text.strip() for text in origins.split(",") if text.strip()]
    if not 1 <= len(asked) <= MOST_ORIGINS:
        raise AncrageError(
            f"Donnez d'une à {MOST_ORIGINS} origines, pas {len(asked)}.",
            "Des codes ISO ou des noms, séparés par des virgules : --origine CHN,PRT",
        )
    codes = dict.fromkeys(heard(read_foreign_country(edition, text)) for text in asked)
    places = [place(edition, iso3) for iso3 in codes]
    for assumed in (found.assumed for found in places if found.assumed):
        click.echo(assumed, err=True)
    return case_template(made, places, date.today().year)
