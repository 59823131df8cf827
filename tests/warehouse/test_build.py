"""An edition is written whole or not at all, the same bytes each time, and each table keeps its contract."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from ancrage.domain.errors import AncrageError
from ancrage.domain.measure import Status
from ancrage.warehouse import build
from ancrage.warehouse.build import THEMES, build_edition, tables
from ancrage.warehouse.edition import MANIFEST, open_edition
from ancrage.warehouse.table import Table, column
from tests.tiny import write_sources

ROOT = Path(__file__).parents[2]


def made(rows: dict, **changes) -> Table:
    contract = {
        "name": "essai",
        "title": "Essai",
        "columns": {
            "code": column(pl.String, "code", "Code"),
            "jobs": column(pl.Int64, "emplois", "Emplois", status=Status.ESTIMATED),
        },
        "key": ("code",),
        "sources": ("cog_communes",),
        "method": "Inventée.",
        "build": lambda inputs: pl.DataFrame(rows),
    }
    return Table(**(contract | changes))


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "sources").mkdir()
    return write_sources(tmp_path / "sources")


@pytest.fixture
def build_with(monkeypatch, folder, tmp_path):
    def run(*made_tables: Table, **arguments):
        monkeypatch.setattr(build, "tables", lambda themes: iter(made_tables))
        return build_edition("essai", folder, tmp_path / "edition", **arguments)

    return run


GOOD = made({"code": ["a", "b"], "jobs": [1, 2]})


def test_a_table_is_read_back_with_what_its_numbers_are(build_with, tmp_path):
    build_with(GOOD)
    edition = open_edition(tmp_path / "edition")
    assert edition.table("essai")["jobs"].to_list() == [1, 2]
    measure = edition.measure("essai", "jobs")
    assert (measure.unit, measure.status, measure.vintage) == ("emplois", Status.ESTIMATED, "2024")
    assert "COGugaison" in measure.source


def test_the_manifest_credits_every_source(build_with):
    (source,) = build_with(GOOD)["tables"]["essai"]["sources"]
    assert "2024" in source["attribution"]
    assert "ODbL" in source["attribution"]


def test_the_same_rows_make_the_same_bytes(build_with, tmp_path):
    def content():
        build_with(GOOD)
        return {path.name: path.read_bytes() for path in (tmp_path / "edition").iterdir()}

    assert content() == content()


BROKEN = {
    "type": made({"code": ["a"], "jobs": [1.5]}),
    "manquante": made({"code": ["a"]}),
    "vide": made({"code": ["a"], "jobs": [None]}),
    "doublon": made({"code": ["a", "a"], "jobs": [1, 2]}),
    "ordre": made({"jobs": [1], "code": ["a"]}),
    "sens": made({"code": ["a"], "jobs": [-1]}, check=lambda rows, inputs: ["des emplois négatifs"]),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_table_is_named_and_the_old_edition_stays(build_with, tmp_path, fault):
    build_with(GOOD)
    before = (tmp_path / "edition" / MANIFEST).read_bytes()
    with pytest.raises(AncrageError, match="essai"):
        build_with(GOOD, BROKEN[fault])
    assert (tmp_path / "edition" / MANIFEST).read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


KILLED = """
import os, signal, sys
from pathlib import Path
import shutil
moment, kind = int(sys.argv[1]), int(sys.argv[2])
rename, rmtree, moves = Path.rename, shutil.rmtree, []
def stop(move, *args, **options):
    moves.append(move)
    if len(moves) == moment:
        os.kill(os.getpid(), kind)
    return move(*args, **options)
Path.rename = lambda self, target: stop(rename, self, target)
shutil.rmtree = lambda path, **options: stop(rmtree, path, **options)
from pathlib import Path
from tests.warehouse.test_build import GOOD
from ancrage.warehouse import build
build.tables = lambda themes: iter([GOOD])
build.build_edition("nouvelle", Path(sys.argv[3]), Path(sys.argv[4]))
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows n'a pas ces verrous")
@pytest.mark.parametrize("kind", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("moment", [1, 2, 3])
def test_a_build_stopped_at_any_moment_leaves_an_edition(build_with, folder, tmp_path, moment, kind):
    """Before the old one goes aside, between the two, and once the new one is there."""
    build_with(GOOD)
    target = tmp_path / "edition"
    command = [sys.executable, "-c", KILLED, str(moment), str(int(kind)), str(folder), str(target)]
    environment = os.environ | {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert done.returncode != 0, done
    if kind == signal.SIGINT:
        assert (target / MANIFEST).is_file()
    edition = open_edition(target)
    assert edition.manifest["edition"] == ("essai" if moment < 3 else "nouvelle")
    assert edition.table("essai")["jobs"].to_list() == [1, 2]
    build_with(GOOD)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["edition", "sources"]


def test_a_disk_that_is_full_is_a_sentence(build_with, tmp_path, monkeypatch):
    build_with(GOOD)

    def full(self, *args, **options):
        raise pl.exceptions.ComputeError("No space left on device (os error 28)")

    monkeypatch.setattr(pl.DataFrame, "write_parquet", full)
    with pytest.raises(AncrageError, match="le disque est plein"):
        build_with(GOOD)
    assert open_edition(tmp_path / "edition").table("essai").height == 2


def test_a_missing_source_folder_says_how_to_give_one(tmp_path):
    with pytest.raises(AncrageError) as error:
        build_edition("essai", tmp_path / "absent", tmp_path / "edition")
    assert "--depuis" in error.value.next_step


@pytest.mark.parametrize("name", ["notes.txt", "manifest.json.old"])
def test_a_folder_that_is_not_an_edition_is_never_overwritten(folder, tmp_path, name):
    target = tmp_path / "documents"
    target.mkdir()
    (target / name).write_text("à garder")
    with pytest.raises(AncrageError, match="n'est pas une édition"):
        build_edition("essai", folder, target)
    assert (target / name).read_text() == "à garder"


def test_the_package_folder_keeps_its_modules(build_with, tmp_path):
    (tmp_path / "edition").mkdir()
    (tmp_path / "edition" / "__init__.py").write_text('"""Embedded."""')
    build_with(GOOD)
    assert (tmp_path / "edition" / "__init__.py").read_text() == '"""Embedded."""'


def test_a_place_that_cannot_be_written(folder, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(AncrageError, match="ne s'écrit pas"):
        build_edition("essai", folder, tmp_path / "file" / "edition")


def test_every_table_says_where_it_comes_from_and_how_it_was_made():
    seen: set[str] = set()
    for table in tables():
        assert table.method.endswith("."), table.name
        assert set(table.key) <= set(table.columns), table.name
        assert set(table.needs) <= seen, f"{table.name} vient avant ce dont elle a besoin"
        seen.add(table.name)
    assert len(seen) > len(THEMES)


def test_every_column_has_a_french_unit_and_label():
    for table in tables():
        for name, col in table.columns.items():
            assert col.metadata["unit"], f"{table.name}.{name}"
            assert col.metadata["label"], f"{table.name}.{name}"
