"""The first page: sentences drawn from the study, and honest when there is little to say."""

from dataclasses import dataclass
from typing import Any

from ancrage.sections.one_page import bounds, certainty, next_steps, read_first, strengths, warnings
from ancrage.sections.shortlist import TO_DO, kept, to_do
from tests import fixtures

Document = dict[str, Any]


@dataclass(frozen=True)
class FirstPage:
    """What each part of the first page says of a study."""

    strengths: list[str]
    bounds: list[str]
    warnings: list[str]
    certainty: list[str]
    next_steps: list[str]
    rows: list[tuple[str, str]]


def first_page(document: Document) -> FirstPage:
    study = fixtures.typed(document)
    parts = (part(study) for part in (strengths, bounds, warnings, certainty, next_steps))
    return FirstPage(*parts, rows=[(str(a), str(b)) for a, b in read_first(study).rows])


def test_a_dense_valley_is_told_with_its_jobs_and_how_far_to_trust_them() -> None:
    page = first_page(fixtures.dense())
    assert page.strengths[0].startswith("Usinage : ") and page.strengths[0].endswith(", fiabilité A")
    targets = [text for head, text in page.rows if head.startswith("Cible ")]
    assert len(targets) == 5 and all(text.endswith(".") for text in targets)
    assert any("sur 5" in sentence for sentence in page.certainty)
    assert page.next_steps[0].startswith("Appeler d'abord ")


def test_the_rank_counted_firm_is_the_one_the_study_gives() -> None:
    study = fixtures.dense()
    for target, chance in zip(study["cibles"], (0.9, 0.85, 0.8, 0.79, 0.1), strict=False):
        target["acceptabilite"]["top10"] = chance
    page = first_page(study)
    targets = [text for head, text in page.rows if head.startswith("Cible ")]
    words = ("solide", "solide", "solide", "assez sûre", "fragile")
    assert all(f"Place {word}" in text for word, text in zip(words, targets, strict=True))
    assert any("3\u00a0cibles sur 5 restent" in sentence for sentence in page.certainty)


def test_a_firm_is_named_once_and_a_hidden_name_never() -> None:
    study = fixtures.dense()
    first = study["cibles"][0]["activite"]
    study["acteurs"] = [{**study["acteurs"][0], "cible": first, "nom": n, "rang": i} for i, n in enumerate("AABC")]
    study["acteurs"].append({**study["acteurs"][0], "nom": None})
    step = first_page(study).next_steps[0]
    assert step.count("A (") == step.count("B (") == step.count("C (") == 1
    assert "None" not in step


def test_an_empty_place_is_told_so() -> None:
    page = first_page(fixtures.empty())
    assert page.strengths == []
    assert page.rows
    assert any("Chercher des entreprises au-delà du registre" in step for step in page.next_steps)


def test_the_first_steps_of_the_plan_are_on_the_first_page() -> None:
    study = fixtures.dense()
    steps = first_page(study).next_steps
    for row in study["plan"]["premiers_gestes"][:3]:
        assert any(step.startswith(row["titre"]) for step in steps)
    assert sum("Atelier d’élus" in step for step in steps) == 1
    assert not any("Atelier d’élus" in step for step in first_page(fixtures.chosen()).next_steps)


def test_targets_set_apart_never_reach_the_first_page() -> None:
    study = fixtures.chosen()
    page = first_page(study)
    apart = next(target for target in study["cibles"] if target["ecartee"])
    rank = apart["rang"]
    assert not any(head == f"Cible {rank}" for head, _ in page.rows)
    assert any(f"{apart['libelle']} ({rank}e)" in sentence for sentence in page.bounds)
    assert not any(apart["libelle"] in step for step in page.next_steps)


def test_without_limits_nothing_is_said_of_them() -> None:
    page = first_page(fixtures.dense())
    assert (page.bounds, page.warnings) == ([], [])


def test_warnings_beyond_two_are_counted() -> None:
    study = fixtures.chosen()
    study["strategie"]["avertissements"] = ["Un.", "Deux.", "Trois.", "Quatre."]
    assert first_page(study).warnings == ["Un.", "Deux.", "2\u00a0autres avertissements : voir « Enjeux »."]


def test_each_first_target_says_what_it_asks_of_the_territory() -> None:
    assert {to_do(target) for target in kept(fixtures.typed(fixtures.dense()))[:5]} <= set(TO_DO.values())
