"""`ancrage sites`: where an activity, or the first targets of a territory, could stand."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ancrage.cli.options import Number, edition_option, format_option, heard, sites_option, the_territory, told_by
from ancrage.cli.tabular import echo_rows
from ancrage.domain.errors import AncrageError

if TYPE_CHECKING:
    from ancrage.domain.territory import Territory
    from ancrage.steps.resources import Need
    from ancrage.warehouse.edition import Edition

COLUMNS = (
    "cible", "rang", "origine", "site", "nom", "commune", "commune_nom", "sur_place", "distance_km", "surface_ha",
    "statut_friche", "pollution", "zonage", "ancienne_activite", "rail_km", "puissance_mw", "eau_m3_par_jour",
    "disponible_le", "note", "confiance", "raisons", "reserves", "lien", "lon", "lat",
)  # fmt: skip
SHOWN = 3  # sites a target, when several targets are told


@click.command()
@click.argument("territoire", default="")
@click.option("--activite", metavar="NAF", help="Classe d'activité visée, par exemple 25.73.")
@click.option("--produit", metavar="CODE", help="Produit visé : code NC8 ou SH6, par exemple 850760.")
@click.option(
    "--emplois", type=Number(), metavar="N", help="Emplois du projet (défaut : un projet type de l'activité)."
)
@sites_option
@click.option("--rayon", type=Number(), metavar="KM", help="Jusqu'où chercher hors du territoire (défaut : 20).")
@click.option("--modele", is_flag=True, help="Écrit un modèle de liste de sites sur la sortie standard.")
@format_option("texte", "csv", "json")
@edition_option
def sites(
    *,
    territoire: str,
    activite: str | None,
    produit: str | None,
    emplois: float | None,
    sites_file: Path | None,
    sites_columns: str | None,
    rayon: float | None,
    modele: bool,
    output_format: str,
    edition_folder: Path | None,
) -> None:
    """Cherche où un projet pourrait s'installer.

    Compare le terrain que demande une activité (ou chacune des dix premières cibles) à votre liste de sites, puis aux
    friches recensées dans le territoire et à ses abords. Dit « aucun site » quand c'est vrai.

    Votre liste : ancrage sites --modele > sites.csv, puis --sites sites.csv
    """
    if modele:
        from ancrage.inputs.sites import sites_template

        click.echo(sites_template(), nl=False)
        return
    radius = checked(territoire, activite, produit, emplois, rayon)
    from ancrage.domain.documents import plain
    from ancrage.steps.local import Local
    from ancrage.steps.sites import sites as find_sites
    from ancrage.study.sites import sites_studied
    from ancrage.warehouse.edition import open_edition

    edition = open_edition(edition_folder)
    territory = the_territory(edition, territoire)
    told = told_by(edition, territory, sites_file, columns=sites_columns)
    needs = wanted(edition, territory, activite, produit, emplois)
    found = plain(sites_studied(find_sites(Local(edition, territory), needs, told.sites, None, radius)))
    if output_format == "texte":
        say(territory.label, found)
        return
    del found["foncier"]  # a strategy file gives the figures, no command line
    if output_format == "json":
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    rows = [{"cible": target["cible"], **row} for target in found["par_cible"] for row in target["sites"]]
    joined = [{**row, "raisons": " ; ".join(row["raisons"]), "reserves": " ; ".join(row["reserves"])} for row in rows]
    echo_rows(joined, "csv", COLUMNS)


def checked(
    territory: str, activity: str | None, product: str | None, jobs: float | None, radius: float | None
) -> float:
    """The radius, once what was typed makes sense together."""
    from ancrage.steps.sites import RADIUS_KM

    if not territory:
        raise AncrageError("Aucun territoire n'est donné.", 'Par exemple : ancrage sites "La Vallée de l\'Arve"')
    if activity and product:
        raise AncrageError("Donnez une activité ou un produit, pas les deux.", "Exemple : --activite 25.73")
    if jobs is not None and not (activity or product):
        raise AncrageError(
            "L'option --emplois vaut pour une activité ou un produit.", "Ajoutez --activite ou --produit."
        )
    if jobs is not None and not 1 <= jobs <= 100_000:  # NaN is refused too
        raise AncrageError("L'option --emplois doit être un nombre de 1 à 100 000.", "Exemple : --emplois 80")
    if radius is None:
        return RADIUS_KM
    if not 1 <= radius <= 200:
        raise AncrageError("L'option --rayon doit être un nombre de kilomètres de 1 à 200.", "Exemple : --rayon 30")
    return radius


def wanted(
    edition: "Edition", territory: "Territory", activity: str | None, product: str | None, jobs: float | None
) -> "list[Need]":
    """Needs of what was asked, else of the first targets of the default strategy."""
    from ancrage.inputs.activities import read_activity
    from ancrage.inputs.products import makers, read_product
    from ancrage.steps.resources import resources, resources_for

    if not activity and not product:
        from ancrage.inputs.strategy import default_strategy
        from ancrage.study.run import run_steps

        results = run_steps(edition, territory, default_strategy())
        return [target.need for target in results.sites.by_target]
    codes: tuple[str, ...]
    if activity:
        codes = (heard(read_activity(edition, activity)).code,)
    else:
        codes = makers(edition, heard(read_product(edition, product or "")).code)
    return [resources(edition, code) if jobs is None else resources_for(edition, code, jobs) for code in codes]


def say(place: str, found: dict[str, Any]) -> None:
    """For people: one answer, then each target in a sentence and its first sites."""
    several = len(found["par_cible"]) > 1
    click.echo(f"{place}. {found['phrase']}" if several else place)
    for target in found["par_cible"]:
        click.echo(f"\n{target['libelle']} ({target['cible']})\n  {target['phrase']}")
        for row in target["sites"][: SHOWN if several else None]:
            click.echo(f"  {row['rang']}. {headline(row)}")
            if row["reserves"]:
                click.echo(f"     À vérifier : {' ; '.join(row['reserves'])}.")
            if row["lien"]:
                click.echo(f"     {row['lien']}")
    click.echo(f"\n{found['phrase_puissance_eau']}")


def headline(row: dict[str, Any]) -> str:
    """« Cluses, 2,3 ha, friche sans projet, zone urbaine (note 0,62, confiance moyenne) »."""
    from ancrage.domain.wording import decimal
    from ancrage.steps.resources import area
    from ancrage.steps.sites.reach import OWN

    parts = [f"{row['nom']}, {row['commune_nom']}" if row["nom"] else row["commune_nom"]]
    if row["surface_ha"] is not None:
        parts.append(f"{area(row['surface_ha'], row['origine'] == OWN)} ha")
    parts.append(row["origine"] if row["nom"] else row["statut_friche"])
    if row["zonage"]:
        parts.append(row["zonage"])
    note = f"note {decimal(row['note'], 2)}, " if row["note"] is not None else ""
    return f"{', '.join(parts)} ({note}confiance {row['confiance']})"
