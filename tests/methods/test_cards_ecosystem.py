"""Every public function of the ecosystem and complexity families has its card, and no card is an orphan."""

from importlib import import_module

import pytest

from ancrage.methods import FAMILIES

MINE = (
    "specialisation",
    "concentration",
    "inequality",
    "variety",
    "decomposition",
    "local_economy",
    "complexity",
    "sophistication",
    "relatedness",
    "outlook",
)


@pytest.mark.parametrize("family", MINE)
def test_one_card_a_function(family):
    module = import_module(f"ancrage.methods.{family}")
    cards = {card.id: card for card in module.CARDS}
    assert set(cards) == set(FAMILIES[family])
    assert len(cards) == len(module.CARDS)


def test_no_module_hides_a_function_of_its_name():
    assert not set(FAMILIES) & {name for names in FAMILIES.values() for name in names}
