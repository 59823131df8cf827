"""No file, however malformed, oversized or hostile, does anything but be read or be refused in a sentence."""

import datetime
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ancrage.domain.errors import AncrageError
from ancrage.inputs.bytes import TEXT_BYTES as MAX_BYTES
from ancrage.inputs.strategy import load_strategy, strategy_template
from ancrage.inputs.strategy.model import GoalTable, GroupsTable, LimitsTable, StrategyFile
from ancrage.inputs.strategy.wording import summary
from ancrage.inputs.toml_lines import lines_of_keys
from tests.inputs.strategy.files import WHOLE, refusal, written
from tests.inputs.strategy.test_template import COGNAC

LARGE = MAX_BYTES - 2_000
FUZZ = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def filled(piece: str) -> str:
    return piece * (LARGE // len(piece))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (" " * (MAX_BYTES + 1), "dépasse 256 ko"),
        (b"territoire = '\xe9'", "n'est pas un texte en UTF-8, ligne 1"),
        (b"a = 1\nterritoire = '\xff\xfe'", "n'est pas un texte en UTF-8, ligne 2"),
        (b"\xff\xfea", "n'est pas un texte en UTF-8"),
        (b"\x00" * 100, "n'est pas un TOML valable : ligne 1"),
        (filled("a.") + "a = 1", "ligne 1, une clé est trop longue"),
        (filled('"\\"".') + "a = 1", "ligne 1, une clé est trop longue"),
        ("\n[" + filled("a . ") + "a]", "ligne 2, une clé est trop longue"),
        ("a = " + filled("["), "emboîtées sans fin"),
        ("a = " + filled("{a="), "emboîtées sans fin"),
        ("horizon = " + filled("9"), "un nombre est démesuré"),
        ("horizon = 0x" + filled("f"), "« horizon » vaut un nombre démesuré"),
        ("version = 0x" + filled("f"), "version plus récente (un nombre démesuré)"),
        ("[limites]\nhectares = 0x" + filled("f"), "« hectares » de [limites] vaut un nombre démesuré"),
        ("[limites]\nhectares = 1e" + filled("9"), "« hectares » de [limites] vaut inf"),
        (filled("[[objectifs]]\n"), "« objectifs » est trop long. Gardez-en 100 au plus."),
        ("perimetre = [" + filled('"74081",') + "]", "« perimetre » est trop long"),
        ("[limites]\nsecteurs_exclus = [" + filled('"20",') + "]", "est trop long"),
        ("[enjeux]\nclassement = [" + filled('"E01",') + "]", "fois E01"),
        (filled("k") + " = 1", "k… » est inconnu dans le fichier"),
        ("".join(f"k{i} = 1\n" for i in range(5000)), "F : 5000 erreurs dans la stratégie."),
        (filled('"""\n\\'), "n'est pas un TOML valable"),
        ("notes = '" + filled(". ") + "'", "« notes » est trop long"),
        ('notes = "\\ud800"', "un caractère donné par son code n'existe pas"),
        ('notes = "a\\u001b[2J"', "« notes » contient un caractère de contrôle invisible."),
        ('notes = "a\\u0000"', "caractère de contrôle"),
        ('territoire = "a\\u202Eb"', "« territoire » contient un caractère de contrôle invisible."),
        ('territoire = "a\\nErreur : tout va bien"', "« territoire » contient un retour à la ligne"),
        ('"a\\u001b[2J\\n" = 1', "« a�[2J� » est inconnu dans le fichier"),
        ("territoire = 1979-05-27T07:32:00", "vaut la date 1979-05-27 07:32:00"),
    ],
    ids=lambda value: str(value)[:20].encode("ascii", "backslashreplace").decode(),
)
def test_a_hostile_file_is_refused_in_a_short_sentence(tmp_path: Path, content: str | bytes, says: str) -> None:
    told = refusal(tmp_path, content)
    assert says in told
    assert len(told) < 25_000 and told.replace("\n", "").isprintable()


def test_texts_that_look_like_formulas_stay_texts(tmp_path: Path) -> None:
    text = "=cmd|' /C calc'!A0"
    whole = WHOLE.replace('"emplois industriels"', f'"{text}"').replace('"Cognac"', '"<script>+1"')
    read = load_strategy(written(tmp_path, whole))
    assert (read.goals[0].indicator, read.territory) == (text, "<script>+1")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_windows_editors_write_is_read(tmp_path: Path, encoding: str, end: str) -> None:
    path = tmp_path / "strategie.toml"
    path.write_bytes(WHOLE.replace("\n", end).encode(encoding))
    read = load_strategy(path)
    assert read.goals[1].label == "émissions"
    assert read == load_strategy(written(tmp_path, WHOLE))


def test_what_is_not_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AncrageError, match="c'est un dossier"):
        load_strategy(tmp_path)
    os.mkfifo(tmp_path / "tube.toml")
    with pytest.raises(AncrageError, match="ce n'est pas un fichier ordinaire"):
        load_strategy(tmp_path / "tube.toml")
    with pytest.raises(AncrageError, match="ne se lit pas"):
        load_strategy(tmp_path / ("a" * 5000))
    with pytest.raises(AncrageError, match="ne se lit pas"):
        load_strategy(tmp_path / "a\0b")


def read_or_refused(folder: Path, content: bytes) -> None:
    path = folder / "strategie.toml"
    path.write_bytes(content)
    try:
        strategy = load_strategy(path)
    except AncrageError as error:
        assert error.message.endswith(".") and error.next_step
    else:
        assert sum(strategy.shares().values()) == pytest.approx(1)
        assert summary(strategy)


@FUZZ
@given(st.binary(max_size=400) | st.text(max_size=400).map(lambda text: text.encode("utf-8", "replace")))
@example(b"\xff\xfe")
def test_any_bytes_are_read_or_refused(tmp_path: Path, content: bytes) -> None:
    read_or_refused(tmp_path, content)


SEEDS = [
    WHOLE,
    strategy_template(COGNAC, 2026),
    '[enjeux.comparaisons]\n"E01/E02" = 3\n"E02/E05" = 0.5\n"E01/E05" = 9\n',
    'enjeux = {E01 = 3, "E02" = 1}\nperimetre = ["74081"]\nlimites.hectares = 3\n',
]
PIECES = st.sampled_from(
    ["=", '"', "'", "[", "]", "{", "}", "\n", ".", "#", '"""', "nan", "-1", "1e999", "true", "E01", "E99", "[enjeux]\n",
     "[[objectifs]]\n", "classement = []", "version = 2\n", "\\", "\x00", "é", "0x" + "f" * 300, "9" * 5000]
)  # fmt: skip


@FUZZ
@given(
    st.sampled_from(SEEDS),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), PIECES | st.text(max_size=5)), max_size=4),
)
def test_a_mutated_file_is_read_or_refused(tmp_path: Path, text: str, mutations: list[tuple[float, int, str]]) -> None:
    for where, removed, inserted in mutations:
        at = int(where * len(text))
        text = text[:at] + inserted + text[at + removed :]
    read_or_refused(tmp_path, text.encode("utf-8", "replace"))


KEYS = st.sampled_from(
    [*StrategyFile.model_fields, *GoalTable.model_fields, *LimitsTable.model_fields, *GroupsTable.model_fields,
     "E01", "E05", "E99", "classement", "comparaisons", "E01/E05", "E05/E01", "é", ""]
)  # fmt: skip
SCALARS: st.SearchStrategy[Any] = (
    st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.dates() | st.datetimes() | st.times()
    | st.sampled_from(["E01", "E05", "20", "25.62", "74081", "hausse", 2030, 1, 3.0, 10**400])
)  # fmt: skip
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=5), max_leaves=20
)


def toml(value: Any) -> str:
    """TOML of a value, tables inline."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return '"' + "".join(c if c.isalnum() and c.isascii() else f"\\U{ord(c):08x}" for c in value) + '"'
    if isinstance(value, list):
        return f"[{', '.join(map(toml, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{toml(k)} = {toml(v)}' for k, v in value.items())}}}"
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return hex(value) if isinstance(value, int) and value > 10**300 else str(value)


@FUZZ
@given(st.dictionaries(KEYS, VALUES, max_size=6))
@example({"enjeux": {"comparaisons": {"E01/E05": 3, "E05/E01": 1, "": 2}}})
@example({"objectifs": [{"indicateur": "a"}, 3, []], "limites": {"seveso": 1}})
def test_any_table_is_read_or_refused(tmp_path: Path, content: dict[str, Any]) -> None:
    text = "".join(f"{toml(key)} = {toml(value)}\n" for key, value in content.items())
    read_or_refused(tmp_path, text.encode())


def test_lines_are_found_through_strings_comments_and_quoted_keys() -> None:
    text = (
        'a = """\nb = 1\n""" # c = 1\n# d = 1\n["e"."f"]\ng.h = [\n  "i = 1",\n]\n\'j\' = \'\'\'"""\nk = 1\'\'\'\n'
        "[[l]]\nm = 1\n[[l]]\nm = 1\nn = '# no' # \"\no = 1\n"
    )
    assert lines_of_keys(text) == {
        ("a",): 1, ("e",): 5, ("e", "f"): 5, ("e", "f", "g"): 6, ("e", "f", "g", "h"): 6, ("e", "f", "j"): 9,
        ("l",): 11, ("l", 0): 11, ("l", 0, "m"): 12, ("l", 1): 13, ("l", 1, "m"): 14, ("l", 1, "n"): 15,
        ("l", 1, "o"): 16,
    }  # fmt: skip
