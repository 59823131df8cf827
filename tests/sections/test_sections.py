"""Whatever the section: its views name fields that exist, its figures are told, its records describe themselves."""

from collections.abc import Iterator

import pytest

from ancrage.domain.described import SELF_DESCRIBED, Range, Record, columns, item_type, numbers, records
from ancrage.sections import SECTIONS
from ancrage.sections.blocks import Block, Card, Columns, Figure, Rows, Section
from ancrage.sections.table import View, resolved, table
from ancrage.study import Study
from ancrage.study.measures import measures
from ancrage.warehouse.edition import Edition
from tests import fixtures

STUDIES = (fixtures.dense, fixtures.tiny, fixtures.empty, fixtures.chosen)
VIEWS = [(section, view) for section in SECTIONS for view in section.views]


def every(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, Columns):
            yield from (inner for group in block.groups for inner in every(group))
        elif isinstance(block, Card):
            yield from every(block.blocks)


def test_every_field_of_every_record_has_a_label() -> None:
    for record in records(Study):
        assert record.__doc__, record
        missing = [name for name, column in columns(record).items() if not column.label]
        assert missing == [], record.__name__


def test_every_number_is_described() -> None:
    """A field of type int or float says its unit, unless its row describes its own numbers."""
    for record in records(Study):
        if record is Range or set(columns(record)) >= SELF_DESCRIBED:
            continue
        plain = [name for name, c in columns(record).items() if item_type(c.type) in (int, float) and not c.is_number]
        assert plain == [], record.__name__


def test_tables_named_by_the_records_are_in_the_edition(edition: Edition) -> None:
    for path, column in numbers(Study):
        for table_name in column.tables:
            name, _, source = table_name.partition(":")
            assert not source or source in [s.id for s in edition.sources(name)], path
    assert all(m.unit and m.vintage and m.source and m.status for m in measures(edition, Study).values())


@pytest.mark.parametrize(("section", "view"), VIEWS, ids=[view.id for _, view in VIEWS])
def test_a_view_names_fields_that_exist(section: Section, view: View) -> None:
    found = resolved(Study, view)
    assert len(found) >= len(view.columns)
    assert all(column.field is not None or column.col.value is not None for column in found)


@pytest.mark.parametrize("section", SECTIONS, ids=[section.id for section in SECTIONS])
@pytest.mark.parametrize("study", STUDIES)
def test_a_section_is_told_whatever_the_study(section: Section, study) -> None:
    typed = fixtures.typed(study())
    ids = []
    for block in every(tuple(section.blocks(typed))):
        if isinstance(block, Figure):
            ids.append(block.id)
            assert block.title and block.sentence
            drawn = bool(block.spec or block.svg)
            assert not drawn or (block.paths and block.table is not None and block.table.rows)
            assert all(path in typed.measures for path in block.paths), block.paths
        if isinstance(block, Rows):
            assert all(len(row) == len(block.table.columns) for row in block.table.rows)
            assert block.table.rows or block.table.empty
    assert len(ids) == len(set(ids))
    for view in section.views:
        found = table(typed, view)
        assert all(path in typed.measures for path in found.paths)
        assert all(column.heading for column in found.columns)


def test_sections_and_sheets_have_names_of_their_own() -> None:
    assert len({s.id for s in SECTIONS}) == len(SECTIONS)
    sheets = [s.sheet for s in SECTIONS if s.sheet]
    assert len(set(sheets)) == len(sheets)
    assert all(s.about for s in SECTIONS if s.sheet)


def test_a_view_of_an_unknown_field_is_refused() -> None:
    with pytest.raises(KeyError, match="inconnu"):
        resolved(Study, View("x", "X", "diagnostic.secteurs", ("inconnu",)))
    assert issubclass(Study, Record)
