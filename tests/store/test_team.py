"""Several people at once in one book, texts of any length, books of earlier versions: the same on both engines."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from ancrage.store.matching import Register
from ancrage.store.opening import open_store
from tests.commands import refused, run
from tests.store.test_store import BAMAREC, BOURGEAUX, T, contacts, listed

__all__ = ["contacts"]
EDITORS = 8


def together(work: Callable[[int], object], number: int = EDITORS) -> None:
    """Run `work` in as many threads at the same moment, each with a connection of its own."""
    from django.db import connections

    ready = threading.Barrier(number)
    problems: list[BaseException] = []

    def one(rank: int) -> None:
        try:
            ready.wait()
            work(rank)
        except BaseException as error:  # noqa: BLE001 - raised again below
            problems.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=(rank,)) for rank in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if problems:
        raise problems[0]


def test_decisions_of_one_row_at_once_leave_one_note(store: str, contacts: Path) -> None:
    run("carnet", "importer", str(contacts), "--oui", *T)
    number = int(next(r for r in listed() if r["statut"] == "à revoir")["numero"])
    from ancrage.store.models import Event, Note, Workspace
    from ancrage.store.writing import decide

    workspace = Workspace.objects.get()
    together(lambda rank: decide(workspace, number, (BAMAREC, BOURGEAUX)[rank % 2], f"Editeur {rank}"))
    (note,) = Note.objects.filter(row=number)
    assert note.siret == note.row.siret
    assert Event.objects.filter(action="décision").count() == EDITORS


def test_the_same_file_from_three_colleagues_is_one_import(store: str, contacts: Path, register: Register) -> None:
    run("carnet", "etat")
    from ancrage.inputs.columns import propose
    from ancrage.inputs.ground import Ground
    from ancrage.inputs.table import read_sheet
    from ancrage.store.models import Import, ImportedRow, Note, Workspace
    from ancrage.store.rows import understand
    from ancrage.store.writing import record
    from ancrage.warehouse.edition import open_edition

    sheet = read_sheet(contacts)
    columns = propose(sheet.headers, sheet.rows, "contacts")
    rows = understand(sheet, columns, "contacts", register, Ground(open_edition()))
    workspace = Workspace.objects.create(key="zone_emploi:8414", label="Arve")
    about = {"file_name": "contacts.csv", "sheet": sheet, "columns": columns, "edition": "e", "threshold": 0.8}
    together(lambda rank: record(workspace, "contacts", rows, **about, author=f"Editeur {rank}"), 3)
    assert (Import.objects.count(), ImportedRow.objects.count(), Note.objects.count()) == (1, 5, 2)


def test_a_row_decided_while_others_are_matched_again_stays_decided(
    store: str, contacts: Path, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("carnet", "importer", str(contacts), "--oui", *T)
    from ancrage.store import rematching
    from ancrage.store.models import ImportedRow, Workspace
    from ancrage.store.writing import decide

    workspace = Workspace.objects.get()
    rows = ImportedRow.objects.filter(decided_at=None, status__in=("à revoir", "non trouvé")).order_by("id")
    erased, decided = (row.pk for row in rows)
    match = register.match

    class Slow:
        def match(self, *args: object) -> object:
            together(lambda rank: decide(workspace, decided, BAMAREC, "Léa"), 1)
            together(lambda rank: ImportedRow.objects.filter(pk=erased).delete(), 1)
            return match(*args)  # type: ignore[arg-type]

    rematching.rematch(workspace, Slow(), edition="e", author="x")  # type: ignore[arg-type]
    assert ImportedRow.objects.get(pk=decided).siret == BAMAREC
    assert not ImportedRow.objects.filter(pk=erased).exists()


LONG = {
    "contacts": "Nom;Ville;Interlocuteur;Courriel;Tel;Remarques\nBAMAREC;Marnaz;{0};{1};{0};{0}\n",
    "soutiens": "Nom;Type;Commune;Activités;Source\nCTDEC;{0};Cluses;25.62;{0}\n",
    "sites": "Nom;Commune;Zonage;Disponible;Source;Remarque\nZAC;Cluses;UX;;{0};{0}\n",
}


@pytest.mark.parametrize("kind", LONG)
def test_a_long_cell_is_kept_whole(store: str, tmp_path: Path, kind: str) -> None:
    long = "04 50 00 00 00 (accueil), 06 12 34 56 78 (atelier) " * 40
    path = tmp_path / f"{'nom long ' * 20}.csv"
    path.write_text(LONG[kind].format(long, f"a@{'b' * 240}.fr"), encoding="utf-8")
    done = run("carnet", "importer", str(path), "--type", kind, "--oui", *T, "--par", "x" * 300)
    assert done.code == 0, done.err
    from ancrage.store.models import Note, OwnSite, SupportBody

    if kind == "contacts":
        note = Note.objects.get()
        assert note.phone == note.person == long.strip()
    elif kind == "soutiens":
        assert SupportBody.objects.get().kind == long.strip()
    else:
        assert OwnSite.objects.get().note == long.strip()
    assert run("carnet", "exporter", "--sortie", str(tmp_path / "x.xlsx")).code == 0


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [("emplois", "0", "fermé"), ("emplois", "100000", "impossible"), ("nom", "x" * 401, "400 au plus")],
)
def test_a_correction_accepted_never_stops_a_study(store: str, field: str, value: str, said: str) -> None:
    assert said in refused("carnet", "corriger", BAMAREC, "--champ", field, "--valeur", value, *T)


def test_an_earlier_book_is_put_right(store: str, contacts: Path) -> None:
    """Two imports of one file, three notes of one row, a name in the history: what an earlier version left."""
    open_store()
    from django.core.management import call_command

    call_command("migrate", "store", "0001", verbosity=0)
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    old = MigrationExecutor(connection).loader.project_state([("store", "0001_initial")]).apps
    Workspace, Import, ImportedRow, Note, Event = (
        old.get_model("store", name) for name in ("Workspace", "Import", "ImportedRow", "Note", "Event")
    )
    workspace = Workspace.objects.create(key="zone_emploi:8414", label="Arve")
    for _ in range(2):
        imported = Import.objects.create(
            workspace=workspace, kind="contacts", file_name="Zoe TEMOIN.csv", sha256="a" * 64, sheet="", encoding="x",
            mapping={"nom": "Nom", "siret": "SIRET"}, headers=["Nom", "SIRET"], edition="e", threshold=0.8, author="x",
        )  # fmt: skip
        row = ImportedRow.objects.create(
            imported=imported, line=2, raw={}, values={}, fingerprint="f", status="apparié", siret=BAMAREC
        )
        for siret in (BAMAREC, BOURGEAUX, BAMAREC, BOURGEAUX):
            Note.objects.create(workspace=workspace, row=row, author="x", siret=siret, kind="contact")
        Event.objects.create(
            workspace=workspace, author="x", action="import", details={"apparié": 1},
            subject=f"import {imported.pk} (contacts, Zoe TEMOIN.csv)",
        )  # fmt: skip
    values = {"champ": "nom", "avant": "Zoe TEMOIN", "après": "x"}
    Event.objects.create(workspace=workspace, author="x", action="correction", subject=BAMAREC, details=values)
    connection.close()
    said: list[str] = []
    open_store(said.append)
    assert said[0].startswith("Carnet mis à jour")
    from ancrage.store import models

    assert list(models.Note.objects.values_list("siret", flat=True)) == [BAMAREC, BAMAREC]
    assert models.Import.objects.values("digest").distinct().count() == 2
    history = [(e.subject, e.details) for e in models.Event.objects.order_by("id")]
    assert "TEMOIN" not in str(history)
    assert history[0][1] == {"type": "contacts", "apparié": 1} and history[2] == (BAMAREC, {"champ": "nom"})


@pytest.mark.parametrize("before", ["zero", "0001"])
def test_colleagues_who_open_an_old_book_at_once_change_it_once(store: str, before: str) -> None:
    from django.core.management import call_command

    open_store()
    call_command("migrate", "store", before, verbosity=0)
    from django.db import connection

    connection.close()
    around = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2] / "src")}
    command = [sys.executable, "-m", "ancrage", "carnet", "etat"]
    colleagues = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=around)
        for _ in range(3)
    ]
    said = [one.communicate() for one in colleagues]
    assert [one.returncode for one in colleagues] == [0, 0, 0], said
    assert sum("Carnet créé" in err or "Carnet mis à jour" in err for _, err in said) == 1
