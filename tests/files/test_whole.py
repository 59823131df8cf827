"""Files written whole or not at all; texts that a spreadsheet would run."""

import os
from pathlib import Path

import pytest

from ancrage.domain.errors import AncrageError
from ancrage.files.spreadsheets import harmless
from ancrage.files.whole import write_together, write_whole


def test_a_file_is_whole_or_not_at_all(tmp_path: Path) -> None:
    with pytest.raises(AncrageError, match="ne peut pas être écrit"):
        write_whole(tmp_path / "absent" / "liste.csv", b"x")
    (tmp_path / "dossier").mkdir()
    with pytest.raises(AncrageError, match="ne peut pas être écrit"):
        write_whole(tmp_path / "dossier", b"x")
    assert [path.name for path in tmp_path.iterdir()] == ["dossier"]
    write_whole(tmp_path / "liste.csv", b"x")
    assert (tmp_path / "liste.csv").read_bytes() == b"x"


@pytest.mark.skipif(os.name == "nt", reason="les droits de Windows ne sont pas ceux-là")
def test_what_people_told_is_for_its_owner_alone(tmp_path: Path) -> None:
    write_whole(tmp_path / "neuf" / "carnet.csv", b"x", private=True, make_folder=True)
    write_whole(tmp_path / "liste.csv", b"x")
    assert (tmp_path / "neuf" / "carnet.csv").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "liste.csv").stat().st_mode & 0o777 == 0o644


def test_several_files_or_none(tmp_path: Path) -> None:
    (tmp_path / "pris").write_text("avant")
    with pytest.raises(AncrageError, match=r"^Le dossier de sortie ne peut pas être écrit"):
        write_together({tmp_path / "a": b"x", tmp_path / "pris" / "b": b"x"}, "Le dossier de sortie")
    assert [path.name for path in tmp_path.iterdir()] == ["pris"]


def test_a_formula_gets_an_apostrophe_and_a_number_does_not() -> None:
    assert [harmless(c) for c in ("=1+1", "@SOMME", "\t=1", "Dupont", -3, None)] == [
        "'=1+1", "'@SOMME", "'\t=1", "Dupont", -3, None,
    ]  # fmt: skip
