"""Studies of two versions, or with an edited plan, are compared: what matters is told, once."""

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ancrage.comparison import compare
from ancrage.comparison.plans import compare_plans
from ancrage.comparison.steps import ABSENT, step_changes
from ancrage.domain.errors import AncrageError
from ancrage.domain.knowledge import Knowledge, OwnSite, Signal
from ancrage.domain.limits import LandFigures
from ancrage.inputs.strategy import default_strategy
from ancrage.study.run import Results, run_steps
from tests.commands import run
from tests.studies import as_dict

Document = dict[str, Any]
NEW_PARTS = ("plan", "couts", "impact", "sites", "cas", "acteurs", "portefeuille")


@pytest.fixture(scope="module")
def old(arve: Document) -> Document:
    """The same place as an older version told it: no later part, no watch on know-how."""
    found = {k: copy.deepcopy(v) for k, v in arve.items() if k not in NEW_PARTS}
    for row in found["diagnostic"]["savoir_faire_a_risque"]:
        for key in ("veille", "raisons", "signaux", "detenteurs"):
            del row[key]
    return found


def test_an_old_study_is_compared_and_what_it_lacks_is_said(old: Document, arve: Document) -> None:
    found = compare(old, arve)
    assert [c.subject for c in found.steps] == [ABSENT]
    assert found.steps[0].sentence == (
        "La première étude n'a pas ces rubriques, qui ne sont donc pas comparées : plan d'action, coûts, impact, "
        "sites, cas documentés, acteurs."
    )
    assert not found.moves and not found.plan.changes and not found.same
    assert found.summary.count("rubriques") == 1
    back = compare(arve, old)
    assert back.steps[0].sentence.startswith("La seconde étude") and compare(old, old).same


def test_the_command_compares_an_old_study_with_a_new_one(old: Document, arve: Document, tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("avant.json", "apres.json")]
    for file, document in zip(files, (old, arve), strict=True):
        file.write_text(json.dumps(document), encoding="utf-8")
    said = run("comparer", *map(str, files)).out
    assert "n'a pas ces rubriques" in said and said.count("rubriques, qui") == 1
    told = json.loads(run("comparer", *map(str, files), "--format", "json").out)
    assert told["etapes"][0]["sujet"] == ABSENT


def test_sites_of_the_territory_and_its_land_are_told(study: Callable[[str, str], Results]) -> None:
    here = study("zone_emploi", "8414")

    def told(remaining: float, *sites: OwnSite) -> Document:
        figures = LandFigures(reference_ha=200.0, used_ha=200.0 - remaining - 100.0, reduction_rate=0.5)
        strategy = replace(default_strategy(), land=figures)
        return as_dict(
            run_steps(here.local.edition, here.local.territory, strategy, Knowledge(origin="essai", sites=sites))
        )

    site = OwnSite("Les Îles", "74081", None, None, 6.0, None, None, None, None, None, "essai", None)
    found = compare(told(20.0), told(12.0, site))
    sentences = [c.sentence for c in found.steps]
    assert "Votre liste compte 0 puis 1\u00a0site." in sentences
    assert any("plafond ZAN" in s and "12" in s for s in sentences)
    assert "sites" in found.summary


def test_a_signal_moves_the_watch_and_the_summary(study: Callable[[str, str], Results]) -> None:
    here = study("zone_emploi", "8414")
    rare = here.diagnostic.know_how_at_risk[0]
    siret = here.local.register.filter(here.local.register["class"] == rare.activity)["siret"][0]
    told = Knowledge(origin="essai", signals=(Signal(siret, "transmission", None, "essai", ""),))
    after = as_dict(run_steps(here.local.edition, here.local.territory, here.strategy, told))
    changes = step_changes(as_dict(here), after)
    subjects = {c.subject for c in changes}
    assert {"carnet", "savoir-faire"} <= subjects
    assert any(f"surveillance {rare.watch}, puis haute" in c.sentence for c in changes)
    assert len({c.sentence for c in changes}) == len(changes)


def test_impact_and_costs_are_told_only_when_they_move_enough(arve: Document) -> None:
    near, far = copy.deepcopy(arve), copy.deepcopy(arve)
    for document, factor, points in ((near, 1.05, 0.004), (far, 1.5, 0.05)):
        document["impact"]["cibles"][0]["cercles"][0]["emplois"]["total"]["central"] *= factor
        cost = next(c for c in document["couts"]["cibles"] if c["origines"])
        for origin in cost["origines"]:
            origin["ecart_supportable"]["central"] += points
    assert compare(arve, near).steps == () and compare(arve, near).same
    assert [c.subject for c in compare(arve, far).steps] == ["coûts", "impact"]
    assert "Changent aussi : coûts et impact." in compare(arve, far).summary
    unknown = copy.deepcopy(arve)
    unknown["impact"]["cibles"][0]["cercles"][0]["emplois"]["total"] = None
    assert "on ne peut plus dire" in compare(arve, unknown).steps[0].sentence
    assert "on peut désormais dire" in compare(unknown, arve).steps[0].sentence


def test_an_edited_plan_tells_its_pilot_and_its_target(arve: Document) -> None:
    edited = copy.deepcopy(arve)
    action = edited["plan"]["actions"][0]
    action["pilote"], action["cible_bas"] = "CCI de la Haute-Savoie", 25.0
    action["avancement"] = "en cours"
    found = compare_plans(arve, edited)
    assert [c.kind for c in found.changes] == ["avancement", "modifiée"]
    assert "CCI de la Haute-Savoie" in found.changes[1].sentence and "→ 25 entretiens" in found.changes[1].sentence
    assert "1\u00a0modifiée" in compare(arve, edited).summary


def test_goals_that_come_or_go_are_named(arve: Document) -> None:
    goal = {"indicateur": "emplois", "libelle": "Emplois", "unite": "emplois", "depart": 100.0, "annee_depart": 2026,
            "cible": 300.0, "annee": 2030, "sens": "hausse", "enjeu": "E05"}  # fmt: skip
    with_goal, higher = copy.deepcopy(arve), copy.deepcopy(arve)
    with_goal["strategie"]["objectifs"] = [goal]
    higher["strategie"]["objectifs"] = [goal | {"cible": 500.0}]
    assert "(nouveau : Emplois)" in " ".join(d.sentence for d in compare(arve, with_goal).differences)
    assert "(retiré : Emplois)" in " ".join(d.sentence for d in compare(with_goal, arve).differences)
    assert "(autre cible : Emplois)" in " ".join(d.sentence for d in compare(with_goal, higher).differences)


JUNK = st.one_of(st.none(), st.booleans(), st.integers(-3, 10**400), st.text(max_size=3), st.just([]), st.just({}),
                 st.just([{}]), st.just([None]))  # fmt: skip
PATHS = [
    ("sites",), ("sites", "par_cible"), ("sites", "par_cible", 0), ("sites", "par_cible", 0, "conviennent_ici"),
    ("sites", "votre_liste"), ("sites", "foncier"), ("couts", "cibles"), ("couts", "cibles", 0, "origines"),
    ("couts", "cibles", 0, "origines", 0, "ecart_supportable"), ("impact", "cibles"), ("impact", "portefeuille"),
    ("impact", "cibles", 0, "cercles"), ("impact", "cibles", 0, "cercles", 0, "emplois"), ("limites",),
    ("diagnostic", "savoir_faire_a_risque"), ("plan", "actions"), ("plan", "actions", 0, "pilote"), ("acteurs",),
]  # fmt: skip


@given(path=st.sampled_from(PATHS), junk=JUNK)
@settings(max_examples=60)
def test_a_damaged_part_is_compared_or_refused_in_a_sentence(path: tuple[Any, ...], junk: Any) -> None:
    from tests.conftest import ARVE, _study

    whole = as_dict(_study("zone_emploi", ARVE))
    damaged = {k: copy.deepcopy(v) if k == path[0] else v for k, v in whole.items()}
    inside: Any = damaged
    for key in path[:-1]:
        inside = inside[key]
    inside[path[-1]] = junk
    for pair in ((whole, damaged), (damaged, whole)):
        try:
            json.dumps(compare(*pair).as_dict(), allow_nan=False)
        except AncrageError as error:
            assert error.message.endswith(".") and error.next_step
