"""Writing files whole or not at all: what was there before stays until every new one is complete, and comes back.

New files are written aside, in a hidden place beside theirs, and put on the disk before any takes its place. A folder
is renamed once, and the one it replaces is kept until then. Where files are replaced, a journal keeps the ones before
until the last is in its place. An error or an interruption puts what was there back at once; `mend` does it after a
process that was killed.
"""

import errno
import hashlib
import json
import os
import re
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from ancrage.domain.errors import AncrageError, system_reason

WAITING = ".ancrage-en-cours-"
OURS = re.compile(rf"{re.escape(WAITING)}\w{{8}}")  # as tempfile names it
JOURNAL = "journal.json"
BEFORE = "avant"


def write_whole(path: Path, content: bytes, *, private: bool = False, make_folder: bool = False) -> None:
    """Write one file. `private`: readable by its owner alone, for what people told; else as the umask says.

    Raises AncrageError: the file cannot be written, or its folder is absent and not to be made.
    """
    with _said(f"Le fichier {path}"):
        if make_folder:
            path.parent.mkdir(parents=True, exist_ok=True)
        mend(path.parent)
        _write_in(path.parent, {path.name: content}, private)


def write_together(folder: Path, files: Mapping[str, bytes], what: str, *, private: bool = False) -> list[Path]:
    """Write files into `folder`, made if needed: all of them or none.

    `what` names them in the error (« Le dossier x »). Returns the paths. Raises AncrageError: one of them cannot be
    written.
    """
    with _said(what):
        if folder.exists():
            mend(folder)
            _write_in(folder, files, private)
        else:
            folder.parent.mkdir(parents=True, exist_ok=True)
            mend(folder.parent)
            _write_new(folder, files, private)
    return [folder / name for name in files]


def mend(folder: Path) -> None:
    """Undo what a killed process left half done in `folder`, and remove what it left there.

    A file that someone changed since is left as it is. Nothing happens while the process lives.
    """
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        return
    for left in folder.glob(f"{WAITING}*"):
        if not OURS.fullmatch(left.name) or left.is_symlink():
            continue
        try:
            lock = _lock(left)
        except OSError:  # held, or already gone
            continue
        if lock is not None:
            _put_back(left)
            shutil.rmtree(left, ignore_errors=True)
            os.close(lock)


@contextmanager
def aside(folder: Path) -> Iterator[Path]:
    """A hidden folder in `folder`, on the same disk, removed at the end, and by `mend` if that end never comes."""
    work, lock = _held(folder)
    try:
        yield work
    finally:
        if not (work / JOURNAL).exists() and not _lost(work):  # interrupted twice: `mend` still needs it
            shutil.rmtree(work, ignore_errors=True)
        if lock is not None:
            os.close(lock)


def take_place(made: Path, target: Path, work: Path) -> None:
    """The folder `made` becomes `target`, whose content before stays in `work` (see `aside`) until it has."""
    for path in (*made.rglob("*"), made):
        sync(path)
    kept = work / BEFORE / target.name
    try:
        if target.exists():
            kept.parent.mkdir()
            target.rename(kept)
        made.rename(target)
        sync(target.parent)
    except BaseException:
        _put_back(work)
        raise


def sync(path: Path) -> None:
    """Ask the disk to keep a file or the list of a folder. A disk that cannot is not an error."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EIO, errno.EDQUOT):
            raise
    finally:
        os.close(handle)


@contextmanager
def _said(what: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise AncrageError(
            f"{what} ne peut pas être écrit ({system_reason(error)}).",
            "Choisissez un autre endroit avec --sortie, ou fermez le fichier s'il est ouvert.",
        ) from error


def _write_new(folder: Path, files: Mapping[str, bytes], private: bool) -> None:
    with aside(folder.parent) as work:
        made = work / "dossier"
        made.mkdir(0o700 if private else 0o777)
        for name, content in files.items():
            _put(made / name, content, private)
        sync(made)
        made.rename(folder)
        sync(folder.parent)


def _write_in(folder: Path, files: Mapping[str, bytes], private: bool) -> None:
    for name in files:
        _refuse_special(folder / name)
    with aside(folder) as work:
        for number, content in enumerate(files.values()):
            _put(work / str(number), content, private)
        with alone(folder):
            _replace(folder, files, work)


def _replace(folder: Path, files: Mapping[str, bytes], work: Path) -> None:
    try:
        if len(files) > 1:  # one rename alone is whole
            _keep_before(folder, files, work)
        for number, name in enumerate(files):
            (work / str(number)).replace(folder / name)
        sync(folder)
        (work / JOURNAL).unlink(missing_ok=True)
    except BaseException:
        _put_back(work)
        raise


def _refuse_special(path: Path) -> None:
    """A folder, a terminal or a pipe is not a file to replace."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(mode):
        raise AncrageError(f"{path} n'est pas un fichier ordinaire.", "Donnez un autre nom de fichier avec --sortie.")


def _put(path: Path, content: bytes, private: bool) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if private else 0o666)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(handle)


def _keep_before(folder: Path, files: Mapping[str, bytes], work: Path) -> None:
    """The files about to be replaced, and the journal that says what by."""
    for number, name in enumerate(files):
        kept = work / f"{BEFORE}-{number}"
        if (folder / name).exists():
            try:
                os.link(folder / name, kept)
            except OSError:  # a disk without links
                shutil.copy2(folder / name, kept)
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    _put(work / JOURNAL, json.dumps(hashes).encode(), private=True)
    sync(work)


def _lost(work: Path) -> list[Path]:
    """Folders moved aside, whose place nothing took."""
    return [kept for kept in work.glob(f"{BEFORE}/*") if not (work.parent / kept.name).exists()]


def _put_back(work: Path) -> None:
    """Files and folders as they were before `work` began to replace them; without a whole journal, no file was."""
    for kept in _lost(work):
        kept.rename(work.parent / kept.name)
    try:
        hashes = json.loads((work / JOURNAL).read_bytes())
    except (OSError, ValueError):
        return
    for number, (name, new) in enumerate(hashes.items()):
        path, kept = work.parent / name, work / f"{BEFORE}-{number}"
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != new:
            continue
        if kept.exists():
            kept.replace(path)
        else:
            path.unlink()
    sync(work.parent)
    (work / JOURNAL).unlink()


def _held(folder: Path) -> tuple[Path, int | None]:
    """A new hidden folder and the lock on it. `mend` may take it before the lock does: another is then made."""
    while True:
        work = Path(tempfile.mkdtemp(dir=folder, prefix=WAITING))
        try:
            lock = _lock(work)
        except (BlockingIOError, FileNotFoundError):
            continue
        if work.exists():
            return work, lock


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Two commands that change the same folder do it one after the other, not one among the other."""
    handle = None if sys.platform == "win32" else _waited(folder)
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)


def _waited(folder: Path) -> int:
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    with suppress(OSError):  # a disk without such locks
        fcntl.flock(handle, fcntl.LOCK_EX)
    return handle


def _lock(work: Path) -> int | None:
    """Hold `work` for as long as this process lives; None: this system has no such locks.

    Raises BlockingIOError: a living process holds it.
    """
    if sys.platform == "win32":
        return None
    import fcntl

    handle = os.open(work, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise
    except OSError:
        os.close(handle)
        return None
    return handle
