"""Where the store is: a SQLite file in the user's data folder, or the PostgreSQL that one setting names. No Django."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from ancrage.domain.errors import AncrageError

FOLDER, BASE, AUTHOR = "ANCRAGE_DONNEES", "ANCRAGE_BASE", "ANCRAGE_AUTEUR"
FILE_NAME = "carnet.sqlite3"
SCHEMES = ("postgresql", "postgres")
EXAMPLE = f"Exemple : {BASE}=postgresql://utilisateur:mot-de-passe@serveur/ancrage."


@dataclass(frozen=True)
class Location:
    """`path` of the SQLite file, or None for PostgreSQL; `database` is Django's entry of DATABASES."""

    path: Path | None
    database: dict[str, Any]

    @property
    def engine(self) -> str:
        return "SQLite" if self.path else "PostgreSQL"

    @property
    def label(self) -> str:
        """Where it is, without any password."""
        if self.path:
            return str(self.path)
        host, port = self.database["HOST"] or "machine locale", self.database["PORT"]
        return f"{host}{f':{port}' if port else ''}, base « {self.database['NAME']} »"


def location(environment: Mapping[str, str] | None = None) -> Location:
    """The store that the environment asks for. Raises AncrageError: an address that cannot be one."""
    told = os.environ if environment is None else environment
    address = told.get(BASE, "").strip()
    return _postgresql(address) if address else _sqlite(told.get(FOLDER, "").strip())


def _sqlite(folder: str) -> Location:
    if folder:
        try:
            home = Path(folder).expanduser()
        except RuntimeError:
            raise AncrageError(
                f"Le dossier {folder} donné par {FOLDER} désigne un utilisateur inconnu.", "Donnez un chemin entier."
            ) from None
    else:
        from platformdirs import user_data_path

        try:
            home = user_data_path("ancrage", appauthor=False)
        except (RuntimeError, KeyError, OSError):  # no HOME, and a user that this machine does not name
            home = Path("~")
        if not home.is_absolute():
            raise AncrageError(
                "Cette session n'a pas de dossier personnel où mettre le carnet.",
                f"Choisissez un dossier avec la variable {FOLDER}, par exemple : {FOLDER}=carnet.",
            )
    path = home / FILE_NAME
    options = {
        # a page read while a team-mate writes; what is erased is overwritten with zeros
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON;",
        "transaction_mode": "IMMEDIATE",
        "timeout": 10,
    }
    return Location(path, {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path), "OPTIONS": options})


def _postgresql(address: str) -> Location:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise AncrageError(f"L'adresse donnée par {BASE} ne se lit pas.", EXAMPLE) from None
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in SCHEMES or not name or "/" in name:
        raise AncrageError(f"L'adresse donnée par {BASE} n'est pas celle d'une base PostgreSQL.", EXAMPLE)
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", "") or unquote(parts.hostname or "")
    options.setdefault("connect_timeout", "10")
    database = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(port or options.pop("port", "")),
        "OPTIONS": options,
    }
    return Location(None, database)
