"""The cards of the methods behind a study, for the "Méthode" section and sheet."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from ancrage.domain.card import Card
from ancrage.methods import FAMILIES

# what a first study computes; a study may name its own under "methodes"
DEFAULT = (
    "location_quotient",
    "shrunk_location_quotient",
    "herfindahl",
    "rca",
    "proximity",
    "density",
    "eci_pci",
    "multipliers",
    "weighted_sum",
    "rank_acceptability",
)


def used_cards(study: dict[str, Any]) -> list[Card]:
    """Cards of the methods the study names, in its order. Only their families are imported."""
    home = {name: family for family, names in FAMILIES.items() for name in names}
    found: list[Card] = []
    for name in study.get("methodes", DEFAULT):
        module = f"ancrage.methods.{home[name]}"
        if find_spec(module):
            found.extend(card for card in import_module(module).CARDS if card.id == name)
    return found
