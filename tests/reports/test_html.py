"""dossier.html read back as a browser or a screen reader would."""

import copy
import re
from functools import cache
from html.parser import HTMLParser

import pytest
from markupsafe import escape

from ancrage.reports.html import typography, write_html
from tests.reports import fixtures

VOID = {"meta", "br", "link", "img", "input", "hr", "col"}


class Page(HTMLParser):
    """Every element with its attributes and text, and whether tags close in order."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None], list[str]]] = []
        self.open: list[tuple[str, dict[str, str | None], list[str]]] = []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attrs):
        element = (tag, dict(attrs), [])
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs), []))

    def handle_endtag(self, tag):
        assert self.open[-1][0] == tag
        self.open.pop()

    def handle_data(self, data):
        for _, _, text in self.open:
            text.append(data)

    def all(self, *tags: str) -> list[tuple[str, dict[str, str | None], str]]:
        return [(tag, attrs, "".join(text).strip()) for tag, attrs, text in self.elements if tag in tags]


@cache
def written(name: str) -> str:
    return write_html(getattr(fixtures, name)())


@pytest.fixture(params=["dense", "tiny", "empty", "hostile"])
def page(request) -> Page:
    return Page(written(request.param))


def test_nothing_is_loaded_or_run(page: Page) -> None:
    tags = {tag for tag, _, _ in page.elements}
    assert not tags & {"script", "link", "img", "iframe", "object", "embed", "form", "base", "image", "use"}
    for tag, attrs, _ in page.elements:
        assert not [name for name in attrs if name.startswith("on")], tag
        for name in ("src", "href", "xlink:href", "action", "srcset"):
            assert (attrs.get(name) or "#").startswith("#"), (tag, attrs)
    style = "".join(text for _, _, text in page.all("style"))
    assert "url(" not in style and "@import" not in style


def test_the_content_policy_forbids_the_network(page: Page) -> None:
    policies = [attrs["content"] for _, attrs, _ in page.all("meta") if attrs.get("http-equiv")]
    assert policies == ["default-src 'none'; style-src 'unsafe-inline'; img-src data:"]


def test_ids_are_unique_and_links_arrive(page: Page) -> None:
    ids = [attrs["id"] for _, attrs, _ in page.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    for _, attrs, _ in page.all("a"):
        assert attrs["href"][1:] in ids
    for _, attrs, _ in page.elements:
        assert attrs.get("aria-labelledby", ids[0]) in ids


def test_every_table_has_a_caption_and_scoped_headings(page: Page) -> None:
    tables, captions = page.all("table"), page.all("caption")
    assert len(tables) == len(captions)
    assert all(text for _, _, text in captions)
    assert all(attrs.get("scope") in ("col", "row") and text for _, attrs, text in page.all("th"))


def test_headings_are_full_and_step_down_by_one(page: Page) -> None:
    levels = [(int(tag[1]), text) for tag, _, text in page.all("h1", "h2", "h3", "h4", "h5")]
    assert all(text for _, text in levels)
    assert [level for level, _ in levels].count(1) == 1
    before = 0
    for level, text in levels:
        assert level <= before + 1, text
        before = level


def test_drawings_regions_and_links_have_a_name(page: Page) -> None:
    for tag, attrs, text in page.all("svg", "a", "nav", "summary"):
        assert attrs.get("aria-label") or text, tag
    regions = [attrs for _, attrs, _ in page.elements if attrs.get("role") == "region" or "tabindex" in attrs]
    names = [attrs.get("aria-label") for attrs in regions]
    assert all(names) and len(names) == len(set(names))


def test_language_title_and_skip_link(page: Page) -> None:
    assert page.all("html")[0][1]["lang"] == "fr"
    assert "étude de relocalisation" in page.all("title")[0][2]
    assert page.all("a")[0][1]["href"] == "#contenu"


def test_the_words_of_the_product_in_their_order(page: Page) -> None:
    said = [text for _, _, text in page.all("h2")]
    assert said == [
        "En une page", "Diagnostic", "Enjeux", "Cibles", "Acteurs", "Étapes suivantes", "Limites", "Méthode", "Sources",
    ]  # fmt: skip


def test_hostile_names_are_shown_not_obeyed() -> None:
    text = written("hostile")
    assert "<script" not in text
    assert "<img" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


def test_no_value_of_the_program_leaks_into_the_page(page: Page) -> None:
    # the cards of the methods may speak of NaN, the study may not
    text = " ".join(text for _, attrs, text in page.all("section", "header") if attrs.get("id") != "methode")
    assert len(text) > 5000
    assert not re.search(r"\b(None|nan|NaN|undefined|True|False)\b", text)
    assert "{{" not in text and "\u202f\u202f" not in text


def test_lines_never_start_with_a_lone_punctuation_mark() -> None:
    body = written("dense").split("<body>")[1]
    assert "\u00a0: " in body
    assert not re.search(r" [;:!?»]|« ", body)


def test_absent_numbers_are_written() -> None:
    assert "—\u00a0absent" in written("empty")
    assert "population absente" in written("empty")


def shown(sentence: str) -> str:
    return typography(f"<body>{escape(sentence)}").removeprefix("<body>")


def test_numbers_of_the_study_are_on_the_page() -> None:
    study, text = fixtures.dense(), written("dense")
    assert "5\u202f910\u00a0emplois\u00a0(est.)" in text
    for target in study["cibles"][:10]:
        assert f'id="cible-{target["activite"].replace(".", "-")}"' in text
        assert shown(target["raisons"][0]) in text
    for table in study["edition"]["tables"]:
        assert shown(table["attribution"]) in text


def test_a_changed_number_changes_the_page() -> None:
    study = copy.deepcopy(fixtures.tiny())
    study["territoire"]["emplois_registre"] += 1000
    assert write_html(study) != written("tiny")
