"""The sentences of the advice: what a foreman would accept."""

from collections.abc import Sequence
from typing import Protocol

from ancrage.domain.wording import NBSP, decimal, euros, listing, percent
from ancrage.steps.class_links import OWN

NO_CEILING = float("inf")
CEILING_WORDS = "plus de 5 fois"


class _Named(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def reason(self) -> str: ...


def times_words(times: float) -> str:
    """2.34 -> « 2,3 fois »; NO_CEILING -> « plus de 5 fois »."""
    return CEILING_WORDS if times == NO_CEILING else f"{decimal(times)}{NBSP}fois"


def chance_words(times: float) -> str:
    """« chance d'une usine ici : 2,3 fois celle d'un territoire de même taille »."""
    return f"chance d'une usine ici{NBSP}: {times_words(times)} celle d'un territoire de même taille"


def support_words(supports: Sequence[_Named], trade: str) -> str:
    """« ici, X et Y sont déjà de ce métier (fabrication de chaussures) »; else the nearest firm and why."""
    makers = [s.name for s in supports if s.kind == OWN]
    if makers:
        return f"ici, {listing(makers)} {'sont' if len(makers) > 1 else 'est'} déjà de ce métier ({trade})"
    first = supports[0]
    nobody = f"personne ici ne le fait encore parmi les établissements de 20{NBSP}salariés et plus"
    return f"{nobody}, mais on peut s'appuyer sur {first.name} ({first.reason})"


def bring_back_sentence(
    *,
    deficit: float,
    wider: bool,
    outside: float | None,
    country: str,
    supports: Sequence[_Named],
    trade: str,
    island: bool = False,
    times: float,
) -> str:
    """What France lacks, from whom when it is known for the product, on whom to stand, and the chance."""
    who = "La France entière" if island else "La France"
    need = f"{who} en achète pour {euros(deficit)} de plus qu'elle n'en vend, sur un an"
    if wider:
        need += " (au plus : le code douanier compte aussi des produits voisins)"
    if outside is not None:
        need += f" ; {percent(outside)} de ses achats viennent de hors de l'Union européenne"
    if country:
        need += f" ; premier fournisseur{NBSP}: {country}"
    if island:
        need += " ; ce que le territoire en reçoit est à demander à la douane"
    told = (need, support_words(supports, trade), chance_words(times))
    return " ".join(f"{said[:1].upper()}{said[1:]}." for said in told)
