from pathlib import Path

import polars as pl
import pytest

from ancrage.domain.errors import AncrageError
from ancrage.reference import read_reference
from ancrage.sources import sirene_etablissements
from ancrage.warehouse import corrections as corrections_module
from ancrage.warehouse.corrections import telling
from ancrage.warehouse.table import Inputs
from ancrage.warehouse.tables.establishments import ESTABLISHMENTS, REGISTER_CORRECTIONS, SOURCE, TABLES
from ancrage.warehouse.tables.geography import COMMUNES
from ancrage.warehouse.tables.nomenclature import CLASSES, NAF
from tests.tiny import FILES, write_sources
from tests.warehouse.conftest import build_all


def test_firms_keep_their_name_and_persons_do_not(inputs):
    rows = build_all(inputs, COMMUNES, NAF, CLASSES, REGISTER_CORRECTIONS, ESTABLISHMENTS).tables["establishments"]
    names = dict(rows.select("siret", "name").iter_rows())
    assert names["11111111100011"] == "DECOLLETAGE DU BOURG"
    assert names["22222222200011"] is None


def test_the_establishment_placed_abroad_is_left_out(inputs):
    rows = build_all(inputs, COMMUNES, NAF, CLASSES, REGISTER_CORRECTIONS, ESTABLISHMENTS).tables["establishments"]
    assert rows.height == 3
    assert rows["class"].to_list() == ["25.62", "25.62", "24.51"]


@pytest.mark.parametrize(("old", "new"), [("25.62B", "25.62Q"), ("95169,Commeny", "99999,Néant")])
def test_an_unknown_code_stops_the_build(tmp_path, old, new):
    text = FILES["sirene_etablissements"].replace(old, new)
    with pytest.raises(AncrageError, match=new.split(",", maxsplit=1)[0]):
        build_all(
            Inputs(write_sources(tmp_path, sirene_etablissements=text)),
            COMMUNES,
            NAF,
            CLASSES,
            REGISTER_CORRECTIONS,
            ESTABLISHMENTS,
        )


def built(inputs):
    return build_all(inputs, COMMUNES, NAF, CLASSES, *TABLES[:4]).tables


def test_an_establishment_says_what_is_known_of_it(inputs):
    rows = {row["siret"]: row for row in built(inputs)["establishments"].iter_rows(named=True)}
    known, other = rows["11111111100011"], rows["33333333300011"]
    assert (known["state"], known["state_date"], known["usual_name"]) == (
        "ouvert_confirme",
        "2021-12-31",
        "GROUPE ARVE",
    )
    assert (other["state"], other["state_date"], other["state_source"]) == ("non_verifie", "2018-12-31", None)


CLOSINGS = [
    ("liquidation_entreprise", "1", True),
    ("liquidation_entreprise", "2", False),
    ("arret_probable", "1", True),
    ("arret_a_verifier", "1", False),
    ("entreprise_active", "1", False),
]


@pytest.mark.parametrize(("state", "sites", "closed"), CLOSINGS)
def test_what_closes_a_plant_and_what_is_only_shown(tmp_path, state, sites, closed):
    text = FILES["registre_etat"] + f"33333333300011,{state},2021-06-22,BODACC,jugement,{sites}\n"
    tables = built(Inputs(write_sources(tmp_path, registre_etat=text)))
    assert ("33333333300011" in tables["closed_establishments"]["siret"]) is closed
    assert ("33333333300011" in tables["establishments"]["siret"]) is not closed
    left = tables["establishments"].filter(siret="33333333300011")
    shown = bool(left.height) and left["warning"][0] is not None
    assert shown is (not closed and state != "entreprise_active")


def test_a_plant_absent_from_the_register_is_named_once_and_never_counted(inputs):
    tables = built(inputs)
    tiny = tables["added_establishments"].filter(pl.col("commune").str.starts_with("74"))
    assert tiny.select("name", "class", "source").rows() == [("FORGES DU HAMEAU", "24.51", "EUTL 2022")]
    assert "FORGES DU HAMEAU" not in set(tables["establishments"]["name"])


VINTAGE = "établissements connus fin 2018, complétés par des preuves de 2020 à 2026"


def checked(edition, **changes):
    """What the check of meaning says of the register with one row changed."""
    rows = edition.table("establishments")
    first = pl.col("siret") == rows["siret"][0]
    changed = rows.with_columns(
        **{name: pl.when(first).then(pl.lit(value)).otherwise(name) for name, value in changes.items()}
    )
    return ESTABLISHMENTS.check(changed, Inputs(Path(), {SOURCE: VINTAGE}, {"communes": edition.table("communes")}))


def test_the_register_of_the_edition_is_sound(edition):
    assert checked(edition) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"siret": "12345678901234"}, "clé de contrôle"),
        ({"lon": 55.5, "lat": -21.1}, "km de sa commune"),
        ({"siret": "93456789700019"}, None),
        ({"siret": "89345678300014"}, "SIREN attribué"),
    ],
)
def test_keys_points_and_vintage_are_checked_on_the_rows(edition, changes, said):
    problems = checked(edition, **changes)
    assert (said is None) or any(said in problem for problem in problems), problems


def test_an_undeclared_vintage_is_refused(edition):
    inputs = Inputs(Path(), {SOURCE: "mai 2022"}, {"communes": edition.table("communes")})
    assert "mai 2022" in ESTABLISHMENTS.check(edition.table("establishments"), inputs)[0]


@pytest.mark.parametrize(
    ("name", "declared", "told"),
    [
        ("RENAULT - CASTILLON", "MARTELL & CO", True),
        ("LA VACHE QUI RIT", "Fromageries Bel", True),
        ("MICHELIN", "Manufacture Française des Pneumatiques Michelin", False),
        ("SAFRAN AIRCRAFT ENGINES", "Safran Aircraft Engines", False),
        ("CTPG, MUET", "SASU", False),
        ("ASTEELFLASH ATLANTIQUE", "42184218800128", False),
        ("HMY FRANCE", "Pierre-Alain MARTIN", False),
        (None, "DUPONT INDUSTRIES", True),
    ],
)
def test_a_usual_name_is_a_firms_and_unlike_the_one_of_the_register(name, declared, told):
    assert telling(name, declared) is told


AUTHORED = [
    ("renamed", "FORGES NOUVELLES", {"usual_name": "FORGES NOUVELLES"}),
    ("usual_name", "LES FORGES", {"usual_name": "LES FORGES"}),
    ("succeeded_by", "FORGES ET CIE", {"usual_name": "FORGES ET CIE"}),
    ("activity", "25.62B", {"naf": "25.62B", "class": "25.62", "warning": "activité corrigée (24.51Z au registre)"}),
    ("size", "1200", {"jobs": 1200, "size_class": "1 000 à 1 999 salariés"}),
    ("moved", "74002", {"commune": "74002", "lon": 6.5}),
]


def authored(monkeypatch, kind, value, **changes):
    row = {
        "nature": kind, "siret": "33333333300011", "nom": "", "commune": "", "valeur": value, "date": "2024",
        "source": "page", "verifie": "oui", "confiance": "haute", "note": None,
    } | changes  # fmt: skip
    misplaced = row | {"nature": "moved", "siret": "06120022600035", "valeur": None}
    rows = pl.DataFrame([row, misplaced], schema=dict.fromkeys(row, pl.String))
    for module in (corrections_module, sirene_etablissements):
        monkeypatch.setattr(
            module, "read_reference", lambda name: rows if name == "corrections_registre.csv" else read_reference(name)
        )


@pytest.mark.parametrize(("kind", "value", "said"), AUTHORED)
def test_each_kind_of_correction_is_applied_and_can_be_undone(monkeypatch, inputs, kind, value, said):
    authored(monkeypatch, kind, value)
    tables = built(inputs)
    row = tables["establishments"].filter(siret="33333333300011").row(0, named=True)
    size = row["size_class"].replace("\u202f", " ").replace("\u00a0", " ")
    assert {name: size if name == "size_class" else row[name] for name in said} == said
    told = tables["register_corrections"].filter(siret="33333333300011")
    assert told.select("kind", "after", "status").rows() == [(kind, value, "appliquée")]


@pytest.mark.parametrize(
    ("kind", "value", "changes", "state"),
    [
        ("closed", None, {}, ("signale_ferme", False)),
        ("closed", None, {"verifie": "non"}, ("signale_ferme", True)),
        ("closed", None, {"confiance": "moyenne"}, None),
        ("closed", None, {"verifie": "non", "confiance": "basse"}, None),
        ("duplicate_of", "11111111100011", {}, ("doublon", False)),
        ("succeeded_by", "11111111100011", {}, ("doublon", False)),
        ("activity", "25.62B", {"verifie": "non"}, None),
        ("size", "1200", {"confiance": "moyenne"}, None),
    ],
)
def test_what_takes_an_establishment_out_and_what_only_flags_it(monkeypatch, inputs, *, kind, value, changes, state):
    authored(monkeypatch, kind, value, **changes)
    tables = built(inputs)
    gone = tables["closed_establishments"].select("state", "to_confirm").rows()
    assert gone == ([state] if state else [])
    if not state:
        row = tables["establishments"].filter(siret="33333333300011").row(0, named=True)
        assert row["warning"]
        assert (row["naf"], row["jobs"]) == ("24.51Z", 75)


def test_a_plant_proved_open_after_its_closing_is_open(monkeypatch, tmp_path):
    authored(monkeypatch, "closed", None, date="2019")
    text = FILES["registre_etat"] + "33333333300011,etablissement_actif,2021-12-31,IREP 2021,déclaration,1\n"
    tables = built(Inputs(write_sources(tmp_path, registre_etat=text)))
    row = tables["establishments"].filter(siret="33333333300011").row(0, named=True)
    assert (row["state"], row["warning"]) == ("ouvert_confirme", "fermeture à vérifier (2019)")
