"""What no command foresaw, told like the rest: a French sentence and a next step, never a traceback on the screen."""

import io
import os
import sys
import tempfile
import traceback

from ancrage.domain.errors import AncrageError, system_reason

DEFECT = 1  # exit code of our own mistake; the user's is 2


def speak_utf8() -> None:
    """Write UTF-8 whatever the machine's language: what a redirection keeps must be read back by Ancrage.

    A file name that is no text shows « ? » rather than stopping the command.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def refusal(error: Exception) -> AncrageError | None:
    """What the machine, not Ancrage, refused: disk, memory, store. None: a defect of Ancrage."""
    if isinstance(error, MemoryError):
        return AncrageError(
            "La mémoire de cette machine ne suffit pas.", "Fermez d'autres programmes, ou donnez un fichier plus petit."
        )
    if isinstance(error, UnicodeEncodeError):
        return AncrageError(
            "Un texte tapé n'est pas lisible : il n'est pas en UTF-8.", "Retapez-le dans la commande, sans le coller."
        )
    if told := _engine(error):
        return told
    if isinstance(error, OSError) and error.errno:
        if error.filename is None:
            silence_output()
            return AncrageError(
                f"La sortie ne peut pas être écrite ({system_reason(error)}).", "Redirigez-la vers un autre endroit."
            )
        return AncrageError(
            f"{error.filename} ne peut pas être lu ou écrit ({system_reason(error)}).",
            "Vérifiez ce chemin et ses droits, puis relancez la commande.",
        )
    return None


def _engine(error: Exception) -> AncrageError | None:
    """What the base of the store, or the reader of tables, refused."""
    if "django.db" in sys.modules:
        from django.db import Error

        if isinstance(error, Error):
            from ancrage.store.location import location
            from ancrage.store.opening import unreachable

            return unreachable(location(), error)
    if "polars" in sys.modules:
        import polars as pl

        if isinstance(error, pl.exceptions.ComputeError):
            return AncrageError(
                "Une table de l'édition ne se lit pas ou ne s'écrit pas : elle est abîmée, ou le disque est plein.",
                "Vérifiez-la avec « ancrage donnees verifier » ; sinon, reconstruisez-la.",
            )
    return None


def defect(error: Exception) -> AncrageError:
    """Our own mistake: said so, with its trace in a file for whoever will mend it."""
    said = f"Ancrage a rencontré un défaut qui n'est pas de votre fait ({type(error).__name__})."
    try:
        handle, name = tempfile.mkstemp(prefix="ancrage-defaut-", suffix=".txt")
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
            traceback.print_exception(error, file=file)
    except OSError:
        return AncrageError(said, "Signalez-le avec la commande que vous avez tapée.")
    return AncrageError(said, f"Signalez-le en joignant {name}, après l'avoir relu : il peut citer vos fichiers.")


def silence_output() -> None:
    """What could not be written must not be tried again when the program ends."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
