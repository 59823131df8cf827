"""`ancrage cout`: examples that run, a template that reads back, files that agree."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from ancrage.cli.documentation import DOCS
from ancrage.inputs.business_case import read_case
from ancrage.steps.costs.estimates import TOLD
from ancrage.warehouse.edition import Edition
from tests.commands import refused, run
from tests.test_study import numbers

EXAMPLES = sorted((DOCS / "exemples").glob("*.toml"))
FEW = ("--tirages", "500")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_an_example_answers_in_a_page(path: Path) -> None:
    said = run("cout", str(path), *FEW)
    assert said.code == 0
    lines = said.out.splitlines()
    assert len(lines) < 80 and max(map(len, lines)) < 260
    for words in ("Écart en coût total", "Ce qu'il faudrait", "valeur actuelle nette", "prises par défaut"):
        assert words in said.out
    assert not re.search(r"\b(nan|inf|None)\b|\{|\}", said.out)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_every_number_of_the_document_says_what_it_is(path: Path) -> None:
    document = json.loads(run("cout", str(path), "--format", "json", *FEW).out)
    assert set(numbers(document)) - set(document["mesures"]) == set()
    for found in document["comparaisons"]:
        for row in found["hypotheses"]:
            assert row["source"] and row["unite"] and row["confiance"] and row["bas"] <= row["central"] <= row["haut"]


def test_same_file_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        assert run("cout", str(EXAMPLES[0]), "--sortie", str(tmp_path / name), *FEW).code == 0
    for file in ("cout.html", "cout.xlsx", "cout.json"):
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()


def test_the_page_draws_everything(tmp_path: Path) -> None:
    run("cout", str(EXAMPLES[0]), "--sortie", str(tmp_path), *FEW)
    page = (tmp_path / "cout.html").read_text(encoding="utf-8")
    for figure in ("cascade", "courbe", "tornade", "annees"):
        assert f'id="fig-{figure}-CHN"' in page and f'id="fig-{figure}-PRT"' in page
    assert page.count("<svg") == 8 and "à vérifier" in page


@pytest.mark.parametrize(
    "options",
    [("--produit", "84807100"), ("--activite", "10.31"), ("--produit", "7208", "--origine", "CHN,Turquie,DEU")],
)
def test_the_template_reads_back_as_its_own_defaults(
    options: tuple[str, ...], tmp_path: Path, edition: Edition
) -> None:
    text = run("cout", "--modele", *options).out
    path = tmp_path / "dossier.toml"
    path.write_text(text, encoding="utf-8")
    said = refused("cout", str(path))
    assert "« volume_par_an » de [produit] est à remplir. Donnez un volume annuel au-dessus de zéro" in said
    assert "« prix » de [[ailleurs]] 1 est à remplir. Donnez un nombre, ou trois [bas, probable, haut]" in said
    text = text.replace('volume_par_an = ""', "volume_par_an = 1000").replace('prix = ""', "prix = 100")
    path.write_text(text, encoding="utf-8")
    case = read_case(path, edition).value
    assert not case.home_price_known
    # every default that is shown, once uncommented, is accepted and changes nothing but its origin
    freed = re.sub(r"^#(\w+_(?:pct|jours|eur|an|kg|t|h|multiple|carbone)\w*) =", r"\1 =", text, flags=re.MULTILINE)
    freed = re.sub(r"^(poids_kg|montant_eur|aide_pct|actualisation_pct|volatilite_pct|marge_pct|reprise_pct) =",
                   r"#\1 =", freed, flags=re.MULTILINE)  # fmt: skip
    freed = re.sub(r"^(prix|matieres_unite|heures_unite) =", r"\1 =", freed, flags=re.MULTILINE)
    path.write_text(freed, encoding="utf-8")
    again = read_case(path, edition).value
    for before, after in zip(case.origins, again.origins, strict=True):
        for key, value in before.values.items():
            assert after.values[key].central == pytest.approx(value.central, rel=2e-3, abs=1e-9), key
        assert sum(v.confidence == TOLD for v in after.values.values()) > 25


def test_a_template_needs_goods_and_a_foreign_country() -> None:
    assert "Ni produit ni activité" in refused("cout", "--modele")
    assert "n'est pas un pays étranger" in refused("cout", "--modele", "--produit", "8480", "--origine", "FRA")
    assert "pas les deux" in refused("cout", "--modele", "dossier.toml")


def test_a_foreign_currency_needs_its_rate_and_then_counts(tmp_path: Path) -> None:
    text = EXAMPLES[0].read_text(encoding="utf-8")
    path = tmp_path / "d.toml"
    path.write_text(
        text.replace('pays = "CHN"', 'pays = "CHN"\ndevise = "USD"') + "\n[change]\nUSD = 2\n", encoding="utf-8"
    )
    document: dict[str, Any] = json.loads(run("cout", str(path), "--format", "json", *FEW).out)
    first = document["comparaisons"][0]["lignes"][0]
    told = tomllib.loads(text)["ailleurs"][0]["prix"]
    assert first["ailleurs"] == pytest.approx((told[0] + 4 * told[1] + told[2]) / 6 / 2, rel=1e-4)
