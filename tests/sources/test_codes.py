import polars as pl
import pytest

from ancrage.domain.errors import AncrageError
from ancrage.sources.codes import refuse_unknown


def test_many_unknown_codes_are_counted_not_listed():
    with pytest.raises(AncrageError, match="et 3 autres"):
        refuse_unknown(pl.Series([str(i) for i in range(8)]), [], "code", "essai", "")


def test_a_missing_code_is_not_an_unknown_one():
    refuse_unknown(pl.Series([None, "a"], dtype=pl.String), ["a"], "code", "essai", "")
