"""What no choice of a territory may exceed."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """None is no limit. `excluded`, `required`: NAF codes or their beginnings ("20", "24.1", "25.62B").

    land_ha: hectares; power_mw: megawatts; water_m3_per_day: cubic metres a day; `seveso_allowed`: False when no
    Seveso site is wanted.
    """

    land_ha: float | None = None
    power_mw: float | None = None
    water_m3_per_day: float | None = None
    seveso_allowed: bool = True
    excluded: tuple[str, ...] = ()
    required: tuple[str, ...] = ()

    @property
    def any_set(self) -> bool:
        """True when the territory sets at least one limit or required sector."""
        return self != Limits()

    def excludes(self, activity: str) -> bool:
        """True when the NAF class lies in a sector that the territory does not want."""
        return any(in_sector(activity, sector) for sector in self.excluded)


@dataclass(frozen=True, slots=True)
class LandFigures:
    """What a territory knows of the land it uses, hectares of natural, farm and forest land: consumed over the ten
    years of reference, and since. `reduction_rate` 0-1 (None: the national one); `guarantee_ha`: floor of its ceiling.
    """

    reference_ha: float
    used_ha: float
    reduction_rate: float | None = None
    guarantee_ha: float | None = None


def in_sector(activity: str, sector: str) -> bool:
    """True when the NAF class lies in the sector: « 20 », « 20.xx », « 24.1 », « 25.62 » or « 25.62B »."""
    prefix = re.sub(r"[^0-9.]", "", sector)[:5]
    return bool(prefix) and activity.startswith(prefix)
