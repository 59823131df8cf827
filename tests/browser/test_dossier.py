"""The dossier as a reader's browser shows it: alone, whole, on a phone and on paper."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from ancrage.inputs.strategy import default_strategy
from ancrage.inputs.territories import read_territory
from ancrage.study import run_study
from ancrage.warehouse.edition import open_edition
from ancrage.writers.write import write_reports

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
# a machine without Chromium skips, continuous integration fails
pytestmark = pytest.mark.skipif(
    CHROMIUM is None and not os.environ.get("CI"), reason="Chromium est absent : sudo apt-get install chromium"
)
PLACES = ("zone_emploi:8414", "departement:976", "epci:200072676")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="module", params=PLACES)
def dossier(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    edition = open_edition()
    study = run_study(edition, read_territory(edition, request.param).value, default_strategy())
    return write_reports(study, tmp_path_factory.mktemp("dossier"), ["html"])[0]


@pytest.fixture
def asked() -> list[str]:
    """Every address the page asked for."""
    return []


@pytest.fixture
def page(browser: Browser, dossier: Path, asked: list[str]) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1180, "height": 900})
    opened.on("request", lambda request: asked.append(request.url))
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.goto(dossier.as_uri())
    yield opened
    opened.close()
    assert complaints == []


def test_it_asks_the_network_for_nothing(page: Page, dossier: Path, asked: list[str]) -> None:
    assert [url for url in asked if not url.startswith(("data:", dossier.as_uri()))] == []


def test_it_is_a_french_page_with_one_title(page: Page) -> None:
    assert page.locator("html").get_attribute("lang") == "fr"
    assert page.locator("h1").count() == 1
    assert page.title()


def test_every_image_shows_and_is_described(page: Page) -> None:
    broken = (
        "images => images.filter(i => !i.complete || !i.naturalWidth || !i.alt.trim()).map(i => i.src.slice(0, 60))"
    )
    assert page.locator("img").evaluate_all(broken) == []


def test_every_inner_link_leads_somewhere(page: Page) -> None:
    lost = "links => links.map(l => l.getAttribute('href')).filter(h => !document.getElementById(h.slice(1)))"
    assert page.locator("a[href^='#']").evaluate_all(lost) == []


def test_it_fits_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_it_prints(page: Page) -> None:
    assert page.pdf(format="A4").startswith(b"%PDF")
