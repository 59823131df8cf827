"""Published orders of magnitude, and where ours stand beside them."""

from dataclasses import dataclass
from functools import cache

from ancrage.domain.described import Range
from ancrage.domain.wording import decimal, integer
from ancrage.reference import read_reference
from ancrage.steps.resources import CONFIDENT, TO_CHECK

INSIDE, BELOW, ABOVE = "recoupe", "au-dessous", "au-dessus"


@dataclass(frozen=True, slots=True)
class Published:
    """A row of bornes_impact.csv, `low` <= `high`."""

    code: str
    label: str
    low: float
    high: float
    unit: str
    date: str
    where: str
    source: str
    confidence: str
    note: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Our range beside a published one. `verdict`: INSIDE when they meet, BELOW or ABOVE when ours lies apart."""

    published: Published
    ours: Range
    verdict: str
    sentence: str


@cache
def published() -> dict[str, Published]:
    rows = read_reference("bornes_impact.csv").iter_rows(named=True)
    return {
        r["code"]: Published(
            r["code"],
            r["libelle"],
            float(r["bas"]),
            float(r["haut"]),
            r["unite"],
            r["date"],
            r["perimetre"],
            r["source"],
            r["confiance"],
            r["note"],
        )
        for r in rows
    }


def compare(code: str, ours: Range) -> Comparison:
    bound = published()[code]
    verdict = INSIDE if ours.low <= bound.high and ours.high >= bound.low else BELOW if ours.high < bound.low else ABOVE
    doubt = "" if bound.confidence == CONFIDENT else f" ({TO_CHECK})"
    words = {INSIDE: "les deux se recoupent", BELOW: "le calcul est plus bas", ABOVE: "le calcul est plus haut"}[
        verdict
    ]
    sentence = (
        f"{bound.label} : calculé {_span(ours.low, ours.high)}, publié {_span(bound.low, bound.high)}{doubt} pour "
        f"{bound.where} ({bound.date.replace('-', ' à ')}) ; {words}."
    )
    return Comparison(bound, ours, verdict, sentence)


def _span(low: float, high: float) -> str:
    first, last = _number(low), _number(high)
    return first if first == last else f"{first} à {last}"


def _number(value: float) -> str:
    return integer(value) if abs(value) >= 9.95 else decimal(value, 2).rstrip("0").rstrip(",")
