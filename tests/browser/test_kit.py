"""A kit printed by a browser: two A4 pages, nothing cut, nothing asked to the network."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from ancrage.inputs.territories import read_territory
from ancrage.steps.actors import actors
from ancrage.steps.interview import interview_kits
from ancrage.steps.local import Local
from ancrage.warehouse.edition import open_edition
from ancrage.writers.kits import kit_files
from ancrage.writers.write import write_in
from tests.browser.test_dossier import CHROMIUM, pytestmark

__all__ = ["pytestmark"]
PLACES = [("zone_emploi:8414", "26.11"), ("zone_emploi:7509", "16.24"), ("departement:59", "21.20")]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="module", params=PLACES, ids=":".join)
def files(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    place, activity = request.param
    edition = open_edition()
    local = Local(edition, read_territory(edition, place).value)
    kits = interview_kits(local, actors(local, [activity])[:3])
    return write_in(tmp_path_factory.mktemp("kits"), kit_files(kits, ("html",)))


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1000, "height": 1200})
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    yield opened
    opened.close()
    assert [url for url in asked if not url.startswith("file:")] == []


def test_a_kit_prints_on_two_pages(page: Page, files: list[Path]) -> None:
    for path in (f for f in files if f.name[0] == "0"):
        page.goto(path.as_uri())
        printed = page.pdf(format="A4", prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 2, path.name


def test_nothing_overflows_the_sheet(page: Page, files: list[Path]) -> None:
    for path in files:
        if path.suffix == ".html":
            page.goto(path.as_uri())
            wide = "() => [...document.querySelectorAll('.sheet *')].filter(e => e.scrollWidth > e.clientWidth + 1 && "
            wide += "getComputedStyle(e).display !== 'inline' && !e.closest('.hidden') && e.clientWidth).length"
            assert page.evaluate(wide) == 0, path.name


def test_it_reads_on_a_phone(page: Page, files: list[Path]) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(files[0].as_uri())
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
