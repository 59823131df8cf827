"""The cards shown are those of the methods a study rests on: no more, no less."""

import ast
from pathlib import Path

import ancrage
from ancrage.reports.method_cards import METHODS, used_cards

SRC = Path(ancrage.__file__).parent


def test_the_cards_are_those_of_the_methods_the_steps_and_tables_call() -> None:
    called = {
        alias.name
        for folder in ("steps", "warehouse")
        for path in (SRC / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("ancrage.methods")
        for alias in node.names
    }
    assert set(METHODS) == called


def test_each_method_has_its_card_once() -> None:
    assert [card.id for card in used_cards()] == list(METHODS)
