"""Opening the store: private, backed up, never newer than the program, and one sentence when it cannot be."""

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from ancrage.domain.errors import AncrageError
from ancrage.store.location import BASE, FILE_NAME, FOLDER, location
from ancrage.store.opening import backups, open_store
from tests.commands import refused, run

ROOT = Path(__file__).parents[2]


def test_the_file_is_private_and_says_when_it_is_made(sqlite_store: Path) -> None:
    said: list[str] = []
    place = open_store(said.append)
    assert place.path == sqlite_store / FILE_NAME
    assert place.path.stat().st_mode & 0o777 == 0o600
    assert place.path.parent.stat().st_mode & 0o777 == 0o700
    assert said == [f"Carnet créé : SQLite, {place.path}."]
    open_store(said.append)
    assert len(said) == 1
    with closing(sqlite3.connect(place.path)) as connection:
        assert connection.execute("pragma journal_mode").fetchone() == ("wal",)


def test_a_file_open_to_all_is_closed(sqlite_store: Path) -> None:
    place = open_store()
    assert place.path is not None
    place.path.chmod(0o644)
    open_store()
    assert place.path.stat().st_mode & 0o777 == 0o600


def test_the_models_and_the_migrations_agree(sqlite_store: Path) -> None:
    open_store()
    from django.core.management import call_command

    call_command("makemigrations", "store", check=True, dry_run=True, verbosity=0)


def test_a_newer_store_is_refused(store: str) -> None:
    open_store()
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "insert into django_migrations (app, name, applied) values (%s, %s, %s)",
            ["store", "9999_later", "2026-01-01 00:00:00+00"],
        )
    with pytest.raises(AncrageError, match="version plus récente"):
        open_store()


def test_an_older_store_is_copied_before_it_changes(sqlite_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = open_store()
    from django.core import management

    from ancrage.store.models import Workspace

    Workspace.objects.create(key="zone_emploi:8414", label="Arve")
    assert place.path is not None
    # the past: the first tables known under another name, with one more change to come
    with closing(sqlite3.connect(place.path)) as connection, connection:
        connection.execute("update django_migrations set name = '0000_before' where app = 'store'")
    from django.db.migrations.loader import MigrationLoader

    whole = MigrationLoader.load_disk

    def with_past(self: MigrationLoader) -> None:
        whole(self)
        self.disk_migrations["store", "0000_before"] = self.disk_migrations["store", "0001_initial"]

    monkeypatch.setattr(MigrationLoader, "load_disk", with_past)
    monkeypatch.setattr(management, "call_command", lambda *args, **options: None)
    said: list[str] = []
    monkeypatch.setattr(MigrationLoader, "build_graph", lambda self: _light(self, with_past))
    open_store(said.append)
    assert "Copie de l'ancien" in said[0]
    copies = backups(place)
    assert len(copies) == 1 and copies[0].stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(copies[0])) as copy:
        assert copy.execute("select key from store_workspace").fetchall() == [("zone_emploi:8414",)]


def _light(loader, load) -> None:  # type: ignore[no-untyped-def]
    """What `build_graph` reads, without the graph: this past has none."""
    from django.db.migrations.recorder import MigrationRecorder

    load(loader)
    loader.applied_migrations = MigrationRecorder(loader.connection).applied_migrations()


def test_a_damaged_file_is_a_sentence(sqlite_store: Path) -> None:
    sqlite_store.mkdir(parents=True)
    (sqlite_store / FILE_NAME).write_bytes(b"ceci n'est pas une base de donnees" * 200)
    assert "ce n'est pas un carnet" in refused("carnet", "etat")
    assert (sqlite_store / FILE_NAME).read_bytes().startswith(b"ceci")


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "fichier").write_text("x")
    monkeypatch.setenv(FOLDER, str(tmp_path / "fichier" / "dossier"))
    monkeypatch.delenv(BASE, raising=False)
    assert "ne peut pas être ouvert" in refused("carnet", "etat")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("mysql://x/y", "n'est pas celle d'une base PostgreSQL"),
        ("postgresql://serveur", "n'est pas celle"),
        ("postgresql://serveur:port/base", "ne se lit pas"),
        ("postgresql://u:secret@127.0.0.1:1/base", "ne répond pas"),
    ],
)
def test_an_address_that_leads_nowhere_is_a_sentence(monkeypatch: pytest.MonkeyPatch, address: str, said: str) -> None:
    monkeypatch.setenv(BASE, address)
    message = refused("carnet", "etat")
    assert said in message
    assert "secret" not in message


def test_a_missing_driver_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(BASE, "postgresql://u@127.0.0.1/base")
    monkeypatch.setitem(sys.modules, "psycopg", None)
    assert "ancrage[equipe]" in refused("carnet", "etat")


def test_an_address_is_read_whole() -> None:
    told = {BASE: "postgresql://m%C3%A9lo:p%40ss@base.exemple.fr:5433/ancrage?sslmode=require"}
    found = location(told)
    database = found.database
    assert (database["USER"], database["PASSWORD"], database["NAME"]) == ("mélo", "p@ss", "ancrage")
    assert (database["HOST"], database["PORT"], database["OPTIONS"]["sslmode"]) == (
        "base.exemple.fr",
        "5433",
        "require",
    )
    assert "p@ss" not in found.label
    assert location({BASE: "postgresql:///ancrage?host=/var/run/postgresql"}).database["HOST"] == "/var/run/postgresql"
    assert location({FOLDER: "ici"}).path == Path("ici") / FILE_NAME
    assert str(location({}).path).endswith(FILE_NAME)


def loaded(*args: str) -> set[str]:
    """Which of these libraries a command imports."""
    code = (
        "import sys\nfrom ancrage.cli.main import main\n"
        f"try:\n    main({list(args)!r})\nexcept SystemExit:\n    pass\n"
        "print('\\nCHARGÉ', *(m for m in ('django', 'openpyxl', 'polars', 'numpy') if m in sys.modules))"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    return set(re.findall(r"\nCHARGÉ(.*)", done.stdout)[0].split())


def test_django_is_loaded_by_the_store_alone(tmp_path: Path) -> None:
    assert loaded("carnet", "importer", "--help") == set()
    assert "django" not in loaded("etude", "zone_emploi:8414", "--formats", "json", "--sortie", str(tmp_path))


def test_two_stores_in_one_process_do_not_mix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(BASE, raising=False)
    for name in ("un", "deux", "un"):
        monkeypatch.setenv(FOLDER, str(tmp_path / name))
        open_store()
        from ancrage.store.models import Workspace

        Workspace.objects.get_or_create(key=f"epci:{name}", defaults={"label": name})
        assert [w.key for w in Workspace.objects.all()] == [f"epci:{name}"]
    assert run("carnet", "etat").out.count("epci:") == 1
