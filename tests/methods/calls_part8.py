"""Golden calls: feasibility."""

from pathlib import Path
from typing import Any

from ancrage import methods as m
from tests.methods.golden import call


@call("p8_zan")
def zan(i: dict[str, Any], _: Path) -> dict[str, Any]:
    reference, used = i["consumed_2011_2021"], i["consumed_2021_now"]
    half = m.land_budget(reference, used, i["regional_rate"], i["projects_ha"])
    # a small commune: its ceiling is raised to the guaranteed hectare
    small = m.land_budget(i["commune_cap_ha"], 0, 0, guarantee_ha=1)
    return {
        "cap_50": half.cap_ha,
        "cap_545": m.land_budget(reference, used, 0.545).cap_ha,
        "remaining": half.remaining_ha,
        "feasible": half.fits.tolist(),
        "communal_floor_ha": small.cap_ha,
    }
