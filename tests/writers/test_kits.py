"""Kits read back: the page as a browser would, the DOCX with another reader, the round of visits as a spreadsheet."""

import csv
import hashlib
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest
from docx import Document

from ancrage.domain import described
from ancrage.domain.errors import AncrageError
from ancrage.domain.knowledge import Knowledge, Note
from ancrage.sections import interview
from ancrage.steps.actors import actors
from ancrage.steps.interview import Kit, interview_kits
from ancrage.study.run import Results
from ancrage.writers.kit_docx import write_kit_docx
from ancrage.writers.kit_html import write_kit_html
from ancrage.writers.kits import check_kit_formats, kit_files
from tests.fixtures import HOSTILE
from tests.writers.test_html import Page

Studies = Callable[[str, str], Results]


@pytest.fixture(scope="module")
def kits(study: Studies) -> tuple[Kit, ...]:
    local = study("zone_emploi", "8414").local
    found = actors(local, ["27.11"])[:4]
    note = Note(found[0].siret, "visite", "2025-03-04", "M. D.", "Cherche 2 000 m² pour 2027.")
    return interview_kits(local, found, knowledge=Knowledge(notes=(note,)))


@pytest.fixture(scope="module")
def hostile(kits: tuple[Kit, ...]) -> Kit:
    actor = described.replace(kits[0].actor, reason=HOSTILE["script"], commune_label=HOSTILE["formula"])
    return replace(kits[0], name=HOSTILE["script"] + "\x0b\x00", territory=HOSTILE["at"], actor=actor)


def text_of(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    parts = [p.text for p in document.paragraphs]
    for section in document.sections:
        parts += [p.text for p in (*section.header.paragraphs, *section.footer.paragraphs)]
    return "\n".join(parts + cells)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


# the page


def test_the_page_loads_nothing_and_forbids_the_network(kits: tuple[Kit, ...], hostile: Kit) -> None:
    for kit in (*kits, hostile):
        text = write_kit_html(kit)
        page = Page(text)
        tags = {tag for tag, _, _ in page.elements}
        assert not tags & {"script", "link", "img", "iframe", "object", "embed", "form", "base", "a"}
        assert not [a for _, attrs, _ in page.elements for a in attrs if a.startswith("on")]
        policies = [attrs["content"] for _, attrs, _ in page.all("meta") if attrs.get("http-equiv")]
        assert policies == ["default-src 'none'; style-src 'unsafe-inline'; img-src data:"]
        assert "url(" not in text and "@import" not in text


def test_hostile_names_are_shown_not_obeyed(hostile: Kit) -> None:
    text = write_kit_html(hostile)
    assert "<script" not in text and "&lt;script&gt;alert(1)&lt;/script&gt;" in text


def test_the_page_holds_the_kit_whole(kits: tuple[Kit, ...]) -> None:
    for kit in kits:
        said = plain(" ".join(t for _, _, t in Page(write_kit_html(kit)).all("body")))
        for fact in (*kit.known, *kit.inferred):
            assert plain(fact.text) in said, fact
        for question in kit.questions:
            assert plain(question.text) in said and plain(question.why) in said
        for text in (*kit.promises, kit.privacy, kit.caution, interview.INFERENCE, *interview.FOLLOW_UP):
            assert plain(text) in said


def test_the_page_is_readable_by_ear(kits: tuple[Kit, ...]) -> None:
    page = Page(write_kit_html(kits[0]))
    assert page.all("html")[0][1]["lang"] == "fr"
    assert len(page.all("h1")) == 1
    tables, captions = page.all("table"), page.all("caption")
    assert len(tables) == len(captions) and all(text for _, _, text in captions)
    assert all(attrs.get("scope") for _, attrs, _ in page.all("th"))
    ids = {attrs["id"] for _, attrs, _ in page.elements if "id" in attrs}
    assert {attrs["aria-labelledby"] for _, attrs, _ in page.all("section")} <= ids


def test_what_was_noted_is_printed_when_there_is_some(kits: tuple[Kit, ...]) -> None:
    with_note, without = write_kit_html(kits[0]), write_kit_html(kits[1])
    assert interview.NOTED in with_note and "Cherche 2 000 m²" in plain(with_note)
    assert interview.NOTED not in without
    assert "Personne n'a encore contacté" in plain(without).replace("&#39;", "'")
    assert "Personne n'a encore contacté" not in plain(with_note).replace("&#39;", "'")


# the DOCX


def test_the_docx_opens_and_holds_the_kit_whole(kits: tuple[Kit, ...]) -> None:
    for kit in kits:
        said = plain(text_of(write_kit_docx(kit)))
        for fact in (*kit.known, *kit.inferred):
            assert plain(fact.text) in said, fact
        for question in kit.questions:
            assert plain(question.text) in said and plain(question.follow_up) in said
        for text in (*kit.promises, kit.privacy, kit.caution, *interview.FOLLOW_UP):
            assert plain(text) in said


def test_the_docx_has_styles_headings_header_footer_and_page_numbers(kits: tuple[Kit, ...]) -> None:
    content = write_kit_docx(kits[0])
    document = Document(io.BytesIO(content))
    styles = [p.style.name for p in document.paragraphs if p.text]
    assert styles[:2] == ["Title", "Subtitle"]
    assert styles.count("Heading 1") == 6 and "List Bullet" in styles
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert kits[0].territory in plain(section.header.paragraphs[0].text)
    footer = section.footer.paragraphs[0]._p.xml
    assert " PAGE " in footer and " NUMPAGES " in footer
    questions = next(t for t in document.tables if t.rows[0].cells[1].text == "Question")
    assert len(questions.rows) == 9 and "tblHeader" in questions.rows[0]._tr.xml
    assert all(row.cells[2].text == "" for row in questions.rows[1:])  # room to answer
    assert document.core_properties.language == "fr-FR"


def test_hostile_names_do_not_break_the_docx(hostile: Kit) -> None:
    said = text_of(write_kit_docx(hostile))
    assert "<script>alert(1)</script>" in said and "\x0b" not in said


def test_same_kit_same_bytes_whatever_the_day(kits: tuple[Kit, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    first = write_kit_docx(kits[0])
    monkeypatch.setattr("time.time", lambda: 4e9)
    monkeypatch.setattr("time.localtime", lambda *_: __import__("time").gmtime(4e9))
    assert hashlib.sha256(write_kit_docx(kits[0])).digest() == hashlib.sha256(first).digest()
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert write_kit_html(kits[0]) == write_kit_html(kits[0])


# several


def test_files_are_named_for_people_and_for_every_system(kits: tuple[Kit, ...], hostile: Kit) -> None:
    files = kit_files((*kits, hostile), ("html", "docx"))
    assert len(files) == 5 * 2 + 2
    assert all(re.fullmatch(r"[a-z0-9_-]+\.(html|docx|csv)", name) for name in files)
    assert next(iter(files)).startswith("01_somfy-activites-sa_")
    unnamed = replace(kits[0], name="...")
    assert list(kit_files((unnamed,), ("html",))) == [f"01_sans-nom_{kits[0].actor.siret}.html"]


def test_one_kit_makes_no_round(kits: tuple[Kit, ...]) -> None:
    assert len(kit_files(kits[:1], ("docx",))) == 1


def test_the_round_groups_by_commune_nearest_first(kits: tuple[Kit, ...]) -> None:
    content = kit_files(kits, ("docx",))["tournee.csv"].decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    assert [row["ordre"] for row in rows] == ["1", "2", "3", "4"]
    communes = [row["commune"] for row in rows]
    assert communes == sorted(communes, key=communes.index)
    nearest = [min(float(r["distance_km"]) for r in rows if r["commune"] == c) for c in dict.fromkeys(communes)]
    assert nearest == sorted(nearest)
    page = Page(kit_files(kits, ("html",))["tournee.html"].decode())
    assert "4 entreprises à rencontrer" in plain(page.all("h1")[0][2])


def test_no_cell_of_the_round_is_a_formula(kits: tuple[Kit, ...], hostile: Kit) -> None:
    content = kit_files((kits[1], hostile), ("html",))["tournee.csv"].decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(content)) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert f"'{HOSTILE['formula']}" in cells


@pytest.mark.parametrize("formats", [(), ("pdf",), ("html", "xlsx")])
def test_an_unknown_format_is_refused_before_any_work(formats: tuple[str, ...]) -> None:
    with pytest.raises(AncrageError, match="format"):
        check_kit_formats(formats)
