"""`ancrage etablissements`: the register, searched every day."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ancrage.cli.options import PATH, Number, edition_option, form_of, heard, the_territory
from ancrage.cli.progress import waiting
from ancrage.cli.register_output import Page, firm_rows, show, site_row, source_of
from ancrage.domain.errors import AncrageError
from ancrage.domain.wording import decimal

if TYPE_CHECKING:
    from ancrage.domain.territory import Territory
    from ancrage.inputs.activities import Activities
    from ancrage.inputs.reading import Reading
    from ancrage.warehouse.edition import Edition
    from ancrage.warehouse.register.query import Query

FORMATS = ("texte", "csv", "json", "xlsx")
SORTS = ("pertinence", "distance", "taille", "nom", "activite")
ROLES = {
    "producteur": "producteur possible",
    "fournisseur": "fournisseur",
    "client": "client",
    "pivot": "pivot",
    "a-attirer": "à attirer",
    "a-garder": "à garder",
    "soutien": "soutien",
}
PAGE = 20
# a file of everything that answers stops here: beyond, one asks a narrower question
MOST = 100_000
RADIUS_KM = 20.0


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed, understood: the question, what to say of it, and the reason of each actor kept by its role."""

    query: "Query"
    understood: tuple[str, ...]
    origin: str
    reasons: dict[str, tuple[str, str]]


@click.command()
@click.argument("recherche", nargs=-1)
@click.option("--activite", multiple=True, metavar="NAF", help="Code NAF à tout niveau (25, 25.62, 25.62A) ou mot.")
@click.option("--produit", multiple=True, metavar="CODE", help="Produit : code SH6 ou NC8, ou mot.")
@click.option("--famille", multiple=True, metavar="FAMILLE", help="Famille de produits : #sante, metallurgie...")
@click.option("--territoire", metavar="TERRITOIRE", help="Sur un territoire (nom, code ou niveau:code).")
@click.option("--autour", metavar="LIEU", help="Autour d'une commune ou d'un point « longitude,latitude ».")
@click.option(
    "--rayon",
    type=Number(),
    metavar="KM",
    help="Distance, à vol d'oiseau (défaut avec --autour : 20). Avec --territoire seul, ajoute les environs.",
)
@click.option("--taille", metavar="MIN-MAX", help="Nombre de salariés : 50-249, 100- ou -49.")
@click.option(
    "--role", type=click.Choice(tuple(ROLES)), help="Rôle envers l'activité ou le produit, pour le territoire."
)
@click.option("--groupes", is_flag=True, help="Une ligne par entreprise (même SIREN), ses établissements dessous.")
@click.option("--tri", type=click.Choice(SORTS), help="Ordre (défaut : nom cherché, sinon distance, sinon taille).")
@click.option(
    "--nombre",
    type=click.IntRange(1, MOST),
    metavar="N",
    help="Lignes par page (défaut : 20 en texte, sinon tout).",
)
@click.option("--page", type=click.IntRange(1, 10**9), default=1, metavar="N", help="Page à montrer (défaut : 1).")
@click.option(
    "--format", "output_format", type=click.Choice(FORMATS), help="Forme (défaut : texte, ou celle du fichier)."
)
@click.option("--sortie", type=PATH, metavar="FICHIER", help="Fichier à écrire (.csv, .xlsx, .json).")
@click.option(
    "--separateur",
    type=click.Choice((",", ";")),
    help="CSV : « ; » pour Excel en français (défaut d'un fichier), « , » pour un programme (défaut à l'écran).",
)
@edition_option
def etablissements(
    *,
    recherche: tuple[str, ...],
    activite: tuple[str, ...],
    produit: tuple[str, ...],
    famille: tuple[str, ...],
    territoire: str | None,
    autour: str | None,
    rayon: float | None,
    taille: str | None,
    role: str | None,
    groupes: bool,
    tri: str | None,
    nombre: int | None,
    page: int,
    output_format: str | None,
    sortie: Path | None,
    separateur: str | None,
    edition_folder: Path | None,
) -> None:
    """Cherche des établissements dans le registre.

    RECHERCHE est un nom ou un morceau de nom (les fautes de frappe se corrigent), un SIREN ou un SIRET. Les filtres
    s'ajoutent. Distances à vol d'oiseau. Exemples :

    \b
    ancrage etablissements bontaz
    ancrage etablissements --activite decolletage --autour Cluses --rayon 10
    ancrage etablissements --territoire Cognac --taille 100- --groupes
    """
    form = _form(output_format, sortie)
    from ancrage.warehouse.edition import open_edition
    from ancrage.warehouse.register.groups import search_groups
    from ancrage.warehouse.register.query import search

    edition = open_edition(edition_folder)
    limit = nombre or (PAGE if form == "texte" else MOST)
    asked = _asked(
        edition,
        text=" ".join(recherche),
        wanted={"activite": activite, "produit": produit, "famille": famille},
        where=(territoire, autour, rayon),
        chosen=(taille, role, tri),
        window=((page - 1) * limit, limit),
    )
    with waiting("Recherche dans le registre…"):
        if groupes:
            firms = search_groups(edition, asked.query)
            rows = firm_rows(firms.rows.to_dicts(), firms.sites.to_dicts())
            total, understood = firms.total, firms.understood
        else:
            found = search(edition, asked.query)
            rows = [site_row(row, asked.reasons) for row in found.rows.to_dicts()]
            total, understood = found.total, found.understood
    told = [*asked.understood, *understood]
    show(Page(rows, total, page, limit, groupes, told, asked.origin, source_of(edition)), form, sortie, separateur)


def _form(output_format: str | None, path: Path | None) -> str:
    """The format asked for, else that of the file, else text."""
    forms = {".csv": "csv", ".xlsx": "xlsx", ".json": "json", ".txt": "texte"}
    form = form_of(path, output_format, forms, "texte")
    if form == "xlsx" and path is None:
        raise AncrageError("Un classeur ne s'affiche pas à l'écran.", "Ajoutez --sortie etablissements.xlsx")
    return form


def _asked(
    edition: "Edition",
    *,
    text: str,
    wanted: dict[str, tuple[str, ...]],
    where: tuple[str | None, str | None, float | None],
    chosen: tuple[str | None, str | None, str | None],
    window: tuple[int, int],
) -> Asked:
    from ancrage.inputs.places import radius, read_place
    from ancrage.warehouse.register.query import Query, Sort
    from ancrage.warehouse.register.wanted import number_of, size_classes

    (territory_text, place_text, km), (size, role, sort) = where, chosen
    told: list[str] = []
    activities = _activities(edition, wanted, told)
    territory = the_territory(edition, territory_text) if territory_text is not None else None
    place = heard(read_place(edition, place_text)) if place_text is not None else None
    if km is not None and territory is None and place is None:
        raise AncrageError("Un rayon demande un centre.", "Ajoutez --autour COMMUNE ou --territoire TERRITOIRE.")
    km = radius(km) if km is not None else RADIUS_KM if place and not territory else None
    if sort == "distance" and territory is None and place is None:
        raise AncrageError("Une distance demande un centre.", "Ajoutez --autour COMMUNE ou --territoire TERRITOIRE.")
    reasons = _actors(edition, territory, activities, role) if role else {}
    if territory:
        nearby = f", et à {decimal(km, 0)} km de son centre" if km and not place else ""
        told.append(f"Territoire : {territory.label}{nearby}.")
    if place and km:
        told.append(f"À {decimal(km, 0)} km au plus {place.of}, à vol d'oiseau.")
    sizes = None
    if size is not None:
        sizes, sentence = size_classes(size)
        told.append(sentence)
    if text.strip() and not any(c.isalnum() for c in text):
        raise AncrageError(f"« {text[:40]} » ne contient ni lettre ni chiffre.", "Donnez un nom, un SIREN ou un SIRET.")
    number = number_of(text)
    centre = place or territory
    query = Query(
        text="" if number else text,
        number=number,
        nafs=None if activities is None or role else activities,
        size_classes=sizes,
        communes=territory.communes if territory and not role else None,
        centre=(centre.lon, centre.lat) if centre else None,
        radius_km=km if not role else None,
        widened=territory is not None and place is None,
        sirets=tuple(reasons) if role else None,
        sort=Sort(sort) if sort else None,
        offset=window[0],
        limit=window[1],
    )
    origin = place.label if place else f"le centre {territory.of}" if territory else ""
    return Asked(query, tuple(told), origin, reasons)


def _activities(edition: "Edition", wanted: dict[str, tuple[str, ...]], told: list[str]) -> tuple[str, ...] | None:
    """Sub-classes asked for: any value of an option, all the options together."""
    from ancrage.inputs.activities import read_activities
    from ancrage.inputs.products import read_family, read_products

    readers: dict[str, Callable[[Edition, str], Reading[Activities]]] = {
        "activite": read_activities,
        "produit": read_products,
        "famille": read_family,
    }
    kept: set[str] | None = None
    for option, values in wanted.items():
        found = [heard(readers[option](edition, value)) for value in values]
        told += [one.sentence for one in found]
        if found:
            nafs = {naf for one in found for naf in one.nafs}
            kept = nafs if kept is None else kept & nafs
    if kept is not None and not kept:
        raise AncrageError(
            "Aucune sous-classe d'activité ne répond à la fois à ces filtres : " + " ".join(told),
            "Gardez-en un seul parmi --activite, --produit et --famille.",
        )
    return None if kept is None else tuple(sorted(kept))


def _actors(
    edition: "Edition", territory: "Territory | None", nafs: tuple[str, ...] | None, role: str
) -> dict[str, tuple[str, str]]:
    """By SIRET, the role and the reason of those who hold the role for the activities, in the territory and around."""
    if territory is None or not nafs:
        raise AncrageError(
            "Un rôle se tient envers une activité, pour un territoire.",
            "Ajoutez --territoire, et --activite ou --produit.",
        )
    classes = sorted({naf[:5] for naf in nafs})
    if len(classes) > 5:
        raise AncrageError(
            f"Un rôle se cherche pour une activité précise ; celle-ci couvre {len(classes)} classes.",
            "Donnez une classe : --activite 25.73",
        )
    from ancrage.steps.actors import actors
    from ancrage.steps.local import Local

    found = actors(Local(edition, territory), classes, shown=MOST)
    return {a.siret: (a.role, a.reason) for a in found if a.role == ROLES[role] and a.siret}
