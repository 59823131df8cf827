"""Erasing: what was asked, all of it, its history and its bytes included, and nothing else, or a refusal."""

import json
from pathlib import Path

import pytest

from tests.commands import refused, run
from tests.store.test_store import BAMAREC, BOURGEAUX, CONTACTS, T, contacts, listed

__all__ = ["contacts"]
WITHOUT_SIRET = "Nom;Ville;Interlocuteur\nAtelier Inconnu Un;Cluses;Mme Un\nAtelier Inconnu Deux;Cluses;Mme Deux\n"


@pytest.fixture
def unknown(tmp_path: Path) -> Path:
    """Two firms that no register holds: their rows have no SIRET."""
    path = tmp_path / "petits.csv"
    path.write_text(WITHOUT_SIRET, encoding="utf-8")
    return path


@pytest.fixture
def bodies(tmp_path: Path) -> Path:
    path = tmp_path / "appuis.csv"
    path.write_text("Nom;Commune\nCTDEC;Cluses\n", encoding="utf-8")
    return path


@pytest.fixture
def whole_book(store: str, contacts: Path, unknown: Path, bodies: Path) -> list[dict[str, str]]:
    """Rows with a SIRET, and rows without one."""
    run("carnet", "importer", str(contacts), "--oui", *T)
    run("carnet", "importer", str(unknown), "--oui")
    run("carnet", "importer", str(bodies), "--oui", "--type", "soutiens")
    return listed()


def everything(folder: Path) -> str:
    """All that an export gives back, the history included."""
    assert run("carnet", "exporter", "--sortie", str(folder / "tout.json")).code == 0
    return (folder / "tout.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("siret", "said"),
    [
        ("", "vide"),
        ("  ", "vide"),
        ("\u00a0", "vide"),
        ("305945453", "9 chiffres"),
        ("3059454530004", "faux"),
        ("30594545300045", "faux"),
        ("Bourgeaux", "illisible"),
        ("35600000000048", "ne dit rien"),
    ],
)
def test_a_siret_that_names_nothing_erases_nothing(whole_book: list[dict[str, str]], siret: str, said: str) -> None:
    assert len(whole_book) == 8
    assert said in refused("carnet", "effacer", "--siret", siret, "--oui")
    assert listed() == whole_book


@pytest.mark.parametrize(
    "siret", ["305 945 453 00044", "305.945.453.00044", "305\u00a0945\u00a0453\u00a000044", " 30594545300044 "]
)
def test_a_siret_is_read_as_people_write_it(sqlite_store: Path, contacts: Path, siret: str) -> None:
    run("carnet", "importer", str(contacts), "--oui", *T)
    done = run("carnet", "effacer", "--siret", siret, "--oui")
    assert "1\u00a0ligne importée, 1\u00a0information." in done.out
    assert BOURGEAUX not in json.dumps(listed())
    assert len(listed()) == 4


def test_a_row_that_names_the_siret_without_being_linked_goes_too(store: str, tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text(f"SIRET;Champ;Valeur\n{BAMAREC};emplois;beaucoup\n{BOURGEAUX};emplois;12\n", encoding="utf-8")
    run("carnet", "importer", str(path), "--type", "corrections", "--oui", *T)
    assert [r["siret"] for r in listed()] == ["", BOURGEAUX]
    assert run("carnet", "effacer", "--siret", BAMAREC, "--oui").code == 0
    assert [r["siret"] for r in listed()] == [BOURGEAUX]
    assert "beaucoup" not in everything(tmp_path)


def test_one_row_alone(store: str, unknown: Path, tmp_path: Path) -> None:
    run("carnet", "importer", str(unknown), "--oui", *T)
    number = str(next(r for r in listed() if r["nom"] == "Atelier Inconnu Un")["numero"])
    assert run("carnet", "effacer", "--ligne", number, "--oui").code == 0
    assert [r["nom"] for r in listed()] == ["Atelier Inconnu Deux"]
    assert "Mme Un" not in everything(tmp_path)
    assert "pas dans le carnet" in refused("carnet", "effacer", "--ligne", number, "--oui")
    assert "pas dans le carnet" in refused("carnet", "effacer", "--import", "999999999999999999999999", "--oui")
    assert "pas dans le carnet" in refused("carnet", "effacer", "--ligne", "999999999999999999999999", "--oui")


def test_one_row_of_another_book_is_not_touched(store: str, unknown: Path) -> None:
    run("carnet", "importer", str(unknown), "--oui", *T)
    run("carnet", "importer", str(unknown), "--oui", "--territoire", "Cognac")
    number = str(listed(*T)[0]["numero"])
    assert "pas dans le carnet" in refused("carnet", "effacer", "--ligne", number, "--oui", "--territoire", "Cognac")
    assert run("carnet", "effacer", "--ligne", number, "--oui", *T).code == 0
    assert (len(listed(*T)), len(listed("--territoire", "Cognac"))) == (1, 2)


def test_the_history_keeps_no_erased_content(store: str, contacts: Path, tmp_path: Path) -> None:
    secret = contacts.with_name("contacts de Zoe TEMOIN.csv")
    secret.write_text(CONTACTS, encoding="utf-8")
    run("carnet", "importer", str(secret), "--oui", *T)
    name = "Chez Zoe TEMOIN, 06 12 34 56 78"
    assert run("carnet", "corriger", BOURGEAUX, "--champ", "nom", "--valeur", name).code == 0
    assert run("carnet", "corriger", BOURGEAUX, "--champ", "nom", "--valeur", "Zoe TEMOIN encore").code == 0
    doubtful = str(next(r for r in listed() if r["statut"] == "à revoir")["numero"])
    run("carnet", "revoir", "--ligne", doubtful, "--siret", BOURGEAUX)
    run("carnet", "revoir", "--ligne", doubtful, "--siret", BAMAREC)
    assert run("carnet", "effacer", "--siret", BOURGEAUX, "--oui").code == 0
    left = everything(tmp_path)
    assert "contacts de Zoe TEMOIN.csv" in left  # the import is still there, and its rows
    assert "Chez Zoe" not in left and "encore" not in left and "06 12 34" not in left
    assert BOURGEAUX not in left and BAMAREC in left
    history = json.loads(left)["historique"]
    assert [line["action"] for line in history].count("correction") == 2  # who did what, and when
    for number in {r["imported"] for r in imports()}:
        run("carnet", "effacer", "--import", str(number), "--oui")
    assert "TEMOIN" not in everything(tmp_path) and BAMAREC not in everything(tmp_path)


def imports() -> list[dict[str, int]]:
    from ancrage.store.models import Import

    return [{"imported": one.pk} for one in Import.objects.all()]


def test_no_byte_of_a_correction_stays_in_the_file(sqlite_store: Path, contacts: Path) -> None:
    run("carnet", "importer", str(contacts), "--oui", *T)

    def holds(text: str) -> bool:
        return any(text.encode() in path.read_bytes() for path in sqlite_store.iterdir())

    run("carnet", "corriger", BOURGEAUX, "--champ", "nom", "--valeur", "Chez Zoe TEMOIN")
    assert holds("TEMOIN")
    run("carnet", "effacer", "--siret", BOURGEAUX, "--oui")
    assert not holds("TEMOIN") and holds("BAMAREC")


def test_what_another_import_told_too_stays(store: str, contacts: Path, tmp_path: Path) -> None:
    run("carnet", "importer", str(contacts), "--oui", *T)
    longer = contacts.with_name("plus.csv")
    longer.write_text(CONTACTS + "KONE;Levallois-Perret;;;;\n", encoding="utf-8")
    run("carnet", "importer", str(longer), "--oui", "--par", "Jeanne")
    enedis = next(r for r in listed() if r["statut"] == "à revoir")
    run("carnet", "revoir", "--ligne", str(enedis["numero"]), "--siret", str(enedis["siret"]))
    from ancrage.store.models import Import, Note

    def notes() -> list[tuple[str, str, str]]:
        return sorted(Note.objects.values_list("siret", "person", "text"))

    before = notes()
    first, second = Import.objects.order_by("id")
    done = run("carnet", "effacer", "--import", str(first.pk), "--oui")
    assert "4\u00a0lignes d'un autre import" in done.out
    assert notes() == before and set(Note.objects.values_list("row__imported", flat=True)) == {second.pk}
    statuses = [r["statut"] for r in listed()]
    assert statuses[:5] == ["apparié", "apparié", "non trouvé", "apparié", "doublon"]  # what was decided stays
    assert run("carnet", "effacer", "--import", str(second.pk), "--oui").code == 0
    assert notes() == [] and listed() == []


def test_sites_of_two_files_survive_one_of_them(store: str, bodies: Path) -> None:
    run("carnet", "importer", str(bodies), "--type", "soutiens", "--oui", *T)
    longer = bodies.with_name("plus.csv")
    longer.write_text(bodies.read_text(encoding="utf-8") + "Pôle;Cluses\n", encoding="utf-8")
    run("carnet", "importer", str(longer), "--type", "soutiens", "--oui")
    from ancrage.store.models import Import, SupportBody

    run("carnet", "effacer", "--import", str(Import.objects.order_by("id")[0].pk), "--oui")
    assert sorted(SupportBody.objects.values_list("name", flat=True)) == ["CTDEC", "Pôle"]


def test_nothing_old_is_no_error(store: str, contacts: Path) -> None:
    run("carnet", "importer", str(contacts), "--oui", *T)
    done = run("carnet", "effacer", "--avant", "2000-01-01", "--oui")
    assert (done.code, done.out) == (0, "Rien n'était à effacer.\n")
    assert len(listed()) == 5


def test_a_row_that_cannot_be_decided_is_a_sentence(store: str, contacts: Path, bodies: Path, tmp_path: Path) -> None:
    run("carnet", "importer", str(contacts), "--oui", *T)
    run("carnet", "importer", str(bodies), "--type", "soutiens", "--oui")
    path = tmp_path / "c.csv"
    path.write_text(f"SIRET;Champ;Valeur\n{BAMAREC};emplois;beaucoup\n", encoding="utf-8")
    run("carnet", "importer", str(path), "--type", "corrections", "--oui")
    for status, said in (("doublon", "répète"), ("enregistré", "d'une entreprise"), ("illisible", "illisible")):
        number = str(next(r for r in listed() if r["statut"] == status)["numero"])
        assert said in refused("carnet", "revoir", "--ligne", number, "--siret", BAMAREC)


def test_backups_alone_can_be_dropped(sqlite_store: Path) -> None:
    run("carnet", "etat")
    copy = sqlite_store / "carnet-avant-0002-20260101T000000Z.sqlite3"
    copy.write_bytes(b"")
    assert "confirmer" in refused("carnet", "effacer", "--sauvegardes")
    assert "supprimées : 1" in run("carnet", "effacer", "--sauvegardes", "--oui").out
    assert not copy.exists()


def test_a_list_of_one_establishment_reads_its_siret(sqlite_store: Path, contacts: Path) -> None:
    run("carnet", "importer", str(contacts), "--oui", *T)
    assert len(listed("--siret", "305.945.453.00044")) == 1
    assert "vide" in refused("carnet", "lister", "--siret", "")
    assert "9 chiffres" in refused("carnet", "lister", "--siret", "305945453")
    for empty in ("", " ", "\u00a0"):
        assert "vide" in refused("carnet", "corriger", empty, "--champ", "nom", "--valeur", "x")
        assert "vide" in refused("carnet", "fermer", empty)
