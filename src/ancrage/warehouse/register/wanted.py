"""From what a person types to what the register holds: numbers of firms, sizes."""

import re

from ancrage.domain.errors import AncrageError
from ancrage.domain.wording import integer
from ancrage.methods.linkage import siren_is_valid, siret_is_valid
from ancrage.reference import read_reference
from ancrage.warehouse.register.names import spaced

SIREN, SIRET = 9, 14
LA_POSTE = "356000000"


def number_of(text: str) -> str:
    """The digits of a SIREN, a SIRET or a French VAT number; "" when the text is no number of a firm.

    Only digits, but not 9 nor 14, or a wrong check digit: AncrageError.
    """
    compact = re.sub(r"[\s.\-]", "", text)
    digits = re.sub(r"^FR\d\d(?=\d{9}$)", "", compact.upper())
    if not re.fullmatch(r"[0-9]{8,}", digits):
        return ""
    if len(digits) not in (SIREN, SIRET):
        raise AncrageError(
            f"« {text.strip()} » compte {len(digits)} chiffres.", "Un SIREN en compte 9, un SIRET 14 : recopiez-le."
        )
    if not (siren_is_valid(digits) if len(digits) == SIREN else siret_is_valid(digits)):
        kind = "SIREN" if len(digits) == SIREN else "SIRET"
        post = " (les établissements de La Poste ont la leur)" if digits.startswith(LA_POSTE) else ""
        raise AncrageError(
            f"Le {kind} {spaced(digits)} contient une faute de frappe : sa clé de contrôle{post} ne tombe pas juste.",
            "Un chiffre est faux, ou deux sont inversés : recopiez-le, ou cherchez l'entreprise par son nom.",
        )
    return digits


def size_classes(text: str) -> tuple[tuple[str, ...], str]:
    """The size classes of the register that « 50-249 », « 50- », « -99 » or « 50 » touch, and the sentence for it."""
    found = re.fullmatch(r"\s*([\d\s]*?)\s*(-?)\s*([\d\s]*?)\s*", text)
    low, dash, high = found.groups() if found else ("", "", "")
    least, most = (int("".join(bound.split())) if bound else None for bound in (low, high))
    if (least is None and most is None) or (dash and least is not None and most is not None and least > most):
        raise AncrageError(
            f"« {text} » n'est pas une taille.", "Donnez un minimum et un maximum de salariés : 50-249, 100- ou -49."
        )
    if not dash:
        least = most = least if least is not None else most
    kept, reach = [], []
    for label in read_reference("tranches_effectif.csv")["libelle"]:
        bounds = [int("".join(number.split())) for number in re.findall(r"\d[\d\s]*", label)]
        first, last = bounds[0], bounds[1] if len(bounds) > 1 else None
        if (most is None or first <= most) and (least is None or last is None or last >= least):
            kept.append(label)
            reach.append((first, last))
    if not kept:
        raise AncrageError(f"Aucune tranche d'effectif n'est de « {text} » salariés.", "La plus petite commence à 10.")
    low_told, high_told = integer(reach[0][0]), reach[-1][1]
    told = f"{low_told} salariés et plus" if high_told is None else f"{low_told} à {integer(high_told)} salariés"
    return tuple(kept), f"Taille : {told}, par tranches entières du registre."
