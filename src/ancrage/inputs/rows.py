"""The cells of a row read by field, whatever the file: values, what could not be read, what was understood."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ancrage.domain.wording import decimal
from ancrage.inputs.bytes import shown, visible
from ancrage.inputs.cells import (
    UnreadError,
    is_unknown,
    read_email,
    read_naf,
    read_number,
    read_state,
    read_yes_no,
)
from ancrage.inputs.columns import Field, fields_of, unit_in
from ancrage.inputs.dates import read_available, read_date, said
from ancrage.inputs.identifiers import read_siren, read_siret
from ancrage.inputs.reading import Reading
from ancrage.inputs.units import read_heading

IMPRECISE = "date_dite"  # beside « date »: what people said of it, when they gave no day
LONGEST = {"nom": 200, "zonage": 200}  # characters
MOST_TEXT = 5000
WHEN = "Donnez une année, un mois (03/AAAA, mars AAAA) ou un jour (03/03/AAAA)"
REMEDIES = {
    "oui_non": "Donnez oui, non, ou laissez vide si vous ne savez pas.",
    "date": f"{WHEN}.",
    "disponibilite": f"{WHEN}, ou « immédiate ».",
    "siret": "Donnez ses 14 chiffres, au format texte.",
    "siren": "Donnez ses 9 chiffres, au format texte.",
    "naf": "Donnez un code, comme 25.62B.",
    "courriel": "Corrigez cette adresse.",
    "etat": "Écrivez ouvert ou fermé (A ou F dans la base Sirene).",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """`clause`: what is wrong with the cell of a field; `remedy`: a French sentence."""

    field: str
    clause: str
    remedy: str


@dataclass(slots=True)
class Row:
    """`values` by field, without those not told; `notes`: French sentences, what was not read literally."""

    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_row(cells: Mapping[str, str], kind: str, headings: Mapping[str, str]) -> Row:
    """cells: text by field; headings: that of the column of each field, which tells units. Never raises."""
    row = Row()
    for name, wanted in fields_of(kind).items():
        text = cells.get(name, "").strip()
        if not text:
            continue
        try:
            reading = _READERS.get(wanted.genre, _text)(wanted, text, headings.get(name, name))
        except UnreadError as unread:
            row.problems.append(Problem(name, str(unread), remedy(wanted)))
            continue
        if reading.value not in (None, ""):
            row.values[name] = reading.value
        if reading.note:
            row.notes.append(reading.note)
    if (day := row.values.get("date")) is not None:
        row.values["date"] = day.first.isoformat()
        if day.precision != "jour":
            row.values[IMPRECISE] = day.iso
            row.notes.append(said(day))
    return row


def remedy(wanted: Field) -> str:
    """What to write in a cell of this field."""
    if wanted.genre == "nombre":
        unit = f", en {wanted.unit}" if wanted.unit and wanted.unit != "°" else ""
        return f"Donnez un nombre{unit}, ou laissez vide."
    return REMEDIES.get(wanted.genre, "Raccourcissez ce texte.")


def conversions(kind: str, headings: Mapping[str, str]) -> list[str]:
    """What is said once of columns whose heading names another unit than the usual one."""
    told = []
    for name, wanted in fields_of(kind).items():
        if wanted.genre == "nombre" and name in headings and (unit := unit_in(wanted, headings[name])):
            value = read_number("1", wanted.unit, unit).value
            if value != 1:
                source = "" if read_heading(headings[name]).unit else ", comme le veut ce format"
                heading = shown(headings[name], 60)
                told.append(f"« {heading} » est en {unit}{source} : les valeurs sont converties en {wanted.unit}.")
    return told


def _number(wanted: Field, text: str, heading: str) -> Reading[Any]:
    unit = unit_in(wanted, heading)
    reading = read_number(text, wanted.unit, unit)
    value, low, high = reading.value, wanted.low, wanted.high
    if value is not None and low is not None and high is not None and wanted.unit != "°" and not low <= value <= high:
        if value == 0:
            return reading
        between = f"de {_bound(low)} à {_bound(high)} {wanted.unit}"
        square = " (des m² ? dites-le dans le titre de la colonne)" if wanted.unit == "ha" and value > high else ""
        raise UnreadError(f"« {shown(text, 40)} » est hors des bornes, {between}{square}")
    if value is not None and wanted.unit == "ha" and value > LARGE_HA and not unit:
        return Reading(value, f"« {shown(text, 40)} » est lu {decimal(value, 0)} ha : est-ce bien des hectares ?")
    return reading


LARGE_HA = 500.0  # larger than nearly every business site: the unit deserves a second look


def _bound(bound: float) -> str:
    return decimal(bound, 0 if bound == round(bound) else 3)


def _text(wanted: Field, text: str, heading: str) -> Reading[Any]:
    """One line without what no one typed. A dash or « N/A » says nothing, except in a free text."""
    plain = " ".join(visible(text).split())
    if is_unknown(plain):
        return Reading("")
    most = LONGEST.get(wanted.name, MOST_TEXT)
    if len(plain) > most:
        raise UnreadError(f"« {wanted.label} » dépasse {most} caractères")
    return Reading(plain)


def _date(wanted: Field, text: str, heading: str) -> Reading[Any]:
    return Reading(None if is_unknown(text) else read_date(text))


def _available(wanted: Field, text: str, heading: str) -> Reading[Any]:
    return Reading("" if is_unknown(text) else read_available(text))


_READERS: dict[str, Callable[[Field, str, str], Reading[Any]]] = {
    "siret": lambda wanted, text, heading: Reading(read_siret(text)),
    "siren": lambda wanted, text, heading: Reading(read_siren(text)),
    "date": _date,
    "disponibilite": _available,
    "nombre": _number,
    "oui_non": lambda wanted, text, heading: read_yes_no(text),
    "naf": lambda wanted, text, heading: Reading("" if is_unknown(text) else read_naf(text)),
    "courriel": lambda wanted, text, heading: Reading("" if is_unknown(text) else read_email(text)),
    "etat": lambda wanted, text, heading: Reading(read_state(text)),
}
