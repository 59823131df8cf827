"""Units of the numbers of a study, each said once: its French name, and how its numbers are written."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unit:
    """`name`: what follows or explains a number, in French. `kind`: how pages and workbooks write its numbers."""

    name: str
    kind: str


SHARE = Unit("part (0-1)", "share")
CHANGE = Unit("changement relatif", "share")
INDEX = Unit("indice 0-1", "decimal")
CORRELATION = Unit("-1 à 1", "decimal")
QUOTIENT = Unit("sans unité", "times")
RATIO = Unit("rapport", "decimal")
TIMES = Unit("fois", "times")
PURE = Unit("sans unité", "number")
JOBS = Unit("emplois", "integer")
SITES = Unit("établissements", "integer")
FIRMS = Unit("entreprises", "integer")
PLACES = Unit("sites", "integer")
PEOPLE = Unit("habitants", "integer")
COUNT = Unit("nombre", "integer")
RANK = Unit("rang", "rank")
YEAR = Unit("année", "year")
EUR = Unit("€", "euro")
MEUR = Unit("M€ par an", "decimal1")
PERCENT = Unit("%", "number")
KM = Unit("km", "decimal1")
HA = Unit("ha", "decimal1")
MW = Unit("MW", "decimal1")
M3 = Unit("m³ par jour", "integer")
T_CO2 = Unit("t CO2e par an", "integer")
DEGREE = Unit("degrés", "coordinate")
DEVIATION = Unit("écart-type", "decimal")
POINTS = Unit("points de pourcentage", "decimal1")
DRAWS = Unit("tirages", "integer")
LINES = Unit("lignes", "integer")
TARGETS = Unit("cibles", "integer")
DEFINITIONS = Unit("définitions", "integer")
YEARS = Unit("années", "integer")
MATERIALS = Unit("matières", "integer")
RISK = Unit("indice", "decimal")
OF_GOAL = Unit("unité du but", "number")
OF_LIMIT = Unit("unité de la limite", "number")
OF_AIM = Unit("unité de l'objectif", "number")
OF_CRITERION = Unit("unité du critère", "number")
EUR_A_UNIT = Unit("€ par unité", "decimal")
OUTCOME = Unit("part (0-1), ou € par unité", "number")
OF_LEVER = Unit("celle du levier", "number")
YEARLY_RATE = Unit("par an (0-1)", "share")
RELATIVE = Unit("sans unité (relatif)", "number")

_KINDS = {unit.name: unit.kind for unit in globals().values() if isinstance(unit, Unit) and unit is not QUOTIENT}


def unit_named(name: str) -> Unit:
    """The unit of a column of the edition, which declares it by its French name."""
    return Unit(name, _KINDS.get(name, "number"))
