import os
from pathlib import Path

import pytest

from ancrage.warehouse.edition import Edition, open_edition
from ancrage.warehouse.table import Inputs, Table
from tests.tiny import write_sources


@pytest.fixture
def inputs(tmp_path):
    """Inputs on the tiny country."""
    return Inputs(write_sources(tmp_path))


def build_all(inputs: Inputs, *tables: Table) -> Inputs:
    """Build tables in turn, contracts checked, checks of meaning left out (they count the whole of France)."""
    for table in tables:
        inputs.tables[table.name] = table.schema().validate(table.build(inputs))
    return inputs


@pytest.fixture(scope="session")
def edition() -> Edition:
    """The embedded edition, or the one of the folder ANCRAGE_EDITION while a new one is being made."""
    folder = os.environ.get("ANCRAGE_EDITION")
    return open_edition(Path(folder) if folder else None)
