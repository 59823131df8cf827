"""What a source declares about itself. A source without producer, licence, unit or vintage does not load."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from ancrage.domain.errors import AncrageError
from ancrage.domain.measure import Source

FOLDER = files("ancrage.reference") / "sources"
REQUIRED = ("title", "producer", "licence", "page", "rhythm", "unit", "vintages", "evidence")


@dataclass(frozen=True, slots=True)
class Declaration:
    """`vintages` maps a vintage (as printed) to the file that holds it; the first one is the default.

    evidence : how the vintage was established (French)
    expected : by vintage, what its data must show (see expectations.py)
    reference_date : the day that a stock describes (ISO), when the source is one
    """

    id: str
    title: str
    producer: str
    licence: str
    page: str
    rhythm: str
    unit: str
    vintages: dict[str, str]
    evidence: str
    caveats: tuple[str, ...]
    expected: dict[str, tuple[dict[str, Any], ...]]
    reference_date: str = ""

    def source(self, vintage: str) -> Source:
        return Source(self.id, self.title, self.producer, vintage, self.licence, self.page)

    @property
    def default_vintage(self) -> str:
        return next(iter(self.vintages))


@cache
def load_declaration(source_id: str) -> Declaration:
    path = FOLDER / f"{source_id}.yml"
    try:
        fields = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise AncrageError(f"La source « {source_id} » n'est pas déclarée ({path} manque).") from error
    missing = [name for name in REQUIRED if not fields.get(name)]
    if missing:
        raise AncrageError(
            f"La source « {source_id} » ne se charge pas : {', '.join(missing)} manque dans {path}.",
            "Complétez sa déclaration.",
        )
    vintages = {str(k): v for k, v in fields["vintages"].items()}
    known = {name: fields[name] for name in REQUIRED if name != "vintages"}
    expected = {str(vintage): tuple(checks) for vintage, checks in fields.get("expected", {}).items()}
    strange = sorted(expected.keys() - vintages.keys())
    if strange:
        raise AncrageError(
            f"La source « {source_id} » attend quelque chose d'un millésime qu'elle n'a pas ({path}) : {strange[0]}.",
            f"Millésimes déclarés : {', '.join(vintages)}.",
        )
    return Declaration(
        id=source_id,
        vintages=vintages,
        caveats=tuple(fields.get("caveats", ())),
        expected=expected,
        reference_date=str(fields.get("reference_date", "")),
        **known,
    )


def declared_sources() -> list[str]:
    """Ids of every declared source, sorted."""
    return sorted(path.name.removesuffix(".yml") for path in FOLDER.iterdir() if path.name.endswith(".yml"))
