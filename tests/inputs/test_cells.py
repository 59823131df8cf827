"""Cells and columns: identifiers, dates, numbers, headings."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage.domain.errors import AncrageError
from ancrage.inputs.cells import (
    UnreadError,
    read_date,
    read_email,
    read_naf,
    read_number,
    read_siren,
    read_siret,
    read_yes_no,
)
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
        (read_date, "2024-05-31", "2024-05-31"),
        (read_date, "31/05/2024", "2024-05-31"),
        (read_date, "1.6.24", "2024-06-01"),
        (read_date, "45443", "2024-05-31"),
        (read_date, "2024-05-31 00:00:00", "2024-05-31"),
        (read_number, "1 234,5 ha", 1234.5),
        (read_yes_no, "Oui", True),
        (read_yes_no, "0", False),
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
        (read_date, "31/02/2024", "illisible"),
        (read_date, "bientôt", "illisible"),
        (read_number, "nan", "illisible"),
        (read_number, "inf", "illisible"),
        (read_number, "1_000", "illisible"),
        (read_number, "1e999", "illisible"),
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
