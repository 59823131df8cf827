"""The lines of a total cost, from the surest to the most debatable, with their French names."""

from collections.abc import Mapping

from ancrage.methods.cost import Number, UnitCost
from ancrage.steps.costs.estimates import factors

GROUPS = {
    "prix": "Prix",
    "certain": "Coûts certains",
    "autre": "Autres coûts certains",
    "risque": "Risques",
    "strategique": "Facteurs stratégiques",
    "environnement": "Environnement",
}
# component of `total_cost` -> (group, French name); the others are named after their factor
NAMED = {
    "price": ("prix", "Prix départ usine"),
    "duty": ("certain", "Droit de douane"),
    "duty_freight": ("certain", "Droit de douane sur le transport"),
    "extra:macf": ("certain", "Carbone à la frontière (MACF)"),
    "freight": ("certain", "Transport de surface"),
    "extra:aerien": ("certain", "Transport aérien"),
    "insurance": ("certain", "Assurance du transport"),
    "fees": ("certain", "Commission et frais bancaires"),
    "capital": ("certain", "Capital immobilisé"),
    "storage": ("certain", "Stockage"),
    "yearly:investissement": ("certain", "Amortissement de l'investissement"),
    "quality": ("risque", "Défauts"),
    "risk": ("risque", "Expéditions d'urgence par avion"),
    "risk_rates:delai": ("risque", "Prime de délai"),
    "carbon": ("environnement", "Carbone, au prix du quota"),
}


def lines(option: UnitCost) -> dict[str, Number]:
    """Components by key, in the order of the groups; those that no case uses are left out by `used`."""
    parts = option.components
    rank = {group: i for i, group in enumerate(GROUPS)}
    return {key: parts[key] for key in sorted(parts, key=lambda k: rank[group_of(k)])}


def group_of(key: str) -> str:
    if key in NAMED:
        return NAMED[key][0]
    factor = factors().get(key.partition(":")[2])
    return factor.group if factor else "certain"


def label_of(key: str) -> str:
    if key in NAMED:
        return NAMED[key][1]
    factor = factors().get(key.partition(":")[2])
    return factor.label if factor else key


def by_group(option: UnitCost) -> dict[str, Number]:
    """Sum of each group; the groups sum to the total."""
    sums: dict[str, Number] = dict.fromkeys(GROUPS, 0.0)
    for key, value in option.components.items():
        sums[group_of(key)] = sums[group_of(key)] + value
    return sums


def curve(far: Mapping[str, Number], near: Mapping[str, Number]) -> list[tuple[str, Number]]:
    """Gap after each line, from hard to soft: the first is the gap of price, the last that of the total."""
    keys = list(dict.fromkeys([*far, *near]))
    rank = {group: i for i, group in enumerate(GROUPS)}
    keys.sort(key=lambda k: rank[group_of(k)])
    found: list[tuple[str, Number]] = []
    there: Number = 0.0
    here: Number = 0.0
    for key in keys:
        there, here = there + far.get(key, 0.0), here + near.get(key, 0.0)
        found.append((key, 1 - there / here))
    return found
