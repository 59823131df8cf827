"""The documentation says what the program is: generated pages are current, links lead somewhere."""

import re
from pathlib import Path

import pytest

from ancrage.cli.documentation import ROOT, generated_files

GENERATED = generated_files()
PAGES = [ROOT / name for name in ("README.md", "ARCHITECTURE.md", "GLOSSAIRE.md", "CHANGELOG.md")]
PAGES += sorted((ROOT / "docs").rglob("*.md"))


@pytest.mark.parametrize("path", GENERATED, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_generated_file_is_current(path: Path) -> None:
    assert path.read_bytes() == GENERATED[path], "lancez make docs"


def test_no_generated_page_is_left_behind() -> None:
    assert set((ROOT / "docs" / "methodes").glob("*.md")) <= set(GENERATED)


@pytest.mark.parametrize("path", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_to_a_file(path: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_page_is_well_formed(path: Path) -> None:
    """What merging pages breaks: a heading stuck to a paragraph, a heading twice, a table cut by a blank line."""
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert re.findall(r"[^\n]\n(#+ .+)", text) == []
    titles = re.findall(r"^## .+", text, re.MULTILINE)
    assert [title for title in titles if titles.count(title) > 1] == []
    tables = re.findall(r"(?:^\|.*\n?)+", text, re.MULTILINE)
    assert [table for table in tables if not re.match(r".*\n\|[-|: ]+\|\n", table)] == []


def test_a_word_has_one_meaning_and_a_question_one_answer() -> None:
    words = re.findall(r"^\| ([^|]+) \| `", (ROOT / "GLOSSAIRE.md").read_text(encoding="utf-8"), re.MULTILINE)
    asked = re.findall(r"^\*\*(.+?)\*\*", (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(words) > 50 and len(asked) > 100
    assert [x for x in words + asked if (words + asked).count(x) > 1] == []


def test_the_readme_shows_the_two_commands() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make etude" in text and "make test" in text


def test_every_command_in_the_docs_exists() -> None:
    """A page must not promise what `ancrage` does not have."""
    from ancrage.cli.main import ancrage

    typed = [m for page in PAGES for m in re.findall(r"\bancrage ([a-z]+)\b(?=[ `\n])", _code(page))]
    assert set(typed) <= set(ancrage.commands)


def _code(page: Path) -> str:
    """Only what stands in code spans and blocks."""
    return "\n".join(re.findall(r"```.*?```|`[^`\n]+`", page.read_text(encoding="utf-8"), re.DOTALL))
