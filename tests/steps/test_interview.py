"""Interview kits: eight good questions whatever the role, facts with status and source, nothing invented."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from ancrage.domain.knowledge import Knowledge, Note, Signal
from ancrage.reference import read_reference
from ancrage.steps.actors import actors
from ancrage.steps.cases import case_base
from ancrage.steps.interview import Kit, bearings, interview_kits
from ancrage.steps.interview.bearings import Bearings
from ancrage.steps.interview.questions import EIGHT, bank, eight_questions, mentions
from ancrage.steps.local import Local
from ancrage.study.run import Results
from ancrage.warehouse.edition import Edition, open_edition

Studies = Callable[[str, str], Results]
ROLES = ("producteur possible", "fournisseur", "client", "pivot", "à attirer", "à garder", "soutien")
# three contrasted territories: a valley of turners, a wine country, a port of the north
PLACES = [("8414", "25.62"), ("8414", "26.11"), ("7509", "16.24"), ("3213", "24.10")]
SIGNALS = {
    part.removeprefix("!") for entry in bank() for way in entry.signal.split("|") for part in way.split("+") if part
}
WORDS = {word for entry in bank() for word in entry.blanks}


@pytest.fixture(scope="module", params=PLACES, ids=":".join)
def kit(request: pytest.FixtureRequest, study: Studies) -> Kit:
    code, activity = request.param
    local = study("zone_emploi", code).local
    return interview_kits(local, actors(local, [activity])[:1])[0]


def found(local: Local, activity: str = "26.11", product: str | None = None) -> Bearings:
    return bearings(local, actors(local, [activity])[0], product)


def test_eight_questions_of_eight_themes_in_talking_order(kit: Kit) -> None:
    assert [q.number for q in kit.questions] == list(range(1, EIGHT + 1))
    assert len({q.theme for q in kit.questions}) == EIGHT
    assert all(q.text.count("?") >= 1 and q.follow_up and q.why.endswith(".") for q in kit.questions)
    assert not [q for q in kit.questions if re.search(r"[{}]|None|\bnan\b", f"{q.text}{q.follow_up}{q.why}")]


def test_every_fact_says_its_status_and_its_source(kit: Kit) -> None:
    for fact in (*kit.known, *kit.inferred):
        assert fact.status in ("publié", "estimé", "déduit", "absent"), fact
        assert fact.source and fact.text and fact.label, fact
        assert not re.search(r"\bNone\b|\bnan\b", fact.text), fact
    assert {fact.status for fact in kit.known} == {"publié"}
    assert "déduit" in {fact.status for fact in kit.inferred}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_has_its_own_eight(study: Studies, role: str) -> None:
    local = study("zone_emploi", "8414").local
    actor = structs.replace(actors(local, ["26.11"])[0], role=role)
    kit = interview_kits(local, [actor])[0]
    assert len(kit.questions) == EIGHT
    assert all(role in next(e for e in bank() if e.code == q.code).roles for q in kit.questions)
    assert len(kit.promises) >= 4


def test_a_role_nobody_wrote_for_takes_the_questions_of_a_maker(study: Studies) -> None:
    bears = found(study("zone_emploi", "8414").local)
    assert eight_questions("rôle à venir", bears) == eight_questions("producteur possible", bears)


@given(
    role=st.sampled_from(ROLES),
    signals=st.frozensets(st.sampled_from(sorted(SIGNALS))),
    words=st.frozensets(st.sampled_from(sorted(WORDS - {"cible"}))),
)
def test_whatever_is_known_there_are_eight(role: str, signals: frozenset[str], words: frozenset[str]) -> None:
    from tests.conftest import _study

    bears = found(_study("zone_emploi", "8414").local)
    thin = replace(bears, signals=signals, words={"cible": "usinage", **{word: f"<{word}>" for word in words}})
    asked = eight_questions(role, thin)
    assert len(asked) == EIGHT and len({q.theme for q in asked}) == EIGHT
    assert asked == eight_questions(role, thin)


def test_makers_are_asked_what_developers_forget(study: Studies) -> None:
    local = study("zone_emploi", "8414").local
    themes = {q.theme for q in interview_kits(local, actors(local, ["26.11"])[:1])[0].questions}
    assert {"Projets", "Capacité", "Achats à l'étranger", "Écart de prix", "Clients", "Ce qui bloque"} <= themes


def test_a_rare_trade_is_asked_who_takes_over(study: Studies) -> None:
    local = study("zone_emploi", "8414").local
    bears = found(local)
    rare = replace(
        bears, signals=bears.signals | {"rare", "sur_place"}, words=bears.words | {"rare": "le dernier de France."}
    )
    asked = {q.code: q for q in eight_questions("producteur possible", rare)}
    assert "le dernier de France" in asked["Q120"].why
    assert "Q120" not in {q.code for q in eight_questions("producteur possible", bears)}


def test_a_firm_that_makes_it_and_one_that_does_not_are_asked_differently(study: Studies) -> None:
    local = study("zone_emploi", "8414").local
    around = actors(local, ["27.11"], 50)
    same, other = (next(a for a in around if (a.activity == a.target) is wanted) for wanted in (True, False))
    first, second = ({q.code for q in kit.questions} for kit in interview_kits(local, [same, other]))
    assert "Q10" in first and "Q11" in second


def test_a_product_narrows_its_questions(study: Studies, edition: Edition) -> None:
    local = study("zone_emploi", "7509").local
    bears = found(local, "27.20", "850760")
    assert bears.product == "Batteries lithium-ion" and bears.examples == ("batteries lithium-ion",)
    assert bears.families == ("elec_batteries",)


def test_own_notes_and_signals_are_those_of_this_establishment(study: Studies) -> None:
    local = study("zone_emploi", "8414").local
    actor, other = actors(local, ["26.11"])[:2]
    told = Knowledge(
        notes=(
            Note(actor.siret, "visite", None, "M. D.", "Cherche 2 000 m²."),
            Note(other.siret, "remarque", None, "", "x"),
        ),
        signals=(Signal(actor.siret, "transmission", None, "tribune", "Dirigeant partant."),),
    )
    kit = interview_kits(local, [actor], knowledge=told)[0]
    assert [note.text for note in kit.notes] == ["Cherche 2 000 m²."]
    assert [signal.kind for signal in kit.signals] == ["transmission"]
    assert interview_kits(local, [actor])[0].notes == ()


def test_the_same_firm_is_told_with_its_other_sites(study: Studies) -> None:
    local = study("zone_emploi", "8414").local
    kit = interview_kits(local, actors(local, ["27.11"])[:1])[0]
    group = next(fact for fact in kit.known if fact.label == "Même entreprise")
    assert "5\u00a0établissements" in group.text and "dont 4 ici" in group.text


# the bank


def test_the_bank_is_well_formed() -> None:
    codes = [entry.code for entry in bank()]
    assert len(codes) == len(set(codes)) >= 80
    families = set(read_reference("familles.csv")["code"])
    computed = {
        "meme_activite",
        "sans_commerce",
        "sur_place",
        "petit",
        "groupe",
        "tension",
        "rare",
        "seveso",
        "energie",
    }
    for entry in bank():
        assert set(entry.roles) <= set(ROLES), entry.code
        for text in entry.texts:
            assert not re.search(r" [,.]|  |\.\.|\?\.$", text), (entry.code, text)
        assert len(entry.texts[0]) <= 150, entry.code
        assert entry.texts[0].rstrip().endswith(("?", ".", "}.")), entry.code
    assert {s.removeprefix("famille:") for s in SIGNALS if s.startswith("famille:")} <= families
    assert {s for s in SIGNALS if not s.startswith("famille:")} <= computed


def test_each_theme_of_a_role_keeps_one_question_that_needs_nothing() -> None:
    """Else a poor register could leave fewer than eight."""
    for role in ROLES:
        free = {e.order for e in bank() if role in e.roles and not e.signal and not e.blanks - {"cible"}}
        assert len(free) >= EIGHT, role


def test_what_the_bank_says_of_the_cases_is_true_of_them() -> None:
    """« Plus de la moitié » of the makers of solar panels stopped; « près de la moitié » of the recyclers faltered."""

    def share(family: str, outcomes: tuple[str, ...]) -> float:
        of_family = [c for c in case_base(open_edition().day) if c.family == family]
        return sum(c.outcome in outcomes for c in of_family) / len(of_family)

    assert share("photovoltaique", ("arrêté",)) > 0.5
    assert 0.4 < share("terres_rares_recyclage", ("arrêté", "fragile")) <= 0.5


def test_a_number_in_the_bank_has_its_source() -> None:
    for row in read_reference("questions_entretien.csv").fill_null("").iter_rows(named=True):
        if re.search(r"\d+ ?%", row["pourquoi"]):
            assert row["source"].startswith("https://"), row["code"]


def test_privacy_names_the_rights() -> None:
    (said,) = mentions("donnees", "client")
    assert "s'opposer" in said and "effacer" in said and "RGPD" in said
