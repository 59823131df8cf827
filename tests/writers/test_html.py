"""dossier.html read back as a browser or a screen reader would."""

import copy
import re
from functools import cache
from html.parser import HTMLParser

import pytest
from markupsafe import escape

from ancrage.domain.wording import count
from ancrage.sections import SECTIONS
from ancrage.sections.shortlist import TO_DO
from ancrage.sections.table import Column, Table
from ancrage.writers.html import told, typography, write_html
from tests import fixtures

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
    return write_html(fixtures.typed(getattr(fixtures, name)()))


@pytest.fixture(params=["dense", "tiny", "empty", "hostile", "chosen", "impossible", "hostile_wishes"])
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


def test_the_sections_are_those_of_the_product_in_their_order(page: Page) -> None:
    titles = [text.replace("\u00a0", " ") for _, _, text in page.all("h2")]
    assert titles == [section.title for section in SECTIONS if section.title in titles]
    assert {"En une page", "Diagnostic", "Plan d'action", "Limites", "Sources"} <= set(titles)


@pytest.mark.parametrize("name", ["hostile", "hostile_wishes"])
def test_hostile_names_are_shown_not_obeyed(name: str) -> None:
    text = written(name)
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
    first = study["diagnostic"]["specialisations"][0]
    assert f"{count(first['emplois'], 'emploi')}\u00a0(est.)" in text
    for target in study["cibles"][:10]:
        assert f'id="cible-{target["activite"].replace(".", "-")}"' in text
        assert shown(target["raisons"][0]) in text
    for source in study["edition"]["sources"]:
        assert shown(source["attribution"]) in text


def test_a_changed_number_changes_the_page() -> None:
    study = copy.deepcopy(fixtures.tiny())
    study["territoire"]["emplois_registre"] += 1000
    assert write_html(fixtures.typed(study)) != written("tiny")


def section(name: str, id: str) -> str:
    return written(name).split(f'<section id="{id}"')[1].split("</section>")[0]


def test_a_target_set_apart_is_in_its_own_place_with_the_reason_and_nowhere_first() -> None:
    study = fixtures.chosen()
    apart = [target for target in study["cibles"] if target["ecartee"]]
    assert apart
    first, targets = section("chosen", "en-une-page"), section("chosen", "cibles")
    assert "Mises à part par vos limites" in targets
    listed = first.split("À faire revenir")[1].split("</ol>")[0]
    for target in apart:
        assert f'id="cible-{target["activite"].replace(".", "-")}"' not in targets
        assert f"({shown(target['libelle']).lower()})" not in listed.lower()
        assert target["activite"] in targets
        assert shown(next(v["phrase"] for v in target["limites"] if v["verdict"] == "dépasse")) in targets
    assert "Mises à part" not in section("dense", "cibles")


def test_what_the_territory_asked_for_is_shown_as_it_wrote_it() -> None:
    study, stakes = fixtures.chosen(), section("chosen", "enjeux")
    for goal in study["strategie"]["objectifs"]:
        assert shown(goal["libelle"]) in stakes
    assert "2024" in stakes and "2\u202f024" not in stakes
    assert all(shown(warning) in stakes for warning in study["strategie"]["avertissements"])
    assert all(shown(warning) in section("chosen", "en-une-page") for warning in study["strategie"]["avertissements"])
    assert shown(study["strategie"]["notes"].splitlines()[0]) in stakes
    assert "rapport de cohérence 0,28" in stakes
    assert "au plus 20\u00a0ha" in stakes and "Aucun site Seveso" in stakes
    assert "<blockquote>" not in section("dense", "enjeux")


def test_a_target_says_its_posture_how_sure_it_is_what_it_needs_and_who_calls_it_vulnerable() -> None:
    targets = section("dense", "cibles")
    for target in fixtures.dense()["cibles"][:10]:
        article = targets.split(f'id="cible-{target["activite"].replace(".", "-")}"')[1].split("</article>")[0]
        assert TO_DO[target["posture"]] in article
        assert all(shown(sentence) in article for sentence in target["robustesse"]["phrases"])
        assert shown(target["besoins"]["phrase"]) in article
        found = target["vulnerabilite"]
        if found is None:
            assert "Vulnérable, selon qui" not in article
            continue
        assert shown(found["phrase"]) in article
        judged = [d for d in found["definitions"] if d["vulnerable"] is not None]
        assert article.count("(approché)") == sum(d["approchee"] for d in judged)
        assert ("Vulnérable, selon qui" in article) is bool(judged)


def test_what_would_change_the_ranking_is_told() -> None:
    study, told = fixtures.chosen(), section("chosen", "et-si")
    assert all(shown(sentence) in told for sentence in study["robustesse"]["phrases"][1:6])
    assert shown(study["robustesse"]["accord"]["phrase"]) in told
    assert 'id="fig-tornade"' in told and "<svg" in told


def test_the_portfolio_is_told_whole_impossible_or_absent() -> None:
    study = fixtures.chosen()
    told = section("chosen", "portefeuille")
    assert all(shown(project["libelle"]) in told for project in study["portefeuille"]["projets"])
    assert all(shown(used["phrase"]) in told for used in study["portefeuille"]["limites"])
    assert "Portefeuille" in section("chosen", "en-une-page")
    none = section("impossible", "portefeuille")
    assert none.count(shown(fixtures.impossible()["portefeuille"]["impossible"])) == 1
    assert "<table" not in none and 'class="warning"' in none
    absent = section("dense", "portefeuille")
    assert shown(fixtures.dense()["portefeuille"]["phrase"]) in absent
    assert "<table" not in absent


def test_the_same_choice_gives_the_same_bytes() -> None:
    assert write_html(fixtures.typed(fixtures.chosen())) == written("chosen")


def test_a_column_absent_from_top_to_bottom_leaves_the_page() -> None:
    columns = tuple(Column(name, name, "text") for name in ("nom", "vide", "lieu"))
    assert told(Table("t", "T", columns, (("A", None, None), ("B", "", "Cluses"))), 2) == [0, 2]
    assert told(Table("t", "T", columns, (("A", None, None), ("B", "", "Cluses"))), 1) == [0]


def test_paper_prints_the_first_rows_and_counts_the_others() -> None:
    employers = section("dense", "diagnostic").split("<caption>Principaux employeurs")[1].split("</table>")[0]
    rows = employers.split("<tbody>")[1].split("<tr")[1:]
    assert len(rows) > 5
    assert [row.startswith(' class="screen"') for row in rows] == [at >= 5 for at in range(len(rows))]
