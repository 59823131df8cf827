"""Bad files: repaired when they can be, refused with a sentence when not, nothing lost in between."""

from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from ancrage.domain.errors import AncrageError
from ancrage.files.spreadsheets import harmless
from ancrage.inputs.bytes import decode
from ancrage.inputs.table import read_sheet

TEXT = "Société;Ville\nForge de l'Étang;Évian\n"


def file(folder: Path, content: bytes, name: str = "fichier.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def said(path: Path, **options: float) -> str:
    with pytest.raises(AncrageError) as refusal:
        read_sheet(path, **options)  # type: ignore[arg-type]
    assert refusal.value.next_step
    return refusal.value.message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
def test_the_usual_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    sheet = read_sheet(file(tmp_path, TEXT.encode(encoding)))
    assert sheet.headers == ("Société", "Ville")
    assert sheet.rows == (("Forge de l'Étang", "Évian"),)


def test_accents_read_twice_are_mended(tmp_path: Path) -> None:
    spoilt = TEXT.encode("utf-8").decode("cp1252", "replace").encode("utf-8")
    sheet = read_sheet(file(tmp_path, spoilt))
    assert sheet.headers[0] == "Société"
    assert any("Accents réparés" in note for note in sheet.notes)


def test_an_unknown_encoding_names_its_line(tmp_path: Path) -> None:
    assert "la ligne 2" in said(file(tmp_path, b"Nom;Ville\nForge \x81\x8d;Evian\n"))


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_separators_are_found(tmp_path: Path, separator: str) -> None:
    lines = (["Nom", "Ville", "Texte"], ["A", "Cluses", '"un, deux; trois"'], ["B", "", ""])
    text = "\n".join(separator.join(line) for line in lines)
    sheet = read_sheet(file(tmp_path, text.encode()))
    assert sheet.headers == ("Nom", "Ville", "Texte")
    assert sheet.rows[0] == ("A", "Cluses", "un, deux; trois")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "vide"),
        (b"\n\n  \n", "vide"),
        (b";;;\n;;\n", "aucune ligne"),
        (b"Nom;Ville\n", "que des en-têtes"),
        (b"%PDF-1.7 ...", "un PDF"),
        (b"\xd0\xcf\x11\xe0rest", "ancien classeur"),
        (b"Nom" + bytes(range(1, 32)) * 20, "illisibles"),
        (b"PK\x03\x04rest", "abîmé"),
        (b"Nom\n" + b"A" * 40_000, "caractères"),
        (b"Nom;Ville\nA;B\nC;D\n" + b";".join([b"x"] * 900), "trop"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    assert message in said(file(tmp_path, content))


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "enorme.csv"
    with path.open("wb") as out:
        out.truncate(1_000_000_000)  # a hole: no byte on the disk
    assert "rien n'a été lu" in said(path)
    assert "dépasse 1" in said(file(tmp_path, b"a" * 2_000_000), size_limit_mb=1)
    assert "dossier" in said(tmp_path)
    assert "ne se lit pas" in said(tmp_path / "absent.csv")


def test_a_workbook_is_read_as_people_see_it(tmp_path: Path) -> None:
    path = tmp_path / "classeur.xlsx"
    book = xlsxwriter.Workbook(path)
    book.add_worksheet("vide")
    page = book.add_worksheet("contacts")
    page.write_row(0, 0, ["Liste 1"])
    page.write_row(1, 0, ["Nom", "SIRET", "Date", "Oui"])
    page.write_row(2, 0, ["Forge", 50237644500016])
    page.write_datetime(2, 2, __import__("datetime").datetime(2024, 5, 31), book.add_format({"num_format": "dd/mm/yy"}))
    page.write_boolean(2, 3, True)
    page.write_formula(3, 0, '=HYPERLINK("http://x")', None, "cliquez")
    page.write_string(3, 1, "=cmd|' /C calc'!A0")
    book.close()
    sheet = read_sheet(path)
    assert sheet.sheet == "contacts"
    assert sheet.rows[0] == ("Forge", "50237644500016", "2024-05-31", "oui")
    assert sheet.rows[1][:2] == ("cliquez", "=cmd|' /C calc'!A0")
    assert sheet.lines == (3, 4)
    assert "1 ligne de titre" in sheet.notes[0].replace("\u00a0", " ")
    assert "n'a pas de feuille" in said(path, sheet="autre")  # type: ignore[arg-type]


def test_odd_headings_are_told_apart_and_nothing_is_lost(tmp_path: Path) -> None:
    text = "Nom;Nom;;Ville\nA;B;C;D;E\n\nF\n"
    sheet = read_sheet(file(tmp_path, text.encode()))
    assert sheet.headers == ("Nom", "Nom (2)", "colonne 3", "Ville", "colonne 5")
    assert sheet.rows == (("A", "B", "C", "D", "E"), ("F", "", "", "", ""))
    assert sheet.lines == (2, 4)


def test_two_hundred_columns_are_fine(tmp_path: Path) -> None:
    text = ";".join(f"c{i}" for i in range(200)) + "\n" + ";".join("x" for _ in range(200)) + "\n"
    assert len(read_sheet(file(tmp_path, text.encode())).headers) == 200


def test_a_quote_never_closed_swallows_nothing(tmp_path: Path) -> None:
    assert "à la ligne 2" in said(file(tmp_path, b'Nom;Ville\n"Forge;Cluses\nKone;Paris\n'))
    sheet = read_sheet(file(tmp_path, b'Nom;Ville\nForge "Le Gua" SA;Cluses\n"Le" Gua;Paris\n'))
    assert [row[1] for row in sheet.rows] == ["Cluses", "Paris"]


def test_null_characters_go(tmp_path: Path) -> None:
    sheet = read_sheet(file(tmp_path, b"Nom;Ville\nFor\x00ge;Cluses\n"))
    assert sheet.rows == (("Forge", "Cluses"),)


@given(st.binary(max_size=300))
def test_any_bytes_give_text_or_a_sentence(content: bytes) -> None:
    try:
        text, _, _ = decode(Path("x.csv"), content)
    except AncrageError as refusal:
        assert refusal.message.endswith(".")
    else:
        assert "\x00" not in text


@given(st.text(max_size=30))
def test_no_exported_cell_is_a_formula(cell: str) -> None:
    assert not str(harmless(cell)).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_a_damaged_workbook_is_a_sentence(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Nom", "Ville"])  # type: ignore[union-attr]
    book.save(tmp_path / "bon.xlsx")
    content = (tmp_path / "bon.xlsx").read_bytes()
    assert "abîmé" in said(file(tmp_path, content[: len(content) // 2], "coupe.xlsx"))


@given(st.binary(max_size=300))
def test_any_mapping_file_is_read_or_is_a_sentence(content: bytes) -> None:
    from tempfile import NamedTemporaryFile

    from ancrage.inputs.columns import load_columns

    with NamedTemporaryFile(suffix=".toml") as made:
        made.write(content)
        made.flush()
        try:
            load_columns(Path(made.name))
        except AncrageError as error:
            assert error.message.endswith(".") and error.next_step
