"""The store on both engines: what is imported is matched, kept, decided, corrected, given back, erased."""

import csv
import io
import json
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from ancrage.store.matching import Register
from ancrage.warehouse.edition import Edition
from tests.commands import refused, run
from tests.studies import from_file

T = ("--territoire", "La Vallée de l'Arve")
CONTACTS = """Raison sociale;Ville;N° SIRET;Interlocuteur;Tel;Remarques
Bourgeaux Basthard SARL;Scionzier;;Mme A.;+33 4 50 00 00 00;=cmd|' /C calc'!A0
BAMAREC;Marnaz;50237644500016;;;projet de four
Méca Truc Inconnue;Cluses;1,23E+13;;;
Enedis;;;;;
BAMAREC;Marnaz;50237644500016;;;projet de four
"""
BOURGEAUX, BAMAREC = "30594545300044", "50237644500016"


@pytest.fixture
def contacts(tmp_path: Path) -> Path:
    path = tmp_path / "contacts.csv"
    path.write_text(CONTACTS, encoding="utf-8")
    return path


def listed(*args: str) -> list[dict[str, str]]:
    return json.loads(run("carnet", "lister", "--format", "json", *args).out)


def test_a_file_is_matched_kept_and_given_back(store: str, contacts: Path, tmp_path: Path) -> None:
    done = run("carnet", "importer", str(contacts), "--oui", *T)
    assert done.code == 0, done.err
    assert "Mme Essai" in done.out and "20 salariés" in done.out
    rows = listed()
    assert [r["statut"] for r in rows] == ["apparié", "apparié", "non trouvé", "à revoir", "doublon"]
    assert [r["siret"] for r in rows[:2]] == [BOURGEAUX, BAMAREC]
    assert "SIRET abrégé par le tableur" in rows[2]["raison"]
    assert rows[4]["raison"] == "déjà à la ligne 3"
    assert "Mme A." not in json.dumps(rows)  # a person is shown only in exports

    assert run("carnet", "exporter", "--sortie", str(tmp_path / "x.csv")).code == 0
    text = (tmp_path / "x.csv").read_text(encoding="utf-8-sig")
    back = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert back[0]["Remarques"] == "'=cmd|' /C calc'!A0"
    assert [r["Raison sociale"] for r in back] == [line.split(";")[0] for line in CONTACTS.splitlines()[1:]]
    again = run("carnet", "importer", str(tmp_path / "x.csv"), "--a-blanc", "--type", "contacts")
    assert again.code == 0, again.err

    assert run("carnet", "exporter", "--sortie", str(tmp_path / "x.xlsx")).code == 0
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    cells = [cell for line in book["contacts"].iter_rows() for cell in line]
    assert "=cmd|' /C calc'!A0" in {c.value for c in cells}
    assert all(c.data_type != "f" for c in cells)
    assert run("carnet", "exporter", "--sortie", str(tmp_path / "x.json")).code == 0
    whole = json.loads((tmp_path / "x.json").read_text())
    assert whole["lignes"][0]["contenu"]["Remarques"] == "=cmd|' /C calc'!A0"
    assert whole["historique"][0]["par"] == "Mme Essai"


def test_the_same_file_twice_changes_nothing(store: str, contacts: Path) -> None:
    run("carnet", "importer", str(contacts), "--oui", *T)
    before = listed()
    again = run("carnet", "importer", str(contacts), "--oui")
    assert again.code == 0 and "rien n'a changé" in again.out
    assert listed() == before
    longer = contacts.with_name("plus.csv")
    longer.write_text(CONTACTS + "KONE;Levallois-Perret;;;;\n", encoding="utf-8")
    assert run("carnet", "importer", str(longer), "--oui").code == 0
    assert [r["statut"] for r in listed()[5:10]] == ["doublon"] * 5
    assert listed()[10]["nom"] == "KONE" and len(listed()) == 11


def test_an_import_that_fails_leaves_nothing(store: str, contacts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("carnet", "importer", str(contacts), "--oui", *T)
    from ancrage.store import writing

    def broken(*args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(writing, "write_entries", broken)
    other = contacts.with_name("autre.csv")
    other.write_text("Raison sociale;Ville\nKONE;Paris\n", encoding="utf-8")
    assert run("carnet", "importer", str(other), "--oui").code == 130
    assert len(listed()) == 5


def test_a_doubtful_row_is_decided_once_or_again(store: str, contacts: Path, tmp_path: Path) -> None:
    run("carnet", "importer", str(contacts), "--oui", *T)
    table = tmp_path / "a_revoir.csv"
    assert run("carnet", "revoir", "--sortie", str(table)).code == 0
    lines = list(csv.DictReader(io.StringIO(table.read_text(encoding="utf-8-sig")), delimiter=";"))
    assert [line["nom"] for line in lines] == ["Enedis"]
    filled = table.read_text(encoding="utf-8-sig").rstrip("\r\n") + "oui\r\n"
    table.write_text(filled, encoding="utf-8")
    done = run("carnet", "revoir", "--decisions", str(table), "--par", "Jeanne")
    assert "Décisions enregistrées : 1. Restent à revoir : 0." in done.out, done
    enedis = next(r for r in listed() if r["nom"] == "ENEDIS")
    assert enedis["statut"] == "apparié"
    number = str(enedis["numero"])
    assert "non trouvé" in run("carnet", "revoir", "--ligne", number, "--refuser").out
    from ancrage.store.models import Event, Note

    assert Note.objects.count() == 2
    assert [e.author for e in Event.objects.filter(action="décision").order_by("id")] == ["Jeanne", "Mme Essai"]
    assert "pas dans le carnet" in refused("carnet", "revoir", "--ligne", "99999", "--refuser")


def test_a_correction_is_laid_over_and_dated(store: str, contacts: Path) -> None:
    run("carnet", "importer", str(contacts), "--oui", *T)
    for value in ("70", "80"):
        assert run("carnet", "corriger", BAMAREC, "--champ", "effectif", "--valeur", value, "--par", "Léa").code == 0
    assert run("carnet", "fermer", BOURGEAUX).code == 0
    from ancrage.store.knowledge import knowledge_of
    from ancrage.store.models import Correction, Event

    known = knowledge_of("zone_emploi:8414")
    assert {(c.siret, c.field, c.value) for c in known.corrections} == {
        (BAMAREC, "emplois", "80"),
        (BOURGEAUX, "ferme", "oui"),
    }
    assert known.origin.startswith("carnet du territoire, 4\u00a0informations")
    assert "emplois : 80" in known.said_of(BAMAREC)
    assert Correction.objects.count() == 3  # the first value stays
    assert Correction.objects.get(value="70").old_value == "35"
    run("carnet", "corriger", BOURGEAUX, "--champ", "ferme", "--valeur", "non")
    reopened = knowledge_of("zone_emploi:8414")
    assert {(c.siret, c.value) for c in reopened.corrections if c.field == "ferme"} == {(BOURGEAUX, "non")}
    assert reopened.said_of(BOURGEAUX).endswith("ouvert")
    event = Event.objects.first()
    assert event is not None
    with pytest.raises(Exception, match="ne se modifie pas"):
        event.save()
    with pytest.raises(Exception, match="ne s'efface pas"):
        event.delete()


@pytest.mark.parametrize(
    ("field", "typed", "kept", "told"),
    [
        ("activite", "25.53Y", "activite = 25.62", "25.53Y est un code de la NAF 2025"),
        ("commune", "Seynod", "commune = 74010", "réunie à Annecy"),
        ("commune", "75116", "commune = 75056", "arrondissement de Paris"),
    ],
)
def test_a_correction_is_read_as_at_every_door(
    sqlite_store: Path, field: str, typed: str, kept: str, told: str
) -> None:
    outcome = run("carnet", "corriger", BAMAREC, "--champ", field, "--valeur", typed, *T)
    assert outcome.code == 0 and kept in outcome.out and told in outcome.err


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("emplois", "-3", "impossible"),
        ("emplois", "NaN", "illisible"),
        ("emplois", "12,5", "impossible"),
        ("activite", "99.99", "n'est pas une classe"),
        ("commune", "Atlantide", "inconnue"),
        ("commune", "Saint-Martin", "communes répondent"),
        ("couleur", "bleu", "champ à corriger inconnu"),
        ("ferme", "peut-être", "Ni oui ni non"),
    ],
)
def test_a_correction_that_cannot_be_is_refused(sqlite_store: Path, field: str, value: str, said: str) -> None:
    message = refused("carnet", "corriger", BAMAREC, "--champ", field, "--valeur", value, *T)
    assert said.lower() in message.lower()


def test_rows_are_matched_again_with_a_fuller_register(
    store: str, contacts: Path, register: Register, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    establishments = edition.table("establishments")
    poorer = Register(establishments.filter(pl.col("siret") != BOURGEAUX), edition.table("communes"))
    monkeypatch.setattr(Register, "of", lambda edition: poorer)
    run("carnet", "importer", str(contacts), "--oui", *T)
    assert listed()[0]["statut"] == "non trouvé"
    monkeypatch.setattr(Register, "of", lambda edition: register)
    decided = next(r for r in listed() if r["statut"] == "à revoir")["numero"]
    run("carnet", "revoir", "--ligne", str(decided), "--refuser")
    assert "1 apparié" in run("carnet", "rapprocher").out
    assert listed()[0]["siret"] == BOURGEAUX
    assert next(r for r in listed() if r["numero"] == decided)["statut"] == "non trouvé"  # someone said so
    assert "Aucune ligne" in run("carnet", "rapprocher").out
    from ancrage.store.models import Note

    assert Note.objects.filter(siret=BOURGEAUX).count() == 1


def test_erasing_leaves_only_counts(store: str, contacts: Path) -> None:
    run("carnet", "importer", str(contacts), "--oui", *T)
    assert "confirmer" in refused("carnet", "effacer", "--siret", BAMAREC)
    assert "une seule chose" in refused("carnet", "effacer", "--siret", BAMAREC, "--import", "1")
    done = run("carnet", "effacer", "--siret", BAMAREC, "--oui")
    assert "2\u00a0lignes importées, 1\u00a0information" in done.out
    assert BAMAREC not in json.dumps(listed())
    from ancrage.store.models import Event, Import, ImportedRow, Note

    assert Event.objects.filter(action="effacement").count() == 1
    number = Import.objects.get().pk
    assert run("carnet", "effacer", "--import", str(number), "--oui").code == 0
    assert not ImportedRow.objects.exists() and not Note.objects.exists() and not Import.objects.exists()
    assert "Mme A." not in json.dumps([e.details for e in Event.objects.all()])


def test_what_is_erased_leaves_no_byte_behind(sqlite_store: Path, contacts: Path) -> None:
    run("carnet", "importer", str(contacts), "--oui", *T)

    def holds(text: str) -> bool:
        return any(text.encode() in path.read_bytes() for path in sqlite_store.iterdir())

    assert holds("Mme A.")
    run("carnet", "effacer", "--siret", BOURGEAUX, "--oui")
    assert not holds("Mme A.")
    assert holds("projet de four")


def test_old_contacts_are_told_and_erased(store: str, contacts: Path) -> None:
    run("carnet", "importer", str(contacts), "--oui", *T)
    assert "ans" not in run("carnet", "etat").out
    from datetime import timedelta

    from ancrage.store.models import Import, ImportedRow

    one = Import.objects.get()
    one.created_at -= timedelta(days=4 * 365)
    one.save()
    said = run("carnet", "etat").out
    assert "5 lignes de contacts ont plus de 3 ans" in said
    day = said.split("--avant ")[1].split(" ")[0]
    assert "n'est pas une date" in refused("carnet", "effacer", "--avant", "hier", "--oui")
    assert run("carnet", "effacer", "--avant", day, "--oui").code == 0
    assert not ImportedRow.objects.exists()


def test_each_territory_has_its_own_book(store: str, contacts: Path) -> None:
    assert "--territoire" in refused("carnet", "lister")
    run("carnet", "importer", str(contacts), "--oui", *T)
    run("carnet", "importer", str(contacts), "--oui", "--territoire", "Cognac")
    assert "zone_emploi:8414" in refused("carnet", "lister")
    assert len(listed("--territoire", "Cognac")) == len(listed(*T)) == 5
    run("carnet", "fermer", BAMAREC, "--territoire", "Cognac")
    from ancrage.store.knowledge import knowledge_of

    assert not knowledge_of("zone_emploi:8414").corrections
    assert not knowledge_of("departement:74").origin


@pytest.mark.parametrize(
    ("kind", "text", "count"),
    [
        ("visites", "Entreprise;Ville;Date de visite;Compte rendu\nBAMAREC;Marnaz;31/05/2024;Cherche un terrain\n", 1),
        ("adherents", "SIRET;Date d'adhésion\n502 376 445 00016;45231\n", 1),
        ("signaux", "Entreprise;Ville;Type;Source\nBAMAREC;Marnaz;Redressement judiciaire;BODACC\nX;;bruit;\n", 1),
        ("soutiens", "Nom;Type;Commune;Activités;Source\nCTDEC;centre technique;Cluses;25.62, 28;site\n", 1),
        (
            "sites",
            "Nom;Commune;Surface (ha);Pollué;Longitude;Latitude\nZAE;Cluses;1,5;non;6.58;46.06\nB;Cluses;-2;;;\n",
            2,
        ),
        ("corrections", "SIRET;Champ;Valeur\n50237644500016;Effectifs;82\n50237644500016;emplois;beaucoup\n", 1),
    ],
)
def test_each_kind_of_file_reaches_the_steps(store: str, tmp_path: Path, kind: str, text: str, count: int) -> None:
    path = tmp_path / "fichier.csv"
    path.write_text(text, encoding="utf-8")
    done = run("carnet", "importer", str(path), "--type", kind, "--oui", *T)
    assert done.code == 0, done.err
    from ancrage.store.knowledge import knowledge_of

    known = knowledge_of("zone_emploi:8414")
    told = [*known.notes, *known.signals, *known.bodies, *known.sites, *known.corrections]
    assert len(told) == count
    if kind == "visites":
        assert (known.notes[0].date, known.notes[0].kind) == ("2024-05-31", "visite")
    if kind == "adherents":
        assert (known.notes[0].siret, known.notes[0].date) == (BAMAREC, "2023-11-01")
    if kind == "signaux":
        assert known.signals[0].kind == "procédure collective"
        assert "type de signal inconnu" in done.err
    if kind == "soutiens":
        assert known.bodies[0].activities == ("25.62", "28")
    if kind == "sites":
        assert (known.sites[0].area_ha, known.sites[0].polluted, known.sites[1].area_ha) == (1.5, False, None)
        assert "hors des bornes" in done.err


def test_the_state_says_where_and_how_much(store: str, contacts: Path) -> None:
    assert "Il est vide" in run("carnet", "etat").out
    run("carnet", "importer", str(contacts), "--oui", *T)
    said = run("carnet", "etat").out
    assert {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[store] in said
    assert "contacts.csv" in said and "à revoir : 1" in said


def test_a_study_uses_the_book_only_when_asked(sqlite_store: Path, contacts: Path, tmp_path: Path) -> None:
    run("carnet", "importer", str(contacts), "--oui", *T)
    for name, args in (("sans", ()), ("avec", ("--carnet",))):
        done = run("etude", "zone_emploi:8414", "--formats", "json", "--sortie", str(tmp_path / name), *args)
        assert done.code == 0, done.err
    without, with_it = (from_file(tmp_path / n / "etude.json") for n in ("sans", "avec"))
    # private notes are for their owner alone
    modes = [(tmp_path / n / "etude.json").stat().st_mode & 0o077 for n in ("sans", "avec")]
    assert modes[1] == 0 != modes[0]
    titles = [{limit["titre"] for limit in found["limites"]} for found in (without, with_it)]
    assert titles[1] - titles[0] == {"Carnet du territoire"}
    assert "Mme A." not in (tmp_path / "avec" / "etude.json").read_text()
    assert "pas de" not in run("acteurs", "zone_emploi:8414", "--activite", "25.62", "--carnet").err
    assert "cela vaut pour un territoire" in refused("etude", "--tous", "region", "--carnet")
