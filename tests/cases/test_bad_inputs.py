"""Bad input: one French sentence with the next step, exit code 2, no half-written file."""

import json
import os
import shutil
from pathlib import Path

import pytest

from ancrage.warehouse.edition import EMBEDDED, MANIFEST, open_edition
from tests.commands import refused


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    """A copy of the embedded edition, to be damaged."""
    return Path(shutil.copytree(EMBEDDED, tmp_path / "edition"))


def nothing_written(folder: Path) -> bool:
    return not folder.exists() or not any(folder.rglob("*"))


@pytest.mark.parametrize(
    ("territory", "said"),
    [
        ("Atlantide", "Aucun territoire ne s'appelle « Atlantide »"),
        ("Deux Vallées", "Plusieurs territoires"),
        ("84", "region:84"),
        ("communes:74081,00000", "00000 n'est le code INSEE d'aucune commune"),
        ("communes:", "aucune commune"),
        ("canton:7401", "n'est pas un niveau"),
        ("Chamonix-Mont-Blanc", "communes:74056"),
    ],
)
def test_a_territory_that_is_none(territory: str, said: str, tmp_path: Path) -> None:
    folder = tmp_path / "sortie"
    assert said in refused("etude", territory, "--sortie", str(folder))
    assert nothing_written(folder)


def test_a_folder_that_is_not_an_edition(tmp_path: Path) -> None:
    folder = tmp_path / "sortie"
    assert "n'est pas une édition" in refused("etude", "Cognac", "--edition", str(tmp_path), "--sortie", str(folder))
    assert nothing_written(folder)


def test_a_file_that_is_not_an_edition(tmp_path: Path) -> None:
    file = tmp_path / "edition.parquet"
    file.write_bytes(b"PAR1")
    assert "n'est pas une édition" in refused("territoires", "--edition", str(file))


def test_an_edition_of_another_version(edition: Path, tmp_path: Path) -> None:
    manifest = json.loads((edition / MANIFEST).read_text(encoding="utf-8"))
    (edition / MANIFEST).write_text(json.dumps(manifest | {"format": "99"}), encoding="utf-8")
    said = refused("etude", "Cognac", "--edition", str(edition), "--sortie", str(tmp_path / "sortie"))
    assert "au format 99" in said
    assert nothing_written(tmp_path / "sortie")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": "1"}', "\x00\x01"])
def test_a_manifest_that_is_none(edition: Path, text: str) -> None:
    (edition / MANIFEST).write_text(text, encoding="utf-8")
    assert "manifest" in refused("territoires", "--edition", str(edition))


@pytest.mark.parametrize("table", sorted(open_edition().manifest["tables"]))
def test_a_damaged_table_is_found(edition: Path, table: str) -> None:
    path = edition / open_edition().entry(table)["file"]
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)
    assert "est abîmée" in refused("donnees", "verifier", "--edition", str(edition))


@pytest.mark.parametrize("table", ["communes", "establishments", "trade_product"])
def test_a_study_on_a_damaged_table_writes_nothing(edition: Path, table: str, tmp_path: Path) -> None:
    path = edition / open_edition().entry(table)["file"]
    path.write_bytes(path.read_bytes()[:-100])
    said = refused("etude", "Cognac", "--edition", str(edition), "--sortie", str(tmp_path / "sortie"))
    assert f"{table}.parquet" in said
    assert nothing_written(tmp_path / "sortie")


def test_a_missing_table(edition: Path, tmp_path: Path) -> None:
    (edition / "trade_product.parquet").unlink()
    said = refused("etude", "Cognac", "--edition", str(edition), "--sortie", str(tmp_path / "sortie"))
    assert "trade_product" in said
    assert nothing_written(tmp_path / "sortie")


def test_an_output_folder_that_is_a_file(tmp_path: Path) -> None:
    taken = tmp_path / "sortie"
    taken.write_text("à moi")
    assert "ne peut pas être écrit" in refused("etude", "Cognac", "--sortie", str(taken))
    assert "ne peut pas être écrit" in refused("etude", "Cognac", "--sortie", str(taken / "dedans"))
    assert taken.read_text() == "à moi"


@pytest.mark.skipif(os.geteuid() == 0, reason="root écrit partout")
def test_an_output_folder_without_the_right_to_write(tmp_path: Path) -> None:
    closed = tmp_path / "fermé"
    closed.mkdir(mode=0o500)
    assert "ne peut pas être écrit" in refused("etude", "Cognac", "--sortie", str(closed / "sortie"))


def test_a_system_folder_that_nobody_writes() -> None:
    assert "ne peut pas être écrit" in refused("etude", "Cognac", "--sortie", "/proc/ancrage")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("territoire = 'Cognac'\n[enjeux]\nbonheur = 3", "« bonheur » est inconnu"),
        ("territoire = 'Cognac'\n[groupes]\nbesoin = -1", "« besoin »"),
        ("territoire = 'Cognac'\n[groupes", "TOML"),
        ("territoire = 'Atlantide'", "Aucun territoire ne s'appelle « Atlantide »"),
        ("[groupes]\nbesoin = 1", "ne nomme pas de territoire"),
    ],
)
def test_a_strategy_file_at_fault(text: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "strategie.toml"
    file.write_text(text, encoding="utf-8")
    assert said in refused("etude", str(file), "--sortie", str(tmp_path / "sortie"))
    assert nothing_written(tmp_path / "sortie")
