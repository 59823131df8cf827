"""SIRET and SIREN as files give them: spaces, dots, protections, zeros that a spreadsheet dropped."""

import re
from collections.abc import Callable

from ancrage.inputs.bytes import shown
from ancrage.inputs.cells import UnreadError, is_unknown, protected
from ancrage.methods.linkage import siren_is_valid, siret_is_valid

_SCIENTIFIC = re.compile(r"(\d)[.,]?(\d*)e\+?(\d+)", re.IGNORECASE)


def read_siret(text: str) -> str:
    """14 digits with the right check digit, empty when not told. Zeros dropped are put back when the key agrees."""
    return _identifier(text, 14, siret_is_valid, "SIRET")


def read_siren(text: str) -> str:
    """9 digits with the right check digit; a whole SIRET or a VAT number gives its SIREN."""
    plain = re.sub(r"[\s.\u00a0\u202f-]", "", protected(text)).upper()
    if re.fullmatch(r"FR[0-9A-Z]{2}\d{9}", plain):
        plain = plain[4:]
    return _identifier(plain[:9] if re.fullmatch(r"\d{14}", plain) else plain, 9, siren_is_valid, "SIREN")


def _identifier(text: str, length: int, valid: Callable[[str], bool], name: str) -> str:
    plain = re.sub(rf"^(n\s*[°o.]?\s*)?{name}\s*(n\s*[°o.])?\s*:?\s*", "", protected(text), flags=re.IGNORECASE)
    if is_unknown(plain):
        return ""
    quoted = shown(text.strip(), 40)
    if found := _SCIENTIFIC.fullmatch(plain):
        digits = found[1] + found[2]
        if len(digits) < length - 1 or int(found[3]) != length - 1:
            raise UnreadError(f"{name} abrégé par le tableur (« {quoted} ») : ses derniers chiffres sont perdus")
        plain = digits.ljust(length, "0")
    digits = re.sub(r"[.,]0{1,2}$", "", plain)
    digits = re.sub(r"[\s.,'’\u00a0\u202f\u2009_/-]", "", digits)
    if not re.fullmatch(r"[0-9]+", digits):
        raise UnreadError(f"{name} illisible (« {quoted} »)")
    whole = digits.zfill(length) if length - 4 <= len(digits) < length else digits
    if len(whole) != length:
        raise UnreadError(f"{name} de {len(digits)} chiffres au lieu de {length} (« {quoted} »)")
    if not valid(whole):
        raise UnreadError(f"{name} faux (« {quoted} ») : sa clé de contrôle ne tombe pas juste")
    return whole
