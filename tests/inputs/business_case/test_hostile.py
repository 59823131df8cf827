"""Whatever the file holds: one French sentence, a next step, exit code 2, nothing written."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ancrage.domain.errors import AncrageError
from ancrage.inputs.business_case import read_case
from ancrage.warehouse.edition import Edition
from tests.commands import refused, run

SMALL = '[produit]\ncode = "84807100"\nvolume_par_an = 40\n[[ailleurs]]\npays = "CHN"\nprix = 46000\n'


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "dossier.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("volume_par_an = 40", "volume_par_an = 0", "ligne 3 : « volume_par_an » de [produit] doit être au-dessus de"),
        ("volume_par_an = 40", "volume_par_an = -5", "doit être au-dessus de zéro (-5)"),
        ("volume_par_an = 40", "volume_par_an = nan", "n'est pas un nombre fini (nan)"),
        ("volume_par_an = 40", "volume_par_an = [50, 40, 30]", "n'est pas dans l'ordre"),
        ("volume_par_an = 40", "volume_par_an = [30, 40]", "ni un nombre ni une fourchette de trois nombres"),
        ("volume_par_an = 40", "volume_par_an = true", "n'est pas un nombre (true)"),
        ("volume_par_an = 40\n", "", "« volume_par_an » de [produit] manque"),
        ("prix = 46000", "prix = 46000\ndroit_pct = 400", "ligne 7 : « droit_pct » de [[ailleurs]] 1 vaut 400"),
        ("prix = 46000", "prix = inf", "n'est pas un nombre fini (inf)"),
        ("prix = 46000", "prix = 1e30", "est un nombre démesuré"),
        ("prix = 46000", 'prix = "46000"', "n'est pas un nombre (« 46000 »)"),
        ("prix = 46000", "prix = -1", "hors de ce qui est possible"),
        ("prix = 46000", "", "« prix » de [[ailleurs]] 1 manque"),
        ("prix = 46000", "prix = 46000\ndroits_pct = 4", "« droits_pct » est inconnu"),
        ("prix = 46000", "prix = 46000\nvolatilite_pct = 4", "n'est pas à sa place"),
        ("prix = 46000", 'prix = 46000\ndevise = "USD"', "le taux de change n'est pas donné"),
        ("prix = 46000", 'prix = 46000\ndevise = "dollar"', "« devise » de [[ailleurs]] 1 vaut « dollar »"),
        ('"CHN"', '"Chnie"', "Le pays « Chnie » est inconnu"),
        ('"CHN"', '"XYZ"', "Le pays « XYZ » est inconnu"),
        ('"CHN"', '"France"', "La France n'est pas un pays étranger"),
        ('"84807100"', '"99999999"', "Le produit 99999999 n'"),
        ('"84807100"', '"8480; DROP"', "n'est pas un code de produit"),
        ('code = "84807100"', 'activite = "99.99"', "« 99.99 » n'est pas une classe"),
        ('code = "84807100"', 'activite = "62.01"', "ne fait pas de biens suivis par les douanes"),
        ('code = "84807100"\n', "", "Ni produit ni activité"),
        ("[[ailleurs]]", "[ici]\nprix = 0\n[[ailleurs]]", "« prix » de [ici] vaut"),
        ("[[ailleurs]]", '[ici]\ndevise = "USD"\n[[ailleurs]]', "« devise » de [ici]"),
        ("[[ailleurs]]", "[investissement]\nmontant_eur = 1e6\n[[ailleurs]]", "pas le coût de revient ici"),
        ("[produit]", "version = 2\n[produit]", "« version » vaut 2"),
        ("[produit]", "duree_ans = 1000\n[produit]", "« duree_ans » vaut 1000"),
        ("[produit]", 'titre = "a\\u0007"\n[produit]', "caractère de contrôle"),
        ("[produit]", "[produits]", "« produits » est inconnu"),
    ],
)
def test_nonsense_is_one_sentence(old: str, new: str, says: str, tmp_path: Path) -> None:
    assert old in SMALL
    said = refused("cout", str(written(tmp_path, SMALL.replace(old, new, 1))))
    assert says in said


def test_a_misprint_is_guessed(tmp_path: Path) -> None:
    said = refused("cout", str(written(tmp_path, SMALL + "droits_pct = 4\n")))
    assert "Vouliez-vous « droit_pct » ?" in said
    assert "Chine (CHN)" in refused("cout", str(written(tmp_path, SMALL.replace("CHN", "Chnie"))))


def test_every_mistake_is_told_with_its_line(tmp_path: Path) -> None:
    text = SMALL.replace("= 40", "= 0").replace("46000", '"x"')
    lines = refused("cout", str(written(tmp_path, text))).splitlines()
    assert lines[0].endswith("2 erreurs dans le dossier.")
    assert [line.split(" : ")[0] for line in lines[1:]] == ["Ligne 3", "Ligne 6"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "est vide"),
        (b"# rien\n", "est vide"),
        ("titre = \"d\u00e9j\u00e0\"\n".encode("cp1252"), "n'est pas un texte en UTF-8"),
        (b"\x00" * 50, "n'est pas un TOML valable"),
        (b"[produit\n", "n'est pas un TOML valable"),
        (b"a = 1" + b"0" * 300_000, "dépasse"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_case_is_refused(content: bytes, says: str, tmp_path: Path) -> None:
    assert says in refused("cout", str(written(tmp_path, content)))


def test_marks_and_line_ends_of_other_systems_are_read(tmp_path: Path) -> None:
    plain = run("cout", str(written(tmp_path, SMALL)), "--tirages", "100").out
    marked = b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode()
    assert run("cout", str(written(tmp_path, marked)), "--tirages", "100").out == plain


def test_six_origins_or_twice_the_same_are_too_many(tmp_path: Path) -> None:
    more = "".join(f'[[ailleurs]]\npays = "{c}"\nprix = 1\n' for c in ("PRT", "TUR", "IND", "POL", "VNM"))
    assert "trop d'origines" in refused("cout", str(written(tmp_path, SMALL + more)))
    twice = '[[ailleurs]]\npays = "Chine"\nprix = 1\n'
    assert "deux fois" in refused("cout", str(written(tmp_path, SMALL + twice)))


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    assert "introuvable" in refused("cout", str(tmp_path / "rien.toml"))
    assert "c'est un dossier" in refused("cout", str(tmp_path))
    assert "Aucun dossier" in refused("cout")


def test_a_formula_in_a_name_stays_text(tmp_path: Path) -> None:
    import openpyxl

    text = 'titre = "=1+1"\n' + SMALL.replace("[produit]", '[produit]\nlibelle = "<script>x</script>"')
    out = tmp_path / "sortie"
    assert run("cout", str(written(tmp_path, text)), "--sortie", str(out), "--tirages", "100").code == 0
    page = (out / "cout.html").read_text(encoding="utf-8")
    assert "<script" not in page and "<h1>=1+1</h1>" in page
    book = openpyxl.load_workbook(out / "cout.xlsx")
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


TOML_VALUE = st.recursive(
    st.sampled_from(
        ["0", "-1", "1e308", "nan", "inf", '""', '"CHN"', '"\\ud800"', "true", "2020-01-01", "9" * 400, "{}"]
    ),
    lambda inner: st.lists(inner, max_size=4).map(lambda found: f"[{', '.join(found)}]"),
    max_leaves=5,
)
KEYS = st.sampled_from(["volume_par_an", "code", "pays", "prix", "droit_pct", "devise", "version", "annee", "x"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(content=st.binary(max_size=300) | st.lists(st.tuples(KEYS, TOML_VALUE), max_size=3).map(
    lambda rows: (SMALL + "".join(f"{key} = {value}\n" for key, value in rows)).encode()
))  # fmt: skip
def test_no_case_ends_in_anything_but_a_sentence(content: bytes, edition: Edition, tmp_path: Path) -> None:
    try:
        read_case(written(tmp_path, content), edition)
    except AncrageError as error:
        assert error.message.endswith((".", "?")) and error.next_step
