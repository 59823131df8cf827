"""The three answers of the first page: each number with its range, and what is not known said so."""

import copy

import pytest

from ancrage.sections.first_answers import NOT_SAID, answers
from tests import fixtures


def said(study) -> dict[str, str]:
    return dict(answers(fixtures.typed(study)))


def test_every_answer_gives_its_range_and_its_status() -> None:
    study = fixtures.dense()
    pays, brings, where = said(study).values()
    gaps = sorted(100 * o["ecart_supportable"]["central"] for o in study["couts"]["cibles"][0]["origines"])
    for gap in (gaps[0], gaps[-1]):
        assert f"{gap:.0f}\u00a0% (" in pays
    assert "à vérifier" in pays and "Estimé" in brings and "estimé" in where
    assert brings.count(" à ") == 3 and " ici ; " in brings and "dans toute la France" in brings
    assert study["sites"]["par_cible"][0]["sites"][0]["commune_nom"] in where


def test_what_is_not_known_is_said() -> None:
    study = fixtures.dense()
    first = study["cibles"][0]["activite"]
    study["couts"]["cibles"][0]["origines"] = []
    study["impact"]["cibles"] = [row for row in study["impact"]["cibles"] if row["activite"] != first]
    study["sites"]["par_cible"][0].update(conviennent_liste=0, conviennent_ici=0, conviennent_abords=0, sites=[])
    pays, brings, where = said(study).values()
    assert pays == study["couts"]["cibles"][0]["phrase"]
    assert brings == NOT_SAID
    assert "Aucun terrain connu" in where
    study["sites"]["par_cible"] = []
    assert said(study)["Où ?"] == NOT_SAID


def test_no_target_no_answer() -> None:
    assert not said(fixtures.dense() | {"cibles": []})


@pytest.mark.parametrize(("listed", "here", "near", "words"), [
    (0, 0, 1, "1\u00a0friche à moins de 20\u00a0km a la place"),
    (1, 2, 3, "1\u00a0terrain de votre liste, 2\u00a0friches d'ici et 3 à moins de 20\u00a0km ont la place"),
])  # fmt: skip
def test_sites_agree_in_number(listed: int, here: int, near: int, words: str) -> None:
    study = copy.deepcopy(fixtures.dense())
    study["sites"]["par_cible"][0].update(conviennent_liste=listed, conviennent_ici=here, conviennent_abords=near)
    assert words in said(study)["Où ?"]
