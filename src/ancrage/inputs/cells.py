"""Cells read for what they mean: numbers with their unit, yes or no, activities, e-mails, texts.

Each function gives what was understood, with a French sentence when that is not literally what was typed, and raises
UnreadError, a French clause, when the cell does not say what its column says.
"""

import math
import re

from ancrage.domain.wording import decimal, unaccented
from ancrage.inputs.bytes import shown, visible
from ancrage.inputs.reading import Reading
from ancrage.inputs.units import unit_of

HUGE = 1e15
# how people write that they do not know
UNKNOWN = {"", "?", "-", "--", "—", "–", "/", ".", "…", "...", "x?", "inconnu", "inconnue", "inconnus", "nc", "n.c.",
           "n/c", "na", "n/a", "n.a.", "#n/a", "nd", "n.d.", "n/d", "[nd]", "nr", "n.r.", "nsp", "ne sait pas",
           "ne sais pas", "non connu", "non connue", "non renseigne", "non renseignee", "non communique",
           "non determine", "indetermine", "indeterminee", "a determiner", "a verifier", "a preciser",
           "a completer", "sans objet", "so", "absent", "absente", "#ref!", "#value!", "#valeur!", "#div/0!",
           "#nom?", "#name?", "#null!", "#nul!", "#num!", "#nombre!", "null", "none", "vide", "??", "???"}  # fmt: skip
YES = {"oui", "o", "vrai", "true", "1", "x", "yes", "y", "ok", "✓", "✔", "avere", "averee", "existant", "existante",
       "presence", "present", "presente", "pollue", "polluee", "confirme", "confirmee", "pollution averee",
       "pollution existante", "pollution confirmee"}  # fmt: skip
NO = {"non", "n", "faux", "false", "0", "no", "aucun", "aucune", "neant", "inexistant", "inexistante", "non pollue",
      "non polluee", "sain", "saine", "depollue", "depolluee", "pollution inexistante", "pas de pollution",
      "sans pollution", "aucune pollution", "pollution traitee"}  # fmt: skip
# neither yes nor no, and said so
DOUBTS = {"suspecte", "suspectee", "supposee", "probable", "possible", "potentielle", "pollution suspectee",
          "pollution supposee", "pollution probable", "pollution possible", "pollution inconnue", "en cours",
          "en partie", "partiellement", "partielle"}  # fmt: skip
_DIGITS = re.compile(
    r"(?P<sign>[+-]?)(?P<number>\d{1,3}(?:[ ']\d{3})+(?:[.,]\d*)?|\d{1,3}(?:\.\d{3}){2,}(?:,\d*)?|\d{1,3}(?:,\d{3}){2,}"
    r"(?:\.\d*)?|\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:,\d{3})+\.\d+|\d+[.,]?\d*|[.,]\d+)(?P<power>[eE][+-]?\d{1,3})?"
    r"(?P<unit> ?[^\d\s_.,'+-].{0,30})?"
)


class UnreadError(ValueError):
    """A cell that does not say what its column says: the message is a French clause."""


def fold(text: str) -> str:
    """Lower case, no accent, single spaces: « Proposée » -> « proposee »."""
    return " ".join(unaccented(text).casefold().split())


def clean(value: object) -> str:
    """Text without what no one typed; line feeds stay."""
    return "" if value is None else visible(str(value)).replace("\t", " ").strip()


def protected(text: str) -> str:
    """« ="0123" » -> « 0123 », « '0123 » -> « 0123 »: how exports keep a spreadsheet from dropping zeros."""
    plain = text.strip()
    found = re.fullmatch(r'=?\s*"+([^"]*)"+', plain)
    return (found[1] if found else plain.removeprefix("'")).strip()


def is_unknown(text: str) -> bool:
    return fold(text) in UNKNOWN


def read_number(text: str, kind: str = "", unit: str = "", *, own_unit: str = "") -> Reading[float | None]:
    """A number in the base unit of `kind` (a key of UNITS, else a plain number); None: not known.

    text: « 1 234,5 », « 1.234,5 », « ,5 », « 12,5 ha », « 17 k€ », « 12 % ». unit: that of the heading, when it has
    one; a unit in the cell wins. own_unit: words that may follow the number without changing it (« visites »).
    """
    plain = re.sub(r"[\s\u00a0\u202f\u2009]+", " ", protected(text)).replace("−", "-").replace("’", "'").strip()
    if is_unknown(plain):
        return Reading(None)
    found = _DIGITS.fullmatch(plain)
    if found is None:
        raise UnreadError(f"nombre illisible (« {shown(text.strip(), 40)} »)")
    value, note = _value(found), ""
    if re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", found["number"]) and not found["power"]:
        note = f"« {plain} » est lu {decimal(value, 3)} : écrivez une virgule, ou aucun point s'il est plus grand."
    if not math.isfinite(value) or abs(value) > HUGE:
        raise UnreadError(f"« {shown(text.strip(), 40)} » n'est pas un nombre raisonnable")
    suffix = (found["unit"] or "").strip()
    if suffix and fold(suffix) == fold(own_unit):
        suffix = ""
    given = suffix or unit
    if not given:
        return Reading(value, note)
    told = unit_of(given)
    if told is None or (kind and told[0] != kind) or (not kind and told[0] != "%"):
        what = f"l'unité « {shown(given, 20)} » n'est pas attendue"
        raise UnreadError(f"{what} : donnez des {_base(kind)}" if kind else f"{what} : donnez un nombre seul")
    if told[1] != 1:
        value = float(f"{value * told[1]:.12g}")
        if suffix:
            note = f"« {shown(plain, 40)} » est lu {_short(value)} {kind}."
    return Reading(value, note)


def _value(found: re.Match[str]) -> float:
    """The number of a match, whichever sign separates thousands."""
    digits = found["number"].replace(" ", "").replace("'", "")
    if "." in digits and "," in digits:
        digits = digits.replace("." if digits.rfind(",") > digits.rfind(".") else ",", "")
    elif digits.count(".") > 1 or digits.count(",") > 1:
        digits = digits.replace(".", "").replace(",", "")
    try:
        return float(f"{found['sign']}{digits.replace(',', '.')}{found['power'] or ''}")
    except (ValueError, OverflowError):
        return math.nan


def _base(kind: str) -> str:
    return {"emplois": "emplois", "%": "pourcentages", "°": "degrés"}.get(kind, kind)


def _short(value: float) -> str:
    return decimal(value, next((d for d in range(6) if abs(value - round(value, d)) < 1e-9 * max(1, abs(value))), 6))


def read_yes_no(text: str) -> Reading[bool | None]:
    """True, False, or None when people do not know."""
    word = fold(protected(text)).rstrip(".! ")
    if word in UNKNOWN or not word:
        return Reading(None)
    if word in DOUBTS:
        return Reading(None, f"« {shown(text.strip(), 40)} » n'est ni oui ni non : c'est noté inconnu.")
    if word in YES:
        return Reading(True)
    if word in NO:
        return Reading(False)
    raise UnreadError(f"ni oui ni non (« {shown(text.strip(), 40)} »)")


def read_naf(text: str) -> str:
    """« 25.62B », « 2562B », « 25.62 » -> « 25.62 »; a division stays « 25 »."""
    plain = re.sub(r"[\s.\u00a0\u202f]", "", protected(text)).upper()
    if found := re.fullmatch(r"[A-U]?(\d{2})(\d{2})?[A-Z]?", plain):
        return found.group(1) + (f".{found.group(2)}" if found.group(2) else "")
    raise UnreadError(f"code NAF illisible (« {shown(text.strip(), 40)} »)")


def read_email(text: str) -> str:
    plain = text.strip().removeprefix("mailto:")
    if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", plain) and len(plain) <= 254:
        return plain
    raise UnreadError(f"courriel illisible (« {shown(plain, 40)} »)")


def read_state(text: str) -> str:
    """« ouvert » or « ferme » of the administrative state of a firm (Sirene: A, or F and C); empty: not told."""
    word = fold(protected(text))
    if word in UNKNOWN:
        return ""
    if word in ("a", "actif", "active", "ouvert", "ouverte", "en activite", "o"):
        return "ouvert"
    if re.match(r"(f|c|ferme|fermee|cesse|cessee|cessation|radie|radiee|liquide|liquidee)\b", word):
        return "ferme"
    raise UnreadError(f"état illisible (« {shown(text.strip(), 40)} »)")
