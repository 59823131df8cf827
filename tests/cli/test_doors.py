"""What is typed wrong, hostile or huge, at every command: a short French sentence, never the wrong file."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ancrage.cli import comparer, every_study
from ancrage.cli.main import COMMANDS, stop
from ancrage.cli.terminal import plain, shortened
from ancrage.warehouse import territories
from tests.commands import refused, run

ROOT = Path(__file__).parents[2]
ESCAPE = "\x1b[31mrouge\x1b[0m\x07\u202e"


@pytest.mark.parametrize("args", [(), ("carnet",), ("strategie",), ("donnees",)])
def test_a_command_alone_prints_its_help(args: tuple[str, ...]) -> None:
    done = run(*args)
    assert (done.code, done.out) == (2, "")
    assert (
        done.err.count("\n") > 5 and re.search(r"^Commandes\s:$", done.err, re.MULTILINE) and "Erreur" not in done.err
    )


@pytest.mark.parametrize(
    "args",
    [
        ("plan", "Cognac", "--sortie", "x.pdf"),
        ("plan", "Cognac", "--sortie", "x"),
        ("plan", "Cognac", "--format", "json", "--sortie", "x.pdf"),
        ("plan", "Cognac", "--format", "json", "--sortie", "x.toml"),
        ("etablissements", "bontaz", "--sortie", "x.pdf"),
        ("etablissements", "bontaz", "--format", "csv", "--sortie", "x.pdf"),
        ("carnet", "exporter", "--sortie", "x.docx"),
        ("carnet", "exporter", "--sortie", "x.docx", "--format", "json"),
        ("carnet", "revoir", "--sortie", "x.xlsx"),
        ("impact", "--tous", "region", "--sortie", "x.pdf"),
        ("etude", "Cognac", "--sortie", "x.html"),
        ("cout", "--modele", "--sortie", "x.xlsx"),
        ("entretien", "Cognac", "--activite", "25.62", "--sortie", "x.docx"),
    ],
)
def test_a_name_that_a_command_does_not_write(
    args: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "x" in refused(*args)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["", "  ", "\u00a0"])
@pytest.mark.parametrize(
    "args",
    [
        ("etude", "Cognac", "--sortie"),
        ("etude", "Cognac", "--plan"),
        ("plan", "Cognac", "--sortie"),
        ("sites", "Cognac", "--sites"),
        ("territoires", "Cognac", "--edition"),
        ("carnet", "importer"),
    ],
)
def test_an_empty_name_is_not_the_present_folder(args: tuple[str, ...], name: str) -> None:
    assert re.search("le nom est vide|option", refused(*args, name))


@pytest.mark.parametrize("limit", ["nan", "inf", "-1", "0", "-inf", "1e9"])
def test_a_limit_is_a_positive_number(limit: str, tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text("Nom\nBAMAREC\n")
    said = refused("carnet", "importer", str(tmp_path / "c.csv"), "--a-blanc", "--limite-mo", limit)
    assert re.search("n'a pas de sens|n'est pas un nombre", said)


def test_nothing_quoted_commands_a_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANCRAGE_DONNEES", str(tmp_path / "carnet"))
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "c.csv"
    path.write_text(f"Nom;{ESCAPE}x;Date\nBAMAREC;{ESCAPE};{ESCAPE}\n", encoding="utf-8")
    said = [
        run("carnet", "importer", str(path), "--a-blanc", "--colonnes", f"nom=Nom,autres={ESCAPE}x"),
        run("carnet", "importer", str(path), "--colonnes", "nom=absente"),
        run("carnet", "importer", str(path), "--type", "visites", "--oui", "--territoire", "Cognac", "--par", ESCAPE),
        run("carnet", "importer", str(path)),
        run("carnet", "etat"),
        run("carnet", "lister"),
        run("etude", ESCAPE),
    ]
    for done in said:
        text = done.out + done.err
        assert text and not re.search("[\x00-\x08\x0b-\x1f\x7f\u202e]", text), done


def test_no_file_commands_a_terminal(tmp_path: Path) -> None:
    plan, strategy = tmp_path / "plan.toml", tmp_path / "s.toml"
    plan.write_text(run("plan", "Cognac", "--format", "toml").out + '\n[[actions]]\ntitre = "a\\u001b[31mb"\n')
    lines = run("strategie", "nouvelle", "Cognac").out.splitlines()
    strategy.write_text("\n".join('notes = "a\\u001b[31mb"' if x.startswith("notes") else x for x in lines) + "\n")
    before = run("etude", "Cognac", "--plan", str(plan), "--sortie", str(tmp_path / "o"), "--formats", "json")
    study = (tmp_path / "o" / "etude.json").read_text().replace("Cognac", "Cog\\u001b[31mnac")
    (tmp_path / "autre.json").write_text(study)
    said = [
        run("plan", "Cognac", "--edite", str(plan)),
        run("strategie", "verifier", str(strategy)),
        run("comparer", str(tmp_path / "o"), str(tmp_path / "autre.json")),
    ]
    assert before.code == 0
    for done in said:
        assert done.code == 0 and not re.search("[\x00-\x08\x0b-\x1f\x7f]", done.out + done.err), done


def test_the_mapping_of_odd_headings_is_read_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ancrage.inputs.columns import Columns, load_columns, mapping_file

    headings = (f"Nom {ESCAPE}", 'dit "oui"\\', "ligne\nfin\x7f", "reste\x1b")
    mapping = Columns({"nom": headings[0], "commune": headings[1]}, (headings[2],))
    (tmp_path / "m.toml").write_text(mapping_file(mapping, headings, "contacts"), encoding="utf-8")
    assert load_columns(tmp_path / "m.toml") == mapping


def test_a_mapping_left_by_another_file_is_not_offered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ANCRAGE_DONNEES", str(tmp_path / "carnet"))
    for folder, heading in (("a", "Raison sociale"), ("b", "Entreprise")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "c.csv").write_text(f"{heading};Ville\nBAMAREC;Marnaz\n", encoding="utf-8")
    assert "c.correspondance.toml" in refused("carnet", "importer", "a/c.csv")
    first = (tmp_path / "c.correspondance.toml").read_text(encoding="utf-8")
    (tmp_path / "c.correspondance.toml").write_text(first + "# relu\n", encoding="utf-8")
    assert "c.correspondance.toml" in refused("carnet", "importer", "a/c.csv")  # the same file: its own, as corrected
    assert (tmp_path / "c.correspondance.toml").read_text(encoding="utf-8").endswith("# relu\n")
    assert "c.correspondance-2.toml" in refused("carnet", "importer", "b/c.csv")
    assert "Entreprise" in (tmp_path / "c.correspondance-2.toml").read_text(encoding="utf-8")
    again = run("carnet", "importer", "b/c.csv", "--correspondance", "c.correspondance-2.toml", "--a-blanc")
    assert again.code == 0, again.err


def test_a_message_has_an_end(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        stop("a" * 450_000, "b" * 450_000 + "\nautre ligne", 2)
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 3 and max(map(len, lines)) < 1000 and lines[2] == "autre ligne"
    assert len(refused("etude", "communes:" + ",".join(f"X{n:04d}" for n in range(5000)))) < 1500
    assert len(refused("etude", "x" * 100_000)) < 1500
    assert shortened("court", 10) == "court" and plain("a\x1bb\nc") == "a b c"


def test_a_study_too_big_to_be_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = tmp_path / "etude.json"
    bomb.write_bytes(b"[" + b"[]," * 5_000_000 + b"[]]")
    assert "trop de valeurs" in refused("comparer", str(bomb), str(bomb))
    bomb.write_bytes(b" " * (comparer.MOST_BYTES + 1))
    assert "dépasse" in refused("comparer", str(bomb), str(bomb))
    bomb.write_text(json.dumps({"version": "v" * 450_000, "cibles": []}))
    assert len(refused("comparer", str(bomb), str(bomb))) < 600


def test_a_file_that_may_not_be_read_is_told_in_french(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Click asks the system and answers in English: nobody asks before the reader does."""
    monkeypatch.setattr(os, "access", lambda *args, **options: False)
    path = tmp_path / "p.xlsx"
    path.write_bytes(b"")
    for args in (("plan", "Cognac", "--edite"), ("sites", "Cognac", "--sites"), ("cout",), ("comparer", str(path))):
        assert "is not readable" not in run(*args, str(path)).err


def test_a_business_case_page_asks_for_nothing(tmp_path: Path) -> None:
    case = ROOT / "docs" / "exemples" / "moules-arve.toml"
    assert run("cout", str(case), "--sortie", str(tmp_path)).code == 0
    pages = [path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.html")]
    assert pages and all("default-src 'none'" in page for page in pages)


def test_resuming_does_again_what_was_made_of_something_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    every = territories.candidates
    monkeypatch.setattr(
        territories, "candidates", lambda *of: sorted(every(*of), key=lambda found: found.population or 0)[:2]
    )
    args = ("etude", "--tous", "region", "--sortie", str(tmp_path / "o"), "--reprendre")
    assert "écrites : 2, déjà faites : 0" in run(*args).out
    assert "écrites : 0, déjà faites : 2" in run(*args).out
    lines = run("strategie", "nouvelle", "Cognac").out.splitlines()
    strategy = tmp_path / "s.toml"
    strategy.write_text("\n".join("besoin = 9" if x.startswith("besoin = ") else x for x in lines) + "\n")
    assert "écrites : 2, déjà faites : 0" in run(*args, "--strategie", str(strategy)).out
    assert "écrites : 0, déjà faites : 2" in run(*args, "--strategie", str(strategy)).out
    next((tmp_path / "o").glob(f"*/{every_study.INPUTS}")).unlink()
    assert "écrites : 1, déjà faites : 1" in run(*args, "--strategie", str(strategy)).out


@pytest.mark.parametrize("args", [("--help",), ("etablissements", "--activite", "25.62", "--format", "json")])
def test_a_reader_that_leaves_early_is_no_defect(args: tuple[str, ...]) -> None:
    around = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-m", "ancrage", *args]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=around) as process:
        assert process.stdout and process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 141


def test_help_keeps_its_sentences_without_docstrings() -> None:
    text = "ancrage --help".replace("ancrage", f"{sys.executable} -OO -m ancrage")
    around = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(text.split(), capture_output=True, text=True, check=True, env=around)
    assert "une stratégie de relocalisation" in done.stdout
    assert all(str(command.help).split("\n")[0][:20] in done.stdout for command in COMMANDS)


@pytest.mark.skipif(os.name == "nt", reason="ni tube ni signal de ce genre sous Windows")
def test_an_interruption_of_the_very_beginning_is_a_sentence() -> None:
    code = (
        "import builtins, os, signal\nreal = builtins.__import__\n"
        "def slow(name, *args, **options):\n"
        f"    if name == 'click':\n        os.kill(os.getpid(), {int(signal.SIGINT)})\n"
        "    return real(name, *args, **options)\n"
        "builtins.__import__ = slow\nfrom ancrage.__main__ import run\nrun()"
    )
    around = os.environ | {"PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=around)
    assert done.returncode == 130 and "Interrompu" in done.stderr and "Traceback" not in done.stderr
