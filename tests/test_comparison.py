"""Two studies side by side: nothing moves when nothing does, and what moves is put to the right account."""

import copy
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ancrage.comparison import TOP, compare
from ancrage.comparison.split import DATA, METHOD, WEIGHTS
from ancrage.domain.errors import AncrageError
from ancrage.inputs.strategy import default_strategy
from ancrage.study.document import document
from ancrage.study.run import run_steps
from ancrage.writers.json import write_json
from tests.studies import as_dict

Document = dict[str, Any]


def tiny(**changed: Any) -> Document:
    """A study of three targets on two criteria, as `etude.json` writes it."""
    notes = {"10.11": (0.9, 0.1), "25.62": (0.6, 0.6), "26.11": (0.2, None)}
    weights = {"besoin": 0.5, "enjeux": 0.5} | changed.get("groups", {})
    stakes = {"E01": 0.5, "E08": 0.5} | changed.get("stakes", {})
    notes |= changed.get("notes", {})
    method = changed.get("method", 0.0)
    scores = {}
    for code, pair in notes.items():
        known = [(w, n) for w, n in zip(weights.values(), pair, strict=True) if n is not None]
        scores[code] = sum(w * n for w, n in known) / sum(w for w, _ in known) + method * (code == "26.11")
    order = sorted(scores, key=lambda c: -scores[c])
    return {
        "version": "1",
        "territoire": {
            "code": changed.get("code", "8414"),
            "nom": "La Vallée",
            "niveau": "zone_emploi",
            "communes": ["1"],
        },
        "edition": {
            "id": changed.get("edition", "essai-1"),
            "tables": [{"nom": "trade", "source": "Douanes", "millesime": changed.get("edition", "essai-1")}],
        },
        "strategie": {
            "enjeux": [{"code": c, "hashtag": f"#{c}", "part": x} for c, x in stakes.items()],
            "groupes": [{"code": g, "libelle": g.capitalize(), "poids": w} for g, w in weights.items()],
            "criteres": [{"code": f"note_{g}", "groupe": g, "poids": w} for g, w in weights.items()],
            **changed.get("strategy", {}),
        },
        "diagnostic": {
            "specialisations": changed.get("jobs", [{"activite": "25.62", "libelle": "Usinage", "emplois": 100}])
        },
        "cibles": [
            {
                "activite": code,
                "libelle": f"Activité {code}",
                "rang": order.index(code) + 1,
                "score": round(scores[code], 6),
                "criteres": {
                    f"note_{g}": {"valeur": None if n is None else n * 100, "note": n}
                    for g, n in zip(weights, notes[code], strict=True)
                },
            }
            for code in order
        ],
    }


def move(found, activity: str):
    return next(m for m in found.moves if m.activity == activity)


def test_a_study_and_itself_say_nothing_moved(arve):
    for one in (tiny(), arve):
        found = compare(one, copy.deepcopy(one))
        assert found.same and found.summary == "Rien n'a bougé : les deux études disent la même chose."
        assert not (found.moves or found.differences or found.specialisations or found.warnings or found.entering)


def test_tables_in_columns_or_in_rows_are_the_same_study(study, arve):
    written = json.loads(write_json(document(study("zone_emploi", "8414"))))
    assert isinstance(written["criteres"], dict)
    assert compare(written, arve).same and compare(arve, written).same


@pytest.mark.parametrize("broken", [{"activite": ["25.62"]}, {"activite": 1}, [1], "x", None, {}])
def test_an_uneven_table_is_refused_in_a_sentence(study, broken):
    written = json.loads(write_json(document(study("zone_emploi", "8414"))))
    written["criteres"] = {**written["criteres"], **broken} if isinstance(broken, dict) and broken else broken
    with pytest.raises(AncrageError, match=r"mal formée|incomplète"):
        compare(written, written)


def test_other_weights_are_put_to_the_weights():
    found = compare(tiny(), tiny(groups={"besoin": 0.9, "enjeux": 0.1}))
    first = move(found, "10.11")
    assert (first.rank_a, first.rank_b, first.cause) == (2, 1, WEIGHTS)
    assert first.parts.weights == pytest.approx(0.82 - 0.5) and first.parts.data == 0
    assert first.parts.method == pytest.approx(0, abs=1e-6)
    assert first.sentence == "Activité 10.11 (10.11) passe du 2e au 1er rang : +0,320 par les poids."
    assert found.causes[WEIGHTS] == pytest.approx(1)
    assert "Besoin 50" in found.differences[0].sentence


def test_other_numbers_of_another_edition_are_put_to_the_data():
    found = compare(tiny(), tiny(edition="essai-2", notes={"26.11": (0.8, None)}))
    assert [m.activity for m in found.moves] == ["26.11", "25.62", "10.11"]
    assert move(found, "26.11").cause == DATA
    assert move(found, "26.11").parts.data == pytest.approx(0.6)
    assert "sans que son score change" in move(found, "25.62").sentence
    assert found.differences[0].sentence == ("Édition de données : essai-1, puis essai-2 ; millésimes changés : trade.")


def test_other_numbers_from_the_same_data_are_put_to_the_method():
    assert move(compare(tiny(), tiny(notes={"26.11": (0.8, None)})), "26.11").cause == METHOD


def test_another_way_to_add_up_is_put_to_the_method():
    found = compare(tiny(), tiny(method=0.3))
    assert move(found, "26.11").cause == METHOD
    assert move(found, "26.11").parts.method == pytest.approx(0.3)
    assert "seconde étude ne se retrouvent pas" in found.warnings[0]


def test_notes_of_the_stakes_move_with_the_strategy():
    found = compare(tiny(), tiny(edition="essai-2", stakes={"E01": 0.9, "E08": 0.1}, notes={"25.62": (0.6, 0.9)}))
    assert move(found, "25.62").cause == WEIGHTS
    assert any("#E01 50" in d.sentence for d in found.differences)


def test_a_new_criterion_is_the_method():
    other = tiny()
    other["strategie"]["criteres"].append({"code": "eau", "groupe": "besoin", "poids": 0.5})
    for target in other["cibles"]:
        target["criteres"]["eau"] = {"valeur": 1.0, "note": 1.0}
        notes = [target["criteres"][k]["note"] for k in ("note_besoin", "note_enjeux")]
        means = [(0.5 * notes[0] + 0.5) / 1.0] + [n for n in notes[1:] if n is not None]
        target["score"] = sum(means) / len(means)
    found = compare(tiny(), other)
    assert {m.cause for m in found.moves} == {METHOD}
    assert not found.warnings
    assert "Critères ajoutés : eau." in [d.sentence for d in found.differences]


def test_a_target_that_only_one_study_ranks_is_told():
    other = tiny()
    other["cibles"] = [t for t in other["cibles"] if t["activite"] != "26.11"]
    assert "(3e) n'est plus classée" in move(compare(tiny(), other), "26.11").sentence
    assert "la voici 3e" in move(compare(other, tiny()), "26.11").sentence
    assert compare(tiny(), other).leaving == ("26.11",)


def test_jobs_of_specialisations_are_followed():
    jobs = [
        {"activite": "25.62", "libelle": "Usinage", "emplois": 80},
        {"activite": "10.11", "libelle": "V", "emplois": 5},
    ]
    found = compare(tiny(), tiny(jobs=jobs))
    assert [(s.jobs_a, s.jobs_b) for s in found.specialisations] == [(100, 80), (None, 5)]
    assert "(−20)" in found.specialisations[0].sentence and "devient" in found.specialisations[1].sentence


def test_goals_that_both_follow_tell_how_far_they_went():
    def goal(value: float) -> Document:
        row = {
            "indicateur": "emplois",
            "libelle": "Emplois industriels",
            "unite": "emplois",
            "valeur": value,
            "cible": 200,
        }
        return tiny(strategy={"objectifs": [row]})

    found = compare(goal(100), goal(125))
    assert found.goals[0].done == pytest.approx(0.25)
    assert "25" in found.goals[0].sentence
    assert compare(goal(100), tiny()).goals == ()


def test_two_territories_are_compared_with_a_warning():
    found = compare(tiny(), tiny(code="8425"))
    assert "même territoire" in found.warnings[0]
    assert found.differences[0].subject == "territoire"


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ([], "n'est pas une étude"),
        ({}, "n'est pas une étude"),
        (tiny() | {"version": "9"}, "format « 9 »"),
        ({"version": "1", "cibles": []}, "« territoire » y manque"),
        (
            tiny() | {"cibles": [{"activite": "x", "rang": "premier", "score": 1, "libelle": "", "criteres": {}}]},
            "mal formée",
        ),
        (tiny() | {"cibles": 3}, "mal formée"),
        (tiny() | {"edition": None}, "mal formée"),
        (tiny(strategy={"objectifs": [3]}), "mal formés"),
    ],
)
def test_what_is_not_a_study_is_refused_in_a_sentence(document, said):
    with pytest.raises(AncrageError) as caught:
        compare(tiny(), document)
    assert said in caught.value.message and caught.value.next_step


def test_a_real_change_of_strategy_is_all_weights(arve, edition, territory):
    default = default_strategy()
    stakes = tuple(replace(s, weight=s.weight * (8 if s.code == "E01" else 1)) for s in default.stakes)
    health = as_dict(run_steps(edition, territory("zone_emploi", "8414"), replace(default, stakes=stakes)))
    found = compare(arve, health)
    assert found.causes[WEIGHTS] == pytest.approx(1)
    assert found.entering and len(found.entering) == len(found.leaving) <= TOP
    assert json.dumps(found.as_dict(), allow_nan=False)
    for one in found.moves:
        assert sum(one.parts) == pytest.approx(one.score_b - one.score_a, abs=1e-9)


NOTE = st.integers(0, 100).map(lambda x: x / 100)
STUDIES = st.builds(
    lambda first, second, third, weight, stake, edition, method: tiny(
        notes={"10.11": (first, second), "25.62": (second, third), "26.11": (third, None)},
        groups={"besoin": weight, "enjeux": 1 - weight},
        stakes={"E01": stake, "E08": 1 - stake},
        edition=edition,
        method=method,
    ),
    NOTE, NOTE, NOTE, st.floats(0.05, 0.95), st.sampled_from([0.2, 0.5]), st.sampled_from(["essai-1", "essai-2"]),
    st.sampled_from([0.0, 0.1]),
)  # fmt: skip


@given(STUDIES, STUDIES)
@settings(max_examples=60)
def test_the_split_adds_up_and_turns_round(a, b):
    forth, back = compare(a, b), compare(b, a)
    for one in forth.moves:
        assert sum(one.parts) == pytest.approx(one.score_b - one.score_a, abs=1e-9)
        other = move(back, one.activity)
        assert other.parts == pytest.approx([-x for x in one.parts], abs=1e-9)
        assert (other.rank_a, other.rank_b) == (one.rank_b, one.rank_a)
    assert forth.same == back.same


def paths(value: Any, before: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place of a document that can be replaced."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [before] * bool(before) + [path for key, below in inside for path in paths(below, (*before, key))]


JUNK = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 10**400), st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=3), st.just([]), st.just({}), st.just([{}]), st.just([None]), st.just({"a": 1}),
)  # fmt: skip


@given(st.sampled_from(paths(tiny())), JUNK)
@settings(max_examples=150)
def test_a_damaged_study_is_compared_or_refused_in_a_sentence(path, junk):
    damaged = tiny()
    inside: Any = damaged
    for key in path[:-1]:
        inside = inside[key]
    inside[path[-1]] = junk
    try:
        json.dumps(compare(tiny(), damaged).as_dict(), allow_nan=False)
    except AncrageError as error:
        assert error.message.endswith(".") and error.next_step


def test_a_study_of_version_1_reads_as_the_same_study_of_version_2() -> None:
    """Every key that moved and that a comparison reads: weights of criteria, sources, price gaps, progress."""
    gap = {"bas": 0.1, "haut": 0.3}
    action = {
        "id": "T1", "titre": "Étude", "debut": "M1", "fin": "M2", "mois_debut": 1, "mois_fin": 2, "pilote": "CC",
        "signal": {"observe": True}, "indicateur": "Étude rendue", "unite_indicateur": "étude", "depart": 0,
        "valeur": None, "cible_bas": 1, "cible_haut": 1, "date_valeur": "",
    }  # fmt: skip
    costs = {"activite": "10.11", "libelle": "Activité 10.11"}
    origin = {"pays_nom": "Italie"}
    first = tiny() | {
        "plan": {"actions": [action | {"statut": "en cours"}]},
        "couts": {"cibles": [costs | {"origines": [origin | {"ecart_supportable": gap | {"median": 0.2}}]}]},
    }
    second = tiny() | {
        "version": "2",
        "edition": {
            "id": "essai-1",
            "sources": {"code": ["douanes"], "millesime": ["essai-1"]},
            "tables": {"nom": ["trade"], "sources": [["douanes"]]},
        },
        "cibles": [{k: v for k, v in target.items() if k != "criteres"} for target in tiny()["cibles"]],
        "criteres": {
            "activite": [target["activite"] for target in tiny()["cibles"]],
            **{
                f"{key}s": {
                    code: [target["criteres"][code][key] for target in tiny()["cibles"]]
                    for code in ("note_besoin", "note_enjeux")
                }
                for key in ("valeur", "note")
            },
        },
        "plan": {"actions": [action | {"avancement": "en cours"}]},
        "couts": {"cibles": [costs | {"origines": [origin | {"ecart_supportable": gap | {"central": 0.2}}]}]},
    }
    assert compare(first, second).same and compare(second, first).same
    second["plan"]["actions"][0]["avancement"] = "faite"
    second["couts"]["cibles"][0]["origines"][0]["ecart_supportable"]["central"] = 0.5
    found = compare(first, second)
    assert [change.kind for change in found.plan.changes] == ["faite"]
    assert [change.subject for change in found.steps] == ["coûts"]
