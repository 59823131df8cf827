"""The columns of the list and what a cell of each may hold. A refused cell is one French sentence: what to write."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ancrage.domain.wording import decimal, unaccented
from ancrage.files.spreadsheets import FORMULA_STARTS

MAX_TEXT = 200
YES, NO, UNKNOWN = ("oui", "o", "vrai", "1", "x"), ("non", "n", "faux", "0"), ("", "?", "inconnu", "inconnue", "nc")
NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
DATE = re.compile(
    r"\d{4}|(?:0?[1-9]|1[0-2])/\d{4}|(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|1[0-2])/\d{4}"
    r"|\d{4}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?|imm[ée]diate?(?:ment)?",
    re.IGNORECASE,
)


class RefusedError(Exception):
    """A cell that cannot be read; the text says what to write instead."""


@dataclass(frozen=True, slots=True)
class Column:
    """`read` turns the text of a cell, stripped, into a value (None: not told) or raises RefusedError."""

    name: str
    read: Callable[[str], Any]
    example: str
    required: bool = False


def text(cell: str) -> str | None:
    if not cell:
        return None
    if cell.startswith(FORMULA_STARTS):
        raise RefusedError(f"commence par « {cell[0]} » : un tableur y verrait une formule. Retirez ce signe")
    if any(unicodedata.category(c) in ("Cc", "Cf") for c in cell):
        raise RefusedError("contient un caractère invisible ou un retour à la ligne. Retapez ce texte")
    if len(cell) > MAX_TEXT:
        raise RefusedError(f"dépasse {MAX_TEXT} caractères. Raccourcissez ce texte")
    return cell


def number(low: float, high: float, unit: str) -> Callable[[str], float | None]:
    """Reader of a number between the bounds, decimal comma or point, thousands apart by spaces."""

    def read(cell: str) -> float | None:
        plain = re.sub(r"[\s\u00a0\u202f]", "", cell)
        if not plain:
            return None
        bounds = f"un nombre de {_written(low)} à {_written(high)} {unit}"
        if not NUMBER.fullmatch(plain) or len(plain) > 30:
            raise RefusedError(f"n'est pas un nombre. Donnez {bounds}, ou laissez vide")
        value = float(plain.replace(",", "."))
        if not low <= value <= high:
            raise RefusedError(f"est hors des bornes. Donnez {bounds}, ou laissez vide")
        return value

    return read


def _written(bound: float) -> str:
    return decimal(bound, 0 if bound == round(bound) else 3)


def yes_no(cell: str) -> bool | None:
    word = cell.lower()
    if word in UNKNOWN:
        return None
    if word not in (*YES, *NO):
        raise RefusedError("n'est ni oui ni non. Donnez oui, non, ou laissez vide si vous ne savez pas")
    return word in YES


def date(cell: str) -> str | None:
    if not cell:
        return None
    if not DATE.fullmatch(cell):
        raise RefusedError("n'est pas une date. Donnez une année, mois/année, jour/mois/année, ou « immédiate »")
    return cell


COLUMNS = (
    Column("nom", text, "ZAC des Prés", required=True),
    Column("commune", text, "Cluses", required=True),
    Column("surface_ha", number(0.001, 10_000, "ha"), "12,5"),
    Column("puissance_mw", number(0, 5000, "MW"), "4"),
    Column("eau_m3_par_jour", number(0, 1_000_000, "m³ par jour"), "150"),
    Column("zonage", text, "UX"),
    Column("pollue", yes_no, "non"),
    Column("disponible_le", date, "immédiate"),
    Column("longitude", number(-180, 180, "degrés"), "6,58"),
    Column("latitude", number(-90, 90, "degrés"), "46,06"),
    Column("remarque", text, "raccordement au gaz"),
)
# how people also write these headings
SYNONYMS = {
    "nom_du_site": "nom", "site": "nom", "libelle": "nom", "nom_site": "nom", "ville": "commune", "insee": "commune",
    "code_insee": "commune", "code_commune": "commune", "surface": "surface_ha", "superficie_ha": "surface_ha",
    "puissance": "puissance_mw", "mw": "puissance_mw", "eau": "eau_m3_par_jour", "eau_m3_jour": "eau_m3_par_jour",
    "eau_m3_j": "eau_m3_par_jour", "zone": "zonage", "plu": "zonage", "pollution": "pollue",
    "disponible": "disponible_le", "disponibilite": "disponible_le", "lon": "longitude", "lat": "latitude",
    "note": "remarque", "remarques": "remarque", "commentaire": "remarque",
}  # fmt: skip
# a heading may name a unit that is not ours: better refuse than read square metres as hectares
OTHER_UNITS = {"surface_m2": "surface_ha", "superficie_m2": "surface_ha", "puissance_kw": "puissance_mw"}


def heading_key(heading: str) -> str:
    """« Surface (ha) » -> surface_ha."""
    key = re.sub(r"[^a-z0-9]+", "_", unaccented(heading).lower()).strip("_")
    return SYNONYMS.get(key, key)
