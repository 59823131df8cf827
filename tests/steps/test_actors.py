"""Actors: each role explained, inference said, and what the territory knows honoured."""

from collections.abc import Callable

import polars as pl
import pytest

from ancrage.domain.errors import AncrageError
from ancrage.domain.knowledge import Correction, Knowledge, Signal, SupportBody
from ancrage.reference import read_reference
from ancrage.steps.actors import RADIUS_KM, ROLES, SHOWN, TARGETS, actors, find_actors, wanted_product
from ancrage.steps.actors.actor import (
    ATTRACT,
    CUSTOMER,
    DECLARED,
    INFERRED,
    KEEP,
    PIVOT,
    PRODUCER,
    SUPPLIER,
    SUPPORT,
    TOLD,
)
from ancrage.steps.actors.attract import FAR_KM
from ancrage.steps.actors.wanted import unknown_reference_codes
from ancrage.steps.diagnostic.know_how import know_how_at_risk
from ancrage.steps.local import Local
from ancrage.study.run import Results
from ancrage.warehouse.edition import Edition

Studies = Callable[[str, str], Results]


def test_each_target_has_its_actors_by_role_ranked_within(study: Studies) -> None:
    arve = study("zone_emploi", "8414")
    for target in arve.targets[:TARGETS]:
        mine = [a for a in arve.actors if a.target == target.activity]
        order = [ROLES.index(a.role) for a in mine]
        assert order == sorted(order)
        for role in ROLES:
            found = [a for a in mine if a.role == role]
            assert len(found) <= SHOWN
            assert [a.rank for a in found] == list(range(1, len(found) + 1))
            assert len({a.siret for a in found}) == len(found)
    away = [a for a in arve.actors if not a.here and a.role != ATTRACT]
    assert away and all((a.distance_km or 0) <= RADIUS_KM for a in away)
    assert all((a.distance_km or 0) > RADIUS_KM for a in arve.actors if a.role == ATTRACT)


def test_every_role_is_one_sentence_and_inference_is_said(study: Studies) -> None:
    found = study("zone_emploi", "8414").actors
    assert {PRODUCER, SUPPLIER, CUSTOMER, PIVOT, ATTRACT} <= {a.role for a in found}
    assert all(a.reason.endswith(".") and a.reason[0].isupper() and "  " not in a.reason for a in found)
    for a in found:
        if a.role in (SUPPLIER, CUSTOMER):
            assert a.proof == INFERRED and "déduit, non vérifié" in a.reason and a.confidence != "forte"
        if a.role in (PIVOT, ATTRACT, KEEP):
            assert a.proof == INFERRED and a.confidence != "forte"


def test_a_trade_partner_is_named_for_a_link_between_classes(study: Studies) -> None:
    """Never for an average of branches: every supplier and customer is of a pair that `liens_classes.csv` writes."""
    rows = read_reference("liens_classes.csv")
    pairs = set(rows.select("fournisseur", "client").iter_rows())
    reason = {(s, c): why for s, c, why in rows.iter_rows()}
    found = actors(study("zone_emploi", "8414").local, ["25.62", "23.13", "22.11"])
    for a in found:
        if a.role in (SUPPLIER, CUSTOMER):
            pair = (a.activity, a.target) if a.role == SUPPLIER else (a.target, a.activity)
            assert pair in pairs and reason[pair] in a.reason and "branche" not in a.reason
    assert {a.role for a in found} >= {SUPPLIER, CUSTOMER}


def test_a_pivot_shares_machines_or_rare_trades(study: Studies) -> None:
    """Cognac: a plasterboard maker is no maker of spirits, nor cheese of fish, for a shared maintenance team."""
    found = actors(study("zone_emploi", "7509").local, ["11.01", "10.20", "16.24"])
    pivots = [a for a in found if a.role == PIVOT]
    assert pivots and {a.target for a in pivots} == {"16.24"}
    words = ("Magasinage", "Comptabilité", "maintenance d'équipements", "Secrétariat")
    assert not [a for a in pivots if any(w.lower() in a.reason.lower() for w in words)]
    assert len({(a.target, a.siren) for a in pivots}) == len(pivots)


@pytest.mark.parametrize("rooted", ["10.81", "19.20", "23.51", "24.10", "08.12"])
def test_an_immovable_plant_is_not_to_attract(study: Studies, rooted: str) -> None:
    assert [a for a in actors(study("zone_emploi", "8414").local, [rooted]) if a.role == ATTRACT] == []


def test_whom_to_attract_has_a_reason_and_an_employer(study: Studies) -> None:
    found = [a for a in study("zone_emploi", "8414").actors if a.role == ATTRACT]
    assert found
    for a in found:
        assert "employeur d" in a.reason and "non pour un déménagement" in a.reason
        assert "sites de ce métier" in a.reason or "métiers rares" in a.reason
        assert (a.distance_km or 0) <= FAR_KM


def test_same_activity_on_the_spot_comes_before_the_rest(study: Studies) -> None:
    turners = [a for a in actors(study("zone_emploi", "8414").local, ["25.62"]) if a.role == PRODUCER]
    assert all(a.activity == "25.62" and a.here for a in turners)
    assert all(a.confidence == "forte" and a.proof == DECLARED for a in turners)
    assert len({a.siret for a in turners}) == len(turners)
    jobs = [a.jobs for a in turners]
    assert jobs == sorted(jobs, reverse=True)


def test_a_name_helps_only_when_a_product_is_asked(edition: Edition, study: Studies) -> None:
    """Angoulême: two makers of batteries; a firm of another class whose name says the product comes close behind."""
    local = study("zone_emploi", "7502").local
    found = [a for a in find_actors(local, [wanted_product(edition, "850760")], 6) if a.role == PRODUCER]
    assert [a.name for a in found[:2]] == ["ARTS ENERGY", "SAFT"]
    cheese = wanted_product(edition, "040690")
    assert cheese.subclasses == {"10.51C"}


def test_a_pivot_does_something_else_and_is_not_named_twice(study: Studies) -> None:
    found = actors(study("zone_emploi", "8414").local, ["26.51"])
    makers = {a.siret for a in found if a.role == PRODUCER}
    pivots = [a for a in found if a.role == PIVOT]
    assert pivots and not makers & {a.siret for a in pivots}
    assert all(a.activity != "26.51" for a in pivots)


def test_distance_counts_from_the_centre(study: Studies) -> None:
    cluses = next(a for a in study("zone_emploi", "8414").actors if a.commune_label == "Cluses")
    assert cluses.distance_km == pytest.approx(4, abs=5)


def test_no_establishment_around_no_actor(study: Studies) -> None:
    """An activity that no establishment of the register can declare is near to none."""
    local = study("zone_emploi", "8414").local
    assert [a for a in actors(local, ["84.11"]) if a.role == PRODUCER] == []


def test_a_product_unknown_to_the_edition_is_read_at_its_heading(edition: Edition) -> None:
    newer = wanted_product(edition, "854143")
    assert newer.read_at == "8541" and newer.main == "26.11"
    assert wanted_product(edition, "850760").read_at is wanted_product(edition, "8507").read_at is None
    for wrong in ("99999999", "batterie", "000000"):
        with pytest.raises(AncrageError):
            wanted_product(edition, wrong)


def test_the_authored_tables_name_only_known_codes(edition: Edition) -> None:
    assert unknown_reference_codes(edition) == []


SOMFY = "30397023000122"


def told(field: str, value: str) -> tuple[Correction, ...]:
    return (Correction(SOMFY, field, value, "2026-01-01", "essai"),)


def corrected(study: Studies, corrections: tuple[Correction, ...]) -> Local:
    local = study("zone_emploi", "8414").local
    return Local(local.edition, local.territory, corrections)


def test_a_firm_told_closed_never_appears(study: Studies) -> None:
    assert SOMFY in {a.siret for a in actors(study("zone_emploi", "8414").local, ["27.11"])}
    local = corrected(study, told("ferme", "oui"))
    assert SOMFY not in {a.siret for a in actors(local, ["27.11", "25.62", "27.12"], shown=100)}
    assert local.jobs.sum() == study("zone_emploi", "8414").local.jobs.sum() - 750


def test_a_correction_wins_and_is_said(study: Studies) -> None:
    found = actors(corrected(study, told("activite", "32.50A")), ["32.50"])
    somfy = next(a for a in found if a.siret == SOMFY and a.role == PRODUCER)
    assert somfy.activity == "32.50" and somfy.proof == TOLD
    assert somfy.reason.endswith("(d'après le territoire : activité).")


@pytest.mark.parametrize(
    ("field", "value"), [("emplois", "-3"), ("emplois", "inf"), ("activite", "vis"), ("commune", "99999")]
)
def test_an_unreadable_correction_is_one_sentence(study: Studies, field: str, value: str) -> None:
    with pytest.raises(AncrageError, match=SOMFY):
        _ = corrected(study, told(field, value)).register


def test_support_bodies_are_those_the_territory_lists(study: Studies) -> None:
    local = study("zone_emploi", "8414").local
    body = SupportBody("Cetim-Ctdec", "centre technique", "74081", ("25.6",), "liste de l'agence")
    knowledge = Knowledge(origin="agence", bodies=(body,))
    found = [a for a in actors(local, ["25.62", "27.11"], knowledge=knowledge) if a.role == SUPPORT]
    assert [(a.target, a.name, a.commune_label, a.proof) for a in found] == [("25.62", "Cetim-Ctdec", "Cluses", TOLD)]
    assert not [a for a in actors(local, ["25.62"]) if a.role == SUPPORT]


def test_a_signal_puts_a_know_how_on_watch(study: Studies) -> None:
    local = study("zone_emploi", "8414").local
    assert "27.11" not in {k.activity for k in know_how_at_risk(local)}
    signal = Signal(SOMFY, "contrôle étranger", "2026-01-01", "presse", "rachat annoncé")
    found = {k.activity: k for k in know_how_at_risk(local, (signal,))}
    assert found["27.11"].signals == ("contrôle étranger (source : presse)",)
    elsewhere = Signal("38370387300034", "départ", None, "presse", "hors du territoire")
    assert know_how_at_risk(local, (elsewhere,)) == know_how_at_risk(local)


def test_know_how_at_risk_follows_the_register(study: Studies, edition: Edition) -> None:
    local = study("zone_emploi", "8414").local
    register = edition.table("establishments")
    for k in know_how_at_risk(local):
        every = register.filter(pl.col("class") == k.activity)
        assert k.establishments_in_france == every.height and k.establishments_here <= 2
        assert k.firms_in_france == every["siret"].str.slice(0, 9).n_unique()
        assert 0 < (k.hhi_here or 0) <= 1 and 0 < (k.hhi_france or 0) <= 1
        assert k.watch in ("haute", "moyenne", "basse") and "à surveiller" in k.sentence
