"""Golden calls: location of activities, and how sure a quotient is."""

from pathlib import Path
from typing import Any

from ancrage import methods
from tests.methods.golden import call


@call("p8_location_chance")
def location_chance(x: dict[str, Any], _: Path) -> dict[str, Any]:
    result = methods.location_chance(**x)
    return {
        "size": result.size,
        "around_total": result.around_total,
        "part": result.part,
        "chance_here": result.chance[0],
        "score_here": result.score[0, :2],
    }


@call("p1_quotient_interval")
def quotient_interval(x: dict[str, Any], _: Path) -> dict[str, Any]:
    result = methods.location_quotient_interval(**x)
    return {name: getattr(result, name)[0, 0] for name in ("quotient", "low", "high", "establishments", "quality")}
