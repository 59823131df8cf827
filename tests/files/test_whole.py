"""Files written whole or not at all; texts that a spreadsheet would run."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from ancrage.domain.errors import AncrageError
from ancrage.files import whole
from ancrage.files.spreadsheets import harmless
from ancrage.files.whole import mend, write_together, write_whole

ROOT = Path(__file__).parents[2]
NAMES = ("dossier.html", "tableaux.xlsx", "etude.json")
KILLED = """
import os, signal, sys
from pathlib import Path
from ancrage.files.whole import write_together
moment, kind, times = int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
replace, moved = Path.replace, []
def stopped(self, target):
    if moment <= len(moved) < moment + times:
        moved.append(None)
        os.kill(os.getpid(), kind)
    moved.append(target)
    return replace(self, target)
Path.replace = stopped
write_together(Path(sys.argv[1]), {name: b"neuf" for name in sys.argv[5:]}, "Le dossier")
"""


def killed(folder: Path, moment: int, kind: int = signal.SIGKILL, times: int = 1) -> None:
    """A process that writes a study into `folder`, stopped just before its move number `moment`."""
    command = [sys.executable, "-c", KILLED, str(folder), str(moment), str(int(kind)), str(times), *NAMES]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert done.returncode != 0


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A study of last year, and a file of someone's own beside it."""
    folder = tmp_path / "etude"
    folder.mkdir()
    for name in (*NAMES, "mes notes.txt"):
        (folder / name).write_bytes(b"vieux")
    return folder


def test_a_file_is_whole_or_not_at_all(tmp_path: Path) -> None:
    with pytest.raises(AncrageError, match="ne peut pas être écrit"):
        write_whole(tmp_path / "absent" / "liste.csv", b"x")
    (tmp_path / "dossier").mkdir()
    with pytest.raises(AncrageError, match="c'est un dossier"):
        write_whole(tmp_path / "dossier", b"x")
    assert [path.name for path in tmp_path.iterdir()] == ["dossier"]
    write_whole(tmp_path / "liste.csv", b"x")
    assert (tmp_path / "liste.csv").read_bytes() == b"x"


@pytest.mark.skipif(os.name == "nt", reason="les droits de Windows ne sont pas ceux-là")
@pytest.mark.parametrize(("umask", "public"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_rights_follow_the_umask_and_what_people_told_is_private(tmp_path: Path, umask: int, public: int) -> None:
    before = os.umask(umask)
    try:
        write_whole(tmp_path / "neuf" / "carnet.csv", b"x", private=True, make_folder=True)
        write_whole(tmp_path / "liste.csv", b"x")
        write_together(tmp_path / "etude", {"a": b"x"}, "Le dossier")
        write_together(tmp_path / "avec carnet", {"a": b"x"}, "Le dossier", private=True)
        write_together(tmp_path / "etude", {"b": b"x"}, "Le dossier", private=True)
    finally:
        os.umask(before)

    def mode(name: str) -> int:
        return (tmp_path / name).stat().st_mode & 0o777

    assert mode("neuf/carnet.csv") == mode("avec carnet/a") == mode("etude/b") == 0o600
    assert mode("liste.csv") == mode("etude/a") == public
    assert mode("avec carnet") == 0o700 and mode("etude") == 0o777 & ~umask


def test_several_files_or_none(tmp_path: Path) -> None:
    (tmp_path / "pris").write_text("avant")
    with pytest.raises(AncrageError, match=r"^Le dossier de sortie ne peut pas être écrit"):
        write_together(tmp_path / "pris" / "dedans", {"a": b"x", "b": b"x"}, "Le dossier de sortie")
    assert [path.name for path in tmp_path.iterdir()] == ["pris"]


def test_a_file_refused_at_its_place_puts_the_others_back(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = contents(old)
    replace = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if target.name == NAMES[2] and not self.name.startswith("avant"):
            raise PermissionError(13, "open in a spreadsheet")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(AncrageError, match="vous n'en avez pas le droit"):
        write_together(old, dict.fromkeys(("tout nouveau", *NAMES), b"neuf"), "Le dossier")
    assert contents(old) == before


@pytest.mark.parametrize("moment", range(3))
def test_an_interruption_puts_everything_back(old: Path, moment: int) -> None:
    before = contents(old)
    killed(old, moment, signal.SIGINT)
    assert contents(old) == before
    killed(old, moment, signal.SIGINT, times=2)
    mend(old)
    assert contents(old) == before


@pytest.mark.skipif(os.name == "nt", reason="Windows n'a pas ces verrous")
@pytest.mark.parametrize("kind", [signal.SIGKILL, signal.SIGTERM])
@pytest.mark.parametrize("moment", range(3))
def test_a_killed_process_is_undone_by_the_next(old: Path, moment: int, kind: int) -> None:
    before = contents(old)
    killed(old, moment, kind)
    mend(old)
    assert contents(old) == before
    killed(old, moment, kind)
    write_together(old, dict.fromkeys(NAMES, b"suivant"), "Le dossier")
    assert contents(old) == before | dict.fromkeys(NAMES, b"suivant")


@pytest.mark.skipif(os.name == "nt", reason="Windows n'a pas ces verrous")
def test_what_someone_changed_since_is_left(old: Path) -> None:
    killed(old, 2)
    (old / NAMES[0]).write_bytes(b"corrige a la main")
    mend(old)
    assert contents(old)[NAMES[0]] == b"corrige a la main" and contents(old)[NAMES[1]] == b"vieux"


def test_a_new_folder_appears_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[str]] = []
    rename = Path.rename

    def noted(self: Path, target: Path) -> Path:
        seen.append(sorted(p.name for p in target.parent.iterdir() if not p.name.startswith(".")))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", noted)
    paths = write_together(tmp_path / "neuf", dict.fromkeys(NAMES, b"x"), "Le dossier")
    assert seen == [[]] and all(path.read_bytes() == b"x" for path in paths)
    assert [path.name for path in tmp_path.iterdir()] == ["neuf"]


def test_a_process_that_lives_is_left_alone(old: Path) -> None:
    with whole.aside(old) as work:
        mend(old)
        assert work.exists()
    assert not work.exists()


def test_a_folder_of_someone_is_not_ours(old: Path) -> None:
    for name in (".ancrage-reglages", ".ancrage-en-cours-notes a moi"):
        (old / name).mkdir()
    write_together(old, dict.fromkeys(NAMES, b"neuf"), "Le dossier")
    assert {".ancrage-reglages", ".ancrage-en-cours-notes a moi"} <= {path.name for path in old.iterdir()}


@pytest.mark.skipif(os.name == "nt", reason="Windows n'a pas ces verrous")
def test_two_writers_of_one_folder_do_not_mix(old: Path) -> None:
    def write(text: bytes) -> None:
        for _ in range(20):
            write_together(old, dict.fromkeys(NAMES, text), "Le dossier")

    threads = [threading.Thread(target=write, args=(text,)) for text in (b"un", b"deux", b"trois")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({(old / name).read_bytes() for name in NAMES}) == 1
    assert sorted(contents(old)) == sorted([*NAMES, "mes notes.txt"])


@pytest.mark.skipif(os.name == "nt", reason="Windows n'a pas de tubes nommés")
def test_a_pipe_is_not_replaced_by_a_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "tube")
    with pytest.raises(AncrageError, match="n'est pas un fichier ordinaire"):
        write_whole(tmp_path / "tube", b"x")


def test_a_formula_gets_an_apostrophe_and_a_number_does_not() -> None:
    assert [harmless(c) for c in ("=1+1", "@SOMME", "\t=1", "Dupont", -3, None)] == [
        "'=1+1", "'@SOMME", "'\t=1", "Dupont", -3, None,
    ]  # fmt: skip
