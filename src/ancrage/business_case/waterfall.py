"""From the price abroad to the price here, through what each line adds: the steps of the waterfall."""

from collections.abc import Iterator
from typing import Annotated

from ancrage.domain.described import Record, field, number, text
from ancrage.domain.units import EUR_A_UNIT
from ancrage.steps.costs.compare import Line

TOTAL, MORE, LESS, HERE = "total", "plus", "moins", "ici"
STEPS = 12  # lines told one by one, the largest; the others are one step


class Step(Record):
    """A step goes from one cost to another; a total starts from zero."""

    label: Annotated[str, text("Étape")] = field(name="libelle")
    kind: Annotated[str, text("total, plus, moins ou ici", kind="code")] = field(name="sens")
    start: Annotated[float, number("Coût avant l'étape", EUR_A_UNIT)] = field(name="de")
    end: Annotated[float, number("Coût après l'étape", EUR_A_UNIT)] = field(name="a")


def waterfall_steps(lines: tuple[Line, ...]) -> tuple[Step, ...]:
    """Steps of the waterfall of a cost, at the means of the ranges; the price here must be known."""
    price, *others = sorted(lines, key=lambda line: line.key != "price")  # the sort keeps the order of the others
    largest = sorted(others, key=lambda line: -abs(line.there - line.here))
    kept = {line.key for line in largest[:STEPS]}
    changes = [(line.label, line.there - line.here) for line in others if line.key in kept]
    if rest := largest[STEPS:]:
        changes.append(("Autres lignes", sum(line.there - line.here for line in rest)))
    return tuple(_steps(price, changes))


def _steps(price: Line, changes: list[tuple[str, float]]) -> Iterator[Step]:
    at = price.there
    yield Step("Prix ailleurs", TOTAL, 0.0, at)
    for label, change in changes:
        yield Step(label, MORE if change >= 0 else LESS, at, at + change)
        at += change
    yield Step("Coût total ailleurs, net", TOTAL, 0.0, at)
    yield Step("Prix ici", HERE, 0.0, price.here)
