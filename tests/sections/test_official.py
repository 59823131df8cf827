"""What the first page, the diagnosis and the context show of official facts and of their dates."""

from ancrage.sections import context, diagnosis, one_page
from ancrage.sections.blocks import Figure, Rows, Text
from ancrage.sections.official import official_blocks
from ancrage.sections.table import table
from ancrage.study import Study
from ancrage.study.dates import FACTS, fact_dates
from ancrage.warehouse.edition import Edition
from tests import fixtures


def dense() -> Study:
    return fixtures.typed(fixtures.dense())


def overseas() -> Study:
    return fixtures.typed(fixtures.tiny())


def test_the_date_of_each_kind_of_fact_is_that_of_its_source(edition: Edition) -> None:
    dated = {row.fact: row.vintage for row in fact_dates(edition)}
    assert len(dated) == len(FACTS)
    assert dated["registre"] == edition.sources("establishments")[0].vintage
    assert dated["droits de douane"] == "2020"
    assert dated["tensions de recrutement"] == "2019"
    assert dated["embauches par métier"] == "2021"
    assert dated["emplois officiels"] == "fin 2022 et fin 2023"


def test_an_edition_without_a_table_has_no_date_for_it(edition: Edition) -> None:
    tables = {name: entry for name, entry in edition.manifest["tables"].items() if name != "brownfields"}
    less = Edition(edition.folder, edition.manifest | {"tables": tables})
    assert {row.fact for row in fact_dates(edition)} - {row.fact for row in fact_dates(less)} == {"friches"}


def test_page_one_and_the_workbook_carry_the_dates() -> None:
    study = dense()
    line = one_page.dates(study)
    assert line.startswith("registre (établissements connus fin 2018")
    assert all(f"{row.fact} ({row.vintage})" in line for row in study.edition.dates)
    texts = [block.text for block in one_page.blocks(study) if isinstance(block, Text)]
    assert texts.count(f"Dates des faits : {line}.") == 1
    head = [row for row in one_page.read_first(study).rows if row[0] == "Dates des faits"]
    assert [row[1] for row in head] == [line]


def test_the_diagnosis_begins_with_the_official_figure() -> None:
    study = dense()
    first = next(iter(diagnosis.blocks(study)))
    assert isinstance(first, Text) and first.text == study.diagnostic.official.sentence
    assert "INSEE, chiffre publié" in first.text


def test_official_blocks_show_industry_and_its_moves() -> None:
    study = dense()
    blocks = list(official_blocks(study))
    rows = next(block for block in blocks if isinstance(block, Rows))
    assert {row[0] for row in rows.table.rows} <= {
        b.label for b in study.diagnostic.official.branches if b.is_manufacturing
    }
    silences = next(block.text for block in blocks if isinstance(block, Text) and "secret" in block.text)
    assert "cokéfaction et raffinage et pharmacie" in silences or "cokéfaction et raffinage, pharmacie" in silences
    figures = [block for block in blocks if isinstance(block, Figure)]
    assert [figure.id for figure in figures] == ["emplois-evolution", "emplois-prives"]
    assert all(figure.spec for figure in figures)
    gaps = [row[4] for row in figures[0].table.rows] if figures[0].table else []
    assert gaps == sorted(gaps, reverse=True) and gaps


def test_where_nothing_is_published_nothing_is_drawn() -> None:
    study = overseas()
    official = study.diagnostic.official
    figures = [block for block in official_blocks(study) if isinstance(block, Figure)]
    if official.total is None:
        assert "emplois-evolution" not in [figure.id for figure in figures]
    assert all(figure.sentence.endswith(".") for figure in figures)


def test_counts_are_shown_as_published() -> None:
    shown = table(dense(), context.COUNTS_BRIEF)
    amounts = [row[2] for row in shown.rows]
    assert "87 à 90\u00a0cas/an" in amounts
    assert "−63\u00a0sites" in amounts
