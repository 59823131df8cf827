"""What people type of a commune, and the one they get: codes of any year, names, postcodes, lists."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ancrage.domain.errors import AncrageError
from ancrage.inputs.communes import possible_communes, read_commune
from ancrage.inputs.directory import directory
from ancrage.inputs.perimeters import read_communes
from ancrage.warehouse.edition import Edition, open_edition
from tests.inputs.workbooks import ods, sheet

EDITION = open_edition()
KNOWN = directory(EDITION)
OLD = sorted(KNOWN.former)
ARVE = frozenset({"74042", "74081", "74264", "74278"})

READ = {
    "74081": ("74081", ""),
    "2a004": ("2A004", ""),
    "Cluses": ("74081", ""),
    "CLUSES CEDEX 9": ("74081", ""),
    "74300 Cluses": ("74081", ""),
    "74081 Cluses": ("74081", ""),
    "Saint-Denis (974)": ("97411", ""),
    "le mans": ("72181", ""),
    "Mans": ("72181", ""),
    "st etienne": ("42218", ""),
    "1004": ("01004", "1004 est lu 01004"),
    "74268": ("74010", "74268 Seynod, réunie à Annecy (74010) le 1er janvier 2017."),
    "Seynod": ("74010", "74268 Seynod, réunie à Annecy (74010) le 1er janvier 2017."),
    "Cherbourg-Octeville": ("50129", "ancien nom de Cherbourg-en-Cotentin"),
    "Cherbourg": ("50129", "ancien nom de Cherbourg-en-Cotentin"),
    "Morez": ("39368", "ancien nom de Hauts de Bienne"),
    "78228": ("91228", "78228 Évry a changé de code le 1er janvier 1968"),
    "20001": ("2A001", "a changé de code"),
    "27058": ("27676", "27058 Les Trois Lacs a changé de code"),
    "12218": ("12076", "12218 Conques-en-Rouergue, code plus récent que l'édition"),
    "75116": ("75056", "75116 est un arrondissement de Paris (75056)"),
    "Paris 16": ("75056", "une seule commune"),
    "Paris 16e": ("75056", "une seule commune"),
    "Marseille 1er arrondissement": ("13055", "une seule commune"),
    "Lyon 9e": ("69123", "une seule commune"),
    "75016 Paris": ("75056", ""),
    "Evry": ("89162", "département 89"),
    "74130": ("74130", "celui de Franclens, et non comme un code postal (Bonneville (74042)"),
}


@pytest.mark.parametrize(("text", "expected"), READ.items())
def test_a_commune_is_read_and_what_is_not_literal_is_told(text: str, expected: tuple[str, str]) -> None:
    code, told = expected
    reading = read_commune(EDITION, text)
    assert reading.value == code
    assert told in reading.note and bool(told) == bool(reading.note)


def test_a_small_homonym_is_told_with_the_one_that_bore_the_name() -> None:
    assert "Évry-Courcouronnes (91228)" in read_commune(EDITION, "Evry").note
    assert read_commune(EDITION, "Evry", {"91228"}).value == "89162"  # the name of today is the first


REFUSED = {
    "": "Aucune commune",
    "97801": "97801 Saint-Martin : collectivité d'outre-mer, hors de l'édition.",
    "97127": "97127 Saint-Martin : collectivité d'outre-mer, hors de l'édition.",
    "97500": "collectivité d'outre-mer",
    "Nouméa": "collectivité d'outre-mer",
    "Saint-Martin": "La collectivité d'outre-mer du même nom est hors de l'édition.",
    "Saint-Denis": "93066 Saint-Denis (93)",
    "51606": "a été partagée entre",
    "74600": "est un code postal, partagé par 3 communes",
    "74300": "74300 est l'ancien code INSEE de Vieugy, et aussi un code postal (Cluses (74081)",
    "74999": "Code postal ? Donnez le code INSEE",
    "Clusse": "Cluses (74081)",
    "Lyon 12": "est inconnue",
    "12,5": "n'est pas un code de commune",
}


@pytest.mark.parametrize(("text", "told"), REFUSED.items())
def test_what_is_no_single_commune_is_refused_with_what_to_type(text: str, told: str) -> None:
    with pytest.raises(AncrageError) as caught:
        read_commune(EDITION, text)
    assert told in str(caught.value).replace("\u00a0", " ")
    assert caught.value.next_step


def test_an_unknown_number_is_never_answered_by_spelling() -> None:
    with pytest.raises(AncrageError) as caught:
        read_commune(EDITION, "74999")
    assert "Vouliez-vous" not in str(caught.value)


def test_a_number_that_is_also_a_postcode_of_the_territory_is_asked_about() -> None:
    with pytest.raises(AncrageError, match=r"code INSEE de Franclens, hors du territoire.*Bonneville"):
        read_commune(EDITION, "74130", ARVE)
    assert read_commune(EDITION, "74300", {"74081"}, official=True).value == "74010"


def test_a_shared_name_is_that_of_the_territory() -> None:
    assert read_commune(EDITION, "Saint-Denis", {"93066"}).value == "93066"


@given(st.sampled_from(OLD))
@settings(max_examples=300)
def test_every_code_since_the_war_is_a_commune_of_the_edition_or_is_told(code: str) -> None:
    try:
        reading = read_commune(EDITION, code, official=True)
    except AncrageError as error:
        assert "partagée entre" in error.message or "outre-mer" in error.message
    else:
        assert reading.value in KNOWN.labels
        assert (reading.note == "") == (code in KNOWN.labels)


@given(st.sampled_from(sorted(KNOWN.labels)))
def test_every_code_of_the_edition_is_itself(code: str) -> None:
    assert read_commune(EDITION, code).value == code
    assert read_commune(EDITION, code.lstrip("0"), official=True).value == code
    assert code in possible_communes(EDITION, KNOWN.labels[code])


@given(st.text(max_size=30))
@settings(max_examples=50)
def test_any_text_is_a_commune_or_a_sentence(text: str) -> None:
    try:
        assert read_commune(EDITION, text).value in KNOWN.labels
    except AncrageError as error:
        assert error.next_step


LISTS = {
    "74081,74042": ("74042", "74081"),
    "74081;74042": ("74042", "74081"),
    "74081 74042": ("74042", "74081"),
    "74081\n74042": ("74042", "74081"),
    "Cluses, Bonneville et Thyez": ("74042", "74081", "74278"),
    "75101,75102": ("75056",),
    "1004": ("01004",),
    "74268, 74010": ("74010",),
    "74081, 74130": ("74081", "74130"),
    "74081, 74300": ("74010", "74081"),
    "Saint-Denis, 93001": ("93001", "93066"),
}


@pytest.mark.parametrize(("text", "codes"), LISTS.items())
def test_a_list_is_read_whatever_its_separator(text: str, codes: tuple[str, ...]) -> None:
    assert read_communes(EDITION, text).value == codes


def test_a_long_list_of_unknown_codes_is_cut() -> None:
    with pytest.raises(AncrageError) as caught:
        read_communes(EDITION, ",".join(str(number) for number in range(99000, 99900)))
    assert "900 communes" in caught.value.message.replace("\u00a0", " ") and len(str(caught.value)) < 400


def test_many_readings_are_told_in_a_few_lines() -> None:
    merged = [code for code in OLD if code.startswith("74") and len({r.commune for r in KNOWN.former[code]}) == 1]
    reading = read_communes(EDITION, ",".join(["74081", *merged]))
    assert len(reading.note.split("\n")) <= 8 and "autres lectures" in reading.note


@pytest.mark.parametrize(
    "text",
    [
        "code_insee;nom\n74081;Cluses\n74268;Seynod\n",
        "CODGEO,LIBGEO\n74081,Cluses\n74010,Annecy\n",
        "Commune\nCluses\nSeynod\n",
        "74081\n74268\n",
        "n°\tcom\tpopulation\n1\t74081\t17000\n2\t74010\t130000\n",
    ],
)
def test_a_file_of_communes_is_a_perimeter(tmp_path: Path, text: str) -> None:
    path = tmp_path / "communes.csv"
    for encoding in ("utf-8-sig", "cp1252"):
        path.write_bytes(text.encode(encoding))
        assert read_communes(EDITION, str(path)).value == ("74010", "74081")


def test_a_file_without_communes_is_told(tmp_path: Path) -> None:
    path = tmp_path / "communes.csv"
    with pytest.raises(AncrageError, match="ne se lit pas"):
        read_communes(EDITION, str(path))
    path.write_text("a;b\n1;2\n", encoding="utf-8")
    with pytest.raises(AncrageError, match="Aucune colonne ne donne les communes"):
        read_communes(EDITION, str(path))
    path.write_text("", encoding="utf-8")
    with pytest.raises(AncrageError):
        read_communes(EDITION, str(path))


@pytest.mark.parametrize(
    "rows", [[["CODGEO", "LIBGEO"], ["74081", "Cluses"], ["74278", "Thyez"]], [["Cluses"], ["Thyez"]],
             [["Périmètre", ""], ["Commune", "Population"], ["Cluses", 17000], ["Thyez", 6000], ["Total", 23000]]],
)  # fmt: skip
def test_a_workbook_of_communes_is_a_perimeter(edition: Edition, tmp_path: Path, rows: list[list[object]]) -> None:
    (tmp_path / "communes.ods").write_bytes(ods(sheet("Feuille1", rows)))
    assert read_communes(edition, str(tmp_path / "communes.ods")).value == ("74081", "74278")


@given(st.sampled_from(EDITION.table("territories").filter(level="epci")["code"].to_list()), st.sampled_from(",; \n\t"))
@settings(max_examples=40)
def test_every_list_of_an_intercommunality_reads_with_its_vanished_communes_and_lost_zeros(
    epci: str, mark: str
) -> None:
    codes = EDITION.table("communes").filter(epci=epci)["commune"].to_list()
    own = set(codes)
    heirs = {code: {row.commune for row in rows} for code, rows in KNOWN.former.items()}
    vanished = [code for code, those in heirs.items() if those <= own and len(those) == 1]
    listed = mark.join(code.lstrip("0") for code in codes + vanished)
    assert read_communes(EDITION, listed).value == tuple(sorted(codes))
