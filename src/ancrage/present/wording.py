"""French wording of numbers, the same in every page and export.

An absent value (None) is written "— absent", never 0. Spaces inside a number are narrow and do not break.
"""

import math
from collections.abc import Callable

NARROW = "\u202f"  # thousands, and before "%"
NBSP = "\u00a0"  # before a unit
MINUS = "\u2212"
ABSENT = f"—{NBSP}absent"
ESTIMATED = f"{NBSP}(est.)"

_INTERCOMMUNALITIES = (
    ("Communauté de communes", "CC"),
    ("Communauté d'agglomération", "CA"),
    ("Communauté urbaine", "CU"),
)
_EURO_STEPS = ((1e9, "Md€", 1), (1e6, "M€", 0), (1e3, "k€", 0))


def number(value: float | None, decimals: int = 0) -> str:
    """Number with a decimal comma: 5900 -> "5 900", -0.4 with one decimal -> "−0,4"."""
    if value is None or not math.isfinite(value):
        return ABSENT
    text = f"{abs(value):,.{decimals}f}".replace(",", NARROW).replace(".", ",")
    sign = MINUS if value < 0 and any(c in "123456789" for c in text) else ""
    return sign + text


def short(value: float | None, digits: int = 2) -> str:
    """Number with at least `digits` significant figures and no useless zero: 0.034 -> "0,034", 12.3 -> "12"."""
    if value is None or not math.isfinite(value) or value == 0:
        return number(value)
    decimals = max(0, digits - 1 - math.floor(math.log10(abs(value))))
    text = number(value, min(decimals, 6))
    return text.rstrip("0").rstrip(",") if "," in text else text


def euros(value: float | None) -> str:
    """Amount in euros at a readable scale: 8e8 -> "0,8 Md€", 462e6 -> "462 M€", 35_400 -> "35 k€"."""
    if value is None or not math.isfinite(value):
        return ABSENT
    # from half a billion up, billions are what people compare; 3 figures are enough below
    for size, unit, decimals in _EURO_STEPS:
        if abs(value) >= (size * 0.5 if unit == "Md€" else size * 0.9995):
            scaled = value / size
            more = 1 if abs(scaled) < 9.95 and unit == "M€" else decimals
            return f"{number(scaled, 0 if abs(scaled) >= 99.5 else more)}{NBSP}{unit}"
    return f"{number(value)}{NBSP}€"


def percent(share: float | None, decimals: int | None = None) -> str:
    """Share (0-1) as a percentage: 0.22 -> "22 %", 0.034 -> "3,4 %", 0.0003 -> "0,03 %"."""
    if share is None or not math.isfinite(share):
        return ABSENT
    points = share * 100
    text = (
        number(points, decimals)
        if decimals is not None
        else (number(points) if abs(points) >= 9.95 or points == 0 else short(points))
    )
    return f"{text}{NARROW}%"


def times(quotient: float | None) -> str:
    """Quotient as a multiple: 22.2 -> "×22", 2.41 -> "×2,4"."""
    if quotient is None or not math.isfinite(quotient):
        return ABSENT
    return f"×{number(quotient, 0 if quotient >= 9.95 else 1)}"


def between(low: float | None, high: float | None, form: Callable[[float | None], str] = times) -> str:
    """Range: "de ×3,0 à ×7,0"; absent when one end is."""
    if low is None or high is None:
        return ABSENT
    return f"de {form(low)} à {form(high)}"


def kilometres(value: float | None) -> str:
    """Distance: 12.34 -> "12 km", 3.2 -> "3,2 km"."""
    if value is None:
        return ABSENT
    return f"{number(value, 0 if value >= 9.95 else 1)}{NBSP}km"


def chances(probability: float | None) -> str:
    """Probability in words a reader can repeat: 0.83 -> "83 fois sur 100"."""
    if probability is None:
        return ABSENT
    return f"{number(probability * 100)} fois sur 100"


def plural(count: int, singular: str, plural_form: str = "") -> str:
    """Count and its noun: (1, "emploi") -> "1 emploi", (12, "emploi") -> "12 emplois". French plural starts at 2."""
    return f"{number(count)}{NBSP}{singular if abs(count) < 2 else plural_form or singular + 's'}"


# French unit of a measure -> how its numbers are written. An unknown unit is written after the number.
_BY_UNIT: dict[str, Callable[[float | None], str]] = {
    "€": euros,
    "M€": lambda v: euros(None if v is None else v * 1e6),
    "M€ par an": lambda v: euros(None if v is None else v * 1e6),
    "part": percent,
    "part (0-1)": percent,
    "%": lambda v: percent(None if v is None else v / 100),
    "% ad valorem": lambda v: percent(None if v is None else v / 100),
    "km": kilometres,
    "×": times,
    "emplois": number,
    "établissements": number,
    "habitants": number,
    "sans unité": short,
    "rapport": short,
    "indice 0-1": lambda v: number(v, 2),
}


def quantity(value: float | None, unit: str) -> str:
    """Number with its unit, as `mesures` and `criteres` name units: (0.31, "part") -> "31 %"."""
    if value is None:
        return ABSENT
    form = _BY_UNIT.get(unit)
    if form in (number, None):
        text = number(value) if form or value == int(value) else short(value, 3)
        return f"{text}{NBSP}{unit}" if unit else text
    return form(value)


def confidence(probability: float | None) -> str:
    """Word for a rank acceptability (chance to stay in the top 5 when weights move)."""
    if probability is None:
        return "non mesurée"
    return "solide" if probability >= 0.8 else "assez sûre" if probability >= 0.5 else "fragile"


def short_name(name: str) -> str:
    """Name of an intercommunality short enough for a map: "Communauté de communes du Sud" -> "CC du Sud"."""
    for whole, initials in _INTERCOMMUNALITIES:
        name = name.replace(whole, initials)
    return name


def join(items: list[str]) -> str:
    """List in a sentence: "a, b et c"."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} et {items[-1]}" if items else ""
