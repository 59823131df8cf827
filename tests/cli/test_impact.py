"""`ancrage impact`: texts, rows and JSON of one project; tables of a level; nonsense."""

import csv
import io
import json
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from ancrage.domain.wording import NBSP
from tests.commands import refused, run

ASKED = ("impact", "zone_emploi:8414", "--activite", "25.73", "--emplois", "80")


def test_people_read_a_sentence_tables_and_what_is_not_said() -> None:
    found = run(*ASKED)
    assert found.code == 0 and found.err == ""
    for words in (f"80{NBSP}emplois créés", "en tout", "Importations", "Ordres de grandeur publiés", "ne dit pas"):
        assert words in found.out


def test_json_describes_each_of_its_numbers() -> None:
    found = json.loads(run(*ASKED, "--format", "json").out)
    impact, described = found["impact"], found["mesures"]
    assert impact["nature"] == "créés" and impact["sensibilite"]
    missing = set(numbers(impact)) - set(described)
    assert missing == set()
    assert found["territoire"]["code"] == "8414"


def numbers(value: object, path: str = "") -> list[str]:
    if isinstance(value, dict):
        return [p for key, item in value.items() for p in numbers(item, f"{path}.{key}".lstrip("."))]
    if isinstance(value, list):
        return [p for item in value for p in numbers(item, path)]
    return [path] if isinstance(value, int | float) and not isinstance(value, bool) else []


def test_csv_has_a_row_a_circle_and_quantity() -> None:
    rows = list(csv.DictReader(io.StringIO(run(*ASKED, "--format", "csv").out)))
    assert {row["cercle"] for row in rows} >= {"La Vallée de l'Arve", "Haute-Savoie", "France"}
    assert all(row["unite"] and row["statut"] in ("estimé", "absent") for row in rows)
    assert {row["nature"] for row in rows} == {"créés"}


def test_maintained_jobs_are_typed_so() -> None:
    found = run(*ASKED, "--maintenus", "--format", "json").out
    assert json.loads(found)["impact"]["nature"] == "maintenus"


@pytest.mark.parametrize("amount", ["-5", "0", "nan", "inf", "1e12", "-inf"])
@pytest.mark.parametrize("option", ["--emplois", "--production", "--importations"])
def test_a_size_that_means_nothing_is_refused(option: str, amount: str) -> None:
    huge = "1e15" if amount == "1e12" else amount
    refused("impact", "zone_emploi:8414", "--activite", "25.73", f"{option}={huge}")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("impact",), "Aucun territoire"),
        (("impact", "8414", "--emplois", "80"), "Aucune activité"),
        (("impact", "8414", "--activite", "25.73"), "une seule"),
        (("impact", "8414", "--activite", "25.73", "--emplois", "8", "--production", "9"), "une seule"),
        (("impact", "8414", "--activite", "25.73", "--emplois", "8", "--crees", "--maintenus"), "pas les deux"),
        (("impact", "8414", "--activite", "25.73", "--emplois", "beaucoup"), "n'est pas un nombre"),
        (("impact", "8414", "--activite", "99.99", "--emplois", "8"), "Classes voisines"),
        (("impact", "8414", "--activite", "97.00", "--emplois", "8"), "pas de branche connue"),
        (("impact", "8414", "--activite", "25.73", "--importations", "40e9"), "importe environ"),
        (("impact", "8414", "--activite", "25.73", "--emplois", "8", "--sortie", "x.csv"), "--tous"),
        (("impact", "8414", "--tous", "epci"), "--sortie"),
        (("impact", "--tous", "epci", "--sortie", "x.ods"), "formats"),
        (("impact", "--tous", "canton"), "canton"),
        (("impact", "--tous", "region", "--sortie", "/proc/nulle/part.csv"), "écrit"),
    ],
)
def test_a_mistake_is_one_sentence(args: tuple[str, ...], said: str) -> None:
    assert said in refused(*args)


@pytest.mark.parametrize("kind", [".csv", ".parquet", ".xlsx"])
def test_tables_of_a_level_come_with_their_notice(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"regions{kind}"
    found = run("impact", "--tous", "region", "--sortie", str(path))
    assert found.code == 0
    assert {p.name for p in tmp_path.iterdir()} == {path.name, "regions.lisezmoi.txt"}
    notice = (tmp_path / "regions.lisezmoi.txt").read_text(encoding="utf-8")
    assert "OCDE" in notice and "CC BY 4.0" in notice and "multiplicateur_emploi_ici_central" in notice
    if kind == ".xlsx":
        book = openpyxl.load_workbook(path)
        assert book.sheetnames == ["Lire d'abord", "Multiplicateurs", "Classes"]
        assert book["Multiplicateurs"].max_row > 18 * 15
    else:
        rows = pl.read_csv(path, schema_overrides={"code": pl.String}) if kind == ".csv" else pl.read_parquet(path)
        assert rows["code"].n_unique() == 18
        assert rows.columns[-2:] == ["credit", "licence"]
        assert all(name in notice for name in rows.columns)


def test_a_table_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    (tmp_path / "m.csv").mkdir()
    assert "ne peut pas être écrit" in refused("impact", "--tous", "region", "--sortie", str(tmp_path / "m.csv"))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["m.csv"]
