"""The six families of the founding text, as headings of what a place could bring back."""

from collections.abc import Sequence
from typing import Annotated

from ancrage.domain.described import Record, field, number, text
from ancrage.domain.units import COUNT
from ancrage.domain.wording import NBSP, count, listing, lower_first
from ancrage.reference import read_reference
from ancrage.steps.advice.bring_back import BringBack
from ancrage.steps.advice.services import Service

OF_SERVICES = "informatique"


class Family(Record):
    """A family of the founding text, and how much of the lists is of it."""

    code: Annotated[str, text("Famille", kind="code")]
    hashtag: Annotated[str, text("Étiquette")]
    label: Annotated[str, text("Libellé")] = field(name="libelle")
    products: Annotated[int, number("Produits à faire revenir", COUNT)] = field(name="produits")
    sentence: Annotated[str, text("En une phrase", kind="prose")] = field(name="phrase")


def families(rows: Sequence[BringBack], services: Sequence[Service]) -> tuple[Family, ...]:
    """In the order of the founding text; one without a product says so."""
    known = read_reference("familles.csv").filter(origine="page", niveau="1")
    return tuple(
        _family(code, hashtag, label, rows, services)
        for code, hashtag, label in known.select("code", "hashtag", "libelle").iter_rows()
    )


def _family(code: str, hashtag: str, label: str, rows: Sequence[BringBack], services: Sequence[Service]) -> Family:
    own = [row for row in rows if row.rubric == code]
    if code == OF_SERVICES:
        firm = [lower_first(service.label) for service in services if (service.quotient or 0.0) >= 1.0]
        said = f"Services plus présents ici qu'ailleurs{NBSP}: {listing(firm)}." if firm else NO_SERVICE
    elif own:
        first = listing([lower_first(row.label) for row in own[:3]])
        said = (
            f"{count(len(own), 'produit')}, dont {first}."
            if len(own) > 3
            else f"{count(len(own), 'produit')} : {first}."
        )
    else:
        said = NO_PRODUCT
    return Family(code, hashtag, label, len(own), said)


NO_PRODUCT = (
    "Aucun produit de cette famille n'a ici à la fois un déficit français, une chance d'au moins 1 et une entreprise "
    "sur qui s'appuyer."
)
NO_SERVICE = "Aucun de ces services n'est plus présent ici que dans le reste du pays."
