"""Files given back to people: formulas made harmless, written whole or not at all. No Django here."""

import os
import tempfile
from pathlib import Path
from typing import Any

from ancrage.domain.errors import AncrageError, system_reason

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def neutral(cell: Any) -> Any:
    """A text that a spreadsheet would compute, with an apostrophe before it."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def write_whole(path: Path, content: bytes) -> None:
    """Write beside, then move into place: readable by its owner alone, since it holds what people told."""
    waiting = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, waiting = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(waiting).replace(path)
        waiting = ""
    except OSError as error:
        raise AncrageError(
            f"Le fichier {path} ne peut pas être écrit ({system_reason(error)}).",
            "Choisissez un autre endroit avec --sortie, ou fermez le fichier s'il est ouvert.",
        ) from error
    finally:
        if waiting:
            Path(waiting).unlink(missing_ok=True)
