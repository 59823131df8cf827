"""The first page: sentences drawn from the study, and honest when there is little to say."""

from ancrage.writers.one_page import here, one_page

from tests.reports import fixtures


def test_a_dense_valley_is_told_with_its_jobs_and_how_far_to_trust_them() -> None:
    page = one_page(fixtures.dense())
    assert page.strengths[0] == "Usinage : 5\u202f910\u00a0emplois\u00a0(est.) dans 83\u00a0établissements, fiabilité A"
    assert len(page.targets) == 5
    assert all(line.reason.endswith(".") for line in page.targets)
    assert any("sur 5" in sentence for sentence in page.certainty)
    assert page.next_steps[0].startswith("Appeler d'abord ")


def test_the_rank_counted_firm_is_the_one_the_study_gives() -> None:
    study = fixtures.dense()
    for target, chance in zip(study["cibles"], (0.9, 0.85, 0.8, 0.79, 0.1), strict=False):
        target["acceptabilite"]["top10"] = chance
    page = one_page(study)
    assert [line.confidence for line in page.targets] == ["solide", "solide", "solide", "assez sûre", "fragile"]
    assert any("3\u00a0cibles sur 5 restent" in sentence for sentence in page.certainty)


def test_a_firm_is_named_once_and_a_hidden_name_never() -> None:
    study = fixtures.dense()
    first = study["cibles"][0]["activite"]
    study["acteurs"] = [{**study["acteurs"][0], "cible": first, "nom": n, "rang": i} for i, n in enumerate("AABC")]
    study["acteurs"].append({**study["acteurs"][0], "nom": None})
    step = one_page(study).next_steps[0]
    assert step.count("A (") == step.count("B (") == step.count("C (") == 1
    assert "None" not in step


def test_an_empty_place_is_told_so() -> None:
    page = one_page(fixtures.empty())
    assert page.strengths == ()
    assert page.summary
    assert any("n'a pas pu être mesurée" in sentence for sentence in page.certainty)
    assert any("Chercher des entreprises au-delà du registre" in step for step in page.next_steps)


def test_where_the_territory_stands_on_a_target() -> None:
    study = fixtures.dense()
    target = {"type": "bien", "position": "présent", "emplois_ici": 35, "etablissements_ici": 1}
    assert here(study, target) == "Ici : 1\u00a0établissement, 35\u00a0emplois\u00a0(est.)."
    assert "proches" in here(study, {**target, "position": "proche", "emplois_ici": 0, "etablissements_ici": 0})
    assert "Éloigné" in here(study, {**target, "position": "éloigné", "emplois_ici": None, "etablissements_ici": None})


def test_the_first_steps_of_the_plan_are_on_the_first_page() -> None:
    study = fixtures.dense()
    steps = one_page(study).next_steps
    for row in study["plan"]["premiers_gestes"][:3]:
        assert any(step.startswith(row["titre"]) for step in steps)
    assert sum("Atelier d’élus" in step for step in steps) == 1
    assert not any("Atelier d’élus" in step for step in one_page(fixtures.chosen()).next_steps)


def test_targets_set_apart_never_reach_the_first_page() -> None:
    study = fixtures.chosen()
    page = one_page(study)
    assert [line.rank for line in page.targets] == [1, 3, 4, 5, 6]
    apart = next(target for target in study["cibles"] if target["ecartee"])
    assert any(f"{apart['libelle']} (2e)" in sentence for sentence in page.bounds)
    assert not any(apart["libelle"] in step for step in page.next_steps)


def test_without_limits_nothing_is_said_of_them() -> None:
    page = one_page(fixtures.dense())
    assert (page.bounds, page.warnings, page.left_out, page.margins) == ((), (), "", ())


def test_the_portfolio_says_which_first_targets_it_does_without() -> None:
    study = fixtures.chosen()
    chosen = {project["activite"] for project in study["portefeuille"]["projets"]}
    page = one_page(study)
    for line in page.targets:
        assert (f"« {line.label} »" in page.left_out) is (line.activity not in chosen)
    assert any("« " in sentence for sentence in page.margins)


def test_warnings_beyond_two_are_counted() -> None:
    study = fixtures.chosen()
    study["strategie"]["avertissements"] = ["Un.", "Deux.", "Trois.", "Quatre."]
    assert one_page(study).warnings == ("Un.", "Deux.", "2\u00a0autres avertissements : voir « Enjeux ».")


def test_each_first_target_says_what_it_asks_of_the_territory() -> None:
    assert {line.posture for line in one_page(fixtures.dense()).targets} <= {"à consolider", "à prolonger", "pari"}
