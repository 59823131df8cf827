"""What became of an establishment since the register was made, from the edition to the study."""

import polars as pl
import pytest

from ancrage.domain.knowledge import Correction, Knowledge
from ancrage.domain.standing import standing
from ancrage.inputs.strategy import default_strategy
from ancrage.steps.local import Local
from ancrage.study.run import run_steps
from ancrage.warehouse.register import ADDED, CLOSED, TABLE, as_published

BETHUNE, FIGEAC, SAINT_CLAUDE, DUNKERQUE, COGNAC = "3205", "7611", "2716", "3213", "7509"
BRIDGESTONE = "36120038900019"


def said(siret, field, value):
    return Correction(siret, field, value, "2026-01-05", "développeur")


def rows_of(edition, name):
    return edition.table(CLOSED).filter(pl.col("name").str.contains(name))


def test_no_establishment_said_closed_is_left_in_the_register(edition):
    """Every study reads its establishments here: what is absent is named by none of the 306 zones."""
    alive, gone = edition.table(TABLE), edition.table(CLOSED)
    assert not set(alive["siret"]) & set(gone["siret"])
    assert set(alive["state"]) == {"ouvert_confirme", "entreprise_active", "non_verifie"}
    totals = edition.table("jobs_territory_class").filter(level="france")["jobs"].sum()
    assert totals == alive["jobs"].sum()
    for name in ("MBF ALUMINIUM", "JINJIANG SAM", "BRIDGESTONE", "WHIRLPOOL", "STORA ENSO", "ARJOWIGGINS", "DOUX"):
        assert rows_of(edition, name).height, name


@pytest.mark.parametrize("zone", [BETHUNE, FIGEAC, SAINT_CLAUDE, DUNKERQUE])
def test_a_closed_plant_is_neither_employer_nor_actor(edition, study, zone):
    made = study("zone_emploi", zone)
    closed = edition.table(CLOSED)
    sirets, names = set(closed["siret"]), set(closed["name"])
    alive = set(edition.table(TABLE)["name"])
    assert not {a.siret for a in made.actors} & sirets
    assert not {e.name for e in made.diagnostic.employers.main} & (names - alive)


def test_a_closing_is_said_and_one_to_confirm_is_marked(study):
    bethune = study("zone_emploi", BETHUNE).diagnostic.employers.remarks
    assert any(r.startswith("Signalés fermés, à confirmer") and "BRIDGESTONE" in r for r in bethune)
    (saint_claude,) = study("zone_emploi", SAINT_CLAUDE).diagnostic.employers.remarks
    assert "MBF ALUMINIUM (Saint-Claude, 375\xa0emplois au registre, 2021)" in saint_claude


def test_a_plant_without_a_size_is_named_and_fills_no_missing_link(edition, study):
    dunkerque = study("zone_emploi", DUNKERQUE)
    assert any("Aluminium Dunkerque" in r for r in dunkerque.diagnostic.employers.remarks)
    assert not any("métaux non ferreux" in m.label for m in dunkerque.diagnostic.missing_links)
    assert "Aluminium Dunkerque" not in set(dunkerque.local.register["name"])
    assert edition.table(ADDED).height > 80


def test_the_usual_name_stands_beside_the_one_of_the_register(study):
    first = study("zone_emploi", COGNAC).diagnostic.employers.main[0]
    assert first.name == "MARTELL & CO (RENAULT - CASTILLON)"
    assert first.standing.startswith("entreprise en activité en 2023")
    assert first.standing.endswith("site non confirmé")


def test_the_register_as_published_is_still_there(edition):
    every = as_published(edition)
    assert every.height == 39_335
    assert every["siret"].is_unique().all()
    assert every.filter(siret=BRIDGESTONE)["jobs"].item() == 750
    # MACO Productions makes blood bags: 32.50, and 13.95 in the register
    maco = "31377799700039"
    assert every.filter(siret=maco)["class"].item() == "13.95"
    assert edition.table(TABLE).filter(siret=maco)["class"].item() == "32.50"


ALONE = "30057094200056"  # alone in its class in its zone, 75 jobs in the register


@pytest.mark.parametrize("jobs", ["76", "100000", "0"])
def test_a_correction_of_jobs_never_stops_a_study(edition, territory, jobs):
    place = territory("zone_emploi", "7625")
    known = Knowledge("carnet", corrections=(said(ALONE, "emplois", jobs),))
    made = run_steps(edition, place, default_strategy(), knowledge=known)
    assert (made.local.country.jobs >= made.local.jobs).all()
    assert (ALONE in set(made.local.register["siret"])) is (jobs != "0")


def test_the_territory_brings_back_a_plant_that_a_source_says_closed(edition, territory):
    place = territory("zone_emploi", BETHUNE)
    local = Local(edition, place, (said(BRIDGESTONE, "ferme", "non"), said(BRIDGESTONE, "emplois", "12")))
    row = local.register.filter(siret=BRIDGESTONE).row(0, named=True)
    assert (row["jobs"], row["state"], row["state_source"]) == (12, "ouvert_confirme", "dit par le territoire")
    assert BRIDGESTONE not in set(local.closed["siret"])
    assert local.country.jobs.sum() == Local(edition, place).country.jobs.sum() + 12


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (("ouvert_confirme", "2021-12-31", "Géorisques"), "ouvert, confirmé en 2021 (Géorisques)"),
        (("entreprise_active", "2022-12-31", "INPI"), "entreprise en activité en 2022 (INPI), site non confirmé"),
        (("non_verifie", "2018-12-31", None), "non vérifié depuis 2018"),
        (("signale_ferme", "2021-06-22", "BODACC"), "signalé fermé en 2021 (BODACC)"),
    ],
)
def test_a_state_in_words(state, words):
    row = dict(zip(("state", "state_date", "state_source"), state, strict=True))
    assert standing({**row, "to_confirm": False}) == words
    assert standing({**row, "to_confirm": False, "warning": "nom à confirmer"}) == f"{words} ; nom à confirmer"
