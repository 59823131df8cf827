"""A list of sites as a territory writes it: what is read, what is refused, in one sentence each."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ancrage.domain.errors import AncrageError
from ancrage.domain.knowledge import OwnSite
from ancrage.domain.territory import Territory
from ancrage.inputs.sites import OwnSites, read_own_sites, sites_template
from ancrage.inputs.sites.columns import COLUMNS
from ancrage.warehouse.edition import Edition

Read = Callable[[str | bytes], OwnSites]
HEAD = "nom;commune;surface_ha;puissance_mw;eau_m3_par_jour;zonage;pollue;disponible_le;longitude;latitude;remarque\n"
ROW = "ZAC des Prés;Cluses;12,5;4;150;UX;non;2027;6,58;46,06;près du rail\n"
READ = OwnSite("ZAC des Prés", "74081", 6.58, 46.06, 12.5, 4.0, 150.0, "UX", False, "2027", "sites.csv", "près du rail")


@pytest.fixture
def read(tmp_path: Path, edition: Edition, territory: Callable[[str, str], Territory]) -> Read:
    def reader(content: str | bytes) -> OwnSites:
        path = tmp_path / "sites.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_own_sites(path, edition, territory("zone_emploi", "8414"))

    return reader


@pytest.mark.parametrize(
    "content",
    [
        HEAD + ROW,
        (HEAD + ROW).encode("utf-8-sig"),
        (HEAD + ROW).encode("cp1252"),
        (HEAD + ROW).encode("utf-16"),
        (HEAD + ROW).replace("\n", "\r\n"),
        (HEAD + ROW).replace(";", "\t"),
        HEAD.replace(";", ",") + ROW.replace(",", ".").replace(";", ","),
        HEAD.replace(";", ",") + ",".join(f'"{cell}"' for cell in ROW.strip().split(";")),
        HEAD.replace("surface_ha", "Surface (ha)").replace("pollue", "Pollué").replace("nom", "Nom du site") + ROW,
        HEAD + "\n;;;;;;;;;;\n" + ROW + "\n",
        HEAD + ROW.replace("Cluses", "74081"),
        HEAD + ROW.replace("Cluses", "CLUSES"),
    ],
    ids=range(12),
)
def test_the_same_list_however_it_is_saved(read: Read, content: str | bytes) -> None:
    assert read(content).sites == (READ,)


def test_what_is_not_told_is_unknown_never_zero(read: Read) -> None:
    (site,) = read("nom;commune\nTerrain;Scionzier\n").sites
    assert (site.area_ha, site.power_mw, site.water_m3_per_day, site.polluted, site.lon) == (None,) * 5


def test_thousands_apart_and_zero_are_numbers(read: Read) -> None:
    (site,) = read("nom;commune;surface_ha;eau\nT;Cluses;1 234,5;0\n").sites
    assert (site.area_ha, site.water_m3_per_day) == (1234.5, 0.0)


def test_a_column_of_theirs_is_left_and_said(read: Read) -> None:
    found = read("nom;commune;référent technique\nT;Cluses;Mme Martin\n")
    assert len(found.sites) == 1 and "référent technique" in found.warnings[0]


def test_a_code_that_lost_its_zero_is_understood(read: Read) -> None:
    assert read("nom;commune\nT;1004\n").sites[0].commune == "01004"


def test_a_homonym_is_the_one_of_the_territory_or_is_asked(read: Read) -> None:
    with pytest.raises(AncrageError, match="plusieurs communes s'appellent") as error:
        read("nom;commune\nT;Saint-Denis\n")
    assert "93066" in error.value.next_step


def test_the_template_is_a_list_once_its_example_is_replaced(read: Read) -> None:
    with pytest.raises(AncrageError, match="que l'exemple"):
        read(sites_template())
    (site,) = read(sites_template() + ROW).sites
    assert site == READ
    assert sites_template().split("\n")[0].split(";") == [column.name for column in COLUMNS]


@pytest.mark.parametrize(
    ("cells", "said", "remedy"),
    [
        ({"surface_ha": "1e9"}, "ligne 2.*surface_ha.*n'est pas un nombre", "10\u202f000 ha"),
        ({"surface_ha": "1000000000"}, "hors des bornes", "10\u202f000 ha"),
        ({"surface_ha": "-3"}, "hors des bornes", "laissez vide"),
        ({"surface_ha": "0"}, "hors des bornes", "laissez vide"),
        ({"surface_ha": "nan"}, "n'est pas un nombre", "laissez vide"),
        ({"surface_ha": "inf"}, "n'est pas un nombre", "laissez vide"),
        ({"surface_ha": "12 ha"}, "n'est pas un nombre", "laissez vide"),
        ({"surface_ha": "=1+1"}, "n'est pas un nombre", "laissez vide"),
        ({"puissance_mw": "-1"}, "puissance_mw", "5\u202f000 MW"),
        ({"eau_m3_par_jour": "9" * 40}, "eau_m3_par_jour", "m³ par jour"),
        ({"nom": "=cmd|' /C calc'!A0"}, "verrait une formule", "Retirez ce signe"),
        ({"remarque": "@SUM(A1)"}, "verrait une formule", "Retirez ce signe"),
        ({"zonage": "+U"}, "verrait une formule", "Retirez ce signe"),
        ({"nom": ""}, "« nom » est vide", "Remplissez"),
        ({"commune": ""}, "« commune » est vide", "Remplissez"),
        ({"commune": "Cluse"}, "« Cluse » est inconnue", "Cluses (74081)"),
        ({"pollue": "peut-être"}, "ni oui ni non", "oui, non"),
        ({"disponible_le": "bientôt"}, "n'est pas une date", "une année"),
        ({"longitude": "6,5", "latitude": ""}, "une seule des deux coordonnées", "ou aucune"),
        ({"latitude": "146"}, "latitude", "90 degrés"),
        ({"nom": "x" * 300}, "dépasse 200 caractères", "Raccourcissez"),
        ({"nom": '"deux\nlignes"'}, "retour à la ligne", "Retapez"),
    ],
)
def test_nonsense_is_one_sentence_with_its_line(read: Read, cells: dict[str, str], said: str, remedy: str) -> None:
    row = dict(zip(HEAD.strip().split(";"), ROW.strip().split(";"), strict=True)) | cells
    with pytest.raises(AncrageError, match=said) as error:
        read(HEAD + ";".join(row.values()) + "\n")
    assert remedy in error.value.next_step
    assert "ligne 2" in error.value.message


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "est vide"),
        ("\n\n\n", "est vide"),
        (HEAD, "aucune ligne"),
        ("commune;surface_ha\nCluses;3\n", "il manque la colonne « nom »"),
        ("a;b\n1;2\n", "il manque les colonnes « nom » et « commune »"),
        ("nom;commune;surfase_ha\nT;Cluses;3\n", "« surfase_ha » est inconnue"),
        ("nom;commune;surface (m²)\nT;Cluses;30000\n", "n'est pas dans l'unité attendue"),
        ("nom;commune;nom\nT;Cluses;T\n", "deux colonnes disent « nom »"),
        (";".join(f"c{i}" for i in range(300)) + "\n", "300 colonnes"),
        ("nom,commune,surface_ha\nT,Cluses,3,5\n", "4 cases pour 3 colonnes"),
        ('nom;commune\n"T;Cluses\n', "guillemet n'est pas fermé"),
        (HEAD + ROW + ROW, "même nom et même commune qu'à la ligne 2"),
        (b"PK\x03\x04 a workbook", "un classeur"),
        (b"%PDF-1.7", "un PDF"),
        (b"nom;commune\nT\x00;Cluses\n", "n'est pas un texte lisible"),
        ("nom;commune\n" + "T;Cluses;" * 400_000, "dépasse 2 Mo"),
        ("nom;commune\n" + "".join(f"T{i};Cluses\n" for i in range(5001)), "dépasse 5 000 lignes"),
    ],
    ids=range(17),
)
def test_a_file_that_is_no_list_is_refused(read: Read, content: str | bytes, said: str) -> None:
    with pytest.raises(AncrageError, match=said) as error:
        read(content)
    assert error.value.next_step


def test_every_problem_is_told_at_once(read: Read) -> None:
    with pytest.raises(AncrageError, match="3 erreurs") as error:
        read("nom;commune;surface_ha\nA;Cluses;-1\nB;Nullepart-du-Tout;2\nC;Cluses;x\n")
    assert [line.split(" :")[0] for line in error.value.next_step.split("\n")] == ["Ligne 2", "Ligne 3", "Ligne 4"]


def test_a_folder_or_nothing_is_refused(tmp_path: Path, edition: Edition, territory) -> None:
    for path in (tmp_path, tmp_path / "absent.csv"):
        with pytest.raises(AncrageError) as error:
            read_own_sites(path, edition, territory("zone_emploi", "8414"))
        assert "--modele" in error.value.next_step


@given(st.one_of(st.binary(max_size=300), st.text(max_size=200).map(lambda t: (HEAD + t).encode("utf-8", "replace"))))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
def test_no_file_ends_in_a_traceback(read: Read, content: bytes) -> None:
    try:
        assert read(content).sites
    except AncrageError as error:
        assert error.message.endswith((".", "?")) and error.next_step
