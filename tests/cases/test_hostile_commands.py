"""What a clumsy or a malicious user types: exit code 2, nothing on standard output, a French sentence, a next step."""

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import ancrage as ancrage_package
from ancrage.store.location import BASE, FOLDER
from tests.commands import refused, run

ARVE = "zone_emploi:8414"
SOURCES = str(Path(ancrage_package.__file__).parents[1])
CONTACTS = "Raison sociale;Commune\nBONTAZ CENTRE;Marnaz\n"


@pytest.fixture(scope="module")
def forged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Workbooks made to exhaust whoever opens them."""
    folder = tmp_path_factory.mktemp("forged")
    for name, part in (("rire.xlsx", "xl/workbook.xml"), ("styles.xlsx", "xl/styles.xml")):
        workbook(folder / name, {part: laughs()})
    workbook(folder / "bombe.xlsx", {"xl/gros.xml": b"0" * 600_000_000})
    return folder


@pytest.fixture
def place(tmp_path: Path, forged: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of one's own, with files that no one should give; an empty store beside."""
    monkeypatch.delenv(BASE, raising=False)
    monkeypatch.setenv(FOLDER, str(tmp_path / "à moi" / "carnet"))
    monkeypatch.chdir(tmp_path)
    for kind in ("csv", "toml", "xlsx", "json"):
        Path(f"vide.{kind}").touch()
        Path(f"octets.{kind}").write_bytes(bytes(range(256)) * 8)
        Path(f"dossier.{kind}").mkdir()
        os.mkfifo(f"tube.{kind}")
    Path("contacts.csv").write_text(CONTACTS, encoding="utf-8")
    Path("case.csv").write_text('nom;commune\n"' + "a" * 150_000 + '";Cluses\n', encoding="utf-8")
    Path("large.csv").write_text(";".join(f"c{i}" for i in range(600)) + "\n" + "x;" * 600, encoding="utf-8")
    Path("nombre.json").write_text("3", encoding="utf-8")
    Path("infini.json").write_text("NaN", encoding="utf-8")
    Path("boucle.csv").symlink_to("boucle.csv")
    for file in forged.iterdir():
        Path(file.name).symlink_to(file)
    return tmp_path


def laughs() -> bytes:
    """XML whose entities, once opened, weigh gigabytes."""
    names = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e0 "rire">{names}]><r>&e9;</r>'.encode()


def workbook(path: Path, parts: dict[str, bytes]) -> None:
    """A workbook with some parts put in place of the true ones."""
    from openpyxl import Workbook

    plain = io.BytesIO()
    book = Workbook()
    book.active.title = "Plan"
    book.active.append(["nom"])
    book.save(plain)
    with zipfile.ZipFile(plain) as true, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as forged:
        for name in {*true.namelist(), *parts}:
            forged.writestr(name, parts[name] if name in parts else true.read(name))


IMPORT = ("carnet", "importer", "--territoire", ARVE, "--oui")
TYPED = [
    # numbers
    (("impact", ARVE, "--activite", "25.73", "--emplois", "-1"), "doit être un nombre positif"),
    (("impact", ARVE, "--activite", "25.73", "--emplois", "nan"), "n'est pas un nombre"),
    (("impact", ARVE, "--activite", "25.73", "--emplois", "dix"), "« dix » n'est pas un nombre"),
    (("sites", ARVE, "--activite", "25.73", "--rayon", "inf"), "n'est pas un nombre"),
    (("sites", ARVE, "--activite", "25.73", "--rayon", "loin"), "« loin » n'est pas un nombre"),
    (("sites", ARVE, "--activite", "25.73", "--emplois", "0"), "de 1 à 100 000"),
    (("etablissements", "--autour", "Cluses", "--rayon", "-3"), "rayon"),
    (("acteurs", ARVE, "--activite", "25.73", "--nombre", "1,5"), "n'est pas un nombre valable (nombre entier)"),
    (("cout", "dossier.toml", "--tirages", "0"), "n'est pas dans l'intervalle"),
    (("carnet", "importer", "contacts.csv", "--seuil", "nan"), "n'est pas un nombre"),
    (("carnet", "effacer", "--import", "x", "--oui"), "n'est pas un nombre valable (nombre entier)"),
    (("comparer", "a", "b", "--date", "2024-13"), "n'existe pas"),
    # words
    (("acteurs", ARVE, "--activite", "25.73'; DROP TABLE"), "n'est pas une classe"),
    (("acteurs", ARVE, "--activite", "\x1b[31m\u202e25"), "n'est pas une classe"),
    (("acteurs", ARVE, "--produit", "../../etc"), "n'est pas un code de produit"),
    (("etablissements", "!!!"), "ne contient ni lettre ni chiffre"),
    (("entretien", ARVE, "--activite", "25.73", "--siret", "../../etc"), "n'est pas un SIRET"),
    (("carnet", "corriger", "35600000049837", "--champ", "nom", "--valeur", " "), "Valeur vide"),
    # a text that is not UTF-8, as a terminal in another encoding gives it
    (("carnet", "corriger", "35600000049837", "--champ", "nom", "--valeur", "\udcff", "--territoire", ARVE), "UTF-8"),
    # files of nothing, of anything, that never end
    (("cout", "octets.toml"), "n'est pas un texte en UTF-8"),
    (("cout", "tube.toml"), "n'est pas un fichier ordinaire"),
    (("plan", ARVE, "--edite", "vide.toml"), "est vide"),
    (("plan", ARVE, "--edite", "octets.xlsx"), "abîmé"),
    (("plan", ARVE, "--edite", "dossier.xlsx"), "c'est un dossier"),
    (("plan", ARVE, "--edite", "tube.toml"), "n'est pas un fichier ordinaire"),
    (("plan", ARVE, "--edite", "rire.xlsx"), "abîmé"),
    (("plan", ARVE, "--edite", "styles.xlsx"), "abîmé"),
    (("plan", ARVE, "--edite", "bombe.xlsx"), "démesuré"),
    (("sites", ARVE, "--sites", "boucle.csv"), "ne se lit pas"),
    (("sites", ARVE, "--sites", "tube.csv"), "n'est pas un fichier ordinaire"),
    (("sites", ARVE, "--sites", "large.csv"), "colonnes"),
    ((*IMPORT, "case.csv"), "dépasse 32"),
    ((*IMPORT, "large.csv"), "c'est trop"),
    ((*IMPORT, "tube.csv"), "n'est pas un fichier ordinaire"),
    ((*IMPORT, "rire.xlsx"), "abîmé"),
    ((*IMPORT, "bombe.xlsx"), "démesuré"),
    ((*IMPORT, "contacts.csv", "--correspondance", "octets.toml"), "n'est pas un texte en UTF-8"),
    ((*IMPORT, "contacts.csv", "--correspondance", "dossier.toml"), "c'est un dossier"),
    ((*IMPORT, "contacts.csv", "--correspondance", "absent.toml"), "introuvable"),
    (("carnet", "revoir", "--territoire", ARVE, "--decisions", "tube.csv"), "n'est pas un fichier ordinaire"),
    (("comparer", "tube.json", "tube.json"), "n'est pas un fichier ordinaire"),
    (("comparer", "infini.json", "infini.json"), "n'est pas du JSON lisible"),
    (("comparer", "nombre.json", "nombre.json"), "nombre.json : "),
]


@pytest.mark.parametrize(("command", "said"), TYPED, ids=[" ".join(command)[:60] for command, _ in TYPED])
def test_it_is_refused_in_one_sentence(command: tuple[str, ...], said: str, place: Path) -> None:
    told = refused(*command)
    assert said in told
    assert not any(mark in told for mark in ("Errno", "\x1b", "\u202e", "No such", "codec"))


def ancrage(*args: str, out: int | None = None, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own, as a shell starts it."""
    return subprocess.run(
        [sys.executable, "-m", "ancrage", *args],
        stdout=subprocess.PIPE if out is None else out,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": SOURCES, **environment},
        check=False,
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="propre à Linux")
def test_a_full_disk_behind_a_redirection_is_a_sentence() -> None:
    with Path("/dev/full").open("wb") as full:
        done = ancrage("cas", "--format", "csv", out=full.fileno())
    assert done.returncode == 2
    assert done.stderr.decode().startswith("Erreur : La sortie ne peut pas être écrite (le disque est plein).\n")
    assert done.stderr.count(b"\n") == 2


@pytest.mark.parametrize("environment", [{"PYTHONIOENCODING": "cp1252"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}])
def test_what_is_redirected_is_utf8_whatever_the_machine(environment: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "strategie.toml"
    file.write_bytes(ancrage("strategie", "nouvelle", ARVE, **environment).stdout)
    assert "La Vallée de l'Arve" in file.read_text(encoding="utf-8")
    assert ancrage("strategie", "verifier", str(file), **environment).returncode == 0


def test_a_locked_store_is_a_sentence(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sqlite3

    from ancrage.store import location

    whole = location._sqlite

    def hurried(folder: str) -> location.Location:
        found = whole(folder)
        found.database["OPTIONS"]["timeout"] = 0.1
        return found

    monkeypatch.setattr(location, "_sqlite", hurried)
    assert run(*IMPORT, "contacts.csv").code == 0
    other = sqlite3.connect(place / "à moi" / "carnet" / "carnet.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    said = refused("carnet", "corriger", "35600000049837", "--champ", "nom", "--valeur", "x")
    assert "en cours d'écriture par un autre programme" in said
    other.close()


def test_a_user_without_a_home_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(BASE, raising=False)
    monkeypatch.setenv(FOLDER, "~personne-de-ce-nom/carnet")
    assert "désigne un utilisateur inconnu" in refused("carnet", "etat")


@pytest.mark.parametrize(
    ("failure", "code", "said"),
    [
        (MemoryError(), 2, "La mémoire de cette machine ne suffit pas."),
        (PermissionError(13, "Permission denied", "/a/b"), 2, "/a/b ne peut pas être lu ou écrit (vous n'en avez pas"),
        (ZeroDivisionError("x"), 1, "Ancrage a rencontré un défaut qui n'est pas de votre fait (ZeroDivisionError)."),
    ],
)
def test_what_no_one_foresaw(failure: Exception, code: int, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*args: object, **options: object) -> None:
        raise failure

    monkeypatch.setattr("ancrage.warehouse.edition.open_edition", fails)
    outcome = run("territoires")
    assert (outcome.code, outcome.out) == (code, "")
    assert said in outcome.err
    assert "Traceback" not in outcome.err
    if code == 1:  # our own mistake: the trace is kept for whoever mends it
        kept = Path(outcome.err.split("en joignant ")[1].split(",")[0])
        assert "ZeroDivisionError" in kept.read_text(encoding="utf-8")
        kept.unlink()


def test_a_terminal_is_never_driven_by_what_a_file_holds(place: Path) -> None:
    Path("noms.csv").write_text(
        "Raison sociale;Commune\n" + "Moules du Faucigny;Cluses\n" * 5 + "\x1b[31mROUGE\u202e;Cluses\n",
        encoding="utf-8",
    )
    assert run(*IMPORT, "noms.csv").code == 0
    said = run("carnet", "lister").out
    assert "ROUGE" in said and "\x1b" not in said and "\u202e" not in said


@pytest.mark.parametrize("typed", ["12,5", "12.5", "12,50"])
def test_a_decimal_comma_is_read_everywhere(typed: str, place: Path) -> None:
    for command in (
        ("sites", ARVE, "--activite", "25.73", "--format", "csv", "--rayon"),
        ("etablissements", "--autour", "Cluses", "--format", "csv", "--rayon"),
    ):
        assert run(*command, typed).out == run(*command, "12.5").out != ""


def test_two_commands_that_make_the_store_at_once(place: Path) -> None:
    """Both succeed: neither tells the user that her book is damaged."""
    environment = {**os.environ, "PYTHONPATH": SOURCES}
    both = [
        subprocess.Popen([sys.executable, "-m", "ancrage", "carnet", "etat"], env=environment, stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    assert [(one.communicate()[1], one.returncode)[1] for one in both] == [0, 0, 0]
