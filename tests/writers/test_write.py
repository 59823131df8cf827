"""Files written whole or not at all, with sentences for what a user can get wrong."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ancrage.domain.errors import AncrageError
from ancrage.files import whole
from ancrage.writers import write
from ancrage.writers.write import FORMATS, write_reports
from tests import fixtures


def test_every_format_with_the_same_bytes_twice(tmp_path: Path) -> None:
    first = write_reports(fixtures.typed(fixtures.dense()), tmp_path / "a", list(FORMATS))
    second = write_reports(fixtures.typed(fixtures.dense()), tmp_path / "b", list(FORMATS))
    assert [p.name for p in first] == ["etude.json", "dossier.html", "tableaux.xlsx", "etude.geojson"]
    assert [p.read_bytes() for p in first] == [p.read_bytes() for p in second]
    assert sorted(p.name for p in (tmp_path / "a").iterdir()) == sorted(p.name for p in first)


@pytest.mark.parametrize("study", [fixtures.tiny, fixtures.empty])
def test_places_with_too_little_to_say_still_get_their_files(study, tmp_path: Path) -> None:
    assert all(path.stat().st_size for path in write_reports(fixtures.typed(study()), tmp_path, list(FORMATS)))


def test_an_unknown_format_lists_those_that_exist(tmp_path: Path) -> None:
    with pytest.raises(AncrageError) as error:
        write_reports(fixtures.typed(fixtures.tiny()), tmp_path / "x", ["json", "doc"])
    assert "« doc »" in error.value.message
    assert "json, html, xlsx, geojson" in error.value.next_step
    assert not (tmp_path / "x").exists()


def test_a_folder_that_cannot_be_made_is_one_french_sentence(tmp_path: Path) -> None:
    (tmp_path / "fichier").write_text("")
    with pytest.raises(AncrageError, match="ne peut pas être écrit") as error:
        write_reports(fixtures.typed(fixtures.tiny()), tmp_path / "fichier" / "sortie", ["json"])
    assert "--sortie" in error.value.next_step


def test_a_failing_format_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "etude.json").write_text("avant")

    def fail(_):
        raise RuntimeError

    monkeypatch.setitem(write.FORMATS, "html", ("dossier.html", fail))
    with pytest.raises(RuntimeError):
        write_reports(fixtures.typed(fixtures.tiny()), tmp_path, ["json", "html"])
    assert [p.name for p in tmp_path.iterdir()] == ["etude.json"]
    assert (tmp_path / "etude.json").read_text() == "avant"


def test_a_full_disk_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int, mode: str):
        os.close(handle)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(whole.os, "fdopen", full)
    with pytest.raises(AncrageError):
        write_reports(fixtures.typed(fixtures.tiny()), tmp_path, ["json"])
    assert list(tmp_path.iterdir()) == []


def test_json_alone_imports_no_heavy_library(tmp_path: Path) -> None:
    (tmp_path / "tiny.json").write_text(json.dumps(fixtures.tiny()), encoding="utf-8")
    code = (
        "import sys; from pathlib import Path; from ancrage.domain.documents import read\n"
        "from ancrage.study import Study; from ancrage.writers.write import write_reports\n"
        f"folder = Path({str(tmp_path)!r})\n"
        "write_reports(read(Study, (folder / 'tiny.json').read_bytes()), folder, ['json'])\n"
        "print([m for m in ('jinja2', 'xlsxwriter', 'vl_convert') if m in sys.modules])"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(write.__file__).parents[2])}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.strip() == "[]"


def test_geojson_places_every_actor_and_outline(tmp_path: Path) -> None:
    study = fixtures.dense()
    [path] = write_reports(fixtures.typed(study), tmp_path, ["geojson"])
    found = json.loads(path.read_text(encoding="utf-8"))
    assert found["type"] == "FeatureCollection"
    kinds = [feature["properties"]["nature"] for feature in found["features"]]
    assert kinds.count("acteur") == len(study["acteurs"])
    assert kinds.count("contour") == len(study["carte"]["contours"])
    lon, lat = found["features"][-1]["geometry"]["coordinates"]
    assert -180 <= lon <= 180 and 0 < abs(lat) <= 90 and lat > lon  # longitude first: Arve is at 46 N, 6 E


def test_a_move_refused_midway_leaves_no_temporary_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that a spreadsheet holds open cannot be replaced on Windows."""
    monkeypatch.setattr(Path, "replace", lambda self, target: (_ for _ in ()).throw(PermissionError(13, "busy")))
    with pytest.raises(AncrageError, match="vous n'en avez pas le droit"):
        write.write_in(tmp_path, {"a.txt": b"a", "b.txt": b"b"})
    assert not list(tmp_path.iterdir())
