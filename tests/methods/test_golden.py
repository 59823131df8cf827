"""Every golden vector of the project has a call and matches at its stated tolerance."""

from pathlib import Path

import pytest

from tests.methods import golden

golden.load_calls()
VECTORS = sorted(golden.GOLDEN.glob("*.json"))


@pytest.mark.parametrize("path", VECTORS, ids=lambda p: p.stem)
def test_matches_published_numbers(path: Path) -> None:
    assert golden.check(path) == []


def test_every_call_has_its_vector() -> None:
    assert {p.stem for p in VECTORS} == set(golden.CALLS)
