"""Opening an edition: what is damaged, missing or of another version is said in one sentence with a next step."""

import gc
import hashlib
import io
import json
import time
import weakref
from concurrent.futures import ThreadPoolExecutor

import polars as pl
import pytest

from ancrage.domain.errors import AncrageError
from ancrage.warehouse import build, edition
from ancrage.warehouse.build import build_edition
from ancrage.warehouse.edition import MANIFEST, derived, open_edition
from tests.tiny import write_sources
from tests.warehouse.test_build import GOOD


@pytest.fixture
def folder(monkeypatch, tmp_path):
    (tmp_path / "sources").mkdir()
    monkeypatch.setattr(build, "tables", lambda themes: iter([GOOD]))
    build_edition("essai", write_sources(tmp_path / "sources"), tmp_path / "edition")
    return tmp_path / "edition"


def refused(folder) -> AncrageError:
    with pytest.raises(AncrageError) as error:
        open_edition(folder).table("essai")
    assert "ancrage donnees construire" in error.value.next_step
    return error.value


def rewrite(folder, **changes):
    path = folder / MANIFEST
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def test_a_folder_that_is_not_an_edition(tmp_path):
    assert "n'est pas une édition" in refused(tmp_path).message


def test_a_file_that_is_not_an_edition(tmp_path):
    path = tmp_path / "rapport.xlsx"
    path.write_bytes(b"PK")
    assert "n'est pas une édition" in refused(path).message


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"format": "1"}', '"1"'])
def test_a_manifest_that_does_not_read(folder, text):
    (folder / MANIFEST).write_text(text)
    assert "manifeste" in refused(folder).message


def test_a_manifest_of_bytes_that_are_no_text(folder):
    (folder / MANIFEST).write_bytes(b"\xff\xfe\x00")
    assert "manifeste" in refused(folder).message


def test_an_edition_of_another_version(folder):
    rewrite(folder, format="7")
    assert "au format 7" in refused(folder).message


@pytest.mark.parametrize("damage", [lambda content: content[:-10], lambda content: content + b"x", lambda content: b""])
def test_a_damaged_table(folder, damage):
    path = folder / "essai.parquet"
    path.write_bytes(damage(path.read_bytes()))
    assert "abîmée" in refused(folder).message


def test_a_table_replaced_by_another_valid_one(folder):
    pl.DataFrame({"code": ["z"], "jobs": [9]}).write_parquet(folder / "essai.parquet")
    assert "abîmée ou modifiée" in refused(folder).message


def test_a_missing_table_file(folder):
    (folder / "essai.parquet").unlink()
    assert "ne se lit pas" in refused(folder).message


def test_a_table_the_edition_does_not_have(folder):
    with pytest.raises(AncrageError, match="inconnue"):
        open_edition(folder).table("inconnue")


def test_the_id_follows_the_content(folder):
    before = open_edition(folder).id
    assert before == open_edition(folder).id
    manifest = json.loads((folder / MANIFEST).read_text())
    manifest["tables"]["essai"]["sha256"] = "0" * 64
    rewrite(folder, tables=manifest["tables"])
    assert open_edition(folder).id != before


def test_a_table_is_read_once(folder):
    edition = open_edition(folder)
    assert edition.table("essai") is edition.table("essai")


class Answer:
    """Something a weak reference can point at."""

    def __init__(self, *words: str) -> None:
        self.words = words


def test_what_is_derived_is_computed_once_by_any_number_of_threads(folder):
    calls = []

    @derived
    def answer(edition, word):
        calls.append(word)
        time.sleep(0.01)
        return Answer(inner(edition), word)

    @derived
    def inner(edition):
        return edition.id

    one = open_edition(folder)
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda i: answer(one, "ab"[i % 2]), range(40)))
    assert sorted(calls) == ["a", "b"]
    assert len({id(a) for a in answers}) == 2 and answers[0].words == (one.id, "a")


def test_what_is_derived_belongs_to_its_edition_and_dies_with_it(folder):
    @derived
    def answer(edition):
        return Answer()

    one, other = open_edition(folder), open_edition(folder)
    assert answer(one) is answer(one) is not answer(other)
    alive = weakref.ref(answer(one))
    del one
    gc.collect()
    assert alive() is None


def test_what_people_type_does_not_fill_the_memory(folder, monkeypatch):
    monkeypatch.setattr(edition, "KEPT", 3)

    @derived
    def answer(edition, word):
        return Answer(word)

    one = open_edition(folder)
    first, last = answer(one, "0"), [answer(one, str(i)) for i in range(1, 4)][-1]
    assert answer(one, "3") is last and answer(one, "0") is not first


def test_an_error_is_not_kept(folder):
    attempts = []

    @derived
    def answer(edition):
        attempts.append(1)
        if len(attempts) == 1:
            raise AncrageError("Une table manque.", "Réessayez.")
        return Answer()

    one = open_edition(folder)
    with pytest.raises(AncrageError):
        answer(one)
    assert answer(one)


def entry_changed(folder, change):
    path = folder / MANIFEST
    manifest = json.loads(path.read_text())
    change(manifest, manifest["tables"]["essai"])
    path.write_text(json.dumps(manifest))


ENTRY = ("file", "sha256", "title", "rows", "bytes", "columns", "sources", "method", "key")


@pytest.mark.parametrize("wrong", [None, [], {"a": 1}, 1.5, True])
@pytest.mark.parametrize("key", ENTRY)
def test_a_manifest_that_lacks_something_is_a_sentence(folder, key, wrong):
    if (key, wrong) in (("columns", {"a": 1}), ("sources", []), ("key", [])):
        return

    def change(manifest, entry):
        if wrong is None:
            del entry[key]
        else:
            entry[key] = wrong

    entry_changed(folder, change)
    assert "essai" in refused(folder).message


@pytest.mark.parametrize("changes", [{"edition": None}, {"edition": 3}, {"tables": []}, {"tables": {"essai": 1}}])
def test_a_manifest_of_another_shape_is_a_sentence(folder, changes):
    rewrite(folder, **changes)
    assert "manifeste" in refused(folder).message


@pytest.mark.parametrize("part", ["columns", "sources"])
def test_columns_and_sources_are_described(folder, part):
    def change(manifest, entry):
        entry[part] = {"code": {}} if part == "columns" else [{"id": "x"}]

    entry_changed(folder, change)
    assert "essai" in refused(folder).message


def test_a_manifest_without_end(folder):
    (folder / MANIFEST).write_text("[" * 100_000)
    assert "manifeste" in refused(folder).message


def sign(folder, content):
    """Replace the table by these bytes, and its hash with it."""
    (folder / "essai.parquet").write_bytes(content)

    def change(manifest, entry):
        entry["sha256"] = hashlib.sha256(content).hexdigest()

    entry_changed(folder, change)


def test_a_damaged_table_signed_again_is_a_sentence(folder):
    whole = (folder / "essai.parquet").read_bytes()
    for cut in (b"", whole[:40], b"PAR1" + whole[4:-20] + b"\x00" * 16 + b"PAR1", whole[:-8] + b"\xff" * 4 + b"PAR1"):
        sign(folder, cut)
        assert "essai.parquet" in refused(folder).message


def test_a_table_of_another_shape_signed_again_is_a_sentence(folder):
    for rows in (pl.DataFrame({"autre": [1]}), pl.DataFrame({"code": ["a"], "jobs": [1]})):
        buffer = io.BytesIO()
        rows.write_parquet(buffer)
        sign(folder, buffer.getvalue())
        assert "celle que décrit son manifeste" in refused(folder).message
