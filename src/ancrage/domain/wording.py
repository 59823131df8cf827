"""French wording of numbers, shared by the sentences of the steps and by every page and export."""

import re
import unicodedata
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal

NNBSP = "\u202f"  # thousands separator, and the space before ; : ! ? in print
NBSP = "\u00a0"
ABSENT = "absent"
MONTHS = ("janv.", "févr.", "mars", "avril", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
EXACT = Context(prec=700)  # enough for any float, whole


def integer(value: float) -> str:
    """5910 -> « 5 910 »; halves go up, away from zero."""
    return decimal(value, 0)


def decimal(value: float, digits: int = 1) -> str:
    """22.16 -> « 22,2 », 12.25 -> « 12,3 » (a half goes away from zero, as people round); trailing zeros are kept:
    they say the precision."""
    plain = repr(float(value))
    if plain.endswith("5") and len(plain) - plain.find(".") - 2 == digits:
        return _half_up(Decimal(plain), digits)
    return _french(f"{value:,.{digits}f}")


def figure(value: float) -> str:
    """A number that people gave, as they gave it: « 12,5 », « 3,25 », « 14 »."""
    return _french(f"{Decimal(repr(round(float(value), 6))).normalize():,f}")


def _half_up(value: Decimal, digits: int) -> str:
    return _french(f"{value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP, EXACT):,f}")


def _french(number: str) -> str:
    """« -1,234.5 » -> « −1 234,5 »; nothing is less than zero by nothing."""
    if number.startswith("-") and not number.strip("-0.,"):
        number = number[1:]
    return number.replace(",", NNBSP).replace(".", ",").replace("-", "−")


def percent(share: float, digits: int = 0) -> str:
    """0.156 -> « 16 % »; a share below the precision shown is « moins de 1 % », never « 0 % »."""
    smallest = 10.0**-digits
    if 0 < share * 100 < smallest / 2:
        return f"moins de {decimal(smallest, digits)}{NBSP}%"
    return f"{decimal(float(f'{share * 100:.12g}'), digits)}{NBSP}%"


def euros(value: float) -> str:
    """Rounded to what matters: « 2,4 Md€ », « 310 M€ », « 45 k€ »."""
    size = abs(value)
    for floor, unit in ((1e9, "Md€"), (1e6, "M€"), (1e3, "k€")):
        if size >= floor * 0.9995:
            scaled = value / floor
            return f"{decimal(scaled, 1 if abs(scaled) < 9.95 else 0)}{NBSP}{unit}"
    return f"{integer(value)}{NBSP}€"


def times(quotient: float) -> str:
    """32.4 -> « 32 fois », 1.27 -> « 1,3 fois »."""
    return f"{decimal(quotient, 0 if quotient >= 9.95 else 1)} fois"


def times_range(low: float, high: float) -> str:
    """(17.8, 29.8) -> « 18 à 30 fois », (1.6, 11.1) -> « 1,6 à 11 fois »."""
    first, last = times(low).removesuffix(" fois"), times(high)
    return last if last == f"{first} fois" else f"{first} à {last}"


def count(number: float, singular: str, plural: str = "") -> str:
    """(1, "établissement") -> « 1 établissement », (3, ...) -> « 3 établissements »."""
    word = singular if abs(number) < 2 else plural or f"{singular}s"
    return f"{integer(number)}{NBSP}{word}"


def listing(items: Sequence[str], last: str = "et") -> str:
    """« a, b et c »."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}" if items else ""


def lower_first(label: str) -> str:
    """A label inside a sentence: « Usinage » -> « usinage », but « TV » or « IA » keep their capitals."""
    return label if len(label) > 1 and label[1].isupper() else label[:1].lower() + label[1:]


def unaccented(text: str) -> str:
    """« Société Générale » -> « Societe Generale »; ligatures (œ) are letters and stay."""
    if text.isascii():  # most names are, and thousands are read
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


CONTRACTED = {"le": "du ", "les": "des ", "la": "de la ", "l'": "de l'"}
# names of bodies take the article of their first word
FEMININE = ("Communauté ", "Métropole ", "Eurométropole ", "Collectivité ")
SILENT = re.compile(r"[aeiou]|y([^aeiou]|$)|h[ey]|œ")  # where « de » elides


def of_place(name: str, article: str = "") -> str:
    """« de l'Ain » (article « l' »), « du Mans », « d'Annecy », « de La Rochelle », « des Ulis »."""
    first, _, rest = name.partition(" ")
    if not article and rest and first in ("Le", "Les"):
        article, name = first.lower(), rest
    elif not article and name.startswith(FEMININE):
        article = "la"
    if article:
        return f"{CONTRACTED[article]}{name}"
    return f"d'{name}" if SILENT.match(unaccented(name).lower()) else f"de {name}"


def at_place(name: str) -> str:
    """« à Annecy », « au Mans », « aux Ulis », « à La Rochelle »."""
    first, _, rest = name.partition(" ")
    contracted = {"Le": "au", "Les": "aux"}.get(first) if rest else None
    return f"{contracted} {rest}" if contracted else f"à {name}"
