"""Shared by all tests: the embedded edition, its territories, and one full study."""

from collections.abc import Callable
from functools import cache
from typing import Any

import polars as pl
import pytest
from hypothesis import settings

from ancrage.domain.territory import Level, Territory
from ancrage.inputs.strategy import default_strategy
from ancrage.study.run import Results, run_steps
from ancrage.warehouse.edition import Edition, open_edition
from tests.register import in_parts
from tests.studies import as_dict

# speed is measured side by side in benchmarks, never by a clock in a test
settings.register_profile("ancrage", deadline=None)
settings.load_profile("ancrage")

ARVE, OYONNAX, BRESLE_VIMEU = "8414", "8425", "0058"


@cache
def _edition() -> Edition:
    return open_edition()


@cache
def _territory(level: str, code: str) -> Territory:
    edition = _edition()
    row = edition.table("territories").row(
        by_predicate=(pl.col("level") == level) & (pl.col("code") == code), named=True
    )
    communes = edition.table("communes").filter(pl.col(level) == code)["commune"].sort()
    return Territory(Level(level), code, row["label"], tuple(communes), row["population"], row["lon"], row["lat"])


@cache
def _study(level: str, code: str) -> Results:
    return run_steps(_edition(), _territory(level, code), default_strategy())


@pytest.fixture(scope="session")
def edition() -> Edition:
    return _edition()


@pytest.fixture(scope="session")
def territory() -> Callable[[str, str], Territory]:
    return _territory


@pytest.fixture(scope="session")
def study() -> Callable[[str, str], Results]:
    """`study("zone_emploi", "8414")`: run once a session."""
    return _study


@pytest.fixture(scope="session")
def arve() -> dict[str, Any]:
    """The document of La Vallée de l'Arve."""
    return as_dict(_study("zone_emploi", ARVE))


@pytest.fixture(scope="session")
def split(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """The embedded edition with its register in parts, as a full edition has it."""
    return in_parts(_edition(), tmp_path_factory.mktemp("register") / "edition")
