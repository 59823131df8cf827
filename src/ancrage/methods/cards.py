"""All cards, in the order of the documentation."""

from importlib import import_module

from ancrage.domain.card import Card
from ancrage.methods import FAMILIES


def all_cards() -> dict[str, Card]:
    """Card of every public method, by function name. A method without a card is a KeyError."""
    found: dict[str, Card] = {}
    for module, names in FAMILIES.items():
        by_id = {card.id: card for card in import_module(f"ancrage.methods.{module}").CARDS}
        found.update({name: by_id[name] for name in names})
    return found
