"""`ancrage comparer`, as a person types it."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.commands import refused, run


@pytest.fixture
def study_file(tmp_path: Path, arve: dict[str, Any]) -> Path:
    file = tmp_path / "a" / "etude.json"
    file.parent.mkdir()
    file.write_text(json.dumps(arve), encoding="utf-8")
    return file


def moved(arve: dict[str, Any]) -> dict[str, Any]:
    """The same study with its first two targets swapped."""
    first, second, *others = arve["cibles"]
    swapped = [second | {"rang": 1, "score": first["score"]}, first | {"rang": 2, "score": second["score"]}]
    return arve | {"cibles": [*swapped, *others]}


def test_a_folder_and_its_file_are_the_same_study(study_file: Path) -> None:
    done = run("comparer", str(study_file), str(study_file.parent))
    assert (done.code, done.err) == (0, "")
    assert done.out == "Rien n'a bougé : les deux études disent la même chose.\n"


def test_ranks_that_moved_are_told_to_people_and_machines(study_file: Path, arve: dict[str, Any]) -> None:
    other = study_file.parent.parent / "b.json"
    other.write_text(json.dumps(moved(arve)), encoding="utf-8")
    done = run("comparer", str(study_file), str(other))
    assert "passe du 2e au 1er rang" in done.out
    assert "Attention" in done.err
    found = json.loads(run("comparer", str(study_file), str(other), "--format", "json").out)
    assert found["identiques"] is False
    assert [(m["rang_a"], m["rang_b"]) for m in found["rangs"]] == [(2, 1), (1, 2)]
    assert found["causes"]["méthode"] == pytest.approx(1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "n'existe pas"),
        ("{", "n'est pas du JSON"),
        ("[" * 100_000, "n'est pas du JSON"),
        ('{"version": "1", "cibles": NaN}', "n'est pas du JSON"),
        ("[]", "n'est pas une étude"),
        ('{"version": "0", "cibles": []}', "format « 0 »"),
        ('{"version": "1", "cibles": []}', "« territoire » y manque"),
    ],
)
def test_a_bad_file_is_one_sentence(study_file: Path, text: str | None, said: str) -> None:
    other = study_file.parent / "autre.json"
    if text is not None:
        other.write_text(text, encoding="utf-8")
    message = refused("comparer", str(study_file), str(other))
    assert said in message and "autre.json" in message


def test_a_binary_file_is_one_sentence(study_file: Path) -> None:
    other = study_file.parent / "autre.json"
    other.write_bytes(b"\xff\xfe\x00")
    assert "n'est pas du JSON" in refused("comparer", str(other), str(study_file))
