"""French wording of the numbers of tables and charts: `domain.wording` for numbers that may be absent.

None is written "— absent", never 0. Spaces inside a number do not break.
"""

import math
from collections.abc import Callable

from ancrage.domain import wording as words
from ancrage.domain.wording import NBSP
from ancrage.steps.sites.reach import OWN

ABSENT = f"—{NBSP}{words.ABSENT}"
ESTIMATED = f"{NBSP}(est.)"

_INTERCOMMUNALITIES = (
    ("Communauté de communes", "CC"),
    ("Communauté d'agglomération", "CA"),
    ("Communauté urbaine", "CU"),
)


def _or_absent(form: Callable[[float], str]) -> Callable[[float | None], str]:
    """The same wording, with None (and what is not a number) written as absent."""

    def written(value: float | None) -> str:
        return ABSENT if value is None or not math.isfinite(value) else form(value)

    return written


def number(value: float | None, decimals: int = 0) -> str:
    """5900 -> "5 900"; with one decimal, -0.4 -> "−0,4"."""
    if value is None or not math.isfinite(value):
        return ABSENT
    return words.decimal(round(value, decimals) or 0.0, decimals)


def short(value: float | None, digits: int = 2) -> str:
    """At least `digits` significant figures and no useless zero: 0.034 -> "0,034", 12.3 -> "12"."""
    if value is None or not math.isfinite(value) or value == 0:
        return number(value)
    decimals = max(0, digits - 1 - math.floor(math.log10(abs(value))))
    text = number(value, min(decimals, 6))
    return text.rstrip("0").rstrip(",") if "," in text else text


def _percent(share: float) -> str:
    # one decimal below 10 %: small shares are compared with each other in tables
    return words.percent(share, 0 if abs(share) >= 0.0995 or share == 0 else 1)


def _times(quotient: float) -> str:
    return f"×{words.times(quotient).removesuffix(' fois')}"


def _change(value: float) -> str:
    text = number(value, 3)
    return f"+{text}" if value > 0 and text != "0,000" else text


change = _or_absent(_change)
euros = _or_absent(words.euros)
percent = _or_absent(_percent)
times = _or_absent(_times)
kilometres = _or_absent(lambda value: f"{words.decimal(value, 0 if value >= 9.95 else 1)}{NBSP}km")


def between(low: float | None, high: float | None, form: Callable[[float | None], str] = times) -> str:
    """Range: "de ×3,0 à ×7,0"; absent when one end is."""
    return ABSENT if low is None or high is None else f"de {form(low)} à {form(high)}"


# French unit of a measure -> how its numbers are written. Any other unit is written after the number.
_BY_UNIT: dict[str, Callable[[float | None], str]] = {
    "€": euros,
    "M€ par an": lambda value: euros(None if value is None else value * 1e6),
    "part (0-1)": percent,
    "% ad valorem": lambda value: percent(None if value is None else value / 100),
    "km": kilometres,
    "rapport": short,
    "sans unité": short,
    "indice 0-1": lambda value: number(value, 2),
}


def quantity(value: float | None, unit: str) -> str:
    """Number with its unit, as `mesures` and `criteres` name units: (0.31, "part (0-1)") -> "31 %"."""
    if value is None or unit in _BY_UNIT:
        return _BY_UNIT.get(unit, number)(value)
    return f"{number(value) if value == int(value) else short(value, 3)}{NBSP}{unit}"


def confidence(probability: float | None) -> str:
    """Word for a rank acceptability (chance to stay among the first when weights and data move)."""
    if probability is None:
        return "non mesurée"
    return "solide" if probability >= 0.8 else "assez sûre" if probability >= 0.5 else "fragile"


def area_of(area_ha: float, origin: str) -> str:
    """Hectares of a site of a study: as the territory gave them, else two significant figures."""
    return words.figure(area_ha) if origin == OWN else short(area_ha)


def short_name(name: str) -> str:
    """Name of an intercommunality short enough for a map: "Communauté de communes du Sud" -> "CC du Sud"."""
    for whole, initials in _INTERCOMMUNALITIES:
        name = name.replace(whole, initials)
    return name
