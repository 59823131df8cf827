"""`ancrage etablissements`: what a developer types every day, what she reads, what Excel opens."""

import csv
import io
import json

import openpyxl
import pytest

from tests.commands import refused, run


def listed(*args: str) -> list[dict]:
    outcome = run("etablissements", *args, "--format", "json")
    assert outcome.code == 0, outcome
    document = json.loads(outcome.out)
    return document.get("etablissements") or document.get("entreprises") or []


def test_a_name_a_number_and_a_mistyped_name_find_the_same_firm() -> None:
    by_name = listed("bontaz")
    assert {row["siren"] for row in by_name} == {"607020245"}
    assert listed("bontas") == by_name == listed("607 020 245") == listed("FR 99 607020245")


def test_the_page_says_what_was_understood() -> None:
    outcome = run("etablissements", "--activite", "décolletage", "--autour", "Cluses", "--rayon", "10")
    assert outcome.code == 0
    assert "Activité : 25.62A décolletage." in outcome.out
    assert "À 10 km au plus de Cluses, à vol d'oiseau." in outcome.out
    assert "Distances à vol d'oiseau depuis Cluses." in outcome.out
    assert "Page 1 sur" in outcome.out and "--page 2" in outcome.out
    assert (
        "au moins 20 salariés (INSEE, établissements connus fin 2018, complétés par des preuves de 2020 à 2026)"
        in outcome.out
    )


def test_a_name_kept_silent_is_said_so() -> None:
    outcome = run("etablissements", "60582047100023")
    assert "nom non diffusé" in outcome.out
    assert listed("60582047100023")[0]["nom"] is None
    assert "nom non diffusé" in run("etablissements", "60582047100023", "--format", "csv").out


def test_filters_add_up() -> None:
    rows = listed("--territoire", "zone_emploi:8414", "--activite", "25.62", "--taille", "100-249", "--tri", "taille")
    assert rows and {row["naf"][:5] for row in rows} == {"25.62"}
    assert {row["taille"] for row in rows} == {"100 à 199 salariés", "200 à 249 salariés"}
    jobs = [row["emplois_estimes"] for row in rows]
    assert jobs == sorted(jobs, reverse=True)


def test_a_radius_widens_a_territory_and_narrows_a_place() -> None:
    arve = ("--territoire", "zone_emploi:8414", "--famille", "#machines")
    here, wider = listed(*arve), listed(*arve, "--rayon", "60")
    assert {row["siret"] for row in here} < {row["siret"] for row in wider}
    inside = {row["siret"] for row in here}
    assert all(row["siret"] in inside or row["distance_vol_oiseau_km"] <= 60 for row in wider)
    both = listed(*arve, "--autour", "Cluses", "--rayon", "5")
    assert {row["siret"] for row in both} < inside
    assert max(row["distance_vol_oiseau_km"] for row in both) <= 5


def test_products_by_code_and_by_word() -> None:
    assert {row["naf"] for row in listed("--produit", "850760")} == {"27.20Z"}
    assert listed("--produit", "batterie lithium") == listed("--produit", "850760")


def test_several_values_widen_several_options_narrow() -> None:
    both = listed("--activite", "25.73", "--activite", "24.51", "--territoire", "region:84")
    assert {row["naf"][:5] for row in both} == {"25.73", "24.51"}
    assert {row["naf"] for row in listed("--famille", "#machines", "--activite", "25.62")} == {"25.62B"}
    said = refused("etablissements", "--famille", "#sante", "--activite", "25.62")
    assert "à la fois" in said


def test_groups_show_the_firm_and_its_establishments() -> None:
    (somfy,) = listed("somfy", "--groupes", "--territoire", "communes:74081")
    assert (somfy["sites"], somfy["sites_france"], len(somfy["etablissements"])) == (3, 5, 3)
    text = run("etablissements", "somfy", "--groupes", "--territoire", "communes:74081").out
    assert "SIREN 303 970 230 : 3\u00a0établissements" in text and "en France 5" in text
    assert text.count("    SOMFY ACTIVITES SA") == 3


def test_a_role_is_held_towards_an_activity_for_a_territory() -> None:
    rows = listed("--role", "producteur", "--activite", "25.62", "--territoire", "zone_emploi:8414", "--nombre", "5")
    assert {row["role"] for row in rows} == {"producteur possible"} and all(row["raison"] for row in rows)
    text = run("etablissements", "--role", "producteur", "--activite", "25.62", "--territoire", "zone_emploi:8414").out
    assert "producteur possible : " in text


def test_nothing_found_is_an_answer() -> None:
    outcome = run("etablissements", "zzzzzz")
    assert (outcome.code, outcome.out) == (0, "")
    assert "Aucun établissement du registre ne répond." in outcome.err and "20 salariés" in outcome.err
    assert run("etablissements", "bontaz", "--page", "999999999", "--groupes").out == ""
    outcome = run("etablissements", "bontaz", "--page", "9")
    assert (outcome.code, outcome.out) == (0, "") and "La page 9 est vide : 2\u00a0établissements" in outcome.err


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("303 970 230 00123",), "Le SIRET 303 970 230 00123 contient une faute de frappe"),
        (("303970231",), "Le SIREN 303 970 231 contient une faute de frappe"),
        (("35600000000049",), "La Poste"),
        (("30397023000",), "compte 11 chiffres"),
        (("a" * 101,), "compte 101 caractères"),
        (("--activite", "99.99"), "n'est ni un code ni un mot"),
        (("--activite", "25.64"), "25.62A Décolletage"),
        (("--activite", " "), "L'activité est vide."),
        (("--produit", "999999"), "n'existe pas"),
        (("--produit", "xyzzy"), "Aucun produit ne s'appelle « xyzzy »"),
        (("--produit", "!!"), "Le produit est vide."),
        (("--famille", "zzz"), "#sante"),
        (("--famille", "#"), "n'est pas une famille"),
        (("--taille", "249-50"), "n'est pas une taille"),
        (("--taille", "-"), "n'est pas une taille"),
        (("--taille", "grande"), "n'est pas une taille"),
        (("--taille", "1-5"), "Aucune tranche d'effectif"),
        (("--rayon", "10"), "Un rayon demande un centre."),
        (("--autour", "Cluses", "--rayon", "nan"), "n'est pas un nombre"),
        (("--autour", "Cluses", "--rayon", "-3"), "n'a pas de sens"),
        (("--autour", "Cluses", "--rayon", "inf"), "n'est pas un nombre"),
        (("--autour", "46.06,200"), "n'est pas un point de la Terre"),
        (("--autour", "Clusse"), "Cluses (74081)"),
        (("--autour", "Saint-Denis"), "93066 Saint-Denis (93)"),
        (("--autour", ""), "Aucune commune"),
        (("--territoire", ""), "Aucun territoire"),
        (("--tri", "distance"), "Une distance demande un centre."),
        (("--role", "producteur"), "Un rôle se tient"),
        (("--role", "client", "--territoire", "Cognac", "--activite", "25"), "activité précise"),
        (("bontaz", "--format", "xlsx"), "ne s'affiche pas à l'écran"),
        (("bontaz", "--sortie", "liste.doc"), "n'a pas d'extension connue"),
        (("bontaz", "--sortie", "absent/liste.csv"), "ne peut pas être écrit"),
        (("bontaz", "--nombre", "0"), "nombre"),
        (("bontaz", "--nombre", "1000000"), "nombre"),
        (("bontaz", "--page", "x"), "page"),
        (("bontaz", "--page", "9" * 30), "page"),
    ],
)
def test_bad_input_is_one_sentence(args: tuple[str, ...], said: str) -> None:
    assert said in refused("etablissements", *args)


@pytest.mark.parametrize("text", ["' OR 1=1 --", "[a-z", "%00", "a" * 100, "=1+1"])
def test_hostile_text_is_only_text(text: str) -> None:
    outcome = run("etablissements", text)
    assert outcome.code == 0 and "Traceback" not in outcome.err


@pytest.mark.parametrize("text", ["(((", "\\", "🙂", "\u202e", "*", "!!!"])
def test_a_text_without_a_letter_looks_for_nothing(text: str) -> None:
    assert "ne contient ni lettre ni chiffre" in refused("etablissements", text)


def test_csv_for_programs_reads_back() -> None:
    outcome = run("etablissements", "--activite", "25.62A", "--autour", "6.58,46.06", "--rayon", "8", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(outcome.out)))
    same = listed("--activite", "25.62A", "--autour", "6.58,46.06", "--rayon", "8")
    assert [row["siret"] for row in rows] == [row["siret"] for row in same]
    assert [float(row["distance_vol_oiseau_km"]) for row in rows] == [row["distance_vol_oiseau_km"] for row in same]


def test_csv_for_the_french_excel(tmp_path) -> None:
    path = tmp_path / "liste.csv"
    outcome = run("etablissements", "bontaz", "--autour", "Cluses", "--sortie", str(path))
    assert outcome.code == 0 and "2\u00a0lignes" in outcome.out
    content = path.read_bytes().decode("utf-8")
    assert content.startswith("\ufeffSIRET;SIREN;Nom;") and "\r\n" in content
    first = next(csv.DictReader(io.StringIO(content.lstrip("\ufeff")), delimiter=";"))
    assert first["SIRET"] == "607 020 245 00025"
    assert "," in first["Distance à vol d'oiseau (km)"]


def test_a_workbook_keeps_codes_as_text(tmp_path) -> None:
    path = tmp_path / "liste.xlsx"
    run("etablissements", "--territoire", "departement:01", "--taille", "500-", "--sortie", str(path))
    again = tmp_path / "encore.xlsx"
    run("etablissements", "--territoire", "departement:01", "--taille", "500-", "--sortie", str(again))
    assert path.read_bytes() == again.read_bytes()
    lines = list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))
    head = next(i for i, line in enumerate(lines) if line[0] == "SIRET")
    rows = lines[head + 1 :]
    assert rows and all(isinstance(row[0], str) and len(row[0]) == 14 for row in rows)
    assert all(row[lines[head].index("Commune (code INSEE)")].startswith("01") for row in rows)
    assert any("au moins 20 salariés" in str(line[0]) for line in lines[:head])


def test_a_failed_export_leaves_the_old_file(tmp_path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text("ancien")
    refused("etablissements", "303970231", "--sortie", str(path))
    assert path.read_text() == "ancien" and list(tmp_path.iterdir()) == [path]
