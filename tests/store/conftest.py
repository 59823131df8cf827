"""A new store for each test, on SQLite and on a real PostgreSQL."""

import itertools
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from ancrage.store.location import AUTHOR, BASE, FOLDER
from ancrage.store.matching import Register
from ancrage.warehouse.edition import Edition
from tests.store.postgresql import programs, server

numbers = itertools.count()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Address of a server without a database name. Missing programs skip the test, except in continuous integration."""
    if programs() is None and not os.environ.get("CI"):
        pytest.skip("PostgreSQL est introuvable : requirements/postgresql.sh l'installe")
    with server() as address:
        yield address
        from django.db import connections

        connections.close_all()


@pytest.fixture
def sqlite_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an empty store."""
    monkeypatch.delenv(BASE, raising=False)
    monkeypatch.setenv(FOLDER, str(tmp_path / "carnet"))
    monkeypatch.setenv(AUTHOR, "Mme Essai")
    return tmp_path / "carnet"


@pytest.fixture
def postgresql_store(postgresql: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of an empty database."""
    import psycopg

    name = f"essai_{next(numbers)}"
    with psycopg.connect(f"{postgresql}postgres", autocommit=True) as connection:
        connection.execute(f'create database "{name}"')
    monkeypatch.setenv(BASE, f"{postgresql}{name}")
    monkeypatch.setenv(FOLDER, str(tmp_path / "inutile"))
    monkeypatch.setenv(AUTHOR, "Mme Essai")
    return f"{postgresql}{name}"


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> str:
    """An empty store of each engine."""
    request.getfixturevalue(f"{request.param}_store")
    return str(request.param)


@pytest.fixture(scope="session")
def register(edition: Edition) -> Register:
    return Register.of(edition)


@pytest.fixture(autouse=True)
def one_register(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    """Index the names of the register once for all tests, not once an import."""
    monkeypatch.setattr(Register, "of", lambda edition: register)
