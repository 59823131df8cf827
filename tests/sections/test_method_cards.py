"""The cards shown are those of the methods a study rests on: no more, no less."""

import ast
from pathlib import Path

import ancrage
from ancrage.methods import FAMILIES
from ancrage.sections.method_cards import METHODS, used_cards
from ancrage.steps.vulnerability.definitions import DEFINITIONS

SRC = Path(ancrage.__file__).parent


def test_the_cards_are_those_of_the_methods_the_steps_and_tables_call() -> None:
    called = {
        alias.name
        for folder in ("steps", "warehouse", "inputs")
        for path in (SRC / folder).rglob("*.py")
        if "register" not in path.relative_to(SRC).parts  # searching the register is no part of a study
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("ancrage.methods")
        for alias in node.names
    }
    # arithmetic shared by the methods (`arrays`) and published constants have no card
    methods = called & {name for names in FAMILIES.values() for name in names}
    methods -= {"siren_is_valid"}  # a check of what people type, not of a study
    # a definition of vulnerability names the card of its rule, whoever computes it
    # the register is scored while it is read, by an expression checked against this method
    while_read = {"joint_evidence"}
    assert set(METHODS) == methods | while_read | {definition.method for definition in DEFINITIONS}


def test_each_method_has_its_card_once() -> None:
    assert [card.id for card in used_cards()] == list(METHODS)
