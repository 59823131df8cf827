"""Writing files whole or not at all: what was there before stays until every new one is complete."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from ancrage.domain.errors import AncrageError, system_reason


def write_whole(path: Path, content: bytes, *, private: bool = False, make_folder: bool = False) -> None:
    """Write one file. `private`: readable by its owner alone, for what people told.

    Raises AncrageError: the file cannot be written, or its folder is absent and not to be made.
    """
    _write({path: content}, f"Le fichier {path}", private=private, make_folders=make_folder)


def write_together(contents: Mapping[Path, bytes], what: str) -> list[Path]:
    """Write files, making their folders: all of them or none; `what` names them in the error (« Le dossier x »).

    Returns the paths. Raises AncrageError: one of them cannot be written.
    """
    return _write(contents, what, private=False, make_folders=True)


def _write(contents: Mapping[Path, bytes], what: str, *, private: bool, make_folders: bool) -> list[Path]:
    waiting: dict[Path, Path] = {}
    try:
        for path, content in contents.items():
            if make_folders:
                path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
            waiting[path] = Path(name)
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            if not private:
                waiting[path].chmod(0o644)
        for path in contents:
            waiting[path].replace(path)
            waiting.pop(path)
    except OSError as error:
        raise AncrageError(
            f"{what} ne peut pas être écrit ({system_reason(error)}).",
            "Choisissez un autre endroit avec --sortie, ou fermez le fichier s'il est ouvert.",
        ) from error
    finally:
        for left in waiting.values():
            left.unlink(missing_ok=True)
    return list(contents)
