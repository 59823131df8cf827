"""Opening the store: Django set up, the file made private, its tables brought up to date, one French sentence if not.

`open_store()` is the only door: modules that import `models` are imported after it.
"""

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from ancrage.domain.errors import AncrageError, system_reason
from ancrage.files.whole import alone
from ancrage.store.location import BASE, FOLDER, Location, location

APP = "store"
CHANGING = 0x616E6372  # « ancr »: the lock of a PostgreSQL whose tables change
TRIES, PAUSE_S = 20, 0.25  # two commands that make the store at once
CHECK = f"Vérifiez l'adresse donnée par {BASE}."
RESTORE = "Remettez une copie de sauvegarde à sa place, ou déplacez-le : un carnet vide sera créé."
ALLOW = "Demandez ce droit à qui tient la base."
# by what their engines say in English: why, and what to do
SERVER = {
    ("Connection refused", "No such file"): ("personne n'écoute à cette adresse", ""),
    ("authentication failed", "no password supplied"): ("utilisateur ou mot de passe refusé", CHECK),
    ("pg_hba.conf",): ("il refuse cette machine ou cet utilisateur", ALLOW),
    ("resolve host", "translate host"): ("ce serveur est inconnu", CHECK),
    ("timeout", "timed out"): ("aucune réponse à temps", ""),
    ("connection option", "bad value", "invalid value", "invalid integer"): ("une option est fausse", CHECK),
    ("permission denied", "read-only"): ("cet utilisateur n'a pas tous les droits sur le carnet", ALLOW),
    ("does not exist",): ("cette base ou cet utilisateur n'existe pas", CHECK),
}
FILE = {
    ("not a database",): ("ce n'est pas un carnet", RESTORE),
    ("malformed",): ("il est abîmé", RESTORE),
    ("disk I/O", "is full"): ("le disque est plein ou répond mal", "Faites de la place, puis relancez la commande."),
    ("readonly", "unable to open"): (
        "vous n'avez pas le droit d'y écrire",
        f"Vérifiez les droits du dossier, ou choisissez-en un autre avec la variable {FOLDER}.",
    ),
}


def open_store(say: Callable[[str], None] = lambda sentence: None) -> Location:
    """Make the store ready and return where it is. `say` receives a sentence when tables are made or changed.

    Raises AncrageError: no driver, no server, a folder that cannot be written, a damaged file, a newer store.
    """
    place = location()
    _make_private(place)
    _set_up(place)
    from django.db import DatabaseError, connection

    for again in reversed(range(TRIES)):
        try:
            _migrate(place, say)
            break
        except (DatabaseError, sqlite3.Error) as error:
            # another command is making the same tables at this very moment: they are there, or soon will be
            if not again or not any(mark in str(error) for mark in ("already exists", "UNIQUE", "duplicate")):
                raise unreachable(place, error) from error
            connection.close()
            time.sleep(PAUSE_S)
    return place


def _make_private(place: Location) -> None:
    """The file and its folder belong to the user alone, from before the first byte."""
    if place.path is None:
        try:
            import psycopg  # noqa: F401
        except ImportError:
            raise AncrageError(
                "Le carnet d'équipe demande le pilote PostgreSQL psycopg, qui n'est pas installé.",
                'Installez-le : pip install "ancrage[equipe]".',
            ) from None
        return
    try:
        if not place.path.parent.exists():
            place.path.parent.mkdir(parents=True, mode=0o700)
        os.close(os.open(place.path, os.O_RDWR | os.O_CREAT, 0o600))
        if place.path.stat().st_mode & 0o077:
            place.path.chmod(0o600)
    except OSError as error:
        raise AncrageError(
            f"Le carnet {place.path} ne peut pas être ouvert ({system_reason(error)}).",
            f"Vérifiez les droits du dossier, ou choisissez-en un autre avec la variable {FOLDER}.",
        ) from error


def _set_up(place: Location) -> None:
    import django
    from django.conf import settings
    from django.db import connections

    if not settings.configured:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ancrage.store.settings")
        django.setup()
    if any(connections.settings["default"].get(key) != value for key, value in place.database.items()):
        # another store in the same process
        connections["default"].close()
        del connections["default"]
        connections.settings = connections.configure_settings({"default": dict(place.database)})


def _migrate(place: Location, say: Callable[[str], None]) -> None:
    applied, known = _changes()
    if applied == known:
        return
    with _one_at_a_time(place):
        _change_tables(place, say, *_changes())


def _changes() -> tuple[set[str], set[str]]:
    """Changes of tables made, and all those that this program knows."""
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(connection)
    applied = {name for app, name in loader.applied_migrations if app == APP}
    known = {name for app, name in loader.disk_migrations if app == APP}
    if newer := sorted(applied - known):
        raise AncrageError(
            f"Le carnet a été écrit par une version plus récente d'Ancrage ({newer[-1]}).",
            "Mettez Ancrage à jour sur cette machine ; rien n'a été modifié.",
        )
    return applied, known


@contextmanager
def _one_at_a_time(place: Location) -> Iterator[None]:
    """Several commands that find the same old tables: the first changes them, the others wait."""
    if place.path:
        with alone(place.path.parent):
            yield
        return
    from django.db import DatabaseError, connection

    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s)", [CHANGING])
    try:
        yield
    finally:
        with suppress(DatabaseError), connection.cursor() as cursor:  # a lost connection has already let it go
            cursor.execute("select pg_advisory_unlock(%s)", [CHANGING])


def _change_tables(place: Location, say: Callable[[str], None], applied: set[str], known: set[str]) -> None:
    from django.core.management import call_command
    from django.db import connection

    if applied == known:  # by the one before us
        return
    if applied:
        saved = _back_up(place, max(known - applied))
        say(f"Carnet mis à jour : {place.label}." + (f" Copie de l'ancien : {saved}." if saved else ""))
    else:
        say(f"Carnet créé : {place.engine}, {place.label}.")
    call_command("migrate", APP, verbosity=0, interactive=False)
    if place.path:  # what a change took out of the tables leaves the journal too
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _back_up(place: Location, before: str) -> Path | None:
    """A whole copy of the SQLite file before its tables change. PostgreSQL has its own backups."""
    if place.path is None:
        return None
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    copy = place.path.with_name(f"{place.path.stem}-avant-{before}-{stamp}{place.path.suffix}")
    os.close(os.open(copy, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    with closing(sqlite3.connect(place.path)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    return copy


def version() -> str:
    """The last change of tables applied."""
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    return max(name for app, name in MigrationRecorder(connection).applied_migrations() if app == APP)


def backups(place: Location) -> list[Path]:
    """Copies made before a change of tables: they still hold what was erased since."""
    if place.path is None:
        return []
    return sorted(place.path.parent.glob(f"{place.path.stem}-avant-*{place.path.suffix}"))


def unreachable(place: Location, error: Exception) -> AncrageError:
    """Why the store did not answer: the words of its engine are English, and may quote what was sent to it."""
    said = str(error)
    known = SERVER if place.path is None else FILE
    reason, remedy = next((told for marks, told in known.items() if any(m in said for m in marks)), ("", ""))
    from django.db import DataError, IntegrityError

    if isinstance(error, DataError | IntegrityError):
        return AncrageError(
            f"Le carnet ({place.label}) refuse une valeur : rien n'a été écrit.",
            "Retirez du fichier les textes ou les nombres démesurés, puis relancez la commande.",
        )
    if place.path is None:
        return AncrageError(
            f"La base PostgreSQL du carnet ne répond pas ({place.label}) : {reason or 'le serveur refuse'}.",
            remedy or f"Vérifiez que le serveur est démarré, et l'adresse donnée par {BASE}.",
        )
    if "locked" in said:
        return AncrageError("Le carnet est en cours d'écriture par un autre programme.", "Réessayez dans un instant.")
    return AncrageError(
        f"Le fichier du carnet ne s'utilise pas ({place.path}) : {reason or 'il ne se lit pas'}.", remedy or RESTORE
    )
