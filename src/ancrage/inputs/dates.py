"""Dates as people write them, with the precision they give: a day, a month, a quarter, a half, a year."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from ancrage.domain.wording import NBSP
from ancrage.inputs.bytes import shown
from ancrage.inputs.cells import UnreadError, fold, protected

Precision = Literal["jour", "mois", "trimestre", "semestre", "année"]
LENGTHS: dict[Precision, int] = {"mois": 1, "trimestre": 3, "semestre": 6, "année": 12}  # in months
MONTHS = ("janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre",
          "decembre")  # fmt: skip
NAME = "(?P<n>(?:jan|fe|mar|avr|mai|juin|juil|aou|sep|oct|nov|dec)[a-z]*)"
DAYS = r"(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lun|mar|mer|jeu|ven|sam|dim)\.?,? )?"
NOW = re.compile(r"(disponible )?(immediat(e|ement)?|tout de suite|des maintenant|maintenant|de suite|disponible)")
_SERIAL_START = date(1899, 12, 30)  # day 0 of spreadsheets
_SERIALS = (20_000, 80_000)  # serial numbers that are days of our time
_FORMS: tuple[tuple[str, str], ...] = (
    (r"(?P<y>\d{4})[-/. ](?P<m>\d{1,2})[-/. ](?P<d>\d{1,2})", "jour"),
    (r"(?P<d>\d{1,2})[-/. ](?P<m>\d{1,2})[-/. ](?P<y>\d{4}|\d{2})", "jour"),
    (rf"{DAYS}(?:le )?(?P<d>\d{{1,2}})(?:er)?[ -]{NAME}\.?[ -](?P<y>\d{{4}}|\d{{2}})", "jour"),
    (r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})", "jour"),
    (r"(?P<y>\d{4})[-/. ](?P<m>\d{1,2})", "mois"),
    (r"(?P<m>\d{1,2})[-/. ](?P<y>\d{4})", "mois"),
    (rf"(?:en |depuis |a partir de |des )?{NAME}\.?[ -](?P<y>\d{{4}}|\d{{2}})", "mois"),
    (r"(?:t|q|trimestre )(?P<t>[1-4])[-/ ]?(?P<y>\d{4})", "trimestre"),
    (r"(?P<y>\d{4})[-/ ]?(?:t|q|trimestre )(?P<t>[1-4])", "trimestre"),
    (r"(?P<t>[1-4])(?:er|e|eme|nd)? trim(?:estre|\.)?(?: de)? (?P<y>\d{4})", "trimestre"),
    (r"s(?:emestre )?(?P<s>[12])[-/ ]?(?P<y>\d{4})", "semestre"),
    (r"(?P<y>\d{4})[-/ ]?s(?P<s>[12])", "semestre"),
    (r"(?P<s>[12])(?:er|e|eme|nd)? sem(?:estre|\.)?(?: de)? (?P<y>\d{4})", "semestre"),
    (r"(?:en |depuis |annee |courant |debut |fin |mi-|a partir de |des |avant |apres )?(?P<y>\d{4})", "année"),
)
_COMPILED = [(re.compile(form), precision) for form, precision in _FORMS]


@dataclass(frozen=True, slots=True)
class When:
    """`first`: the first day it may be; `precision`: how precisely people said it."""

    first: date
    precision: Precision

    @property
    def iso(self) -> str:
        """« 2026-03-03 », « 2026-03 », « 2026-T1 », « 2026-S1 », « 2026 »: no more precise than what was said."""
        year, month = f"{self.first.year:04d}", self.first.month
        return {
            "jour": self.first.isoformat(),
            "mois": f"{year}-{month:02d}",
            "trimestre": f"{year}-T{(month + 2) // 3}",
            "semestre": f"{year}-S{(month + 5) // 6}",
            "année": year,
        }[self.precision]

    @property
    def last_month(self) -> tuple[int, int]:
        """Year and month of its end."""
        months = self.first.year * 12 + self.first.month - 1 + LENGTHS.get(self.precision, 1) - 1
        return months // 12, months % 12 + 1


def read_date(text: str) -> When:
    """« 3 mars 2026 », « mars 2026 », « T1 2026 », « 2026 », « 31/05/24 », the serial number of a spreadsheet.

    Raises UnreadError: not a date, or one that does not exist.
    """
    plain = fold(protected(text).replace("−", "-"))
    plain = re.sub(r"[t ]\d{1,2}[:h]\d{2}(:\d{2}(\.\d+)?)?(z|[+-]\d{2}:?\d{2})?$", "", plain)
    plain = re.sub(r"(?<=\d)[.,]0+$", "", plain)
    if re.fullmatch(r"[0-9]{5}", plain) and _SERIALS[0] < int(plain) < _SERIALS[1]:
        return When(_SERIAL_START + timedelta(days=int(plain)), "jour")
    for form, precision in _COMPILED:
        if found := form.fullmatch(plain):
            try:
                return _when(found.groupdict(), precision)
            except ValueError:
                raise UnreadError(f"la date « {shown(text.strip(), 40)} » n'existe pas") from None
    raise UnreadError(f"date illisible (« {shown(text.strip(), 40)} »)")


def _when(told: dict[str, str | None], precision: str) -> When:
    year = int(told["y"] or 0)
    if year < 100:
        year += date.today().year // 100 * 100
    if not date.today().year - 200 < year < date.today().year + 200:
        raise ValueError
    month = 1
    if told.get("m"):
        month = int(told["m"] or 0)
    elif told.get("n"):
        month = month_named(str(told["n"]))
    elif told.get("t"):
        month = 3 * int(told["t"] or 0) - 2
    elif told.get("s"):
        month = 6 * int(told["s"] or 0) - 5
    return When(date(year, month, int(told.get("d") or 1)), precision)  # type: ignore[arg-type]


def month_named(word: str) -> int:
    """« fevr » -> 2. Raises ValueError: no month, or several, begin so."""
    found = [number for number, name in enumerate(MONTHS, start=1) if name.startswith(word)]
    if len(found) != 1:
        raise ValueError(word)
    return found[0]


def read_available(text: str) -> str:
    """When a site is free, as people said it, once it is sure that it says so: a date or « immédiate »; empty: not
    told. Raises UnreadError."""
    plain = protected(text)
    if NOW.fullmatch(fold(plain)):
        return plain
    when = read_date(plain)
    if re.fullmatch(r"\d{5}(\.0+)?", plain) or re.match(r"\d{4}-\d{2}-\d{2}", plain):  # as a spreadsheet gives them
        return f"{when.first:%d/%m/%Y}"
    return " ".join(plain.split())


def said(when: When) -> str:
    """Why a date is less precise than a day, for the one who gave it."""
    return f"« {when.iso} »{NBSP}: {'le jour' if when.precision == 'mois' else 'le mois'} n'est pas dit."
