"""Cells and columns: identifiers, dates, numbers, headings."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage.domain.errors import AncrageError
from ancrage.inputs.cells import UnreadError, read_email, read_naf, read_number, read_state, read_yes_no
from ancrage.inputs.columns import (
    KINDS,
    Columns,
    check_mapping,
    fields_of,
    load_columns,
    mapping_file,
    parse_columns,
    propose,
)
from ancrage.inputs.dates import read_date
from ancrage.inputs.identifiers import read_siren, read_siret
from ancrage.inputs.position import lambert93_to_degrees, read_point, read_position
from ancrage.inputs.units import read_heading
from ancrage.methods import siret_is_valid


@pytest.mark.parametrize(
    ("read", "text", "expected"),
    [
        (read_siret, "502 376 445 00016", "50237644500016"),
        (read_siret, "50237644500016.0", "50237644500016"),
        (read_siret, "'50237644500016", "50237644500016"),
        (read_siret, "8678020200031", "08678020200031"),
        (read_siret, "", ""),
        (read_siren, "502376445", "502376445"),
        (read_siren, "50237644500016", "502376445"),
        (read_siret, '="34153288500033"', "34153288500033"),
        (read_siret, "341.532.885 00033", "34153288500033"),
        (read_siret, "341\u00a0532\u202f885\u00a000033", "34153288500033"),
        (read_siret, "SIRET : 341 532 885 00033", "34153288500033"),
        (read_siret, "3.4153288500033E+13", "34153288500033"),
        (read_siret, "N/A", ""),
        (read_siren, "FR 12 502376445", "502376445"),
        (read_state, "A", "ouvert"),
        (read_state, "F", "ferme"),
        (read_state, "Fermé depuis mars", "ferme"),
        (read_naf, "2562B", "25.62"),
        (read_naf, "25.62", "25.62"),
        (read_naf, "28", "28"),
        (read_email, "contact@exemple.fr", "contact@exemple.fr"),
    ],
)
def test_cells_are_understood(read, text, expected) -> None:  # type: ignore[no-untyped-def]
    assert read(text) == expected


@pytest.mark.parametrize(
    ("read", "text", "said"),
    [
        (read_siret, "5,02377E+13", "derniers chiffres sont perdus"),
        (read_siret, "50237644500017", "clé de contrôle"),
        (read_siret, "123", "3 chiffres au lieu de 14"),
        (read_siret, "à demander", "illisible"),
        (read_date, "31/02/2024", "n'existe pas"),
        (read_date, "bientôt", "illisible"),
        (read_number, "nan", "illisible"),
        (read_number, "inf", "illisible"),
        (read_number, "1_000", "illisible"),
        (read_number, "1e999", "raisonnable"),
        (read_number, "12 13", "illisible"),
        (read_number, "12 à 15", "n'est pas attendue"),
        (read_number, "3 ha", "donnez un nombre seul"),
        (read_state, "peut-être", "illisible"),
        (read_yes_no, "peut-être", "ni oui ni non"),
        (read_naf, "usinage", "illisible"),
        (read_email, "contact", "illisible"),
    ],
)
def test_cells_that_say_nothing_say_why(read, text, said) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UnreadError, match=said):
        read(text)


@given(st.text(max_size=20))
def test_a_siret_read_is_always_valid(text: str) -> None:
    try:
        found = read_siret(text)
    except UnreadError:
        return
    assert found == "" or siret_is_valid(found)


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (("Raison sociale", "Ville", "N° SIRET"), {"nom": 0, "commune": 1, "siret": 2}),
        (("DENOMINATION", "CP", "Localité"), {"nom": 0, "code_postal": 1, "commune": 2}),
        (("Nom de l'entreprise", "Code APE", "E-mail"), {"nom": 0, "activite": 1, "courriel": 2}),
        (("Entreprise", "Nom du contact", "Tél."), {"nom": 0, "personne": 1, "telephone": 2}),
        (("Entreprise", "Identifiant"), {"nom": 0, "siret": 1}),
        (("x", "y"), {"siret": 1}),
    ],
)
def test_headings_are_recognised(headers: tuple[str, ...], expected: dict[str, int]) -> None:
    row = ["" if "Identifiant" not in headers and "y" not in headers else "502 376 445 00016"] * len(headers)
    row[0] = "Forge"
    found = propose(headers, [row], "contacts").columns
    assert {name: headers.index(h) for name, h in found.items()} == expected


def test_a_mapping_file_comes_back_as_it_went(tmp_path: Path) -> None:
    headers = ('Nom "usuel"', "Ville\\CP", "Effectif")
    columns = Columns({"nom": headers[0], "commune": headers[1]}, ("Effectif",))
    path = tmp_path / "c.toml"
    path.write_text(mapping_file(columns, headers, "contacts"), encoding="utf-8")
    assert load_columns(path) == columns
    assert parse_columns('nom="Raison, sociale",siret=SIRET,autres=A') == Columns(
        {"nom": "Raison, sociale", "siret": "SIRET"}, ("A",)
    )


@pytest.mark.parametrize(
    ("columns", "kind", "said"),
    [
        ({"couleur": "Nom"}, "contacts", "n'existe pas"),
        ({"nom": "Absent"}, "contacts", "pas de colonne"),
        ({"nom": "Nom", "texte": "Nom"}, "contacts", "deux fois"),
        ({"commune": "Ville"}, "contacts", "quelle entreprise"),
        ({"nom": "Nom"}, "sites", "Il manque la colonne « Commune »"),
        ({"nom": "Nom"}, "corrections", "Il manque"),
    ],
)
def test_a_mapping_that_cannot_work_is_refused(columns: dict[str, str], kind: str, said: str) -> None:
    with pytest.raises(AncrageError, match=said):
        check_mapping(Columns(columns), ("Nom", "Ville"), kind)


@pytest.mark.parametrize("text", ["nom", "=x", "nom=", "nom=A,nom=B"])
def test_a_mapping_badly_typed_is_refused(text: str) -> None:
    with pytest.raises(AncrageError):
        parse_columns(text)


def test_every_kind_has_fields_and_persons_are_marked() -> None:
    assert all(fields_of(kind) for kind in KINDS)
    personal = {name for kind in KINDS for name, field in fields_of(kind).items() if field.personal}
    assert personal == {"personne", "courriel", "telephone", "auteur"}


@pytest.mark.parametrize(
    ("text", "kind", "unit", "expected"),
    [
        ("1 234,5", "ha", "", 1234.5), ("1.234,5", "ha", "", 1234.5), (",5", "ha", "", 0.5),
        ("12,5 ha", "ha", "", 12.5),
        ("1,234.5", "ha", "", 1234.5), ("1'234,5", "", "", 1234.5), ("1.234.567", "", "", 1234567.0),
        ("−3", "", "", -3.0),
        ("12500 m²", "ha", "", 1.25), ("12500", "ha", "m²", 1.25), ("3 ha", "ha", "m²", 3.0),
        ("2 km²", "ha", "", 200.0),
        ("50 ares", "ha", "", 0.5), ("400 kW", "MW", "", 0.4), ("10 l/s", "m³/j", "", 864.0),
        ("2 m3/h", "m³/j", "", 48.0),
        ("365 m³ par an", "m³/j", "", 1.0), ("17 000 €", "€", "", 17000.0), ("17 k€", "€", "", 17000.0),
        ("1,5 M€", "€", "", 1.5e6), ("17", "€", "k€", 17000.0), ("12 %", "", "", 12.0),
        ("1\u202f234,5", "", "", 1234.5),
        ("1,25E+04", "ha", "m2", 1.25), ("-", "ha", "", None), ("N/A", "", "", None), ("nc", "", "", None),
        ("#REF!", "ha", "", None),
    ],
)  # fmt: skip
def test_numbers_are_read_with_their_unit(text: str, kind: str, unit: str, expected: float | None) -> None:
    found = read_number(text, kind, unit).value
    assert found == (None if expected is None else pytest.approx(expected))


def test_a_number_read_otherwise_than_written_says_so() -> None:
    assert read_number("12,5 ha", "ha").note == "" and read_number("12500", "ha", "m²").note == ""
    assert "1,25 ha" in read_number("12500 m²", "ha").note
    assert "1,234" in read_number("1.234", "ha").note


@given(st.floats(min_value=-1e12, max_value=1e12, allow_nan=False).map(lambda x: round(x, 3)))
def test_a_number_written_the_french_way_comes_back(value: float) -> None:
    from ancrage.domain.wording import decimal

    assert read_number(decimal(value, 3)).value == pytest.approx(value)
    assert read_number(f"{value:.3f}").value == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2024-05-31", "2024-05-31"), ("31/05/2024", "2024-05-31"), ("1.6.24", "2024-06-01"), ("45443", "2024-05-31"),
        ("2024-05-31 00:00:00", "2024-05-31"), ("3 mars 2026", "2026-03-03"), ("mardi 3 mars 2026", "2026-03-03"),
        ("1er avril 2026", "2026-04-01"), ("février 2026", "2026-02"), ("févr. 2026", "2026-02"),
        ("mars-26", "2026-03"),
        ("03/2026", "2026-03"), ("2026", "2026"), ("T1 2026", "2026-T1"), ("2e trimestre 2026", "2026-T2"),
        ("S2 2026", "2026-S2"), ("fin 2026", "2026"), ('="2026"', "2026"), ("2024-05-31T10:00:00Z", "2024-05-31"),
    ],
)  # fmt: skip
def test_dates_are_read_with_the_precision_given(text: str, iso: str) -> None:
    assert read_date(text).iso == iso


@given(st.dates(min_value=__import__("datetime").date(1950, 1, 1), max_value=__import__("datetime").date(2100, 1, 1)))
def test_a_day_comes_back_however_it_is_written(day) -> None:  # type: ignore[no-untyped-def]
    from ancrage.inputs.dates import MONTHS

    for text in (day.isoformat(), f"{day:%d/%m/%Y}", f"{day.day} {MONTHS[day.month - 1]} {day.year}"):
        assert read_date(text).first == day and read_date(text).precision == "jour"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Oui", True), ("0", False), ("avérée", True), ("pollution avérée", True), ("inexistante", False),
        ("N/A", None),
        ("-", None), ("inconnue", None), ("suspectée", None), ("Non renseigné", None), ("x", True), ("néant", False),
    ],
)  # fmt: skip
def test_yes_no_and_unknown(text: str, expected: bool | None) -> None:
    assert read_yes_no(text).value is expected


@pytest.mark.parametrize(
    ("text", "name", "unit"),
    [
        ("Surface (m²)", "surface", "m²"), ("Surface m2", "surface", "m2"), ("surface_m2", "surface", "m2"),
        ("Surface disponible (m²)", "surface disponible", "m²"), ("Superficie en hectares", "superficie", "hectares"),
        ("Surface [ha]", "surface", "ha"), ("Eau (m³ par jour)", "eau", "m³ par jour"), ("Zone A", "zone a", ""),
        ("Commune\nd'implantation", "commune d implantation", ""), ("Coût, de (k€)", "cout de", "k€"),
    ],
)  # fmt: skip
def test_a_heading_is_read_with_its_unit(text: str, name: str, unit: str) -> None:
    assert (read_heading(text).name, read_heading(text).unit) == (name, unit)


def test_lambert_93_is_turned_into_degrees() -> None:
    assert lambert93_to_degrees(700_000, 6_600_000) == pytest.approx((3.0, 46.5), abs=1e-6)  # its origin, by definition
    # the Eiffel tower: both published positions agree to a few metres
    assert lambert93_to_degrees(648_237.3, 6_862_271.9) == pytest.approx((2.294481, 48.858370), abs=2e-4)


CLUSES = (6.58, 46.06)


def test_a_point_is_put_right_or_refused() -> None:
    assert read_position(6.52, 46.08, CLUSES, "Thyez").note == ""
    swapped = read_position(46.08, 6.52, CLUSES, "Thyez")
    assert swapped.value == (6.52, 46.08) and "échangées" in swapped.note
    metres = read_position(976_500, 6_557_500, CLUSES, "Cluses")
    assert metres.value == pytest.approx(CLUSES, abs=0.05) and "Lambert 93" in metres.note
    assert read_position(6_557_500, 976_500, CLUSES, "Cluses").value == metres.value
    for first, second in ((2.35, 48.85), (652_000, 6_862_000), (500.0, 3.0)):
        with pytest.raises(UnreadError):
            read_position(first, second, CLUSES, "Cluses")


@pytest.mark.parametrize(
    "text", ["POINT(6.58 46.06)", "6.58, 46.06", "6,58 ; 46,06", "[6.58,46.06]", "SRID=4326;POINT(6.58 46.06)"]
)
def test_points_are_read_however_they_are_written(text: str) -> None:
    assert read_point(text) == CLUSES
