import polars as pl
import pytest

from ancrage.sources.labels import repaired
from ancrage.warehouse.edition import Edition


@pytest.mark.parametrize(
    ("damaged", "meant"),
    [("gros \x9cuvre", "gros œuvre"), ("oe\x9cillets", "œillets"), ("l\x92europium", "l’europium")],
)
def test_letters_of_windows_come_back(damaged: str, meant: str) -> None:
    assert pl.DataFrame({"label": [damaged]}).select(repaired("label")).item() == meant


def test_no_text_of_the_edition_holds_a_control_character(edition: Edition) -> None:
    for name in edition.manifest["tables"]:
        rows = edition.table(name)
        for column in (c for c in rows.columns if rows[c].dtype == pl.String):
            assert not rows[column].str.contains("[\x00-\x08\x80-\x9f]").any(), (name, column)
