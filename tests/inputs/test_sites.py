"""A list of sites as a territory writes it: what is read, what is refused, in one sentence each."""

import resource
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ancrage.domain.errors import AncrageError
from ancrage.domain.knowledge import OwnSite
from ancrage.domain.territory import Territory
from ancrage.inputs.sites import TEMPLATE, OwnSites, read_own_sites, sites_template
from ancrage.warehouse.edition import Edition
from tests.inputs.workbooks import ods, sheet

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
    with pytest.raises(AncrageError, match="4\u00a0communes répondent à") as error:
        read("nom;commune\nT;Saint-Denis\n")
    assert "93066" in error.value.next_step


def test_the_template_is_a_list_once_its_example_is_replaced(read: Read) -> None:
    with pytest.raises(AncrageError, match="que l'exemple"):
        read(sites_template())
    (site,) = read(sites_template() + ROW).sites
    assert site == READ
    assert sites_template().split("\n")[0].split(";") == [*TEMPLATE]


@pytest.mark.parametrize(
    ("cells", "said", "remedy"),
    [
        ({"surface_ha": "1e9"}, "ligne 2.*surface_ha.*hors des bornes.*10\u202f000 ha", "en ha"),
        ({"surface_ha": "12500"}, "hors des bornes.*des m² ?", "laissez vide"),
        ({"surface_ha": "-3"}, "hors des bornes", "laissez vide"),
        ({"surface_ha": "nan"}, "nombre illisible", "laissez vide"),
        ({"surface_ha": "inf"}, "nombre illisible", "laissez vide"),
        ({"surface_ha": "12 acres"}, "unité « acres »", "en ha"),
        ({"surface_ha": "12 kW"}, "unité « kW »", "en ha"),
        ({"surface_ha": "=1+1"}, "nombre illisible", "laissez vide"),
        ({"puissance_mw": "-1"}, "puissance_mw.*5\u202f000 MW", "en MW"),
        ({"eau_m3_par_jour": "9" * 40}, "eau_m3_par_jour.*raisonnable", "m³/j"),
        ({"nom": ""}, "« nom » : il manque", "Remplissez"),
        ({"commune": ""}, "« commune » : il manque", "Remplissez"),
        ({"commune": "Cluzes"}, "« Cluzes »", "Cluses"),
        ({"pollue": "peut-être"}, "ni oui ni non", "oui, non"),
        ({"disponible_le": "bientôt"}, "date illisible", "une année"),
        ({"disponible_le": "31/02/2027"}, "n'existe pas", "une année"),
        ({"longitude": "6,5", "latitude": ""}, "une seule des deux coordonnées", "vides"),
        ({"latitude": "146"}, "latitude 146.*des degrés", "vides"),
        ({"longitude": "2,35", "latitude": "48,85"}, r"à \d+ km du centre de la commune \(Cluses\)", "vides"),
        ({"longitude": "652000", "latitude": "6862000"}, "en mètres", "vides"),
        ({"nom": "x" * 300}, "dépasse 200 caractères", "Raccourcissez"),
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
        (HEAD, "que des en-têtes"),
        ("commune;surface_ha\nCluses;3\n", "il manque la colonne « nom »"),
        ("a;b\n1;2\n", "il manque les colonnes « nom » et « commune »"),
        ("nom;commune;surface (acres)\nT;Cluses;3\n", "« surface \\(acres\\) » n'est pas dans l'unité attendue"),
        ("nom;commune;surface (kW)\nT;Cluses;3\n", "n'est pas dans l'unité attendue"),
        ("nom;commune;nom\nT;Cluses;T\n", "deux colonnes disent « nom »"),
        (";".join(f"c{i}" for i in range(600)) + "\n" + ";".join("x" * 600) + "\n", "600\u00a0colonnes"),
        ("nom,commune,surface_ha\nT,Cluses,3,5\n", "plus de cases que de colonnes"),
        ('nom;commune\n"T;Cluses\n', "jamais refermé"),
        (HEAD + ROW + ROW, "même nom et même commune qu'à la ligne 2"),
        (b"PK\x03\x04 a workbook", "abîmé"),
        (b"%PDF-1.7", "un PDF"),
        ("nom;commune\n" + "T;Cluses;" * 1_300_000, "dépasse 10 Mo"),
        ("nom;commune\n" + "".join(f"T{i};Cluses\n" for i in range(5001)), "dépasse 5 000 lignes"),
    ],
    ids=range(16),
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


@pytest.mark.parametrize(
    ("heading", "cell", "area"),
    [
        ("Surface (m²)", "12500", 1.25), ("Surface m2", "12500", 1.25), ("Superficie (m2)", "12 500", 1.25),
        ("Surface disponible (m²)", "12500", 1.25), ("Surface disponible (ha)", "1,25", 1.25),
        ("Surface (km²)", "0,0125", 1.25), ("surface", "12500 m²", 1.25), ("Surface (ha)", "12,5 ha", 12.5),
        ("Disponibilité foncière", "3,2", 3.2), ("surface", "1.234,5", 1234.5), ("surface", ",5", 0.5),
    ],
)  # fmt: skip
def test_a_unit_is_converted_wherever_it_stands(read: Read, heading: str, cell: str, area: float) -> None:
    found = read(f"nom;commune;{heading}\nT;Cluses;{cell}\n")
    assert found.sites[0].area_ha == pytest.approx(area)
    if "m" in heading.lower().partition("(")[2]:
        assert any("converties en ha" in warning for warning in found.warnings)


def test_a_free_text_is_read_whatever_begins_it(read: Read) -> None:
    (site,) = read("nom;commune;surface_ha;remarque\nZone A;Cluses;12,5;- a voir avec le maire\n").sites
    assert site.note == "- a voir avec le maire" and site.area_ha == 12.5
    assert read("nom;commune\n=cmd|' /C calc'!A0;Cluses\n").sites[0].name == "=cmd|' /C calc'!A0"


@pytest.mark.parametrize(("cell", "polluted"), [("avérée", True), ("N/A", None), ("-", None), ("inexistante", False)])
def test_what_is_said_of_the_soil(read: Read, cell: str, polluted: bool | None) -> None:
    assert read(f"nom;commune;pollue\nT;Cluses;{cell}\n").sites[0].polluted is polluted


def test_a_point_given_backwards_is_put_right_and_said(read: Read) -> None:
    found = read("nom;commune;surface_ha;longitude;latitude\nA;Thyez;2;46,08;6,52\n")
    assert (found.sites[0].lon, found.sites[0].lat) == (6.52, 46.08)
    assert any("échangées" in warning for warning in found.warnings)
    metres = read("nom;commune;X;Y\nA;Cluses;976500;6557500\n")
    assert metres.sites[0].lon == pytest.approx(6.58, abs=0.05) and any("Lambert 93" in w for w in metres.warnings)


ZONES = (
    "site_id,site_nom,site_type,site_comm_nom,site_comm_insee,site_surf_brute,site_surf_comm_dispo,site_geompoint\n"
    '74081_SITE-ECO_00007,ZAE du Pont Vieux,zone d\'activité économique,Cluses,74081,24.6,3.4,"6.58, 46.06"\n'
    "74081_SITE-ECO_00008,ZAE pleine,zone d'activité économique,Cluses,74081,10,0,\n"
)


def test_the_legal_inventory_of_zones_gives_what_is_available(read: Read) -> None:
    found = read(ZONES)
    (site,) = found.sites
    assert (site.name, site.commune, site.area_ha, site.lon, site.lat) == (
        "ZAE du Pont Vieux",
        "74081",
        3.4,
        6.58,
        46.06,
    )
    assert any("ZAE pleine" in warning for warning in found.warnings)
    assert any("site_surf_brute" in warning for warning in found.warnings)


def test_the_inventory_of_brownfields_is_in_square_metres(read: Read) -> None:
    found = read(
        "site_id,site_nom,comm_nom,comm_insee,sol_pollution_existe,unite_fonciere_surface,urba_zone_lib,geompoint\n"
        "x,Ancienne usine,CLUSES,74081,pollution avérée,16750,UX,POINT(46.06 6.58)\n"
    )
    (site,) = found.sites
    assert (site.area_ha, site.polluted, site.zoning, site.lon) == (1.675, True, "UX", 6.58)
    assert any("en m2" in warning and "ha" in warning for warning in found.warnings)


def test_a_workbook_is_a_list_too(tmp_path: Path, edition: Edition, territory) -> None:
    rows = [["Nom", "Commune", "Surface (m²)"], ["Zone A", "Cluses", 12500], ["Total", None, 12500]]
    (tmp_path / "s.ods").write_bytes(ods(sheet("Notice", [["Lisez-moi"]]), sheet("Zones", rows)))
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "s.xlsx")
    for name in ("s.ods", "s.xlsx"):
        (site,) = read_own_sites(tmp_path / name, edition, territory("zone_emploi", "8414")).sites
        assert (site.name, site.commune, site.area_ha) == ("Zone A", "74081", 1.25)


def test_a_thousand_misspelt_communes_are_answered_at_once(read: Read) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    with pytest.raises(AncrageError, match="erreurs"):
        read("nom;commune\n" + "".join(f"T{i};Comune{i}\n" for i in range(1000)))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_utime - before < 8


@given(st.one_of(st.binary(max_size=300), st.text(max_size=200).map(lambda t: (HEAD + t).encode("utf-8", "replace"))))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
def test_no_file_ends_in_a_traceback(read: Read, content: bytes) -> None:
    try:
        assert read(content).sites
    except AncrageError as error:
        assert error.message.endswith((".", "?")) and error.next_step
