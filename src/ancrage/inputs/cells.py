"""Cells read for what they mean: identifiers, dates, numbers, yes or no. A cell not understood says why."""

import math
import re
from datetime import date, timedelta

from ancrage.methods.linkage import siren_is_valid, siret_is_valid

_SERIAL_START = date(1899, 12, 30)  # day 0 of spreadsheets
_SERIALS = (20_000, 80_000)  # serial numbers that are days of our time
_SCIENTIFIC = re.compile(r"\d[.,]?\d*e\+?\d+", re.IGNORECASE)


class UnreadError(ValueError):
    """A cell that does not say what its column says: the message is a French clause."""


def read_siret(text: str) -> str:
    """14 digits with the right check digit. Zeros that a spreadsheet dropped are put back when the key agrees."""
    return _identifier(text, 14, siret_is_valid, "SIRET")


def read_siren(text: str) -> str:
    """9 digits with the right check digit; a whole SIRET gives its SIREN."""
    digits = re.sub(r"[\s.\u00a0\u202f-]", "", text)
    return _identifier(digits[:9] if re.fullmatch(r"\d{14}", digits) else digits, 9, siren_is_valid, "SIREN")


def _identifier(text: str, length: int, valid: object, name: str) -> str:
    if _SCIENTIFIC.fullmatch(text.strip()):
        raise UnreadError(f"{name} abrégé par le tableur (« {text.strip()} ») : ses derniers chiffres sont perdus")
    digits = re.sub(r"\.0+$", "", text.strip())
    digits = re.sub(r"[\s.'\u00a0\u202f_-]", "", digits)
    if not digits:
        return ""
    if not re.fullmatch(r"[0-9]+", digits):
        raise UnreadError(f"{name} illisible (« {text.strip()[:40]} »)")
    whole = digits.zfill(length) if length - 4 <= len(digits) < length else digits
    if len(whole) != length:
        raise UnreadError(f"{name} de {len(digits)} chiffres au lieu de {length} (« {text.strip()[:40]} »)")
    if not valid(whole):
        raise UnreadError(f"{name} faux (« {text.strip()} ») : sa clé de contrôle ne tombe pas juste")
    return whole


def read_date(text: str) -> str:
    """ISO date of 2024-05-31, 31/05/2024, 31-5-24, or the serial number of a spreadsheet."""
    plain = re.sub(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$", "", text.strip())
    plain = re.sub(r"\.0+$", "", plain)
    try:
        if re.fullmatch(r"\d{5}", plain) and _SERIALS[0] < int(plain) < _SERIALS[1]:
            return (_SERIAL_START + timedelta(days=int(plain))).isoformat()
        if found := re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", plain):
            year, month, day = map(int, found.groups())
            return date(year, month, day).isoformat()
        if found := re.fullmatch(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})", plain):
            day, month, year = map(int, found.groups())
            return date(year if year > 99 else date.today().year // 100 * 100 + year, month, day).isoformat()
    except ValueError:
        pass
    raise UnreadError(f"date illisible (« {text.strip()[:40]} »)")


def read_number(text: str) -> float:
    """A number that is not negative, written the French way or not: « 1 234,5 », « 1234.5 ha »."""
    plain = re.sub(r"[\s\u00a0\u202f]", "", text.strip()).replace(",", ".")
    plain = re.sub(r"(ha|mw|m3/j(our)?|m³/j(our)?)$", "", plain, flags=re.IGNORECASE)
    try:
        value = float(plain)
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or "_" in plain:
        raise UnreadError(f"nombre illisible (« {text.strip()[:40]} »)")
    return value


def read_yes_no(text: str) -> bool:
    plain = text.strip().lower()
    if plain in ("oui", "o", "vrai", "true", "1", "x", "yes"):
        return True
    if plain in ("non", "n", "faux", "false", "0", "no"):
        return False
    raise UnreadError(f"ni oui ni non (« {text.strip()[:40]} »)")


def read_naf(text: str) -> str:
    """« 25.62B », « 2562B », « 25.62 » -> « 25.62 »; a division stays « 25 »."""
    plain = re.sub(r"[\s.]", "", text.strip()).upper()
    if found := re.fullmatch(r"(\d{2})(\d{2})?[A-Z]?", plain):
        return found.group(1) + (f".{found.group(2)}" if found.group(2) else "")
    raise UnreadError(f"code NAF illisible (« {text.strip()[:40]} »)")


def read_email(text: str) -> str:
    plain = text.strip()
    if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", plain) and len(plain) <= 254:
        return plain
    raise UnreadError(f"courriel illisible (« {plain[:40]} »)")
