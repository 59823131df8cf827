"""Known truths of the national context."""

import pytest

from ancrage.domain.wording import NBSP
from ancrage.steps.context import context
from ancrage.warehouse.edition import Edition


def test_the_weight_of_manufacturing_in_france(edition: Edition) -> None:
    rows = {row.year: row for row in context(edition).series if row.country == "FRA"}
    assert (min(rows), max(rows), len(rows)) == (1970, 2022, 53)
    for year, share, gdp, industry in (
        (1975, 0.216, 0.193, 0.239),
        (2019, 0.112, 0.100, 0.139),
        (2022, 0.107, 0.095, 0.133),
    ):
        row = rows[year]
        assert row.manufacturing_share == pytest.approx(share, abs=5e-4)
        assert row.manufacturing_gdp_share == pytest.approx(gdp, abs=5e-4)
        assert row.industry_share == pytest.approx(industry, abs=5e-4)


def test_france_stands_beside_germany_and_italy(edition: Edition) -> None:
    last = {row.country: row.manufacturing_share for row in context(edition).marks if row.year == 2022}
    assert last["DEU"] > last["ITA"] > last["FRA"]
    assert context(edition).marks[0].country == "FRA"


def test_the_sentence_of_the_founding_text_is_its_authors(edition: Edition) -> None:
    found = context(edition)
    first, second, _ = found.sentences
    assert "21,6\u00a0% de la valeur ajoutée et 19,3\u00a0% du PIB en 1975" in first
    assert "11,2\u00a0% et 10,0\u00a0% en 2019" in first
    assert f"«{NBSP}{found.quotation.quote}{NBSP}» ({found.quotation.author})" in second
    assert "23,9\u00a0% de la valeur ajoutée en 1975" in second
    assert (found.quotation.first_year, found.quotation.last_year) == (1975, 2019)


def test_counts_are_read_as_published_and_say_where(edition: Edition) -> None:
    counts = context(edition).counts
    by_year = {row.vintage: row for row in counts if "recensées par Trendeo" in row.label}
    assert (by_year["2021"].low, by_year["2021"].high) == (87, 90)
    assert by_year["2025"].low == by_year["2025"].high == -63
    assert all(row.source.startswith("https://") and row.unit and row.vintage for row in counts)
    assert [row.vintage for row in counts] == sorted((row.vintage for row in counts), reverse=True)
    assert len(counts) == 10
