"""The same answers whether the register is one file (embedded edition) or in parts (full edition)."""

import pytest

from ancrage.inputs.strategy import default_strategy
from ancrage.study.run import run_steps
from tests.commands import run
from tests.studies import as_dict

COMMANDS = [
    ["acteurs", "zone_emploi:8414", "--activite", "25.73", "--format", "csv"],
    ["acteurs", "zone_emploi:8414", "--produit", "850760", "--role", "producteur", "--format", "csv"],
    ["etablissements", "--activite", "25.62", "--autour", "Cluses", "--rayon", "20", "--format", "csv"],
    ["entretien", "zone_emploi:8414", "--activite", "25.73", "--formats", "html"],
]


def _without_edition(found: object, identity: str) -> object:
    if isinstance(found, dict):
        return {key: _without_edition(value, identity) for key, value in found.items()}
    if isinstance(found, list):
        return [_without_edition(value, identity) for value in found]
    return found.replace(identity, "?") if isinstance(found, str) else found


def test_a_study_is_the_same(edition, split, study, territory):
    told = as_dict(study("zone_emploi", "8414"))
    again = as_dict(run_steps(split, territory("zone_emploi", "8414"), default_strategy()))
    assert _without_edition(again, split.id) == _without_edition(told, edition.id)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c[0])
def test_a_command_says_the_same(edition, split, command, tmp_path):
    told = []
    for number, one in enumerate((edition, split)):
        more = ["--sortie", str(tmp_path / str(number))] if command[0] == "entretien" else []
        outcome = run(*command, "--edition", str(one.folder), *more)
        assert outcome.code == 0, outcome
        told.append(outcome.out.replace(str(tmp_path / str(number)), "").replace(one.id, "?"))
        told[number] += "".join(page.read_text().replace(one.id, "?") for page in tmp_path.glob(f"{number}/*.html"))
    assert told[0] == told[1] and len(told[0].splitlines()) > 1
